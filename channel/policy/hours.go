package policy

import (
	"cmp"
	"slices"
	"time"

	channelv1 "dangol.example/gen/api/dangol/channel/v1"
)

// farthest is how many days back the end of the last opening is looked for. A shop that was closed for longer is in one
// closed period, however long.
const farthest = 400

// hours are a card's hours made ready: special days by their day.
type hours struct {
	week    []*channelv1.DayHours
	special map[string]*channelv1.SpecialDay
}

func ready(h *channelv1.Hours) hours {
	k := hours{week: h.GetWeek(), special: make(map[string]*channelv1.SpecialDay, len(h.GetSpecial()))}
	for _, s := range h.GetSpecial() {
		k.special[s.GetDay()] = s
	}
	return k
}

// of gives the spans that begin on a day.
func (h hours) of(d time.Time) []*channelv1.Span {
	if s := h.special[d.Format(DayForm)]; s != nil {
		return s.GetSpans()
	}
	if at := weekday(d); at < len(h.week) {
		return h.week[at].GetSpans()
	}
	return nil
}

// stretch is from a minute of a day up to another, which may lie on the next day.
type stretch struct{ from, to int }

// beginning gives the stretches that begin on a day. What does not lie within a day is left out.
func (h hours) beginning(d time.Time) (all []stretch) {
	for _, s := range h.of(d) {
		from, to := int(s.GetFrom()), int(s.GetTo())
		if from >= minutesOfDay || to > minutesOfDay {
			continue
		}
		if to <= from {
			to += minutesOfDay
		}
		all = append(all, stretch{from, to})
	}
	return all
}

// within gives when a day is open, in order and apart: what began the day before, and what begins on it up to midnight.
func (h hours) within(d time.Time) (all []stretch) {
	for _, s := range h.beginning(d.AddDate(0, 0, -1)) {
		if s.to > minutesOfDay {
			all = append(all, stretch{0, s.to - minutesOfDay})
		}
	}
	for _, s := range h.beginning(d) {
		all = append(all, stretch{s.from, min(s.to, minutesOfDay)})
	}
	return joined(all)
}

// joined puts stretches in order and makes one of those that touch.
func joined(all []stretch) (apart []stretch) {
	slices.SortFunc(all, func(a, b stretch) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to))
	})
	for _, s := range all {
		if last := len(apart) - 1; last >= 0 && s.from <= apart[last].to {
			apart[last].to = max(apart[last].to, s.to)
			continue
		}
		apart = append(apart, s)
	}
	return apart
}

// minute is a moment's minute of its day.
func minute(t time.Time) int { return t.Hour()*minutesOfHour + t.Minute() }

// IsOpen reports whether a shop is open at a moment, which must be in the shop's zone. A shop that never said when it
// is open is always open: nobody is told that it is away.
func IsOpen(h *channelv1.Hours, at time.Time) bool {
	return h == nil || ready(h).open(at)
}

func (h hours) open(at time.Time) bool {
	now := minute(at)
	return slices.ContainsFunc(h.within(day(at)), func(s stretch) bool { return s.from <= now && now < s.to })
}

// Never is the closed period of a shop that has not been open for longer than anybody looks back.
const Never = "never"

// ClosedPeriod names the closed period that a moment lies in, which must be in the shop's zone: by the minute of the
// shop's clock at which it closed, "2026-11-23T20:00". Two moments with no opening between them have the same. It is
// empty when the shop is open. An away reply is said once for each.
func ClosedPeriod(h *channelv1.Hours, at time.Time) string {
	if h == nil {
		return ""
	}
	k := ready(h)
	if k.open(at) {
		return ""
	}
	today, before := day(at), minute(at)
	for back := range farthest {
		d, end := today.AddDate(0, 0, -back), -1
		for _, s := range k.within(d) {
			if s.to <= before && s.to > end {
				end = s.to
			}
		}
		if end >= 0 {
			return d.Add(time.Duration(end) * time.Minute).Format(PickupForm)
		}
		before = minutesOfDay
	}
	return Never
}
