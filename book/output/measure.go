package output

import (
	"strings"

	"github.com/mattn/go-runewidth"
)

// screen measures text as terminals draw it: Hangul and emoji take two columns, lines and marks such as "─ ● …" one. The
// library's own default follows LANG instead and counts those marks double under ko_KR, which no terminal of today draws so.
var screen = &runewidth.Condition{StrictEmojiNeutral: true}

// fit cuts a text to a width.
func fit(s string, width int) string {
	return screen.Truncate(s, max(width, 1), "…")
}

// cell cuts and pads a text, with a blank at its end.
func cell(s string, width int) string {
	return screen.FillRight(fit(s, width-1), width)
}

// right cuts a text and pads it from the left.
func right(s string, width int) string {
	return screen.FillLeft(fit(s, width), width)
}

// wrap breaks a plain text into lines of a width, between words where it can. A text that fits stays as it is.
func wrap(s string, width int) []string {
	width = max(width, widthMin/3)
	var lines []string
	line, used := "", 0
	for i, word := range strings.Split(strings.ReplaceAll(s, " · ", "\x00· "), " ") { // no line begins with a dot
		word = strings.ReplaceAll(word, "\x00", " ")
		size := screen.StringWidth(word)
		if i > 0 && used+1+size <= width {
			line, used = line+" "+word, used+1+size
			continue
		}
		if i > 0 {
			lines = append(lines, line)
		}
		if size > width {
			pieces := strings.Split(screen.Wrap(word, width), "\n")
			lines = append(lines, pieces[:len(pieces)-1]...)
			word = pieces[len(pieces)-1]
			size = screen.StringWidth(word)
		}
		line, used = word, size
	}
	return append(lines, line)
}
