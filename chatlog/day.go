package chatlog

import "strings"

// minDashes is how many dashes stand on each side of a Windows day line, at the least: it writes 15.
const minDashes = 10

// maxBlankAhead is how many empty lines may stand between a day line and the record that proves it.
const maxBlankAhead = 3

// dayLine reads a line as the form's day line: a date alone, with the weekday (iOS), with a time (Android), or between
// dashes (Windows).
func (f form) dayLine(s string) (day stamp, ok bool) {
	if f == windowsForm {
		return dashedDay(s)
	}
	s = strings.TrimRight(s, " ")
	c := cursor{s: s}
	if day, ok = c.plainDay(); ok {
		return day, true
	}
	if f == timeOnlyForm {
		return stamp{}, false
	}
	c = cursor{s: s}
	day, _, ok = f.prefix(&c, false)
	return day, ok && c.atEnd()
}

func dashedDay(s string) (stamp, bool) {
	s = strings.TrimRight(s, " ")
	inner := strings.TrimLeft(s, "-")
	front := len(s) - len(inner)
	inner = strings.TrimRight(inner, "-")
	back := len(s) - front - len(inner)
	if front < minDashes || back < minDashes {
		return stamp{}, false
	}
	c := cursor{s: strings.TrimSpace(inner)}
	return c.plainDay()
}

// plainDay reads a whole line "2025년 12월 15일 월요일", "Wednesday, December 31, 2014" or "Wednesday, 31 December 2014".
func (c *cursor) plainDay() (stamp, bool) {
	if day, ok := c.koreanDate(); ok {
		return day, c.gap() && strings.HasSuffix(c.rest(), "요일") && len(c.rest()) == len("월요일")
	}
	if !strings.HasSuffix(c.word(), "day") || !c.lit(", ") {
		return stamp{}, false
	}
	day, _, _, ok := c.englishDate()
	return day, ok && c.atEnd()
}

// isDay judges whether a line that looks like a day line is one, or is somebody's words: customers write
// "2022년 10월 16일 일요일" on a line of its own to say when they come. Days only go forward.
func (r *Reader) isDay(day stamp, inside bool) bool {
	n := day.dayNumber()
	switch {
	case r.form == windowsForm && inside:
		// Somebody's words, except that nobody can quote the future: then the line ends have misled us.
		if n <= r.today {
			return false
		}
		r.crlf = false
		return true
	case inside:
		return false
	case r.form == windowsForm:
		return n >= r.today
	case n <= r.today && !r.lastBlank:
		return false
	case r.form == timeOnlyForm:
		return n >= r.today && !r.afterExport(n) && r.recordFollows(day)
	}
	// Its records say themselves what day it is, so that an earlier day can be believed.
	return r.recordFollows(day)
}

// afterExport tells whether a day lies behind the day of the export, in a file whose other days do not.
func (r *Reader) afterExport(n int) bool {
	return r.savedDay != 0 && r.today != 0 && r.today <= r.savedDay && n > r.savedDay
}

// recordFollows looks ahead: behind a day line comes a record of that day, another day line, or the end of the file. An
// empty line in front proves the last two, which may as well stand behind somebody's words.
func (r *Reader) recordFollows(day stamp) bool {
	for i := 0; i <= maxBlankAhead; i++ {
		l, ok := r.lines.peek(i)
		if !ok {
			return r.lastBlank
		}
		if isBlank(l.text) {
			continue
		}
		c := cursor{s: l.text}
		if rec, ok := r.form.record(&c, r.all24); ok {
			return r.form.hasDay() && rec.at.dayNumber() == day.dayNumber() || r.form == timeOnlyForm && r.turns(rec)
		}
		_, ok = r.form.dayLine(l.text)
		return ok && r.lastBlank
	}
	return false
}

// turns tells, of a file whose records have no date, whether the day can change in front of a record: where there is
// an empty line, if this file puts one in front of its days, or where the clock goes back.
func (r *Reader) turns(rec record) bool {
	back := r.cur.known && rec.at.clockNumber() < r.cur.at.clockNumber()
	return r.lastBlank || r.blankDays == 0 || back
}
