package chatlog

import "strings"

// isMacHeader knows the first line of the Mac's table, also as spreadsheets write it back.
func isMacHeader(s string) bool {
	return strings.EqualFold(strings.ReplaceAll(strings.TrimSpace(s), `"`, ""), "Date,User,Message")
}

// isRow tells whether a line begins with a date and a time to the second, as a row of the Mac's table does.
func isRow(s string) bool {
	c := cursor{s: s}
	_, dated, ok := c.rowTime()
	return ok && dated
}

// rowTime reads the first field: a date and a time, quoted or not, or nothing (dated is false).
func (c *cursor) rowTime() (at stamp, dated, ok bool) {
	if c.lit(`,"`) {
		c.i--
		return at, false, true
	}
	quoted := c.lit(`"`)
	if at, ok = c.dashedDate(); !ok || !c.lit(" ") {
		return at, false, false
	}
	if at, ok = c.secondsClock(at); !ok || quoted && !c.lit(`"`) || !c.lit(",") {
		return at, false, false
	}
	return at, true, true
}

// row is a line that begins a row of the Mac's table.
type row struct {
	at           stamp
	dated        bool
	sender, text string
	open         bool // the text goes on: its quotation mark is not closed
}

func readRow(s string) (r row, ok bool) {
	c := cursor{s: s}
	if r.at, r.dated, ok = c.rowTime(); !ok {
		return r, false
	}
	if c.lit(`"`) {
		text, end, closed := unquote(c.rest())
		c.i += end
		if !closed || !c.lit(",") {
			return r, false
		}
		r.sender = text
	} else if i := strings.IndexByte(c.rest(), ','); i >= 0 {
		r.sender = c.rest()[:i]
		c.i += i + 1
	} else {
		return r, false
	}
	raw := c.rest()
	if !strings.HasPrefix(raw, `"`) {
		r.text = raw // a tool has written it back; a comma in it is its own
		return r, true
	}
	text, end, closed := unquote(raw[1:])
	switch {
	case !closed:
		r.text, r.open = text, true
	case isBlank(raw[1+end:]):
		r.text = text
	default:
		r.text = raw // quotation marks of its own, without the table's around them
	}
	return r, true
}

// unquote reads a quoted field from behind its opening mark: its text, where it ends, and whether it ended.
func unquote(s string) (text string, end int, closed bool) {
	from := 0
	for {
		i := strings.IndexByte(s[from:], '"')
		if i < 0 {
			return strings.ReplaceAll(s, `""`, `"`), len(s), false
		}
		i += from
		if i+1 == len(s) || s[i+1] != '"' {
			return strings.ReplaceAll(s[:i], `""`, `"`), i + 1, true
		}
		from = i + 2
	}
}

// takeRow reads a line of the Mac's table.
func (r *Reader) takeRow(l line) (Message, bool) {
	if r.quoted && !r.endsQuote(l) {
		return Message{}, false
	}
	if r.quoted {
		r.quoted = false
		r.report(r.cur.line, ReasonQuote)
	}
	x, ok := readRow(l.text)
	if !ok {
		if !isBlank(l.text) {
			r.report(l.no, ReasonOutside)
			r.extend(l)
		}
		return Message{}, false
	}
	m, ok := r.finish()
	r.beginRow(x, l)
	return m, ok
}

// endsQuote takes a line inside quotation marks. It is true when the line begins a new row instead, because somebody
// forgot to close the quotation: inside one, every mark is doubled.
func (r *Reader) endsQuote(l line) bool {
	text, end, closed := unquote(l.text)
	proper := !closed || isBlank(l.text[end:])
	if x, ok := readRow(l.text); ok && x.dated && (!proper || r.knownLater(x)) {
		return true
	}
	if !proper {
		text = l.text
	}
	r.quoted = !closed || !proper
	if !r.cur.add(text) {
		r.report(l.no, ReasonLong)
	}
	return false
}

// knownLater tells whether an unquoted row is of somebody who has spoken, and later: nobody can quote the future.
func (r *Reader) knownLater(x row) bool {
	_, spoken := r.names[x.sender]
	return spoken && r.cur.known && x.at.minuteNumber() > r.cur.at.minuteNumber()
}

func (r *Reader) beginRow(x row, l line) {
	exists := x.dated && x.at.dayExists() && x.at.clockExists()
	if x.dated && !exists {
		r.report(l.no, ReasonTime)
	}
	r.cur = draft{
		open: true, line: l.no, at: x.at, known: exists, sender: x.sender, first: x.text,
		system: x.sender == "",
	}
	r.quoted = x.open
	if x.sender != "" {
		r.remember(x.sender)
	}
}
