package policy

import (
	"slices"
	"time"

	"dangol.example/fault"
	channelv1 "dangol.example/gen/api/dangol/channel/v1"
)

// What is refused about when an order is to be fetched. Each says what to do instead.
var (
	ErrPickupForm = fault.New(fault.Invalid, "찾으실 날짜와 시간을 골라 주세요.", "Please choose a day and an hour of pickup.")
	ErrPickupSoon = fault.New(fault.Conflict, "그 시간까지는 준비할 수 없어요. 더 늦은 시간을 골라 주세요.",
		"That is too soon. Please choose a later time.")
	ErrPickupClosed = fault.New(fault.Conflict, "그 시간에는 가게가 열지 않아요. 다른 시간을 골라 주세요.",
		"The shop is closed then. Please choose another time.")
	ErrPickupFull = fault.New(fault.Conflict, "그날은 주문이 다 찼어요. 다른 날을 골라 주세요.",
		"That day takes no more orders. Please choose another day.")
)

// FreeSpans gives when an order can be fetched on a day of the shop's clock: while the shop is open, from lead hours
// after now, which must be in the shop's zone. They lie within the day, in order and apart; a span that ends at
// midnight ends at 1440. Whether the day takes more orders is not asked: that is Left.
func FreeSpans(h *channelv1.Hours, d, now time.Time, leadHours uint32) (free []*channelv1.Span) {
	d = day(d)
	earliest := now.Add(time.Duration(leadHours) * time.Hour)
	if earliest != earliest.Truncate(time.Minute) {
		earliest = earliest.Add(time.Minute) // a minute that has begun is over
	}
	first := 0
	switch from := day(earliest); {
	case d.Before(from):
		return nil
	case d.Equal(from):
		first = minute(earliest)
	}
	open := []stretch{{0, minutesOfDay}}
	if h != nil {
		open = ready(h).within(d)
	}
	for _, s := range open {
		if from := max(s.from, first); from < s.to {
			free = append(free, &channelv1.Span{From: uint32(from), To: uint32(s.to)})
		}
	}
	return free
}

// CheckPickup refuses an order for a time at which it cannot be fetched. Now must be in the shop's zone; taken is how
// many orders the day has, without this one.
func CheckPickup(card *channelv1.Card, pickup string, now time.Time, taken uint32) error {
	at, err := time.Parse(PickupForm, pickup)
	if err != nil {
		return ErrPickupForm
	}
	if left, limited := Left(card, at.Format(DayForm), taken); limited && left == 0 {
		return ErrPickupFull
	}
	holds := func(s *channelv1.Span) bool { return int(s.GetFrom()) <= minute(at) && minute(at) < int(s.GetTo()) }
	if slices.ContainsFunc(FreeSpans(card.GetHours(), at, now, card.GetLeadHours()), holds) {
		return nil
	}
	if IsOpen(card.GetHours(), at) {
		return ErrPickupSoon
	}
	return ErrPickupClosed
}
