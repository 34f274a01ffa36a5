package shop

import (
	"time"

	"dangol.example/id"
	"dangol.example/shard"
)

// Counts is what happened in a shop on a day of its clock.
type Counts struct {
	Orders, Deposits, NoShows uint32
	DepositsWon               int64
}

const (
	madeSQL    = "SELECT created_ms FROM shop_order WHERE shop = ? AND created_ms >= ? AND created_ms < ? AND state <> 1"
	noShowsSQL = `SELECT substr(pickup, 1, 10) AS day, count(*) FROM shop_order
	WHERE shop = ? AND pickup >= ? AND pickup < ? AND state = 9 GROUP BY day`
	depositsSQL = `SELECT substr(at, 1, 10) AS day, count(*), sum(amount_won) FROM shop_deposit
	WHERE shop = ? AND at >= ? AND at < ? AND state <> 3 GROUP BY day`
)

// Count counts by day, from a midnight of the shop's clock on and for so many days: orders that were made, without
// enquiries; deposits that came, without those that are no order's; orders not fetched, by the day of pickup. Days on
// which nothing happened are left out.
func Count(r *shard.Reader, shop id.ID, from time.Time, days int) map[string]Counts {
	all := map[string]Counts{}
	to := from.AddDate(0, 0, days)
	first, end := from.Format(dayForm), to.Format(dayForm)
	r.Each(func(w *shard.Row) {
		day := time.UnixMilli(w.Int()).In(from.Location()).Format(dayForm)
		c := all[day]
		c.Orders++
		all[day] = c
	}, madeSQL, shop, from.UnixMilli(), to.UnixMilli())
	r.Each(func(w *shard.Row) {
		day := w.Text()
		c := all[day]
		c.NoShows = uint32(w.Int())
		all[day] = c
	}, noShowsSQL, shop, first, end)
	r.Each(func(w *shard.Row) {
		day := w.Text()
		c := all[day]
		c.Deposits, c.DepositsWon = uint32(w.Int()), w.Int()
		all[day] = c
	}, depositsSQL, shop, first, end)
	return all
}

const habitsSQL = `SELECT count(*) FILTER (WHERE state = 9), coalesce(max(created_ms) FILTER (WHERE state <> 1), 0)
	FROM shop_order WHERE customer = ?`

// Habits tells how many orders a customer has not fetched, and when the last one was made that is no enquiry, in Unix
// milliseconds, 0 for never.
func Habits(r *shard.Reader, customer id.ID) (noShows uint32, lastMS int64) {
	r.One(func(w *shard.Row) { noShows, lastMS = uint32(w.Int()), w.Int() }, habitsSQL, customer)
	return noShows, lastMS
}
