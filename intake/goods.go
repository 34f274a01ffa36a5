package intake

import (
	"regexp"
	"strconv"
	"strings"
)

// Size and count patterns, over a line in lower case.
var (
	sizeHo     = regexp.MustCompile(`(\d{1,2})\s?호`)
	sizeTiers  = regexp.MustCompile(`([2-5이삼])\s?단(?:짜리)?`)
	sizeEN     = regexp.MustCompile(`\bsize\s?#?(\d)\b|\b(\d{1,2})[ \-]?(inch)|\b(\d)[ \-]tier|\b(small|medium|large|mini)\b`)
	sizeInch   = regexp.MustCompile(`(\d{1,2})\s?인치`)
	sizeWords  = regexp.MustCompile(`(미니|스몰|미디엄|라지|특대|대형|중형|소형)(?:\s?(?:사이즈|케이크|케익|꽃다발|꽃바구니|바구니|다발))?|(대|중|소|특대|[sml]|xl)\s?(사이즈|싸이즈|짜리|자|size)`)
	sizeWon    = regexp.MustCompile(`(\d{1,3})\s?만\s?(\d)?(?:천)?\s?원?\s?(짜리|사이즈|상당|정도|선으로|선에서|대로|대\s|대$|어치|으로|로\s|로$)`)
	sizeGrain  = regexp.MustCompile(`(반|한|두|세|네|다섯|닷|\d{1,3}|\d\.5)\s?(말|되|가마)(?:\s?(?:반))?`)
	sizeWeight = regexp.MustCompile(`(\d{1,3}(?:\.\d)?)\s?(kg|킬로|키로)`)
	sizeLunch  = regexp.MustCompile(`(도시락)\s?(?:케이크|케익)`)

	countKR    = regexp.MustCompile(`(\d{1,4}|한|두|세|네|다섯|여섯|일곱|여덟|아홉|열두|열다섯|열|스무|서른|마흔|쉰)\s?(개|판|세트|셋트|박스|상자|다발|인분|통|팩|줄|봉지|바구니|봉|묶음|인용|명분|그릇|분\s|접시|송이|화분|쪽|대|구|케이스|단지|병|모|조각|마리|켤레)`)
	countLoose = regexp.MustCompile(`(하나|둘|셋|넷|다섯|여섯|열)(?:만|요|로|이요|랑|는|은|,|\s|$|주|부탁|씩|더|예약|주문)`)
	countEN    = regexp.MustCompile(`\b(\d{1,4}|a|an|one|two|three|four|five|six|seven|eight|ten|twelve|twenty|thirty|a dozen|two dozen)\s(?:[a-z\-]+\s){0,3}?(cakes?|boxes|box|bouquets?|baskets?|sets?|lunch\s?boxes|lunches|pieces|pcs|cupcakes|cookies|macarons|tarts|wreaths?|arrangements?|sandwiches|salads|portions|people|orders|of them|corsages|centerpieces)\b|\bx\s?(\d{1,3})\b`)

	koreanCounts  = map[string]int{"한": 1, "하나": 1, "두": 2, "둘": 2, "세": 3, "셋": 3, "네": 4, "넷": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열": 10, "열두": 12, "열다섯": 15, "스무": 20, "서른": 30, "마흔": 40, "쉰": 50}
	englishCounts = map[string]int{"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "ten": 10, "twelve": 12, "twenty": 20, "thirty": 30, "a dozen": 12, "two dozen": 24}
)

// sizes finds the size named in a line, "" when there is none.
func sizes(text string) []mark {
	says := common.in(text)
	if !hasDigit(text) && !says.has(saysSizeWord) && !says.has(saysGrain) && !strings.Contains(text, "도시락") && !strings.Contains(text, "단") {
		return nil
	}
	var found []mark
	add := func(from, to int, value string) {
		for _, o := range found {
			if from < o.to && o.from < to {
				return
			}
		}
		found = append(found, mark{from, to, value})
	}
	if strings.Contains(text, "호") {
		for _, at := range sizeHo.FindAllStringSubmatchIndex(text, -1) {
			n := number(text[at[2]:at[3]])
			if n >= 1 && n <= 9 && !touchesDigit(text, at[2], at[3]) && !afterAny(text[at[1]:], "실", "점", "선", "차", "기", "수", "텔", "관", "반", "봉") &&
				!strings.HasSuffix(strings.TrimRight(text[:at[0]], " "), "동") && !strings.HasSuffix(strings.TrimRight(text[:at[0]], " "), "층") {
				add(at[0], at[1], strconv.Itoa(n)+"호")
			}
		}
	}
	if strings.Contains(text, "단") {
		for _, at := range sizeTiers.FindAllStringSubmatchIndex(text, -1) {
			if !touchesDigit(text, at[2], at[3]) && !afterAny(text[at[1]:], "가", "체", "계", "골", "지", "호", "위", "풍") && !startsInWord(text, at[0]) {
				n := strings.NewReplacer("이", "2", "삼", "3").Replace(text[at[2]:at[3]])
				add(at[0], at[1], n+"단")
			}
		}
	}
	if strings.Contains(text, "도시락") {
		if at := sizeLunch.FindStringSubmatchIndex(text); at != nil {
			add(at[2], at[3], "도시락")
		}
	}
	addKoreanSizes(text, says, add)
	if !says.has(saysSizeWord) || !hasLatin(text) {
		return found
	}
	for _, at := range sizeEN.FindAllStringSubmatchIndex(text, -1) {
		switch {
		case at[2] >= 0:
			add(at[0], at[1], text[at[2]:at[3]]+"호")
		case at[4] >= 0 && number(text[at[4]:at[5]]) >= 4:
			add(at[0], at[1], text[at[4]:at[5]]+" inch")
		case at[8] >= 0:
			add(at[0], at[1], text[at[8]:at[9]]+"단")
		case at[10] >= 0:
			add(at[10], at[11], text[at[10]:at[11]])
		}
	}
	return found
}

func addKoreanSizes(text string, says groups, add func(from, to int, value string)) {
	if strings.Contains(text, "인치") {
		for _, at := range sizeInch.FindAllStringIndex(text, -1) {
			add(at[0], at[1], strings.ReplaceAll(text[at[0]:at[1]], " ", ""))
		}
	}
	if countedBy(text, "만", "") {
		for _, at := range sizeWon.FindAllStringSubmatchIndex(text, -1) {
			value := text[at[2]:at[3]] + "만원"
			if at[4] >= 0 {
				value = text[at[2]:at[3]] + "만" + text[at[4]:at[5]] + "천원"
			}
			if strings.HasPrefix(text[at[6]:at[7]], "대") {
				value += "대"
			}
			add(at[0], at[1], value)
		}
	}
	if says.has(saysSizeWord) {
		addSizeWords(text, add)
	}
	if says.has(saysGrain) {
		addGrainSizes(text, add)
	}
}

func addSizeWords(text string, add func(from, to int, value string)) {
	for _, at := range sizeWords.FindAllStringSubmatchIndex(text, -1) {
		if at[2] >= 0 && !startsInWord(text, at[2]) {
			add(at[2], at[3], text[at[2]:at[3]])
		}
		if at[4] >= 0 && !startsInWord(text, at[4]) && !touchesDigit(text, at[4], at[5]) && (at[4] == 0 || !isLetter(text[at[4]-1])) {
			add(at[4], at[5], strings.ToUpper(text[at[4]:at[5]]))
		}
	}
}

func addGrainSizes(text string, add func(from, to int, value string)) {
	if !countedBy(text, "말", grainNumbers) && !countedBy(text, "되", grainNumbers) && !countedBy(text, "가마", grainNumbers) {
		addWeights(text, add)
		return
	}
	for _, at := range sizeGrain.FindAllStringSubmatchIndex(text, -1) {
		if startsInWord(text, at[0]) || touchesDigit(text, at[2], at[3]) || afterAny(text[at[1]:], "씀", "고", "은", "일", "까", "나", "니", "는", "게", "도", "잖", "돼", "실", "면", "지", "죠", "어", "세", "네", "로 ", "이에요?", "하") {
			continue
		}
		unit := text[at[4]:at[5]]
		n := strings.NewReplacer("한", "1", "두", "2", "세", "3", "네", "4", "다섯", "5", "닷", "5").Replace(text[at[2]:at[3]])
		half := ""
		if strings.HasSuffix(strings.TrimSpace(text[at[0]:at[1]]), "반") && n != "반" {
			half = " 반"
		}
		add(at[0], at[1], n+unit+half)
	}
	addWeights(text, add)
}

// grainNumbers are the last syllables of the numerals before 말 and 되.
const grainNumbers = "반한두세네섯닷"

func addWeights(text string, add func(from, to int, value string)) {
	if !hasDigit(text) {
		return
	}
	for _, at := range sizeWeight.FindAllStringSubmatchIndex(text, -1) {
		add(at[0], at[1], text[at[2]:at[3]]+"kg")
	}
}

// afterAny reports whether a text begins with one of the words.
func afterAny(text string, words ...string) bool {
	for _, w := range words {
		if strings.HasPrefix(text, w) {
			return true
		}
	}
	return false
}

// count is a number of goods named in a line.
type count struct {
	from, to int
	n        int
	unit     string
}

// counts finds how many are wanted, in a line in lower case. Candles, stems and people are not counted.
func counts(text string) []count {
	says := common.in(text)
	var found []count
	if says.has(saysCount) {
		found = countsWithUnit(text)
	}
	if len(found) > 0 && !strings.Contains(text, "랑 ") && !strings.Contains(text, "하고 ") {
		return found
	}
	if says.has(saysLooseCount) {
		for _, at := range countLoose.FindAllStringSubmatchIndex(text, -1) {
			if !startsInWord(text, at[2]) && !isCandle(text[:at[0]], text[at[1]:]) && !strings.HasPrefix(text[at[3]:], "는") && !strings.HasPrefix(text[at[3]:], "은") {
				found = append(found, count{at[2], at[3], koreanCounts[text[at[2]:at[3]]], "개"})
			}
		}
	}
	if says.has(saysCount) && hasLatin(text) {
		found = append(found, countsEnglish(text)...)
	}
	return found
}

func countsWithUnit(text string) []count {
	var found []count
	for _, at := range countKR.FindAllStringSubmatchIndex(text, -1) {
		word, unit := text[at[2]:at[3]], strings.TrimSpace(text[at[4]:at[5]])
		n, korean := koreanCounts[word]
		if korean && startsInWord(text, at[2]) || !korean && touchesDigit(text, at[2], at[3]) {
			continue
		}
		if !korean {
			n = number(word)
		}
		before, after := text[:at[0]], text[at[1]:]
		if n == 0 || unit == "송이" || unit == "대" && n > 20 || unit == "구" || isCandle(before, after) || afterAny(after, "월", "당", "입", "국", "념", "인", "봉", "통", "화") ||
			unit == "모" || unit == "분" || unit == "개" && afterAny(after, "년", "강") {
			continue
		}
		found = append(found, count{at[0], at[1], n, unit})
	}
	return found
}

func countsEnglish(text string) []count {
	var found []count
	for _, at := range countEN.FindAllStringSubmatchIndex(text, -1) {
		switch {
		case at[6] >= 0:
			found = append(found, count{at[0], at[1], number(text[at[6]:at[7]]), "x"})
		default:
			word := text[at[2]:at[3]]
			n, ok := englishCounts[word]
			if !ok {
				n = number(word)
			}
			if n > 0 && !strings.HasPrefix(text[at[4]:at[5]], "people") {
				found = append(found, count{at[0], at[1], n, "x"})
			}
		}
	}
	return found
}

// isCandle reports whether a count belongs to candles or pictures: "긴초 3개", "초는 2개", "사진 2장".
func isCandle(before, after string) bool {
	before = strings.TrimRight(before, " :은는도를")
	for _, w := range []string{"초", "캔들", "사진", "큰초", "작은초", "숫자초", "candle"} {
		if strings.HasSuffix(before, w) {
			return true
		}
	}
	return strings.HasPrefix(strings.TrimLeft(after, " "), "초 ") || strings.HasPrefix(after, " candle")
}

// goodsMark is a thing that can be ordered.
type goodsMark struct {
	from, to int
	name     string // with the word before it that tells which ("장미 꽃다발")
	plain    bool   // a general word only ("떡", "꽃", "세트")
}

var plainGoods = []string{"세트", "박스", "상자", "떡", "꽃", "과일", "전", "난", "죽", "롤", "청", "빵", "다발", "바구니", "식사", "boxes", "커피", "꿀", "잼", "캔들", "토퍼", "반찬", "구움과자", "답례품", "선물세트", "센터", "화분", "생화", "조화", "랩", "plant", "rolls", "센터피스", "단자", "정식"}

// goods finds the things named in a line.
func (r *Reader) goods(line string) []goodsMark {
	if !r.lexicon.hints.in(lower(line)).has(hintsGoods) {
		return nil
	}
	var found []goodsMark
	from := 0
	previous, previousAt := "", 0
	for _, token := range strings.FieldsFunc(line, isTokenBreak) {
		at := from + strings.Index(line[from:], token)
		from = at + len(token)
		stem := r.goodsStem(token)
		if stem == "" {
			previous, previousAt = token, at
			continue
		}
		g := goodsMark{from: at, to: at + len(stem), name: stem, plain: indexOf(plainGoods, stem) >= 0}
		if len(found) > 0 && found[len(found)-1].to == at-1 { // 생일 떡 케이크
			last := &found[len(found)-1]
			last.to, last.name, last.plain = g.to, last.name+" "+stem, false
			previous = ""
			continue
		}
		if previous != "" && previousAt+len(previous)+1 == at && r.tellsWhich(previous) {
			g.from, g.name, g.plain = previousAt, previous+" "+stem, false
		}
		found = append(found, g)
		previous = ""
	}
	return found
}

func isTokenBreak(c rune) bool { return strings.ContainsRune(" ,./()[]|·:;~!?\t\"“”‘’+&", c) }

// goodsStem gives the thing a token names, "" when it names none. Sizes that stick to it ("2호케이크") are taken off.
func (r *Reader) goodsStem(token string) string {
	token = lower(token)
	for _, s := range stems(token) {
		if !r.lexicon.isGoods(s) {
			continue
		}
		cut := stuckSize.ReplaceAllString(s, "")
		if cut != "" && r.lexicon.isGoods(cut) {
			return cut
		}
	}
	return ""
}

var stuckSize = regexp.MustCompile(`^(\d{1,2}호|\d단|\d{1,3}만원|\d{1,3}만원대|미니|\d{1,3}개|\d{1,3}인분)`)

var tellsWhichWords = []string{
	"생일", "레터링", "돌", "백일", "결혼", "기념일", "수제", "생", "축하", "근조", "개업", "승진", "졸업", "프로포즈", "환갑", "칠순", "팔순", "답례", "이바지", "모둠", "모듬", "영양", "오색", "혼합", "특",
	"기본", "프리미엄", "스페셜", "수제과일", "birthday", "lettering", "wedding", "custom", "anniversary", "rose", "tulip", "flower", "fruit", "chicken", "bulgogi", "lunch", "funeral", "graduation", "dosirak", "bento",
}

// tellsWhich reports whether a word before the thing belongs to its name.
func (r *Reader) tellsWhich(word string) bool {
	word = lower(word)
	if indexOf(tellsWhichWords, word) >= 0 {
		return true
	}
	return r.lexicon.isTaste(word) && containsAny(word, []string{"장미", "튤립", "수국", "작약", "카네이션", "해바라기", "프리지아", "과일", "rose", "tulip"})
}

// tastes finds what it shall taste or look like: flavours, sheets, creams, colours.
func (r *Reader) tastes(line string, asked bool) []mark {
	text := lower(line)
	if !r.lexicon.hints.in(text).has(hintsTaste) {
		return nil
	}
	var found []mark
	from := 0
	for _, token := range strings.FieldsFunc(text, isTokenBreak) {
		at := from + strings.Index(text[from:], token)
		from = at + len(token)
		if unwanted(text[from:]) {
			continue
		}
		if thing := r.goodsStem(token); !asked && thing != "" && r.lexicon.isTaste(thing) && !strings.Contains(token, "맛") {
			continue // 쑥인절미 is the thing itself
		}
		for _, s := range stems(token) {
			if r.lexicon.isTaste(s) {
				found = append(found, mark{at, at + len(s), line[at : at+len(s)]})
				break
			}
			if cut := r.tasteBeforeGoods(s); cut != "" {
				found = append(found, mark{at, at + len(cut), line[at : at+len(cut)]})
				break
			}
		}
	}
	return found
}

// unwanted reports whether what was just named is not to be: "빨강 말고 핑크", "빨강은 부담스러울 것 같고".
func unwanted(after string) bool {
	after = strings.TrimLeft(after, " ")
	return afterAny(after, "말고", "빼고", "부담", "싫", "제외", "별로", "안 ", "못 ", "없이", "아니고")
}

// tasteBeforeGoods takes the taste off "초코케이크".
func (r *Reader) tasteBeforeGoods(word string) string {
	for _, g := range []string{"케이크", "케익", "케잌", "마카롱", "쿠키", "타르트", "꽃다발", "꽃바구니"} {
		if cut, ok := strings.CutSuffix(word, g); ok && cut != "" && r.lexicon.isTaste(cut) {
			return cut
		}
	}
	return ""
}
