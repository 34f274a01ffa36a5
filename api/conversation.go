package api

import (
	"context"

	"dangol.example/channel"
	channelv1 "dangol.example/gen/api/dangol/channel/v1"
)

// Post implements the service.
func (s *channelServer) Post(ctx context.Context, r *channelv1.PostRequest) (*channelv1.PostResponse, error) {
	a, answer := of(ctx, r.GetShopId()), &channelv1.PostResponse{}
	c := channel.Post{
		ShopID: a.shop, ConversationID: a.id(r.GetConversationId()), Text: r.GetText(), Photos: a.photos(r.GetPhotos()),
	}
	err := s.stored(ctx, a, c.Photos)
	if err != nil {
		return nil, err
	}
	answer.Block, err = s.run(ctx, a, r.GetCommandId(), c, answer)
	return answer, err
}

// MarkRead implements the service.
func (s *channelServer) MarkRead(ctx context.Context, r *channelv1.MarkReadRequest) (*channelv1.ChannelDone, error) {
	a := of(ctx, r.GetShopId())
	c := channel.MarkRead{ShopID: a.shop, ConversationID: a.id(r.GetConversationId()), Seq: r.GetSeq()}
	return channelDone(s.run(ctx, a, r.GetCommandId(), c, nil))
}

// ChangeConversation implements the service.
func (s *channelServer) ChangeConversation(
	ctx context.Context, r *channelv1.ChangeConversationRequest,
) (*channelv1.ChannelDone, error) {
	a := of(ctx, r.GetShopId())
	c := channel.ChangeConversation{
		ShopID: a.shop, ConversationID: a.id(r.GetConversationId()), Stand: channel.Stand(r.GetStand()),
		FollowUpMS: r.GetFollowUpMs(), AddLabels: r.GetAddLabels(), RemoveLabels: r.GetRemoveLabels(),
	}
	if r.StaffId != nil {
		staff := a.maybe(r.GetStaffId())
		c.StaffID = &staff
	}
	return channelDone(s.run(ctx, a, r.GetCommandId(), c, nil))
}

// JoinCustomer implements the service.
func (s *channelServer) JoinCustomer(
	ctx context.Context, r *channelv1.JoinCustomerRequest,
) (*channelv1.ChannelDone, error) {
	a := of(ctx, r.GetShopId())
	c := channel.JoinCustomer{
		ShopID: a.shop, ConversationID: a.id(r.GetConversationId()), CustomerID: a.id(r.GetCustomerId()),
	}
	return channelDone(s.run(ctx, a, r.GetCommandId(), c, nil))
}

// AddNote implements the service.
func (s *channelServer) AddNote(ctx context.Context, r *channelv1.AddNoteRequest) (*channelv1.AddNoteResponse, error) {
	a, answer := of(ctx, r.GetShopId()), &channelv1.AddNoteResponse{}
	c := channel.AddNote{ShopID: a.shop, ConversationID: a.id(r.GetConversationId()), Text: r.GetText()}
	var err error
	answer.Block, err = s.run(ctx, a, r.GetCommandId(), c, answer)
	return answer, err
}

// RemoveNote implements the service.
func (s *channelServer) RemoveNote(
	ctx context.Context, r *channelv1.RemoveNoteRequest,
) (*channelv1.ChannelDone, error) {
	a := of(ctx, r.GetShopId())
	c := channel.RemoveNote{ShopID: a.shop, NoteID: a.id(r.GetNoteId())}
	return channelDone(s.run(ctx, a, r.GetCommandId(), c, nil))
}
