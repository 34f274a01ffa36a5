package channel_test

import (
	"testing"

	"dangol.example/channel"
	"dangol.example/channel/desk"
	channelv1 "dangol.example/gen/api/dangol/channel/v1"
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
