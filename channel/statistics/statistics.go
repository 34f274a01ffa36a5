// Package statistics counts what happened in a shop's channel, by the day of the shop's clock: conversations, messages,
// how long customers waited, orders, deposits, orders not fetched.
//
// It keeps nothing: each answer is counted out of the views of packages channel and shop, over indexes, so that there
// is no second truth that could be another.
//
// A customer waits from the first message that nobody has answered until a person of the shop writes; what the shop
// says by itself is no answer. A wait is of the day on which it began. One that goes on still, or went on for longer
// than answerWithin, is not counted: half an answer would make the median a lie.
package statistics

import (
	"slices"
	"time"

	"dangol.example/channel"
	"dangol.example/channel/policy"
	"dangol.example/fault"
	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
	"dangol.example/shop/count"
)

// MaxDays is the most days of one answer.
const MaxDays = 92

// answerWithin is how long a wait can be and still be counted.
const answerWithin = 3 * 24 * time.Hour

// ErrDays is said of a stretch of days that cannot be counted.
var ErrDays = fault.New(fault.Invalid, "통계는 1일에서 92일까지 볼 수 있어요. 첫날을 다시 골라 주세요.",
	"Statistics are of 1 to 92 days. Please choose the first one again.")

// earliest is the first day that anybody counts from; the protocol's times do not reach back for ever.
const earliest = 2000

// Count counts each day from a day of the shop's clock on, all of them together, and as many days before them.
func Count(r *shard.Reader, shopID id.ID, from string, days int) (*channelv1.ReadStatisticsResponse, error) {
	first, is := policy.ParseDay(from)
	if !is || days < 1 || days > MaxDays || first.Year() < earliest {
		return nil, ErrDays
	}
	front, is := shop.FrontOf(r, shopID)
	if !is {
		return nil, shop.ErrDenied
	}
	zone, err := time.LoadLocation(front.Zone)
	if err != nil {
		return nil, err
	}
	year, month, day := first.Date()
	begin := time.Date(year, month, day-days, 0, 0, 0, 0, zone)
	all := tallies{begin: begin, days: make([]tally, 2*days)}
	all.read(r, shopID)
	answer := &channelv1.ReadStatisticsResponse{
		Before: sum(all.days[:days]).shown(""), All: sum(all.days[days:]).shown(""),
	}
	for n, t := range all.days[days:] {
		answer.Days = append(answer.Days, t.shown(first.AddDate(0, 0, n).Format(policy.DayForm)))
	}
	return answer, nil
}

// tally is what happened on a day, or on several.
type tally struct {
	begun, in, out uint32
	talks          map[id.ID]struct{}
	waits          []int64 // seconds
	count.Day
}

// tallies are those of days one after another.
type tallies struct {
	begin time.Time // midnight of the first
	days  []tally
}

// end is the midnight after the last day.
func (a tallies) end() time.Time { return a.begin.AddDate(0, 0, len(a.days)) }

// of gives the day of a moment, nil when it is none of these.
func (a tallies) of(ms int64) *tally {
	number := func(t time.Time) int { // days have 24 hours in UTC alone
		y, m, d := t.Date()
		return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / int64(24*time.Hour/time.Second))
	}
	n := number(time.UnixMilli(ms).In(a.begin.Location())) - number(a.begin)
	if n < 0 || n >= len(a.days) {
		return nil
	}
	return &a.days[n]
}

func (a tallies) read(r *shard.Reader, shopID id.ID) {
	for day, c := range count.Days(r, shopID, a.begin, len(a.days)) {
		if t, err := time.ParseInLocation(policy.DayForm, day, a.begin.Location()); err == nil {
			if one := a.of(t.UnixMilli()); one != nil {
				one.Day = c
			}
		}
	}
	for _, ms := range channel.Begun(r, shopID, a.begin.UnixMilli(), a.end().UnixMilli()) {
		if one := a.of(ms); one != nil {
			one.begun++
		}
	}
	var talking id.ID
	since := int64(0) // the customer waits
	from, to := a.begin.Add(-answerWithin), a.end().Add(answerWithin)
	channel.Spoken(r, shopID, from.UnixMilli(), to.UnixMilli(), func(u channel.Utterance) {
		if u.ConversationID != talking {
			talking, since = u.ConversationID, 0
		}
		a.spoke(u)
		switch {
		case u.Side == channel.Customer && since == 0:
			since = u.AtMS
		case u.Side == channel.Staff && since > 0:
			if one := a.of(since); one != nil && u.AtMS-since <= answerWithin.Milliseconds() {
				one.waits = append(one.waits, (u.AtMS-since)/time.Second.Milliseconds())
			}
			since = 0
		}
	})
}

// spoke counts a message on its day.
func (a tallies) spoke(u channel.Utterance) {
	one := a.of(u.AtMS)
	if one == nil || u.Side == channel.Auto {
		return
	}
	if one.talks == nil {
		one.talks = map[id.ID]struct{}{}
	}
	one.talks[u.ConversationID] = struct{}{}
	if u.Side == channel.Customer {
		one.in++
	} else {
		one.out++
	}
}

// sum puts days together. A conversation that was alive on several of them is one.
func sum(days []tally) (all tally) {
	all.talks = map[id.ID]struct{}{}
	for _, t := range days {
		all.begun, all.in, all.out = all.begun+t.begun, all.in+t.in, all.out+t.out
		all.Orders, all.NoShows, all.Deposits = all.Orders+t.Orders, all.NoShows+t.NoShows, all.Deposits+t.Deposits
		all.DepositsWon += t.DepositsWon
		all.waits = append(all.waits, t.waits...)
		for talk := range t.talks {
			all.talks[talk] = struct{}{}
		}
	}
	return all
}

func (t tally) shown(day string) *channelv1.DayStatistics {
	m := &channelv1.DayStatistics{
		Day: day, ConversationsNew: t.begun, Conversations: uint32(len(t.talks)), MessagesIn: t.in, MessagesOut: t.out,
		Orders: t.Orders, Deposits: t.Deposits, DepositsWon: t.DepositsWon, NoShows: t.NoShows,
	}
	if len(t.waits) > 0 {
		waits := slices.Clone(t.waits)
		slices.Sort(waits)
		median := uint32(waits[(len(waits)-1)/2]) // the lower of the two in the middle
		m.ResponseSeconds = &median
	}
	return m
}
