package api

import (
	"context"
	"errors"

	"dangol.example/channel/reach"
	"dangol.example/channel/statistics"
	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	"dangol.example/id"
	"dangol.example/shard"
)

// Schedule implements the service.
func (s *channelServer) Schedule(
	ctx context.Context, r *channelv1.ScheduleRequest,
) (*channelv1.ScheduleResponse, error) {
	a, answer := of(ctx, r.GetShopId()), &channelv1.ScheduleResponse{}
	c := reach.Schedule{
		ShopID: a.shop, ConversationID: a.id(r.GetConversationId()), Text: r.GetText(), DueMS: r.GetDueMs(),
		BeforeMinutes: r.GetBeforeMinutes(),
	}
	if r.GetOrderId() != "" {
		c.OrderID = a.id(r.GetOrderId())
	}
	var err error
	answer.Block, err = s.run(ctx, a, r.GetCommandId(), c, answer)
	return answer, err
}

// Unschedule implements the service.
func (s *channelServer) Unschedule(
	ctx context.Context, r *channelv1.UnscheduleRequest,
) (*channelv1.ChannelDone, error) {
	a := of(ctx, r.GetShopId())
	c := reach.Unschedule{ShopID: a.shop, ScheduledID: a.id(r.GetScheduledId())}
	return channelDone(s.run(ctx, a, r.GetCommandId(), c, nil))
}

// audience takes who is to get news.
func audience(a *channelv1.Audience) reach.Audience {
	return reach.Audience{
		Include: a.GetInclude(), Exclude: a.GetExclude(), ExcludeNoShows: a.GetExcludeNoShows(),
		OrderedWithinDays: a.GetOrderedWithinDays(),
	}
}

// read looks at the view of a shop of a session.
func (s *server) read(ctx context.Context, a *ask, f func(*shard.Reader, id.ID)) error {
	if a.err != nil {
		return a.err
	}
	one := s.Shards.Shard(a.shop.Shard())
	if one == nil {
		return errNoShard
	}
	return one.Read(ctx, func(r *shard.Reader) error { f(r, a.shop); return nil })
}

// CountAudience implements the service.
func (s *channelServer) CountAudience(
	ctx context.Context, r *channelv1.CountAudienceRequest,
) (*channelv1.CountAudienceResponse, error) {
	who, answer := audience(r.GetAudience()), &channelv1.CountAudienceResponse{}
	if err := who.Check(); err != nil {
		return nil, err
	}
	err := s.read(ctx, of(ctx, r.GetShopId()), func(r *shard.Reader, shopID id.ID) {
		answer.Count = reach.CountAudience(r, shopID, who, s.Clock.Now())
	})
	return answer, err
}

// StartBroadcast implements the service.
func (s *channelServer) StartBroadcast(
	ctx context.Context, r *channelv1.StartBroadcastRequest,
) (*channelv1.StartBroadcastResponse, error) {
	a, answer := of(ctx, r.GetShopId()), &channelv1.StartBroadcastResponse{}
	c := reach.StartBroadcast{ShopID: a.shop, Text: r.GetText(), Audience: audience(r.GetAudience())}
	var err error
	answer.Block, err = s.run(ctx, a, r.GetCommandId(), c, answer)
	return answer, err
}

// StopBroadcast implements the service.
func (s *channelServer) StopBroadcast(
	ctx context.Context, r *channelv1.StopBroadcastRequest,
) (*channelv1.ChannelDone, error) {
	a := of(ctx, r.GetShopId())
	c := reach.StopBroadcast{ShopID: a.shop, BroadcastID: a.id(r.GetBroadcastId())}
	return channelDone(s.run(ctx, a, r.GetCommandId(), c, nil))
}

// ReadStatistics implements the service.
func (s *channelServer) ReadStatistics(
	ctx context.Context, r *channelv1.ReadStatisticsRequest,
) (answer *channelv1.ReadStatisticsResponse, err error) {
	var failed error
	err = s.read(ctx, of(ctx, r.GetShopId()), func(look *shard.Reader, shopID id.ID) {
		answer, failed = statistics.Count(look, shopID, r.GetFrom(), int(r.GetDays()))
	})
	return answer, errors.Join(err, failed)
}
