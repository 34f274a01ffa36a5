package api_test

import (
	"testing"
	"time"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/proto"

	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	"dangol.example/id"
)

// An owner sets the card up, and whoever has the link reads it and the days, with no key.
func TestCardAndDays(t *testing.T) {
	h := newHouse(t)
	ctx, own, nobody := t.Context(), h.channels(h.owner), h.guests(person{})
	day := time.Now().AddDate(0, 0, 30).Format(time.DateOnly)
	week := &channelv1.Hours{}
	for range 7 {
		week.Week = append(week.Week, &channelv1.DayHours{Spans: []*channelv1.Span{{From: 600, To: 1200}}})
	}
	change := &channelv1.ChangeCardRequest{
		CommandId: h.command(), ShopId: h.owner.shop, Notice: new("연말 예약 받아요"), Hours: week, Capacity: proto.Uint32(2),
	}
	if _, err := own.ChangeCard(ctx, change); err != nil {
		t.Fatal(err)
	}
	order := h.order(h.owner, "이서연")
	order.Details.Pickup = day + "T11:00"
	if _, err := h.shops(h.owner).PlaceOrder(ctx, order); err != nil {
		t.Fatal(err)
	}
	card, err := nobody.ReadCard(ctx, &channelv1.ReadCardRequest{ShopId: h.owner.shop})
	if err != nil || card.GetCard().GetName() != "햇살케이크" || card.GetCard().GetNotice() != "연말 예약 받아요" {
		t.Fatalf("%v, %v", card, err)
	}
	days, err := nobody.ReadDays(ctx, &channelv1.ReadDaysRequest{ShopId: h.owner.shop, From: day, Count: 2})
	if err != nil || len(days.GetDays()) != 2 || days.GetDays()[0].GetLeft() != 1 || days.GetDays()[1].GetLeft() != 2 ||
		len(days.GetDays()[0].GetSpans()) != 1 || days.GetDays()[0].GetDay() != day {
		t.Fatalf("%v, %v", days, err)
	}
	far := time.Now().AddDate(2, 0, 0).Format(time.DateOnly)
	for _, r := range []*channelv1.ReadDaysRequest{
		{From: "내일", Count: 1}, {From: day}, {From: day, Count: 63}, {From: far, Count: 1},
	} {
		r.ShopId = h.owner.shop
		if _, err := nobody.ReadDays(ctx, r); connect.CodeOf(err) != connect.CodeInvalidArgument {
			t.Errorf("%v: %v", r, err)
		}
	}
	for _, none := range []string{"", "가게", id.Of(1, "no shop").String(), id.Of(77, "no shard").String()} {
		_, err := nobody.ReadCard(ctx, &channelv1.ReadCardRequest{ShopId: none})
		if connect.CodeOf(err) != connect.CodeNotFound {
			t.Errorf("%q: %v", none, err)
		}
	}
	h.close(1)
	_, err = nobody.ReadCard(ctx, &channelv1.ReadCardRequest{ShopId: h.owner.shop})
	if connect.CodeOf(err) != connect.CodeUnavailable {
		t.Errorf("a shard that rests: %v", err)
	}
}

// The desk's commands reach the shop's devices.
func TestDeskOverTheWire(t *testing.T) {
	h := newHouse(t)
	ctx, own := t.Context(), h.channels(h.owner)
	if _, err := own.ChangeDesk(ctx, &channelv1.ChangeDeskRequest{
		CommandId: h.command(), ShopId: h.owner.shop, RemindHours: proto.Uint32(3),
	}); err != nil {
		t.Fatal(err)
	}
	saved, err := own.SaveReply(ctx, &channelv1.SaveReplyRequest{
		CommandId: h.command(), ShopId: h.owner.shop, Title: "계좌", Text: "{account}",
	})
	if err != nil || saved.GetBlock() == 0 {
		t.Fatalf("%v, %v", saved, err)
	}
	if _, err := own.SaveReply(ctx, &channelv1.SaveReplyRequest{
		CommandId: h.command(), ShopId: h.owner.shop, ReplyId: saved.GetReplyId(), Title: "계좌 안내", Text: "{account}",
	}); err != nil {
		t.Error(err)
	}
	if _, err := own.RemoveReply(ctx, &channelv1.RemoveReplyRequest{
		CommandId: h.command(), ShopId: h.owner.shop, ReplyId: saved.GetReplyId(),
	}); err != nil {
		t.Error(err)
	}
	key, _ := secret("alerts")
	made, err := own.MakeAlertKey(ctx, &channelv1.MakeAlertKeyRequest{
		CommandId: h.command(), ShopId: h.owner.shop, Name: "가게 폰", Key: key,
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := own.MakeAlertKey(ctx, &channelv1.MakeAlertKeyRequest{
		CommandId: h.command(), ShopId: h.owner.shop, Name: "가게 폰", Key: "short",
	}); connect.CodeOf(err) != connect.CodeInvalidArgument {
		t.Error(err)
	}
	if _, err := own.EndAlertKey(ctx, &channelv1.EndAlertKeyRequest{
		CommandId: h.command(), ShopId: h.owner.shop, AlertKeyId: made.GetAlertKeyId(),
	}); err != nil {
		t.Error(err)
	}
	other := h.open(2, "달빛케이크")
	if _, err := own.ChangeCard(ctx, &channelv1.ChangeCardRequest{
		CommandId: h.command(), ShopId: other.shop, Notice: new("남의 가게"),
	}); connect.CodeOf(err) != connect.CodePermissionDenied {
		t.Error(err)
	}
}
