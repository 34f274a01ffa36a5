package shop

import (
	"google.golang.org/protobuf/proto"

	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop/form"
)

// importOrders brings in a page of orders.
type importOrders struct {
	Shop, Import id.ID
	Orders       [][]byte // each an ImportedOrder
}

// Decide implements shard.Command. An order that is there already is read anew: what people wrote stays.
func (c importOrders) Decide(d *shard.Decision) error {
	if err := machineOnly(d); err != nil {
		return err
	}
	e := &shopjournalv1.ImportAdvanced{Import: c.Import[:], Done: uint32(len(c.Orders))}
	for _, b := range c.Orders {
		o := &shopjournalv1.ImportedOrder{}
		if err := proto.Unmarshal(b, o); err != nil {
			return err
		}
		order, found := orderOf(d.Reader, o.GetSource().GetKey())
		if !found {
			if _, err := placeOrder(d, c.Shop, &shopjournalv1.OrderPlaced{
				Shop: c.Shop[:], Details: o.GetDetails(), State: uint32(saidOf(o)), Source: o.GetSource(),
				PayByMs: o.GetSource().GetPayByMs(),
			}); err != nil {
				return err
			}
			e.OrdersNew++
			continue
		}
		changed, err := readAnew(d, c.Shop, order, o)
		if err != nil {
			return err
		}
		if changed {
			e.OrdersChanged++
		}
	}
	d.Emit(e)
	return nil
}

// saidOf is where an order stands by its chat. A price that could not be taken over is none.
func saidOf(o *shopjournalv1.ImportedOrder) State {
	if said := State(o.GetSaid()); said != Quoted || o.GetDetails().TotalWon != nil {
		return said
	}
	return Enquiry
}

// orderOf finds the order of a source.
func orderOf(r *shard.Reader, key []byte) (order id.ID, found bool) {
	found = r.One(func(w *shard.Row) { order = w.ID() }, "SELECT order_id FROM shop_source WHERE key = ?", key)
	return order, found
}

// readAnew takes what another export tells of an order that is there.
func readAnew(d *shard.Decision, shop, order id.ID, o *shopjournalv1.ImportedOrder) (changed bool, err error) {
	row, err := findOrder(d.Reader, shop, order)
	if err != nil {
		return false, err
	}
	var stored [3][]byte
	d.One(func(w *shard.Row) { stored = [3][]byte{w.Bytes(), w.Bytes(), w.Bytes()} },
		`SELECT o.details, s.read, s.source FROM shop_source s JOIN shop_order o ON o.id = s.order_id WHERE s.key = ?`,
		o.GetSource().GetKey())
	kept, before, from := &shopjournalv1.OrderDetails{}, &shopjournalv1.OrderDetails{}, &shopjournalv1.OrderSource{}
	for i, m := range []proto.Message{kept, before, from} {
		if err := proto.Unmarshal(stored[i], m); err != nil {
			return false, err
		}
	}
	if o.GetSource().GetReachesMs() < from.GetReachesMs() {
		return false, nil // an export of before: what it says has been overtaken
	}
	e := &shopjournalv1.OrderChanged{Order: order[:], Source: o.GetSource(), PayByMs: row.payByMS}
	if by := o.GetSource().GetPayByMs(); by != from.GetPayByMs() {
		e.PayByMs = by
	}
	e.Details = form.Merge(kept, before, o.GetDetails())
	if !proto.Equal(e.GetDetails(), o.GetDetails()) {
		e.Read = o.GetDetails()
	}
	e.ToldWon = row.told
	if !row.corrected && o.GetSource().GetPaidWon() != from.GetPaidWon() {
		// What is known from the bank, or was noted, is not told a second time.
		e.ToldWon = max(0, o.GetSource().GetPaidWon()-row.deposits-row.otherwise)
	}
	if o.GetSource().GetRefundWon() != from.GetRefundWon() { // else what was noted since stands
		refund := max(o.GetSource().GetRefundWon(), row.refunded)
		e.RefundWon = &refund
	} else {
		e.RefundWon = &row.refund
	}
	state := stateReadAnew(row, saidOf(o), e)
	e.State = uint32(state)
	if e.GetToldWon() == row.told && state == row.state && proto.Equal(before, o.GetDetails()) &&
		proto.Equal(from, o.GetSource()) {
		return false, nil
	}
	if customer := customerAfter(d, shop, row, kept, e.GetDetails()); customer != row.customer {
		e.Customer = customer[:]
	}
	d.Emit(e)
	return true, recode(d, shop, row)
}

// stateReadAnew is where an order stands after its chat was read again: where a person has put it, else where the chat
// says, but for what waits there and has its money here.
func stateReadAnew(row orderRow, said State, e *shopjournalv1.OrderChanged) State {
	if row.moved || row.state == Lapsed && said == Quoted && e.GetPayByMs() == row.payByMS { // by the clock
		return row.state
	}
	now := row.balance
	now.total, now.advance = e.GetDetails().TotalWon, e.GetDetails().AdvanceWon
	now.paid += e.GetToldWon() - row.told + row.refund - e.GetRefundWon()
	if (said.unpaid() || said == Lapsed) && (row.state == Confirmed && row.deposits > 0 || now.enough()) {
		return Confirmed
	}
	return said
}
