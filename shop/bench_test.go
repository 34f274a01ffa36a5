package shop_test

import (
	"context"
	"fmt"
	"log/slog"
	"testing"

	"google.golang.org/protobuf/proto"

	"dangol.example/blob"
	"dangol.example/clock"
	sessionv1 "dangol.example/gen/api/dangol/session/v1"
	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/journal"
	"dangol.example/journal/memory"
	"dangol.example/shard"
	"dangol.example/shop"
	"dangol.example/shop/reading"
)

// busy is a shop for measuring: a shard on disk over a journal in memory, so that what is measured is the deciding, the
// appliers, the sync rows and SQLite.
type busy struct {
	b             testing.TB
	log           journal.Log
	blobs         *blob.Memory
	shard         *shard.Shard
	shops, owners []id.ID
	given         int
}

func newBusy(b testing.TB) *busy {
	b.Helper()
	log, err := memory.New(memory.Options{}).Open(b.Context(), 2)
	if err != nil {
		b.Fatal(err)
	}
	s := &busy{b: b, log: log, blobs: &blob.Memory{}}
	s.shard = s.open()
	for range benchShops {
		var who sessionv1.Identity
		c := shop.OpenShop{Name: "햇살케이크", OwnerName: "최하늘", Zone: "Asia/Seoul"}
		if err := proto.Unmarshal(s.give(wish{command: c})[0].Answer, &who); err != nil {
			b.Fatal(err)
		}
		shopID, _ := id.Parse(who.GetShopId())
		owner, _ := id.Parse(who.GetStaffId())
		s.shops, s.owners = append(s.shops, shopID), append(s.owners, owner)
	}
	return s
}

func (s *busy) open() *shard.Shard {
	s.b.Helper()
	opened, err := shard.Open(context.Background(), shard.Options{
		Number: 2, Log: s.log, Dir: s.b.TempDir(), Writer: "bench", Clock: clock.System{},
		Logger:  slog.New(slog.DiscardHandler),
		Domains: []shard.Domain{shop.Domain(shop.Options{Blobs: s.blobs})},
	})
	if err != nil {
		s.b.Fatal(err)
	}
	s.b.Cleanup(func() { opened.Close() })
	return opened
}

// benchShops is how many shops share the shard.
const benchShops = 20

// wish is a command and who gives it.
type wish struct {
	actor   id.ID
	command shard.Command
}

// give gives commands, as many to a block as fit, and waits for all.
func (s *busy) give(commands ...wish) (results []shard.Result) {
	s.b.Helper()
	for len(commands) > 0 {
		n := min(len(commands), shard.MaxBlockEntries)
		var tickets []*shard.Ticket
		for _, c := range commands[:n] {
			s.given++
			t, err := s.shard.Submit(shard.Request{
				ID: id.Of(0, "bench", fmt.Sprint(s.given)), Actor: c.actor, Command: c.command,
			})
			if err != nil {
				s.b.Fatal(err)
			}
			tickets = append(tickets, t)
		}
		for worked := true; worked; {
			var err error
			if worked, err = s.shard.Step(context.Background()); err != nil {
				s.b.Fatal(err)
			}
		}
		for _, t := range tickets {
			r, err := t.Answer()
			if err != nil {
				s.b.Fatal(err)
			}
			results = append(results, r)
		}
		commands = commands[n:]
	}
	return results
}

// placing are n orders of the first shops, each four of a customer, a third of them without a price.
func (s *busy) placing(n, shops int) (all []wish) {
	for i := range n {
		d := cake(fmt.Sprintf("손님%d", i/4), fmt.Sprintf("010%08d", i/4/shops), won(int64(20_000+i%40*500)))
		if i%3 == 0 {
			d.TotalWon = nil
		}
		all = append(all, wish{s.owners[i%shops], shop.PlaceOrder{ShopID: s.shops[i%shops], Details: d}})
	}
	return all
}

// orders are all orders of a shop.
func (s *busy) orders(shopID id.ID) (orders []id.ID) {
	for after, more := uint64(0), true; more; {
		page, err := s.shard.Changes(context.Background(), shop.Topic(shopID), after, 0)
		if err != nil {
			s.b.Fatal(err)
		}
		after, more = page.UpTo, page.More
		for _, c := range page.Changes {
			if c.Kind == shop.KindOrder {
				orders = append(orders, c.ID)
			}
		}
	}
	return orders
}

// moving brings every order of the shops on, and back again, until there are n moves.
func (s *busy) moving(n int) (all []wish) {
	to := [...]shop.State{shop.Confirmed, shop.InWork, shop.Ready, shop.PickedUp, shop.Ready, shop.InWork}
	var orders []wish
	for i, shopID := range s.shops {
		for _, order := range s.orders(shopID) {
			orders = append(orders, wish{s.owners[i], shop.MoveOrder{ShopID: shopID, OrderID: order}})
		}
	}
	for i := range n {
		w := orders[i%len(orders)]
		c, _ := w.command.(shop.MoveOrder)
		c.To = to[i/len(orders)%len(to)]
		all = append(all, wish{w.actor, c})
	}
	return all
}

func rate(b *testing.B, what string, n int) {
	b.Helper()
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), what)
}

// deposits lets money come in from people whom the shop knows, and from others.
func (s *busy) deposits(n int) {
	s.b.Helper()
	content := &shopjournalv1.ImportContent{}
	for i := range n {
		deposit := id.Of(2, "deposit", fmt.Sprint(i))
		content.Deposits = append(content.Deposits, &shopjournalv1.DepositImported{
			Deposit: deposit[:], At: "2026-11-23T10:00:00", Name: fmt.Sprintf("손님%d", i*3), AmountWon: int64(20_000 + i%40*500),
		})
	}
	pieces, err := reading.Pieces(content)
	if err != nil {
		s.b.Fatal(err)
	}
	h, err := s.blobs.Put(context.Background(), pieces[0])
	if err != nil {
		s.b.Fatal(err)
	}
	s.give(wish{s.owners[0], shop.StartImport{
		ShopID: s.shops[0], Files: []string{"bank.csv"}, Content: []blob.Hash{h},
	}})
	done := make(chan struct{})
	go func() {
		defer close(done)
		if _, err := s.shard.RunErrands(context.Background()); err != nil {
			s.b.Error(err)
		}
	}()
	for going := true; going; {
		select {
		case <-done:
			going = false
		default:
			if _, err := s.shard.Step(context.Background()); err != nil {
				s.b.Fatal(err)
			}
		}
	}
}

func BenchmarkPlaceOrder(b *testing.B) {
	s := newBusy(b)
	commands := s.placing(b.N, benchShops)
	b.ResetTimer()
	s.give(commands...)
	rate(b, "commands/s", b.N)
}

func BenchmarkMoveOrder(b *testing.B) {
	s := newBusy(b)
	s.give(s.placing(5000, benchShops)...)
	commands := s.moving(b.N)
	b.ResetTimer()
	s.give(commands...)
	rate(b, "commands/s", b.N)
}

// BenchmarkReplay makes a view anew out of 20,000 orders that each moved three times.
func BenchmarkReplay(b *testing.B) {
	s := newBusy(b)
	s.give(s.placing(20_000, benchShops)...)
	s.give(s.moving(60_000)...)
	b.ResetTimer()
	events := uint64(0)
	for b.Loop() {
		events += s.open().Progress().Events
	}
	rate(b, "events/s", int(events))
}

// BenchmarkRunMatching looks through the most open orders and deposits that are looked at.
func BenchmarkRunMatching(b *testing.B) {
	s := newBusy(b)
	s.give(s.placing(5000, 1)...)
	s.deposits(1000)
	b.ResetTimer()
	for b.Loop() {
		s.give(wish{command: shop.RunMatching{ShopID: s.shops[0]}})
	}
}
