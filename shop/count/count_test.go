package count_test

import (
	"fmt"
	"testing"
	"time"

	"dangol.example/blob"
	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
	"dangol.example/shop/count"
	"dangol.example/shop/shoptest"
)

// stage is a shop, with the clock given.
type stage struct{ *shoptest.Stage }

func newStage(t *testing.T) *stage {
	t.Helper()
	s := &stage{shoptest.New(t, time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC), func() []shard.Domain {
		return []shard.Domain{shop.Domain(shop.Options{Blobs: &blob.Memory{}})}
	})}
	s.Tick = 0 // what is counted is when it happened
	return s
}

func details(pickup string) shop.Details {
	total := int64(32_000)
	return shop.Details{
		Name: "이서연", Phone: "01000001234", Pickup: pickup, TotalWon: &total,
		Lines: []shop.Line{{Item: "케이크", Quantity: 1}},
	}
}

func (s *stage) place(pickup string) id.ID {
	s.T.Helper()
	var placed shopv1.PlaceOrderResponse
	s.Ask(shop.PlaceOrder{ShopID: s.Shop, Details: details(pickup)}, s.Owner, &placed)
	order, _ := id.Parse(placed.GetOrderId())
	return order
}

// Orders are counted by the day of pickup: those that take a place of it.
func TestPickups(t *testing.T) {
	s := newStage(t)
	first, second := s.place("2026-11-30T13:00"), s.place("2026-11-30")
	s.place("2026-12-01T00:00")
	s.place("2026-11-29T23:59")
	s.place("")
	counted := func() (words string) {
		s.Read(func(r *shard.Reader) { words = fmt.Sprint(count.Pickups(r, s.Shop, "2026-11-30", 2)) })
		return words
	}
	if have := counted(); have != "map[2026-11-30:2 2026-12-01:1]" {
		t.Error(have)
	}
	s.Do(shop.MoveOrder{ShopID: s.Shop, OrderID: first, To: shop.Cancelled})
	s.Do(shop.ChangeOrder{ShopID: s.Shop, OrderID: second, Details: details("2026-12-01T15:00")})
	if have := counted(); have != "map[2026-12-01:2]" {
		t.Error(have)
	}
	s.Read(func(r *shard.Reader) {
		if count.PickupsOn(r, s.Shop, "2026-12-01") != 2 || count.Pickups(r, s.Shop, "내일", 1) != nil {
			t.Error("a day is counted otherwise alone, or what is no day has orders")
		}
	})
}

// A day is the shop's: an order of 15:30 in London was made after midnight in Seoul.
func TestDaysAndHabits(t *testing.T) {
	s := newStage(t)
	order := s.place("2026-11-23T15:00")
	s.Do(shop.MoveOrder{ShopID: s.Shop, OrderID: order, To: shop.Confirmed})
	s.Do(shop.MoveOrder{ShopID: s.Shop, OrderID: order, To: shop.NoShow})
	enquiry := details("2026-11-24T15:00")
	enquiry.TotalWon = nil
	s.Do(shop.PlaceOrder{ShopID: s.Shop, Details: enquiry})
	s.Clock.Move(15*time.Hour + 30*time.Minute)
	s.place("2026-11-25T15:00")
	seoul, err := time.LoadLocation("Asia/Seoul")
	if err != nil {
		t.Fatal(err)
	}
	s.Read(func(r *shard.Reader) {
		days := count.Days(r, s.Shop, time.Date(2026, 11, 23, 0, 0, 0, 0, seoul), 2)
		if len(days) != 2 || days["2026-11-23"] != (count.Day{Orders: 1, NoShows: 1}) ||
			days["2026-11-24"] != (count.Day{Orders: 1}) {
			t.Errorf("%v", days)
		}
		var customer id.ID
		r.One(func(w *shard.Row) { customer = w.ID() }, "SELECT customer FROM shop_order WHERE id = ?", order)
		if noShows, last := count.Habits(r, customer); noShows != 1 || last != s.Clock.Now().UnixMilli() {
			t.Errorf("%d not fetched, the last at %d", noShows, last)
		}
	})
}
