package intake

import "strings"

// Groups is a set of word groups that occur in a text.
type groups [2]uint64

func (g groups) has(i int) bool { return g[i>>6]&(1<<(i&63)) != 0 }

func (g *groups) add(i int) { g[i>>6] |= 1 << (i & 63) }

// groupsMax is how many groups one vocabulary can tell apart.
const groupsMax = 128

// vocabulary finds in one walk over a text which groups of words occur in it. Patterns are tried only where one of their words
// stands: most lines of a chat hold none.
type vocabulary struct {
	buckets [vocabularyBuckets][]vocabularyWord
	short   [256][]vocabularyWord // words of one or two bytes, by their first
	start   []vocabularyWord      // words that count at the beginning only
}

type vocabularyWord struct {
	text  string
	group int
}

const vocabularyBuckets = 1 << 12

func bucketOf(a, b, c byte) uint32 {
	return (uint32(a)*0x9E37 ^ uint32(b)*0x85EB ^ uint32(c)*0xC2B3) % vocabularyBuckets
}

func (v *vocabulary) put(word string, group int) {
	if cut, ok := strings.CutPrefix(word, "^"); ok {
		v.start = append(v.start, vocabularyWord{cut, group})
		return
	}
	if len(word) < 3 {
		v.short[word[0]] = append(v.short[word[0]], vocabularyWord{word, group})
		return
	}
	b := bucketOf(word[0], word[1], word[2])
	v.buckets[b] = append(v.buckets[b], vocabularyWord{word, group})
}

// in gives the groups that occur in a text in lower case.
func (v *vocabulary) in(text string) groups {
	var g groups
	if len(v.start) > 0 {
		head := strings.TrimLeft(text, " .,~!ㅎㅋㅠㅜ^-*()")
		for _, w := range v.start {
			if strings.HasPrefix(head, w.text) {
				g.add(w.group)
			}
		}
	}
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c&0xC0 == 0x80 {
			continue // inside a rune
		}
		if list := v.short[c]; list != nil {
			for _, w := range list {
				if strings.HasPrefix(text[i:], w.text) {
					g.add(w.group)
				}
			}
		}
		if i+3 > len(text) {
			continue
		}
		for _, w := range v.buckets[bucketOf(c, text[i+1], text[i+2])] {
			if !g.has(w.group) && strings.HasPrefix(text[i:], w.text) {
				g.add(w.group)
			}
		}
	}
	return g
}

// The groups of words that the readers of facts look for.
const (
	saysDay = iota
	saysHoliday
	saysRelative
	saysWeekday
	saysClock
	saysLettering
	saysMoney
	saysSelf
	saysPlace
	saysCount
	saysLooseCount
	saysSizeWord
	saysGrain
	saysDesign
	saysCooler
	saysOffer
	saysCalled
	saysQuote
	saysSum
	saysAsking
)

// common is the vocabulary of the readers of facts.
var common = newCommon()

func newCommon() *vocabulary {
	v := &vocabulary{}
	lists := map[int][]string{
		saysRelative:   {"내일", "낼", "모레", "글피", "오늘", "금일", "명일", "tomorrow", "tmrw", "tmr", "today", "tonight"},
		saysWeekday:    {"요일", "욜", "주 ", "주월", "주화", "주수", "주목", "주금", "주토", "주일", "mon", "tue", "wed", "thu", "fri", "sat", "sun"},
		saysClock:      {"시", ":", "am", "pm", "a.m", "p.m", "o'clock", "oclock", "정오", "noon", "at ", "around ", "by ", "to ", "about "},
		saysLettering:  letteringWords,
		saysMoney:      moneyWords,
		saysSelf:       {"이름", "성함", "저는", "전 ", "제가", "예약자", "주문자", "name", "i'm", "i am", "this is", "it's"},
		saysPlace:      {"address", "deliver", "로", "길", "동 ", "동", "리", "읍", "면", "아파트", "빌라", "빌딩", "오피스텔", "타워", "센터", "병원", "학교", "유치원", "어린이집", "교회", "성당", "웨딩홀", "컨벤션", "장례식장", "자이", "푸르지오", "래미안", "힐스테이트", "더샵", "아이파크", "캐슬", "호텔", "연구소", "학원", "회관", "구청", "시청"},
		saysCount:      {"개", "판", "세트", "셋트", "박스", "상자", "다발", "인분", "통", "팩", "줄", "봉", "바구니", "묶음", "인용", "명분", "그릇", "분 ", "접시", "송이", "화분", "쪽", "대", "케이스", "단지", "병", "모", "조각", "마리", "켤레", "cake", "box", "bouquet", "basket", "set", "lunch", "piece", "pcs", "cookie", "macaron", "tart", "wreath", "arrangement", "sandwich", "salad", "portion", "people", "order", "of them", "corsage", "centerpiece", "x"},
		saysLooseCount: {"하나", "둘", "셋", "넷", "다섯", "여섯", "열"},
		saysSizeWord:   {"미니", "스몰", "미디엄", "라지", "특대", "대형", "중형", "소형", "사이즈", "싸이즈", "짜리", "대자", "중자", "소자", "대 자", "size", "small", "medium", "large", "mini", "inch", "tier", "인치"},
		saysGrain:      {"말", "되", "가마", "kg", "킬로", "키로"},
		saysDesign:     {"사진", "그림", "디자인", "도안", "캐릭터", "모양", "스타일", "느낌", "분위기", "컨셉", "배경", "무드", "꾸며", "장식", "그려", "design", "photo", "picture", "pic", "style", "draw", "decorat", "shape", "theme", "wrapped"},
		saysCooler:     coolerWord,
		saysOffer:      offerWords,
		saysAsking:     asking,
		saysCalled:     {"님", "씨"},
		saysQuote:      {"\"", "“", "‘", "'", "「", "『", "<", "《"},
		saysSum:        {"만", "천", "원", "won", "krw", "₩", "k"},
		saysHoliday:    {"추석", "설날", "chuseok", "seollal"},
	}
	for _, h := range holidays {
		lists[saysHoliday] = append(lists[saysHoliday], h.words...)
	}
	for group, words := range lists {
		for _, w := range words {
			v.put(w, group)
		}
	}
	return v
}

// hasLatin reports whether a text in lower case has Latin letters.
func hasLatin(s string) bool {
	for i := range len(s) {
		if s[i] >= 'a' && s[i] <= 'z' {
			return true
		}
	}
	return false
}

// digitCount counts the ASCII digits of s.
func digitCount(s string) int {
	n := 0
	for i := range len(s) {
		if s[i] >= '0' && s[i] <= '9' {
			n++
		}
	}
	return n
}
