package match

import (
	"cmp"
	"slices"

	"dangol.example/money"
)

// explanation is one way in which a payment may have come about.
type explanation struct {
	score    float64 // per payment: identity, amount and time
	static   float64 // without the time
	prefer   float32 // breaks ties between orders of one customer; no evidence
	order    int32   // the first order
	customer int32
	join     int32 // in joins, when several orders or payments take part; else none
	bits     uint8 // of the order that are paid
	why      marks
	doubt    marks // each of them keeps it from being accepted
	competes bool  // takes part in the assignment
}

// total is the score with the preference, by which explanations of one payment are ranked and assigned.
func (e *explanation) total() float64 { return e.score + float64(e.prefer) }

// join is an explanation of several orders by one payment, or of one order by several payments.
type join struct {
	payments []int32
	claims   []claim
}

// claim is what is paid of an order.
type claim struct {
	order  int32
	bits   uint8
	amount money.Amount
}

// How many explanations of a payment are kept: the best, and of other customers than the best's also those best by
// name and amount.
const (
	maxFound  = 7
	maxRivals = 2
)

// explain finds and weighs the orders that one payment may pay.
func (m *matcher) explain(rank int32) {
	p := &m.payments[rank]
	found := m.drafts[:0]
	var certain map[int32]identity // of customers with several orders
	orders, named := m.candidates(rank)
	if isLatin(p.name.runes) {
		named = len(orders) // slips in Latin names are in no index
	}
	for i, order := range orders {
		w := &m.wants[order]
		if !reachable(p, w) {
			continue
		}
		id := unidentified(p, w)
		if i < named {
			id = m.identify(p, w)
		}
		if p.income != 0 {
			if !id.certain {
				continue
			}
			id.doubt |= p.income
		}
		// A sum of several orders that fits to the won makes up for a masked name.
		if (id.certain || id.why&nameMasked != 0) && len(m.byCustomer[w.customer]) > 1 {
			if certain == nil {
				certain = map[int32]identity{}
			}
			if best, ok := certain[w.customer]; !ok || best.weight < id.weight {
				certain[w.customer] = id
			}
		}
		found = m.weighOrder(found, rank, order, id)
	}
	// The customers are walked by their orders' ranks, never in the map's order.
	if certain != nil {
		for _, c := range customersOf(found) {
			if id, ok := certain[c]; ok {
				found = m.weighMerged(found, rank, c, id)
			}
		}
	}
	slices.SortFunc(found, m.compareFound)
	m.drafts = found
	m.found[rank] = keepBest(found)
}

func customersOf(found []explanation) []int32 {
	var all []int32
	for i := range found {
		all = append(all, found[i].customer)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func (m *matcher) compareFound(a, b explanation) int {
	return cmp.Or(cmp.Compare(b.total(), a.total()), cmp.Compare(b.static, a.static),
		cmp.Compare(a.order, b.order), cmp.Compare(a.bits, b.bits), cmp.Compare(a.join, b.join))
}

// keepBest cuts a sorted list, but never so that the rivals of the best are lost.
func keepBest(found []explanation) []explanation {
	if len(found) <= maxFound {
		return slices.Clone(found)
	}
	kept := append(make([]explanation, 0, maxFound+maxRivals), found[:maxFound]...)
	for range maxRivals {
		rival := none
		for i := int32(len(kept)); i < int32(len(found)); i++ {
			if found[i].customer != found[0].customer && (rival == none || found[i].static > found[rival].static) {
				rival = i
			}
		}
		if rival == none {
			break
		}
		// What is taken moves out of the rest; found is scratch.
		kept = append(kept, found[rival])
		found[rival] = found[len(kept)-1]
	}
	return kept
}

// weighOrder adds the explanations by one order: its exact sums, or else what a known name says of another amount.
func (m *matcher) weighOrder(found []explanation, rank, order int32, id identity) []explanation {
	p, w := &m.payments[rank], &m.wants[order]
	exact := false
	for _, s := range w.slots {
		if s.amount != p.amount {
			continue
		}
		exact = true
		found = append(found, m.exact(p, order, s, id))
	}
	if exact || id.weight < nameFloor {
		return found
	}
	e := explanation{order: order, customer: w.customer, join: none, bits: bitsAll, why: id.why, doubt: id.doubt}
	t := m.timing(p, w, bitBalance)
	switch near, mark := m.nearest(p, w); {
	case w.total == 0:
		e.static = id.weight + rarity(m.count[p.amount], len(m.wants)) + weightUnknown
		e.why |= amountUnknown
		e.doubt |= amountUnknown
	case near != nil && id.certain:
		t = m.timing(p, w, near.bits)
		e.bits = near.bits
		e.static = id.weight + weightNear
		e.why |= mark
		if m.count[p.amount] > 0 || len(m.byCustomer[w.customer]) > 1 || !t.timely {
			e.doubt |= mark
		}
	default:
		e.static = id.weight + weightDiffers
		e.why |= amountDiffers
		e.doubt |= amountDiffers
	}
	if id.certain && p.amount < w.total {
		m.near[order] = append(m.near[order], rank)
	}
	if w.inquiry {
		e.static += weightInquiry
		t.weight -= weightInquiry
	}
	e.score = e.static + t.weight
	e.why |= t.why
	e.doubt |= t.doubt
	return append(found, e)
}

func (m *matcher) exact(p *payment, order int32, s slot, id identity) explanation {
	w := &m.wants[order]
	rare := rarity(m.count[p.amount], len(m.wants))
	t := m.timing(p, w, s.bits)
	e := explanation{
		static: id.weight + rare, order: order, customer: w.customer, join: none, bits: s.bits,
		why: id.why | s.mark | t.why, doubt: id.doubt | t.doubt,
	}
	if s.bits != bitsAll {
		e.static += weightPartSlot
	}
	if w.inquiry {
		e.static += weightInquiry
		t.weight -= weightInquiry
	}
	e.score = e.static + t.weight
	if m.count[p.amount] == 1 {
		e.why |= amountRare
	}
	proven := rare >= rarePart && t.spoken || m.count[p.amount] == 1 && t.why&timeSoon != 0
	if id.slight && !proven {
		e.doubt |= doubtCommonAmount
	}
	e.prefer = m.preference(p, w, order, s, t.lag)
	return e
}

// Preferences between equals of one customer: the order quoted first, the advance before the balance, and pairs that
// do not cross.
const (
	preferEarlier = 1.0
	preferAdvance = 0.1
	preferPairs   = 0.02
	maxEarlier    = 3
)

func (m *matcher) preference(p *payment, w *want, order int32, s slot, lag int64) float32 {
	earlier := 0
	for _, other := range m.byCustomer[w.customer] {
		if other == order || earlier == maxEarlier {
			break
		}
		v := &m.wants[other]
		same := func(t slot) bool { return t.amount == s.amount }
		if slices.ContainsFunc(v.slots, same) && v.opened <= p.to && p.from <= v.end && v.quoted <= w.quoted {
			earlier++
		}
	}
	months := float64(lag) / float64(30*day)
	value := -preferEarlier*float64(earlier) - preferPairs*min(months*months, 1)
	if s.bits == bitBalance {
		value -= preferAdvance
	}
	return float32(value)
}

// nearest gives the sum of the order to which the payment is close, and on which side it lies.
func (m *matcher) nearest(p *payment, w *want) (*slot, marks) {
	for i := range w.slots {
		s := &w.slots[i]
		off := p.amount - s.amount
		if max(off, -off) > max(s.amount/nearShare, nearAmount) || max(off, -off)*2 > s.amount {
			continue
		}
		if off < 0 {
			return s, amountUnder
		}
		return s, amountOver
	}
	return nil, 0
}
