package intake

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

var numberedLine = regexp.MustCompile(`^\s*\(?(?:(\d{1,2})\s?[.)]|([①-⑳]))\s*(.*)$`)

// lineNumber reads a numbered line: its number and what follows.
func lineNumber(line string) (n int, rest string, ok bool) {
	m := numberedLine.FindStringSubmatch(line)
	if m == nil {
		return 0, "", false
	}
	if m[2] != "" {
		r, _ := utf8.DecodeRuneInString(m[2])
		return int(r-'①') + 1, m[3], true
	}
	return number(m[1]), m[3], true
}

// numberedMin is the fewest lines of a numbered form.
const numberedMin = 3

// numberedForm reads a form of the shop whose lines are numbered labels: "1. 성함".
func (r *Reader) numberedForm(text string) map[int]string {
	fields := map[int]string{}
	for line := range strings.SplitSeq(text, "\n") {
		n, rest, ok := lineNumber(line)
		if !ok {
			continue
		}
		label, _, _ := strings.Cut(rest, ":")
		if field := r.classify(label); field != "" {
			fields[n] = field
		}
	}
	if len(fields) < numberedMin {
		return nil
	}
	return fields
}

// numberedReply reads an answer that repeats the numbers and not the labels: "1. 정다희".
func (t *talk) numberedReply(text string) []entry {
	if len(t.numbered) == 0 {
		return nil
	}
	var entries []entry
	for i, line := range strings.Split(text, "\n") {
		n, rest, ok := lineNumber(line)
		if !ok {
			continue
		}
		entries = append(entries, entry{field: t.numbered[n], label: strconv.Itoa(n), value: strings.TrimSpace(rest), line: i})
	}
	if len(entries) < 2 {
		return nil
	}
	return entries
}
