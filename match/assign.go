package match

import (
	"slices"

	"dangol.example/money"
)

// Limits of one component. What is larger goes to people: a shop in which so many names and sums coincide needs eyes.
const (
	maxComponent = 48
	maxNodes     = 20_000
	maxOptions   = 6
)

// hopeless doubts: such explanations are shown to people but take no order away from others.
const hopeless = amountDiffers | amountUnknown | doubtBeforeOrder | doubtInquiry | doubtUndated | nameWallet |
	incomeSettlement | incomeInterest | incomeRefund | incomeOther | nameStranger

// unnamed payments may be anybody's.
const unnamed = nameStranger | nameWallet

// dominated: an explanation this much weaker than the best of its payment does not enter the assignment; it is still a
// rival.
const dominated = 7.0

// enter decides which explanations take part in the assignment, and notes the claims of strangers: those only stand
// against others, because orders of one amount would otherwise hang together through them.
func (m *matcher) enter() {
	for rank := range m.found {
		best := 0.0
		for i := range m.found[rank] {
			if e := &m.found[rank][i]; e.doubt&hopeless == 0 {
				best = max(best, e.score)
			}
		}
		for i := range m.found[rank] {
			e := &m.found[rank][i]
			e.competes = e.doubt&hopeless == 0 && e.score >= max(edgeFloor, best-dominated)
			if e.doubt&unnamed != 0 && e.doubt&(hopeless&^unnamed) == 0 && e.score >= edgeFloor {
				m.strange = append(m.strange, entry{key: uint64(e.order), amount: money.Amount(i), order: int32(rank)})
			}
		}
	}
	m.strange.sort()
}

// strangerContests tells whether an unnamed payment of the amount, with no place of its own, has nearly as good a
// claim to the order, or came at a time that speaks for it at least as much: a spouse may have paid, and a namesake
// something else.
func (m *matcher) strangerContests(rank int32, e *explanation) bool {
	for _, s := range m.strange.under(uint64(e.order)) {
		if s.order == rank || m.chosen[s.order] != none {
			continue
		}
		alt := &m.found[s.order][s.amount]
		if alt.bits&e.bits != 0 && m.rivals(s.order, alt, e) {
			return true
		}
	}
	return false
}

// claimsOf gives what an explanation takes.
func (m *matcher) claimsOf(e *explanation) []claim {
	if e.join != none {
		return m.joins[e.join].claims
	}
	return []claim{{order: e.order, bits: e.bits}}
}

func (m *matcher) payers(e *explanation, rank int32) []int32 {
	if e.join != none {
		return m.joins[e.join].payments
	}
	return []int32{rank}
}

// components groups payments that may take the same orders, each in rank order.
func (m *matcher) components() [][]int32 {
	nodes := len(m.payments)
	parent := make([]int32, nodes+len(m.wants))
	for i := range parent {
		parent[i] = int32(i)
	}
	root := func(x int32) int32 {
		for parent[x] != x {
			parent[x] = parent[parent[x]]
			x = parent[x]
		}
		return x
	}
	involved := make([]bool, nodes)
	for rank := range m.found {
		for i := range m.found[rank] {
			e := &m.found[rank][i]
			if !e.competes {
				continue
			}
			for _, p := range m.payers(e, int32(rank)) {
				involved[p] = true
				parent[root(p)] = root(int32(rank))
			}
			for _, c := range m.claimsOf(e) {
				parent[root(int32(nodes)+c.order)] = root(int32(rank))
			}
		}
	}
	place := make([]int32, len(parent))
	var all [][]int32
	for rank := range int32(nodes) {
		if !involved[rank] {
			continue
		}
		r := root(rank)
		if place[r] == 0 {
			all = append(all, nil)
			place[r] = int32(len(all))
		}
		all[place[r]-1] = append(all[place[r]-1], rank)
	}
	return all
}

// solver finds the best whole assignment of a component by branch and bound.
type solver struct {
	m       *matcher
	ranks   []int32
	options [][]int32 // of each rank: places in found
	bound   []float64 // most that the ranks from here on can bring
	paid    map[int32]uint8
	spent   map[int32]bool
	ban     func(rank int32, e *explanation) bool

	now, best     []int32
	value, record float64
	nodes         int
}

func (m *matcher) newSolver(ranks []int32) *solver {
	s := &solver{m: m, ranks: ranks, paid: map[int32]uint8{}, spent: map[int32]bool{}}
	s.options = make([][]int32, len(ranks))
	s.bound = make([]float64, len(ranks)+1)
	for i := len(ranks) - 1; i >= 0; i-- {
		most := 0.0
		for at := range m.found[ranks[i]] {
			e := &m.found[ranks[i]][at]
			if e.competes && len(s.options[i]) < maxOptions {
				s.options[i] = append(s.options[i], int32(at))
				most = max(most, s.worth(i, e))
			}
		}
		s.bound[i] = s.bound[i+1] + most
	}
	return s
}

func (s *solver) worth(i int, e *explanation) float64 {
	return e.total() * float64(len(s.m.payers(e, s.ranks[i])))
}

// solve gives the value of the best assignment without the banned explanations, and false when it took too long to
// know.
func (s *solver) solve(ban func(int32, *explanation) bool) (float64, bool) {
	s.ban, s.nodes, s.value, s.record = ban, 0, 0, -1
	s.now = make([]int32, len(s.ranks))
	s.best = nil
	clear(s.paid)
	clear(s.spent)
	s.walk(0)
	return s.record, s.nodes <= maxNodes
}

func (s *solver) walk(i int) {
	s.nodes++
	if s.nodes > maxNodes || s.value+s.bound[i] <= s.record {
		return
	}
	if i == len(s.ranks) {
		s.record = s.value
		s.best = slices.Clone(s.now)
		return
	}
	s.now[i] = none
	if s.spent[s.ranks[i]] {
		s.walk(i + 1)
		return
	}
	for _, at := range s.options[i] {
		e := &s.m.found[s.ranks[i]][at]
		if s.ban != nil && s.ban(s.ranks[i], e) || !s.free(i, e) {
			continue
		}
		s.take(i, e, true)
		s.now[i] = at
		s.walk(i + 1)
		s.take(i, e, false)
	}
	s.now[i] = none
	s.walk(i + 1)
}

func (s *solver) free(i int, e *explanation) bool {
	for _, c := range s.m.claimsOf(e) {
		if s.paid[c.order]&c.bits != 0 {
			return false
		}
	}
	for _, p := range s.m.payers(e, s.ranks[i]) {
		if s.spent[p] {
			return false
		}
	}
	return true
}

func (s *solver) take(i int, e *explanation, on bool) {
	for _, c := range s.m.claimsOf(e) {
		if on {
			s.paid[c.order] |= c.bits
		} else {
			s.paid[c.order] &^= c.bits
		}
	}
	for _, p := range s.m.payers(e, s.ranks[i]) {
		s.spent[p] = on
	}
	if on {
		s.value += s.worth(i, e)
	} else {
		s.value -= s.worth(i, e)
	}
}

// assign finds the best assignment of a component and records it, with the doubts that only the whole can show.
func (m *matcher) assign(ranks []int32) {
	if len(ranks) == 1 && m.assignAlone(ranks[0]) {
		return
	}
	if len(ranks) > maxComponent {
		m.doubtAll(ranks, doubtTangled)
		return
	}
	s := m.newSolver(ranks)
	total, ok := s.solve(nil)
	if !ok {
		m.doubtAll(ranks, doubtTangled)
		return
	}
	for i, at := range s.best {
		if at == none {
			continue
		}
		for _, p := range m.payers(&m.found[ranks[i]][at], ranks[i]) {
			m.chosen[p], m.holder[p] = at, ranks[i]
		}
	}
	for _, rank := range ranks {
		if m.chosen[rank] != none {
			m.doubts[rank] |= m.examine(s, ranks, rank, total)
		}
	}
}

// assignAlone takes the short way for a payment that no other competes with: its best explanation is the best
// assignment, and its lead over other customers is looked at with all candidates anyway.
func (m *matcher) assignAlone(rank int32) bool {
	for at := range m.found[rank] {
		e := &m.found[rank][at]
		if e.competes && e.total() > 0 {
			m.chosen[rank], m.holder[rank] = int32(at), rank
			return true
		}
	}
	return false
}

func (m *matcher) doubtAll(ranks []int32, doubt marks) {
	for _, rank := range ranks {
		m.doubts[rank] |= doubt
	}
}

// examine looks at the assignment of one payment from the whole: how good is the best assignment in which the payment
// goes elsewhere, and does another payment claim the same order with nearly the same right.
func (m *matcher) examine(s *solver, ranks []int32, rank int32, total float64) marks {
	e := &m.found[m.holder[rank]][m.chosen[rank]]
	other, ok := s.solve(func(r int32, alt *explanation) bool {
		if alt.customer != e.customer {
			return false
		}
		return slices.Contains(m.payers(alt, r), rank) || m.isRepeat(rank, r, e, alt)
	})
	if !ok {
		return doubtTangled
	}
	if total-other < m.margin {
		return doubtContested
	}
	for _, r := range ranks {
		if r != rank && m.contests(r, rank, e) {
			return doubtContested
		}
	}
	return 0
}

// repeatSlack is how much better the time of a second payment may look before the two are in doubt.
const repeatSlack = 0.5

// rivals tells whether alt, of payment r, claims what e takes with nearly as good a right, or at a time that speaks
// for it at least as much.
func (m *matcher) rivals(r int32, alt, e *explanation) bool {
	if alt.score >= e.score-m.margin {
		return true
	}
	// A bare day speaks for everything of that day.
	return m.payments[r].from == m.payments[r].to && alt.score-alt.static >= e.score-e.static
}

// isRepeat tells whether payment r is a later one under the same name and of the same sum: the first pays, the second
// goes to a person as a double payment, unless the times speak for the second. Where nothing tells which was first,
// both go to a person.
func (m *matcher) isRepeat(rank, r int32, e, alt *explanation) bool {
	a, b := &m.payments[rank], &m.payments[r]
	if b.from <= a.from || a.name.key != b.name.key || a.amount != b.amount || alt.score > e.score+repeatSlack {
		return false
	}
	return m.spokenBetween(e.order, a.from, b.from)
}

// spokenBetween tells whether the order was known to be paid when the second payment came. Words that came only after
// both may mean either; no words at all are no doubt.
func (m *matcher) spokenBetween(order int32, first, second int64) bool {
	w := &m.wants[order]
	words := false
	for _, all := range [...][]int64{w.said, w.affirmed} {
		for _, at := range all {
			if at >= first-clockSkew {
				if at < second {
					return true
				}
				words = true
			}
		}
	}
	return !words
}

// contests tells whether payment r has nearly as good a claim to what e takes, and no clearly better place of its own.
func (m *matcher) contests(r, rank int32, e *explanation) bool {
	var home *explanation
	if m.chosen[r] != none {
		home = &m.found[m.holder[r]][m.chosen[r]]
		if home.join != none && home.join == e.join {
			return false
		}
	}
	for i := range m.found[r] {
		alt := &m.found[r][i]
		if !alt.competes || !m.rivals(r, alt, e) || !m.overlap(alt, e) || m.isRepeat(rank, r, e, alt) {
			continue
		}
		settled := home != nil && (home.customer == e.customer || home.score >= alt.score+m.margin && home.doubt == 0)
		if !settled {
			return true
		}
	}
	return false
}

func (m *matcher) overlap(a, b *explanation) bool {
	for _, x := range m.claimsOf(a) {
		for _, y := range m.claimsOf(b) {
			if x.order == y.order && x.bits&y.bits != 0 {
				return true
			}
		}
	}
	return false
}
