package shop

import (
	"dangol.example/fault"
	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
)

// ErrChanged says that somebody else was faster.
var ErrChanged = fault.New(fault.Stale, "그 사이 다른 기기에서 바뀌었어요. 바뀐 내용을 보고 다시 해 주세요.",
	"This was changed on another device meanwhile. Please look at it and try again.")

// ChangeOrder sets all of what is ordered anew.
type ChangeOrder struct {
	ShopID, OrderID id.ID
	SeenChangedMS   int64 // Order.changed_ms as the person saw it; 0 to not ask
	Details         Details
}

// Decide implements shard.Command. Money that comes while a person writes is no reason to refuse what was written.
func (c ChangeOrder) Decide(d *shard.Decision) error {
	if _, err := staffOf(d, c.ShopID); err != nil {
		return err
	}
	o, err := findOrder(d.Reader, c.ShopID, c.OrderID)
	if err != nil {
		return err
	}
	if c.SeenChangedMS != 0 && o.detailsMS > c.SeenChangedMS {
		return ErrChanged
	}
	details, err := c.Details.Check()
	if err != nil {
		return err
	}
	e := &shopjournalv1.OrderChanged{Order: c.OrderID[:], Details: details, PayByMs: o.payByMS}
	now := o.balance
	now.total, now.advance, now.accepted = details.TotalWon, details.AdvanceWon, 0
	state := o.state
	if !sameWon(now.total, o.balance.total) || !sameWon(now.advance, o.balance.advance) {
		state = o.repriced(now)
	}
	if state == Quoted && (o.state != Quoted || !sameWon(now.total, o.balance.total)) {
		e.PayByMs = payBy(d, c.ShopID)
	}
	e.State = uint32(state)
	e.Confirmed = state == Confirmed && (o.state.unpaid() || o.state == Lapsed) && !o.conversation.IsZero()
	before := &shopjournalv1.OrderDetails{}
	if err := keptDetails(d.Reader, c.OrderID, before); err != nil {
		return err
	}
	if customer := customerAfter(d, c.ShopID, o, before, details); customer != o.customer {
		e.Customer = customer[:]
	}
	d.Emit(e)
	d.Answer(&shopv1.Done{ChangedMs: max(d.Now().UnixMilli(), o.changedMS+1)}) // as it is applied
	return recode(d, c.ShopID, o)
}

// repriced is the state of an order whose price is another now. It is asked only then: where a person has put an order
// it stays while nobody changes what it costs.
func (o orderRow) repriced(now balance) State {
	state := priced(o.state, now)
	if state == Confirmed && o.waited != 0 && !now.enough() { // it costs more than what had come
		return priced(o.waited, now)
	}
	return state
}

// sameWon reports whether two amounts that may be missing are the same.
func sameWon(a, b *int64) bool {
	return a == nil && b == nil || a != nil && b != nil && *a == *b
}

// by is who gave the command, as it is kept: nothing for the machine.
func by(tx *shard.Tx) []byte {
	if tx.Header.Actor.IsZero() {
		return []byte{}
	}
	return tx.Header.Actor[:]
}

func applyOrderChanged(tx *shard.Tx, e *shopjournalv1.OrderChanged) {
	order, now := id.ID(e.GetOrder()), tx.Header.Time.UnixMilli()
	if len(e.GetCustomer()) > 0 {
		touchOrder(tx, order) // the customer of before
		tx.Exec("UPDATE shop_order SET customer = ? WHERE id = ?", e.GetCustomer(), order)
	}
	tx.Exec("UPDATE shop_order SET accepted_won = 0 WHERE id = ? AND (total_won IS NOT ? OR advance_won IS NOT ?)",
		order, nullable(e.GetDetails().TotalWon), nullable(e.GetDetails().AdvanceWon))
	tx.Exec("UPDATE shop_order SET "+setState+`, details = ?, pickup = ?, total_won = ?, advance_won = ?, pay_by_ms = ?,
		changed_ms = max(?, changed_ms + 1), details_ms = max(?, changed_ms + 1), details_by = ? WHERE id = ?`,
		e.GetState(), e.GetState(), e.GetState(), encode(tx, e.GetDetails()), e.GetDetails().GetPickup(),
		nullable(e.GetDetails().TotalWon), nullable(e.GetDetails().AdvanceWon), e.GetPayByMs(), now, now, by(tx), order)
	if s := e.GetSource(); s != nil {
		read := e.GetRead()
		if read == nil {
			read = e.GetDetails()
		}
		refund := s.GetRefundWon()
		if e.RefundWon != nil {
			refund = e.GetRefundWon()
		}
		tx.Exec("UPDATE shop_order SET told_won = ?, refund_won = ? WHERE id = ?", e.GetToldWon(), refund, order)
		tx.Exec("UPDATE shop_source SET source = ?, read = ? WHERE key = ?",
			encode(tx, s), encode(tx, read), s.GetKey())
	}
	touchOrder(tx, order)
	if e.GetConfirmed() {
		askToTell(tx, order, Confirmed)
	}
	// Its sum or its depositor may be another. An import asks at its end.
	if e.GetSource() == nil && State(e.GetState()) <= Lapsed {
		askForMatching(tx, shopOf(tx.Reader, "SELECT shop FROM shop_order WHERE id = ?", order))
	}
}
