package policy_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	"dangol.example/channel/policy"
	channelv1 "dangol.example/gen/api/dangol/channel/v1"
)

func span(from, to uint32) *channelv1.Span { return &channelv1.Span{From: from * 60, To: to * 60} }

// cafe is open from Monday to Saturday, with a break; on Friday past midnight; on Christmas only before noon, on Boxing
// Day not at all. 2026-11-23 is a Monday.
func cafe() *channelv1.Hours {
	h := &channelv1.Hours{}
	for range 4 {
		h.Week = append(h.Week, &channelv1.DayHours{Spans: []*channelv1.Span{span(10, 13), span(14, 20)}})
	}
	h.Week = append(h.Week,
		&channelv1.DayHours{Spans: []*channelv1.Span{span(18, 2)}},
		&channelv1.DayHours{Spans: []*channelv1.Span{span(10, 24)}},
		&channelv1.DayHours{})
	h.Special = []*channelv1.SpecialDay{
		{Day: "2026-12-25", Name: "성탄절", Spans: []*channelv1.Span{span(9, 12)}},
		{Day: "2026-12-26", Name: "쉬는 날"},
	}
	return h
}

// at is a moment of the shop's clock.
func at(t *testing.T, s string) time.Time {
	t.Helper()
	seoul, err := time.LoadLocation("Asia/Seoul")
	if err != nil {
		t.Fatal(err)
	}
	m, err := time.ParseInLocation(policy.PickupForm, s, seoul)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestOpenAndClosedPeriod(t *testing.T) {
	for moment, want := range map[string]string{ // the closed period; empty when open
		"2026-11-23T09:59": "2026-11-22T00:00", // Monday morning: closed since Saturday's midnight
		"2026-11-23T10:00": "",
		"2026-11-23T12:59": "",
		"2026-11-23T13:00": "2026-11-23T13:00", // the break
		"2026-11-23T13:59": "2026-11-23T13:00",
		"2026-11-23T14:00": "",
		"2026-11-23T20:00": "2026-11-23T20:00",
		"2026-11-24T09:00": "2026-11-23T20:00", // the same night
		"2026-11-27T15:00": "2026-11-26T20:00",
		"2026-11-28T01:59": "", // Friday's, past midnight
		"2026-11-28T02:00": "2026-11-28T02:00",
		"2026-11-28T23:59": "",
		"2026-11-29T00:00": "2026-11-29T00:00",
		"2026-12-25T09:30": "", // a special day
		"2026-12-25T19:00": "2026-12-25T12:00",
		"2026-12-26T12:00": "2026-12-25T12:00",
		"2026-12-28T09:00": "2026-12-25T12:00",
	} {
		if have := policy.ClosedPeriod(cafe(), at(t, moment)); have != want {
			t.Errorf("%s: %q, want %q", moment, have, want)
		}
		if open := policy.IsOpen(cafe(), at(t, moment)); open != (want == "") {
			t.Errorf("%s: open %v", moment, open)
		}
	}
	never := &channelv1.Hours{Week: make([]*channelv1.DayHours, 7)}
	if have := policy.ClosedPeriod(never, at(t, "2026-11-23T09:59")); have != policy.Never {
		t.Errorf("a shop that never opens: %q", have)
	}
	if !policy.IsOpen(nil, at(t, "2026-11-23T03:00")) || policy.ClosedPeriod(nil, at(t, "2026-11-23T03:00")) != "" {
		t.Error("a shop without hours is away")
	}
}

func TestFreeSpans(t *testing.T) {
	now := at(t, "2026-11-23T11:20").Add(time.Second)
	for _, c := range []struct {
		day  string
		lead uint32
		want string
	}{
		{"2026-11-22", 0, "[]"}, // over
		{"2026-11-23", 0, "[681-780 840-1200]"},
		{"2026-11-23", 2, "[840-1200]"},
		{"2026-11-23", 5, "[981-1200]"},
		{"2026-11-23", 9, "[]"},
		{"2026-11-24", 24, "[681-780 840-1200]"},
		{"2026-11-27", 0, "[1080-1440]"},
		{"2026-11-28", 0, "[0-120 600-1440]"}, // Friday's, and its own
		{"2026-11-29", 0, "[]"},
	} {
		d, _ := policy.ParseDay(c.day)
		have := fmt.Sprint(spans(policy.FreeSpans(cafe(), d, now, c.lead)))
		if have != c.want {
			t.Errorf("%s, %d hours ahead: %s, want %s", c.day, c.lead, have, c.want)
		}
	}
	if d, _ := policy.ParseDay("2026-11-29"); len(policy.FreeSpans(nil, d, now, 0)) != 1 {
		t.Error("a shop without hours takes nothing")
	}
}

func spans(all []*channelv1.Span) (words []string) {
	for _, s := range all {
		words = append(words, fmt.Sprintf("%d-%d", s.GetFrom(), s.GetTo()))
	}
	return words
}

func TestCheckPickup(t *testing.T) {
	card := &channelv1.Card{
		Hours: cafe(), Capacity: 3, LeadHours: 24, Days: []*channelv1.DayCapacity{
			{Day: "2026-11-26"}, {Day: "2026-11-28", Orders: 5},
		},
	}
	now := at(t, "2026-11-23T11:00")
	for _, c := range []struct {
		pickup string
		taken  uint32
		want   error
	}{
		{"", 0, policy.ErrPickupForm},
		{"2026-11-25", 0, policy.ErrPickupForm},
		{"내일", 0, policy.ErrPickupForm},
		{"2026-11-24T11:00", 0, nil},
		{"2026-11-24T10:59", 0, policy.ErrPickupSoon},
		{"2026-11-22T11:00", 0, policy.ErrPickupClosed},
		{"2026-11-21T11:00", 0, policy.ErrPickupSoon}, // open then, but over
		{"2026-11-25T13:30", 0, policy.ErrPickupClosed},
		{"2026-11-25T20:00", 0, policy.ErrPickupClosed},
		{"2026-11-25T15:00", 2, nil},
		{"2026-11-25T15:00", 3, policy.ErrPickupFull},
		{"2026-11-26T15:00", 0, policy.ErrPickupFull}, // no orders on that day
		{"2026-11-28T15:00", 4, nil},
		{"2026-11-28T15:00", 5, policy.ErrPickupFull},
	} {
		err := policy.CheckPickup(card, c.pickup, now, c.taken)
		if !errors.Is(err, c.want) || (err == nil) != (c.want == nil) {
			t.Errorf("%q with %d: %v, want %v", c.pickup, c.taken, err, c.want)
		}
	}
	if left, limited := policy.Left(&channelv1.Card{}, "2026-11-28", 9); limited || left != 0 {
		t.Error("a shop without a limit has one")
	}
}

// Whatever hours say, a moment is open or in a closed period, a free span is open all through and lies ahead, and the
// free minutes of a day are its open ones.
func FuzzHours(f *testing.F) {
	b, err := proto.Marshal(cafe())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b, int64(1_795_000_000), uint8(3))
	f.Add([]byte{}, int64(-1), uint8(0))
	f.Fuzz(func(t *testing.T, data []byte, seconds int64, lead uint8) {
		h := &channelv1.Hours{}
		if proto.Unmarshal(data, h) != nil {
			t.Skip()
		}
		now := time.Unix(seconds%4_000_000_000, 0).UTC()
		if open, period := policy.IsOpen(h, now), policy.ClosedPeriod(h, now); open != (period == "") {
			t.Fatalf("open %v and in the closed period %q", open, period)
		}
		free := policy.FreeSpans(h, now, now, uint32(lead))
		last := -1
		for _, s := range free {
			if int(s.GetFrom()) <= last || s.GetFrom() >= s.GetTo() || s.GetTo() > 1440 {
				t.Fatalf("%v", free)
			}
			last = int(s.GetTo())
			for minute := s.GetFrom(); minute < s.GetTo(); minute += 7 {
				then := now.Truncate(24 * time.Hour).Add(time.Duration(minute) * time.Minute)
				if !policy.IsOpen(h, then) || then.Before(now.Add(time.Duration(lead)*time.Hour)) {
					t.Fatalf("%v is free at %v", then, now)
				}
			}
		}
	})
}
