package intake

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

var (
	englishName  = regexp.MustCompile(`\b[A-Z][a-z]+(?:[ \-][A-Z][a-z'’]+){1,2}\b`)
	englishSelf  = regexp.MustCompile(`(?i:\b(?:my name is|my name's|name is|name's|name:|i'm|i am|this is|it's|under the name(?: of)?|name would be)) ([A-Z][A-Za-z'’\-]+(?: [A-Z][A-Za-z'’\-]*){0,3})`)
	koreanSelf   = regexp.MustCompile(`(?:이름은|이름이|성함은|이름|성함|예약자는|예약자|주문자는|주문자|저는|전|제가)\s?:?\s?([가-힣]{2,5})`)
	koreanCalled = regexp.MustCompile(`([가-힣]{2,4})\s?(?:님|고객님|씨)`)
)

// nameEndings hang on a name that is told; the longest come first.
var nameEndings = []string{"이라고요", "이라고", "입니다", "입니당", "이에요", "이예요", "이고요", "이구요", "이어요", "라고", "예요", "에요", "이고", "구요", "고요", "이요", "이여", "임다", "여요", "이며", "으로", "이용", "임", "로", "욥", "용", "여", "요"}

// notEnglishName are capitalised words that stand where a name could.
var notEnglishName = []string{
	"Hi", "Hello", "Thank", "Thanks", "Happy", "Please", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
	"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December", "Jan", "Feb", "Mar",
	"Apr", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Christmas", "Red", "Earl", "Dr", "Congrats", "Kakao", "Korean", "Total", "Good",
	"Great", "Chocolate", "Vanilla", "Strawberry", "Size", "Order", "Pickup", "Cake", "Bank", "Kookmin", "Shinhan", "Woori", "Hana", "Toss", "Seoul",
	"Lemon", "Carrot", "Cream", "Mini", "The", "Yes", "No", "And", "For", "From", "Ok", "Okay", "Sorry", "Just", "Can", "Could", "Will", "Also",
}

// names finds what looks like the name of a person in a line of the customer. asked says that the shop has just asked for it;
// near, that a phone number stands in the same message.
func (r *Reader) names(line string, asked, near bool) []mark {
	if !asked && !near && !common.in(lower(line)).has(saysSelf) {
		return nil
	}
	var found []mark
	capital := strings.ContainsAny(line, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
	if m := ifText(capital, englishSelf, line); m != nil && !badEnglishName(line[m[2]:m[3]]) {
		found = append(found, mark{m[2], m[3], line[m[2]:m[3]]})
	}
	var introduced [][]int
	if common.in(lower(line)).has(saysSelf) {
		introduced = koreanSelf.FindAllStringSubmatchIndex(line, -1)
	}
	for _, m := range introduced {
		word := nameStem(line[m[2]:m[3]], r.lexicon, true)
		if word != "" {
			found = append(found, mark{m[2], m[2] + len(word), word})
		}
	}
	if len(found) > 0 || !asked && !near {
		return found
	}
	from := 0
	for _, token := range strings.FieldsFunc(line, isNameBreak) {
		at := from + strings.Index(line[from:], token)
		from = at + len(token)
		after := strings.TrimLeft(line[from:], " ")
		next, _ := utf8.DecodeRuneInString(after)
		if strings.HasPrefix(after, "말고") || isHangul(next) && endsInAny(token, "은", "는", "도", "만") {
			continue // 가방은 필요없어요
		}
		if word := nameStem(token, r.lexicon, near || asked); word != "" {
			found = append(found, mark{at, at + len(word), word})
		}
	}
	if len(found) == 0 && capital {
		for _, m := range englishName.FindAllStringIndex(line, -1) {
			if !badEnglishName(line[m[0]:m[1]]) {
				found = append(found, mark{m[0], m[1], line[m[0]:m[1]]})
			}
		}
	}
	return found
}

// ifText tries a pattern only where it can hold.
func ifText(can bool, pattern *regexp.Regexp, line string) []int {
	if !can {
		return nil
	}
	return pattern.FindStringSubmatchIndex(line)
}

func isNameBreak(c rune) bool {
	return strings.ContainsRune(" ,./()[]|·:;~!?\t\"'-_", c) || c >= '0' && c <= '9'
}

func badEnglishName(name string) bool {
	for _, word := range strings.Fields(name) {
		for _, bad := range notEnglishName {
			if word == bad {
				return true
			}
		}
	}
	return false
}

// nameStem takes the ending off a token and gives the name in it, "" when there is none.
func nameStem(token string, l *lexicon, asked bool) string {
	token = strings.TrimFunc(token, func(c rune) bool { return strings.ContainsRune("ㅎㅋㅠㅜ^^♡♥☆★", c) })
	cut := token
	for _, ending := range nameEndings {
		if c, ok := strings.CutSuffix(token, ending); ok {
			cut = c
			break
		}
	}
	if cut != token && l.isName(cut, asked) && (utf8.RuneCountInString(cut) > 2 || utf8.RuneCountInString(token) > 3) {
		return cut
	}
	if utf8.RuneCountInString(token) > 2 && l.isName(token, asked) {
		return token
	}
	return ""
}

// called finds a name by which the shop addresses the customer ("이서연님").
func (r *Reader) called(line string) string {
	if !strings.Contains(line, "님") && !strings.Contains(line, "씨") {
		return ""
	}
	for _, m := range koreanCalled.FindAllStringSubmatch(line, -1) {
		if r.lexicon.isName(m[1], false) {
			return m[1]
		}
	}
	return ""
}
