package shop

import (
	"time"

	"dangol.example/id"
	"dangol.example/shard"
)

// dayForm is how a day is written.
const dayForm = "2006-01-02"

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

// Fetchable reports whether somebody will come for an order: it is fixed, and not fetched yet.
func Fetchable(s State) bool { return s >= Confirmed && s <= Ready }

// Coming is an order that somebody will come for.
type Coming struct {
	ID        id.ID
	Pickup    string
	CreatedMS int64
}

const upcomingSQL = `SELECT id, pickup, created_ms FROM shop_order WHERE shop = ? AND pickup >= ? AND pickup < ?
	AND state <= 6 AND state BETWEEN 3 AND 5 AND length(conversation) > 0 ORDER BY pickup, id`

// Upcoming gives the orders of conversations that somebody will come for, from a day or an hour of the shop's clock up to
// another, soonest first.
func Upcoming(r *shard.Reader, shop id.ID, from, to string) (all []Coming) {
	r.Each(func(w *shard.Row) { all = append(all, Coming{w.ID(), w.Text(), w.Int()}) }, upcomingSQL, shop, from, to)
	return all
}
