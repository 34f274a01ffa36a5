package intake

import (
	"time"

	"dangol.example/money"
)

// weights say how much each sign speaks for an order. An order needs enough of them, and one that only a buyer gives.
const (
	weightForm     = 3
	weightPhone    = 2
	weightName     = 1
	weightPaid     = 3
	weightFixed    = 2
	weightFirm     = 2
	weightOrdered  = 1
	weightAccepted = 2
	weightAskedPay = 1
	weightDay      = 1
	weightGoods    = 1
	weightWords    = 1
	weightAddress  = 1
	weightReturns  = 1
	weightDeferred = -3
	weightDeclined = -4
	weightVeto     = -6
	weightFriend   = -3

	enough = 4
)

// weigh adds up what speaks for and against an order.
func (th *thread) weigh(vetoes acts) int {
	points := 0
	add := func(holds bool, weight int) {
		if holds {
			points += weight
		}
	}
	add(th.formed, weightForm)
	add(th.ownPhone, weightPhone)
	add(th.ownName, weightName)
	add(len(th.saidPaid) > 0, weightPaid)
	add(len(th.confirmed) > 0, weightPaid)
	add(th.fixed, weightFixed)
	add(th.firm, weightFirm)
	add(th.ordered, weightOrdered)
	add(th.accepted, weightAccepted)
	add(th.askedPay, weightAskedPay)
	add(!th.day.IsZero(), weightDay)
	add(th.values[Item] != "" || th.values[Size] != "", weightGoods)
	add(len(th.lettering) > 0, weightWords)
	add(th.values[Address] != "", weightAddress)
	add(th.returning, weightReturns)
	add(th.deferred, weightDeferred)
	add(th.declined, weightDeclined)
	for kind := range vetoes {
		if kind == "friend" {
			points += weightFriend
			continue
		}
		points += weightVeto
	}
	return points
}

// real reports whether a thread became an order; wanted, whether it speaks of goods at all.
func (th *thread) real(vetoes acts, wanted bool) bool {
	buys := th.formed || th.ownPhone || th.ownName || len(th.saidPaid) > 0 || len(th.confirmed) > 0 || th.fixed || th.firm || th.accepted ||
		th.values[Address] != ""
	goods := th.values[Item] != "" || th.values[Size] != "" || len(th.lettering) > 0 || th.values[Flavor] != "" || th.quantity > 0 || th.total > 0
	return goods && (wanted || buys && th.weigh(vetoes) >= enough)
}

// finish ends the walk and gives the orders; wanted, also those that are none yet.
func (t *talk) finish(asOf time.Time, wanted bool) []Order {
	if t.now != nil {
		t.done = append(t.done, t.now)
	}
	var orders []Order
	for _, th := range t.done {
		if !th.real(t.vetoes, wanted) {
			continue
		}
		t.fillName(th)
		t.fillTotal(th)
		t.fillDepositor(th)
		for _, one := range t.split(th) {
			orders = append(orders, one.order(asOf))
		}
	}
	return orders
}

// fillName takes the name by which the shop addressed the customer when no other was given.
func (t *talk) fillName(th *thread) {
	if th.values[Name] == "" && t.called != "" {
		th.set(Name, t.called, t.calledAt)
	}
}

// fillTotal takes the price from the shop's list when it was never named for the order itself, or was named for another size.
func (t *talk) fillTotal(th *thread) {
	size := th.values[Size]
	price, known := t.menu[size]
	if !known {
		if price, known = t.menu[th.values[Item]]; !known {
			return
		}
	}
	n := money.Amount(max(th.quantity, 1))
	other := th.totalFor != "" && size != "" && th.totalFor != size && t.menu[th.totalFor].won == th.total
	if th.total == 0 || other {
		th.total = price.won * n
		th.evidence[Total] = price.source
		if th.quotedAt.IsZero() {
			th.quotedAt = th.opened
		}
	}
}

// fillDepositor settles "under my own name".
func (t *talk) fillDepositor(th *thread) {
	if th.selfPays && th.values[Depositor] == "" && th.values[Name] != "" {
		th.values[Depositor] = th.values[Name]
	}
}

// order gives the finished order.
func (th *thread) order(asOf time.Time) Order {
	o := Order{
		Values: th.values, Lettering: th.lettering, Quantity: max(th.quantity, 1),
		Pickup: th.pickup(), PickupHour: th.minutes >= 0, CoolerBag: th.coolerBag,
		Total: th.total, Advance: th.advance, PaidByTalk: th.paid, Refund: th.refund,
		Opened: th.opened, Quoted: th.quotedAt, SaidPaid: th.saidPaid, Confirmed: th.confirmed, PayBy: th.payBy, Closed: th.closed,
		Code: th.code, Evidence: th.evidence,
	}
	o.State = th.outcome(asOf)
	if o.State == Lapsed && o.Closed.IsZero() {
		o.Closed = th.lapseAt()
	}
	return o
}

// outcome gives the state as of the export.
func (th *thread) outcome(asOf time.Time) State {
	switch th.state {
	case cancelled:
		return Cancelled
	case lapsed:
		return Lapsed
	case pickedUp:
		return PickedUp
	case noShow:
		return NoShow
	}
	switch {
	case len(th.confirmed) > 0:
		return Confirmed
	case th.agreedOnce && (!th.askedPay || len(th.saidPaid) > 0):
		return Confirmed
	case len(th.saidPaid) > 0 && th.quoted():
		return Quoted
	case !th.lapseAt().IsZero() && asOf.After(th.lapseAt()):
		return Lapsed
	case th.quoted():
		return Quoted
	default:
		return Asked
	}
}

// lapseAt is when an unpaid order lapses by itself: at the end of the day of pickup, or at the pay-by time when the shop said so.
func (th *thread) lapseAt() time.Time {
	var at time.Time
	if !th.day.IsZero() && th.quoted() {
		at = th.day.AddDate(0, 0, 1)
	}
	if th.threatened && !th.payBy.IsZero() && (at.IsZero() || th.payBy.Before(at)) && th.last.Before(th.payBy) {
		at = th.payBy
	}
	return at
}
