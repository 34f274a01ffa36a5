package chatlog

import "strings"

// takeLine reads a line of a text export: a day line, the beginning of a message, a notice, or more of the message.
func (r *Reader) takeLine(l line) (Message, bool) {
	inside := r.crlf && r.cur.open && r.lastEnd == endLF
	if day, ok := r.form.dayLine(l.text); ok && r.takeDay(day, l, inside) {
		return r.finish()
	}
	c := cursor{s: l.text}
	if rec, ok := r.form.record(&c, r.all24); ok && r.isRecord(rec, inside) {
		m, ok := r.finish()
		r.begin(rec, l)
		return m, ok
	}
	if r.isNotice(l.text, inside) {
		m, ok := r.finish()
		r.cur = draft{open: true, line: l.no, system: true, first: l.text}
		if r.form != windowsForm {
			r.report(l.no, ReasonOutside)
		}
		return m, ok
	}
	if l.end == endNone && !inside && c.short && isBeginning(r.form, l.text) {
		r.report(l.no, ReasonCut)
		if r.crlf {
			return Message{}, false
		}
	}
	r.extend(l)
	return Message{}, false
}

// takeDay turns the page when the line is a day line.
func (r *Reader) takeDay(day stamp, l line, inside bool) bool {
	if !day.dayExists() {
		r.report(l.no, ReasonTime)
		if inside || r.form.hasDay() || !r.lastBlank && r.form != windowsForm {
			return false // its records have their own date, or it is somebody's words: let it be text
		}
		r.cur.trimBlank()
		r.today = badDay
		return true
	}
	if !r.isDay(day, inside) {
		return false
	}
	if r.days > 0 && r.lastBlank {
		r.blankDays++
	}
	r.days++
	r.cur.trimBlank()
	r.date, r.today = day, day.dayNumber()
	r.keys.minute = day // INVARIANT: the key of what has no time depends on nothing above its day line
	return true
}

// isRecord judges whether a line that looks like a record is one, or is quoted in a message.
func (r *Reader) isRecord(rec record, inside bool) bool {
	if inside {
		// The line break says that it is quoted. But nobody can quote the future: then the line break is wrong.
		return r.form.hasDay() && r.cur.known && rec.at.minuteNumber() > r.cur.at.minuteNumber()
	}
	// A record of an earlier day, without that day's line above it, is quoted: days only go forward.
	return !r.form.hasDay() || !r.cur.open || r.today <= 0 || rec.at.dayNumber() >= r.today || !rec.at.dayExists()
}

// begin starts a message. A time that does not exist leaves the message without one, and is reported.
func (r *Reader) begin(rec record, l line) {
	at, dayKnown := rec.at, true
	if !r.form.hasDay() {
		at, dayKnown = rec.at.on(r.date), r.today > 0
	}
	exists := at.clockExists() && (!dayKnown || at.dayExists())
	if !exists {
		r.report(l.no, ReasonTime)
	}
	if l.end == endNone && r.crlf {
		r.report(l.no, ReasonCut)
	}
	r.cur = draft{
		open: true, line: l.no, at: at, known: exists && dayKnown,
		sender: rec.sender, system: rec.system, first: rec.text,
	}
	if !rec.system {
		r.remember(rec.sender)
	}
}

// extend adds a line to the message in hand, or reports it where there is none.
func (r *Reader) extend(l line) {
	if !r.cur.open {
		if !isBlank(l.text) {
			r.report(l.no, ReasonOutside)
		}
		return
	}
	if r.lastEnd == endCRLF {
		r.cur.spread = true
	}
	if l.end == endNone && r.crlf && !isBlank(l.text) {
		r.report(l.no, ReasonCut)
	}
	if !r.cur.add(l.text) {
		r.report(l.no, ReasonLong)
	}
}

// isBeginning tells whether a line that breaks off could be the beginning of a record, and enough of one.
func isBeginning(f form, s string) bool {
	if f == windowsForm {
		return strings.HasPrefix(s, "[")
	}
	return len(s) >= len("2025년") || strings.HasPrefix(s, "2") && len(s) >= len("2026.")
}
