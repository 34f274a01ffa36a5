package statistics_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	"dangol.example/blob"
	"dangol.example/channel"
	"dangol.example/channel/bell"
	"dangol.example/channel/desk"
	"dangol.example/channel/statistics"
	"dangol.example/clock"
	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	sessionv1 "dangol.example/gen/api/dangol/session/v1"
	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	"dangol.example/id"
	"dangol.example/journal/memory"
	"dangol.example/shard"
	"dangol.example/shop"
)

// stage is a shop on a real shard that is driven by hand, with the clock given.
type stage struct {
	t           testing.TB
	clock       *clock.Manual
	shard       *shard.Shard
	shop, owner id.ID
	given       int
}

var seoul = time.FixedZone("KST", 9*3600) //nolint:gochecknoglobals // a zone

func newStage(t testing.TB) *stage {
	t.Helper()
	log, err := memory.New(memory.Options{}).Open(context.Background(), 2)
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{t: t, clock: clock.NewManual(time.Date(2026, 11, 20, 9, 0, 0, 0, seoul))}
	s.shard, err = shard.Open(context.Background(), shard.Options{
		Number: 2, Log: log, Dir: t.TempDir(), Writer: "test", Clock: s.clock, Logger: slog.New(slog.DiscardHandler),
		Domains: []shard.Domain{
			shop.Domain(shop.Options{Blobs: &blob.Memory{}, Shown: desk.Show}), desk.Domain(),
			bell.Domain(bell.Options{
				GuestGoes: channel.GuestGoes, Out: func(*shard.Shard, []bell.Push) {},
			}), channel.Domain(),
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.shard.Close() })
	var who sessionv1.Identity
	s.ask(shop.OpenShop{Name: "햇살케이크", OwnerName: "최하늘", Zone: "Asia/Seoul"}, id.ID{}, &who)
	s.shop, _ = id.Parse(who.GetShopId())
	s.owner, _ = id.Parse(who.GetStaffId())
	return s
}

// give gives commands of one person, as many to a block as fit, that must go well.
func (s *stage) give(actor id.ID, commands ...shard.Command) (answers [][]byte) {
	s.t.Helper()
	for len(commands) > 0 {
		n := min(len(commands), shard.MaxBlockEntries)
		var tickets []*shard.Ticket
		for _, c := range commands[:n] {
			s.given++
			ticket, err := s.shard.Submit(shard.Request{ID: id.Of(0, "c", fmt.Sprint(s.given)), Actor: actor, Command: c})
			if err != nil {
				s.t.Fatal(err)
			}
			tickets = append(tickets, ticket)
		}
		for worked := true; worked; {
			var err error
			if worked, err = s.shard.Step(context.Background()); err != nil {
				s.t.Fatal(err)
			}
		}
		for i, ticket := range tickets {
			r, err := ticket.Answer()
			if err != nil {
				s.t.Fatalf("%T: %v", commands[i], err)
			}
			answers = append(answers, r.Answer)
		}
		commands = commands[n:]
	}
	return answers
}

func (s *stage) ask(c shard.Command, actor id.ID, answer proto.Message) {
	s.t.Helper()
	if err := proto.Unmarshal(s.give(actor, c)[0], answer); err != nil {
		s.t.Fatal(err)
	}
}

func (s *stage) guests(n int) (all []id.ID) {
	s.t.Helper()
	var commands []shard.Command
	for range n {
		hash := sha256.Sum256([]byte(fmt.Sprint(s.given, len(commands))))
		commands = append(commands, channel.Begin{
			ShopID: s.shop, Name: "이서연", Phone: fmt.Sprintf("0100000%05d", len(commands)), KeyHash: hash[:], Device: "폰",
		})
	}
	for _, answer := range s.give(id.ID{}, commands...) {
		var opened channelv1.OpenResponse
		if err := proto.Unmarshal(answer, &opened); err != nil {
			s.t.Fatal(err)
		}
		conversation, _ := id.Parse(opened.GetConversationId())
		all = append(all, conversation)
	}
	return all
}

func (s *stage) count(from string, days int) (m *channelv1.ReadStatisticsResponse, err error) {
	s.t.Helper()
	failed := s.shard.Read(context.Background(), func(r *shard.Reader) error {
		m, err = statistics.Count(r, s.shop, from, days)
		return nil
	})
	if failed != nil {
		s.t.Fatal(failed)
	}
	return m, err
}

// at moves the clock on to a day of November and a minute of it.
func (s *stage) at(day, hour, minute int) {
	s.clock.Move(time.Date(2026, 11, day, hour, minute, 0, 0, seoul).Sub(s.clock.Now()))
}

func (s *stage) say(conversation id.ID) {
	s.give(conversation, channel.Say{ConversationID: conversation, Text: "얼마예요?"})
}

func (s *stage) post(conversation id.ID) {
	s.give(s.owner, channel.Post{ShopID: s.shop, ConversationID: conversation, Text: "32,000원이에요"})
}

func words(d *channelv1.DayStatistics) string {
	wait := "-"
	if d.ResponseSeconds != nil {
		wait = fmt.Sprint(d.GetResponseSeconds())
	}
	return fmt.Sprintf("%s new %d alive %d in %d out %d wait %s orders %d not fetched %d", d.GetDay(), d.GetConversationsNew(),
		d.GetConversations(), d.GetMessagesIn(), d.GetMessagesOut(), wait, d.GetOrders(), d.GetNoShows())
}

func TestCount(t *testing.T) {
	s := newStage(t)
	old := s.guests(1)[0] // on the 20th
	s.say(old)
	s.at(22, 23, 50)
	s.post(old) // after more than two days
	s.say(old)
	s.at(23, 0, 10)
	s.say(old) // still the wait of the day before
	s.at(23, 0, 20)
	s.post(old)
	young := s.guests(2)
	s.say(young[0])
	s.at(23, 0, 21)
	s.post(young[0])
	s.say(young[1])
	s.at(23, 0, 31)
	s.post(young[1])
	s.say(young[1]) // nobody answers
	total := int64(32_000)
	order := shop.PlaceOrder{ShopID: s.shop, Details: shop.Details{
		Name: "이서연", Phone: "01000001234", Pickup: "2026-11-23T15:00", TotalWon: &total,
		Lines: []shop.Line{{Item: "케이크", Quantity: 1}},
	}}
	enquiry := order
	enquiry.Details.TotalWon = nil
	var placed shopv1.PlaceOrderResponse
	s.ask(order, s.owner, &placed)
	s.give(s.owner, enquiry)
	n, _ := id.Parse(placed.GetOrderId())
	s.give(s.owner, shop.MoveOrder{ShopID: s.shop, OrderID: n, To: shop.Confirmed},
		shop.MoveOrder{ShopID: s.shop, OrderID: n, To: shop.NoShow})
	m, err := s.count("2026-11-22", 3)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{
		"2026-11-22 new 0 alive 1 in 1 out 1 wait 1800 orders 0 not fetched 0",
		"2026-11-23 new 2 alive 3 in 4 out 3 wait 60 orders 1 not fetched 1",
		"2026-11-24 new 0 alive 0 in 0 out 0 wait - orders 0 not fetched 0",
	} {
		if have := words(m.GetDays()[i]); have != want {
			t.Errorf("%s, want %s", have, want)
		}
	}
	if have := words(m.GetAll()); have != " new 2 alive 3 in 5 out 4 wait 600 orders 1 not fetched 1" {
		t.Error(have)
	}
	if have := words(m.GetBefore()); have != " new 1 alive 1 in 1 out 0 wait 226200 orders 0 not fetched 0" {
		t.Error(have)
	}
	for _, c := range []struct {
		from string
		days int
	}{{"", 1}, {"오늘", 1}, {"2026-11-22", 0}, {"2026-11-22", statistics.MaxDays + 1}, {"1234-01-01", 1}} {
		if _, err := s.count(c.from, c.days); !errors.Is(err, statistics.ErrDays) {
			t.Errorf("%v: %v", c, err)
		}
	}
}

// BenchmarkCount counts 92 days, and the 92 before them, of 5,000 conversations with 100,000 messages.
func BenchmarkCount(b *testing.B) {
	s := newStage(b)
	all := s.guests(5000)
	for range 10 {
		s.clock.Move(13 * time.Hour)
		var in, out []shard.Command
		for _, c := range all {
			in = append(in, channel.Post{ShopID: s.shop, ConversationID: c, Text: "레터링은 어떻게 해 드릴까요?"})
			out = append(out, channel.Post{ShopID: s.shop, ConversationID: c, Text: "네, 그렇게 준비할게요."})
		}
		s.give(s.owner, in...)
		s.clock.Move(time.Hour)
		s.give(s.owner, out...)
	}
	b.ResetTimer()
	for b.Loop() {
		if _, err := s.count("2026-09-01", 92); err != nil {
			b.Fatal(err)
		}
	}
}
