package shop

import (
	"encoding/binary"
	"fmt"
	"strings"

	"dangol.example/id"
	"dangol.example/shard"
)

// A code is the depositor name that an order asks for: the customer's name and a number, 이서연47. A bank shows about
// seven letters of it, so the name is cut to leave room for the number.
const (
	codeName  = 4 // letters of the name
	codeTries = 12
)

// codeRanges are the numbers that are tried, the short ones first. None begins with a zero, which people leave out.
var codeRanges = [...]struct{ from, count uint64 }{
	{10, 90},
	{100, 900},
	{1000, 9000},
} //nolint:gochecknoglobals // a table

// newCode makes a code whose number no other unpaid order of the shop has, as long as there are any left: then a bank
// list tells who paid, whatever name stands before the number.
func newCode(d *shard.Decision, shop id.ID, name string, order id.ID) (code string, number uint32) {
	short := codeLetters(name)
	seed := binary.BigEndian.Uint64(order[8:])
	for _, r := range codeRanges {
		for try := range uint64(codeTries) {
			number = uint32(r.from + (seed+try*37)%r.count)
			if d.Count(
				"SELECT 1 FROM shop_order WHERE shop = ? AND code_number = ? AND state IN (1, 2)",
				shop,
				number,
			) == 0 {
				return short + fmt.Sprint(number), number
			}
		}
	}
	return short + fmt.Sprint(number), number
}

// codeLetters is what of a name stands in a code: no blanks and no digits, which would run into the number.
func codeLetters(name string) string {
	var letters []rune
	for r := range strings.FieldsSeq(name) {
		for _, l := range r {
			if len(letters) < codeName && (l < '0' || l > '9') {
				letters = append(letters, l)
			}
		}
		if len(letters) > 0 && letters[0] < 0x80 {
			break // the first name of "Jane Doe"
		}
	}
	if len(letters) == 0 {
		return "주문"
	}
	return string(letters)
}
