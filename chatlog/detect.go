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

func (h *hits) has(t trait) bool {
	for i, n := range h.traits {
		if t&(1<<i) != 0 && n > 0 {
			return true
		}
	}
	return false
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
	weekdays, koreanDays := 0, 0
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
		if _, ok := dashedDay(l.text); ok {
			table[windowsForm].days++
		}
		if isRow(l.text) || i == 0 && isMacHeader(l.text) {
			table[csvForm].records++
		}
		c := cursor{s: strings.Trim(l.text, "- ")}
		if _, ok := c.plainDay(); ok {
			weekdays++
			if strings.HasSuffix(c.s, "요일") {
				koreanDays++
			}
		}
	}
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
	d.layout = d.form.layout(won, h, weekdays > 0, koreanDays > 0 || weekdays == 0 && !h.english)
	return d
}

// layout names the layout of the form that won.
func (f form) layout(w *hits, h header, weekdays, korean bool) Layout {
	half := w.halved > 0
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
		switch {
		case w.korean > 0:
			return WindowsKorean
		case half || !korean:
			return WindowsEnglish
		}
		return Windows24
	}
	switch {
	case w.dotted > 0, w.has(traitDayFirst), w.has(traitAt) && half:
		return IOSRegional
	case w.has(traitAt):
		return IOSEnglish24
	case w.has(traitShort), w.has(traitColon), weekdays:
		return IOSEnglish
	}
	return AndroidEnglish
}
