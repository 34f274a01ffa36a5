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
	b           testing.TB
	log         journal.Log
	blobs       *blob.Memory
	shard       *shard.Shard
	shop, owner id.ID
	given       int
}

func newBusy(b testing.TB) *busy {
	b.Helper()
	log, err := memory.New(memory.Options{}).Open(b.Context(), 2)
	if err != nil {
		b.Fatal(err)
	}
	s := &busy{b: b, log: log, blobs: &blob.Memory{}}
	s.shard = s.open()
	var who sessionv1.Identity
	result := s.give(id.ID{}, shop.OpenShop{Name: "햇살케이크", OwnerName: "최하늘", Zone: "Asia/Seoul"})[0]
	if err := proto.Unmarshal(result.Answer, &who); err != nil {
		b.Fatal(err)
	}
	s.shop, _ = id.Parse(who.GetShopId())
	s.owner, _ = id.Parse(who.GetStaffId())
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

// give gives commands, as many to a block as fit, and waits for all.
func (s *busy) give(actor id.ID, commands ...shard.Command) (results []shard.Result) {
	s.b.Helper()
	for len(commands) > 0 {
		n := min(len(commands), shard.MaxBlockEntries)
		var tickets []*shard.Ticket
		for _, c := range commands[:n] {
			s.given++
			t, err := s.shard.Submit(shard.Request{ID: id.Of(0, "bench", fmt.Sprint(s.given)), Actor: actor, Command: c})
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

// placing are n orders of n/4 customers, a third of them without a price.
func (s *busy) placing(n int) (commands []shard.Command) {
	for i := range n {
		d := cake(fmt.Sprintf("손님%d", i/4), fmt.Sprintf("010%08d", i/4), won(int64(20_000+i%40*500)))
		if i%3 == 0 {
			d.TotalWon = nil
		}
		commands = append(commands, shop.PlaceOrder{ShopID: s.shop, Details: d})
	}
	return commands
}

// moving brings every order of the shop on, and back again.
func (s *busy) moving(n int) (commands []shard.Command) {
	var orders []id.ID
	changes, after, more := []shard.Change(nil), uint64(0), true
	for more {
		var err error
		if changes, after, more, err = s.shard.Changes(context.Background(), shop.Topic(s.shop), after, 0); err != nil {
			s.b.Fatal(err)
		}
		for _, c := range changes {
			if c.Kind == shop.KindOrder {
				orders = append(orders, c.ID)
			}
		}
	}
	to := [...]shop.State{shop.Confirmed, shop.InWork, shop.Ready, shop.PickedUp, shop.Ready, shop.InWork}
	for i := range n {
		round := i / len(orders)
		at := to[round%len(to)]
		commands = append(commands, shop.MoveOrder{ShopID: s.shop, OrderID: orders[i%len(orders)], To: at})
	}
	return commands
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
	s.give(s.owner, shop.StartImport{ShopID: s.shop, Files: []string{"bank.csv"}, Content: []blob.Hash{h}})
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
	commands := s.placing(b.N)
	b.ResetTimer()
	s.give(s.owner, commands...)
	rate(b, "commands/s", b.N)
}

func BenchmarkMoveOrder(b *testing.B) {
	s := newBusy(b)
	s.give(s.owner, s.placing(5000)...)
	commands := s.moving(b.N)
	b.ResetTimer()
	s.give(s.owner, commands...)
	rate(b, "commands/s", b.N)
}

// BenchmarkReplay makes a view anew out of 20,000 orders that each moved three times.
func BenchmarkReplay(b *testing.B) {
	s := newBusy(b)
	s.give(s.owner, s.placing(20_000)...)
	s.give(s.owner, s.moving(60_000)...)
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
	s.give(s.owner, s.placing(5000)...)
	s.deposits(1000)
	b.ResetTimer()
	for b.Loop() {
		s.give(id.ID{}, shop.RunMatching{ShopID: s.shop})
	}
}
