package api_test

import (
	"testing"
	"time"

	"connectrpc.com/connect"

	channelv1 "dangol.example/gen/api/dangol/channel/v1"
)

// What is sent later, and what is counted, over the wire.
func TestReachOverTheWire(t *testing.T) {
	h := newHouse(t)
	ctx, own := t.Context(), h.channels(h.owner)
	g := h.come("이서연")
	later, err := own.Schedule(ctx, &channelv1.ScheduleRequest{
		CommandId: h.command(), ShopId: h.owner.shop, ConversationId: g.conversation, Text: "{name}님",
		DueMs: time.Now().Add(time.Hour).UnixMilli(),
	})
	if err != nil || later.GetBlock() == 0 {
		t.Fatalf("%v, %v", later, err)
	}
	if _, err := own.Unschedule(ctx, &channelv1.UnscheduleRequest{
		CommandId: h.command(), ShopId: h.owner.shop, ScheduledId: later.GetScheduledId(),
	}); err != nil {
		t.Error(err)
	}
	count := &channelv1.CountAudienceRequest{ShopId: h.owner.shop, Audience: &channelv1.Audience{}}
	if n, err := own.CountAudience(ctx, count); err != nil || n.GetCount() != 0 { // nobody has agreed
		t.Errorf("%v, %v", n, err)
	}
	count.Audience.Include = make([]string, 99)
	if _, err := own.CountAudience(ctx, count); connect.CodeOf(err) != connect.CodeInvalidArgument {
		t.Error(err)
	}
	_, err = own.StartBroadcast(ctx, &channelv1.StartBroadcastRequest{
		CommandId: h.command(), ShopId: h.owner.shop, Text: "소식", Audience: &channelv1.Audience{},
	})
	if connect.CodeOf(err) != connect.CodeFailedPrecondition { // nobody, or it is night
		t.Error(err)
	}
	_, err = own.StopBroadcast(ctx, &channelv1.StopBroadcastRequest{
		CommandId: h.command(), ShopId: h.owner.shop, BroadcastId: later.GetScheduledId(),
	})
	if connect.CodeOf(err) != connect.CodeNotFound {
		t.Error(err)
	}
	seoul := time.FixedZone("KST", 9*3600)
	from := time.Now().In(seoul).Format(time.DateOnly)
	m, err := own.ReadStatistics(ctx, &channelv1.ReadStatisticsRequest{ShopId: h.owner.shop, From: from, Days: 2})
	if err != nil || len(m.GetDays()) != 2 || m.GetAll().GetConversationsNew() != 1 {
		t.Errorf("%v, %v", m, err)
	}
	_, err = own.ReadStatistics(ctx, &channelv1.ReadStatisticsRequest{ShopId: h.owner.shop, From: from})
	if connect.CodeOf(err) != connect.CodeInvalidArgument {
		t.Error(err)
	}
}
