package match

// Limits of what words may prove about a stranger.
const (
	aloneWithin = 7 * day // no other order or deposit of the amount this near
)

// adoptStrangers gives payments of strangers the order that amount and chat prove, if the caller wants that.
func (m *matcher) adoptStrangers() {
	if !m.strangers {
		return
	}
	for rank := range int32(len(m.payments)) {
		if m.chosen[rank] != none || len(m.found[rank]) == 0 {
			continue
		}
		best := &m.found[rank][0]
		if best.doubt == nameStranger && m.strangerIsProven(rank, best) && !m.takenElsewhere(rank, best) {
			m.chosen[rank], m.holder[rank] = 0, rank
			m.given = nil
		}
	}
}

// strangerIsProven tells whether amount and chat point to one order only, though nobody has heard of the depositor: no
// other order ever asked this amount, no other deposit near has it, the customer never named a depositor, and both
// customer and shop spoke of the money right after it came. It is measured in matchtest; it is off by default because
// a paid order is worth less than the trust lost by marking a stranger's money as someone's.
func (m *matcher) strangerIsProven(rank int32, e *explanation) bool {
	p, w := &m.payments[rank], &m.wants[e.order]
	if p.from != p.to || p.wallet || w.anyTold || e.why&amountRare == 0 || e.why&(amountTotal|amountAdvance) == 0 {
		return false
	}
	if e.why&timeSaid == 0 || e.why&timeConfirmed == 0 || e.why&timeSoon == 0 {
		return false
	}
	for i := range m.found[rank] {
		if m.found[rank][i].customer != e.customer {
			return false
		}
	}
	for _, step := range []int{-1, 1} {
		for r := int(rank) + step; r >= 0 && r < len(m.payments); r += step {
			q := &m.payments[r]
			if q.from-p.from > aloneWithin || p.from-q.from > aloneWithin {
				break
			}
			if q.amount == p.amount {
				return false
			}
		}
	}
	return true
}
