package statistics_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	"dangol.example/blob"
	"dangol.example/channel"
	"dangol.example/channel/bell"
	"dangol.example/channel/desk"
	"dangol.example/channel/statistics"
	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
	"dangol.example/shop/shoptest"
)

// stage is a shop with a channel, with the clock given.
type stage struct{ *shoptest.Stage }

var seoul = time.FixedZone("KST", 9*3600) //nolint:gochecknoglobals // a zone

func newStage(t testing.TB) *stage {
	t.Helper()
	s := &stage{shoptest.New(t, time.Date(2026, 11, 20, 9, 0, 0, 0, seoul), func() []shard.Domain {
		return []shard.Domain{
			shop.Domain(shop.Options{Blobs: &blob.Memory{}, Shown: desk.Show}), desk.Domain(),
			bell.Domain(bell.Options{
				GuestGoes: channel.GuestGoes, Out: func(*shard.Shard, []bell.Push) {},
			}), channel.Domain(),
		}
	})}
	s.Tick = 0 // what is counted is when it happened
	return s
}

func (s *stage) guests(n int) (all []id.ID) {
	s.T.Helper()
	var commands []shard.Command
	for range n {
		hash := sha256.Sum256([]byte(fmt.Sprint(s.Given(), len(commands))))
		commands = append(commands, channel.Begin{
			ShopID: s.Shop, Name: "이서연", Phone: fmt.Sprintf("0100000%05d", len(commands)), KeyHash: hash[:], Device: "폰",
		})
	}
	for _, answer := range s.Give(id.ID{}, commands...) {
		var opened channelv1.OpenResponse
		if err := proto.Unmarshal(answer, &opened); err != nil {
			s.T.Fatal(err)
		}
		conversation, _ := id.Parse(opened.GetConversationId())
		all = append(all, conversation)
	}
	return all
}

func (s *stage) count(from string, days int) (m *channelv1.ReadStatisticsResponse, err error) {
	s.T.Helper()
	failed := s.Shard.Read(context.Background(), func(r *shard.Reader) error {
		m, err = statistics.Count(r, s.Shop, from, days)
		return nil
	})
	if failed != nil {
		s.T.Fatal(failed)
	}
	return m, err
}

// at moves the clock on to a day of November and a minute of it.
func (s *stage) at(day, hour, minute int) {
	s.Clock.Move(time.Date(2026, 11, day, hour, minute, 0, 0, seoul).Sub(s.Clock.Now()))
}

func (s *stage) say(conversation id.ID) {
	s.Give(conversation, channel.Say{ConversationID: conversation, Text: "얼마예요?"})
}

func (s *stage) post(conversation id.ID) {
	s.Give(s.Owner, channel.Post{ShopID: s.Shop, ConversationID: conversation, Text: "32,000원이에요"})
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
	order := shop.PlaceOrder{ShopID: s.Shop, Details: shop.Details{
		Name: "이서연", Phone: "01000001234", Pickup: "2026-11-23T15:00", TotalWon: &total,
		Lines: []shop.Line{{Item: "케이크", Quantity: 1}},
	}}
	enquiry := order
	enquiry.Details.TotalWon = nil
	var placed shopv1.PlaceOrderResponse
	s.Ask(order, s.Owner, &placed)
	s.Give(s.Owner, enquiry)
	n, _ := id.Parse(placed.GetOrderId())
	s.Give(s.Owner, shop.MoveOrder{ShopID: s.Shop, OrderID: n, To: shop.Confirmed},
		shop.MoveOrder{ShopID: s.Shop, OrderID: n, To: shop.NoShow})
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
		s.Clock.Move(13 * time.Hour)
		var in, out []shard.Command
		for _, c := range all {
			in = append(in, channel.Post{ShopID: s.Shop, ConversationID: c, Text: "레터링은 어떻게 해 드릴까요?"})
			out = append(out, channel.Post{ShopID: s.Shop, ConversationID: c, Text: "네, 그렇게 준비할게요."})
		}
		s.Give(s.Owner, in...)
		s.Clock.Move(time.Hour)
		s.Give(s.Owner, out...)
	}
	b.ResetTimer()
	for b.Loop() {
		if _, err := s.count("2026-09-01", 92); err != nil {
			b.Fatal(err)
		}
	}
}
