package match

import (
	"slices"

	"dangol.example/money"
)

// Limits of sums: how many parts a sum has, and among how many they are sought.
const (
	maxParts   = 4
	maxSummand = 8
)

// weighMerged adds the explanation that the payment pays several orders of one customer. When several sets of orders
// have the sum, one of them is kept for a person to see.
func (m *matcher) weighMerged(found []explanation, rank, customer int32, id identity) []explanation {
	p := &m.payments[rank]
	var open []int32
	for _, order := range m.byCustomer[customer] {
		w := &m.wants[order]
		if !w.inquiry && !w.undated && w.opened <= p.to && p.from <= w.end+rivalSlack && (w.closed == 0 ||
			p.to <= w.closed) {
			open = append(open, order)
		}
	}
	if len(open) < 2 {
		return found
	}
	if len(open) > maxSummand {
		open = open[len(open)-maxSummand:]
	}
	s := sums{want: p.amount, least: 2}
	for _, order := range open {
		var options []claim
		for _, t := range m.wants[order].slots {
			options = append(options, claim{order, t.bits, t.amount})
		}
		s.options = append(s.options, options)
	}
	s.walk(0, 0)
	if len(s.hits) == 0 {
		return found
	}
	first := m.wants[s.hits[0][0].order]
	e := explanation{
		static: id.weight + weightMerged, order: s.hits[0][0].order, customer: first.customer,
		join: int32(len(m.joins)), bits: s.hits[0][0].bits, why: id.why | amountMerged, doubt: id.doubt,
	}
	m.joins = append(m.joins, join{payments: []int32{rank}, claims: s.hits[0]})
	e.score = e.static
	for _, c := range s.hits[0] {
		t := m.timing(p, &m.wants[c.order], c.bits)
		e.score += t.weight / float64(len(s.hits[0]))
		e.why |= t.why
		e.doubt |= t.doubt
	}
	if len(s.hits) > 1 || s.steps > maxSteps {
		e.doubt |= doubtOwnOrders
	}
	return append(found, e)
}

// sums finds sets of claims, at most one of each option list, with a given sum.
type sums struct {
	want    money.Amount
	least   int
	options [][]claim
	taken   []claim
	hits    [][]claim
	steps   int
}

// maxSteps bounds one search for sums; two hits are enough to know that it is ambiguous.
const maxSteps = 4096

func (s *sums) walk(at int, sum money.Amount) {
	s.steps++
	if s.steps > maxSteps || len(s.hits) >= 2 {
		return
	}
	if sum == s.want && len(s.taken) >= s.least {
		s.hits = append(s.hits, slices.Clone(s.taken))
		return
	}
	if at == len(s.options) || len(s.taken) == maxParts || sum >= s.want {
		return
	}
	for _, c := range s.options[at] {
		if sum+c.amount > s.want {
			continue
		}
		s.taken = append(s.taken, c)
		s.walk(at+1, sum+c.amount)
		s.taken = s.taken[:len(s.taken)-1]
	}
	s.walk(at+1, sum)
}

// explainSplits finds orders that were paid in several parts: deposits under certain names of one customer that fit
// nothing by themselves, and together are exactly the total or the balance.
func (m *matcher) explainSplits() {
	for order := range m.near {
		parts := m.near[order]
		w := &m.wants[order]
		if len(parts) < 2 || len(parts) > maxSummand || w.inquiry {
			continue
		}
		for _, s := range w.slots {
			if s.bits != bitAdvance {
				m.explainSplit(int32(order), s, parts)
			}
		}
	}
}

func (m *matcher) explainSplit(order int32, s slot, parts []int32) {
	search := sums{want: s.amount, least: 2}
	for _, rank := range parts {
		// The claim carries the payment in place of the order: a sum is a sum.
		search.options = append(search.options, []claim{{rank, s.bits, m.payments[rank].amount}})
	}
	search.walk(0, 0)
	if len(search.hits) == 0 {
		return
	}
	hit := search.hits[0]
	first, last := &m.payments[hit[0].order], &m.payments[hit[len(hit)-1].order]
	if last.from-first.to > splitWindow {
		return
	}
	w := &m.wants[order]
	e := explanation{order: order, customer: w.customer, join: int32(len(m.joins)), bits: s.bits, why: amountSplit}
	j := join{claims: []claim{{order, s.bits, s.amount}}}
	for _, c := range hit {
		p := &m.payments[c.order]
		id := m.identify(p, w)
		// Parts are asked for and paid like a balance: at any time after the quote.
		t := m.timing(p, w, bitBalance)
		e.static += (id.weight + weightSplit) / float64(len(hit))
		e.score += (id.weight + weightSplit + t.weight) / float64(len(hit))
		e.why |= id.why | t.why
		e.doubt |= id.doubt | t.doubt
		j.payments = append(j.payments, c.order)
	}
	if len(search.hits) > 1 {
		e.doubt |= doubtContested
	}
	m.joins = append(m.joins, j)
	for _, rank := range j.payments[1:] {
		m.shared[rank] = append(m.shared[rank], e)
	}
	head := hit[0].order
	m.found[head] = append(m.found[head], e)
	slices.SortFunc(m.found[head], m.compareFound)
}
