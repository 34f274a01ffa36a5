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
		s.do(shop.MoveOrder{ShopID: s.shop, OrderID: o, To: shop.Cancelled})
	}
	for n := range 60 {
		s.place(cake("김도윤", fmt.Sprintf("0100001%04d", n), won(30_000)))
	}
	for _, o := range gone {
		s.do(shop.MoveOrder{ShopID: s.shop, OrderID: o, To: shop.Quoted})
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
	s.replayed()
}

// A bank shows seven letters of a name.
func TestCodesAreShort(t *testing.T) {
	s := newStage(t)
	var many []shard.Command
	for n := range 2500 { // more than the numbers of three digits
		d := cake("남궁민수철", fmt.Sprintf("0100000%04d", n), won(30_000))
		many = append(many, shop.PlaceOrder{ShopID: s.shop, Details: d})
	}
	s.all(many[:2000]...)
	s.all(many[2000:]...)
	_, code := s.place(cake("남궁민수철", "01000009999", won(30_000)))
	if n := len([]rune(code)); n != 7 || !strings.HasPrefix(code, "남궁민") {
		t.Errorf("the code %s", code)
	}
}
