package intake

import (
	"strings"
	"time"

	"dangol.example/money"
)

// share is one of several orders that are talked about together: "월요일에 김밥도시락 30개, 수요일에 돈까스도시락 30개".
type share struct {
	day     time.Time
	minutes int // -1 when unsaid
	item    string
	n       int
	source  Evidence
}

// readShares notes what a line wants for which day. It is taken for several orders only when days and things differ, see split.
func (t *talk) readShares(u *Turn, line string, offset int, does acts) {
	th := t.now
	if does["change"] || does["repeat"] || strings.Contains(line, "말고") || strings.Contains(line, "대신") {
		return
	}
	for _, c := range clauses(line) {
		clause := line[c[0]:c[1]]
		things := t.reader.goods(clause)
		if len(things) != 1 {
			continue
		}
		low := lower(clause)
		ds := dates(low, u.At, false)
		cs := clocks(maskDates(low, ds))
		if len(ds) > 1 || len(cs) > 1 || len(ds) > 0 && t.reader.dayRole(low) == forOther {
			continue
		}
		if len(ds)+len(cs) > 0 {
			th.note(things[0].name, ds, cs, counts(low), source(u, offset, true))
		}
	}
}

// note adds a share, or adds to the share of the same thing.
func (th *thread) note(item string, ds []dateMark, cs []clockMark, ns []count, e Evidence) {
	at := -1
	for i := range th.shares {
		if strings.HasSuffix(th.shares[i].item, item) || strings.HasSuffix(item, th.shares[i].item) || strings.Contains(th.shares[i].item, item) {
			at = i
		}
	}
	if at < 0 {
		if len(ds) == 0 {
			return
		}
		th.shares = append(th.shares, share{minutes: -1, item: item, n: 1, source: e})
		at = len(th.shares) - 1
	}
	s := &th.shares[at]
	if len(ds) > 0 {
		s.day = ds[0].day
	}
	if len(cs) > 0 {
		s.minutes = cs[0].near(s.minutes)
	}
	if len(ns) > 0 {
		s.n = ns[0].n
	}
}

// sharesMax bounds how many orders are taken out of one talk.
const sharesMax = 5

// split gives one thread for each order that was talked about together, and the thread itself when it is one order.
func (t *talk) split(th *thread) []*thread {
	if len(th.shares) < 2 || len(th.shares) > sharesMax {
		return []*thread{th}
	}
	days := map[time.Time]bool{}
	for _, s := range th.shares {
		days[s.day] = true
	}
	if len(days) != len(th.shares) {
		return []*thread{th}
	}
	out := make([]*thread, 0, len(th.shares))
	for _, s := range th.shares {
		out = append(out, th.copyFor(s))
	}
	t.sharePrice(th, out)
	return out
}

// sharePrice gives each of the orders its part of the price: what its thing was said to cost, and the rest to the one of which
// nothing was said. Where that does not add up, nobody knows.
func (t *talk) sharePrice(whole *thread, parts []*thread) {
	var sum money.Amount
	var silent *thread
	unknown := 0
	for i, one := range parts {
		one.total = 0
		price, ok := t.priceOf(whole.shares[i].item)
		if !ok {
			silent, unknown = one, unknown+1
			continue
		}
		one.total = price.won * money.Amount(max(whole.shares[i].n, 1))
		e := price.source
		e.Unsure = true
		one.evidence[Total] = e
		sum += one.total
	}
	if unknown == 1 && sum < whole.total {
		silent.total, sum = whole.total-sum, whole.total
		e := whole.evidence[Total]
		e.Unsure = true
		silent.evidence[Total] = e
	}
	for _, one := range parts {
		if sum != whole.total && whole.total > 0 {
			one.total = 0
			delete(one.evidence, Total)
		}
		one.paid = min(one.paid, one.total)
	}
}

// priceOf finds what a thing was said to cost: "호접란" for "호접란 화분".
func (t *talk) priceOf(item string) (menuPrice, bool) {
	if p, ok := t.menu[item]; ok {
		return p, true
	}
	for _, word := range strings.Fields(item) {
		if p, ok := t.menu[word]; ok {
			return p, true
		}
	}
	return menuPrice{}, false
}

// copyFor makes the order of one share: what was said of the person and the money holds for all.
func (th *thread) copyFor(s share) *thread {
	one := *th
	one.values, one.evidence = map[FieldName]string{}, map[FieldName]Evidence{}
	for f, v := range th.values {
		one.values[f] = v
	}
	for f, e := range th.evidence {
		one.evidence[f] = e
	}
	one.shares, one.items = nil, nil
	one.day = s.day
	if s.minutes >= 0 {
		one.minutes = s.minutes
	}
	one.quantity = s.n
	one.values[Item] = s.item
	one.evidence[Item], one.evidence[Pickup], one.evidence[Quantity] = s.source, s.source, s.source
	return &one
}
