package match

// moment is what the times say about a payment for an order.
type moment struct {
	weight float64
	why    marks
	doubt  marks
	timely bool  // not long after the quote, or spoken of
	spoken bool  // customer or shop spoke of the money soon after
	lag    int64 // from the quote, at least 0
}

// reachable tells whether the order can be a candidate or a rival at all.
func reachable(p *payment, w *want) bool {
	return w.undated || p.to >= w.opened-reachBefore && p.from <= w.end+reachAfter
}

// timing weighs when the payment came. The balance is paid when the customer likes, so its lag says nothing.
func (m *matcher) timing(p *payment, w *want, bits uint8) moment {
	var t moment
	switch {
	case w.undated:
		t.doubt |= doubtUndated
	case p.to < w.opened:
		t.add(weightBeforeOrder, doubtBeforeOrder)
		t.doubt |= doubtBeforeOrder
	case p.to < w.quoted:
		t.add(weightBeforeQuote, timeBeforeQuote)
	default:
		t.lag = max(p.from-w.quoted, 0)
		if bits != bitBalance {
			t.weighLag()
		}
	}
	if w.closed != 0 && p.to > w.closed {
		t.add(weightAfterClosed, doubtAfterClosed)
		t.doubt |= doubtAfterClosed
	} else if !w.undated && p.from > w.end+rivalSlack {
		t.add(weightLate, doubtLate)
		t.doubt |= doubtLate
	}
	if w.inquiry {
		t.add(weightInquiry, doubtInquiry)
		t.doubt |= doubtInquiry
	}
	t.weighWords(p, w, bits)
	// A balance is paid by the pickup. Later, and with nobody speaking of it, it may be a namesake's.
	if bits == bitBalance && !t.spoken && !w.undated && p.from > w.end+day {
		t.doubt |= doubtLate
	}
	return t
}

func (t *moment) add(weight float64, why marks) {
	t.weight += weight
	t.why |= why
}

func (t *moment) weighLag() {
	for _, row := range lagWeights {
		if t.lag <= row.upTo {
			t.weight += row.weight
			break
		}
	}
	if t.lag <= timely {
		t.timely = true
	}
	if t.lag <= lagWeights[0].upTo {
		t.why |= timeSoon
	}
}

// weighWords weighs what customer and shop said of the money.
func (t *moment) weighWords(p *payment, w *want, bits uint8) {
	best := 0.0
	for _, said := range w.said {
		best = max(best, spoken(p, said))
	}
	if best > 0 {
		t.add(best, timeSaid)
		t.timely, t.spoken = true, true
	}
	confirmed, earlier := false, false
	for _, at := range w.affirmed {
		confirmed = confirmed || at >= p.from-clockSkew && at <= p.to+confirmedWithin
		earlier = earlier || at < p.from-clockSkew
	}
	if confirmed {
		t.add(weightConfirmed, timeConfirmed)
		t.timely, t.spoken = true, true
	}
	// A balance follows a confirmed advance; anything else was paid by other money when the shop has confirmed it
	// before.
	if earlier && bits&bitAdvance != 0 {
		t.add(weightConfirmedOld, doubtConfirmedEarlier)
		t.doubt |= doubtConfirmedEarlier
	}
}

// spoken weighs "I sent it" by how soon after the payment it was said.
func spoken(p *payment, at int64) float64 {
	if p.from != p.to {
		if at >= p.from && at <= p.to {
			return weightSameDay
		}
		return 0
	}
	if at < p.from-clockSkew {
		return 0
	}
	for _, row := range saidWeights {
		if at-p.from <= row.upTo {
			return row.weight
		}
	}
	return 0
}
