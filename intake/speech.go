package intake

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"dangol.example/money"
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
			t.applyEntry(u, e, i, false)
			continue
		}
		if field, value := t.template.bare(line); field != "" {
			t.applyEntry(u, entry{field: field, value: value}, i, false)
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
	t.readLettering(u, line, offset, pieces, take, &rest, &found)
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

func (t *talk) readLettering(u *Turn, line string, offset int, pieces bool, take func([]mark, func(mark)), rest *string, found *bool) {
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
	return t.asked["address"] || t.now.delivers || containsAny(lower(line), []string{"배달", "배송", "퀵", "주소", "보내", "까지", "deliver", "address", "send", "에서 받"})
}

// readGoods reads what is ordered: thing, size, number, taste, look. It reports whether it found any of them.
func (t *talk) readGoods(u *Turn, rest string, offset int, does acts, pieces bool) bool {
	th := t.now
	low := lower(rest)
	found := false
	src := source(u, offset, false)
	things := t.reader.goods(rest)
	t.readItems(things, counts(low), src, does, pieces)
	found = len(things) > 0
	masked := low
	for i, s := range sizes(low) {
		if i == 0 || insteadOf.MatchString(low) {
			old, had := th.values[Size], th.evidence[Size]
			th.set(Size, s.value, src)
			if won := priceSize(s.value); won > 0 && th.total == 0 && (does["firm"] || does["order"]) && !does["said_paid"] && !does["will_pay"] {
				t.setTotal(won, doubtful(src), u, s.value)
			}
			th.keep(func() { th.values[Size], th.evidence[Size] = old, had })
		}
		masked = blank(masked, s.from, s.to)
		found = true
	}
	if t.readCounts(masked, src, does, pieces, things) {
		found = true
	}
	if t.readTastes(rest, src, pieces, does) {
		found = true
	}
	if says := common.in(low); says.has(saysDesign) && !says.has(saysLettering) && (designSaid.MatchString(rest) || designEN.MatchString(rest)) && t.readDesign(rest, src) {
		found = true
	}
	return found
}

// priceSize reads a size that is a price: "7만원" of flowers. A price that is only about right ("7만원대") is none.
func priceSize(size string) money.Amount {
	if !strings.HasSuffix(size, "원") {
		return 0
	}
	if p := prices(size); len(p) == 1 {
		return p[0].won
	}
	return 0
}

// doubtful gives the same evidence, for a person to look at.
func doubtful(e Evidence) Evidence {
	e.Unsure = true
	return e
}

func (t *talk) readItems(things []goodsMark, ns []count, src Evidence, does acts, pieces bool) {
	th := t.now
	var named []part
	for i, g := range things {
		next := len(src.Text)
		if i+1 < len(things) {
			next = things[i+1].from
		}
		n := 0
		for _, c := range ns {
			if c.from >= g.to && c.from < next && c.from-g.to <= len(" 세트로 ") {
				n = c.n
			}
		}
		named = append(named, part{g.name, n})
	}
	counted := 0
	for _, p := range named {
		if p.n > 0 {
			counted++
		}
	}
	if counted >= 2 {
		th.items = nil
		total, names := 0, make([]string, 0, len(named))
		for _, p := range named {
			if p.n == 0 {
				continue
			}
			th.items = append(th.items, p)
			total += p.n
			names = append(names, p.name+" "+strconv.Itoa(p.n))
		}
		th.set(Item, strings.Join(names, ", "), src)
		th.quantity, th.evidence[Quantity] = total, src
		return
	}
	for _, g := range things {
		old := th.values[Item]
		switch {
		case old == "", does["change"] && !g.plain, isPlain(old) && !g.plain:
			th.set(Item, g.name, src)
		case strings.Contains(g.name, old) && len(g.name) > len(old) && !strings.Contains(old, ","):
			th.set(Item, g.name, src)
		}
	}
}

func isPlain(item string) bool { return indexOf(plainGoods, item) >= 0 }

func (t *talk) readCounts(low string, src Evidence, does acts, pieces bool, things []goodsMark) bool {
	th := t.now
	ns := counts(low)
	if len(ns) == 0 || pieces && th.quantity > 1 || len(th.items) > 1 {
		return len(ns) > 0
	}
	n := ns[0]
	if target := toCount(low, ns); target >= 0 {
		n = ns[target]
	} else if sum, several := sumOfKinds(low, ns); several {
		n.n = sum
	} else if insteadOf.MatchString(low) {
		n = ns[len(ns)-1]
	}
	more := len(things) == 1 && things[0].name != th.values[Item] && strings.Contains(low[:n.from], "도 ") && th.quantity > 0
	switch {
	case more:
		n.n += th.quantity
	case strings.Contains(low[n.to:], "더") && th.quantity > 0 && strings.Index(low[n.to:], "더") <= len(" 정도 더"):
		n.n += th.quantity
	case strings.HasSuffix(strings.TrimRight(low[:n.from], " "), "더") && th.quantity > 0:
		n.n += th.quantity
	}
	if coolerNearby(low, n) || n.n <= 0 || strings.HasPrefix(low[n.to:], "씩") && th.quantity > 1 {
		return true
	}
	if th.quantity > 1 && n.n == 1 && !does["change"] {
		return true
	}
	old, had := th.quantity, th.evidence[Quantity]
	th.quantity, th.evidence[Quantity] = n.n, src
	th.keep(func() { th.quantity, th.evidence[Quantity] = old, had })
	return true
}

// toCount finds the count that is aimed at: "5개 더해서 35개로". -1 when there is none.
func toCount(low string, ns []count) int {
	for i := len(ns) - 1; i >= 0; i-- {
		rest := low[ns[i].to:]
		if strings.HasPrefix(rest, "로 ") || strings.HasPrefix(rest, "로요") || strings.HasPrefix(rest, "으로") || strings.Contains(low[:ns[i].from], "총 ") {
			return i
		}
	}
	return -1
}

// sumOfKinds adds the counts of several kinds: "에그 10개 햄치즈 5개".
func sumOfKinds(low string, ns []count) (sum int, several bool) {
	if len(ns) < 2 || insteadOf.MatchString(low) {
		return 0, false
	}
	for i, n := range ns {
		end := len(low)
		if i+1 < len(ns) {
			end = ns[i+1].from
		}
		if n.unit != ns[0].unit || coolerNearby(low, n) || containsAny(low[n.to:end], []string{"씩", "중", "들이", "입", "세트에"}) {
			return 0, false
		}
		sum += n.n
	}
	return sum, true
}

// coolerNearby reports whether a count is of bags, forks or ice instead of the goods.
func coolerNearby(low string, c count) bool {
	before := strings.TrimRight(low[:c.from], " ")
	return endsInAny(before, "보냉백", "보냉팩", "아이스팩", "쇼핑백", "포크", "접시", "젓가락", "수저", "봉투", "토퍼", "초는", "초", "봉지", "리본", "카드", "물티슈", "박스는", "상자는", "쟁반")
}

func endsInAny(s string, words ...string) bool {
	for _, w := range words {
		if strings.HasSuffix(s, w) {
			return true
		}
	}
	return false
}

func (t *talk) readTastes(rest string, src Evidence, pieces bool, does acts) bool {
	if containsAny(rest, []string{"알레르기", "알러지", "알레지"}) || strings.Contains(lower(rest), "allerg") {
		return false
	}
	found := t.reader.tastes(rest, t.asked["flavor"])
	if len(found) == 0 {
		return false
	}
	th := t.now
	values := make([]string, 0, len(found))
	for _, m := range found {
		values = append(values, m.value)
	}
	value := strings.Join(values, " ")
	if pieces {
		if th.evidence[Flavor].Line < src.Line-3 || len(th.tasteParts) == 0 {
			th.tasteParts = nil
		}
		th.tasteParts = append(th.tasteParts, part{value, 1})
		all := make([]string, 0, len(th.tasteParts))
		for _, p := range th.tasteParts {
			all = append(all, p.name+" "+strconv.Itoa(p.n))
		}
		th.set(Flavor, strings.Join(all, ", "), src)
		return true
	}
	if !strings.Contains(lower(rest), "?") || th.values[Flavor] == "" {
		old := th.values[Flavor]
		if old != "" && !does["change"] && !t.asked["flavor"] && len(old) > len(value) {
			return true
		}
		th.set(Flavor, value, src)
	}
	delete(t.asked, "flavor")
	return true
}

func (t *talk) readDesign(rest string, src Evidence) bool {
	for _, clause := range designClauses(rest) {
		if !designSaid.MatchString(clause) && !designEN.MatchString(clause) || strings.Contains(clause, "?") {
			continue
		}
		value := strings.TrimSpace(clause)
		for _, lead := range []string{"디자인은", "디자인", "도안은", "모양은", "스타일은", "분위기는", "느낌은", "포장은"} {
			value = strings.TrimSpace(strings.TrimPrefix(value, lead))
		}
		value = strings.Join(strings.Fields(cleanDesign(dropPolite(value))), " ")
		if len([]rune(value)) < 2 || isTalk(value) && !strings.Contains(value, "처럼") {
			continue
		}
		t.now.set(Design, value, src)
		return true
	}
	return false
}

// designClauses cuts a line where a look can end. "이런 느낌이요" only points at a picture: what follows tells the look.
func designClauses(line string) []string {
	var out []string
	for _, c := range clauses(line) {
		clause := line[c[0]:c[1]]
		if pointing.MatchString(clause) {
			continue
		}
		if n := len(out); n > 0 && strings.HasSuffix(strings.TrimSpace(out[n-1]), ",") {
			out[n-1] += clause
			continue
		}
		out = append(out, clause)
	}
	return out
}

var pointing = regexp.MustCompile(`^\s*(요런|이런|저런|이거|요거|이\s?사진|이렇게|요렇게)[^가-힣]*(느낌|사진|스타일|디자인|거|걸|식)?(처럼|이요|으로요|으로|요|로)?[ .,!~]*$`)

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
