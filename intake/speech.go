package intake

import (
	"strings"
	"unicode/utf8"
)

// readLines reads the fields out of free speech of the customer, line by line. What one reader has taken is blanked for the
// next, so that no digit is read twice.
func (t *talk) readLines(u *Turn, text string, does acts) {
	lines := strings.Split(u.Text, "\n")
	phoneNear := len(phones(u.Text)) > 0
	pieces := distinctPieces(text)
	for i, line := range lines {
		if strings.TrimSpace(line) == "" {
			continue
		}
		if e, ok := t.reader.splitLabel(line, false); ok && e.field != "" && e.value != "" {
			t.applyEntry(u, e, i)
			continue
		}
		if field, value := t.template.bare(line); field != "" {
			t.applyEntry(u, entry{field: field, value: value}, i)
			continue
		}
		t.readLine(u, line, i, does, phoneNear, pieces)
	}
}

// readRest reads the lines of a filled-in form that are no entry of it.
func (t *talk) readRest(u *Turn, entries []entry, does acts) {
	taken := map[int]bool{}
	for _, e := range entries {
		for i := range strings.Count(e.value, "\n") + 1 {
			taken[e.line+i] = true
		}
	}
	near := len(phones(u.Text)) > 0
	for i, line := range strings.Split(u.Text, "\n") {
		if !taken[i] && strings.TrimSpace(line) != "" {
			t.readLine(u, line, i, does, near, false)
		}
	}
}

func (t *talk) readLine(u *Turn, line string, offset int, does acts, phoneNear, pieces bool) {
	if t.now.state == pickedUp {
		return // thanks and small talk; a new order would have begun a new thread
	}
	found := false
	rest := line
	take := func(marks []mark, use func(m mark)) {
		for _, m := range marks {
			found = true
			use(m)
			rest = blank(rest, m.from, m.to)
		}
	}
	t.readLettering(u, line, offset, pieces, take, &found)
	take(phones(rest), func(m mark) { t.readPhone(u, m, line, offset) })
	t.readDepositor(u, offset, &rest, &found)
	if t.wantsAddress(rest) {
		if m, ok := address(rest); ok {
			take([]mark{m}, func(m mark) { t.readAddress(u, m, offset) })
		}
	}
	take(t.reader.names(rest, t.asked["name"] || paysFor(line), phoneNear), func(m mark) { t.readName(u, m, line, offset) })
	if m, ok := candles(rest); ok {
		take([]mark{m}, func(m mark) { t.now.set(Candles, m.value, source(u, offset, false)) })
	}
	low := lower(rest)
	if says := common.in(low); says.has(saysCooler) && strings.Contains(low, "있") {
		t.ask("cooler_bag")
	}
	if wanted, known := coolerBag(low); known {
		found = true
		t.now.coolerBag = &wanted
		t.now.evidence[CoolerBag] = source(u, offset, false)
	}
	t.readShares(u, rest, offset, does)
	t.readPickup(u, low, offset, does)
	for _, d := range dates(low, u.At, false) {
		rest, found = blank(rest, d.from, d.to), true
	}
	for _, c := range clocks(lower(rest)) {
		rest, found = blank(rest, c.from, c.to), true
	}
	if t.readGoods(u, rest, offset, does, pieces) {
		found = true
	}
	t.readOffer(u, lower(rest), offset)
	t.readAdvance(u, lower(rest), offset)
	t.readWish(u, line, offset)
	if !found && !t.readAnswer(u, line, offset, does) {
		t.readBareName(u, line, offset)
	}
}

// readBareName takes a line that is nothing but a name.
func (t *talk) readBareName(u *Turn, line string, offset int) {
	th := t.now
	word := strings.TrimSpace(line)
	if th.values[Name] != "" || !t.reader.lexicon.isName(word, false) {
		return
	}
	th.set(Name, word, source(u, offset, true))
	th.ownName = true
}

// readWish keeps what a customer must not be served, or wants besides: it is shown as it was said.
func (t *talk) readWish(u *Turn, line string, offset int) {
	low := lower(line)
	if !containsAny(low, []string{"알레르기", "알러지", "allerg", "주차", "계산서", "현금영수증", "포장", "견과", "빼주", "빼고"}) || strings.HasSuffix(strings.TrimSpace(low), "?") {
		return
	}
	if have := t.now.values[Requests]; have == "" || containsAny(low, []string{"알레르기", "알러지", "allerg"}) {
		t.now.set(Requests, strings.TrimSpace(line), source(u, offset, false))
	}
}

// distinctPieces reports whether a message speaks of several pieces one by one: "하나는 … 하나는 …".
func distinctPieces(text string) bool {
	return strings.Count(text, "하나는") >= 2 || strings.Count(text, "한개는") >= 2 || strings.Count(text, "1개는") >= 2 || strings.Contains(text, "하나는") && (strings.Contains(text, "다른 하나") || strings.Contains(text, "나머지 하나") || strings.Contains(text, "또 하나")) ||
		strings.Contains(text, "첫번째") && strings.Contains(text, "두번째") || strings.Contains(text, "one ") && strings.Contains(text, "the other") || strings.Contains(text, "first one") && strings.Contains(text, "second")
}

func (t *talk) readLettering(u *Turn, line string, offset int, pieces bool, take func([]mark, func(mark)), found *bool) {
	th := t.now
	letters, none := lettering(line)
	if none && !pieces {
		th.lettering, th.noLetters = nil, true
		th.evidence[Lettering] = source(u, offset, false)
		*found = true
	}
	if len(letters) == 0 {
		letters = quotes(line)
		outside := utf8.RuneCountInString(strings.TrimSpace(line))
		for _, m := range letters {
			outside -= utf8.RuneCountInString(m.value)
		}
		if !t.asked["lettering"] && outside > quotedOutsideMax {
			letters = nil
		}
	}
	if len(letters) == 0 {
		return
	}
	continued := th.evidence[Lettering].Line >= u.Line && th.evidence[Lettering].Line < u.Line+offset
	if !(pieces && continued) && !(continued && strings.Contains(line, "도 ")) {
		th.lettering = nil
	}
	take(letters, func(m mark) { th.lettering = append(th.lettering, m.value) })
	th.noLetters = false
	th.evidence[Lettering] = source(u, offset, false)
	delete(t.asked, "lettering")
}

// quotedOutsideMax is how much may stand beside a quotation that is an answer of its own, in runes: the marks and "요".
const quotedOutsideMax = 8

func (t *talk) readPhone(u *Turn, m mark, line string, offset int) {
	th := t.now
	head := line[:m.from]
	if containsAny(head, []string{"받는", "받으", "수령", "recipient"}) && (th.values[Phone] != "" || strings.Count(u.Text, "010") > 1) {
		th.setOnce(Requests, strings.TrimSpace(line), source(u, offset, false))
		return
	}
	if th.values[Phone] != "" && th.evidence[Phone].Line >= u.Line && th.evidence[Phone].Line <= u.Line+offset {
		return // the second number of one message is somebody else's
	}
	if m.value[:2] != "01" && th.values[Phone] != "" {
		return
	}
	th.set(Phone, m.value, source(u, offset, false))
	th.ownPhone = true
	delete(t.asked, "phone")
}

// paysFor reports whether a line tells who else sends the money: "입금은 와이프가 할건데 정다래요".
func paysFor(line string) bool {
	return common.in(lower(line)).has(saysMoney) && containsAny(line, relations)
}

// relations are the people who pay for somebody.
var relations = []string{
	"남편", "아내", "와이프", "신랑", "엄마", "아빠", "어머니", "아버지", "언니", "오빠", "누나", "형이", "동생", "딸", "아들", "친구", "동료", "총무",
	"여친", "남친", "여자친구", "남자친구", "장모", "며느리", "사위", "고모", "이모", "삼촌", "다른 사람", "대신",
}

func (t *talk) readName(u *Turn, m mark, line string, offset int) {
	th := t.now
	if containsAny(line[:m.from], []string{"받는", "받으시는", "받으실", "수령인", "recipient"}) {
		th.setOnce(Requests, strings.TrimSpace(line), source(u, offset, false))
		return
	}
	if paysFor(line) && (th.ownName || !t.asked["name"]) && m.value != th.values[Name] {
		th.setOnce(Depositor, m.value, source(u, offset, false))
		return
	}
	if have := th.evidence[Name]; th.values[Name] != "" && have.Line >= u.Line && have.Line <= u.Line+offset && th.ownName {
		pays := t.asked["depositor"] || strings.Contains(line, "이름으로") || strings.Contains(line, "입금")
		if pays && th.values[Depositor] == "" && m.value != th.values[Name] {
			th.set(Depositor, m.value, source(u, offset, false))
		}
		return
	}
	if th.ownName && !t.asked["name"] && th.values[Name] != "" {
		return
	}
	if t.asked["depositor"] && !t.asked["name"] {
		th.set(Depositor, m.value, source(u, offset, false))
		delete(t.asked, "depositor")
		if th.values[Name] != "" || len(phones(line)) == 0 {
			return
		}
	}
	th.set(Name, m.value, source(u, offset, false))
	th.ownName = true
	delete(t.asked, "name")
}

func (t *talk) readDepositor(u *Turn, offset int, rest *string, found *bool) {
	m, self := t.reader.depositor(*rest)
	if self {
		t.now.selfPays = true
		t.now.evidence[Depositor] = source(u, offset, false)
		*found = true
		return
	}
	if m.value == "" {
		return
	}
	t.now.set(Depositor, m.value, source(u, offset, false))
	t.now.selfPays = false
	*rest = blank(*rest, m.from, m.to)
	*found = true
}

func (t *talk) readAddress(u *Turn, m mark, offset int) {
	t.now.set(Address, m.value, source(u, offset, false))
	t.now.delivers = true
	delete(t.asked, "address")
}

// wantsAddress reports whether an address in this line is where the goods go.
func (t *talk) wantsAddress(line string) bool {
	return t.asked["address"] || t.now.delivers || containsAny(lower(line), []string{"배달", "배송", "퀵", "주소", "보내", "까지", "deliver", "address", "send", "에서 받", "장례식장", "웨딩홀", "컨벤션"})
}

// readAnswer takes a line that nothing else understood as the answer to what the shop asked.
func (t *talk) readAnswer(u *Turn, line string, offset int, does acts) bool {
	value := strings.TrimSpace(line)
	short := len([]rune(value)) <= 40
	if !short || does["said_paid"] || does["price"] || strings.HasSuffix(value, "?") || isTalk(value) && !t.asked["lettering"] {
		return false
	}
	th := t.now
	src := source(u, offset, true)
	low := lower(value)
	switch {
	case t.asked["depositor"] && len(strings.Fields(value)) == 1 && t.reader.depositorName(dropPolite(value), false) != "":
		th.set(Depositor, t.reader.depositorName(dropPolite(value), false), src)
		delete(t.asked, "depositor")
	case t.asked["cooler_bag"] && len(t.asked) == 1 && (does["agree"] || isNone(dropPolite(value)) || coolerNo.MatchString(low)):
		wanted := does["agree"] && !coolerNo.MatchString(low)
		th.coolerBag, th.evidence[CoolerBag] = &wanted, src
		delete(t.asked, "cooler_bag")
	case t.asked["lettering"] && (isNone(dropPolite(value)) || noLettering.MatchString(low)):
		th.lettering, th.noLetters = nil, true
		th.evidence[Lettering] = src
		delete(t.asked, "lettering")
	case t.asked["lettering"] && !does["agree"] && !isTalk(value) && len([]rune(value)) >= 2 && !greeting(low):
		if words := cleanLettering(value); words != "" {
			th.lettering, th.noLetters = []string{words}, false
			th.evidence[Lettering] = src
			delete(t.asked, "lettering")
		}
	case t.asked["flavor"] && len(t.asked) == 1 && !does["agree"] && !greeting(low):
		th.set(Flavor, dropPolite(value), src)
		delete(t.asked, "flavor")
	case t.asked["address"] && len([]rune(value)) >= 8 && hasDigit(value) && len(counts(low)) == 0:
		th.set(Address, dropPolite(value), src)
		delete(t.asked, "address")
	default:
		return false
	}
	return true
}

func greeting(low string) bool {
	return containsAny(low, []string{"안녕", "감사", "고맙", "수고", "네 ", "넵", "죄송", "hello", "thank", "잠시", "잠깐", "알겠", "ㅎㅎ네", "확인"})
}
