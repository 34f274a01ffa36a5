package chatlog

import (
	"errors"
	"io"
	"slices"
	"strings"
	"time"
)

// maxUnread bounds the list of unread lines; a file with more is not a conversation any more.
const maxUnread = 100_000

// Reader reads one conversation, message by message. It holds one message and a few lines, however long the file.
// It is for one goroutine.
type Reader struct {
	lines     *lines
	loc       *time.Location
	room      Room
	form      form
	all24     bool // 24-hour times are records of the time-only form
	crlf      bool // records end in CRLF, so a bare LF is inside a message
	own       bool // the layout calls the exporter 회원님 or you
	headLines int  // the lines of the header
	savedDay  int
	blankDays int // day lines behind an empty line, but for the first
	days      int

	lastEnd   lineEnd
	lastBlank bool
	date      stamp // the day line above
	today     int   // its day number; 0 before the first, badDay behind one that does not exist
	cur       draft
	quoted    bool // Mac: cur is inside quotation marks
	keys      keyer
	names     map[string]struct{} // Mac and Windows: who has spoken
	unread    []Unread
}

// badDay is the day number behind a day line that does not exist. Every real day comes after it.
const badDay = -1

// Room returns what the header says. Its Messages and Unread are empty.
func (r *Reader) Room() Room {
	room := r.room
	room.Encoding = r.lines.dec.name
	return room
}

// Unread returns a copy of the unread lines up to here, in the order of the file.
func (r *Reader) Unread() []Unread {
	list := slices.Clone(r.unread)
	slices.SortStableFunc(list, func(a, b Unread) int { return a.Line - b.Line })
	return list
}

// Next returns the next message, and io.EOF behind the last one. Any other error is one of reading the stream; it
// stays.
func (r *Reader) Next() (Message, error) {
	for {
		l, ok := r.lines.next()
		if !ok {
			break
		}
		if m, ok := r.take(l); ok {
			return m, nil
		}
	}
	if r.cur.open && errors.Is(r.lines.err, io.EOF) {
		if r.quoted {
			r.report(r.cur.line, ReasonCut)
		}
		if r.form != csvForm {
			r.cur.trimBlank()
		}
		m, _ := r.finish()
		return m, nil
	}
	return Message{}, r.lines.err
}

func (r *Reader) report(line int, why Reason) {
	if len(r.unread) < maxUnread {
		r.unread = append(r.unread, Unread{Line: line, Reason: why})
	}
}

// take reads one line. When the line shows that the message before it has ended, it returns that message.
func (r *Reader) take(l line) (m Message, ok bool) {
	switch {
	case l.long:
		r.report(l.no, ReasonLong)
	case l.bad:
		r.report(l.no, ReasonBytes)
	}
	switch {
	case l.no <= r.headLines:
	case r.form == csvForm:
		m, ok = r.takeRow(l)
	default:
		m, ok = r.takeLine(l)
	}
	r.lastEnd, r.lastBlank = l.end, isBlank(l.text)
	return m, ok
}

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

// finish makes the message in hand, if there is one.
func (r *Reader) finish() (Message, bool) {
	if !r.cur.open {
		return Message{}, false
	}
	d := &r.cur
	m := Message{Line: d.line, Sender: d.sender, Text: d.text()}
	if d.known {
		m.At = d.at.time(r.loc)
		r.keys.minute = d.at
	}
	m.Kind, m.Count = kindOf(m.Text)
	if r.form == csvForm && !d.system {
		d.system = r.isMacNotice(d.sender, m.Text)
	}
	if d.system && (m.Kind != Deleted || r.form != csvForm) {
		m.Kind, m.Count, m.Sender = System, 0, ""
	}
	m.Own = r.own && isOwn(m.Sender)
	m.Key = r.keys.key(m)
	r.cur, r.quoted = draft{more: d.more[:0]}, false
	return m, true
}

// maxNames bounds how many speakers are remembered; an open chat holds 3,000 people.
const maxNames = 10_000

func (r *Reader) remember(name string) {
	if len(r.names) < maxNames {
		r.names[name] = struct{}{}
	}
}

// isOwn knows how mobile exports call the account that made them.
func isOwn(sender string) bool { return sender == "회원님" || strings.EqualFold(sender, "you") }

// isBeginning tells whether a line that breaks off could be the beginning of a record, and enough of one.
func isBeginning(f form, s string) bool {
	if f == windowsForm {
		return strings.HasPrefix(s, "[")
	}
	return len(s) >= len("2025년") || strings.HasPrefix(s, "2") && len(s) >= len("2026.")
}
