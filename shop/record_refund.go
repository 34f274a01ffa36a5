package shop

import (
	"dangol.example/fault"
	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop/form"
)

// ErrRefund says that more was to be given back than came.
var ErrRefund = fault.New(fault.Conflict, "들어온 돈보다 많이 돌려줄 수는 없어요.", "More cannot be given back than came in.")

// RecordRefund notes money that was given back; a negative amount takes back what people noted so. Where the order
// stands is not changed: people say that it is called off, and a part given back for a fault does not make it unpaid.
type RecordRefund struct {
	ShopID, OrderID id.ID
	AmountWon       int64
}

// Decide implements shard.Command.
func (c RecordRefund) Decide(d *shard.Decision) error {
	if _, err := staffOf(d, c.ShopID); err != nil {
		return err
	}
	o, err := findOrder(d.Reader, c.ShopID, c.OrderID)
	switch {
	case err != nil:
		return err
	case c.AmountWon == 0:
		return ErrNoAmount
	case c.AmountWon > form.MaxWon || c.AmountWon < -form.MaxWon:
		return form.ErrWon
	case c.AmountWon > o.balance.paid:
		return ErrRefund
	case o.refunded+c.AmountWon < 0:
		return ErrTooMuch
	}
	d.Emit(&shopjournalv1.RefundRecorded{Order: c.OrderID[:], AmountWon: c.AmountWon})
	return nil
}

func applyRefundRecorded(tx *shard.Tx, e *shopjournalv1.RefundRecorded) {
	tx.Exec(`UPDATE shop_order SET refund_won = refund_won + ?, refunded_won = refunded_won + ?,
		changed_ms = max(?, changed_ms + 1) WHERE id = ?`,
		e.GetAmountWon(), e.GetAmountWon(), tx.Header.Time.UnixMilli(), e.GetOrder())
	touchOrder(tx, id.ID(e.GetOrder()))
}
