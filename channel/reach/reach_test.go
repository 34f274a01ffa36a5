package reach_test

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	"dangol.example/blob"
	"dangol.example/channel"
	"dangol.example/channel/bell"
	"dangol.example/channel/desk"
	"dangol.example/channel/reach"
	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
	"dangol.example/shop/shoptest"
)

// stage is a shop whose channel speaks by itself, on a Monday at nine, in which somebody works for the owner.
type stage struct {
	*shoptest.Stage
	staff id.ID
}

var seoul = time.FixedZone("KST", 9*3600) //nolint:gochecknoglobals // a zone

func newStage(t *testing.T) *stage {
	t.Helper()
	s := &stage{Stage: shoptest.New(t, shoptest.Monday(9), func() []shard.Domain {
		return []shard.Domain{
			shop.Domain(shop.Options{Blobs: &blob.Memory{}, Shown: desk.Show, OrderChanged: reach.OrderChanged}),
			desk.Domain(), bell.Domain(bell.Options{GuestGoes: channel.GuestGoes, Out: noBell}), channel.Domain(),
			reach.Domain(),
		}
	})}
	s.Tick = time.Millisecond
	var added shopv1.AddStaffResponse
	s.Ask(shop.AddStaff{ShopID: s.Shop, Name: "김직원", Role: shop.Staff}, s.Owner, &added)
	s.staff, _ = id.Parse(added.GetStaffId())
	return s
}

// noBell wakes no browser.
func noBell(*shard.Shard, []bell.Push) {}

// due does what is due by the clock, and the errands that come of it.
func (s *stage) due() {
	s.T.Helper()
	s.Beside(func() error { return reach.SendDue(s.T.Context(), s.Shard, s.Clock.Now()) })
	s.Errands()
}

// guest opens a conversation, with consent to news.
func (s *stage) guest(name string) id.ID {
	s.T.Helper()
	hash := sha256.Sum256([]byte(name))
	var opened channelv1.OpenResponse
	c := channel.Begin{
		ShopID: s.Shop, Name: name, Phone: fmt.Sprintf("0100000%04d", s.Given()), Consent: true, KeyHash: hash[:], Device: "폰",
	}
	s.Ask(c, id.ID{}, &opened)
	conversation, _ := id.Parse(opened.GetConversationId())
	return conversation
}

// order places an order of a conversation that is fixed.
func (s *stage) order(conversation id.ID, name, pickup string) id.ID {
	s.T.Helper()
	total := int64(32_000)
	var placed shopv1.PlaceOrderResponse
	c := shop.PlaceOrder{ShopID: s.Shop, ConversationID: conversation, Details: s.details(name, pickup, &total)}
	s.Ask(c, s.Owner, &placed)
	order, _ := id.Parse(placed.GetOrderId())
	s.Do(shop.MoveOrder{ShopID: s.Shop, OrderID: order, To: shop.Confirmed})
	return order
}

func (s *stage) details(name, pickup string, total *int64) shop.Details {
	return shop.Details{
		Name: name, Phone: "01000009999", Pickup: pickup, TotalWon: total, Lines: []shop.Line{{Item: "케이크", Quantity: 1}},
	}
}

// said is what a conversation's customer holds of it that the shop said by itself, "kind: text".
func (s *stage) said(conversation id.ID, auto string) (all []string) {
	s.T.Helper()
	page, err := s.Shard.Changes(s.T.Context(), shop.GuestTopic(conversation), 0, 2000)
	if err != nil {
		s.T.Fatal(err)
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
	s.T.Helper()
	page, err := s.Shard.Changes(s.T.Context(), shop.Topic(s.Shop), 0, 2000)
	if err != nil {
		s.T.Fatal(err)
	}
	for _, c := range page.Changes {
		if c.Kind == kind && len(c.Data) > 0 {
			n++
		}
	}
	return n
}

func (s *stage) at(day, hour int) { // of November 2026
	s.T.Helper()
	s.Clock.Move(time.Date(2026, 11, day, hour, 0, 0, 0, seoul).Sub(s.Clock.Now()))
}

func TestScheduleAtATime(t *testing.T) {
	s := newStage(t)
	one, other := s.guest("이서연"), s.guest("박지훈")
	due := s.Clock.Now().Add(time.Hour).UnixMilli()
	s.Ask(reach.Schedule{ShopID: s.Shop, ConversationID: one, Text: "{name}님, {shop}예요", DueMS: due}, s.staff, nil)
	var taken channelv1.ScheduleResponse
	s.Ask(reach.Schedule{ShopID: s.Shop, ConversationID: other, Text: "취소할 글", DueMS: due}, s.Owner, &taken)
	back, _ := id.Parse(taken.GetScheduledId())
	s.due()
	if len(s.said(one, "scheduled")) != 0 || s.held(reach.KindScheduled) != 2 {
		t.Error("it came too early, or the shop does not see it")
	}
	s.Do(reach.Unschedule{ShopID: s.Shop, ScheduledID: back})
	s.Clock.Move(time.Hour)
	s.due()
	s.due()
	if have := s.said(one, "scheduled"); len(have) != 1 || have[0] != "이서연님, 햇살케이크예요" {
		t.Errorf("%q", have)
	}
	if len(s.said(other, "scheduled")) != 0 || s.held(reach.KindScheduled) != 0 {
		t.Error("what was taken back was sent, or is still held")
	}
	s.Replayed()
}

func TestScheduleRefuses(t *testing.T) {
	s := newStage(t)
	one, other := s.guest("이서연"), s.guest("박지훈")
	order := s.order(one, "이서연", "2026-11-26T15:00")
	noDay := s.order(one, "이서연", "")
	gone := s.order(one, "이서연", "2026-11-26T15:00")
	s.Do(shop.MoveOrder{ShopID: s.Shop, OrderID: gone, To: shop.Cancelled})
	due := s.Clock.Now().Add(time.Hour).UnixMilli()
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
		c.c.ShopID = s.Shop
		s.Refused(s.Owner, c.want, c.c)
	}
	s.Refused(one, shop.ErrDenied, reach.Schedule{ShopID: s.Shop, ConversationID: one, Text: "가", DueMS: due})
	s.Refused(s.Owner, reach.ErrNoScheduled, reach.Unschedule{ShopID: s.Shop, ScheduledID: order})
	s.Refused(one, shop.ErrDenied, reach.Unschedule{ShopID: s.Shop, ScheduledID: order})
	s.Refused(s.Owner, shop.ErrDenied, reach.SendScheduled{Due: []id.ID{order}})
	s.Refused(s.Owner, shop.ErrDenied, reach.Follow{OrderID: order})
	for range reach.MaxScheduled {
		s.Do(reach.Schedule{ShopID: s.Shop, ConversationID: one, Text: "가", DueMS: due})
	}
	s.Refused(s.Owner, reach.ErrManyScheduled, reach.Schedule{ShopID: s.Shop, ConversationID: one, Text: "가", DueMS: due})
}

// What is tied to a pickup moves with it, and goes with the order.
func TestScheduleFollowsThePickup(t *testing.T) {
	s := newStage(t)
	one := s.guest("이서연")
	order, gone := s.order(one, "이서연", "2026-11-26T15:00"), s.order(one, "이서연", "2026-11-26T16:00")
	for _, o := range []id.ID{order, gone} {
		c := reach.Schedule{ShopID: s.Shop, ConversationID: one, OrderID: o, BeforeMinutes: 60, Text: "{pickup}에 {total}, {code}"}
		s.Do(c)
	}
	total := int64(32_000)
	s.Do(shop.ChangeOrder{ShopID: s.Shop, OrderID: order, Details: s.details("이서연", "2026-11-27T11:30", &total)})
	s.Do(shop.MoveOrder{ShopID: s.Shop, OrderID: gone, To: shop.Cancelled})
	s.Errands()
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
	s.Replayed()
}

// A word before a pickup is not sent after it, and what is days late is sent no more.
func TestLateIsTooLate(t *testing.T) {
	s := newStage(t)
	one := s.guest("이서연")
	order := s.order(one, "이서연", "2026-11-24T15:00")
	s.Do(reach.Schedule{ShopID: s.Shop, ConversationID: one, OrderID: order, BeforeMinutes: 60, Text: "한 시간 뒤예요"})
	s.Do(reach.Schedule{ShopID: s.Shop, ConversationID: one, OrderID: order, BeforeMinutes: -60, Text: "잘 드셨나요?"})
	s.Do(reach.Schedule{ShopID: s.Shop, ConversationID: one, DueMS: s.Clock.Now().Add(time.Hour).UnixMilli(), Text: "오늘만요"})
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
	s.Do(shop.MoveOrder{ShopID: s.Shop, OrderID: gone, To: shop.Cancelled})
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
	s.Refused(s.Owner, shop.ErrDenied, reach.RemindOrders{ShopID: s.Shop})
	s.Replayed()
}

// A server that was away in the evening and is back at night wakes nobody who can be told in the morning.
func TestALateReminderWaitsForTheMorning(t *testing.T) {
	s := newStage(t)
	day, early := s.guest("이서연"), s.guest("박지훈")
	s.order(day, "이서연", "2026-11-26T15:00")
	s.order(early, "박지훈", "2026-11-26T07:00")
	s.at(26, 2)
	s.due()
	if len(s.said(day, "reminder")) != 0 || len(s.said(early, "reminder")) != 1 {
		t.Errorf("at night: %q and %q", s.said(day, "reminder"), s.said(early, "reminder"))
	}
	s.at(26, 8)
	s.due()
	if len(s.said(day, "reminder")) != 1 || len(s.said(early, "reminder")) != 1 {
		t.Errorf("in the morning: %q and %q", s.said(day, "reminder"), s.said(early, "reminder"))
	}
	s.Replayed()
}

func TestNoRemindersWhenTheShopWantsNone(t *testing.T) {
	s := newStage(t)
	none := uint32(0)
	s.Do(desk.ChangeDesk{ShopID: s.Shop, RemindHours: &none})
	one := s.guest("이서연")
	s.order(one, "이서연", "2026-11-26T15:00")
	s.at(26, 9)
	s.due()
	if have := s.said(one, "reminder"); len(have) != 0 {
		t.Errorf("%q", have)
	}
}
