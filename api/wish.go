package api

import (
	"context"

	"dangol.example/channel"
	channelv1 "dangol.example/gen/api/dangol/channel/v1"
)

// Press implements the service.
func (s *guestServer) Press(ctx context.Context, r *channelv1.PressRequest) (*channelv1.SayResponse, error) {
	a, answer := ofGuest(ctx), &channelv1.SayResponse{}
	c := channel.Press{ConversationID: guestOf(ctx).ConversationID, ButtonID: r.GetButtonId()}
	var err error
	answer.Block, err = s.run(ctx, a, r.GetCommandId(), c, answer)
	return answer, err
}

// Submit implements the service.
func (s *guestServer) Submit(ctx context.Context, r *channelv1.SubmitRequest) (*channelv1.SubmitResponse, error) {
	a, answer := ofGuest(ctx), &channelv1.SubmitResponse{}
	c := channel.Submit{ConversationID: guestOf(ctx).ConversationID}
	var all []channel.Photo
	for _, one := range r.GetAnswers() {
		photos := a.photos(one.GetPhotos())
		c.Answers = append(c.Answers, channel.Answer{BlockID: one.GetBlockId(), Texts: one.GetTexts(), Photos: photos})
		all = append(all, photos...)
	}
	err := s.stored(ctx, a, all)
	if err != nil {
		return nil, err
	}
	answer.Block, err = s.run(ctx, a, r.GetCommandId(), c, answer)
	return answer, err
}

// WishFor implements the service.
func (s *guestServer) WishFor(ctx context.Context, r *channelv1.WishForRequest) (*channelv1.SayResponse, error) {
	a, answer := ofGuest(ctx), &channelv1.SayResponse{}
	c := channel.WishFor{
		ConversationID: guestOf(ctx).ConversationID, OrderID: a.id(r.GetOrderId()), Kind: channel.WishKind(r.GetKind()),
		Text: r.GetText(),
	}
	var err error
	answer.Block, err = s.run(ctx, a, r.GetCommandId(), c, answer)
	return answer, err
}

// AnswerWish implements the service.
func (s *channelServer) AnswerWish(
	ctx context.Context, r *channelv1.AnswerWishRequest,
) (*channelv1.PostResponse, error) {
	a, answer := of(ctx, r.GetShopId()), &channelv1.PostResponse{}
	c := channel.AnswerWish{
		ShopID: a.shop, MessageID: a.id(r.GetMessageId()), Grant: r.GetGrant(), RefundWon: r.RefundWon, Text: r.GetText(),
	}
	var err error
	answer.Block, err = s.run(ctx, a, r.GetCommandId(), c, answer)
	return answer, err
}

// SendCard implements the service.
func (s *channelServer) SendCard(
	ctx context.Context, r *channelv1.SendCardRequest,
) (*channelv1.PostResponse, error) {
	a, answer := of(ctx, r.GetShopId()), &channelv1.PostResponse{}
	c := channel.SendCard{
		ShopID: a.shop, OrderID: a.id(r.GetOrderId()), ConversationID: a.maybe(r.GetConversationId()), Text: r.GetText(),
	}
	var err error
	answer.Block, err = s.run(ctx, a, r.GetCommandId(), c, answer)
	return answer, err
}
