package chatlog

import (
	"path"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// header is what the first lines say.
type header struct {
	name    string
	members int
	saved   stamp // zero where there is none
	lines   int   // how many lines it is
	english bool
}

// maxHeaderLines is how many lines a header may take, empty ones included.
const maxHeaderLines = 4

// readHeader reads the title and the line that says when the export was made.
func readHeader(head []line) header {
	var h header
	for i, l := range head {
		if i >= maxHeaderLines {
			break
		}
		text := strings.TrimSpace(l.text)
		saved, english, isSaved := savedLine(text)
		switch {
		case isSaved:
			h.saved, h.english, h.lines = saved, h.english || english, l.no
			return h
		case i == 0 && h.title(text):
			h.lines = l.no
		}
	}
	return h
}

// title reads line 1. It is true for a title of any layout, even one without the room's name.
func (h *header) title(s string) bool {
	if bare, ok := strings.CutSuffix(s, ".txt"); ok {
		s = bare
		if i := strings.LastIndexByte(s, '-'); i >= 0 && allDigits(s[i+1:]) {
			s = s[:i] // the part of a long iOS export
		}
	}
	if strings.HasPrefix(s, "Talk_") {
		return true
	}
	if room, ok := strings.CutSuffix(s, "카카오톡 대화"); ok {
		person, withSomebody := strings.CutSuffix(room, " 님과 ")
		if group, ok := strings.CutSuffix(room, ")과 "); ok {
			person = group + ")"
		}
		h.setName(person, withSomebody)
		return true
	}
	room, ok := strings.CutPrefix(s, "KakaoTalk Chats with ")
	if !ok {
		room, ok = strings.CutSuffix(s, " with KakaoTalk Chats")
	}
	if ok {
		h.english = true
		h.setName(room, false)
	}
	return ok
}

// setName takes the count of people off a room's name: "(4)", "(4명)", "(4 people)", and in Android's Korean title a
// bare number. There a number below 3 is part of somebody's name: two people are no group.
func (h *header) setName(room string, bareCount bool) {
	room = strings.TrimSpace(room)
	h.name = room
	if rest, ok := strings.CutSuffix(room, ")"); ok {
		open := strings.LastIndexByte(rest, '(')
		if open < 0 {
			return
		}
		count := strings.TrimSuffix(strings.TrimSuffix(rest[open+1:], "명"), " people")
		if allDigits(count) {
			h.name, h.members = strings.TrimSpace(rest[:open]), smallNumber(count)
		}
		return
	}
	if i := strings.LastIndexByte(room, ' '); bareCount && i > 0 && allDigits(room[i+1:]) {
		if n := smallNumber(room[i+1:]); n >= 3 {
			h.name, h.members = room[:i], n
		}
	}
}

func allDigits(s string) bool {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return s != "" && len(s) <= 5
}

func smallNumber(s string) int {
	n := 0
	for _, c := range []byte(s) {
		n = n*10 + int(c-'0')
	}
	return n
}

// savedLine reads "저장한 날짜 : ..." and "Date Saved : ..." with any client's date.
func savedLine(s string) (at stamp, english, ok bool) {
	text, ok := strings.CutPrefix(s, "저장한 날짜 :")
	if !ok {
		text, english = strings.CutPrefix(s, "Date Saved :")
		if !english {
			return stamp{}, false, false
		}
	}
	text = strings.TrimSpace(text)
	for _, f := range [...]form{dottedForm, englishForm, koreanForm, timeFirstForm} {
		c := cursor{s: text}
		if at, _, ok := f.prefix(&c, true); ok && c.blank() {
			return at, english, true
		}
	}
	c := cursor{s: text}
	if at, ok := c.dashedDate(); ok && c.gap() {
		at, ok = c.secondsClock(at)
		return at, english, ok
	}
	return stamp{}, english, true
}

// secondsClock reads "20:36:00" or "20:36".
func (c *cursor) secondsClock(day stamp) (stamp, bool) {
	at, ok := c.clock()
	if ok && at.half == noHalf && c.lit(":") {
		at.sec, ok = c.num(2, 2)
	}
	return at.on(day), ok
}

// macFileName reads "KakaoTalk_Chat_{room}_2026-04-22-12-40-45.csv", the only place where the Mac names the room.
func macFileName(name string) (room string, saved stamp) {
	base := norm.NFC.String(baseName(name))
	base = strings.TrimSuffix(base, path.Ext(base))
	rest, ok := strings.CutPrefix(base, "KakaoTalk_Chat_")
	i := strings.LastIndexByte(rest, '_')
	if !ok || i < 0 {
		return "", stamp{}
	}
	c := cursor{s: rest[i+1:]}
	at, ok := c.dashedDate()
	if !ok {
		return "", stamp{}
	}
	clock := strings.FieldsFunc(c.rest(), func(r rune) bool { return !unicode.IsDigit(r) })
	if len(clock) >= 3 && allDigits(clock[0]) && allDigits(clock[1]) && allDigits(clock[2]) {
		at.hour, at.minute, at.sec = smallNumber(clock[0]), smallNumber(clock[1]), smallNumber(clock[2])
	}
	return rest[:i], at
}
