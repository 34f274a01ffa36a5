package shop_test

import (
	"context"
	"testing"
	"time"

	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/shop"
)

// lapse does what whoever has a clock does.
func (s *stage) lapse() {
	s.T.Helper()
	done := make(chan error, 1)
	go func() { done <- shop.LapseLate(context.WithoutCancel(s.T.Context()), s.Shard, s.Clock.Now()) }()
	for {
		select {
		case err := <-done:
			if err != nil {
				s.T.Fatal(err)
			}
			return
		default:
			s.Step()
		}
	}
}

// What was not paid in time lapses; what was paid in part, what has no time, and what a person fixed, does not.
func TestLateOrdersLapse(t *testing.T) {
	s := newStage(t)
	late, _ := s.place(cake("이서연", "01000000001", won(30_000)))
	part, _ := s.place(cake("김도윤", "01000000002", won(30_000)))
	s.Do(shop.RecordPayment{ShopID: s.Shop, OrderID: part, AmountWon: 10_000})
	fixed, _ := s.place(cake("박하은", "01000000003", won(30_000)))
	move(shop.Confirmed)(s, fixed)
	enquiry, _ := s.place(cake("최민지", "01000000004", nil))
	never := uint32(0)
	s.Do(shop.ChangeShop{ShopID: s.Shop, PayWithinHours: &never})
	forever, _ := s.place(cake("오세진", "01000000005", won(30_000)))
	s.Errands()
	s.lapse()
	if have := s.state(late); have != shop.Quoted {
		t.Fatalf("in time, and in state %d", have)
	}
	s.Clock.Move(25 * time.Hour)
	s.lapse()
	s.lapse()
	for order, want := range map[id.ID]shop.State{
		late: shop.Lapsed, part: shop.Quoted, fixed: shop.Confirmed, enquiry: shop.Enquiry, forever: shop.Quoted,
	} {
		if have := s.state(order); have != want {
			t.Errorf("%s is in state %d, want %d", s.orders()[order.String()].GetName(), have, want)
		}
	}
	// Money that comes late still finds it.
	deposit := s.deposit("이서연", "2026-11-24T08:00:00", 30_000)
	if d := s.deposits()[deposit.String()]; d.GetState() != paid || s.state(late) != shop.Confirmed {
		t.Errorf("%v; state %d", d, s.state(late))
	}
	s.refused(shop.ErrDenied, shop.LapseOrders{ShopID: s.Shop})
	s.Replayed()
}

// A run of matching sees the money first, and then what is late.
func TestMatchingLapses(t *testing.T) {
	s := newStage(t)
	a, _ := s.place(cake("이서연", "01000000001", won(30_000)))
	b, _ := s.place(cake("김도윤", "01000000002", won(31_000)))
	s.Clock.Move(25 * time.Hour)
	s.deposit("이서연", "2026-11-23T11:00:00", 30_000)
	if s.state(a) != shop.Confirmed || s.state(b) != shop.Lapsed {
		t.Errorf("states %d and %d", s.state(a), s.state(b))
	}
	s.Replayed()
}

// A slip that is taken back after the time has run out lets nothing lapse: the order waits anew.
func TestWhatWaitsAgainWaitsAnew(t *testing.T) {
	for name, c := range map[string]struct{ pay, undo func(s *stage, order id.ID) }{
		"a match": {func(s *stage, order id.ID) {
			s.pays(s.deposit("누군가", "2026-11-23T11:00:00", 30_000), order, 30_000, false)
		}, func(s *stage, _ id.ID) {
			for deposit := range s.deposits() {
				n, _ := id.Parse(deposit)
				s.Do(shop.UndoMatch{ShopID: s.Shop, DepositID: n})
			}
		}},
		"cash": {func(s *stage, order id.ID) {
			s.Do(shop.RecordPayment{ShopID: s.Shop, OrderID: order, AmountWon: 30_000})
		}, func(s *stage, order id.ID) {
			s.Do(shop.RecordPayment{ShopID: s.Shop, OrderID: order, AmountWon: -30_000})
		}},
	} {
		s := newStage(t)
		order, _ := s.place(cake("이서연", "01000000001", won(30_000)))
		c.pay(s, order)
		if s.state(order) != shop.Confirmed {
			t.Fatalf("%s: state %d, want confirmed", name, s.state(order))
		}
		s.Clock.Move(25 * time.Hour)
		c.undo(s, order)
		s.Errands() // a run of matching, which lets late orders lapse
		s.lapse()
		if have, by := s.state(order), s.orders()[order.String()].GetPayByMs(); have != shop.Quoted ||
			by != s.Clock.Now().Add(24*time.Hour).UnixMilli() {
			t.Errorf("%s: state %d, to be paid by %d", name, have, by)
		}
		s.Clock.Move(25 * time.Hour)
		s.lapse()
		if have := s.state(order); have != shop.Lapsed {
			t.Errorf("%s: state %d after the new time, want lapsed", name, have)
		}
		s.Replayed()
	}
}

// By when a chat asks for the money holds for its order, and reading it again does not wake what has lapsed.
func TestChatSaysByWhen(t *testing.T) {
	s := newStage(t)
	export := func(by time.Time) *shopjournalv1.ImportContent {
		o := told("방", shop.Quoted, 0, &shopjournalv1.OrderDetails{Name: "이서연", TotalWon: won(30_000)})
		o.Source.PayByMs = by.UnixMilli()
		return orders(o)
	}
	first := s.Clock.Now().Add(time.Hour)
	s.bring(export(first))
	order, o := s.only()
	if o.GetPayByMs() != first.UnixMilli() || s.state(order) != shop.Quoted {
		t.Fatalf("%v", o)
	}
	s.Clock.Move(2 * time.Hour)
	s.lapse()
	s.bring(export(first))
	if have := s.state(order); have != shop.Lapsed {
		t.Errorf("read again it is in state %d", have)
	}
	later := s.Clock.Now().Add(time.Hour)
	s.bring(export(later)) // the shop waits longer
	if _, o := s.only(); o.GetPayByMs() != later.UnixMilli() || s.state(order) != shop.Quoted {
		t.Errorf("%v", o)
	}
	s.Replayed()
}
