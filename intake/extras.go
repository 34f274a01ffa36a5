package intake

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

var (
	candleSaid = regexp.MustCompile(`((?:긴|짧은|큰|작은|숫자|일반|기본|하트|별|금|은|무지개|생일)?\s?초)\s?(?:는|은|도|를|만|개수는|갯수는)?\s?:?\s?((?:(?:긴|짧은|큰|작은)\s?(?:거|것|걸로|것으로|걸)|긴|짧은|숫자|큰|작은)?\s?(?:초\s?)?(?:\d{1,2}|한|두|세|네|다섯|여섯)\s?(?:개|자루|살)?(?:[ ,랑와과하고]{1,4}(?:긴|짧은|작은|큰)\s?(?:거|초)?\s?\d{1,2}\s?개)?)`)
	candleEN   = regexp.MustCompile(`(?i)((?:\d{1,2}|one|two|three|four|five|a|number)(?: (?:long|short|big|small|number|tall|thin|regular))? candles?(?: \d{1,2})?)`)
	coolerYes  = regexp.MustCompile(`(추가|넣어|주세요|할게|할께|같이|포함|필요해|필요합|있으면|부탁|이요|하나|챙겨|o$|ㅇ$|yes|please|add|with|도요|해주|원해|구매|살게|넣을게|네)`)
	coolerNo   = regexp.MustCompile(`(괜찮|필요\s?없|없어도|없이|안\s?(할|해|넣|사|주)|빼|x\s*$|no\b|not|don't|됐어|됐습|아니|ㄴㄴ|노노|뺄게|안해도)`)
	coolerWord = []string{"보냉", "아이스팩", "아이스박스", "쿨러백", "cooler", "ice pack", "insulated", "cold bag", "icepack"}

	addressKR = regexp.MustCompile(`(?:(?:서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충북|충남|전북|전남|경북|경남|제주)[가-힣]*\s?)?(?:[가-힣]{1,6}(?:시|군|구)\s)?(?:[가-힣]{1,6}(?:구|동|읍|면)\s)?(?:[가-힣0-9]{1,12}(?:로|길|대로)\s?\d{1,4}(?:-\d{1,4})?|[가-힣]{1,6}(?:동|리|읍|면)\s\d{1,4}(?:-\d{1,4})?(?:번지)?|[가-힣A-Za-z0-9]{2,15}(?:아파트|빌라|빌딩|오피스텔|타워|센터|병원|초등학교|중학교|고등학교|대학교|유치원|어린이집|교회|성당|웨딩홀|컨벤션|장례식장|자이|푸르지오|래미안|힐스테이트|더샵|아이파크|롯데캐슬|호텔|연구소|학원|회관|주민센터|구청|시청))`)
	// designSaid tells a look.
	designSaid = regexp.MustCompile(`(사진처럼|사진대로|사진이랑|사진과|그림처럼|디자인은|디자인|도안은|도안|캐릭터|그림|모양|스타일|느낌|분위기|컨셉|배경|무드|꾸며|장식|그려)`)
	designEN   = regexp.MustCompile(`(?i)\b(design|like the (photo|picture|pic)|style|drawing|draw|decorat|shape|heart-shaped|theme|wrapped)\b`)
	photoLead  = regexp.MustCompile(`^(?:제가\s?)?(?:아까\s?|방금\s?|위에\s?|앞에\s?|첨부|지금\s?)?(?:보내드린|보내드리는|보낸|올린|첨부한|드린|보내\s?드린)\s+`)
)

// candles finds the candles wanted.
func candles(line string) (mark, bool) {
	if strings.Contains(line, "초") {
		all := candleSaid.FindAllStringSubmatchIndex(line, -1)
		for i := len(all) - 1; i >= 0; i-- { // the last word counts
			at := all[i]
			if startsInWord(line, at[2]) || strings.HasPrefix(line[at[3]:], "코") || strings.HasPrefix(line[at[3]:], "록") {
				continue
			}
			value := strings.Join(strings.Fields(line[at[2]:at[3]]+" "+line[at[4]:at[5]]), " ")
			value = strings.Replace(value, "초 긴 초", "긴초", 1)
			return mark{at[0], at[1], trimMarks(value)}, true
		}
	}
	if !strings.Contains(line, "andle") {
		return mark{}, false
	}
	if at := candleEN.FindStringIndex(line); at != nil {
		return mark{at[0], at[1], line[at[0]:at[1]]}, true
	}
	return mark{}, false
}

// coolerBag finds whether a cool bag is wanted. known is false when the line does not decide it.
func coolerBag(text string) (wanted, known bool) {
	if !common.in(text).has(saysCooler) {
		return false, false
	}
	i := -1
	for _, w := range coolerWord {
		if at := strings.Index(text, w); at >= 0 {
			i = at
			break
		}
	}
	if i < 0 {
		return false, false
	}
	rest := text[i:]
	end := strings.IndexAny(rest, ".!\n")
	if end > 0 {
		rest = rest[:end]
	}
	if strings.HasSuffix(strings.TrimRight(text[:i], " "), "+") {
		return true, true // 케이크+보냉백
	}
	if strings.Contains(rest, "?") || strings.Contains(rest, "얼마") || strings.Contains(rest, "있나") || strings.Contains(rest, "되나") {
		return false, false
	}
	switch {
	case coolerNo.MatchString(rest):
		return false, true
	case coolerYes.MatchString(rest):
		return true, true
	}
	return false, false
}

// address finds a delivery address in a line.
func address(line string) (mark, bool) {
	if !common.in(lower(line)).has(saysPlace) {
		return mark{}, false
	}
	if m := addressEN.FindStringSubmatchIndex(line); m != nil {
		return mark{m[2], m[3], line[m[2]:m[3]]}, true
	}
	at := addressKR.FindStringIndex(line)
	if at == nil || countsGoods(line, at[0], at[1]) || !hasDigit(line[at[0]:]) && !containsAny(line, broughtTo) {
		return mark{}, false
	}
	value := line[at[0]:]
	if end := addressEnd.FindStringIndex(value[at[1]-at[0]:]); end != nil {
		value = value[:at[1]-at[0]+end[0]]
	}
	value = strings.TrimRight(value, " ,.~!")
	for _, ending := range []string{"입니다", "이에요", "예요", "이요", "으로", "까지", "에", "로", "요"} {
		cut, ok := strings.CutSuffix(value, ending)
		if ok && len(cut) > len("가나다") && (ending != "로" || hasDigit(cut)) {
			value = strings.TrimRight(cut, " ,")
			break
		}
	}
	return mark{at[0], at[0] + len(value), value}, utf8.RuneCountInString(value) >= addressMin
}

// countsGoods reports whether what looks like a street with its number is speech: "교사용으로 5개".
func countsGoods(line string, from, to int) bool {
	return strings.Contains(line[from:to], "으로 ") || afterAny(line[to:], "개", "시", "명", "인", "분", "박스", "상자", "세트", "판", "원", "만", "월", "일", "송이", "호 ", "말", "되", "kg")
}

// broughtTo are words beside a building without a number that make it a place to bring things to.
var broughtTo = []string{"까지", "배달", "배송", "정문", "후문", "로비", "층", "갖다", "가져다", "으로 와", "로 와", "으로 보내", "로 보내", "유치원으로", "학교로"}

// addressEN: "address is Itaewon-ro 000, unit 302".
var addressEN = regexp.MustCompile(`(?i:address(?: is|:)|deliver(?:ed)? to:?) ([A-Z0-9][^.!?\n]*\d[^.!?\n]*)`)

// addressMin is the fewest runes of an address: "역삼로 12".
const addressMin = 5

// addressEnd is where the address is over and something else begins.
var addressEnd = regexp.MustCompile(`[.!?~]|   |\s/\s|\s/$|\s(리본|문구|카드|레터링)|\s["“‘']|(이고|이구요|이고요|인데|이며)[ ,]|(으로|로|에|까지)\s(배달|배송|보내|부탁|퀵|오|와|가져|받)|까지[요 ]|\s(오전|오후|\d{1,2}시|점심|저녁)|\(?(입금|연락처|전화|성함|받는)|으로요|로요|이요|입니다`)

// cleanDesign takes off what speaks of the picture that was sent.
func cleanDesign(value string) string {
	return photoLead.ReplaceAllString(trimMarks(value), "")
}
