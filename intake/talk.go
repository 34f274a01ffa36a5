package intake

import (
	"slices"
	"strings"
	"time"

	"dangol.example/money"
)

// talk is the walk through one conversation.
type talk struct {
	reader   *Reader
	title    string
	done     []*thread
	now      *thread
	template template       // the shop's own form
	numbered map[int]string // the fields of a form whose lines only have numbers
	asked    acts           // the fields the shop asked for and has no answer to
	menu     map[string]menuPrice
	proposal *slot // a time the shop offered, to be taken by a yes
	offered  *offer
	called   string // a name by which the shop addresses the customer
	calledAt Evidence
	vetoes   acts
	extra    money.Amount // what an offered extra costs, until the customer says yes
}

// slot is a pickup time under discussion.
type slot struct {
	day     time.Time
	minutes int
	source  Evidence
}

// offer is a sum the customer named and the shop may agree to.
type offer struct {
	won    money.Amount
	source Evidence
}

// menuPrice is what the shop said a size or a thing costs.
type menuPrice struct {
	won    money.Amount
	source Evidence
}

func (t *talk) turn(u *Turn) {
	if u.Photo {
		if t.now != nil && !u.FromShop {
			t.now.photo = true
		}
		return
	}
	if strings.TrimSpace(u.Text) == "" {
		return
	}
	if u.FromShop {
		t.shopTurn(u)
	} else {
		t.customerTurn(u)
	}
	if t.now != nil {
		t.now.last = u.At
	}
}

// customerTurn reads what the customer says.
func (t *talk) customerTurn(u *Turn) {
	text := lower(u.Text)
	does := actsOf(t.reader.acts, customer, text)
	t.veto(customer, text)
	entries := t.answerForm(u.Text)
	full, _ := filled(entries)
	fresh := t.now == nil || t.startsNew(u, text, does, entries, full)
	if fresh {
		if t.now == nil && !t.hasSubstance(u, text, does, full) {
			return
		}
		t.begin(u)
	}
	th := t.now
	t.customerThanks(u, text, does)
	t.repeatOrder(does, u.Text)
	if full >= 2 {
		t.asked = nil
		t.readForm(u, entries, false)
		t.readRest(u, entries, does)
		th.formed = th.formed || full >= 3
	} else {
		t.readLines(u, text, does)
	}
	t.customerActs(u, text, does)
}

// answerForm reads a message as an answer to a form: with labels, with numbers, or line by line.
func (t *talk) answerForm(text string) []entry {
	entries := t.template.cutValues(t.reader.form(text))
	for i := range entries {
		if entries[i].field == "" {
			entries[i].field = t.template.shortened(entries[i].label)
		}
	}
	if full, empty := filled(entries); full+empty >= 2 {
		return entries
	}
	if numbered := t.numberedReply(text); len(numbered) > 0 {
		return numbered
	}
	return t.template.byPosition(text)
}

// hasSubstance reports whether a first message has anything that could be part of an order.
func (t *talk) hasSubstance(u *Turn, text string, does acts, full int) bool {
	return full >= 2 || does["order"] || does["firm"] || does["said_paid"] || len(dates(text, u.At, false)) > 0 ||
		len(t.reader.goods(u.Text)) > 0 || len(sizes(text)) > 0 || len(phones(text)) > 0
}

// begin opens a new order. What is known of the person carries over from the order before.
func (t *talk) begin(u *Turn) {
	th := newThread(u.At)
	if t.now != nil {
		for _, f := range []FieldName{Name, Phone} {
			if v := t.now.values[f]; v != "" {
				th.set(f, v, t.now.evidence[f])
			}
		}
		th.returning = len(t.now.confirmed) > 0 || t.now.state == pickedUp
		t.done = append(t.done, t.now)
	}
	t.now = th
	t.proposal, t.offered = nil, nil
}

// startsNew decides whether the customer now speaks of another order than before.
func (t *talk) startsNew(u *Turn, text string, does acts, entries []entry, full int) bool {
	th := t.now
	wants := does["order"] || does["firm"] || full >= 3 || does["ask"] || does["repeat"]
	if !wants || does["cancel"] || does["said_paid"] && full < 3 {
		return false
	}
	passed := !th.day.IsZero() && u.At.After(th.day.AddDate(0, 0, 1)) || th.state != open
	if !th.settled() {
		const forgotten = 14 * 24 * time.Hour
		if full >= 4 && th.formed && (does["again"] || t.otherForm(u, entries)) {
			return true
		}
		stale := u.At.Sub(th.last) > forgotten
		return (passed || stale) && (t.namesGoods(u, text, does, full) || len(t.wantedDays(u, text)) > 0)
	}
	if full >= 4 && !passed {
		return does["again"] || t.otherForm(u, entries) || th.formed && !does["change"]
	}
	if !passed && does["change"] && !does["again"] {
		return false
	}
	content := t.namesGoods(u, text, does, full)
	days := t.wantedDays(u, text)
	if passed {
		named := does["again"] || does["repeat"] || strings.Contains(text, "주문") || strings.Contains(text, "예약") || strings.Contains(text, "order")
		return (content || len(days) > 0 || named) && !(does["received"] && len(days) == 0 && !named)
	}
	otherDay := false
	for _, d := range days {
		otherDay = otherDay || !th.day.IsZero() && !d.day.Equal(th.day)
	}
	if does["again"] && (content || otherDay) {
		return otherDay || separate(text)
	}
	return otherDay && content
}

// namesGoods reports whether a message names anything that can be ordered.
func (t *talk) namesGoods(u *Turn, text string, does acts, full int) bool {
	return full >= 3 || does["repeat"] || len(t.reader.goods(u.Text)) > 0 || len(sizes(text)) > 0 || len(counts(text)) > 0
}

// separate reports whether the words part the new wish from the standing order.
func separate(text string) bool {
	return containsAny(text, []string{"따로", "별도", "다른 날", "새로", "또 주문", "another order", "separate", "second order", "이번에도", "이번엔", "다음 주문", "추가 주문", "추가로 주문", "한번 더 주문", "또 예약", "또 부탁", "하나 더 주문", "재주문", "new order"})
}

// otherForm reports whether a form names another pickup or person than the standing order.
func (t *talk) otherForm(u *Turn, entries []entry) bool {
	for _, e := range entries {
		switch e.field {
		case "both", "pickup_date":
			if d := dates(lower(e.value), u.At, true); len(d) > 0 && !t.now.day.IsZero() && !d[0].day.Equal(t.now.day) {
				return true
			}
		case "name":
			if have := t.now.values[Name]; have != "" && e.value != "" && !strings.Contains(e.value, have) {
				return true
			}
		}
	}
	return false
}

// wantedDays are the days named in a message other than for paying or talking.
func (t *talk) wantedDays(u *Turn, text string) []dateMark {
	var out []dateMark
	for line := range strings.SplitSeq(text, "\n") {
		for _, c := range clauses(line) {
			clause := line[c[0]:c[1]]
			found := dates(clause, u.At, false)
			if len(found) == 0 {
				continue
			}
			if role := t.reader.dayRole(clause); role == forPickup || role == unclear {
				out = append(out, found...)
			}
		}
	}
	return out
}

// repeatOrder copies the goods of the order before: "저번이랑 똑같이요".
func (t *talk) repeatOrder(does acts, text string) {
	if !does["repeat"] || len(t.done) == 0 || t.now.repeated {
		return
	}
	t.now.repeated, t.now.firm = true, true
	old := t.done[len(t.done)-1]
	if t.namesOther(text, old.values[Item]) {
		return // "as last time, but a plant": the person is known, the goods are new
	}
	for _, f := range []FieldName{Item, Size, Flavor, Design, Candles, Address} {
		if v := old.values[f]; v != "" {
			e := old.evidence[f]
			t.now.setOnce(f, v, e)
		}
	}
	if t.now.quantity == 0 && old.quantity > 1 {
		t.now.quantity, t.now.evidence[Quantity] = old.quantity, old.evidence[Quantity]
	}
	if len(t.now.lettering) == 0 && len(old.lettering) > 0 {
		t.now.lettering = append([]string(nil), old.lettering...)
		e := old.evidence[Lettering]
		e.Unsure = true
		t.now.evidence[Lettering] = e
	}
}

// namesOther reports whether a message names goods, and none of the kind of an item ordered before.
func (t *talk) namesOther(text, item string) bool {
	goods := t.reader.goods(text)
	return len(goods) > 0 && !slices.ContainsFunc(goods, func(g goodsMark) bool { return kindOf(g.name) == kindOf(item) })
}

// kindOf is what a thing is, by its last two letters: 돌케이크 and 딸기 케이크 are of one kind.
func kindOf(name string) string {
	letters := []rune(name)
	return string(letters[max(0, len(letters)-2):])
}

// veto counts the words that speak against an order, each kind once.
func (t *talk) veto(who speaker, text string) {
	for kind := range actsOf(t.reader.vetoes, who, text) {
		if t.vetoes == nil {
			t.vetoes = acts{}
		}
		t.vetoes[kind] = true
	}
}

// source gives the evidence for a byte range's line of a message.
func source(u *Turn, lineOffset int, unsure bool) Evidence {
	lines := strings.Split(u.Text, "\n")
	text := ""
	if lineOffset < len(lines) {
		text = lines[lineOffset]
	}
	return Evidence{Line: u.Line + lineOffset, Text: text, Unsure: unsure}
}
