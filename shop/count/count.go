// Package count answers questions about a shop that are counted: how many orders a day has, what happened on each day,
// what a customer is used to, who comes soon.
//
// It reads the tables of package shop, over indexes made for it, and decides nothing.
package count

import (
	"time"

	"dangol.example/id"
	"dangol.example/shard"
)

// dayForm is how a day is written.
const dayForm = "2006-01-02"

// PickupsSQL finds the orders that take a place of a day.
const PickupsSQL = `SELECT substr(pickup, 1, 10) AS day, count(*) FROM shop_order
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
		PickupsSQL, shop, from, first.AddDate(0, 0, days).Format(dayForm))
	return all
}

// PickupsOn is how many orders take a place of one day.
func PickupsOn(r *shard.Reader, shop id.ID, day string) uint32 { return Pickups(r, shop, day, 1)[day] }

// Coming is an order that somebody will come for.
type Coming struct {
	ID        id.ID
	Pickup    string
	CreatedMS int64
}

// UpcomingSQL finds the orders that somebody will come for.
const UpcomingSQL = `SELECT id, pickup, created_ms FROM shop_order WHERE shop = ? AND pickup >= ? AND pickup < ?
	AND state <= 6 AND state BETWEEN 3 AND 5 AND length(conversation) > 0 ORDER BY pickup, id`

// Upcoming gives the orders of conversations that somebody will come for, from a day or an hour of the shop's clock up
// to another, soonest first.
func Upcoming(r *shard.Reader, shop id.ID, from, to string) (all []Coming) {
	r.Each(func(w *shard.Row) { all = append(all, Coming{w.ID(), w.Text(), w.Int()}) }, UpcomingSQL, shop, from, to)
	return all
}

// Day is what happened in a shop on a day of its clock.
type Day struct {
	Orders, Deposits, NoShows uint32
	DepositsWon               int64
}

// What happened on days.
const (
	MadeSQL = `SELECT created_ms FROM shop_order
	WHERE shop = ? AND created_ms >= ? AND created_ms < ? AND state <> 1`
	NoShowsSQL = `SELECT substr(pickup, 1, 10) AS day, count(*) FROM shop_order
	WHERE shop = ? AND pickup >= ? AND pickup < ? AND state = 9 GROUP BY day`
	DepositsSQL = `SELECT substr(at, 1, 10) AS day, count(*), sum(amount_won) FROM shop_deposit
	WHERE shop = ? AND at >= ? AND at < ? AND state <> 3 GROUP BY day`
)

// Days counts by day, from a midnight of the shop's clock on and for so many days: orders that were made, without
// enquiries; deposits that came, without those that are no order's; orders not fetched, by the day of pickup. Days on
// which nothing happened are left out.
func Days(r *shard.Reader, shop id.ID, from time.Time, days int) map[string]Day {
	all := map[string]Day{}
	to := from.AddDate(0, 0, days)
	first, end := from.Format(dayForm), to.Format(dayForm)
	r.Each(func(w *shard.Row) {
		day := time.UnixMilli(w.Int()).In(from.Location()).Format(dayForm)
		c := all[day]
		c.Orders++
		all[day] = c
	}, MadeSQL, shop, from.UnixMilli(), to.UnixMilli())
	r.Each(func(w *shard.Row) {
		day := w.Text()
		c := all[day]
		c.NoShows = uint32(w.Int())
		all[day] = c
	}, NoShowsSQL, shop, first, end)
	r.Each(func(w *shard.Row) {
		day := w.Text()
		c := all[day]
		c.Deposits, c.DepositsWon = uint32(w.Int()), w.Int()
		all[day] = c
	}, DepositsSQL, shop, first, end)
	return all
}

// HabitsSQL finds what a customer has ordered.
const HabitsSQL = `SELECT count(*) FILTER (WHERE state = 9), coalesce(max(created_ms) FILTER (WHERE state <> 1), 0)
	FROM shop_order WHERE customer = ?`

// Habits tells how many orders a customer has not fetched, and when the last one was made that is no enquiry, in Unix
// milliseconds, 0 for never.
func Habits(r *shard.Reader, customer id.ID) (noShows uint32, lastMS int64) {
	r.One(func(w *shard.Row) { noShows, lastMS = uint32(w.Int()), w.Int() }, HabitsSQL, customer)
	return noShows, lastMS
}
