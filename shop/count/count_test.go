package count_test

import (
	"fmt"
	"log/slog"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	"dangol.example/blob"
	"dangol.example/clock"
	sessionv1 "dangol.example/gen/api/dangol/session/v1"
	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	"dangol.example/id"
	"dangol.example/journal/memory"
	"dangol.example/shard"
	"dangol.example/shop"
	"dangol.example/shop/count"
)

// stage is a shop on a real shard that is driven by hand.
type stage struct {
	t           *testing.T
	clock       *clock.Manual
	shard       *shard.Shard
	shop, owner id.ID
	given       int
}

func newStage(t *testing.T) *stage {
	t.Helper()
	log, err := memory.New(memory.Options{}).Open(t.Context(), 2)
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{t: t, clock: clock.NewManual(time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC))}
	s.shard, err = shard.Open(t.Context(), shard.Options{
		Number: 2, Log: log, Dir: t.TempDir(), Writer: "test", Clock: s.clock, Logger: slog.New(slog.DiscardHandler),
		Domains: []shard.Domain{shop.Domain(shop.Options{Blobs: &blob.Memory{}})},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.shard.Close() })
	var who sessionv1.Identity
	s.ask(shop.OpenShop{Name: "햇살케이크", OwnerName: "최하늘", Zone: "Asia/Seoul"}, &who)
	s.shop, _ = id.Parse(who.GetShopId())
	s.owner, _ = id.Parse(who.GetStaffId())
	return s
}

func (s *stage) ask(c shard.Command, answer proto.Message) {
	s.t.Helper()
	s.given++
	ticket, err := s.shard.Submit(shard.Request{ID: id.Of(0, "c", fmt.Sprint(s.given)), Actor: s.owner, Command: c})
	if err != nil {
		s.t.Fatal(err)
	}
	for worked := true; worked; {
		if worked, err = s.shard.Step(s.t.Context()); err != nil {
			s.t.Fatal(err)
		}
	}
	r, err := ticket.Answer()
	if err != nil {
		s.t.Fatalf("%T: %v", c, err)
	}
	if answer != nil {
		if err := proto.Unmarshal(r.Answer, answer); err != nil {
			s.t.Fatal(err)
		}
	}
}

func details(pickup string) shop.Details {
	total := int64(32_000)
	return shop.Details{
		Name: "이서연", Phone: "01000001234", Pickup: pickup, TotalWon: &total,
		Lines: []shop.Line{{Item: "케이크", Quantity: 1}},
	}
}

func (s *stage) place(pickup string) id.ID {
	s.t.Helper()
	var placed shopv1.PlaceOrderResponse
	s.ask(shop.PlaceOrder{ShopID: s.shop, Details: details(pickup)}, &placed)
	order, _ := id.Parse(placed.GetOrderId())
	return order
}

func (s *stage) read(f func(r *shard.Reader)) {
	s.t.Helper()
	if err := s.shard.Read(s.t.Context(), func(r *shard.Reader) error { f(r); return nil }); err != nil {
		s.t.Fatal(err)
	}
}

// Orders are counted by the day of pickup: those that take a place of it.
func TestPickups(t *testing.T) {
	s := newStage(t)
	first, second := s.place("2026-11-30T13:00"), s.place("2026-11-30")
	s.place("2026-12-01T00:00")
	s.place("2026-11-29T23:59")
	s.place("")
	counted := func() (words string) {
		s.read(func(r *shard.Reader) { words = fmt.Sprint(count.Pickups(r, s.shop, "2026-11-30", 2)) })
		return words
	}
	if have := counted(); have != "map[2026-11-30:2 2026-12-01:1]" {
		t.Error(have)
	}
	s.ask(shop.MoveOrder{ShopID: s.shop, OrderID: first, To: shop.Cancelled}, nil)
	s.ask(shop.ChangeOrder{ShopID: s.shop, OrderID: second, Details: details("2026-12-01T15:00")}, nil)
	if have := counted(); have != "map[2026-12-01:2]" {
		t.Error(have)
	}
	s.read(func(r *shard.Reader) {
		if count.PickupsOn(r, s.shop, "2026-12-01") != 2 || count.Pickups(r, s.shop, "내일", 1) != nil {
			t.Error("a day is counted otherwise alone, or what is no day has orders")
		}
	})
}

// A day is the shop's: an order of 15:30 in London was made after midnight in Seoul.
func TestDaysAndHabits(t *testing.T) {
	s := newStage(t)
	order := s.place("2026-11-23T15:00")
	s.ask(shop.MoveOrder{ShopID: s.shop, OrderID: order, To: shop.Confirmed}, nil)
	s.ask(shop.MoveOrder{ShopID: s.shop, OrderID: order, To: shop.NoShow}, nil)
	enquiry := details("2026-11-24T15:00")
	enquiry.TotalWon = nil
	s.ask(shop.PlaceOrder{ShopID: s.shop, Details: enquiry}, nil)
	s.clock.Move(15*time.Hour + 30*time.Minute)
	s.place("2026-11-25T15:00")
	seoul, err := time.LoadLocation("Asia/Seoul")
	if err != nil {
		t.Fatal(err)
	}
	s.read(func(r *shard.Reader) {
		days := count.Days(r, s.shop, time.Date(2026, 11, 23, 0, 0, 0, 0, seoul), 2)
		if len(days) != 2 || days["2026-11-23"] != (count.Day{Orders: 1, NoShows: 1}) ||
			days["2026-11-24"] != (count.Day{Orders: 1}) {
			t.Errorf("%v", days)
		}
		var customer id.ID
		r.One(func(w *shard.Row) { customer = w.ID() }, "SELECT customer FROM shop_order WHERE id = ?", order)
		if noShows, last := count.Habits(r, customer); noShows != 1 || last != s.clock.Now().UnixMilli() {
			t.Errorf("%d not fetched, the last at %d", noShows, last)
		}
	})
}
