package shop_test

import (
	"fmt"
	"strings"
	"testing"

	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
)

// An order that waits for its money again has a code of its own again.
func TestCodesOfOrdersThatComeBack(t *testing.T) {
	s := newStage(t)
	var gone []id.ID
	for n := range 90 { // every number of two digits
		o, _ := s.place(cake("이서연", fmt.Sprintf("0100000%04d", n), won(30_000)))
		gone = append(gone, o)
	}
	for _, o := range gone {
		s.Do(shop.MoveOrder{ShopID: s.Shop, OrderID: o, To: shop.Cancelled})
	}
	for n := range 60 {
		s.place(cake("김도윤", fmt.Sprintf("0100001%04d", n), won(30_000)))
	}
	for _, o := range gone {
		s.Do(shop.MoveOrder{ShopID: s.Shop, OrderID: o, To: shop.Quoted})
	}
	numbers := map[string]string{}
	for order, o := range s.orders() {
		code := []rune(o.GetCode())
		if number := string(code[3:]); numbers[number] != "" {
			t.Fatalf("%s and %s have the number %s", order, numbers[number], number)
		} else {
			numbers[number] = order
		}
	}
	s.Replayed()
}

// A bank shows seven letters of a name.
func TestCodesAreShort(t *testing.T) {
	s := newStage(t)
	var many []shard.Command
	for n := range 2500 { // more than the numbers of three digits
		d := cake("남궁민수철", fmt.Sprintf("0100000%04d", n), won(30_000))
		many = append(many, shop.PlaceOrder{ShopID: s.Shop, Details: d})
	}
	s.Give(s.Owner, many[:2000]...)
	s.Give(s.Owner, many[2000:]...)
	_, code := s.place(cake("남궁민수철", "01000009999", won(30_000)))
	if n := len([]rune(code)); n != 7 || !strings.HasPrefix(code, "남궁민") {
		t.Errorf("the code %s", code)
	}
}

// As long as money may come for an order its number is its own: also when it is paid in part, or has lapsed.
func TestNumbersOfOrdersThatMoneyMayComeFor(t *testing.T) {
	s := newStage(t)
	var held []id.ID
	for n := range 90 { // every number of two digits, and some of three
		o, _ := s.place(cake("이서연", fmt.Sprintf("0100000%04d", n), won(30_000)))
		s.Do(shop.RecordPayment{ShopID: s.Shop, OrderID: o, AmountWon: 10_000})
		s.Do(shop.MoveOrder{ShopID: s.Shop, OrderID: o, To: []shop.State{shop.Confirmed, shop.Lapsed}[n%2]})
		held = append(held, o)
	}
	for n := range 60 {
		s.place(cake("김도윤", fmt.Sprintf("0100001%04d", n), won(30_000)))
	}
	s.numbersDiffer()
	for _, o := range held[:30] { // paid, so that their numbers are free, and then dearer
		s.Do(shop.RecordPayment{ShopID: s.Shop, OrderID: o, AmountWon: 20_000})
	}
	for n := range 60 {
		s.place(cake("박하은", fmt.Sprintf("0100002%04d", n), won(30_000)))
	}
	for n, o := range held[:30] {
		s.Do(shop.ChangeOrder{ShopID: s.Shop, OrderID: o, Details: cake("이서연", fmt.Sprintf("0100000%04d", n), won(33_000))})
	}
	s.numbersDiffer()
	s.Replayed()
}

// numbersDiffer checks that no two orders that money may come for share a number.
func (s *stage) numbersDiffer() {
	s.T.Helper()
	numbers := map[string]string{}
	for order, o := range s.orders() {
		if o.GetPaidWon() >= o.GetTotalWon() {
			continue
		}
		number := string([]rune(o.GetCode())[3:])
		if numbers[number] != "" {
			s.T.Fatalf("%s and %s have the number %s", order, numbers[number], number)
		}
		numbers[number] = order
	}
}
