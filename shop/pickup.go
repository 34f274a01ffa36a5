package shop

import (
	"time"

	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
)

// dayForm is how a day is written.
const dayForm = "2006-01-02"

// keepPickup puts the day of pickup where it is found by.
func keepPickup(tx *shard.Tx, order id.ID, d *shopjournalv1.OrderDetails) {
	tx.Exec("UPDATE shop_order SET pickup = ? WHERE id = ? AND pickup <> ?", d.GetPickup(), order, d.GetPickup())
}

const pickupsSQL = `SELECT substr(pickup, 1, 10) AS day, count(*) FROM shop_order
	WHERE shop = ? AND pickup >= ? AND pickup < ? AND state <= 6 GROUP BY day`

// Pickups counts the orders of a shop by the day of pickup, from a day on and for so many days: those that take a place
// of their day, which are all but the lapsed, the cancelled and the not fetched. An enquiry takes one. Days without
// orders are left out.
func Pickups(r *shard.Reader, shop id.ID, from string, days int) map[string]uint32 {
	first, err := time.Parse(dayForm, from)
	if err != nil {
		return nil
	}
	all := map[string]uint32{}
	r.Each(func(w *shard.Row) { day := w.Text(); all[day] = uint32(w.Int()) },
		pickupsSQL, shop, from, first.AddDate(0, 0, days).Format(dayForm))
	return all
}

// PickupsOn is how many orders take a place of one day.
func PickupsOn(r *shard.Reader, shop id.ID, day string) uint32 { return Pickups(r, shop, day, 1)[day] }
