package shop

import (
	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
)

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
	case c.From != 0 && c.From != o.state:
		return ErrChanged
	case !o.state.mayGo(c.To):
		return ErrStep
	}
	e := &shopjournalv1.OrderMoved{Order: c.OrderID[:], State: uint32(c.To)}
	if c.To == Quoted && o.payByMS <= d.Now().UnixMilli() { // it waits anew
		e.PayByMs = payBy(d, c.ShopID)
	}
	d.Emit(e)
	recode(d, c.ShopID, o, c.To)
	return nil
}

func applyOrderMoved(tx *shard.Tx, e *shopjournalv1.OrderMoved) {
	order := id.ID(e.GetOrder())
	tx.Exec(`UPDATE shop_order SET state = ?, waited = 0, moved = 1, pay_by_ms = CASE ? WHEN 0 THEN pay_by_ms ELSE ? END,
		changed_ms = max(?, changed_ms + 1) WHERE id = ?`,
		e.GetState(), e.GetPayByMs(), e.GetPayByMs(), tx.Header.Time.UnixMilli(), order)
	touchOrder(tx, order)
}
