package mt940

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/korean"
)

// wrapColumn is where SWIFT breaks a line, the tag counted in.
const wrapColumn = 65

// decode gives the file as UTF-8: it is UTF-8, or CP949 if it is that without a fault, or Windows-1252.
func decode(data []byte) string {
	data = bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))
	if utf8.Valid(data) {
		return string(data)
	}
	if out, err := korean.EUCKR.NewDecoder().Bytes(data); err == nil && !bytes.ContainsRune(out, utf8.RuneError) {
		return string(out)
	}
	out, err := charmap.Windows1252.NewDecoder().Bytes(data)
	if err != nil {
		return strings.ToValidUTF8(string(data), "\uFFFD")
	}
	return string(out)
}

// field is one field with its further lines.
type field struct {
	tag   string
	lines []string // the first without the tag
	line  int
	ends  bool // the message ends: there is no tag
}

// scanner cuts the text into fields. INVARIANT: it only moves forward.
type scanner struct {
	text    string
	line    int
	pending *field
}

// next gives the next field, or the end of a message.
func (s *scanner) next() (field, bool) {
	for s.text != "" {
		s.line++
		line := s.cut()
		if f, ok := s.take(line); ok {
			return f, true
		}
	}
	return s.flush(nil)
}

// cut takes one line off, which ends with CRLF, LF or CR.
func (s *scanner) cut() string {
	i := strings.IndexAny(s.text, "\r\n")
	if i < 0 {
		line := s.text
		s.text = ""
		return line
	}
	line := s.text[:i]
	if strings.HasPrefix(s.text[i:], "\r\n") {
		i++
	}
	s.text = s.text[i+1:]
	return line
}

// take looks at one line; ok is true when that completes the field before it.
func (s *scanner) take(line string) (field, bool) {
	ended := false
	if rest, found := strings.CutPrefix(line, "-}"); found { // the end of the text block, then other blocks
		ended, line = true, rest
	}
	if isBlock(line) {
		_, text, found := strings.Cut(line, "{4:")
		ended, line = true, ""
		if found {
			line = text
		}
	}
	tag, value, tagged := cutTag(line)
	switch {
	case tagged:
		return s.flush(&field{tag: tag, lines: []string{value}, line: s.line})
	case ended, isEnd(line):
		return s.flush(&field{ends: true, line: s.line})
	case s.pending != nil && !s.pending.ends && strings.TrimSpace(line) != "":
		s.pending.lines = append(s.pending.lines, line)
	}
	return field{}, false // blank lines, and what banks write between messages
}

func (s *scanner) flush(next *field) (field, bool) {
	before := s.pending
	s.pending = next
	if before == nil {
		return field{}, false
	}
	return *before, true
}

// isBlock reports whether a line begins with a block of the SWIFT envelope: {1: basic header, {2:, {3:, {4: text, {5:
// trailer.
func isBlock(line string) bool {
	return len(line) >= 3 && line[0] == '{' && line[1] >= '1' && line[1] <= '5' && line[2] == ':'
}

// isEnd reports whether a line ends a message: "-", with three letters at some banks ("-XXX"), or the ":940:" before
// the next.
func isEnd(line string) bool {
	line = strings.TrimRight(line, " \t\x03")
	switch {
	case line == "-", line == ":940:", line == ":942:":
		return true
	case len(line) == 4 && line[0] == '-':
		return strings.Trim(line[1:], "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
	}
	return false
}

// cutTag takes the tag off a line: ":61:", ":60F:", or a bank's own like ":NS:".
func cutTag(line string) (tag, value string, ok bool) {
	if len(line) < 4 || line[0] != ':' {
		return "", "", false
	}
	end := strings.IndexByte(line[1:min(len(line), 5)], ':')
	if end != 2 && end != 3 {
		return "", "", false
	}
	tag = line[1 : 1+end]
	digits := isDigits(tag[:2]) && (end == 2 || isUpper(tag[2]))
	letters := end == 2 && isUpper(tag[0]) && isUpper(tag[1])
	return tag, line[end+2:], digits || letters
}

func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' }

func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// text undoes the line breaks: a full line went on without a break, a shorter one ended there.
func (f field) text() string {
	var b strings.Builder
	for i, l := range f.lines {
		if i > 0 {
			width := utf8.RuneCountInString(f.lines[i-1])
			if i == 1 {
				width += len(f.tag) + 2
			}
			if width < wrapColumn {
				b.WriteByte(' ')
			}
		}
		b.WriteString(l)
	}
	return strings.TrimSpace(b.String())
}
