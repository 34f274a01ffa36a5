package due

import (
	"slices"
	"time"

	"google.golang.org/protobuf/proto"

	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/match"
	"dangol.example/money"
	"dangol.example/shard"
)

// The states of package shop that matter here.
const (
	enquiry = 1
	lapsed  = 7
)

// Order is an order that may still be paid.
type Order struct {
	ID, Customer id.ID
	Match        match.Order
}

// given is what package match is given of orders.
func given(orders []Order) []match.Order {
	all := make([]match.Order, len(orders))
	for i := range orders {
		all[i] = orders[i].Match
	}
	return all
}

// alone reports whether matching takes the order for a customer of its own.
func (o Order) alone() bool { return o.Match.Customer != o.Customer.String() }

// OrdersSQL asks for the orders, the newest first.
const OrdersSQL = `SELECT id, customer, (SELECT length(phone) FROM shop_customer WHERE id = customer), code, state,
	total_won, advance_won, paid_won + otherwise_won, created_ms, pay_by_ms, changed_ms, details FROM shop_order
	WHERE shop = ? AND ` + SQL + " ORDER BY id DESC LIMIT ?"

// Orders gives the orders for which money may come: unpaid ones, also when it is late, those that are paid in part,
// and those of which only the chat says that they are paid.
//
// INVARIANT: same name and same amount is left to people. A customer without a phone is known by a name alone, which
// may be several people's, so that matching takes each order of theirs for somebody else's.
func Orders(r *shard.Reader, shop id.ID) (all []Order) {
	zone := Zone(r, shop)
	var details [][]byte
	r.Each(func(w *shard.Row) {
		var o Order
		var state int64
		o.ID, o.Customer = w.ID(), w.ID()
		o.Match.Customer = o.Customer.String()
		if w.Int() == 0 {
			o.Match.Customer = o.ID.String()
		}
		o.Match.Code, state = w.Text(), w.Int()
		total, hasTotal := optional(w)
		advance, _ := optional(w)
		paid := money.Amount(w.Int())
		o.Match.Opened = local(w.Int(), zone)
		if by := w.Int(); by > 0 {
			o.Match.PayBy = local(by, zone)
		}
		changed := local(w.Int(), zone)
		if state == lapsed {
			o.Match.Closed = changed
		}
		o.Match.Inquiry = state == enquiry
		o.Match.Quoted = o.Match.Opened
		if hasTotal {
			o.Match.Total = total - paid
		}
		if paid == 0 {
			o.Match.Advance = advance // the part asked for first
		}
		all, details = append(all, o), append(details, w.Bytes())
	}, OrdersSQL, shop, maxOrders)
	for i := range all {
		describe(&all[i].Match, details[i])
	}
	slices.Reverse(all)
	return all
}

// optional reads an amount that may be missing.
func optional(w *shard.Row) (amount money.Amount, has bool) {
	has = !w.Null()
	return money.Amount(w.Int()), has
}

// describe adds names, phone and pickup.
func describe(o *match.Order, details []byte) {
	var d shopjournalv1.OrderDetails
	if proto.Unmarshal(details, &d) != nil {
		return
	}
	o.Names, o.Phone = []string{d.GetName()}, d.GetPhone()
	if d.GetDepositor() != "" {
		o.Depositors = []string{d.GetDepositor()}
	}
	o.Pickup, _ = wall(d.GetPickup())
}

// AliasesSQL asks for the names of depositors.
const AliasesSQL = `SELECT d.customer, d.name FROM shop_customer c JOIN shop_depositor d ON d.customer = c.id
	WHERE c.shop = ? ORDER BY d.customer DESC, d.name LIMIT ?`

// aliases are the names under which customers' money comes, and that of their open orders which stand alone.
func aliases(r *shard.Reader, shop id.ID, orders []Order) (all []match.Alias) {
	alone := map[string][]string{}
	for _, o := range orders {
		if o.alone() {
			alone[o.Customer.String()] = append(alone[o.Customer.String()], o.Match.Customer)
		}
	}
	r.Each(func(w *shard.Row) {
		customer, name := w.ID().String(), w.Text()
		all = append(all, match.Alias{Customer: customer, Depositor: name})
		for _, order := range alone[customer] {
			all = append(all, match.Alias{Customer: order, Depositor: name})
		}
	}, AliasesSQL, shop, maxAliases)
	return all
}

// local is the wall clock of an instant, as a time without a zone.
func local(ms int64, zone *time.Location) time.Time {
	t := time.UnixMilli(ms).In(zone)
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}

// Zone is where the shop's clock is; bank lists and chats are written by it.
func Zone(r *shard.Reader, shop id.ID) *time.Location {
	var name string
	r.One(func(w *shard.Row) { name = w.Text() }, "SELECT zone FROM shop_shop WHERE id = ?", shop)
	zone, err := time.LoadLocation(name)
	if err != nil {
		return time.UTC
	}
	return zone
}

// wall reads a time by the shop's clock.
func wall(s string) (at time.Time, dayOnly bool) {
	for _, form := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04"} {
		if at, err := time.Parse(form, s); err == nil {
			return at, false
		}
	}
	at, _ = time.Parse("2006-01-02", s)
	return at, true
}
