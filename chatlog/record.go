package chatlog

import "strings"

// form is the shape of a record. Several layouts share one.
type form uint8

const (
	dottedForm    form = iota // I1, I2: 2026. 8. 5. 오전 10:58, 이름 : 글
	englishForm               // A2, I4, I5, I6: February 10, 2016, 2:33 AM, name : text
	koreanForm                // A1: 2025년 12월 15일 오후 1:18, 이름 : 글
	timeFirstForm             // A3: 8:34pm, July 9, 2015, name : text
	timeOnlyForm              // I3: 오후 8:36, 이름 : 글
	windowsForm               // W: [이름] [오후 1:01] 글
	csvForm                   // M: 2021-12-29 20:36:00,"name","text"
	formCount
)

// record is a line that begins a message.
type record struct {
	at     stamp
	sender string
	text   string
	system bool
	traits trait
}

// trait is something in a record that tells layouts of the same form apart.
type trait uint8

const (
	traitAt       trait = 1 << iota // "2015 at 21:00"
	traitShort                      // "Dec"
	traitDayFirst                   // "31 December"
	traitColon                      // a system line with a colon behind the time
)

// hasDay tells whether the form's records carry their date.
func (f form) hasDay() bool { return f != timeOnlyForm && f != windowsForm }

// record reads a line as the form's record. With all24 the time-only form takes 24-hour times too, which are too
// common in speech ("20:36, 강남 : ...") to be taken in other files.
func (f form) record(c *cursor, all24 bool) (record, bool) {
	switch f {
	case windowsForm:
		return c.windowsRecord()
	case csvForm:
		return record{}, false
	}
	at, traits, ok := f.prefix(c, all24)
	if !ok {
		return record{}, false
	}
	r := record{at: at, traits: traits}
	if c.lit(": ") {
		r.system, r.text = true, c.rest()
		r.traits |= traitColon
		return r, true
	}
	if !c.lit(", ") {
		return record{}, false
	}
	if f == timeOnlyForm {
		t := *c
		if _, _, _, dated := t.englishDate(); dated {
			return record{}, false // Android of 2015: the date stands behind the time
		}
	}
	c.short = c.short || c.atEnd()
	r.splitSender(c.rest())
	return r, !c.atEnd()
}

// splitSender splits at the first " : ". A name may hold a colon, but not one between blanks.
func (r *record) splitSender(s string) {
	if i := strings.Index(s, " : "); i >= 0 {
		r.sender, r.text = s[:i], s[i+3:]
	} else if bare, ok := strings.CutSuffix(s, " :"); ok {
		r.sender = bare
	} else {
		r.text = s
	}
	r.system = r.sender == ""
}

// prefix reads the date and time in front of a record, up to the mark that follows them.
func (f form) prefix(c *cursor, all24 bool) (s stamp, traits trait, ok bool) {
	switch f {
	case koreanForm:
		if s, ok = c.koreanDate(); ok && c.gap() {
			return c.timeOf(s, 0)
		}
	case dottedForm:
		if s, ok = c.dottedDate(); ok && c.gap() {
			return c.timeOf(s, 0)
		}
	case englishForm:
		return c.englishPrefix()
	case timeFirstForm:
		return c.timeFirstPrefix()
	case timeOnlyForm:
		s, ok = c.clock()
		return s, 0, ok && (s.half != noHalf || all24)
	}
	return s, 0, false
}

func (c *cursor) timeOf(day stamp, t trait) (stamp, trait, bool) {
	clock, ok := c.clock()
	return clock.on(day), t, ok
}

func (c *cursor) englishPrefix() (stamp, trait, bool) {
	day, dayFirst, short, ok := c.englishDate()
	if !ok {
		return day, 0, false
	}
	var t trait
	if dayFirst {
		t |= traitDayFirst
	}
	if short {
		t |= traitShort
	}
	switch {
	case c.lit(", "):
	case c.lit(" at "):
		t |= traitAt
	default:
		return day, 0, false
	}
	return c.timeOf(day, t)
}

func (c *cursor) timeFirstPrefix() (stamp, trait, bool) {
	clock, ok := c.clock()
	if !ok || !c.lit(", ") {
		return clock, 0, false
	}
	day, _, _, ok := c.englishDate()
	return clock.on(day), 0, ok
}

// windowsRecord reads "[name] [time] text". The sender ends at the first "] [time]": a name may hold brackets, and
// the text may quote another record.
func (c *cursor) windowsRecord() (record, bool) {
	if !c.lit("[") {
		return record{}, false
	}
	from := c.i
	for {
		n := strings.Index(c.s[c.i:], "] [")
		if n < 0 {
			c.short = true
			return record{}, false
		}
		sender := c.s[from : c.i+n]
		c.i += n + 3
		t := *c
		at, ok := t.clock()
		if ok && t.lit("]") && (t.lit(" ") || t.atEnd()) {
			return record{at: at, sender: sender, text: t.rest(), system: sender == ""}, true
		}
		c.short = c.short || t.short
		c.i -= len("] [") - 1
	}
}
