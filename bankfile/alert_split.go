package bankfile

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// alertSent is what the network puts in front of messages that a computer sent.
var alertSent = regexp.MustCompile(`\[(?:Web|국제|국외)발신\]`)

// alertFrom is the line that apps which forward messages put above them.
var alertFrom = regexp.MustCompile(`^(?:보낸\s?사람|발신자|발신번호|From|Sender)\s*:`)

// alertBlockMax is how many lines one alert can have.
const alertBlockMax = 20

// block is the text of one alert.
type block struct {
	line  int
	lines []string
	sum   bool // a line says how much
	day   bool // a line says when
	whole bool // nothing can follow any more
}

func (b block) text() string { return strings.Join(b.lines, "\n") }

// add takes one more line. Whether the alert has its sum by then decides what may begin the next one.
func (b *block) add(n int, line string) {
	if len(b.lines) == 0 {
		b.line = n
	}
	b.lines = append(b.lines, line)
	last := line
	if k := len(b.lines); k > 1 {
		last = b.lines[k-2] + "\n" + line // KB prints the sum on the line below the word
	}
	rest := alertLeft.ReplaceAllString(last, "")
	b.sum = b.sum || alertIn.MatchString(rest) || alertOut.MatchString(rest)
	b.day = b.day || alertDay.MatchString(line)
	b.whole = tossIn.MatchString(line) || tossOut.MatchString(line) || b.sum && strings.Contains(line, "→")
}

// splitAlerts cuts a text into alerts: at "[Web발신]", at blank lines, and where a line can only be the beginning of
// the next one.
func splitAlerts(text string) []block {
	var out []block
	var now block
	flush := func() {
		if len(now.lines) > 0 {
			out = append(out, now)
		}
		now = block{}
	}
	n, marked := 0, false
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimRight(line, "\r\n")
		sent := alertSent.FindStringIndex(line)
		if sent != nil {
			flush()
			line = line[:sent[0]] + line[sent[1]:]
		}
		line = strings.TrimSpace(line)
		marked = marked || sent != nil
		if alertFrom.MatchString(line) {
			line = ""
		}
		if line == "" {
			if !marked && now.complete() { // where messages have their mark, a blank line stands inside one
				flush()
			}
			continue
		}
		if len(now.lines) == alertBlockMax || now.endsBefore(line) {
			flush()
		}
		now.add(n, line)
	}
	flush()
	return out
}

// complete reports whether an alert has all it needs, so that a blank line ends it rather than stands inside.
func (b *block) complete() bool {
	return b.whole || b.sum && (b.day || len(b.lines) > 1) || len(b.lines) > 2
}

// endsBefore reports whether a line begins another alert.
func (b *block) endsBefore(line string) bool {
	if len(b.lines) == 0 {
		return false
	}
	if b.whole {
		return true
	}
	hasDay := alertDay.MatchString(line)
	bank, rest := senderOf(line)
	switch {
	case tossIn.MatchString(line), tossOut.MatchString(line):
		return b.sum || b.day
	case hasDay && b.day: // no alert has two times
		return true
	case bank != "" && (hasDay || strings.HasPrefix(rest, "입금") || strings.HasPrefix(rest, "출금")):
		return b.sum
	case b.sum && (alertIn.MatchString(line) || alertOut.MatchString(line)): // nor two sums
		return true
	case strings.HasPrefix(line, "[") && bank != "":
		return b.sum || b.day
	}
	return false
}

// alertSenders are the names under which banks write; what stands beside is the bank's name.
var alertSenders = []struct{ word, bank string }{
	{"카카오뱅크", "카카오뱅크"},
	{"토스뱅크", "토스뱅크"},
	{"케이뱅크", "케이뱅크"},
	{"KB국민은행", "KB국민은행"},
	{"KB국민", "KB국민은행"},
	{"국민은행", "KB국민은행"},
	{"KB", "KB국민은행"},
	{"국민", "KB국민은행"},
	{"신한은행", "신한은행"},
	{"신한", "신한은행"},
	{"우리은행", "우리은행"},
	{"우리", "우리은행"},
	{"NH농협은행", "NH농협은행"},
	{"NH농협", "NH농협은행"},
	{"농협은행", "NH농협은행"},
	{"농협", "NH농협은행"},
	{"NH", "NH농협은행"},
	{"하나은행", "하나은행"},
	{"하나", "하나은행"},
	{"IBK기업은행", "IBK기업은행"},
	{"IBK기업", "IBK기업은행"},
	{"IBK", "IBK기업은행"},
	{"기업은행", "IBK기업은행"},
	{"기업", "IBK기업은행"},
	{"토스", "토스뱅크"},
	{"iM뱅크", "iM뱅크"},
	{"대구은행", "iM뱅크"},
	{"부산은행", "부산은행"},
	{"부산", "부산은행"},
	{"경남은행", "경남은행"},
	{"경남", "경남은행"},
	{"광주은행", "광주은행"},
	{"광주", "광주은행"},
	{"전북은행", "전북은행"},
	{"전북", "전북은행"},
	{"제주은행", "제주은행"},
	{"SC제일은행", "SC제일은행"},
	{"SC제일", "SC제일은행"},
	{"수협은행", "수협은행"},
	{"수협", "수협은행"},
	{"신협", "신협"},
	{"새마을금고", "새마을금고"},
	{"MG새마을금고", "새마을금고"},
	{"MG", "새마을금고"},
	{"우체국", "우체국"},
}

// senderOf finds the bank with whose name a line begins, and what follows. The name must end there: "국민연금공단" is no
// bank.
func senderOf(line string) (bank, rest string) {
	line = strings.TrimSpace(line)
	inner, bracket := strings.CutPrefix(line, "[")
	for _, s := range alertSenders {
		rest, ok := strings.CutPrefix(inner, s.word)
		if !ok {
			continue
		}
		if bracket {
			if rest, ok = strings.CutPrefix(rest, "]"); !ok {
				continue
			}
		} else if r, _ := utf8.DecodeRuneInString(rest); rest != "" && unicode.IsLetter(r) {
			continue
		}
		return s.bank, strings.TrimLeft(rest, " ,")
	}
	return "", line
}

// alertBank finds whose alert it is: by its first line, or by a line that is a bank's name and nothing else. A
// depositor may be called "우리꽃집".
func alertBank(b block) string {
	for i, line := range b.lines {
		if bank, rest := senderOf(line); bank != "" && (i == 0 || rest == "") {
			return bank
		}
	}
	if text := b.text(); tossIn.MatchString(text) || tossOut.MatchString(text) {
		return "토스뱅크"
	}
	return ""
}
