package shop_test

import (
	"testing"

	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/shop"
	"dangol.example/shop/form"
)

func TestRecordRefund(t *testing.T) {
	s := newStage(t)
	order, _ := s.place(cake("이서연", "", won(38_000)))
	refund := func(n int64) shop.RecordRefund {
		return shop.RecordRefund{ShopID: s.Shop, OrderID: order, AmountWon: n}
	}
	s.refused(shop.ErrRefund, refund(1))
	s.Do(shop.RecordPayment{ShopID: s.Shop, OrderID: order, AmountWon: 38_000})
	s.refused(shop.ErrNoAmount, refund(0))
	s.refused(form.ErrWon, refund(1<<40))
	s.refused(shop.ErrRefund, refund(38_001))
	s.refused(shop.ErrNoOrder, shop.RecordRefund{ShopID: s.Shop, OrderID: id.Of(2, "x"), AmountWon: 1})
	s.Do(refund(20_000))
	s.refused(shop.ErrRefund, refund(18_001))
	s.Do(refund(18_000))
	o := s.orders()[order.String()]
	if o.GetRefundWon() != 38_000 || o.GetPaidWon() != 38_000 || s.state(order) != shop.Confirmed {
		t.Errorf("%v", o)
	}
	s.refused(shop.ErrTooMuch, refund(-38_001))
	s.Do(refund(-18_000))
	if o := s.orders()[order.String()]; o.GetRefundWon() != 20_000 {
		t.Errorf("%v", o)
	}
	s.Replayed()
}

// What people noted stays when the chat is read again, and is not counted twice when the chat tells of it as well.
func TestRefundOfAChat(t *testing.T) {
	s := newStage(t)
	export := func(refund int64, requests string) *shopjournalv1.ImportContent {
		o := told("방", shop.Cancelled, 30_000, &shopjournalv1.OrderDetails{
			Name: "이서연", TotalWon: won(30_000), Requests: requests,
		})
		o.Source.RefundWon = refund
		return orders(o)
	}
	s.bring(export(0, ""))
	order, _ := s.only()
	s.Do(shop.RecordRefund{ShopID: s.Shop, OrderID: order, AmountWon: 30_000})
	for _, told := range []int64{0, 30_000} {
		s.bring(export(told, "초 하나"))
		if _, o := s.only(); o.GetRefundWon() != 30_000 || o.GetRequests() == "" {
			t.Errorf("the chat tells of %d: %v", told, o)
		}
	}
	s.Replayed()
}
