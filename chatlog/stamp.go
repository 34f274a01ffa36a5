package chatlog

import (
	"strings"
	"time"
)

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

// koreanDate reads "2025년 12월 15일".
func (c *cursor) koreanDate() (stamp, bool) {
	return c.ymd("년 ", "월 ", "일")
}

// dottedDate reads "2026. 8. 5.".
func (c *cursor) dottedDate() (stamp, bool) {
	return c.ymd(". ", ". ", ".")
}

// dashedDate reads "2020-11-03".
func (c *cursor) dashedDate() (stamp, bool) {
	return c.ymd("-", "-", "")
}

func (c *cursor) ymd(afterYear, afterMonth, afterDay string) (stamp, bool) {
	var s stamp
	t := *c
	ok := false
	if s.year, ok = t.num(4, 4); ok && t.lit(afterYear) {
		if s.month, ok = t.num(1, 2); ok && t.lit(afterMonth) {
			if s.day, ok = t.num(1, 2); ok && t.lit(afterDay) {
				*c = t
				return s, true
			}
		}
	}
	c.short = c.short || t.short
	return s, false
}

// englishDate reads "December 31, 2014", "Dec 31, 2014" and, of other regions, "31 December 2014". It tells whether
// the day came first and whether the month was cut to three letters.
func (c *cursor) englishDate() (s stamp, dayFirst, short, ok bool) {
	t := *c
	defer func() { c.short = c.short || t.short && !ok }()
	if s.day, dayFirst = t.num(1, 2); dayFirst && !t.lit(" ") {
		return s, dayFirst, short, false
	}
	if s.month, short = t.month(); s.month == 0 || !t.lit(" ") {
		return s, dayFirst, short, false
	}
	if !dayFirst {
		day, okDay := t.num(1, 2)
		if s.day = day; !okDay || !t.lit(", ") {
			return s, dayFirst, short, false
		}
	}
	year, okYear := t.num(4, 4)
	if s.year = year; !okYear {
		return s, dayFirst, short, false
	}
	*c = t
	return s, dayFirst, short, true
}

var months = [...]string{
	"January", "February", "March", "April", "May", "June",
	"July", "August", "September", "October", "November", "December",
}

// month reads the name of a month, whole or its first three letters ("Sept" too), and returns its number or 0.
func (c *cursor) month() (n int, short bool) {
	w := c.word()
	for i, m := range months {
		if c.atEnd() && strings.HasPrefix(m, w) {
			c.short = true
		}
		if len(w) < 3 {
			continue
		}
		if w == m {
			return i + 1, len(m) == 3
		}
		if len(w) <= 4 && strings.HasPrefix(m, w) {
			return i + 1, true
		}
	}
	return 0, false
}
