package intake

import (
	"strings"
	"unicode/utf8"

	"dangol.example/money"
)

// sumFor is what a sum named by the shop is for.
type sumFor uint8

const (
	plainSum sumFor = iota
	totalSum
	advanceSum
	balanceSum
	refundSum
	extraSum
	discountSum
	eachSum
)

// sumWords decide what a sum is for by the words right before or after it. The first row that matches wins.
var sumWords = []struct {
	kind          sumFor
	before, after []string
}{
	{refundSum, []string{"환불", "refund"}, []string{" 환불", "원 환불", " 다시 보내", "원 다시", " 보내드렸", " 돌려드", " refund", " 돌려", " back"}},
	{advanceSum, []string{"예약금", "선금", "계약금", "선입금", "deposit"}, []string{" 예약금", " 선입금", " 먼저", " deposit", " 선금", "(예약금", " 계약금"}},
	{balanceSum, []string{"잔금", "나머지", "남은", "잔액", "balance", "remaining", "rest is", "the rest"}, []string{" 잔금", " balance", "은 픽업", " at pickup", " on pickup", " when you pick"}},
	{discountSum, []string{"할인", "discount"}, []string{" 할인", " 빼", " discount", " off", " 깎"}},
	{totalSum, []string{"총", "합계", "합이", "total", "모두", "전부", "다해서", "다 해서", "합쳐", "합해", "해서", "하면", "포함", "=", "altogether", "all together", "in all", "comes to", "최종", "해가지고", "토탈", "더하면", "더해서", "합치면", "합 ", "개면", "인분이면", "so "}, []string{" 입금해", " 보내주", " in total", " total", " altogether", "입니다 총"}},
	{extraSum, []string{"추가", "보냉", "퀵비", "퀵", "배송비", "배달비", "쇼핑백", "토퍼", "포장비", "박스비", "출장비", "초는", "숫자초", "delivery", "fee", "extra", "add", "plus", "+", "용달"}, []string{" 추가", " extra", " more", " 더", " 별도", "원 더", "원 추가", " for delivery"}},
}

// near is how many runes before a sum its words may stand.
const near = 14

// sum is a sum of money with its meaning.
type sum struct {
	price
	kind sumFor
	line int    // offset of its line
	what string // the size or thing it is the price of
	cond bool   // said under a condition ("추가하시면")
	due  bool   // asked for, not only named ("2천원만 더 입금해 주세요")
}

// sums reads the sums of a message of the shop.
func (t *talk) sums(text string) []sum {
	var out []sum
	for i, line := range strings.Split(text, "\n") {
		for _, m := range phones(line) {
			line = blank(line, m.from, m.to)
		}
		ps := prices(line)
		from := 0
		for k, p := range ps {
			if p.bare && p.won < 5000 {
				from = p.to
				continue
			}
			next := len(line)
			if k+1 < len(ps) {
				next = ps[k+1].from
			}
			s := sum{price: p, line: i, kind: kindOfSum(line[from:p.from], line[p.to:next], p.each)}
			s.what = t.priced(line[from:p.from])
			s.cond = conditional(line[from:p.from])
			s.due = containsAny(line[p.to:next], []string{"입금", "보내", "추가되", "추가됩", "추가돼", "추가해", "추가했", "추가입니다", "추가예요", "추가에요", "transfer", "please send", "added"})
			out = append(out, s)
			from = p.to
		}
	}
	return out
}

func kindOfSum(before, after string, each bool) sumFor {
	if n := utf8.RuneCountInString(before); n > near {
		before = string([]rune(before)[n-near:])
	}
	before += " "
	kind := plainSum
	best := -1
	for _, w := range sumWords {
		for _, b := range w.before {
			if at := strings.LastIndex(before, b); at > best {
				best, kind = at, w.kind
			}
		}
	}
	if kind == plainSum || kind == extraSum {
		trimmed := " " + strings.TrimLeft(strings.TrimPrefix(strings.TrimPrefix(after, "만"), "을"), " ")
		for _, w := range sumWords {
			for _, a := range w.after {
				if strings.HasPrefix(after, a) || strings.HasPrefix(trimmed, a) {
					return w.kind
				}
			}
		}
	}
	if each && kind != totalSum {
		return eachSum
	}
	return kind
}

func conditional(before string) bool {
	return containsAny(before, []string{"시면", "하면 ", "할 경우", "원하", "필요하", "가능", "if you", "would be", "선택"}) && !strings.Contains(before, "합하면") && !strings.Contains(before, "다 하면")
}

// priced finds the size or thing that a price belongs to, by the words before it.
func (t *talk) priced(before string) string {
	if s := sizes(before); len(s) > 0 {
		return s[len(s)-1].value
	}
	if g := t.reader.goods(before); len(g) > 0 {
		return g[len(g)-1].name
	}
	return ""
}

// readMenu remembers what sizes and things cost.
func (t *talk) readMenu(u *Turn, sums []sum) {
	for _, s := range sums {
		if s.what != "" && (s.kind == plainSum || s.kind == eachSum) {
			t.menu[s.what] = menuPrice{s.won, source(u, s.line, true)}
		}
	}
}

// readQuote takes the price the shop names for the order.
func (t *talk) readQuote(u *Turn, text string, does acts, all []sum) {
	th := t.now
	if t.offered != nil && does["agree"] && !does["refuse"] && th.state == open {
		t.setTotal(t.offered.won, t.offered.source, u, "")
	}
	t.offered = nil
	short := containsAny(text, []string{"모자라", "모자르", "부족", "더 들어", "더 보내셨", "too much", "short"})
	if short && (does["pay_confirmed"] || does["acknowledge"] || len(th.saidPaid) > 0) || th.cancelAsk != nil || th.state == cancelled || th.state == noShow || th.state == lapsed && !does["ask_pay"] {
		return
	}
	if s := sumOfOthers(all); s != nil {
		t.setTotal(s.won, source(u, s.line, false), u, "")
		return
	}
	var plain, extras, each []sum
	var total, advance, balance *sum
	open := false
	for i := range all {
		s := &all[i]
		open = open || s.open
		switch s.kind {
		case totalSum:
			total = s
		case advanceSum:
			advance = s
		case balanceSum:
			balance = s
		case extraSum:
			extras = append(extras, *s)
		case eachSum:
			each = append(each, *s)
		case discountSum:
			if th.total > s.won && len(all) == 1 {
				t.setTotal(th.total-s.won, source(u, s.line, true), u, "")
			}
		case plainSum:
			plain = append(plain, *s)
		}
	}
	if advance != nil && advance.won > 0 && !does["pay_confirmed"] {
		th.advance, th.evidence[Advance] = advance.won, source(u, advance.line, false)
	}
	if (does["pay_confirmed"] || does["acknowledge"]) && th.total > 0 && (total == nil || th.outstanding) {
		return // it repeats what has come
	}
	switch {
	case advance != nil && balance != nil && total == nil:
		t.setTotal(advance.won+balance.won, source(u, balance.line, true), u, "")
	case total != nil && !(total.open && len(all) == 1) && !total.cond:
		t.setTotal(total.won, source(u, total.line, false), u, total.what)
	case open:
		return // a price list
	case len(plain) > 0 || len(each) > 0:
		t.plainQuote(u, plain, each, extras)
	case len(extras) > 0:
		t.extraQuote(u, extras)
	}
}

// sumOfOthers finds the sum that all others of a message add up to: "8만+3만 11만원이요".
func sumOfOthers(all []sum) *sum {
	const parts = 3
	if len(all) < parts {
		return nil
	}
	var whole money.Amount
	for _, s := range all {
		if s.kind == advanceSum || s.kind == balanceSum || s.kind == refundSum || s.kind == discountSum {
			return nil
		}
		whole += s.won
	}
	for i := range all {
		if all[i].won*2 == whole {
			return &all[i]
		}
	}
	return nil
}

// plainQuote finds the total when the shop does not call it so.
func (t *talk) plainQuote(u *Turn, plain, each, extras []sum) {
	th := t.now
	n := money.Amount(max(th.quantity, 1))
	switch {
	case len(plain) == 1 && len(each) <= 1:
		p := plain[0]
		won, unsure := p.won, false
		if len(each) == 1 && p.won < each[0].won {
			won, unsure = each[0].won*n, true
		}
		for _, x := range extras {
			if !x.cond && x.won < p.won {
				won, unsure = won+x.won, true
			}
		}
		if p.cond && th.total > 0 {
			return
		}
		t.setTotal(won, source(u, p.line, unsure), u, p.what)
	case len(plain) == 0:
		t.setTotal(each[0].won*n, source(u, each[0].line, n == 1), u, each[0].what)
	default:
		t.severalSums(u, plain)
	}
}

// severalSums reads several sums of one message: one may be the sum of the others; else they are a price list, or parts.
func (t *talk) severalSums(u *Turn, plain []sum) {
	var all money.Amount
	kinds := acts{}
	for _, p := range plain {
		all += p.won
		if p.what != "" {
			kinds[p.what] = true
		}
	}
	for _, p := range plain {
		if p.won*2 == all {
			t.setTotal(p.won, source(u, p.line, false), u, "")
			return
		}
	}
	th := t.now
	for _, p := range plain {
		if p.what != "" && p.what == th.values[Size] && len(kinds) > 1 {
			t.setTotal(p.won*money.Amount(max(th.quantity, 1)), source(u, p.line, true), u, p.what)
			return
		}
	}
	const list = 3 // prices side by side without a sum are a list
	if len(kinds) >= 2 && len(th.items) < 2 || len(plain) >= list && len(th.items) < 2 {
		return
	}
	last := plain[len(plain)-1]
	t.setTotal(last.won, source(u, last.line, true), u, last.what)
}

// extraQuote adds what a wish costs on top of the total.
func (t *talk) extraQuote(u *Turn, extras []sum) {
	th := t.now
	if th.total == 0 {
		return
	}
	for _, x := range extras {
		if x.won >= th.total {
			t.setTotal(x.won, source(u, x.line, true), u, "")
			continue
		}
		if x.cond || !x.due {
			t.extra = x.won
			continue
		}
		t.setTotal(th.total+x.won, source(u, x.line, true), u, th.totalFor)
	}
}

// setTotal sets the price of the order.
func (t *talk) setTotal(won money.Amount, e Evidence, u *Turn, what string) {
	th := t.now
	if won < 1000 {
		return
	}
	th.total, th.totalFor = won, what
	th.evidence[Total] = e
	t.extra = 0
	if th.quotedAt.IsZero() {
		th.quotedAt = u.At
	}
}

// readOffer takes a price the customer names for the shop to agree to: "2만4천원 맞죠?".
func (t *talk) readOffer(u *Turn, low string, offset int) {
	if !common.in(low).has(saysOffer) {
		return
	}
	if ps := prices(low); len(ps) > 0 {
		p := ps[len(ps)-1]
		t.offered = &offer{p.won, source(u, offset, false)}
	}
}

// readAdvance takes an advance that the customer offers: "계약금 5만 부칠게".
func (t *talk) readAdvance(u *Turn, low string, offset int) {
	if t.now.advance > 0 || !containsAny(low, []string{"예약금", "계약금", "선금"}) {
		return
	}
	for _, p := range prices(low) {
		if kindOfSum(low[:p.from], low[p.to:], false) == advanceSum {
			t.now.advance, t.now.evidence[Advance] = p.won, source(u, offset, true)
			return
		}
	}
}

// offerWords stand in a question of the customer that names a price.
var offerWords = []string{"맞죠", "맞나", "맞지", "이죠", "인거죠", "인가요", "되죠", "되나", "될까", "보내면", "입금하면", "드리면", "맞으", "right?", "correct?", "is it"}
