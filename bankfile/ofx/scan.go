package ofx

import (
	"strconv"
	"strings"
)

// token is one tag with the text that follows it.
type token struct {
	name  string // without the slash
	end   bool   // </NAME>
	value string // the text up to the next tag, unescaped and trimmed; of an end tag ""
	void  bool   // <NAME/> or <NAME></NAME>
	line  int
}

// scanner cuts the body into tags. INVARIANT: it only moves forward, so that the time is linear.
type scanner struct {
	text string
	at   int
	line int
}

// next gives the next tag; ok is false at the end of the text.
func (s *scanner) next() (t token, ok bool, err error) {
	for {
		from, found := s.tag()
		s.advance(from)
		if !found {
			return token{}, false, nil
		}
		if s.comment() {
			continue
		}
		to := strings.IndexByte(s.text[s.at:], '>')
		if to < 0 {
			return token{}, false, malformed(s.line, "파일이 태그 가운데에서 끊김", "the file ends within a tag")
		}
		name := s.text[s.at+1 : s.at+to]
		t = token{line: s.line}
		s.advance(s.at + to + 1)
		if rest, isEnd := strings.CutPrefix(name, "/"); isEnd {
			t.name, t.end = strings.ToUpper(strings.TrimSpace(rest)), true
			return t, true, nil
		}
		name, t.void = strings.CutSuffix(name, "/")
		t.name, _, _ = strings.Cut(strings.ToUpper(strings.TrimSpace(name)), " ")
		if t.void {
			return t, true, nil
		}
		t.value = s.value()
		s.close(&t)
		return t, true, nil
	}
}

// tag finds the next '<' that begins a tag: in OFX 1.x a lone '<' can stand in a name.
func (s *scanner) tag() (int, bool) {
	for i := s.at; ; i++ {
		step := strings.IndexByte(s.text[i:], '<')
		if step < 0 || i+step+1 >= len(s.text) {
			return len(s.text), false
		}
		i += step
		if c := s.text[i+1]; c == '/' || c == '!' || c == '?' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' {
			return i, true
		}
	}
}

func (s *scanner) advance(to int) {
	s.line += newlines(s.text[s.at:to])
	s.at = to
}

// comment passes over comments and declarations.
func (s *scanner) comment() bool {
	end := ">"
	switch rest := s.text[s.at:]; {
	case strings.HasPrefix(rest, "<!--"):
		end = "-->"
	case !strings.HasPrefix(rest, "<!") && !strings.HasPrefix(rest, "<?"):
		return false
	}
	if i := strings.Index(s.text[s.at:], end); i >= 0 {
		s.advance(s.at + i + len(end))
	} else {
		s.advance(len(s.text))
	}
	return true
}

// value takes the text up to the next tag, with the marked sections in it (§2.3.2.1).
func (s *scanner) value() string {
	const open, end = "<![CDATA[", "]]>"
	var b strings.Builder
	for {
		to, _ := s.tag()
		b.WriteString(unescape(s.text[s.at:to]))
		s.advance(to)
		if !strings.HasPrefix(s.text[s.at:], open) {
			break
		}
		raw, _, _ := strings.Cut(s.text[s.at+len(open):], end)
		b.WriteString(raw)
		s.advance(min(s.at+len(open)+len(raw)+len(end), len(s.text)))
	}
	return strings.TrimSpace(b.String())
}

// entities are the escapes of OFX (§2.3.2.1) and XML. The looser ones of HTML are left: FISH&REGAL is a name.
var entities = map[string]string{"lt": "<", "gt": ">", "amp": "&", "quot": `"`, "apos": "'", "nbsp": " "}

// entityMax bounds the name of an escape, "#x10FFFF" being the longest, so that a lone '&' costs no long look ahead.
const entityMax = 8

func unescape(s string) string {
	if !strings.Contains(s, "&") {
		return s
	}
	var b strings.Builder
	for {
		before, after, found := strings.Cut(s, "&")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		name, _, ended := strings.Cut(after[:min(len(after), entityMax+1)], ";")
		text, known := entities[name]
		if code, numbered := strings.CutPrefix(name, "#"); numbered {
			base := 10
			if hex, isHex := strings.CutPrefix(strings.ToLower(code), "x"); isHex {
				code, base = hex, 16
			}
			n, err := strconv.ParseUint(code, base, 21)
			text, known = string(rune(n)), err == nil
		}
		if !ended || !known {
			b.WriteByte('&')
			s = after
			continue
		}
		b.WriteString(text)
		s = after[len(name)+1:]
	}
}

// close takes the end tag that follows at once.
func (s *scanner) close(t *token) {
	rest := s.text[s.at:]
	n := len(t.name) + 3
	if len(rest) >= n && rest[:2] == "</" && rest[n-1] == '>' && strings.EqualFold(rest[2:n-1], t.name) {
		s.advance(s.at + n)
		t.void = true
	}
}
