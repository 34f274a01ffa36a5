package intake

import (
	"time"

	"dangol.example/money"
)

// thread is one order while it is being talked about.
type thread struct {
	values      map[FieldName]string
	evidence    map[FieldName]Evidence
	lettering   []string
	noLetters   bool // the customer said: no words
	quantity    int
	day         time.Time // the day of pickup
	minutes     int       // the hour of pickup, -1 when unknown
	coolerBag   *bool
	total       money.Amount
	advance     money.Amount
	paid        money.Amount
	refund      money.Amount
	opened      time.Time
	quotedAt    time.Time
	saidPaid    []time.Time
	confirmed   []time.Time
	payBy       time.Time
	closed      time.Time
	code        string
	state       ending
	formed      bool // the customer filled in a form
	ordered     bool // asked for goods
	firm        bool // said "I take it"
	accepted    bool // said yes to a price
	askedPay    bool // the shop told where to pay
	ownPhone    bool // gave the phone number for this order
	ownName     bool // gave the name for this order
	selfPays    bool // the money comes under the customer's own name
	delivers    bool // the goods are brought
	fixed       bool // the shop said it is fixed
	outstanding bool // the customer said it is paid, and the shop has not answered yet
	saidAdvance bool // what the customer last paid was the advance
	saidBalance bool
	saidWon     money.Amount
	cancelAt    time.Time
	returning   bool // a customer with an order before this one
	repeated    bool // "same as last time" was taken over
	deferred    bool // the customer's last word was "I will think about it"
	declined    bool // the customer's last word was no
	threatened  bool // the shop said that it lapses when not paid
	agreedOnce  bool // fixed by the shop without money
	cancelAsk   *Evidence
	last        time.Time
	undo        []func() // takes back what the customer asked for since the shop last spoke
	photo       bool
	totalFor    string  // the size or thing that the total was named for
	shares      []share // what was wanted for which day
	items       []part  // the kinds of goods, when there are several
	tasteParts  []part  // the tastes, when the pieces differ
}

// part is one kind among several in an order.
type part struct {
	name string
	n    int
}

// ending is how an order ended by the words alone.
type ending uint8

const (
	open ending = iota
	cancelled
	lapsed
	pickedUp
	noShow
)

func newThread(at time.Time) *thread {
	return &thread{
		values: map[FieldName]string{}, evidence: map[FieldName]Evidence{},
		minutes: -1, opened: at, last: at,
	}
}

// set puts a text field, with where it came from.
func (th *thread) set(f FieldName, value string, e Evidence) {
	if value == "" {
		return
	}
	th.values[f] = value
	th.evidence[f] = e
}

// setOnce puts a text field that nobody has named yet.
func (th *thread) setOnce(f FieldName, value string, e Evidence) {
	if th.values[f] == "" {
		th.set(f, value, e)
	}
}

// pickup gives the time of pickup, zero when the day is unknown.
func (th *thread) pickup() time.Time {
	if th.day.IsZero() {
		return th.day
	}
	if th.minutes < 0 {
		return th.day
	}
	return th.day.Add(time.Duration(th.minutes) * time.Minute)
}

// quoted reports whether a price stands.
func (th *thread) quoted() bool { return th.total > 0 }

// settled reports whether the order needs nothing more: what is said now may be about another one.
func (th *thread) settled() bool {
	return th.state != open || len(th.confirmed) > 0 || th.agreedOnce
}

// keep remembers how to take back a wish that the shop may refuse.
func (th *thread) keep(back func()) {
	th.undo = append(th.undo, back)
}

// refused takes back what the customer asked for since the shop last spoke.
func (th *thread) refused() {
	for i := len(th.undo) - 1; i >= 0; i-- {
		th.undo[i]()
	}
	th.undo = nil
}
