package intake

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"dangol.example/money"
)

// askedFor finds in a message of the shop which fields it asks for.
var askedFor = []struct {
	field string
	words []string
}{
	{"depositor", []string{"입금자", "입금명", "입금하시는 분", "입금하실 분", "depositor", "sender name", "transfer name"}},
	{"name", []string{"성함", "이름", "성명", "예약자", "주문자", "누구", "name"}},
	{"phone", []string{"연락처", "전화번호", "번호", "핸드폰", "휴대폰", "phone", "contact", "number"}},
	{"lettering", []string{"문구", "레터링", "글씨", "글귀", "메시지", "메세지", "멘트", "리본", "write", "lettering", "message", "say on"}},
	{"flavor", []string{"맛", "시트", "크림", "색감", "색상", "컬러", "톤은", "flavor", "flavour", "color", "colour", "filling"}},
	{"size", []string{"사이즈", "호수", "몇 호", "몇호", "크기", "size"}},
	{"quantity", []string{"수량", "몇 개", "몇개", "몇 인분", "몇분", "몇 분", "how many"}},
	{"cooler_bag", []string{"보냉", "아이스팩", "cooler"}},
	{"address", []string{"주소", "배송지", "배달지", "어디로", "address"}},
	{"pickup", []string{"몇 시", "몇시", "언제", "시간", "날짜", "픽업일", "what time", "when", "what day"}},
	{"design", []string{"디자인", "도안", "사진", "design"}},
}

// asking are words of a question or a request.
var asking = []string{
	"?", "알려", "말씀", "주세요", "주시", "부탁", "적어", "남겨", "어떻게", "어떤", "무슨", "뭘로", "뭐로", "할까요", "실까요", "나요", "을까요", "뭐라", "뭐로", "쓸까", "할까", "헐까",
	"please", "could you", "can you", "may i", "what", "which", "tell me", "let me know", "need",
}

// shopTurn reads what the shop says.
func (t *talk) shopTurn(u *Turn) {
	text := lower(u.Text)
	does := actsOf(t.reader.acts, shop, text)
	t.veto(shop, text)
	entries := t.reader.form(u.Text)
	full, empty := filled(entries)
	if numbered := t.reader.numberedForm(u.Text); len(numbered) > 0 {
		t.numbered = numbered
	}
	if empty >= 3 && empty >= full {
		t.template = newTemplate(entries)
		t.askForm(entries)
		if t.now != nil {
			t.now.undo = nil
		}
		return
	}
	t.readAsking(text)
	sums := t.sums(text)
	t.readMenu(u, sums)
	if name := t.reader.called(u.Text); name != "" {
		t.called, t.calledAt = name, source(u, 0, true)
	}
	if t.now == nil {
		if full < 3 || !hasField(entries, "name") && !hasField(entries, "both") && !hasField(entries, "pickup_date") {
			return
		}
		t.begin(u)
	}
	t.shopDecides(u, text, does)
	if full >= 3 && summary(entries) {
		t.readForm(u, entries, true)
		t.now.firm = true
	}
	for i, line := range strings.Split(u.Text, "\n") {
		low := lower(line)
		for _, m := range phones(line) {
			low = blank(low, m.from, m.to)
		}
		t.shopPickup(u, low, i, does)
		t.shopGoods(u, line, i, does)
		t.readCode(u, line, i)
	}
	t.readQuote(u, text, does, sums)
	t.shopMoney(u, text, does)
	t.now.undo = nil
}

// summary reports whether the shop's labelled lines sum up an order rather than tell about the shop.
func summary(entries []entry) bool {
	n := 0
	for _, e := range entries {
		switch e.field {
		case "name", "both", "pickup_date", "pickup_time", "size", "flavor", "lettering", "item", "quantity", "total":
			if e.value != "" && !isHint(e.value) && !onlyPrice(e.value) {
				n++
			}
		}
	}
	return n >= 3
}

func onlyPrice(value string) bool {
	low := lower(value)
	ps := prices(low)
	if len(ps) == 0 {
		return false
	}
	rest := strings.TrimSpace(low[:ps[0].from] + low[ps[0].to:])
	return len([]rune(rest)) <= 6
}

// askForm notes every field of an empty form as asked for.
func (t *talk) askForm(entries []entry) {
	t.asked = acts{}
	for _, e := range entries {
		if e.field != "" {
			t.asked[e.field] = true
		}
	}
}

// curtMax is the longest question without a verb, in runes: "성함이랑 번호요!".
const curtMax = 20

// ask notes a field as asked for.
func (t *talk) ask(field string) {
	if t.asked == nil {
		t.asked = acts{}
	}
	t.asked[field] = true
}

// readAsking notes which fields the shop asks for. A message that asks for nothing leaves what was asked before.
func (t *talk) readAsking(text string) {
	fresh := acts{}
	for line := range strings.SplitSeq(text, "\n") {
		for _, c := range askClauses(line) {
			asks := common.in(c).has(saysAsking)
			curt := utf8.RuneCountInString(c) <= curtMax && strings.HasSuffix(strings.TrimRight(c, " ^ㅎㅋ,)"), "요")
			if !asks && !curt {
				continue
			}
			for _, a := range askedFor {
				personal := a.field == "name" || a.field == "phone" || a.field == "depositor"
				if (asks || personal) && containsAny(c, a.words) {
					fresh[a.field] = true
				}
			}
		}
	}
	if fresh["depositor"] && !strings.Contains(strings.ReplaceAll(text, "입금자명", ""), "성함") && !strings.Contains(strings.ReplaceAll(strings.ReplaceAll(text, "입금자명", ""), "입금자 이름", ""), "이름") {
		delete(fresh, "name")
	}
	if len(fresh) > 0 {
		t.asked = fresh
	}
}

// askClauses cuts a line at sentence marks only: a question runs over commas.
func askClauses(line string) []string {
	return strings.FieldsFunc(line, func(c rune) bool { return c == '.' || c == '!' || c == '~' })
}

// shopDecides changes the state of the order by what the shop does.
func (t *talk) shopDecides(u *Turn, text string, does acts) {
	th := t.now
	at := source(u, lineWith(u.Text, "취소", "환불", "cancel", "refund", "노쇼", "안 오", "픽업", "찾아", "전달", "배송"), false)
	paid := len(th.confirmed) > 0
	switch {
	case does["lapsed"] && !paid && th.cancelAsk == nil && th.state == open:
		t.close(lapsed, u, at)
	case does["cancelled"] && th.state != cancelled && (th.cancelAsk != nil || strings.Contains(text, "취소") || strings.Contains(text, "cancel")):
		t.close(cancelled, u, at)
	case th.cancelAsk != nil && th.state == open && (does["agree"] || does["acknowledge"] || does["cancelled"]) && !does["refuse"]:
		t.close(cancelled, u, *th.cancelAsk)
	case does["no_show"] && (th.state == open) && !th.day.IsZero() && !u.At.Before(th.day):
		t.close(noShow, u, at)
	case does["handed"] && (th.state == open || th.state == noShow) && !th.day.IsZero() && !u.At.Before(th.day):
		th.state = pickedUp
		th.evidence[Status] = at
	}
	if does["refuse"] {
		th.refused()
	}
	if does["fixed"] && th.state == open {
		th.agreedOnce = th.agreedOnce || th.ordered || th.firm || th.formed
		th.fixed = true
	}
	if does["ask_pay"] {
		th.askedPay = true
	}
	if strings.Contains(text, "자동") && strings.Contains(text, "취소") || strings.Contains(text, "미입금") || strings.Contains(text, "입금 순") || strings.Contains(text, "안 하시면 취소") {
		th.threatened = true
	}
}

// shopGoods takes what the shop says it will make, when it confirms or changes: "시트는 기본 바닐라예요".
func (t *talk) shopGoods(u *Turn, line string, offset int, does acts) {
	th := t.now
	src := source(u, offset, false)
	low := lower(line)
	sums := prices(low)
	if ns := counts(low); len(ns) == 1 && strings.HasSuffix(strings.TrimRight(low[:ns[0].from], " "), "총") {
		th.quantity, th.evidence[Quantity] = ns[0].n, src
	} else if len(ns) == 1 && th.quantity <= 1 && ns[0].n > 1 && len(sums) > 0 && !strings.HasPrefix(low[ns[0].to:], "씩") && !isExtraCount(low, ns[0]) {
		th.quantity, th.evidence[Quantity] = ns[0].n, src
	}
	if strings.Contains(line, "?") || len(sums) > 2 || does["refuse"] {
		return
	}
	if strings.Contains(low, "기본") && th.values[Flavor] == "" {
		if found := t.reader.tastes(line, true); len(found) == 1 {
			th.set(Flavor, found[0].value, src)
		}
	}
	if wanted, known := coolerBag(low); known && wanted && (strings.Contains(low, "포함") || strings.Contains(low, "추가")) && !strings.Contains(low, "시면") && !strings.Contains(low, "가능") {
		th.coolerBag, th.evidence[CoolerBag] = &wanted, src
	}
	if th.values[Item] == "" && (th.ordered || th.firm) && !does["ask_pay"] {
		if things := t.reader.goods(line); len(things) == 1 && !things[0].plain {
			th.set(Item, things[0].name, src)
		}
	}
	if th.values[Size] == "" && (th.ordered || th.firm) && (does["agree"] || does["fixed"] || len(sums) == 1 && !sums[0].open) {
		if found := sizes(low); len(found) == 1 {
			th.set(Size, found[0].value, src)
		}
	}
	if letters := quotes(line); len(letters) > 0 && containsAny(low, letteringWords) && (does["fixed"] || does["agree"]) && !strings.Contains(low, "입금") {
		words := make([]string, 0, len(letters))
		for _, m := range letters {
			words = append(words, m.value)
		}
		if len(words) >= len(th.lettering) {
			th.lettering, th.noLetters = words, false
			th.evidence[Lettering] = src
		}
	}
}

// isExtraCount reports whether a count of the shop belongs to candles or bags.
func isExtraCount(low string, c count) bool {
	return coolerNearby(low, c) || isCandle(low[:c.from], low[c.to:])
}

var codeGiven = regexp.MustCompile(`([가-힣]{2,4}\d{2})\s?["'”’]?\s?(?:로|으로|라고|이라고)`)

// readCode takes a depositor code that the shop gives: "입금자명을 이서연47로 적어 주세요".
func (t *talk) readCode(u *Turn, line string, offset int) {
	if !strings.Contains(line, "입금") {
		return
	}
	if m := codeGiven.FindStringSubmatch(line); m != nil {
		t.now.code = m[1]
		t.now.setOnce(Depositor, m[1], source(u, offset, false))
	}
}

// shopMoney settles what the shop says has come, and what it gives back.
func (t *talk) shopMoney(u *Turn, text string, does acts) {
	th := t.now
	if th.state == cancelled || does["cancelled"] && th.cancelAsk != nil {
		t.readRefund(u, text)
		return
	}
	confirms := does["pay_confirmed"] || does["acknowledge"] && th.outstanding
	if !confirms || th.state == lapsed && !does["pay_confirmed"] {
		return
	}
	if th.state == lapsed {
		th.state = open
	}
	th.confirmed = append(th.confirmed, u.At)
	th.outstanding = false
	src := source(u, lineWith(u.Text, "확인", "입금", "받았", "received", "confirmed", "payment"), false)
	won := t.confirmedWon(text)
	if won == 0 {
		src.Unsure = true
	}
	th.paid = max(th.paid, won)
	th.evidence[Paid] = src
}

// cameIn is a sum that the shop says has come: "257,000원으로 들어와서", "got 82,000".
var cameIn = regexp.MustCompile(`\d[\d,.만천백 ]*원?\s?(으로|이|만)?\s?(더\s?)?들어(왔|와|온)|\d[\d,.만천백 ]*원?(을|를)?\s?(보내셨|입금하셨|넣으셨|이체하셨)|got (the |your )?[\d,]+`)

// confirmedWon is how much has come in all when the shop says that money has come.
func (t *talk) confirmedWon(text string) money.Amount {
	th := t.now
	advance := containsAny(text, []string{"예약금", "선금", "계약금", "deposit"}) || th.saidAdvance
	balance := containsAny(text, []string{"잔금", "나머지", "balance"}) && !containsAny(text, []string{"픽업 때", "픽업때", "픽업 시", "현장", "오셔서", "당일", "at pickup", "later", "남은", "remaining", "은 "})
	ps := prices(text)
	if m := cameIn.FindString(text); m != "" {
		if came := prices(m); len(came) == 1 {
			if (balance || th.saidBalance) && th.paid > 0 {
				return th.paid + came[0].won
			}
			return came[0].won
		}
	}
	switch {
	case (balance || th.saidBalance) && th.total > 0:
		return th.total
	case advance && th.advance > 0:
		return th.advance
	case len(ps) == 1 && !containsAny(text, []string{"잔금", "나머지", "balance", "남은", "remaining"}) && (ps[0].won == th.total || ps[0].won == th.advance || th.saidWon == ps[0].won):
		return ps[0].won
	case advance && len(ps) > 0:
		return ps[0].won
	case th.advance > 0 && th.paid == 0 && len(th.confirmed) == 1 && !containsAny(text, []string{"전액", "모두", "in full"}) && (th.saidWon == 0 || th.saidWon == th.advance):
		return th.advance
	case th.saidWon > 0 && th.saidWon < th.total && th.paid == 0:
		return th.saidWon
	default:
		return th.total
	}
}

var percent = regexp.MustCompile(`(\d{1,3})\s?(%|퍼센트|프로)`)

func (t *talk) readRefund(u *Turn, text string) {
	th := t.now
	if !strings.Contains(text, "환불") && !strings.Contains(text, "refund") && !strings.Contains(text, "돌려") {
		return
	}
	src := source(u, lineWith(u.Text, "환불", "refund", "돌려"), false)
	for _, p := range prices(text) {
		th.refund, th.evidence[Refund] = p.won, src
	}
	paid := max(th.paid, 0)
	if th.refund > 0 || paid == 0 {
		return
	}
	if m := percent.FindStringSubmatch(text); m != nil && number(m[1]) <= 100 {
		th.refund = paid * money.Amount(number(m[1])) / 100
	} else if strings.Contains(text, "전액") || strings.Contains(text, "full") {
		th.refund = paid
	}
	if th.refund > 0 {
		th.evidence[Refund] = src
	}
}
