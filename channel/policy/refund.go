package policy

import (
	"time"

	channelv1 "dangol.example/gen/api/dangol/channel/v1"
)

// whole is all of it, in percent.
const whole = 100

// dayLetters is how long a written day is.
const dayLetters = len(DayForm)

// RefundPercent is the share that a shop's table gives back of an order that is cancelled now, which must be in the
// shop's zone: of the rules that still hold, so many whole days before the day of pickup, the one of the most days.
// Nothing when none holds any more. An order without a day is cancelled as early as can be. Said is false when the shop
// has no table: then it has promised nothing, and a person decides.
func RefundPercent(rules []*channelv1.RefundRule, pickup string, now time.Time) (percent uint32, said bool) {
	days, dated := DaysBefore(pickup, now)
	most := int64(-1)
	for _, r := range rules {
		if n := int64(r.GetDays()); n > most && (!dated || n <= int64(days)) {
			most, percent = n, min(r.GetPercent(), whole)
		}
	}
	return percent, len(rules) > 0
}

// DaysBefore is how many whole days the day of pickup lies ahead of now, which must be in the shop's zone: 0 on the day
// itself, negative after it. It is false when the order has no day.
func DaysBefore(pickup string, now time.Time) (days int, dated bool) {
	if len(pickup) < dayLetters {
		return 0, false
	}
	d, dated := ParseDay(pickup[:dayLetters])
	if !dated {
		return 0, false
	}
	return int(d.Sub(day(now)) / (24 * time.Hour)), true
}

// RefundWon is a share of what was paid. A part of a won is not given back.
func RefundWon(paidWon int64, percent uint32) int64 {
	return max(paidWon, 0)/whole*int64(percent) + max(paidWon, 0)%whole*int64(percent)/whole
}

// RefundLeft is what is still to be given back of what was promised, which was so many percent of what was paid then:
// a person may have given back some of it since, and then less is left above what the shop keeps; or more has been
// paid, and then that counts too. Paid is what is there now.
func RefundLeft(promisedWon int64, percent uint32, paidWon int64) int64 {
	if percent == 0 {
		return 0
	}
	if share := RefundWon(paidWon, percent); share > promisedWon {
		return share
	}
	keeps := promisedWon * int64(whole-min(percent, whole)) / int64(percent)
	return min(promisedWon, max(0, paidWon-keeps))
}
