package shop

import (
	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop/code"
	"dangol.example/shop/due"
)

// stillDue asks whether money may still come for an order; orderRow.due says the same of one that is at hand.
const stillDue = "SELECT count(*) FROM shop_order WHERE id = ? AND " + due.SQL

// due reports whether money may still come for an order. What only the chat tells of has not been seen yet.
func (o orderRow) due() bool {
	return o.state <= Lapsed && (o.balance.total == nil || o.deposits+o.otherwise < *o.balance.total)
}

// recode gives an order for which money may come again another code, when its own is another order's by now. It is
// given the order as it was before.
func recode(d *shard.Decision, shop id.ID, before orderRow) error {
	if before.due() || d.Count(stillDue, before.id) == 0 ||
		!code.Taken(d, shop, uint32(before.codeNumber), before.id) {
		return nil
	}
	e := &shopjournalv1.OrderCoded{Order: before.id[:]}
	var name string
	d.One(func(w *shard.Row) { name = w.Text() }, "SELECT name FROM shop_customer WHERE id = ?", before.customer)
	var err error
	if e.Code, e.CodeNumber, err = code.New(d, shop, name, before.id); err != nil {
		return err
	}
	d.Emit(e)
	return nil
}

func applyOrderCoded(tx *shard.Tx, e *shopjournalv1.OrderCoded) {
	tx.Exec("UPDATE shop_order SET code = ?, code_number = ? WHERE id = ?",
		e.GetCode(), e.GetCodeNumber(), e.GetOrder())
	touchOrder(tx, id.ID(e.GetOrder()))
}
