package match

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxNameRunes is how much of a name is looked at; bank lists cut at 7 to 20 and nobody is called longer.
const maxNameRunes = 40

// mask is what every sign for a hidden syllable becomes.
const mask = '*'

// shape is a name taken apart, the same way for depositor names and for names of customers.
type shape struct {
	key      string // folded whole: no blanks, no punctuation, lower case
	core     string // key without affixes and digits; equal to key when there are none
	turned   string // core of a name in Latin letters with its words turned round ("Jenny Kim" as kimjenny)
	digits   string // digits before or after the core
	prefixed bool   // a company or bank word stood in front
	suffixed bool   // a word such as 케이크 or 잔금 stood behind
	parent   bool   // a word for a parent stood behind (서연맘)
	masked   bool
	runes    []rune // of core
	wallet   bool   // of depositor names: a company that pays for many
	income   marks  // of depositor names: what income it stands for
	given    string // core without the family name, when it is a whole Korean name
}

// dressing is a word that payers and apps put before or behind a name.
type dressing struct {
	word string
	rest int // least runes that must be left, so that no real name loses a syllable
}

// prefixes are tried in this order; the longer of two with the same beginning stands first.
var prefixes = []dressing{
	{"주식회사", 2},
	{"카카오페이", 2},
	{"카카오뱅크", 2},
	{"네이버페이", 2},
	{"토스뱅크", 2},
	{"케이뱅크", 2},
	{"카카오", 3},
	{"네이버", 3},
	{"페이코", 3},
	{"토스", 3},
	{"카뱅", 3},
	{"국민", 3},
	{"신한", 3},
	{"우리", 3},
	{"하나", 3},
	{"농협", 3},
	{"기업", 3},
	{"새마을", 3},
	{"우체국", 3},
	{"kakaopay", 4},
	{"kakao", 4},
	{"toss", 4},
	{"from", 4},
	{"mr", 6},
	{"ms", 6},
}

// suffixes are tried in this order. One syllable comes off only where a full name of three is left: 김민돌 may be a
// person.
var suffixes = []dressing{
	{"꽃바구니", 2},
	{"생크림케이크", 2},
	{"떡케이크", 2},
	{"케이크값", 2},
	{"케이크", 2},
	{"케이크예약", 2},
	{"케익", 2},
	{"케잌", 2},
	{"꽃다발", 2},
	{"꽃값", 2},
	{"떡값", 2},
	{"도시락", 2},
	{"마카롱", 2},
	{"디저트", 2},
	{"답례품", 2},
	{"백설기", 2},
	{"돌잔치", 2},
	{"돌상", 3},
	{"돌떡", 2},
	{"쿠키", 2},
	{"화환", 2},
	{"화분", 2},
	{"부케", 2},
	{"예약금", 2},
	{"계약금", 2},
	{"보증금", 2},
	{"선입금", 2},
	{"선금", 2},
	{"잔금", 2},
	{"잔액", 2},
	{"입금자", 2},
	{"입금", 2},
	{"송금", 2},
	{"이체", 2},
	{"결제", 2},
	{"대금", 2},
	{"비용", 2},
	{"금액", 2},
	{"주문금", 2},
	{"주문", 2},
	{"예약", 2},
	{"픽업", 2},
	{"배달", 2},
	{"택배", 2},
	{"배송비", 2},
	{"생일", 2},
	{"생신", 2},
	{"칠순", 2},
	{"환갑", 2},
	{"파티", 2},
	{"개업", 2},
	{"고객님", 2},
	{"고객", 2},
	{"입니다", 2},
	{"이에요", 2},
	{"예요", 2},
	{"드림", 3},
	{"1호", 2},
	{"2호", 2},
	{"3호", 2},
	{"4호", 2},
	{"미니", 3},
	{"님", 3},
	{"씨", 3},
	{"꽃", 3},
	{"떡", 3},
	{"빵", 3},
	{"돌", 3},
	{"cake", 4},
	{"cakes", 4},
	{"flowers", 4},
	{
		"flower",
		4,
	},
	{"order", 4},
	{"deposit", 4},
	{"balance", 4},
	{"payment", 4},
}

// parents follow a child's name, which may or may not be the customer's.
var parents = []string{"어머니", "어머님", "아버지", "아버님", "엄마", "아빠", "맘", "파파", "마미", "mom", "dad"}

// companyMarks are read before punctuation goes, because 주 alone is a family name.
var companyMarks = strings.NewReplacer("(주)", "", "(유)", "", "(사)", "", "[주]", "", "주)", "", "(재)", "", "(합)", "")

// fold brings a name to the form in which equal names are equal bytes: NFKC, lower case, letters and digits only, and
// one sign for hidden syllables.
func fold(name string) string {
	name = clip(name)
	if !norm.NFKC.IsNormalString(name) {
		name = norm.NFKC.String(name)
	}
	source := []rune(name)
	folded := make([]rune, 0, len(source))
	for i, r := range source {
		switch {
		case isMask(source, i):
			folded = append(folded, mask)
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			folded = append(folded, unicode.ToLower(r))
		}
		if len(folded) == maxNameRunes {
			break
		}
	}
	return string(folded)
}

// isMask tells whether the rune hides a syllable. Letters that look like a circle or cross do so only beside Hangul
// (홍O동).
func isMask(s []rune, i int) bool {
	switch s[i] {
	case '*', '○', '〇', '●', '◯', '×', '✕', '□', '■', '△', '▲', '＊', '∗', '⁎', '￮', '◦', '?', '#':
		return true
	case 'o', 'O', '0', 'x', 'X':
		before := i > 0 && isSyllable(s[i-1])
		after := i+1 < len(s) && isSyllable(s[i+1])
		return before && after
	}
	return false
}

// parse takes a name apart.
func parse(name string) shape {
	plain := norm.NFKC.String(clip(name))
	bare := companyMarks.Replace(plain)
	s := shape{key: fold(bare), prefixed: bare != plain}
	s.core = s.key
	s.trim()
	s.turned = turn(plain)
	s.runes = []rune(s.core)
	s.given = givenName(s.runes)
	s.masked = slices.Contains(s.runes, mask)
	return s
}

// maxDressings is how many words are taken off one name (토스 + 홍길동 + 잔금 + 입금).
const maxDressings = 4

// leastDressed is the shortest that a name and a word before or behind it can be together, by the tables above.
const leastDressed = 4

func (s *shape) trim() {
	for range maxDressings {
		before := s.core
		if utf8.RuneCountInString(s.core) >= leastDressed {
			s.trimPrefix()
			s.trimSuffix()
		}
		s.trimDigits()
		if s.core == before {
			break
		}
	}
	for _, word := range parents {
		if rest, ok := strings.CutSuffix(s.core, word); ok && runeCount(rest) >= 2 && !s.parent {
			s.core, s.parent = rest, true
		}
	}
}

func (s *shape) trimDigits() {
	tail := strings.TrimRight(s.core, "0123456789")
	if tail != s.core {
		s.digits = s.core[len(tail):] + s.digits
		s.core = tail
		return
	}
	head := strings.TrimLeft(s.core, "0123456789")
	if head != s.core {
		s.digits += s.core[:len(s.core)-len(head)]
		s.core = head
	}
}

func (s *shape) trimPrefix() {
	for _, p := range prefixes {
		rest, ok := strings.CutPrefix(s.core, p.word)
		if !ok {
			continue
		}
		// 토스김솔 has a person of two syllables in it, 토스머니 has none.
		if runes := []rune(rest); len(runes) >= p.rest || len(runes) == 2 && isFullName(runes) &&
			len([]rune(p.word)) > 1 {
			s.core, s.prefixed = rest, true
			return
		}
	}
}

func (s *shape) trimSuffix() {
	for _, p := range suffixes {
		if rest, ok := strings.CutSuffix(s.core, p.word); ok && runeCount(rest) >= p.rest {
			s.core, s.suffixed = rest, true
			return
		}
	}
}

// turn gives a name of two or three Latin words with the last word first; the family name stands on either end.
func turn(plain string) string {
	words := strings.FieldsFunc(plain, func(r rune) bool { return r == ' ' || r == ',' || r == '\t' })
	if len(words) < 2 || len(words) > 3 {
		return ""
	}
	for _, r := range plain {
		if unicode.IsLetter(r) && r > unicode.MaxLatin1 {
			return ""
		}
	}
	return fold(words[len(words)-1] + strings.Join(words[:len(words)-1], ""))
}

// clip keeps the beginning of what is far too long to be a name, so that a damaged file costs no time.
func clip(name string) string {
	if len(name) <= 4*maxNameRunes {
		return name
	}
	return string([]rune(name[:4*maxNameRunes]))
}

func runeCount(s string) int { return utf8.RuneCountInString(s) }
