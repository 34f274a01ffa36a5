// Package code gives orders the depositor names by which a bank list tells who has paid: a name and a number.
//
// It reads the orders of a shop's view and decides nothing: package shop writes down which order has which.
package code

import (
	"encoding/binary"

	"dangol.example/fault"
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

// New makes a code whose number no other order of the shop has that money may still come for: then a bank list
// tells who paid, whatever name stands before the number.
func New(d *shard.Decision, shop id.ID, name string, order id.ID) (code string, number uint32, err error) {
	seed := binary.BigEndian.Uint64(order[8:])
	for _, r := range codeRanges {
		for try := range r.tries {
			number = uint32(r.from + (seed+try*37)%r.count)
			if !Taken(d, shop, number, order) {
				return form.Code(name, number), number, nil
			}
		}
	}
	var taken []uint32
	d.Each(func(w *shard.Row) { taken = append(taken, uint32(w.Int())) }, NumbersTakenSQL, shop)
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

// Which numbers are taken: those of the orders that money may still come for.
const (
	NumberTakenSQL  = "SELECT count(*) FROM shop_order WHERE shop = ? AND code_number = ? AND id <> ? AND " + due.SQL
	NumbersTakenSQL = "SELECT code_number FROM shop_order WHERE shop = ? AND " + due.SQL + " ORDER BY code_number"
)

// Taken reports whether another order of the shop, for which money may still come, has the number.
func Taken(d *shard.Decision, shop id.ID, number uint32, order id.ID) bool {
	return d.Count(NumberTakenSQL, shop, number, order) > 0
}
