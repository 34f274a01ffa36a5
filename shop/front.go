package shop

import (
	"dangol.example/id"
	"dangol.example/shard"
)

// telling makes an applier that tells a domain above whose thing has become another, after it has applied its event.
func telling[E any](
	tell func(*shard.Tx, id.ID), apply func(*shard.Tx, E), whose func(*shard.Tx, E) id.ID,
) func(*shard.Tx, E) {
	if tell == nil {
		return apply
	}
	return func(tx *shard.Tx, e E) {
		apply(tx, e)
		tell(tx, whose(tx, e))
	}
}

// theShop is the shop of an event that names it.
func theShop[E interface{ GetShop() []byte }](_ *shard.Tx, e E) id.ID { return id.ID(e.GetShop()) }

// theItems is the shop that an event's item is of.
func theItems[E interface{ GetItem() []byte }](tx *shard.Tx, e E) id.ID {
	return shopOf(tx.Reader, "SELECT shop FROM shop_item WHERE id = ?", id.ID(e.GetItem()))
}

// theOrder is the order of an event.
func theOrder[E interface{ GetOrder() []byte }](_ *shard.Tx, e E) id.ID { return id.ID(e.GetOrder()) }

// Front is what everybody may know of a shop from the shop itself.
type Front struct{ Name, Zone, Account string }

// FrontOf gives a shop's front, false when there is no such shop.
func FrontOf(r *shard.Reader, shop id.ID) (f Front, found bool) {
	found = r.One(func(w *shard.Row) { f = Front{w.Text(), w.Text(), w.Text()} },
		"SELECT name, zone, account FROM shop_shop WHERE id = ?", shop)
	return f, found
}

// Price is something that is for sale.
type Price struct {
	Name string
	Won  int64
}

// Prices gives what a shop sells, in the order in which it was added.
func Prices(r *shard.Reader, shop id.ID) (all []Price) {
	r.Each(func(w *shard.Row) { all = append(all, Price{w.Text(), w.Int()}) },
		"SELECT name, price_won FROM shop_item WHERE shop = ? AND retired = 0 ORDER BY id", shop)
	return all
}
