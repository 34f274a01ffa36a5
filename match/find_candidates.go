package match

import (
	"slices"
	"sort"
)

// Limits of the search for the orders of one deposit.
const (
	fewOrders   = 16 // a weak word that leads to more orders than this needs the amount as well
	nearAmounts = 4  // orders shown for their amount alone
	longestName = 12 // runes of a name sought inside a depositor name
)

// search collects orders for one payment.
type search struct {
	m     *matcher
	stamp int32
	found []int32 // shared by all searches of a run
}

func (s *search) add(order int32) {
	if s.m.seen[order] != s.stamp {
		s.m.seen[order] = s.stamp
		s.found = append(s.found, order)
	}
}

func (s *search) all(entries index) {
	for _, e := range entries {
		s.add(e.order)
	}
}

// candidates gives the orders that a payment may pay: first those found by any of its words, and from the second
// result on those found by the amount alone.
func (m *matcher) candidates(rank int32) ([]int32, int) {
	p := &m.payments[rank]
	s := search{m: m, stamp: rank + 1, found: m.scratch[:0]}
	if !p.wallet {
		s.byNames(p.name, p)
	}
	s.byDigits(p.name, p)
	if p.memo != nil {
		s.byNames(p.memo, p)
		s.byDigits(p.memo, p)
	}
	for _, c := range p.alias {
		for _, o := range m.byCustomer[c] {
			s.add(o)
		}
	}
	named := len(s.found)
	if p.income == 0 {
		s.byAmount(p)
	}
	m.scratch = s.found
	return s.found, named
}

func (s *search) byNames(name *shape, p *payment) {
	if len(name.runes) == 0 {
		return
	}
	m, key := s.m, []rune(name.key)
	m.strong.visit(hash(saltName, name.runes), p.amount, p.place, s.all)
	if len(key) != len(name.runes) {
		m.strong.visit(hash(saltName, key), p.amount, p.place, s.all)
	}
	if name.turned != "" {
		m.strong.visit(hash(saltName, []rune(name.turned)), p.amount, p.place, s.all)
	}
	if len(key) >= minCut {
		m.strong.visit(hash(saltBegins, key), p.amount, p.place, s.all)
	}
	for n := minContained; n < len(name.runes) && n <= longestName && len(name.runes) <= maxNameRunes; n++ {
		for from := 0; from+n <= len(name.runes); from++ {
			m.strong.visit(hash(saltName, name.runes[from:from+n]), p.amount, p.place, s.all)
		}
	}
	s.byParts(name, p)
}

// byParts looks up what many names share.
func (s *search) byParts(name *shape, p *payment) {
	weak := func(salt uint64, word []rune) {
		key := hash(salt, word)
		if few := s.m.weak.few(key, fewOrders); few != nil {
			s.all(few)
			return
		}
		s.all(s.m.weak.at(key, p.amount).around(p.place, samePart))
	}
	if name.masked || len(name.runes) == 2 {
		weak(saltPart, name.runes)
	}
	if given := []rune(name.given); len(given) > 0 {
		weak(saltPart, given)
		s.all(s.m.strong.few(hash(saltName, given), fewOrders))
	}
	if isLatin(name.runes) {
		weak(saltRoman, []rune(skeleton(name.core)))
	}
	if s.m.anyLatin {
		for _, r := range romanised(name.runes) {
			weak(saltRoman, []rune(r))
		}
	}
	if name.masked {
		return
	}
	for _, pattern := range patterns(name.runes) {
		s.all(s.m.weak.at(hash(saltPart, pattern), p.amount).around(p.place, samePart))
		s.all(s.m.strong.few(hash(saltName, pattern), fewOrders))
	}
}

func (s *search) byDigits(name *shape, p *payment) {
	if name.digits == "" {
		return
	}
	if n := len(name.digits); n == 4 || n >= 8 {
		s.m.strong.visit(hash(saltPhone, []rune(name.digits[n-4:])), p.amount, p.place, s.all)
	}
	for _, word := range codesIn(name) {
		s.m.strong.visit(hash(saltCode, []rune(word)), p.amount, p.place, s.all)
	}
}

// codesIn gives the forms in which a depositor name may carry the code of an order.
func codesIn(name *shape) []string {
	all := []string{name.key, name.core + name.digits}
	if len(name.digits) >= minCodeRune {
		all = append(all, name.digits)
	}
	return slices.Compact(all)
}

// byAmount finds the orders of this amount quoted last before the payment, and those whose customers spoke of it right
// after.
func (s *search) byAmount(p *payment) {
	quotes, said := s.m.byAmount, s.m.bySaid
	at := sort.Search(len(quotes), func(i int) bool {
		return quotes[i].amount > p.amount || quotes[i].amount == p.amount && quotes[i].at > p.to
	})
	for i := at - 1; i >= 0 && at-i <= nearAmounts; i-- {
		if quotes[i].amount != p.amount || quotes[i].at < p.from-restLife {
			break
		}
		s.add(quotes[i].order)
	}
	from := sort.Search(len(said), func(i int) bool {
		return said[i].amount > p.amount || said[i].amount == p.amount && said[i].at >= p.from-clockSkew
	})
	for i := from; i < len(said) && i < from+nearAmounts; i++ {
		if said[i].amount != p.amount || said[i].at > p.to+12*hour {
			break
		}
		s.add(said[i].order)
	}
}
