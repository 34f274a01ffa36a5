package chatlog

import "strings"

// detectLines is how many lines are looked at to find the layout. Where they hold no record, because a room begins with
// days on which everything was deleted, twice as many are looked at, up to maxDetectLines.
const (
	detectLines    = 30
	maxDetectLines = 1000
)

// hits is what the first lines have of one form.
type hits struct {
	records int // lines that are records
	days    int // lines that are day lines, counted for the form whose day lines are unmistakable
	halved  int // times with a half of the day
	korean  int // times with 오전 or 오후
	dotted  int // times with p.m.
	traits  [8]int
	afterLF int // records behind a bare LF that cannot be quoted in the record before, being later
	afterCR int // records behind a CRLF
	latest  int // the minute of the last record behind a CRLF
}

func (h *hits) add(rec record, before lineEnd) {
	h.records++
	if rec.at.half != noHalf {
		h.halved++
	}
	if rec.at.korean {
		h.korean++
	}
	if rec.at.dotted {
		h.dotted++
	}
	for i := range h.traits {
		if rec.traits&(1<<i) != 0 {
			h.traits[i]++
		}
	}
	switch minute := rec.at.minuteNumber(); {
	case before == endCRLF:
		h.afterCR++
		h.latest = minute
	case before == endLF && minute > h.latest:
		h.afterLF++
	}
}

// most tells whether n is more than half of the records. Some of the others may be quoted in messages.
func (h *hits) most(n int) bool { return 2*n > h.records }

// has tells whether most records have a trait.
func (h *hits) has(t trait) bool {
	for i, n := range h.traits {
		if t&(1<<i) != 0 {
			return h.most(n)
		}
	}
	return false
}

// dayLines is what the first lines have of day lines.
type dayLines struct {
	timed    int // an English date and time alone: Android
	weekday  int // an English weekday and date: iOS
	dashed   int // between dashes
	dashedKO int // of these, in Korean
}

func (d *dayLines) add(s string) {
	if _, ok := dashedDay(s); ok {
		d.dashed++
		if strings.Contains(s, "요일") {
			d.dashedKO++
		}
		return
	}
	_, ok := englishForm.dayLine(s)
	c := cursor{s: s}
	switch _, plain := c.plainDay(); {
	case ok && !plain:
		d.timed++
	case ok && !strings.HasSuffix(s, "요일"):
		d.weekday++
	}
}

// detection is what the first lines say about the file.
type detection struct {
	form   form
	layout Layout
	all24  bool
	crlf   bool
	found  bool
}

// detect takes the form with the most hits; the earlier form wins a tie.
func detect(head []line, h header) detection {
	var table [formCount]hits
	var days dayLines
	for i, l := range head {
		before := endNone
		if i > 0 && i > h.lines {
			before = head[i-1].end
		}
		for f := range formCount {
			c := cursor{s: l.text}
			if rec, ok := f.record(&c, true); ok {
				table[f].add(rec, before)
			}
		}
		days.add(l.text)
		if isRow(l.text) || i == 0 && isMacHeader(l.text) {
			table[csvForm].records++
		}
	}
	table[windowsForm].days = days.dashed
	d := detection{}
	best := 0
	for f := range formCount {
		if n := table[f].records + table[f].days; n > best {
			best, d.form, d.found = n, f, true
		}
	}
	won := &table[d.form]
	d.all24 = won.halved*2 < won.records
	d.crlf = won.afterCR > won.afterLF
	if won.afterCR+won.afterLF == 0 && len(head) > 0 {
		d.crlf = head[0].end == endCRLF
	}
	d.layout = d.form.layout(won, days, h)
	return d
}

// layout names the layout of the form that won.
func (f form) layout(w *hits, days dayLines, h header) Layout {
	half := w.most(w.halved)
	switch f {
	case koreanForm:
		return AndroidKorean
	case timeFirstForm:
		return AndroidEnglish2015
	case timeOnlyForm:
		return IOSKoreanTimeOnly
	case csvForm:
		return Mac
	case dottedForm:
		if half {
			return IOSKorean
		}
		return IOSKorean24
	case windowsForm:
		english := 2*days.dashedKO < days.dashed || days.dashed == 0 && h.english
		switch {
		case w.most(w.korean):
			return WindowsKorean
		case half || english:
			return WindowsEnglish
		}
		return Windows24
	}
	switch {
	case w.most(w.dotted), w.has(traitDayFirst), w.has(traitAt) && half:
		return IOSRegional
	case w.has(traitAt):
		return IOSEnglish24
	case days.timed > days.weekday, days.timed > 0 && !w.has(traitShort):
		return AndroidEnglish
	case days.weekday > 0, w.has(traitShort), w.has(traitColon):
		return IOSEnglish
	}
	return AndroidEnglish
}
