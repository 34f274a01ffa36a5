package shop_test

import (
	"testing"

	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	"dangol.example/id"
	"dangol.example/shop"
	"dangol.example/shop/shoptest"
)

// Changing name or phone of an order makes it the right customer's.
func TestCustomerOfChangedOrder(t *testing.T) {
	for name, c := range map[string]struct {
		orders       []shop.Details // the first one is changed
		to           shop.Details
		same         bool // it stays the same customer's
		name, phone  string
		howManyAfter int
	}{
		"a slip in the only order's name": {
			[]shop.Details{cake("이서언", "01000000001", nil)},
			cake("이서연", "01000000001", nil),
			true, "이서연", "01000000001", 1,
		},
		"a slip in the only order's phone": {
			[]shop.Details{cake("이서연", "01000000001", nil)},
			cake("이서연", "01000000009", nil),
			true, "이서연", "01000000009", 1,
		},
		"a phone that nobody had told": {
			[]shop.Details{cake("이서연", "", nil), cake("이서연", "", nil)},
			cake("이서연", "01000000001", nil),
			true, "이서연", "01000000001", 1,
		},
		"another's phone": {
			[]shop.Details{cake("이서연", "", nil), cake("김도윤", "01000000002", nil)},
			cake("이서연", "01000000002", nil),
			false, "김도윤", "01000000002", 2,
		},
		"a new phone of one with two orders": {
			[]shop.Details{cake("이서연", "01000000001", nil), cake("이서연", "01000000001", nil)},
			cake("이서연", "01000000003", nil), false, "이서연", "01000000003", 2,
		},
		"another name in one of two orders": {
			[]shop.Details{cake("이서연", "01000000001", nil), cake("이서연", "01000000001", nil)},
			cake("이서연 어머니", "01000000001", nil), true, "이서연", "01000000001", 1,
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t)
			var first id.ID
			for i, d := range c.orders {
				order, _ := s.place(d)
				if i == 0 {
					first = order
				}
			}
			before := s.orders()[first.String()].GetCustomerId()
			s.Do(shop.ChangeOrder{ShopID: s.Shop, OrderID: first, Details: c.to})
			after := s.orders()[first.String()].GetCustomerId()
			all := shoptest.Held[shopv1.Customer](s.Stage, shop.KindCustomer)
			if m := all[after]; (before == after) != c.same || m.GetName() != c.name || m.GetPhone() != c.phone ||
				len(all) != c.howManyAfter {
				t.Errorf("same %v; %d customers, now %v", before == after, len(all), m)
			}
			s.Replayed()
		})
	}
}

// What a customer has paid is what came by whatever way, less what was given back.
func TestCustomerSums(t *testing.T) {
	s := newStage(t)
	order, _ := s.place(cake("이서연", "01000000001", won(30_000)))
	s.place(cake("이서연", "01000000001", nil))
	s.Do(shop.RecordPayment{ShopID: s.Shop, OrderID: order, AmountWon: 10_000})
	s.pays(s.deposit("모르는이", "2026-11-23T10:00:00", 20_000), order, 20_000, false)
	all := shoptest.Held[shopv1.Customer](s.Stage, shop.KindCustomer)
	if c := all[s.orders()[order.String()].GetCustomerId()]; c.GetPaidWon() != 30_000 || c.GetOrders() != 1 {
		t.Errorf("%v", c)
	}
}
