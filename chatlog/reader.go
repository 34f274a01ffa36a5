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
