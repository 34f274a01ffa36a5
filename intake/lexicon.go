package intake

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// lexicon is rules/lexicon.txt in a form that is quick to ask.
type lexicon struct {
	goods     map[string]bool
	tastes    []string // longest first
	parts     []string
	surnames  map[string]bool
	surnames2 map[string]bool
	noName    map[string]bool
	hints     *vocabulary // which lines can hold goods or tastes at all
}

// The groups of the hints.
const (
	hintsGoods = iota
	hintsTaste
)

func readLexicon() (*lexicon, error) {
	rows, err := readTable("lexicon.txt", 2)
	if err != nil {
		return nil, err
	}
	lists := map[string][]string{}
	for _, row := range rows {
		for _, w := range strings.Fields(row[1]) {
			lists[row[0]] = append(lists[row[0]], strings.ReplaceAll(w, "_", " "))
		}
	}
	byLength := func(words []string) []string {
		sort.SliceStable(words, func(i, j int) bool { return len(words[i]) > len(words[j]) })
		return words
	}
	set := func(words []string) map[string]bool {
		m := make(map[string]bool, len(words))
		for _, w := range words {
			m[w] = true
		}
		return m
	}
	hints := &vocabulary{}
	for _, w := range append([]string{"떡", "꽃"}, lists["goods"]...) {
		hints.put(w, hintsGoods)
	}
	for _, w := range lists["taste"] {
		hints.put(w, hintsTaste)
	}
	return &lexicon{
		hints:     hints,
		goods:     set(lists["goods"]),
		tastes:    byLength(lists["taste"]),
		parts:     byLength(lists["tastepart"]),
		surnames:  set(lists["surname"]),
		surnames2: set(lists["surname2"]),
		noName:    set(lists["noname"]),
	}, nil
}

// particles hang on a Korean noun; the longest come first.
var particles = []string{
	"으로요", "이랑요", "이에요", "입니다", "이고요", "이구요", "으로는", "에다가", "까지요", "하고요", "이었으면", "였으면",
	"이랑", "으로", "이요", "에요", "예요", "이고", "이며", "이나", "인데", "에서", "에는", "에다", "하고", "까지", "부터", "처럼", "이용", "이여", "로요", "랑요", "정도",
	"로는", "만요", "도요", "으론", "라도", "밖에",
	"은", "는", "이", "가", "을", "를", "도", "로", "에", "랑", "와", "과", "요", "만", "의", "용", "나", "론", "욤", "여", "쪽",
}

// stems gives the word and what is left of it without its particle, most likely first.
func stems(token string) []string {
	out := []string{token}
	for _, p := range particles {
		if cut, ok := strings.CutSuffix(token, p); ok && cut != "" {
			out = append(out, cut)
		}
	}
	return out
}

// isGoods reports whether the word ends in a thing that is sold, and how the thing is called.
func (l *lexicon) isGoods(word string) bool {
	if l.goods[word] {
		return true
	}
	for i := range word {
		if i > 0 && l.goods[word[i:]] && utf8.RuneCountInString(word[i:]) >= 2 {
			return true
		}
	}
	if r, size := utf8.DecodeLastRuneInString(word); (r == '떡' || r == '꽃') && len(word) > size {
		return true
	}
	return false
}

// isTaste reports whether the whole word is made of tastes, colours and parts ("바닐라시트", "딸기생크림").
func (l *lexicon) isTaste(word string) bool {
	rest, tasted := word, false
	for rest != "" {
		if w := longestPrefix(rest, l.tastes); w != "" {
			rest, tasted = rest[len(w):], true
			continue
		}
		if w := longestPrefix(rest, l.parts); w != "" && tasted {
			rest = rest[len(w):]
			continue
		}
		if cut, ok := strings.CutPrefix(rest, "+"); ok && tasted {
			rest = cut
			continue
		}
		return false
	}
	return tasted
}

func longestPrefix(s string, words []string) string {
	for _, w := range words {
		if strings.HasPrefix(s, w) {
			return w
		}
	}
	return ""
}

// isName reports whether a word looks like a Korean name. asked allows the short and long ones that need a reason.
func (l *lexicon) isName(word string, asked bool) bool {
	if !onlyHangul(word, 2, 4) || l.noName[word] {
		return false
	}
	runes := []rune(word)
	if strings.ContainsRune("요죠까게는을를에의며면데네습고", runes[len(runes)-1]) {
		return false // an ending, not a given name
	}
	for n := 2; n < len(runes); n++ {
		if l.noName[string(runes[:n])] && !(n == 2 && len(runes) == 3 && l.rareNoName(string(runes[:2]))) {
			return false
		}
	}
	switch len(runes) {
	case 2:
		return asked && l.surnames[string(runes[:1])]
	case 3:
		return l.surnames[string(runes[:1])] || asked && l.surnames2[string(runes[:2])]
	default:
		return l.surnames2[string(runes[:2])]
	}
}

// rareNoName are words that begin many real names as well ("이수", "한지", "정성훈", "우리나"): three syllables may follow them.
func (l *lexicon) rareNoName(two string) bool {
	switch two {
	case "정성", "주인", "한지", "이유", "고민", "유리", "지나", "기도", "소식", "안내", "장미", "조화", "이상", "정리", "국민", "현재", "이수", "신청", "공주", "고정",
		"한시", "진행", "민트", "우리", "구로", "강남", "장소", "채소", "하루", "유명", "홍시", "정확", "연한", "기억", "기다", "고운", "시안", "도와", "소량", "사용",
		"이제", "이후", "정도", "이체", "전부", "전체", "고기", "남은", "선물", "성공", "인사", "지인", "주년", "성당", "표시", "진한", "한우", "문의", "전자", "남자", "여자":
		return true
	}
	return false
}
