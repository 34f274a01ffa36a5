package shop

import (
	"dangol.example/fault"
	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
)

// ErrNoPrice says that an order without a price cannot wait for its money.
var ErrNoPrice = fault.New(fault.Conflict, "금액이 아직 없어요. 금액을 먼저 적어 주세요.",
	"The order has no price yet. Please write it first.")

// MoveOrder brings an order into another state.
type MoveOrder struct {
	ShopID, OrderID id.ID
	From            State // as the person saw it; 0 to not ask
	To              State
}

// Decide implements shard.Command.
func (c MoveOrder) Decide(d *shard.Decision) error {
	if _, err := staffOf(d, c.ShopID); err != nil {
		return err
	}
	o, err := findOrder(d.Reader, c.ShopID, c.OrderID)
	switch {
	case err != nil:
		return err
	case c.To == o.state:
		return nil // somebody else has pressed the same button: it is done
	case c.From != 0 && c.From != o.state:
		return ErrChanged
	case !o.state.mayGo(c.To):
		return ErrStep
	case c.To == Quoted && o.balance.total == nil:
		return ErrNoPrice
	}
	e := &shopjournalv1.OrderMoved{Order: c.OrderID[:], State: uint32(c.To), Shop: c.ShopID[:]}
	if o.state == Enquiry || c.To == Enquiry || o.state == NoShow || c.To == NoShow {
		e.Customer = o.customer[:] // counts orders, and those not fetched
	}
	if c.To == Quoted && o.payByMS <= d.Now().UnixMilli() { // it waits anew
		e.PayByMs = payBy(d, c.ShopID)
	}
	if !o.conversation.IsZero() {
		e.Conversation = o.conversation[:]
		e.Confirmed = c.To == Confirmed && (o.state.unpaid() || o.state == Lapsed)
	}
	d.Emit(e)
	return recode(d, c.ShopID, o)
}

func applyOrderMoved(tx *shard.Tx, e *shopjournalv1.OrderMoved) {
	order := id.ID(e.GetOrder())
	tx.Exec(`UPDATE shop_order SET state = ?, waited = 0, accepted_won = 0, moved = 1,
		pay_by_ms = CASE ? WHEN 0 THEN pay_by_ms ELSE ? END, changed_ms = max(?, changed_ms + 1) WHERE id = ?`,
		e.GetState(), e.GetPayByMs(), e.GetPayByMs(), tx.Header.Time.UnixMilli(), order)
	topic := Topic(id.ID(e.GetShop()))
	tx.Touch(topic, KindOrder, order)
	if len(e.GetCustomer()) > 0 {
		tx.Touch(topic, KindCustomer, id.ID(e.GetCustomer()))
	}
	if len(e.GetConversation()) > 0 {
		touchGuest(tx, id.ID(e.GetConversation()), order)
	}
	if e.GetConfirmed() {
		askToTell(tx, order, Confirmed)
	}
	if State(e.GetState()) == Quoted {
		askForMatching(tx, id.ID(e.GetShop()))
	}
}
