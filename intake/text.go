package intake

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// polite are the endings that hang on a value in Korean speech ("1호요", "초코로 해주세요"). The longest come first.
var polite = []string{
	"으로 부탁드리겠습니다", "로 부탁드리겠습니다", "으로 부탁드립니다", "로 부탁드립니다", "으로 부탁드려요", "로 부탁드려요", "으로 부탁드릴게요",
	"로 부탁드릴게요", "으로 부탁해요", "로 부탁해요", "으로 해주시면 됩니다", "로 해주시면 됩니다", "으로 해주시면 돼요", "로 해주시면 돼요",
	"으로 해주세요", "로 해주세요", "으로 해 주세요", "로 해 주세요", "으로 해주세용", "로 해주세용", "으로 할게요", "로 할게요", "으로 할께요", "로 할께요",
	"으로 하겠습니다", "로 하겠습니다", "으로 주세요", "로 주세요", "으로 넣어주세요", "로 넣어주세요", "으로 적어주세요", "로 적어주세요",
	"으로 써주세요", "로 써주세요", "이라고 써주세요", "라고 써주세요", "이라고 적어주세요", "라고 적어주세요", "이라고 부탁드려요", "라고 부탁드려요",
	"이라고 해주세요", "라고 해주세요", "이라고 넣어주세요", "라고 넣어주세요", "이라고 새겨주세요", "라고 새겨주세요", "부탁드립니다", "부탁드려요", "부탁드릴게요",
	"부탁해요", "부탁합니다", "부탁이요", "해주세요", "넣어주세요", "적어주세요", "써주세요", "주세요", "할게요", "입니다", "이에요", "이예요", "이여요", "예요", "에요",
	"이구요", "이고요", "구요", "고요", "이요", "이용", "이욥", "으로요", "로요", "으로용", "으로", "이랑요", "여요", "요", "욤", "용", "임다", "입니당", "이라고요", "라고요",
	"이고", "인데요", "이라고", "라고", "이란", "로",
}

// dropPolite removes one polite ending and the marks around it.
func dropPolite(s string) string {
	s = trimMarks(s)
	for _, ending := range polite {
		if cut, ok := strings.CutSuffix(s, ending); ok && strings.TrimSpace(cut) != "" {
			return trimMarks(cut)
		}
	}
	return s
}

// trimMarks removes blanks, sentence marks and laughter at both ends, but no brackets or hearts: they may be part of the value.
func trimMarks(s string) string {
	return strings.TrimFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(".,!~?…·;:ㅎㅋㅠㅜ^-—=>/*", r)
	})
}

// lower folds ASCII and Latin letters to lower case without changing the text's length in bytes, so that offsets stay true.
func lower(s string) string {
	plain := true
	for i := range len(s) {
		if s[i] >= 'A' && s[i] <= 'Z' {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

func isHangul(r rune) bool { return r >= 0xAC00 && r <= 0xD7A3 }

// onlyHangul reports whether s is n to m syllables of Hangul and nothing else.
func onlyHangul(s string, n, m int) bool {
	count := 0
	for _, r := range s {
		if !isHangul(r) {
			return false
		}
		count++
	}
	return count >= n && count <= m
}

func hasDigit(s string) bool {
	for i := range len(s) {
		if s[i] >= '0' && s[i] <= '9' {
			return true
		}
	}
	return false
}

// digits returns the ASCII digits of s.
func digits(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if s[i] >= '0' && s[i] <= '9' {
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// sentences cuts a message at sentence marks and line ends; the mark stays with its sentence.
func sentences(text string) []string {
	var out []string
	start := 0
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c != '.' && c != '!' && c != '?' && c != '~' && c != '\n' {
			continue
		}
		if c != '\n' && i+1 < len(text) && text[i+1] != ' ' && text[i+1] != '\n' {
			continue
		}
		if s := strings.TrimSpace(text[start : i+1]); s != "" {
			out = append(out, s)
		}
		start = i + 1
	}
	if s := strings.TrimSpace(text[start:]); s != "" {
		out = append(out, s)
	}
	return out
}

// clauses cuts a line where one thought ends: at sentence marks, and after the endings that join thoughts (이고, 구요, 는데).
// It returns byte ranges, so that what is found in a clause can be shown in its line.
func clauses(line string) [][2]int {
	var out [][2]int
	start := 0
	cut := func(end int) {
		if strings.TrimSpace(line[start:end]) != "" {
			out = append(out, [2]int{start, end})
		}
		start = end
	}
	for i, r := range line {
		if i < start {
			continue
		}
		switch r {
		case '!', '?', '~', '…', ';', '\n':
			cut(i + utf8.RuneLen(r))
		case '.', ',':
			if !between(line, i, unicode.IsDigit) {
				cut(i + 1)
			}
		case ' ':
			if endsThought(line[start:i]) {
				cut(i + 1)
			}
		}
	}
	cut(len(line))
	return out
}

// between reports whether the one-byte mark at i stands between two runes that satisfy is ("4.4", "1,000").
func between(s string, i int, is func(rune) bool) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[i+1:])
	return is(before) && is(after)
}

// thoughtEnds are the endings after which a new thought begins.
var thoughtEnds = []string{
	"이고", "하고요", "구요", "고요", "는데", "은데", "인데", "니까", "어요", "아요", "해요", "에요", "예요", "이요", "세요", "게요", "네요",
	"죠", "니다", "시고", "했고", "됐고", "였고", "겠고", "하구", "이구", "께요", "나요", "까요", "라서", "어서", "아서", "지만", "려고", "드려요", "되고", "돼요",
	"시면", "으면", "하면", "주고", "보고",
}

func endsThought(s string) bool {
	if len(s) < 6 {
		return false
	}
	for _, e := range thoughtEnds {
		if strings.HasSuffix(s, e) {
			return true
		}
	}
	return false
}
