package intake

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dangol.example/money"
)

// letteringCake is a lettering cake by its short name: "1호 레터링 가능한가요".
var letteringCake = regexp.MustCompile(`레터링\s?(가능|주문|예약|하나|찾|하고\s?싶|되나|될까)`)

// readGoods reads what is ordered: thing, size, number, taste, look. It reports whether it found any of them.
func (t *talk) readGoods(u *Turn, rest string, offset int, does acts, pieces bool) bool {
	th := t.now
	low := lower(rest)
	found := false
	src := source(u, offset, false)
	things := t.reader.goods(rest)
	if len(things) == 0 && letteringCake.MatchString(low) {
		th.setOnce(Item, "레터링케이크", doubtful(src))
	}
	t.readItems(things, counts(low), src, does)
	found = len(things) > 0
	masked := low
	named := sizes(low)
	if t.severalSizes(low, named, src) {
		return true
	}
	for i, s := range named {
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
	says := common.in(low)
	if says.has(saysDesign) && !says.has(saysLettering) && t.readDesign(rest, src) {
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

func (t *talk) readItems(things []goodsMark, ns []count, src Evidence, does acts) {
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

// severalSizes reads pieces of several sizes: "1호 두개랑 미니 세개요" is the size "1호 2, 미니 3", five pieces.
func (t *talk) severalSizes(low string, found []mark, src Evidence) bool {
	if len(found) < 2 || strings.Contains(low, "?") || insteadOf.MatchString(low) {
		return false
	}
	masked := low
	for _, s := range found {
		masked = blank(masked, s.from, s.to)
	}
	ns := counts(masked)
	if len(ns) != len(found) {
		return false
	}
	total, names := 0, make([]string, 0, len(found))
	for i, s := range found {
		if ns[i].from < s.from {
			return false
		}
		total += ns[i].n
		names = append(names, s.value+" "+strconv.Itoa(ns[i].n))
	}
	t.now.set(Size, strings.Join(names, ", "), src)
	t.now.quantity, t.now.evidence[Quantity] = total, src
	return true
}

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
	return slices.ContainsFunc(words, func(w string) bool { return strings.HasSuffix(s, w) })
}

func (t *talk) readTastes(rest string, src Evidence, pieces bool, does acts) bool {
	if containsAny(rest, []string{"알레르기", "알러지", "알레지"}) || strings.Contains(lower(rest), "allerg") && !does["change"] {
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
