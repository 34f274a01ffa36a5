package intake

import (
	"regexp"
	"strings"
)

var (
	quoted = regexp.MustCompile(`"([^"\n]{1,80})"|“([^”\n]{1,80})”|‘([^’\n]{1,80})’|'([^'\n]{1,80})'|「([^」\n]{1,80})」|『([^』\n]{1,80})』|<([^<>\n]{2,80})>|《([^》\n]{1,80})》`)
	// letteringSaid: 문구는 X, 레터링 X, 카드에 X, 리본에는 X. Group 1 is the rest of the thought.
	letteringSaid = regexp.MustCompile(`(?:문구|레터링|글씨|글귀|글자|메시지|메세지|멘트|카드|리본|토퍼|판)(?:\s?(?:문구|글씨|내용|글))?(?:에는|에다가|에다|에|은|는|을|를|도|만|로는)?\s?[:：\-]?\s+(.+)$`)
	// letteringWish: X라고 써주세요.
	letteringWish = regexp.MustCompile(`^(.*?\S)\s?(?:이라고|라고|이라구|라구|으로|로)\s?(?:좀\s?)?(?:크게\s?|예쁘게\s?|이쁘게\s?|작게\s?)?(?:써|적어|새겨|넣어|레터링|들어가|문구)`)
	// namesGoods: 레터링 케이크 1호 is a thing to buy, no words for it.
	namesGoods     = regexp.MustCompile(`^(?:레터링|문구|글씨|메시지|메세지|토퍼|판)\s?(?:케이크|케익|케잌|쿠키|컵케이크|도시락|떡케이크|풍선|꽃|마카롱|cake)`)
	englishWish    = regexp.MustCompile(`(?i:\b(?:write|should say|to say|says|saying|lettering(?: should be| is|:)?|message(?: should be| is|:)?|written|text(?: is|:)?|words?(?: are|:)?|put)) +(?:on it )?(?:as )?["“']?([^"”]+?)["”']?(?:[.!]?$|,? (?:on (?:it|the|top)|please|in (?:pink|white|red|gold|blue|black|korean|english)))`)
	noLettering    = regexp.MustCompile(`(문구|레터링|글씨|메시지|메세지|카드|리본)[^.?!]{0,8}?(없이|없어|없습|없음|없고|빼고|빼\s?주|필요\s?없|안\s?(넣|써|해|하|쓸)|괜찮|생략|x$|노노)|no (lettering|message|writing|text|words|card)|without (lettering|message|writing|text)|(lettering|message|writing):? none|nothing written`)
	letteringWords = []string{"문구", "레터링", "글씨", "글귀", "글자", "메시지", "메세지", "멘트", "카드", "리본", "써주", "적어", "새겨", "write", "lettering", "message", "writ", "says", "should say", "to say", "saying", "card", "ribbon", "스티커", "태그", "라벨", "각인", "현수막", "sticker", "써 주", "토퍼", "판에"}
)

// lettering finds the words that shall stand on the goods. none is true when the customer wants no words.
func lettering(line string) (found []mark, none bool) {
	text := lower(line)
	if !common.in(text).has(saysLettering) {
		return nil, false
	}
	found = quotes(line)
	if len(found) > 0 {
		return found, false
	}
	if noLettering.MatchString(text) {
		return nil, true
	}
	if at := letteringSaid.FindStringSubmatchIndex(line); at != nil {
		from := at[2]
		value := line[from:at[3]]
		if end := valueEnd(value); end < len(value) {
			value = value[:end]
		}
		value = cleanLettering(value)
		if value != "" && !isTalk(value) && !namesGoods.MatchString(line[at[0]:]) {
			i := from + max(strings.Index(line[from:], value), 0)
			return []mark{{i, i + len(value), value}}, false
		}
	}
	if at := letteringWish.FindStringSubmatchIndex(line); at != nil && len(phones(line)) == 0 {
		value := trimMarks(line[at[2]:at[3]])
		value = strings.TrimSpace(trimLeadWords(value))
		if value != "" && !isTalk(value) {
			i := max(strings.Index(line, value), 0)
			return []mark{{i, i + len(value), value}}, false
		}
	}
	if m := englishWish.FindStringSubmatchIndex(line); m != nil {
		value := strings.TrimSpace(line[m[2]:m[3]])
		if !strings.HasPrefix(lower(value), "on ") && !strings.HasPrefix(lower(value), "it ") && !strings.HasPrefix(lower(value), "me ") {
			return []mark{{m[2], m[2] + len(value), value}}, false
		}
	}
	return nil, false
}

// quotes finds what stands in quotation marks.
func quotes(line string) []mark {
	if !common.in(line).has(saysQuote) {
		return nil
	}
	var found []mark
	for _, at := range quoted.FindAllStringSubmatchIndex(line, -1) {
		for g := 2; g < len(at); g += 2 {
			if at[g] >= 0 && strings.TrimSpace(line[at[g]:at[g+1]]) != "" {
				if g == 8 && at[0] > 0 && isLetter(line[at[0]-1]) { // don't … it's
					continue
				}
				found = append(found, mark{at[g], at[g+1], line[at[g]:at[g+1]]})
			}
		}
	}
	return found
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// nextField are words with which the next thing begins after an unquoted lettering: "문구 1주년♥ 이고 연락처 010…".
var nextField = regexp.MustCompile(`(\s(이고|이구요|이고요|이며|그리고|로 하고|으로 하고|라고 하고)\s|이고요?[ ,]|,\s*(맛|시트|초|보냉|성함|이름|연락처|픽업|사이즈|색|크림|수량|입금|디자인|배송|전화|0\d))|[.]\s+[가-힣]|,\s*\d|\s/\s|\s(로|으로)\s?(부탁|해\s?주|적어|써|넣어|할게|하겠|주세요)|(이라고|라고)\s?(써|적|해|부탁|넣|새겨|쓰)|\s?로\s?(부탁|해\s?주|적어|써|넣어|할게|하겠)`)

func valueEnd(value string) int {
	if at := nextField.FindStringIndex(value); at != nil && at[0] > 0 {
		return at[0]
	}
	return len(value)
}

// cleanLettering takes the polite ending off, and nothing else: the words are kept byte for byte.
func cleanLettering(value string) string {
	value = strings.TrimSpace(value)
	for _, mark := range []string{"로 부탁", "으로 부탁", "라고 부탁", "이라고 부탁", "부탁"} {
		if before, _, is := strings.Cut(value, mark); is && before != "" {
			value = strings.TrimSpace(before)
		}
	}
	end := strings.TrimRight(value, " .~ㅎㅋㅠㅜ")
	for _, ending := range polite {
		if len(ending) < len("이요") && ending != "요" && ending != "용" {
			continue
		}
		cut, ok := strings.CutSuffix(end, ending)
		if !ok || strings.TrimSpace(cut) == "" {
			continue
		}
		if (ending == "요" || ending == "용" || ending == "구요" || ending == "고요" || ending == "해주세요" || ending == "주세요" || ending == "에요" || ending == "예요") && speaks(end) {
			continue // "축하드려요", "사랑해요" are the words themselves
		}
		return strings.TrimRight(cut, " ")
	}
	return strings.TrimRight(value, " ~")
}

// speaks reports whether a text ends in a verb of its own that belongs to the greeting.
func speaks(s string) bool {
	for _, v := range []string{
		"드려요", "해요", "세요", "어요", "아요", "니다", "하자", "나요", "가요", "봐요", "와요", "져요", "워요", "줘요", "려요", "돼요", "되요", "마워요", "에요", "예요",
	} {
		if strings.HasSuffix(s, v) {
			return true
		}
	}
	return false
}

// trimLeadWords removes what stands before the words themselves: "케이크에 생일축하해".
func trimLeadWords(s string) string {
	for _, lead := range []string{"케이크에", "케익에", "위에", "판에", "카드에", "리본에", "문구는", "문구", "레터링은", "레터링", "글씨는", "그럼", "그냥", "메시지는", "네", "거기에", "에는"} {
		s = strings.TrimSpace(strings.TrimPrefix(s, lead))
	}
	return trimMarks(s)
}

// isTalk reports whether a would-be lettering is talk about the lettering.
func isTalk(value string) bool {
	text := lower(value)
	if strings.HasSuffix(strings.TrimRight(text, " ~ㅎㅋㅠ"), "?") {
		return true
	}
	for _, w := range []string{
		"어떻게", "가능", "되나", "될까", "알려", "정해", "고민", "변경", "바꿔", "바꾸", "바꿀", "넣어", "추가", "써주", "적어", "말씀", "보내", "없이", "없음", "없어", "괜찮", "필요", "뭐라", "뭐로", "색",
		"따로", "해주세요", "이따", "나중", "글씨체", "폰트", "같이", "그대로", "똑같", "빼", "몇 글자", "how", "can you", "수정", "결제", "할인", "생각", "되어", "인쇄", "꽂아", "달아", "써서", "작성",
	} {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}

func containsAny(text string, words []string) bool {
	for _, w := range words {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}
