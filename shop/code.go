package shop

import (
	"encoding/binary"

	"dangol.example/fault"
	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop/due"
	"dangol.example/shop/form"
)

// ErrManyDue says that there is no number left for another code.
var ErrManyDue = fault.New(fault.Conflict, "돈을 기다리는 주문이 너무 많아요. 끝난 주문을 취소하거나 입금을 적어 주세요.",
	"Too many orders wait for their money. Please cancel those that are over, or note what was paid.")

// codeRanges are the numbers that are tried, the short ones first. None begins with a zero, which people leave out.
var codeRanges = [...]struct{ from, count, tries uint64 }{ //nolint:gochecknoglobals // a table
	{10, 90, 4}, {100, 900, 4}, {1000, 9000, 8}, {10_000, 90_000, 100},
}

// The first and the last of them.
const (
	firstNumber = 10
	lastNumber  = 99_999
)

// newCode makes a code whose number no other order of the shop has that money may still come for: then a bank list
// tells who paid, whatever name stands before the number.
func newCode(d *shard.Decision, shop id.ID, name string, order id.ID) (code string, number uint32, err error) {
	seed := binary.BigEndian.Uint64(order[8:])
	for _, r := range codeRanges {
		for try := range r.tries {
			number = uint32(r.from + (seed+try*37)%r.count)
			if d.Count(numberTaken, shop, number, order) == 0 {
				return form.Code(name, number), number, nil
			}
		}
	}
	var taken []uint32
	d.Each(func(w *shard.Row) { taken = append(taken, uint32(w.Int())) }, numbersTaken, shop)
	if number = firstFree(taken); number > lastNumber {
		return "", 0, ErrManyDue
	}
	return form.Code(name, number), number, nil
}

// firstFree is the least number that is not among those taken, which ascend.
func firstFree(taken []uint32) uint32 {
	free := uint32(firstNumber)
	for _, n := range taken {
		if n == free {
			free++
		}
	}
	return free
}

// Which numbers are taken: those of the orders that money may still come for. orderRow.due says the same of one.
const (
	numberTaken  = "SELECT count(*) FROM shop_order WHERE shop = ? AND code_number = ? AND id <> ? AND " + due.SQL
	numbersTaken = "SELECT code_number FROM shop_order WHERE shop = ? AND " + due.SQL + " ORDER BY code_number"
	stillDue     = "SELECT count(*) FROM shop_order WHERE id = ? AND " + due.SQL
)

// due reports whether money may still come for an order. What only the chat tells of has not been seen yet.
func (o orderRow) due() bool {
	return o.state <= Lapsed && (o.balance.total == nil || o.deposits+o.otherwise < *o.balance.total)
}

// recode gives an order for which money may come again another code, when its own is another order's by now. It is
// given the order as it was before.
func recode(d *shard.Decision, shop id.ID, before orderRow) error {
	if before.due() || d.Count(stillDue, before.id) == 0 ||
		d.Count(numberTaken, shop, before.codeNumber, before.id) == 0 {
		return nil
	}
	e := &shopjournalv1.OrderCoded{Order: before.id[:]}
	var name string
	d.One(func(w *shard.Row) { name = w.Text() }, "SELECT name FROM shop_customer WHERE id = ?", before.customer)
	var err error
	if e.Code, e.CodeNumber, err = newCode(d, shop, name, before.id); err != nil {
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
