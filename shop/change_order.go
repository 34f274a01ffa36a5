package shop

import (
	"dangol.example/fault"
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
	SeenChangedMS   int64 // as the person saw it; 0 to not ask
	Details         Details
}

// Decide implements shard.Command.
func (c ChangeOrder) Decide(d *shard.Decision) error {
	if _, err := staffOf(d, c.ShopID); err != nil {
		return err
	}
	o, err := findOrder(d.Reader, c.ShopID, c.OrderID)
	if err != nil {
		return err
	}
	if c.SeenChangedMS != 0 && c.SeenChangedMS != o.changedMS {
		return ErrChanged
	}
	details, err := c.Details.check()
	if err != nil {
		return err
	}
	o.balance.total, o.balance.advance = details.TotalWon, details.AdvanceWon
	e := &shopjournalv1.OrderChanged{Order: c.OrderID[:], Details: details, State: uint32(priced(o.state, o.balance))}
	if e.GetState() == uint32(Quoted) {
		e.PayByMs = payBy(d, c.ShopID)
	}
	d.Emit(e)
	return nil
}

func applyOrderChanged(tx *shard.Tx, e *shopjournalv1.OrderChanged) {
	order := id.ID(e.GetOrder())
	tx.Exec(
		`UPDATE shop_order SET details = ?, total_won = ?, advance_won = ?, state = ?, pay_by_ms = ?, changed_ms = ?,
		edited = max(edited, ?) WHERE id = ?`,
		encode(tx, e.GetDetails()),
		nullable(e.GetDetails().TotalWon),
		nullable(e.GetDetails().AdvanceWon),
		e.GetState(),
		e.GetPayByMs(),
		tx.Header.Time.UnixMilli(),
		e.GetSource() == nil,
		order,
	)
	if s := e.GetSource(); s != nil {
		tx.Exec("UPDATE shop_order SET source = ?, told_won = ?, refund_won = ? WHERE id = ?",
			encode(tx, s), s.GetPaidWon(), s.GetRefundWon(), order)
	}
	touchOrder(tx, order)
	if e.GetState() == uint32(Quoted) {
		askForMatching(tx, shopOf(tx.Reader, "SELECT shop FROM shop_order WHERE id = ?", order))
	}
}
