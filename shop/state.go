package shop

import (
	"slices"

	"dangol.example/fault"
	"dangol.example/id"
	"dangol.example/shard"
)

// State is where an order stands. The numbers are those of the journal.
type State uint32

// The states.
const (
	Enquiry   State = 1 // no price is named
	Quoted    State = 2 // a price is named, the money has not come
	Confirmed State = 3 // the money, or the part asked for first, has come, or the shop has said it is fixed
	InWork    State = 4
	Ready     State = 5
	PickedUp  State = 6
	Lapsed    State = 7 // not paid in time
	Cancelled State = 8
	NoShow    State = 9
)

// ErrStep says that an order cannot go from where it stands to where it was to go.
var ErrStep = fault.New(fault.Conflict, "지금 상태에서는 그렇게 바꿀 수 없어요.", "The order cannot go there from where it stands.")

// steps are where an order may go from each state: forward, back for slips of the finger, and to its ends.
//
// INVARIANT: every step can be taken back, for screens offer that after each. The table stands in docs/api.md too.
var steps = map[State][]State{ //nolint:gochecknoglobals // a table
	Enquiry:   {Quoted, Confirmed, Cancelled},
	Quoted:    {Enquiry, Confirmed, Lapsed, Cancelled},
	Confirmed: {Enquiry, Quoted, InWork, Ready, PickedUp, Lapsed, Cancelled, NoShow},
	InWork:    {Confirmed, Ready, PickedUp, Cancelled, NoShow},
	Ready:     {Confirmed, InWork, PickedUp, Cancelled, NoShow},
	PickedUp:  {Confirmed, InWork, Ready, NoShow},
	Lapsed:    {Quoted, Confirmed, Cancelled},
	Cancelled: {Enquiry, Quoted, Confirmed, InWork, Ready, Lapsed},
	NoShow:    {Confirmed, InWork, Ready, PickedUp},
}

// Steps gives where an order may go from a state; a state that is none goes nowhere.
func Steps(from State) []State { return slices.Clone(steps[from]) }

// mayGo reports whether an order may go from one state to another.
func (s State) mayGo(to State) bool { return slices.Contains(steps[s], to) }

// money is what an order costs and has.
type balance struct {
	total, advance *int64
	paid           int64 // all that has come, less what was given back
	accepted       int64 // what the shop took for enough though it had asked for more, else 0
}

// enough reports whether what has come fixes the order: all, or the part asked for first, or what was accepted for it.
func (b balance) enough() bool {
	switch {
	case b.accepted > 0 && b.paid >= b.accepted:
		return true
	case b.advance != nil && *b.advance > 0:
		return b.paid >= *b.advance
	case b.total != nil && *b.total > 0:
		return b.paid >= *b.total
	default:
		return false
	}
}

// unpaid reports whether an order waits for its money, or for its price before it.
func (s State) unpaid() bool { return s == Enquiry || s == Quoted }

// afterMoney is the state of an order when money has come or gone: enough confirms what waits for it, and what money
// alone had confirmed waits again when that is gone. What a person said stands, and more money takes nothing back.
func (o orderRow) afterMoney(more int64) State {
	after := o.balance.with(more)
	switch {
	case (o.state.unpaid() || o.state == Lapsed) && after.enough():
		return Confirmed
	case more < 0 && o.state == Confirmed && o.waited != 0 && !after.enough():
		return priced(o.waited, after)
	default:
		return o.state
	}
}

// waitAnew is until when an order waits that waits for its money again, 0 for as before: who takes a slip back after
// the time had run out has the time to put it right.
func (o orderRow) waitAnew(d *shard.Decision, shop id.ID, after State) int64 {
	if o.state != Confirmed || after != Quoted || o.payByMS == 0 || o.payByMS > d.Now().UnixMilli() {
		return 0
	}
	return payBy(d, shop)
}

// priced is the state of an order when its price is named or taken back.
func priced(s State, b balance) State {
	switch {
	case s == Enquiry && b.total != nil:
		s = Quoted
	case s == Quoted && b.total == nil:
		s = Enquiry
	}
	if s == Quoted && b.enough() {
		s = Confirmed
	}
	return s
}

// setState is the part of an UPDATE that sets a state which follows from money or a price, with the state given three
// times. It keeps in which state the order waited when it was confirmed so.
const setState = `waited = CASE WHEN ? <> 3 THEN 0 WHEN state <> 3 THEN state ELSE waited END,
	accepted_won = CASE WHEN ? <> 3 THEN 0 ELSE accepted_won END, state = ?`
