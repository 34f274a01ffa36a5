package intake

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// template is the shop's own form: its labels in order, with what they mean. With it, answers are understood that shorten the
// labels, leave out the colon, or give only the values line by line.
type template []templateLabel

type templateLabel struct {
	plain string // letters only
	field string // "" for a label that means nothing to us
}

// templateMin is the fewest labels of a form.
const templateMin = 3

// newTemplate reads the labels of an empty form.
func newTemplate(entries []entry) template {
	var t template
	for _, e := range entries {
		label := bracketed.ReplaceAllString(e.label, "")
		if plain := letters(label); plain != "" {
			t = append(t, templateLabel{plain, e.field})
		}
	}
	if len(t) < templateMin {
		return nil
	}
	return t
}

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// shortened finds the field of a label that the customer cut short: "속살" for "속살(시트+크림)".
func (t template) shortened(label string) string {
	plain := letters(label)
	if plain == "" {
		return ""
	}
	for _, l := range t {
		if l.field != "" && (strings.HasPrefix(l.plain, plain) || strings.HasSuffix(l.plain, plain) || strings.HasPrefix(plain, l.plain)) {
			return l.field
		}
	}
	return ""
}

// bare reads a line that begins with one of the labels and no mark after it: "카톡말고전화 01000005758".
func (t template) bare(line string) (field, value string) {
	longest := 0 // 담당자 폰 before 담당자
	for _, l := range t {
		if l.field == "" || len(l.plain) <= longest || utf8.RuneCountInString(l.plain) < 2 {
			continue
		}
		if rest, ok := cutLetters(line, l.plain); ok && strings.TrimSpace(rest) != "" {
			field, value, longest = l.field, strings.TrimLeft(rest, " :：-=은는"), len(l.plain)
		}
	}
	return field, value
}

// cutValues ends a value of several lines where one of the form's labels begins, and makes that line an entry of its own.
func (t template) cutValues(entries []entry) []entry {
	if len(t) == 0 {
		return entries
	}
	out := make([]entry, 0, len(entries))
	for _, e := range entries {
		lines := strings.Split(e.value, "\n")
		e.value = lines[0]
		current := e
		for k, line := range lines[1:] {
			if field, value := t.bare(line); field != "" {
				out = append(out, current)
				current = entry{field: field, label: field, value: value, line: e.line + k + 1}
				continue
			}
			current.value += "\n" + line
		}
		out = append(out, current)
	}
	return out
}

// cutLetters takes a label off the front of a line, whatever blanks and marks stand between its letters.
func cutLetters(line, label string) (rest string, ok bool) {
	for i, r := range line {
		if label == "" {
			return line[i:], true
		}
		if !unicode.IsLetter(r) {
			continue
		}
		first, size := utf8.DecodeRuneInString(label)
		if unicode.ToLower(r) != first {
			return "", false
		}
		label = label[size:]
	}
	return "", label == ""
}

// byPosition reads an answer that has a line for every label and no labels.
func (t template) byPosition(text string) []entry {
	var lines []int
	all := strings.Split(text, "\n")
	for i, line := range all {
		if strings.TrimSpace(line) != "" {
			lines = append(lines, i)
		}
	}
	if len(t) == 0 || len(lines) != len(t) {
		return nil
	}
	fits := false
	entries := make([]entry, 0, len(t))
	for k, i := range lines {
		value := strings.TrimSpace(all[i])
		entries = append(entries, entry{field: t[k].field, label: t[k].plain, value: value, line: i})
		fits = fits || t[k].field == "phone" && len(phones(value)) > 0
	}
	if !fits {
		return nil
	}
	return entries
}
