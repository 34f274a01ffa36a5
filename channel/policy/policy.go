// Package policy is what a shop's card means: whether it is open at a moment, when an order can be fetched, how many a
// day takes, what is given back of a cancelled order, and what fields in its texts become.
//
// It is pure: it knows the card as the wire has it (dangol.channel.v1), and no view, clock or command. Days and minutes
// are those of the shop's clock; whoever asks brings the zone. Nothing here trusts that a card was checked: whatever is
// in it, an answer comes, though it may be "closed".
package policy

import (
	"time"

	channelv1 "dangol.example/gen/api/dangol/channel/v1"
)

// DayForm is how a day is written, and PickupForm a day with its hour.
const (
	DayForm    = "2006-01-02"
	PickupForm = "2006-01-02T15:04"
)

// The parts of a day and a week.
const (
	minutesOfDay  = 24 * 60
	minutesOfHour = 60
	daysOfWeek    = 7
)

// day is a day of the calendar, at its midnight in UTC: days are counted with it, hours are not.
func day(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// ParseDay reads a day.
func ParseDay(s string) (time.Time, bool) {
	d, err := time.Parse(DayForm, s)
	return d, err == nil
}

// weekday is the place of a day in a week that begins on Monday.
func weekday(d time.Time) int { return (int(d.Weekday()) + daysOfWeek - 1) % daysOfWeek }

// Capacity is how many orders a day takes; limited is false when any number.
func Capacity(card *channelv1.Card, day string) (orders uint32, limited bool) {
	for _, d := range card.GetDays() {
		if d.GetDay() == day {
			return d.GetOrders(), true
		}
	}
	return card.GetCapacity(), card.GetCapacity() > 0
}

// Left is how many orders a day still takes when it has some; limited is false when any number.
func Left(card *channelv1.Card, day string, taken uint32) (left uint32, limited bool) {
	orders, limited := Capacity(card, day)
	if taken >= orders {
		return 0, limited
	}
	return orders - taken, limited
}
