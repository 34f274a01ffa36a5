package shop_test

import (
	"slices"
	"testing"

	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	"dangol.example/id"
	"dangol.example/shop"
	"dangol.example/shop/shoptest"
)

// state is where an order stands.
func (s *stage) state(order id.ID) shop.State {
	return shop.State(s.orders()[order.String()].GetState())
}

// pays matches a deposit with one order.
func (s *stage) pays(deposit, order id.ID, amount int64, learn bool) {
	s.T.Helper()
	s.Do(shop.MatchDeposit{
		ShopID: s.Shop, DepositID: deposit, Parts: []shop.Part{{OrderID: order, AmountWon: amount}}, Learn: learn,
	})
}

// What money alone had confirmed waits again when the money is gone; what a person said stands.
func TestUndoMatchLeavesWhatPeopleSaid(t *testing.T) {
	for name, c := range map[string]struct {
		before, after func(s *stage, order id.ID)
		want          shop.State
	}{
		"nothing else": {nil, nil, shop.Quoted},
		"confirmed by hand before": {func(s *stage, o id.ID) {
			s.Do(shop.MoveOrder{ShopID: s.Shop, OrderID: o, To: shop.Confirmed})
		}, nil, shop.Confirmed},
		"lapsed before": {func(s *stage, o id.ID) {
			s.Do(shop.MoveOrder{ShopID: s.Shop, OrderID: o, To: shop.Lapsed})
		}, nil, shop.Lapsed},
		"in work since": {nil, func(s *stage, o id.ID) {
			s.Do(shop.MoveOrder{ShopID: s.Shop, OrderID: o, To: shop.InWork})
		}, shop.InWork},
		"in work and back since": {nil, func(s *stage, o id.ID) {
			s.Do(shop.MoveOrder{ShopID: s.Shop, OrderID: o, To: shop.InWork})
			s.Do(shop.MoveOrder{ShopID: s.Shop, OrderID: o, To: shop.Confirmed})
		}, shop.Confirmed},
		"paid in cash as well": {nil, func(s *stage, o id.ID) {
			s.Do(shop.RecordPayment{ShopID: s.Shop, OrderID: o, AmountWon: 30_000})
		}, shop.Confirmed},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t)
			order, _ := s.place(cake("이서연", "01000000001", won(30_000)))
			s.Errands()
			if c.before != nil {
				c.before(s, order)
			}
			deposit := s.deposit("모르는이", "2026-11-23T10:00:00", 30_000)
			s.pays(deposit, order, 30_000, false)
			if c.after != nil {
				c.after(s, order)
			}
			s.Do(shop.UndoMatch{ShopID: s.Shop, DepositID: deposit})
			if have := s.state(order); have != c.want {
				t.Errorf("the order is in state %d, want %d", have, c.want)
			}
			s.Replayed()
		})
	}
}

// A price that grows over what has come makes the order wait again, and the next money confirms it.
func TestPriceAboveWhatHasCome(t *testing.T) {
	s := newStage(t)
	order, _ := s.place(cake("이서연", "", won(30_000)))
	s.Errands()
	s.pays(s.deposit("모르는이", "2026-11-23T10:00:00", 30_000), order, 30_000, false)
	s.Do(shop.ChangeOrder{ShopID: s.Shop, OrderID: order, Details: cake("이서연", "", won(35_000))})
	if s.state(order) != shop.Quoted {
		t.Error("an order that is short of money is confirmed")
	}
	s.Do(shop.RecordPayment{ShopID: s.Shop, OrderID: order, AmountWon: 5_000})
	if s.state(order) != shop.Confirmed {
		t.Error("the rest does not confirm")
	}
	s.Replayed()
}

// A name is learnt from a person, known at the next deposit, and forgotten when the match is taken back.
func TestLearn(t *testing.T) {
	s := newStage(t)
	first, code := s.place(cake("이서연", "01000000001", won(30_000)))
	s.Errands()
	customer := s.orders()[first.String()].GetCustomerId()
	names := func() []string {
		all := shoptest.Held[shopv1.Customer](s.Stage, shop.KindCustomer)
		return all[customer].GetDepositors()
	}
	byCode := s.deposit(code, "2026-11-23T09:30:00", 10_000)
	s.pays(byCode, first, 10_000, true)
	if len(names()) > 0 {
		t.Error("a code was learnt as a name")
	}
	s.Do(shop.UndoMatch{ShopID: s.Shop, DepositID: byCode})
	deposit := s.deposit("박준호", "2026-11-23T10:00:00", 30_000)
	s.pays(deposit, first, 30_000, true)
	if !slices.Equal(names(), []string{"박준호"}) {
		t.Fatalf("%v", names())
	}
	second, _ := s.place(cake("이서연", "01000000001", won(52_000)))
	s.Errands()
	next := s.deposit("박준호", "2026-11-24T10:00:00", 52_000)
	if d := s.deposits()[next.String()]; !d.GetAutomatic() || s.state(second) != shop.Confirmed {
		t.Errorf("a name that was learnt is not known: %v", d)
	}
	s.Do(shop.UndoMatch{ShopID: s.Shop, DepositID: deposit})
	if len(names()) > 0 {
		t.Error("what was learnt is not taken back")
	}
	s.Replayed()
}

// What a person has undone is not done again by the machine.
func TestUndoneIsLeftToPeople(t *testing.T) {
	s := newStage(t)
	order, code := s.place(cake("이서연", "01000000001", won(30_000)))
	deposit := s.deposit(code, "2026-11-23T10:00:00", 30_000)
	if s.state(order) != shop.Confirmed {
		t.Fatal("the code does not tell who paid")
	}
	s.Do(shop.UndoMatch{ShopID: s.Shop, DepositID: deposit})
	s.place(cake("김도윤", "01000000002", won(30_000)))
	s.Errands()
	d := s.deposits()[deposit.String()]
	if d.GetState() != shopv1.DepositState_DEPOSIT_STATE_UNMATCHED || len(d.GetCandidates()) == 0 ||
		d.GetCandidates()[0].GetOrderId() != order.String() {
		t.Errorf("%v", d)
	}
	s.Replayed()
}

// Money for an order that had lapsed still finds it, or is left to a person with it as the first candidate.
func TestLateMoney(t *testing.T) {
	s := newStage(t)
	order, code := s.place(cake("이서연", "01000000001", won(30_000)))
	s.Do(shop.MoveOrder{ShopID: s.Shop, OrderID: order, To: shop.Lapsed})
	deposit := s.deposit(code, "2026-11-24T10:00:00", 30_000)
	d := s.deposits()[deposit.String()]
	first := ""
	if len(d.GetParts()) > 0 {
		first = d.GetParts()[0].GetOrderId()
	} else if len(d.GetCandidates()) > 0 {
		first = d.GetCandidates()[0].GetOrderId()
	}
	if first != order.String() {
		t.Errorf("late money does not lead to its order: %v", d)
	}
}

// A second look that finds the same tells devices nothing.
func TestMatchingIsQuiet(t *testing.T) {
	s := newStage(t)
	s.place(cake("이서연", "01000000001", won(30_000)))
	s.place(cake("이서연", "01000000002", won(30_000)))
	deposit := s.deposit("이서연", "2026-11-23T10:00:00", 30_000)
	s.Errands()
	block := func() (newest uint64) {
		page, err := s.Shard.Changes(t.Context(), shop.Topic(s.Shop), 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range page.Changes {
			if c.ID == deposit {
				newest = c.Block
			}
		}
		return newest
	}
	before := block()
	for range 3 {
		s.Ask(shop.RunMatching{ShopID: s.Shop}, id.ID{}, nil)
	}
	if have := block(); have != before || before == 0 {
		t.Errorf("the deposit changed in block %d, and was known at %d", have, before)
	}
	s.refused(shop.ErrDenied, shop.RunMatching{ShopID: s.Shop})
}

// A device that was away takes back only what it has seen.
func TestUndoMatchAsSeen(t *testing.T) {
	s := newStage(t)
	a, _ := s.place(cake("이서연", "01000000001", won(30_000)))
	b, _ := s.place(cake("김도윤", "01000000002", won(20_000)))
	deposit := s.deposit("모르는이", "2026-11-23T10:00:00", 50_000)
	part := func(o id.ID, n int64) shop.Part { return shop.Part{OrderID: o, AmountWon: n} }
	both := []shop.Part{part(a, 30_000), part(b, 20_000)}
	s.Do(shop.MatchDeposit{ShopID: s.Shop, DepositID: deposit, Parts: both})
	undo := func(seen shop.Seen) shop.UndoMatch {
		return shop.UndoMatch{ShopID: s.Shop, DepositID: deposit, Seen: &seen}
	}
	for _, seen := range []shop.Seen{
		{},
		{Ignored: true},
		{Parts: []shop.Part{part(a, 30_000)}},
		{Parts: []shop.Part{part(a, 20_000), part(b, 30_000)}},
	} {
		s.refused(shop.ErrChanged, undo(seen))
	}
	s.Do(undo(shop.Seen{Parts: []shop.Part{both[1], both[0]}})) // in whatever order it came
	s.Do(shop.IgnoreDeposit{ShopID: s.Shop, DepositID: deposit})
	s.refused(shop.ErrChanged, undo(shop.Seen{Parts: both}))
	s.Do(undo(shop.Seen{Ignored: true}))
	s.Replayed()
}
