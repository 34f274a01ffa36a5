package shop

import (
	"encoding/binary"

	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop/form"
)

// codeRanges are the numbers that are tried, the short ones first. None begins with a zero, which people leave out.
var codeRanges = [...]struct{ from, count, tries uint64 }{ //nolint:gochecknoglobals // a table
	{10, 90, 4}, {100, 900, 4}, {1000, 9000, 8}, {10_000, 90_000, 100},
}

// newCode makes a code whose number no other unpaid order of the shop has, as long as there are any left: then a bank
// list tells who paid, whatever name stands before the number.
func newCode(d *shard.Decision, shop id.ID, name string, order id.ID) (code string, number uint32) {
	seed := binary.BigEndian.Uint64(order[8:])
	for _, r := range codeRanges {
		for try := range r.tries {
			number = uint32(r.from + (seed+try*37)%r.count)
			if d.Count(numberTaken, shop, number) == 0 {
				return form.Code(name, number), number
			}
		}
	}
	return form.Code(name, number), number
}

const numberTaken = "SELECT count(*) FROM shop_order WHERE shop = ? AND code_number = ? AND state IN (1, 2)"

// recode gives an order that waits for its money again another code, when its own is another order's by now.
func recode(d *shard.Decision, shop id.ID, o orderRow, now State) {
	if !now.unpaid() || o.state.unpaid() || d.Count(numberTaken, shop, o.codeNumber) <= 1 {
		return
	}
	e := &shopjournalv1.OrderCoded{Order: o.id[:]}
	var name string
	d.One(func(w *shard.Row) { name = w.Text() }, "SELECT name FROM shop_customer WHERE id = ?", o.customer)
	e.Code, e.CodeNumber = newCode(d, shop, name, o.id)
	d.Emit(e)
}

func applyOrderCoded(tx *shard.Tx, e *shopjournalv1.OrderCoded) {
	tx.Exec("UPDATE shop_order SET code = ?, code_number = ? WHERE id = ?",
		e.GetCode(), e.GetCodeNumber(), e.GetOrder())
	touchOrder(tx, id.ID(e.GetOrder()))
}
