package ofx

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/unicode"
)

// headerMax bounds the part of the file in which the header is looked for, in bytes.
const headerMax = 4096

// decode gives the file as UTF-8. The bytes decide before the labels: programs write encoding="utf-16" above plain
// ASCII. What is no UTF-8 is of the named code page, which is 1252 in practice (OFX 1.6 §2.2.1.5).
func decode(data []byte) string {
	if bytes.HasPrefix(data, []byte("\xFF\xFE")) || bytes.HasPrefix(data, []byte("\xFE\xFF")) {
		return decoded(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), data)
	}
	data = bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))
	if utf8.Valid(data) {
		return string(data)
	}
	head := strings.ToUpper(string(data[:min(len(data), headerMax)]))
	for _, label := range []string{"CHARSET:949", "CHARSET:KS", "ENCODING=\"EUC-KR\"", "ENCODING=\"CP949\""} {
		if strings.Contains(head, label) {
			return decoded(korean.EUCKR, data)
		}
	}
	return decoded(charmap.Windows1252, data)
}

func decoded(e encoding.Encoding, data []byte) string {
	out, err := e.NewDecoder().Bytes(data)
	if err != nil {
		return strings.ToValidUTF8(string(data), "\uFFFD")
	}
	return string(out)
}

// header checks the header and gives where the body begins: the offset of <OFX> and its line.
func header(text string) (body, line int, err error) {
	body = strings.Index(text[:min(len(text), headerMax)], "<OFX>")
	if body < 0 {
		return 0, 0, malformed(1, "<OFX> 로 시작하는 본문이 없음", "there is no body that begins with <OFX>")
	}
	head := text[:body]
	line = 1 + newlines(head)
	trimmed := strings.TrimLeft(head, " \t\r\n")
	switch {
	case strings.HasPrefix(trimmed, "<?"):
		err = xmlHeader(trimmed, line)
	case strings.HasPrefix(trimmed, "OFXHEADER:"):
		err = sgmlHeader(head)
	default:
		err = malformed(1, "OFXHEADER 로 시작하는 머리말이 없음", "there is no header that begins with OFXHEADER")
	}
	return body, line, err
}

// xmlHeader wants the processing instruction <?OFX OFXHEADER="200" ...?> (§2.2.2).
func xmlHeader(head string, line int) error {
	_, ofx, found := strings.Cut(head, "<?OFX ")
	if !found || !strings.Contains(ofx, "OFXHEADER=") || !strings.Contains(ofx, "?>") {
		return malformed(line, "<?OFX OFXHEADER=...?> 선언이 없음", "the declaration <?OFX OFXHEADER=...?> is missing")
	}
	return nil
}

// sgmlHeader wants one KEY:VALUE a line, beginning with OFXHEADER, and a blank line before the body (OFX 1.6 §2.2.1).
func sgmlHeader(head string) error {
	blank, seen := false, false
	lines := splitLines(head)
	for i, l := range lines {
		l = strings.TrimSpace(l)
		key, value, found := strings.Cut(l, ":")
		switch {
		case l == "":
			blank = seen
			continue
		case !found || !isKey(key) || blank:
			return malformed(i+1, "머리말의 줄이 '이름:값' 이 아님", "a header line that is no KEY:VALUE")
		case key == "OFXHEADER" && strings.Trim(value, "0123456789") != "":
			return malformed(i+1, "머리말의 항목들이 한 줄에 붙어 있음 (한 줄에 하나여야 함)",
				"the header's keys run together: each needs a line of its own")
		case key == "DATA" && value != "OFXSGML":
			return malformed(i+1, "DATA 가 OFXSGML 이 아님", "DATA is not OFXSGML")
		case key == "COMPRESSION" && value != "NONE" && value != "":
			return malformed(i+1, "압축된 파일은 읽지 않음", "compressed files are not read")
		}
		seen = true
	}
	// The text up to <OFX> ends with its line's beginning: a blank line leaves an empty line before that.
	if len(lines) < 2 || strings.TrimSpace(lines[len(lines)-2]) != "" {
		return malformed(len(lines), "머리말과 <OFX> 사이에 빈 줄이 없음", "the blank line between the header and <OFX> is missing")
	}
	return nil
}

func isKey(s string) bool {
	return s != "" && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// splitLines cuts at CRLF, LF and the lone CR of old Macintosh files.
func splitLines(s string) []string {
	return strings.Split(strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n"), "\n")
}

// newlines counts line ends of all three sorts.
func newlines(s string) int {
	n := strings.Count(s, "\n")
	for i := 0; i < len(s); i++ {
		if s[i] == '\r' && (i+1 == len(s) || s[i+1] != '\n') {
			n++
		}
	}
	return n
}
