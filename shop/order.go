package shop

import (
	"google.golang.org/protobuf/proto"

	"dangol.example/fault"
	shopv1 "dangol.example/gen/api/dangol/shop/v1"
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
	refund_won, refunded_won, accepted_won, changed_ms, details_ms, pay_by_ms, moved, corrected FROM shop_order WHERE id = ? AND shop = ?`

// findOrder finds an order of a shop.
func findOrder(r *shard.Reader, shop, order id.ID) (o orderRow, err error) {
	o.id = order
	found := r.One(func(w *shard.Row) {
		o.customer, o.state, o.waited, o.codeNumber = w.ID(), State(w.Int()), State(w.Int()), w.Int()
		o.balance.total, o.balance.advance = optional(w), optional(w)
		o.deposits, o.otherwise, o.told, o.refund = w.Int(), w.Int(), w.Int(), w.Int()
		o.refunded, o.balance.accepted = w.Int(), w.Int()
		o.changedMS, o.detailsMS, o.payByMS = w.Int(), w.Int(), w.Int()
		o.moved, o.corrected = w.Bool(), w.Bool()
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
	var shop, customer id.ID
	tx.One(
		func(w *shard.Row) { shop, customer = w.ID(), w.ID() },
		"SELECT shop, customer FROM shop_order WHERE id = ?",
		order,
	)
	tx.Touch(Topic(shop), KindOrder, order)
	tx.Touch(Topic(shop), KindCustomer, customer)
}

func orderResource(r *shard.Reader, thing id.ID) proto.Message {
	var m *shopv1.Order
	var details, source []byte
	imported := false
	r.One(func(w *shard.Row) {
		m = &shopv1.Order{
			Id: thing.String(), CustomerId: w.ID().String(), Code: w.Text(), State: shopv1.OrderState(w.Int()),
			PaidWon: w.Int(), PaidOtherwiseWon: w.Int(), RefundWon: w.Int(), PayByMs: w.Int(), CreatedMs: w.Int(),
			ChangedMs: w.Int(), Note: w.Text(),
		}
		imported, details = w.Bool(), w.Bytes()
	}, `SELECT customer, code, state, paid_won, otherwise_won + told_won, refund_won, pay_by_ms, created_ms, changed_ms,
		note, imported, details FROM shop_order WHERE id = ?`, thing)
	if m == nil {
		return nil
	}
	if imported {
		r.One(func(w *shard.Row) { source = w.Bytes() }, "SELECT source FROM shop_source WHERE order_id = ?", thing)
	}
	m.PaidWon += m.GetPaidOtherwiseWon()
	kept, from := &shopjournalv1.OrderDetails{}, &shopjournalv1.OrderSource{}
	if proto.Unmarshal(details, kept) != nil || proto.Unmarshal(source, from) != nil {
		return nil
	}
	fill(m, kept)
	m.Room = from.GetRoom()
	for _, e := range from.GetEvidence() {
		m.Evidence = append(m.Evidence, &shopv1.Evidence{
			Field: e.GetField(), Line: e.GetLine(), Text: e.GetText(), Unsure: e.GetUnsure(),
		})
	}
	if m.PaidWon > m.PaidOtherwiseWon {
		r.Each(func(w *shard.Row) {
			m.Payments = append(m.Payments, &shopv1.Payment{DepositId: w.ID().String(), AmountWon: w.Int()})
		}, "SELECT deposit, amount_won FROM shop_part WHERE order_id = ? ORDER BY deposit", thing)
	}
	return m
}

// fill puts the details into the resource.
func fill(m *shopv1.Order, d *shopjournalv1.OrderDetails) {
	m.Name, m.Phone, m.Pickup, m.CoolerBag = d.GetName(), d.GetPhone(), d.GetPickup(), d.CoolerBag
	m.DeliveryAddress, m.Requests, m.Depositor = d.GetDeliveryAddress(), d.GetRequests(), d.GetDepositor()
	m.TotalWon, m.AdvanceWon = d.TotalWon, d.AdvanceWon
	for _, l := range d.GetLines() {
		m.Lines = append(m.Lines, &shopv1.OrderLine{
			Item:      l.GetItem(),
			Quantity:  l.GetQuantity(),
			Size:      l.GetSize(),
			Flavor:    l.GetFlavor(),
			Design:    l.GetDesign(),
			Lettering: l.GetLettering(),
			Candles:   l.GetCandles(),
			PriceWon:  l.GetPriceWon(),
		})
	}
}
