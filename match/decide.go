package match

import (
	"slices"

	"dangol.example/money"
)

const (
	exactAmount = amountTotal | amountAdvance | amountBalance
	sameName    = nameTold | nameEqual | nameAlias | nameNickname | nameSuffixed | namePrefixed | nameMasked | nameGiven
)

func sameNameAmount(a, b *explanation) bool {
	return a.why&sameName != 0 && b.why&sameName != 0 && a.why&exactAmount != 0 && b.why&exactAmount != 0
}

// verdicts puts the decisions in the order of the deposits given.
func (m *matcher) verdicts() []Verdict {
	m.adoptStrangers()
	sound := make([]bool, len(m.payments))
	for rank := range m.payments {
		m.doubts[rank] |= m.judge(int32(rank))
		sound[rank] = m.chosen[rank] != none && m.doubts[rank] == 0
	}
	// Parts of one order stand or fall together.
	for rank := range m.payments {
		if m.chosen[rank] == none {
			continue
		}
		for _, p := range m.payers(m.taken(int32(rank)), int32(rank)) {
			if m.doubts[p] != 0 {
				sound[rank] = false
			}
		}
	}
	all := make([]Verdict, len(m.payments))
	for rank := range m.payments {
		all[m.payments[rank].index] = m.verdict(int32(rank), sound[rank])
	}
	return all
}

func (m *matcher) taken(rank int32) *explanation {
	return &m.found[m.holder[rank]][m.chosen[rank]]
}

// judge gives every doubt about the chosen explanation of a payment, or why none was chosen.
func (m *matcher) judge(rank int32) marks {
	if m.chosen[rank] == none {
		return m.whyNone(rank)
	}
	e := m.taken(rank)
	doubt := e.doubt
	if m.strangers && doubt == nameStranger {
		doubt = 0 // proven by its words, or it would not have been chosen
	}
	if e.bits == bitBalance && e.join == none && !m.advancePaid(rank, e.order) {
		doubt |= doubtNoAdvance
	}
	if m.strangerContests(rank, e) {
		doubt |= doubtContested
	}
	if e.score < m.threshold {
		doubt |= doubtWeak
	}
	for i := range m.found[rank] {
		other := &m.found[rank][i]
		if other.customer != e.customer {
			doubt |= m.rivalry(rank, e, other)
		} else if m.unclearOwn(rank, e, other) {
			doubt |= doubtOwnOrders
		}
	}
	for i := range m.shared[rank] {
		if other := &m.shared[rank][i]; other.customer != e.customer {
			doubt |= m.rivalry(rank, e, other)
		}
	}
	return doubt
}

// rivalry compares with an explanation by another customer, with and without the times. Two orders whose lives overlap
// are told apart by name and amount only: INVARIANT: the same name and the same amount go to a person, whatever the
// times say.
func (m *matcher) rivalry(rank int32, e, other *explanation) marks {
	lead := e.static - other.static
	if m.isRival(rank, e, other) {
		if lead < m.margin && sameNameAmount(e, other) {
			return doubtSameNameAmount
		}
		if lead < m.margin {
			return doubtCloseSecond
		}
	}
	if other.why&timeSaid != 0 && e.why&(timeSaid|timeConfirmed) == 0 && m.saidOfThis(rank, other) {
		return doubtCloseSecond
	}
	if e.score-other.score < m.margin {
		return doubtCloseSecond
	}
	return 0
}

// saidOfThis tells whether another customer said "I sent it" of this very sum minutes after it came, and no other
// payment explains the words: it may be a spouse who shares the name of the first by chance.
func (m *matcher) saidOfThis(rank int32, other *explanation) bool {
	p := &m.payments[rank]
	if p.from != p.to || other.why&exactAmount == 0 || other.doubt&^nameStranger != 0 || m.takenElsewhere(rank,
		other) {
		return false
	}
	for _, t := range m.wants[other.order].said {
		if spoken(p, t) >= saidWeights[0].weight {
			return true
		}
	}
	return false
}

func (m *matcher) isRival(rank int32, e, other *explanation) bool {
	p, a, b := &m.payments[rank], &m.wants[e.order], &m.wants[other.order]
	if a.undated || b.undated {
		return true
	}
	near := p.to >= b.opened-rivalSlack && p.from <= b.end+rivalSlack
	return near || a.opened <= b.end && b.opened <= a.end
}

// unclearOwn tells whether another explanation by the same customer is as good, would pay something else, and is still
// free. The order quoted first is paid first, so a later one that asks the same is no doubt.
func (m *matcher) unclearOwn(rank int32, e, other *explanation) bool {
	if other == e || !other.competes || other.total() <= e.total()-ownMargin || m.samePay(e, other) {
		return false
	}
	if e.join == none && other.join == none && e.why&other.why&exactAmount != 0 &&
		m.wants[e.order].quoted < m.wants[other.order].quoted && other.score < e.score+ownMargin {
		return false
	}
	return !m.takenElsewhere(rank, other)
}

// samePay tells whether both pay the same order in the same amount: advance and balance may be equal.
func (m *matcher) samePay(a, b *explanation) bool {
	return a.join == none && b.join == none && a.order == b.order
}

// takenElsewhere tells whether another payment was given what the explanation takes.
func (m *matcher) takenElsewhere(rank int32, e *explanation) bool {
	for _, c := range m.claimsOf(e) {
		for _, h := range m.holders(c.order) {
			if h == rank || m.holder[h] == m.holder[rank] {
				continue
			}
			for _, t := range m.claimsOf(m.taken(h)) {
				if t.order == c.order && t.bits&c.bits != 0 {
					return true
				}
			}
		}
	}
	return false
}

// holders gives the payments that were given the order, found once for all.
func (m *matcher) holders(order int32) []int32 {
	if m.given == nil {
		m.given = make([][]int32, len(m.wants))
		for rank := range m.payments {
			if m.chosen[rank] == none {
				continue
			}
			for _, c := range m.claimsOf(m.taken(int32(rank))) {
				m.given[c.order] = append(m.given[c.order], int32(rank))
			}
		}
	}
	return m.given[order]
}

// whyNone says why no order was given to the payment.
func (m *matcher) whyNone(rank int32) marks {
	if m.doubts[rank] != 0 {
		return 0
	}
	p := &m.payments[rank]
	if len(m.found[rank]) == 0 {
		if p.income != 0 {
			return p.income
		}
		return noCandidate
	}
	best := &m.found[rank][0]
	if best.competes && m.takenElsewhere(rank, best) {
		return doubtDouble
	}
	if best.doubt != 0 {
		return best.doubt
	}
	return doubtWeak
}

func (m *matcher) verdict(rank int32, sound bool) Verdict {
	p := &m.payments[rank]
	v := Verdict{Candidates: m.ranking(rank)}
	if sound {
		e := m.taken(rank)
		v.Auto = true
		v.Parts = m.parts(e, p.amount)
		why := e.why
		if e.doubt == nameStranger {
			why = why&^nameStranger | wordsProve
		}
		v.Reasons = m.list(why)
		return v
	}
	doubt := m.doubts[rank]
	if doubt == 0 && m.chosen[rank] != none {
		doubt = doubtContested // a sibling of a split payment is in doubt
	}
	v.Reasons = m.list(doubt)
	v.NoOrder = len(m.found[rank]) == 0
	return v
}

func (m *matcher) parts(e *explanation, amount money.Amount) []Part {
	if e.join == none || len(m.joins[e.join].payments) > 1 {
		return []Part{{Order: m.wants[e.order].index, Amount: amount}}
	}
	var all []Part
	for _, c := range m.joins[e.join].claims {
		all = append(all, Part{Order: m.wants[c.order].index, Amount: c.amount})
	}
	return all
}

// advancePaid tells whether anything says that the advance of the order came before: another payment, or words.
func (m *matcher) advancePaid(rank, order int32) bool {
	w, p := &m.wants[order], &m.payments[rank]
	for _, h := range m.holders(order) {
		if h == rank || m.payments[h].from > p.to {
			continue
		}
		for _, c := range m.claimsOf(m.taken(h)) {
			if c.order == order && c.bits&bitAdvance != 0 {
				return true
			}
		}
	}
	before := func(at int64) bool { return at < p.from }
	return slices.ContainsFunc(w.said, before) || slices.ContainsFunc(w.affirmed, before)
}

// list gives the reasons of a set; equal sets share one list, which cannot be appended to in place.
func (m *matcher) list(s marks) []Reason {
	if all, ok := m.lists[s]; ok {
		return all
	}
	all := slices.Clip(s.list())
	m.lists[s] = all
	return all
}

// ranking lists the candidates for a person by score, each order once.
func (m *matcher) ranking(rank int32) []Candidate {
	found := m.found[rank]
	if m.chosen[rank] != none && m.holder[rank] != rank {
		found = append(slices.Clone(found), *m.taken(rank))
		slices.SortFunc(found, m.compareFound)
	}
	var shown [MaxCandidates]int
	all := make([]Candidate, 0, min(len(found), MaxCandidates))
	for i := range found {
		e := &found[i]
		for _, c := range m.claimsOf(e) {
			index := m.wants[c.order].index
			if len(all) == MaxCandidates || slices.Contains(shown[:len(all)], index) {
				continue
			}
			shown[len(all)] = index
			all = append(all, Candidate{Order: index, Score: e.score, Reasons: m.list(e.why | e.doubt)})
		}
	}
	return all
}
