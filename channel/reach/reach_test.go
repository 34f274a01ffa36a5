package reach_test

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	"dangol.example/blob"
	"dangol.example/channel"
	"dangol.example/channel/bell"
	"dangol.example/channel/desk"
	"dangol.example/channel/reach"
	"dangol.example/clock"
	"dangol.example/fault"
	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	sessionv1 "dangol.example/gen/api/dangol/session/v1"
	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	"dangol.example/id"
	"dangol.example/journal"
	"dangol.example/journal/memory"
	"dangol.example/shard"
	"dangol.example/shop"
)

// stage is a shop on a real shard that is driven by hand, with the clock given: 2026-11-23, a Monday, at nine.
type stage struct {
	t                  *testing.T
	log                journal.Log
	clock              *clock.Manual
	shard              *shard.Shard
	shop, owner, staff id.ID
	given              int
}

var seoul = time.FixedZone("KST", 9*3600) //nolint:gochecknoglobals // a zone

func newStage(t *testing.T) *stage {
	t.Helper()
	log, err := memory.New(memory.Options{}).Open(t.Context(), 2)
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{t: t, log: log, clock: clock.NewManual(time.Date(2026, 11, 23, 9, 0, 0, 0, seoul))}
	s.shard = s.open()
	var who sessionv1.Identity
	s.ask(shop.OpenShop{Name: "햇살케이크", OwnerName: "최하늘", Zone: "Asia/Seoul"}, id.ID{}, &who)
	s.shop, _ = id.Parse(who.GetShopId())
	s.owner, _ = id.Parse(who.GetStaffId())
	var added shopv1.AddStaffResponse
	s.ask(shop.AddStaff{ShopID: s.shop, Name: "김직원", Role: shop.Staff}, s.owner, &added)
	s.staff, _ = id.Parse(added.GetStaffId())
	return s
}

func (s *stage) open() *shard.Shard {
	s.t.Helper()
	opened, err := shard.Open(s.t.Context(), shard.Options{
		Number: 2, Log: s.log, Dir: s.t.TempDir(), Writer: "test", Clock: s.clock, Logger: slog.New(slog.DiscardHandler),
		Domains: []shard.Domain{
			shop.Domain(shop.Options{Blobs: &blob.Memory{}, Shown: desk.Show, OrderChanged: reach.OrderChanged}),
			desk.Domain(), bell.Domain(bell.Options{GuestGoes: channel.GuestGoes, Out: noBell}), channel.Domain(),
			reach.Domain(),
		},
	})
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { opened.Close() })
	return opened
}

// noBell wakes no browser.
func noBell(*shard.Shard, []bell.Push) {}

func (s *stage) step() {
	s.t.Helper()
	for worked := true; worked; {
		var err error
		if worked, err = s.shard.Step(s.t.Context()); err != nil {
			s.t.Fatal(err)
		}
	}
}

// try gives a command and steps until it is answered.
func (s *stage) try(c shard.Command, actor id.ID) (shard.Result, error) {
	s.t.Helper()
	s.given++
	s.clock.Move(time.Millisecond)
	ticket, err := s.shard.Submit(shard.Request{ID: id.Of(0, "command", fmt.Sprint(s.given)), Actor: actor, Command: c})
	if err != nil {
		s.t.Fatal(err)
	}
	s.step()
	<-ticket.Done()
	return ticket.Answer()
}

func (s *stage) ask(c shard.Command, actor id.ID, answer proto.Message) {
	s.t.Helper()
	result, err := s.try(c, actor)
	if err != nil {
		s.t.Fatalf("%T: %v", c, err)
	}
	if answer != nil {
		if err := proto.Unmarshal(result.Answer, answer); err != nil {
			s.t.Fatal(err)
		}
	}
}

func (s *stage) do(c shard.Command) { s.t.Helper(); s.ask(c, s.owner, nil) }

// refused gives a command that must be refused with a sentence in both languages.
func (s *stage) refused(actor id.ID, want error, c shard.Command) {
	s.t.Helper()
	_, err := s.try(c, actor)
	if !errors.Is(err, want) {
		s.t.Errorf("%+v: %v, want %v", c, err, want)
	}
	if fault.Message(err, fault.Korean) == "" || fault.Message(err, fault.English) == "" {
		s.t.Errorf("%T: refused without a word: %v", c, err)
	}
}

// beside runs what gives commands and waits for their answers, stepping beside it.
func (s *stage) beside(work func() error) {
	s.t.Helper()
	ended := make(chan error, 1)
	go func() { ended <- work() }()
	for {
		select {
		case err := <-ended:
			if err != nil {
				s.t.Fatal(err)
			}
			return
		default:
			s.step()
			time.Sleep(50 * time.Microsecond)
		}
	}
}

// due does what is due by the clock, and the errands that come of it.
func (s *stage) due() {
	s.t.Helper()
	s.beside(func() error { return reach.SendDue(s.t.Context(), s.shard, s.clock.Now()) })
	s.errands()
}

func (s *stage) errands() {
	s.t.Helper()
	s.beside(func() error {
		for {
			n, err := s.shard.RunErrands(s.t.Context())
			if err != nil || n == 0 {
				return err
			}
		}
	})
}

func (s *stage) read(f func(r *shard.Reader)) {
	s.t.Helper()
	if err := s.shard.Read(s.t.Context(), func(r *shard.Reader) error { f(r); return nil }); err != nil {
		s.t.Fatal(err)
	}
}

// guest opens a conversation, with consent to news.
func (s *stage) guest(name string) id.ID {
	s.t.Helper()
	hash := sha256.Sum256([]byte(name))
	var opened channelv1.OpenResponse
	s.given++
	c := channel.Begin{
		ShopID: s.shop, Name: name, Phone: fmt.Sprintf("0100000%04d", s.given), Consent: true, KeyHash: hash[:], Device: "폰",
	}
	s.ask(c, id.ID{}, &opened)
	conversation, _ := id.Parse(opened.GetConversationId())
	return conversation
}

// order places an order of a conversation that is fixed.
func (s *stage) order(conversation id.ID, name, pickup string) id.ID {
	s.t.Helper()
	total := int64(32_000)
	var placed shopv1.PlaceOrderResponse
	c := shop.PlaceOrder{ShopID: s.shop, ConversationID: conversation, Details: s.details(name, pickup, &total)}
	s.ask(c, s.owner, &placed)
	order, _ := id.Parse(placed.GetOrderId())
	s.do(shop.MoveOrder{ShopID: s.shop, OrderID: order, To: shop.Confirmed})
	return order
}

func (s *stage) details(name, pickup string, total *int64) shop.Details {
	return shop.Details{
		Name: name, Phone: "01000009999", Pickup: pickup, TotalWon: total, Lines: []shop.Line{{Item: "케이크", Quantity: 1}},
	}
}

// said is what a conversation's customer holds of it that the shop said by itself, "kind: text".
func (s *stage) said(conversation id.ID, auto string) (all []string) {
	s.t.Helper()
	page, err := s.shard.Changes(s.t.Context(), shop.GuestTopic(conversation), 0, 2000)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, c := range page.Changes {
		m := &channelv1.Message{}
		if c.Kind == channel.KindMessage && proto.Unmarshal(c.Data, m) == nil && m.GetAuto() == auto {
			all = append(all, m.GetText())
		}
	}
	return all
}

// held counts what the shop's devices hold of a kind.
func (s *stage) held(kind string) (n int) {
	s.t.Helper()
	page, err := s.shard.Changes(s.t.Context(), shop.Topic(s.shop), 0, 2000)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, c := range page.Changes {
		if c.Kind == kind && len(c.Data) > 0 {
			n++
		}
	}
	return n
}

// replayed checks that a view made anew is the same.
func (s *stage) replayed() {
	s.t.Helper()
	have, err := s.shard.Digest(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	again, err := s.open().Digest(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	if have.Block != again.Block || !maps.Equal(have.Tables, again.Tables) {
		for table := range have.Tables {
			if have.Tables[table] != again.Tables[table] {
				s.t.Errorf("a replay gives another %s", table)
			}
		}
	}
}

func (s *stage) at(day, hour int) { // of November 2026
	s.t.Helper()
	s.clock.Move(time.Date(2026, 11, day, hour, 0, 0, 0, seoul).Sub(s.clock.Now()))
}

func TestScheduleAtATime(t *testing.T) {
	s := newStage(t)
	one, other := s.guest("이서연"), s.guest("박지훈")
	due := s.clock.Now().Add(time.Hour).UnixMilli()
	s.ask(reach.Schedule{ShopID: s.shop, ConversationID: one, Text: "{name}님, {shop}예요", DueMS: due}, s.staff, nil)
	var taken channelv1.ScheduleResponse
	s.ask(reach.Schedule{ShopID: s.shop, ConversationID: other, Text: "취소할 글", DueMS: due}, s.owner, &taken)
	back, _ := id.Parse(taken.GetScheduledId())
	s.due()
	if len(s.said(one, "scheduled")) != 0 || s.held(reach.KindScheduled) != 2 {
		t.Error("it came too early, or the shop does not see it")
	}
	s.do(reach.Unschedule{ShopID: s.shop, ScheduledID: back})
	s.clock.Move(time.Hour)
	s.due()
	s.due()
	if have := s.said(one, "scheduled"); len(have) != 1 || have[0] != "이서연님, 햇살케이크예요" {
		t.Errorf("%q", have)
	}
	if len(s.said(other, "scheduled")) != 0 || s.held(reach.KindScheduled) != 0 {
		t.Error("what was taken back was sent, or is still held")
	}
	s.replayed()
}

func TestScheduleRefuses(t *testing.T) {
	s := newStage(t)
	one, other := s.guest("이서연"), s.guest("박지훈")
	order := s.order(one, "이서연", "2026-11-26T15:00")
	noDay := s.order(one, "이서연", "")
	gone := s.order(one, "이서연", "2026-11-26T15:00")
	s.do(shop.MoveOrder{ShopID: s.shop, OrderID: gone, To: shop.Cancelled})
	due := s.clock.Now().Add(time.Hour).UnixMilli()
	for _, c := range []struct {
		want error
		c    reach.Schedule
	}{
		{channel.ErrNoConversation, reach.Schedule{ConversationID: order, Text: "가", DueMS: due}},
		{reach.ErrText, reach.Schedule{ConversationID: one, Text: " ", DueMS: due}},
		{reach.ErrText, reach.Schedule{ConversationID: one, Text: strings.Repeat("가", reach.MaxText+1), DueMS: due}},
		{reach.ErrWhen, reach.Schedule{ConversationID: one, Text: "가"}},
		{reach.ErrWhen, reach.Schedule{ConversationID: one, Text: "가", DueMS: due, OrderID: order}},
		{reach.ErrPast, reach.Schedule{ConversationID: one, Text: "가", DueMS: 1}},
		{reach.ErrPast, reach.Schedule{ConversationID: one, Text: "가", DueMS: due + 367*24*3600*1000}},
		{reach.ErrPast, reach.Schedule{ConversationID: one, Text: "가", OrderID: order, BeforeMinutes: 4 * 24 * 60}},
		{reach.ErrFields, reach.Schedule{ConversationID: one, Text: "{pickup}에 봬요", DueMS: due}},
		{reach.ErrBefore, reach.Schedule{ConversationID: one, Text: "가", OrderID: order, BeforeMinutes: 43_201}},
		{reach.ErrBefore, reach.Schedule{ConversationID: one, Text: "가", OrderID: order, BeforeMinutes: -10_081}},
		{reach.ErrNoPickup, reach.Schedule{ConversationID: one, Text: "가", OrderID: noDay}},
		{reach.ErrOver, reach.Schedule{ConversationID: one, Text: "가", OrderID: gone}},
		{shop.ErrOtherConversation, reach.Schedule{ConversationID: other, Text: "가", OrderID: order}},
		{shop.ErrNoOrder, reach.Schedule{ConversationID: one, Text: "가", OrderID: one}},
	} {
		c.c.ShopID = s.shop
		s.refused(s.owner, c.want, c.c)
	}
	s.refused(one, shop.ErrDenied, reach.Schedule{ShopID: s.shop, ConversationID: one, Text: "가", DueMS: due})
	s.refused(s.owner, reach.ErrNoScheduled, reach.Unschedule{ShopID: s.shop, ScheduledID: order})
	s.refused(one, shop.ErrDenied, reach.Unschedule{ShopID: s.shop, ScheduledID: order})
	s.refused(s.owner, shop.ErrDenied, reach.SendScheduled{Due: []id.ID{order}})
	s.refused(s.owner, shop.ErrDenied, reach.Follow{OrderID: order})
	for range reach.MaxScheduled {
		s.do(reach.Schedule{ShopID: s.shop, ConversationID: one, Text: "가", DueMS: due})
	}
	s.refused(s.owner, reach.ErrManyScheduled, reach.Schedule{ShopID: s.shop, ConversationID: one, Text: "가", DueMS: due})
}

// What is tied to a pickup moves with it, and goes with the order.
func TestScheduleFollowsThePickup(t *testing.T) {
	s := newStage(t)
	one := s.guest("이서연")
	order, gone := s.order(one, "이서연", "2026-11-26T15:00"), s.order(one, "이서연", "2026-11-26T16:00")
	for _, o := range []id.ID{order, gone} {
		c := reach.Schedule{ShopID: s.shop, ConversationID: one, OrderID: o, BeforeMinutes: 60, Text: "{pickup}에 {total}, {code}"}
		s.do(c)
	}
	total := int64(32_000)
	s.do(shop.ChangeOrder{ShopID: s.shop, OrderID: order, Details: s.details("이서연", "2026-11-27T11:30", &total)})
	s.do(shop.MoveOrder{ShopID: s.shop, OrderID: gone, To: shop.Cancelled})
	s.errands()
	if n := s.held(reach.KindScheduled); n != 1 {
		t.Errorf("%d wait", n)
	}
	s.at(26, 16)
	s.due()
	if have := s.said(one, "scheduled"); len(have) != 0 {
		t.Errorf("%q before the day that it moved to", have)
	}
	s.at(27, 11)
	s.due()
	if have := s.said(one, "scheduled"); len(have) != 1 || !strings.HasPrefix(have[0], "11월 27일 (금) 오전 11시 30분에 32,000원, ") {
		t.Errorf("%q", have)
	}
	s.replayed()
}

// A word before a pickup is not sent after it, and what is days late is sent no more.
func TestLateIsTooLate(t *testing.T) {
	s := newStage(t)
	one := s.guest("이서연")
	order := s.order(one, "이서연", "2026-11-24T15:00")
	s.do(reach.Schedule{ShopID: s.shop, ConversationID: one, OrderID: order, BeforeMinutes: 60, Text: "한 시간 뒤예요"})
	s.do(reach.Schedule{ShopID: s.shop, ConversationID: one, OrderID: order, BeforeMinutes: -60, Text: "잘 드셨나요?"})
	s.do(reach.Schedule{ShopID: s.shop, ConversationID: one, DueMS: s.clock.Now().Add(time.Hour).UnixMilli(), Text: "오늘만요"})
	s.at(26, 9)
	s.due()
	if have := s.said(one, "scheduled"); len(have) != 1 || have[0] != "잘 드셨나요?" || s.held(reach.KindScheduled) != 0 {
		t.Errorf("%q", have)
	}
}

func TestRemindOnce(t *testing.T) {
	s := newStage(t)
	one := s.guest("이서연")
	s.order(one, "이서연", "2026-11-26T15:00")
	s.order(id.ID{}, "전화 손님", "2026-11-26T15:00") // nobody to say it to
	late := s.guest("박지훈")
	gone := s.order(late, "박지훈", "2026-11-26T15:00")
	s.do(shop.MoveOrder{ShopID: s.shop, OrderID: gone, To: shop.Cancelled})
	s.at(25, 14)
	s.due()
	if len(s.said(one, "reminder")) != 0 {
		t.Error("reminded too early")
	}
	s.at(25, 15)
	s.order(late, "박지훈", "2026-11-26T14:00") // agreed on a moment ago: it needs no reminder
	s.due()
	s.due()
	s.at(26, 9)
	s.due()
	if have := s.said(one, "reminder"); len(have) != 1 || !strings.Contains(have[0], "이서연님") ||
		!strings.Contains(have[0], "11월 26일 (목) 오후 3시") {
		t.Errorf("%q", have)
	}
	if have := s.said(late, "reminder"); len(have) != 0 {
		t.Errorf("%q", have)
	}
	s.refused(s.owner, shop.ErrDenied, reach.RemindOrders{ShopID: s.shop})
	s.replayed()
}

func TestNoRemindersWhenTheShopWantsNone(t *testing.T) {
	s := newStage(t)
	none := uint32(0)
	s.do(desk.ChangeDesk{ShopID: s.shop, RemindHours: &none})
	one := s.guest("이서연")
	s.order(one, "이서연", "2026-11-26T15:00")
	s.at(26, 9)
	s.due()
	if have := s.said(one, "reminder"); len(have) != 0 {
		t.Errorf("%q", have)
	}
}
