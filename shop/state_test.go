package shop_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	"dangol.example/shop"
)

// Every step can be taken back, and the document shows the steps as they are.
func TestSteps(t *testing.T) {
	document, err := os.ReadFile("../docs/api.md")
	if err != nil {
		t.Fatal(err)
	}
	name := func(s shop.State) string {
		return "`" + strings.TrimPrefix(shopv1.OrderState(s).String(), "ORDER_STATE_") + "`"
	}
	for from := shop.Enquiry; from <= shop.NoShow; from++ {
		var names []string
		for _, to := range shop.Steps(from) {
			if !slices.Contains(shop.Steps(to), from) {
				t.Errorf("%d to %d cannot be taken back", from, to)
			}
			names = append(names, name(to))
		}
		if row := fmt.Sprintf("| %s | %s |", name(from), strings.Join(names, ", ")); !strings.Contains(string(document), row) {
			t.Errorf("docs/api.md has no row %s", row)
		}
	}
	if len(shop.Steps(0)) != 0 {
		t.Error("a state that is none goes somewhere")
	}
}

// A slip of the finger is taken back on every way through an order.
func TestMovesAreTakenBack(t *testing.T) {
	for from := shop.Enquiry; from <= shop.NoShow; from++ {
		s := newStage(t)
		for _, to := range shop.Steps(from) {
			order, _ := s.place(cake("이서연", "", won(30_000)))
			s.Do(shop.MoveOrder{ShopID: s.Shop, OrderID: order, To: shop.Confirmed})
			if from != shop.Confirmed {
				if !slices.Contains(shop.Steps(shop.Confirmed), from) {
					t.Fatalf("nothing goes to %d", from)
				}
				s.Do(shop.MoveOrder{ShopID: s.Shop, OrderID: order, To: from})
			}
			s.Do(shop.MoveOrder{ShopID: s.Shop, OrderID: order, From: from, To: to})
			s.Do(shop.MoveOrder{ShopID: s.Shop, OrderID: order, From: to, To: from})
			if have := s.state(order); have != from {
				t.Errorf("%d to %d and back is %d", from, to, have)
			}
		}
		s.Replayed()
	}
}
