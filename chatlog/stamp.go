package chatlog

import "time"

// half is the half of the day that a clock time names.
type half uint8

const (
	noHalf half = iota // a 24-hour time
	forenoon
	afternoon
)

// stamp is a date, a clock time, or both, as written: it may be one that does not exist.
type stamp struct {
	year, month, day  int
	hour, minute, sec int
	half              half
	korean            bool // the half was written 오전 or 오후
	dotted            bool // the half was written with full stops: p.m.
}

// dayNumber orders days; 0 is no day. It does not count days.
func (s stamp) dayNumber() int { return (s.year*16+s.month)*32 + s.day }

// minuteNumber orders minutes.
func (s stamp) minuteNumber() int { return s.dayNumber()*1440 + s.clockNumber() }

// clockNumber counts the minutes since midnight.
func (s stamp) clockNumber() int { return s.hour24()*60 + s.minute }

func (s stamp) hour24() int {
	switch {
	case s.half == afternoon && s.hour < 12:
		return s.hour + 12
	case s.half == forenoon && s.hour == 12:
		return 0
	}
	return s.hour
}

// clockExists is false for 13 o'clock with a half of the day, and for 24:00.
func (s stamp) clockExists() bool {
	last := 23
	if s.half != noHalf {
		last = 12
	}
	return s.hour <= last && s.minute <= 59 && s.sec <= 59
}

func (s stamp) dayExists() bool {
	if s.month < 1 || s.month > 12 || s.day < 1 || s.year < 1 {
		return false
	}
	return s.day <= time.Date(s.year, time.Month(s.month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

func (s stamp) time(loc *time.Location) time.Time {
	return time.Date(s.year, time.Month(s.month), s.day, s.hour24(), s.minute, s.sec, 0, loc)
}

// on returns s with the date of d.
func (s stamp) on(d stamp) stamp {
	s.year, s.month, s.day = d.year, d.month, d.day
	return s
}

// clock reads "오후 1:18", "13:18", "1:18 PM", "1:18pm", "1:18 p.m.".
func (c *cursor) clock() (stamp, bool) {
	var s stamp
	start, ok := c.i, false
	defer func() {
		if !ok {
			c.i = start
		}
	}()
	switch {
	case c.lit("오전"):
		s.half, s.korean = forenoon, true
	case c.lit("오후"):
		s.half, s.korean = afternoon, true
	}
	if s.korean && !c.gap() {
		return s, false
	}
	var okHour, okMinute bool
	s.hour, okHour = c.num(1, 2)
	okHour = okHour && c.lit(":")
	if okHour {
		s.minute, okMinute = c.num(2, 2)
	}
	if !okMinute {
		return s, false
	}
	if s.half == noHalf {
		s.half, s.dotted = c.meridiem()
	}
	ok = true
	return s, true
}

// meridiem reads " PM", "pm", " p.m." after a clock time, with any blank before it or none.
func (c *cursor) meridiem() (h half, dotted bool) {
	t := *c
	t.gap()
	switch {
	case t.lit("A"), t.lit("a"):
		h = forenoon
	case t.lit("P"), t.lit("p"):
		h = afternoon
	default:
		return noHalf, false
	}
	dotted = t.lit(".")
	if !t.lit("M") && !t.lit("m") {
		c.short = c.short || t.short
		return noHalf, false
	}
	if dotted {
		t.lit(".")
	}
	if u := t; u.word() != "" {
		return noHalf, false
	}
	*c = t
	return h, dotted
}
