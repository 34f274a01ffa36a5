package shop_test

import (
	"slices"
	"testing"

	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	"dangol.example/id"
	"dangol.example/shop"
)

const (
	waits = shopv1.DepositState_DEPOSIT_STATE_UNMATCHED
	paid  = shopv1.DepositState_DEPOSIT_STATE_MATCHED
)

// Two people of one name who gave no phone are one customer in the list, and two for the money.
func TestSameNameWithoutPhoneIsLeftToPeople(t *testing.T) {
	s := newStage(t)
	a, _ := s.place(cake("이서연", "", won(44_000)))
	b, _ := s.place(cake("이서연", "", won(44_000)))
	s.Errands()
	deposit := s.deposit("이서연", "2026-11-23T11:00:00", 44_000)
	if d := s.deposits()[deposit.String()]; d.GetState() != waits || len(d.GetCandidates()) != 2 {
		t.Errorf("%v; the orders are in states %d and %d", d, s.state(a), s.state(b))
	}
	s.Replayed()
}

// What a person has taught of a customer without a phone holds for each of the customer's orders.
func TestLearntNamesWithoutPhone(t *testing.T) {
	s := newStage(t)
	first, _ := s.place(cake("이서연", "", won(31_000)))
	s.pays(s.deposit("박준호", "2026-11-23T09:30:00", 31_000), first, 31_000, true)
	second, _ := s.place(cake("이서연", "", won(52_000)))
	s.Errands()
	deposit := s.deposit("박준호", "2026-11-23T11:00:00", 52_000)
	if d := s.deposits()[deposit.String()]; d.GetState() != paid || d.GetParts()[0].GetOrderId() != second.String() {
		t.Errorf("%v", d)
	}
	s.place(cake("이서연", "", won(63_000)))
	s.place(cake("이서연", "", won(63_000)))
	s.Errands()
	deposit = s.deposit("박준호", "2026-11-23T12:00:00", 63_000)
	if d := s.deposits()[deposit.String()]; d.GetState() != waits || len(d.GetCandidates()) < 2 {
		t.Errorf("%v", d)
	}
	if have := s.state(first); have != shop.Confirmed {
		t.Errorf("state %d", have)
	}
	s.Replayed()
}

// A spouse who pays under the own name and copies the number alone: people are shown the order, and no other gets the
// money by itself.
func TestNumberUnderAnotherName(t *testing.T) {
	s := newStage(t)
	wanted, code := s.place(cake("이서연", "01000000001", won(44_000)))
	number := code[len("이서연"):]
	deposit := s.deposit("박준호"+number, "2026-11-23T11:00:00", 44_000)
	d := s.deposits()[deposit.String()]
	if d.GetState() != waits || len(d.GetCandidates()) != 1 || d.GetCandidates()[0].GetOrderId() != wanted.String() ||
		!slices.Contains(d.GetCandidates()[0].GetReasons(), "code_number") {
		t.Errorf("%v", d)
	}
	s.place(cake("박준호", "01000000002", won(44_000)))
	s.Errands()
	deposit = s.deposit("박준호"+number, "2026-11-23T12:00:00", 44_000)
	if d := s.deposits()[deposit.String()]; d.GetState() != waits || len(d.GetCandidates()) != 2 {
		t.Errorf("%v", d)
	}
	s.Replayed()
}

// Whatever may tell whose money it is has matches looked for at once.
func TestMatchingIsAskedFor(t *testing.T) {
	for name, tell := range map[string]func(s *stage, order, other id.ID){
		"a name is learnt": func(s *stage, _, other id.ID) {
			s.pays(s.deposit("박준호", "2026-11-23T09:10:00", 31_000), other, 31_000, true)
		},
		"names of depositors": func(s *stage, order, _ id.ID) {
			customer, _ := id.Parse(s.orders()[order.String()].GetCustomerId())
			s.Do(shop.ChangeCustomer{ShopID: s.Shop, CustomerID: customer, Depositors: &[]string{"박준호"}})
		},
		"the depositor of a confirmed order": func(s *stage, order, _ id.ID) {
			move(shop.Confirmed)(s, order)
			d := cake("김도윤", "01000000011", won(52_000))
			d.Depositor = "박준호"
			s.Do(shop.ChangeOrder{ShopID: s.Shop, OrderID: order, Details: d})
		},
		"the name": func(s *stage, order, _ id.ID) {
			s.Do(shop.ChangeOrder{ShopID: s.Shop, OrderID: order, Details: cake("박준호", "01000000011", won(52_000))})
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t)
			order, _ := s.place(cake("김도윤", "01000000011", won(52_000)))
			other, _ := s.place(cake("김도윤", "01000000011", won(31_000)))
			s.Errands()
			deposit := s.deposit("박준호", "2026-11-23T11:00:00", 52_000)
			if d := s.deposits()[deposit.String()]; d.GetState() != waits {
				t.Fatalf("%v", d)
			}
			tell(s, order, other)
			s.Errands()
			if d := s.deposits()[deposit.String()]; d.GetState() != paid {
				t.Errorf("%v", d)
			}
			s.Replayed()
		})
	}
	s := newStage(t)
	order, _ := s.place(cake("김도윤", "01000000011", won(52_000)))
	move(shop.Cancelled)(s, order)
	s.Errands()
	deposit := s.deposit("김도윤", "2026-11-23T11:00:00", 52_000)
	move(shop.Quoted)(s, order)
	s.Errands()
	if d := s.deposits()[deposit.String()]; d.GetState() != paid {
		t.Errorf("an order that waits again: %v", d)
	}
}
