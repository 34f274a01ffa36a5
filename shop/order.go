package shop

import (
	"google.golang.org/protobuf/proto"

	"dangol.example/fault"
	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop/form"
)

// ErrNoOrder says that there is no such order.
var ErrNoOrder = fault.New(fault.Missing, "그런 주문이 없어요.", "There is no such order.")

// Details is what a person writes of an order.
type Details = form.Details

// Line is one thing of it.
type Line = form.Line

// orderRow is what is decided on.
type orderRow struct {
	id, customer         id.ID
	conversation         id.ID // zero for none
	state, waited        State
	codeNumber           int64
	balance              balance
	deposits, refund     int64
	otherwise, told      int64
	refunded             int64 // noted by people, part of refund
	changedMS, detailsMS int64
	payByMS              int64
	moved, corrected     bool
}

const orderColumns = `SELECT customer, state, waited, code_number, total_won, advance_won, paid_won, otherwise_won, told_won,
	refund_won, refunded_won, accepted_won, changed_ms, details_ms, pay_by_ms, moved, corrected,
	conversation FROM shop_order WHERE id = ? AND shop = ?`

// findOrder finds an order of a shop.
func findOrder(r *shard.Reader, shop, order id.ID) (o orderRow, err error) {
	o.id = order
	found := r.One(func(w *shard.Row) {
		o.customer, o.state, o.waited, o.codeNumber = w.ID(), State(w.Int()), State(w.Int()), w.Int()
		o.balance.total, o.balance.advance = optional(w), optional(w)
		o.deposits, o.otherwise, o.told, o.refund = w.Int(), w.Int(), w.Int(), w.Int()
		o.refunded, o.balance.accepted = w.Int(), w.Int()
		o.changedMS, o.detailsMS, o.payByMS = w.Int(), w.Int(), w.Int()
		o.moved, o.corrected, o.conversation = w.Bool(), w.Bool(), w.ID()
		o.balance.paid = o.deposits + o.otherwise + o.told - o.refund
	}, orderColumns, order, shop)
	if !found {
		return o, ErrNoOrder
	}
	return o, nil
}

// keptDetails reads what is ordered.
func keptDetails(r *shard.Reader, order id.ID, into *shopjournalv1.OrderDetails) error {
	var kept []byte
	r.One(func(w *shard.Row) { kept = w.Bytes() }, "SELECT details FROM shop_order WHERE id = ?", order)
	return proto.Unmarshal(kept, into)
}

func optional(w *shard.Row) *int64 {
	if w.Null() {
		w.Int()
		return nil
	}
	n := w.Int()
	return &n
}

// with is the balance when more has come; less is negative.
func (b balance) with(more int64) balance {
	b.paid += more
	return b
}

// touchOrder says that devices must see an order anew, and its customer's sums.
func touchOrder(tx *shard.Tx, order id.ID) {
	var shop, customer, conversation id.ID
	tx.One(func(w *shard.Row) { shop, customer, conversation = w.ID(), w.ID(), w.ID() },
		"SELECT shop, customer, conversation FROM shop_order WHERE id = ?", order)
	tx.Touch(Topic(shop), KindOrder, order)
	tx.Touch(Topic(shop), KindCustomer, customer)
	touchGuest(tx, conversation, order)
}
