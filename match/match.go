// Package match finds the order that each deposit pays.
//
// It weighs names, amounts, times and what was said in the chat over all deposits and all orders at once, and accepts
// a match by itself only when exactly one order is clearly the best. Everything else goes to a person with ranked
// candidates and the reasons.
//
// INVARIANT: when in doubt, a person decides. A wrong automatic match is the worst bug this package can have.
//
// How it works: indexes by name, part of a name, phone, code and amount give each deposit a few orders it may pay;
// each such explanation is weighed by the table in weights.go; explanations that exclude each other (one order is paid
// once, one deposit is spent once) form small components, of which the best whole assignment is found exactly; and an
// assignment is accepted only if it stands clear of every other one. Nothing depends on the order in which orders and
// deposits are given.
//
// It knows nothing of chats or files: orders and deposits are given as plain values.
package match

import (
	"context"
	"time"

	"dangol.example/fault"
	"dangol.example/money"
)

// Order is what is known of an order that may be paid by deposit.
type Order struct {
	Customer   string       // one value per customer; two orders with the same Customer belong to one person
	Depositors []string     // names the customer said the money comes under ("남편 박준호 이름으로")
	Names      []string     // the customer's own names: given name, form name
	Nicknames  []string     // names in the chat that need not be a real name
	Phone      string       // digits only, "" when unknown
	Code       string       // the depositor code given to this order (이서연47), "" when none
	Total      money.Amount // 0 when never quoted
	Advance    money.Amount // the part asked for first (예약금), 0 when none
	Opened     time.Time    // when the customer first wrote about it
	Quoted     time.Time    // when an amount was named; zero when never
	SaidPaid   []time.Time  // when the customer said it was paid
	Confirmed  []time.Time  // when the shop said the money had come
	PayBy      time.Time    // zero when none was set
	Pickup     time.Time    // zero when unknown
	Closed     time.Time    // when it was cancelled or lapsed; zero when it is open
	Inquiry    bool         // never became an order; it can be a candidate but never an automatic match
}

// Deposit is money that came in.
type Deposit struct {
	At      time.Time
	DayOnly bool // At has no time of day
	Name    string
	Memo    string
	Amount  money.Amount // positive
}

// Alias says that a person confirmed once: money under this depositor name came from this customer.
type Alias struct {
	Depositor string
	Customer  string // Order.Customer
}

// Part is how much of a deposit goes to one order.
type Part struct {
	Order  int // index into the orders given
	Amount money.Amount
}

// Candidate is an order that a deposit may pay.
type Candidate struct {
	Order   int
	Score   float64 // log-likelihood against chance; comparable within one deposit only
	Reasons []Reason
}

// Verdict is what was found out about one deposit.
type Verdict struct {
	Parts      []Part      // the orders it pays, when Auto; several when one deposit pays several orders
	Auto       bool        // accepted without a person
	Reasons    []Reason    // why it was accepted, or why it was not
	Candidates []Candidate // best first; at most MaxCandidates
	NoOrder    bool        // income that pays no order: settlements, interest, refunds of suppliers
}

// Reason is one piece of evidence or doubt, a stable word for machines; In says it to people.
type Reason string

// Options change how careful the matching is. The zero value is the careful default.
type Options struct {
	Threshold float64 // least score of an automatic match; 0 means DefaultThreshold
	Margin    float64 // least lead over the next customer; 0 means DefaultMargin
	// Strangers also accepts a name that nobody has heard of when the amount belongs to one order only and customer
	// and shop both spoke of the money right after it came. Off by default: see docs of strangerIsProven for what it
	// costs.
	Strangers bool
}

// The largest input. Beyond it, split by shop or by month.
const (
	MaxDeposits = 2_000_000
	MaxOrders   = 2_000_000
)

// MaxCandidates is how many orders a person is shown for one deposit.
const MaxCandidates = 5

// Match says for each deposit, in the order given, which orders it pays. It is deterministic, keeps none of its
// arguments, and fails only when the context ends or an input cannot be a deposit.
func Match(ctx context.Context, orders []Order, deposits []Deposit, aliases []Alias, o Options) ([]Verdict, error) {
	if err := check(orders, deposits); err != nil {
		return nil, err
	}
	m := newMatcher(orders, deposits, aliases, o)
	for rank := range m.payments {
		if rank%ctxEvery == 0 && ctx.Err() != nil {
			return nil, stopped(ctx)
		}
		m.explain(int32(rank))
	}
	m.explainSplits()
	m.forgetIndexes()
	m.enter()
	parts := m.components()
	for i, c := range parts {
		if i%ctxEvery == 0 && ctx.Err() != nil {
			return nil, stopped(ctx)
		}
		m.assign(c)
	}
	return m.verdicts(), nil
}

// ctxEvery is how many deposits are worked on between two looks at the context.
const ctxEvery = 1024

func stopped(ctx context.Context) error {
	return fault.New(fault.Busy, "입금 맞추기를 멈추었습니다. 다시 실행해 주세요.",
		"Matching deposits was stopped. Run it again.").Because(ctx.Err())
}

func check(orders []Order, deposits []Deposit) error {
	if len(deposits) > MaxDeposits || len(orders) > MaxOrders {
		return fault.New(fault.Invalid, "한 번에 맞출 수 있는 입금이나 주문 수(%[1]d)를 넘었습니다. 달별로 나누어 주세요.",
			"More than %[1]d deposits or orders at once. Split them by month.", MaxDeposits)
	}
	for i := range deposits {
		if deposits[i].Amount <= 0 {
			return fault.New(fault.Invalid, "%[1]d번째 입금의 금액이 0보다 크지 않습니다. 출금은 빼고 넣어 주세요.",
				"Deposit number %[1]d is not above zero. Leave withdrawals out.", i+1)
		}
	}
	return nil
}
