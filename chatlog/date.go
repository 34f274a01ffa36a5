package chatlog

import "strings"

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
