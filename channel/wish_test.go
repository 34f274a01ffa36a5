package channel_test

import (
	"testing"

	"google.golang.org/protobuf/proto"

	"dangol.example/channel"
	"dangol.example/channel/desk"
	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	"dangol.example/id"
	"dangol.example/shop"
)

// What a person has given back before the answer is not given back once more.
func TestAWishIsRefundedOnce(t *testing.T) {
	for _, c := range []struct{ before, want int64 }{{0, 20_000}, {5_000, 20_000}, {20_000, 20_000}, {30_000, 30_000}} {
		s := newStage(t)
		half := []*channelv1.RefundRule{{Percent: 50}}
		s.Do(desk.ChangeCard{ShopID: s.Shop, Refunds: &channelv1.Refunds{Rules: half}})
		one := s.come("이서연", "010-0000-1234")
		order := s.place(one, "2026-11-26T13:00")
		s.Do(shop.RecordPayment{ShopID: s.Shop, OrderID: order, AmountWon: 40_000})
		var said channelv1.SayResponse
		s.Ask(channel.WishFor{ConversationID: one, OrderID: order, Kind: channel.Cancel}, one, &said)
		if c.before > 0 {
			s.Do(shop.MoveOrder{ShopID: s.Shop, OrderID: order, To: shop.Cancelled})
			s.Do(shop.RecordRefund{ShopID: s.Shop, OrderID: order, AmountWon: c.before})
		}
		message, _ := id.Parse(said.GetMessageId())
		s.Do(channel.AnswerWish{ShopID: s.Shop, MessageID: message, Grant: true})
		if have := s.guestOrder(one, order).GetRefundWon(); have != c.want {
			t.Errorf("%d given back before the answer: %d in the end, want %d", c.before, have, c.want)
		}
	}
}

// Where no rule speaks, nothing is given back or kept by itself: a person writes how much.
func TestAWishWithoutRules(t *testing.T) {
	for name, c := range map[string]struct {
		paid, want int64
		refund     *int64
		text       string
	}{
		"unpaid":       {0, 0, nil, "주문을 취소했어요."},
		"some is kept": {40_000, 30_000, proto.Int64(30_000), "주문을 취소했어요. 30,000원을 돌려드릴게요."},
		"all is kept":  {40_000, 0, proto.Int64(0), "주문을 취소했어요. 돌려드릴 금액은 없어요."},
	} {
		s := newStage(t)
		one := s.come("이서연", "010-0000-1234")
		order := s.place(one, "2026-11-26T13:00")
		if c.paid > 0 {
			s.Do(shop.RecordPayment{ShopID: s.Shop, OrderID: order, AmountWon: c.paid})
		}
		var said channelv1.SayResponse
		s.Ask(channel.WishFor{ConversationID: one, OrderID: order, Kind: channel.Cancel}, one, &said)
		if w := s.messages(one)[0].GetWish(); !w.GetRefundOpen() || w.GetRefundPercent() != 0 || w.GetRefundWon() != 0 {
			t.Errorf("%s: %v", name, w)
		}
		message, _ := id.Parse(said.GetMessageId())
		answer := channel.AnswerWish{ShopID: s.Shop, MessageID: message, Grant: true}
		if c.paid > 0 {
			s.Refused(s.Owner, channel.ErrNoRule, answer)
		}
		answer.RefundWon = c.refund
		s.Do(answer)
		o, over := s.guestOrder(one, order), shopv1.OrderState_ORDER_STATE_CANCELLED
		if o.GetState() != over || o.GetRefundWon() != c.want {
			t.Errorf("%s: %v", name, o)
		}
		if have := s.messages(one)[0].GetText(); have != c.text {
			t.Errorf("%s: %q", name, have)
		}
		s.Replayed()
	}
}

// A table that gives nothing back any more is a rule, too.
func TestAWishUnderRules(t *testing.T) {
	s := newStage(t)
	early := []*channelv1.RefundRule{{Days: 7, Percent: 100}}
	s.Do(desk.ChangeCard{ShopID: s.Shop, Refunds: &channelv1.Refunds{Rules: early}})
	one := s.come("이서연", "010-0000-1234")
	order := s.place(one, "2026-11-26T13:00") // in three days
	s.Do(shop.RecordPayment{ShopID: s.Shop, OrderID: order, AmountWon: 40_000})
	var said channelv1.SayResponse
	s.Ask(channel.WishFor{ConversationID: one, OrderID: order, Kind: channel.Cancel}, one, &said)
	if w := s.messages(one)[0].GetWish(); w.GetRefundOpen() {
		t.Errorf("the rules do not speak: %v", w)
	}
	message, _ := id.Parse(said.GetMessageId())
	s.Do(channel.AnswerWish{ShopID: s.Shop, MessageID: message, Grant: true})
	if have := s.messages(one)[0].GetText(); have != "주문을 취소했어요. 돌려드릴 금액은 없어요." {
		t.Errorf("the answer: %q", have)
	}
}
