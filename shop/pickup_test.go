package shop_test

import (
	"fmt"
	"testing"

	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
)

// Orders are counted by the day of pickup: those that take a place of it.
func TestPickups(t *testing.T) {
	s := newStage(t)
	place := func(pickup string) id.ID {
		d := cake("이서연", "01000001234", won(32_000))
		d.Pickup = pickup
		order, _ := s.place(d)
		return order
	}
	first, second := place("2026-11-30T13:00"), place("2026-11-30")
	place("2026-12-01T00:00")
	place("2026-11-29T23:59")
	place("")
	counted := func() string {
		var all map[string]uint32
		if err := s.shard.Read(t.Context(), func(r *shard.Reader) error {
			all = shop.Pickups(r, s.shop, "2026-11-30", 2)
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(all)
	}
	if have := counted(); have != "map[2026-11-30:2 2026-12-01:1]" {
		t.Error(have)
	}
	s.do(shop.MoveOrder{ShopID: s.shop, OrderID: first, To: shop.Cancelled})
	d := cake("이서연", "01000001234", won(32_000))
	d.Pickup = "2026-12-01T15:00"
	s.do(shop.ChangeOrder{ShopID: s.shop, OrderID: second, Details: d})
	if have := counted(); have != "map[2026-12-01:2]" {
		t.Error(have)
	}
	s.replayed()
}
