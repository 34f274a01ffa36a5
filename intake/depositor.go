package intake

import (
	"regexp"
	"strings"
)

// depositorRules are the ways in which people say under which name the money comes. Group 1 is the name, maybe with more around it.
var depositorRules = []*regexp.Regexp{
	regexp.MustCompile(`입금자\s?(?:명|이름|성함)?\s?(?:은|는|이|:|：|-)?\s*["'“‘]?((?:주식회사 |\(주\) ?|사단법인 )?[가-힣A-Za-z0-9()（）]{2,20}(?: [A-Za-z]{2,15})?)`),
	regexp.MustCompile(`입금명\s?(?:은|는|:|：)?\s*["'“‘]?([가-힣A-Za-z0-9()（）]{2,20})`),
	regexp.MustCompile(`["“'‘]([가-힣A-Za-z0-9()（） ]{2,20})["”'’]\s?(?:으로|로|라고|이라고)\s?(?:[가-힣]{0,4}\s?)?(?:입금|송금|이체|찍|보냈|보낼|들어|넣|나가|나갈|뜰|떠)`),
	regexp.MustCompile(`((?:[A-Z][A-Za-z]+ ?){1,3}|[가-힣A-Za-z0-9()（）]{2,15})\s?(?:이름|명의|계좌|통장)(?:으로|로|에서)`),
	regexp.MustCompile(`([가-힣A-Za-z0-9()（）]{2,15}|[A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+){1,3})\s?(?:이라고|라고|이란|으로|로|에서|에게서)\s?(?:방금\s?|지금\s?|오늘\s?|아까\s?|좀\s?전에\s?)?(?:[\d,만천]+원?\s?)?(?:전액\s?|예약금\s?|잔금\s?|돈\s?)?(?:입금|이체|송금|보냈|보내\s?드렸|보낼|보내\s?드릴|넣었|넣을|쐈|들어갈|드가|드갈|찍힐|찍혀|나갈|나가|뜰|떠요|갈\s?거|했)`),
	regexp.MustCompile(`([가-힣]{2,4})(?:이가|이|가|님이)\s?(?:방금\s?|지금\s?|대신\s?|아까\s?)*(?:입금|이체|송금|보냈|보내|보낼|넣었|넣을)`),
	regexp.MustCompile(`(?:남편|아내|와이프|신랑|엄마|아빠|어머니|아버지|언니|오빠|누나|형|동생|딸|아들|친구|동료|총무|여친|남친|여자친구|남자친구|시어머니|장모님|며느리|사위|고모|이모|삼촌)(?:인|이|가)?\s([가-힣]{2,4})(?:\s?(?:이름)?으?로|가|이|님)`),
	regexp.MustCompile(`(?i:(?:under|as|from|by|in)(?: (?:my|the|his|her))?(?: (?:husband|wife|mom|mother|dad|father|friend|boyfriend|girlfriend|sister|brother|coworker|colleague|boss|partner|roommate)(?:'s|’s)?)?(?: (?:name|account))?(?: of| is|,|:)?) ["'“]?([A-Z][A-Za-z'’\-]+(?: [A-Z][A-Za-z'’\-]*)+|[A-Z]{2,}(?: [A-Z]{2,})*|[가-힣]{3})`),
	regexp.MustCompile(`(?i:(?:depositor|sender|account|transfer|payer)(?:'s)?(?: name)?(?: is| will be| would be|:|,)) ["'“]?([A-Z][A-Za-z'’\-]*(?: [A-Z][A-Za-z'’\-]*)*|[가-힣]{2,4})`),
}

// explicitRules is how many of the rules name the depositor outright; they stand first.
const explicitRules = 3

var selfNamed = regexp.MustCompile(`(?:제|본인|내|저의|예약자|주문자)\s?(?:이름|명의|계좌)|본인\s?(?:명의|계좌|입금|이름)|입금자\s?(?:명|이름)?\s?(?:은|는|도|:)?\s*(?:동일|같|본인|위와|상동)|(?i:my (?:own )?name|same name)`)

// notDepositor are words that stand where a depositor's name could.
var notDepositor = []string{
	"계좌", "카톡", "문자", "은행", "뱅크", "토스", "페이", "지금", "바로", "방금", "오늘", "내일", "이름", "성함", "따로", "별도", "먼저", "현금", "카드", "전액", "잔금", "예약금", "나머지",
	"그쪽", "여기", "회사", "남편", "아내", "엄마", "아빠", "친구", "언니", "동생", "말씀", "알려", "동일", "본인", "사진", "링크", "메일", "위로", "아래", "이걸", "그걸", "으로", "하루", "저녁",
	"점심", "퇴근", "확인", "국민", "신한", "농협", "카뱅", "우리", "하나", "기업", "앱으", "폰뱅", "인터넷", "이체", "송금", "입금", "주소", "같은", "다른", "제가", "저희", "그대", "일단", "아까",
	"취소", "변경", "추가", "수정", "주문", "예약", "문구", "디자", "배송", "배달", "픽업", "선물", "와이프", "신랑", "부모님", "어머니", "아버지", "이름으", "며칠", "법인", "개인", "누구", "맞춰", "합쳐", "나머진", "나머지", "위에", "완료", "예정",
}

// depositor finds the name under which the customer says the money comes. self is true when it is the customer's own.
func (r *Reader) depositor(line string) (m mark, self bool) {
	if !common.in(lower(line)).has(saysMoney) {
		return mark{}, false
	}
	for i, pattern := range depositorRules {
		for _, at := range pattern.FindAllStringSubmatchIndex(line, -1) {
			name := r.depositorName(line[at[2]:at[3]], i < explicitRules)
			if name != "" {
				return mark{at[2], at[3], name}, false
			}
		}
	}
	if at := selfNamed.FindStringIndex(line); at != nil {
		return mark{at[0], at[1], ""}, true
	}
	return mark{}, false
}

// moneyWords are words of which one stands in every line that names a depositor.
var moneyWords = []string{
	"입금", "이체", "송금", "보냈", "보내", "보낼", "예약금", "잔금", "넣었", "넣을", "쐈", "명의", "이름으로", "이름 ", "계좌", "통장", "찍힐", "찍혀", "나갈", "나가",
	"sent", "paid", "transfer", "name", "account", "deposit", "pay", "from", "under",
}

// depositorName cleans what the pattern caught, "" when it is no name.
//
// explicit: the line says that it is the depositor's name, so that nicknames count too.
func (r *Reader) depositorName(s string, explicit bool) string {
	s = strings.TrimSpace(s)
	s = strings.TrimSuffix(strings.TrimSuffix(s, "이라고"), "라고")
	s = strings.TrimSuffix(s, "으") // …으로
	for _, ending := range []string{"입니다", "이에요", "예요", "이고요", "이구요", "이고", "이요", "에요", "인데요", "님", "이라", "으로요", "으로", "이라고"} {
		if cut, ok := strings.CutSuffix(s, ending); ok && len(cut) >= len("가나") {
			s = cut
			break
		}
	}
	if cut, ok := strings.CutSuffix(s, "요"); ok && r.lexicon.isName(cut, true) {
		s = cut
	}
	if cut, ok := strings.CutSuffix(s, "로"); ok && r.lexicon.isName(cut, true) {
		s = cut
	}
	if s == "" || badEnglishName(s) {
		return ""
	}
	for _, bad := range notDepositor {
		if strings.HasPrefix(s, bad) && !r.lexicon.isName(s, false) {
			return ""
		}
	}
	runes := []rune(s)
	switch {
	case !isHangul(runes[0]):
		if runes[0] >= 'A' && runes[0] <= 'Z' && len(runes) >= 3 {
			return s
		}
		return ""
	case r.lexicon.isName(s, true):
		return s
	case len(runes) > 3 && r.lexicon.isName(string(runes[:3]), false) && !allPlain(runes[3:]):
		return s // 오세진(케이크), 이서연47
	case len(runes) > 3 && r.lexicon.isName(string(runes[:3]), false) && r.lexicon.isGoods(string(runes[3:])):
		return s // 김민수케이크
	case len(runes) >= 4 && looksLikeCompany(s):
		return s
	case explicit && len(runes) >= 2 && !containsAny(s, []string{"알려", "부탁", "말씀", "확인", "어떻게", "뭐", "같", "적어", "맞", "으로", "변경", "달라", "다르", "틀리"}):
		return s
	}
	return ""
}

func allPlain(runes []rune) bool {
	for _, c := range runes {
		if !isHangul(c) {
			return false
		}
	}
	return true
}

func looksLikeCompany(s string) bool {
	for _, w := range []string{
		"(주)", "주식회사", "회사", "학원", "교회", "유치원", "어린이집", "상사", "건설", "산업", "디자인", "컴퍼니", "병원", "의원", "약국", "재단", "협회", "학교", "스튜디오",
		"법인", "코리아", "푸드", "카페", "식당", "공방", "초등", "중학", "고등", "대학", "총무", "모임", "동호회", "성당", "사무소", "센터", "물산", "테크", "소프트",
	} {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}
