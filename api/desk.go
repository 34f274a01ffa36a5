package api

import (
	"context"

	"dangol.example/channel/desk"
	channelv1 "dangol.example/gen/api/dangol/channel/v1"
)

// channelDone answers a command that makes nothing.
func channelDone(block uint64, err error) (*channelv1.ChannelDone, error) {
	if err != nil {
		return nil, err
	}
	return &channelv1.ChannelDone{Block: block}, nil
}

// ChangeCard implements the service.
func (s *channelServer) ChangeCard(
	ctx context.Context, r *channelv1.ChangeCardRequest,
) (*channelv1.ChannelDone, error) {
	a := of(ctx, r.GetShopId())
	c := desk.ChangeCard{
		ShopID: a.shop, About: r.About, Way: r.Way, Phone: r.Phone, Notice: r.Notice, Hours: r.GetHours(),
		Form: r.GetForm(), Menu: r.GetMenu(), Refunds: r.GetRefunds(), Capacity: r.Capacity, Days: r.GetDays(),
		LeadHours: r.LeadHours,
	}
	return channelDone(s.run(ctx, a, r.GetCommandId(), c, nil))
}

// ChangeDesk implements the service.
func (s *channelServer) ChangeDesk(
	ctx context.Context, r *channelv1.ChangeDeskRequest,
) (*channelv1.ChannelDone, error) {
	a := of(ctx, r.GetShopId())
	c := desk.ChangeDesk{
		ShopID: a.shop, Away: r.Away, First: r.First, Remind: r.Remind, RemindHours: r.RemindHours,
		LockDays: r.LockDays,
	}
	return channelDone(s.run(ctx, a, r.GetCommandId(), c, nil))
}

// SaveReply implements the service.
func (s *channelServer) SaveReply(
	ctx context.Context, r *channelv1.SaveReplyRequest,
) (*channelv1.SaveReplyResponse, error) {
	a, answer := of(ctx, r.GetShopId()), &channelv1.SaveReplyResponse{}
	c := desk.SaveReply{ShopID: a.shop, Title: r.GetTitle(), Text: r.GetText()}
	if r.GetReplyId() != "" {
		c.ReplyID = a.id(r.GetReplyId())
	}
	var err error
	answer.Block, err = s.run(ctx, a, r.GetCommandId(), c, answer)
	return answer, err
}

// RemoveReply implements the service.
func (s *channelServer) RemoveReply(
	ctx context.Context, r *channelv1.RemoveReplyRequest,
) (*channelv1.ChannelDone, error) {
	a := of(ctx, r.GetShopId())
	c := desk.RemoveReply{ShopID: a.shop, ReplyID: a.id(r.GetReplyId())}
	return channelDone(s.run(ctx, a, r.GetCommandId(), c, nil))
}

// MakeAlertKey implements the service.
func (s *channelServer) MakeAlertKey(
	ctx context.Context, r *channelv1.MakeAlertKeyRequest,
) (*channelv1.MakeAlertKeyResponse, error) {
	a, answer := of(ctx, r.GetShopId()), &channelv1.MakeAlertKeyResponse{}
	key, well := tokenHash(r.GetKey())
	if !well {
		return nil, desk.ErrKey
	}
	var err error
	c := desk.MakeAlertKey{ShopID: a.shop, Name: r.GetName(), KeyHash: key[:]}
	answer.Block, err = s.run(ctx, a, r.GetCommandId(), c, answer)
	return answer, err
}

// EndAlertKey implements the service.
func (s *channelServer) EndAlertKey(
	ctx context.Context, r *channelv1.EndAlertKeyRequest,
) (*channelv1.ChannelDone, error) {
	a := of(ctx, r.GetShopId())
	c := desk.EndAlertKey{ShopID: a.shop, AlertKeyID: a.id(r.GetAlertKeyId())}
	return channelDone(s.run(ctx, a, r.GetCommandId(), c, nil))
}
