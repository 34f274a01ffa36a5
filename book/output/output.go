// Package output shows an order book to people: a table on a terminal, CSV and XLSX for a spreadsheet, and an HTML page that
// prints as order slips and a day sheet. JSON is the book's own form and needs nothing of this package.
//
// It decides nothing: what is unclear in the book is shown as unclear.
//
// INVARIANT: what a customer wrote is text everywhere. It is escaped in HTML, never a formula in a spreadsheet, and control
// characters never reach a terminal.
package output

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"dangol.example/book"
	"dangol.example/money"
)

// day is one day of the book, by pickup.
type day struct {
	date   time.Time // zero: no day known
	orders []*book.Order
}

// byPickup groups the orders by the day of pickup, earliest first; orders without a day come last.
func byPickup(b *book.Book) []day {
	orders := make([]*book.Order, len(b.Orders))
	for i := range b.Orders {
		orders[i] = &b.Orders[i]
	}
	slices.SortStableFunc(orders, func(x, y *book.Order) int {
		switch {
		case x.Pickup.IsZero() != y.Pickup.IsZero():
			if x.Pickup.IsZero() {
				return 1
			}
			return -1
		default:
			return x.Pickup.Compare(y.Pickup.Time)
		}
	})
	var days []day
	for _, o := range orders {
		date := o.Pickup.Time
		if !date.IsZero() {
			y, m, d := date.Date()
			date = time.Date(y, m, d, 0, 0, 0, 0, date.Location())
		}
		if len(days) == 0 || !days[len(days)-1].date.Equal(date) {
			days = append(days, day{date: date})
		}
		days[len(days)-1].orders = append(days[len(days)-1].orders, o)
	}
	return days
}

// plain takes control characters and marks of direction out of a text, so that a chat cannot drive a terminal or show a
// number backwards.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return ' '
		}
		if unicode.IsControl(r) || unicode.In(r, unicode.Bidi_Control, unicode.Zl, unicode.Zp) {
			return -1
		}
		return r
	}, s)
}

// live reports whether an order still stands: neither cancelled nor lapsed.
func live(o *book.Order) bool { return o.Status != book.Cancelled && o.Status != book.Lapsed }

// sumUp counts the live orders of a day and their money.
func sumUp(orders []*book.Order) (n int, total money.Amount) {
	for _, o := range orders {
		if !live(o) {
			continue
		}
		n++
		if o.Total != nil {
			total += *o.Total
		}
	}
	return n, total
}

// open lists the deposits that a person must place, and those nobody knows.
func open(b *book.Book) []*book.Deposit {
	var list []*book.Deposit
	for i := range b.Deposits {
		if d := &b.Deposits[i]; d.Order == nil && !d.NoOrder {
			list = append(list, d)
		}
	}
	return list
}

// byRef finds orders for the deposits that point at them.
func byRef(b *book.Book) map[book.OrderRef]*book.Order {
	found := make(map[book.OrderRef]*book.Order, len(b.Orders))
	for i := range b.Orders {
		o := &b.Orders[i]
		found[book.OrderRef{File: o.File, Index: o.Index}] = o
	}
	return found
}
