package intake

import (
	"regexp"
	"strings"
)

var numberedLine = regexp.MustCompile(`^\s*\(?(\d{1,2})\s?[.)]\s*(.*)$`)

// numberedMin is the fewest lines of a numbered form.
const numberedMin = 3

// numberedForm reads a form of the shop whose lines are numbered labels: "1. 성함".
func (r *Reader) numberedForm(text string) map[int]string {
	fields := map[int]string{}
	for line := range strings.SplitSeq(text, "\n") {
		m := numberedLine.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		label, _, _ := strings.Cut(m[2], ":")
		if field := r.classify(label); field != "" {
			fields[number(m[1])] = field
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
		m := numberedLine.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		if field := t.numbered[number(m[1])]; field != "" {
			entries = append(entries, entry{field: field, label: m[1], value: strings.TrimSpace(m[2]), line: i})
		}
	}
	if len(entries) < 2 {
		return nil
	}
	return entries
}
