package shop

import (
	"dangol.example/fault"
	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop/form"
)

// What is refused about money that came otherwise.
var (
	ErrNoAmount = fault.New(fault.Invalid, "금액을 적어 주세요.", "Please give an amount.")
	ErrTooMuch  = fault.New(fault.Conflict, "적어 둔 것보다 많이 뺄 수는 없어요.", "More cannot be taken back than was noted.")
)

// RecordPayment notes money that came in cash or otherwise; a negative amount takes back what was noted so, by people
// first and then by the chat.
type RecordPayment struct {
	ShopID, OrderID id.ID
	AmountWon       int64
}

// Decide implements shard.Command.
func (c RecordPayment) Decide(d *shard.Decision) error {
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
	case o.otherwise+o.told+c.AmountWon < 0:
		return ErrTooMuch
	}
	after := o.afterMoney(c.AmountWon)
	d.Emit(&shopjournalv1.PaymentRecorded{
		Order: c.OrderID[:], AmountWon: c.AmountWon, State: uint32(after),
		ToldWon: min(0, o.otherwise+c.AmountWon), PayByMs: o.waitAnew(d, c.ShopID, after),
	})
	return recode(d, c.ShopID, o)
}

func applyPaymentRecorded(tx *shard.Tx, e *shopjournalv1.PaymentRecorded) {
	order := id.ID(e.GetOrder())
	waited := waits(tx, order)
	tx.Exec("UPDATE shop_order SET "+setState+`, otherwise_won = otherwise_won + ?, told_won = told_won + ?,
		corrected = max(corrected, ?), pay_by_ms = CASE ? WHEN 0 THEN pay_by_ms ELSE ? END,
		changed_ms = max(?, changed_ms + 1) WHERE id = ?`,
		e.GetState(), e.GetState(), e.GetState(), e.GetAmountWon()-e.GetToldWon(), e.GetToldWon(), e.GetToldWon() != 0,
		e.GetPayByMs(), e.GetPayByMs(), tx.Header.Time.UnixMilli(), order)
	touchOrder(tx, order)
	if waited && State(e.GetState()) == Confirmed {
		askToTell(tx, order, Confirmed)
	}
}
