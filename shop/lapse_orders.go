package shop

import (
	"context"
	"strconv"
	"time"

	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
)

// How many orders lapse by one command, and how many shops are looked at for it in one go.
const (
	MaxLapse      = 200
	maxLapseShops = 1000
)

// LapseOrders lets the orders of a shop lapse whose money has not come in time: those that wait for it, and for which
// nothing has come. The machine gives it.
type LapseOrders struct{ ShopID id.ID }

// Decide implements shard.Command.
func (c LapseOrders) Decide(d *shard.Decision) error {
	if err := machineOnly(d); err != nil {
		return err
	}
	lapse(d, c.ShopID)
	return nil
}

const lateSQL = `SELECT id FROM shop_order WHERE shop = ? AND pay_by_ms < ? AND state = 2 AND pay_by_ms > 0
	AND paid_won + otherwise_won + told_won = 0 ORDER BY pay_by_ms, id LIMIT ?`

// lapse is done at the end of each run of matching as well: money that came with it is seen first.
func lapse(d *shard.Decision, shop id.ID) {
	var late []id.ID
	d.Each(func(w *shard.Row) { late = append(late, w.ID()) }, lateSQL, shop, d.Now().UnixMilli(), MaxLapse)
	for _, order := range late {
		d.Emit(&shopjournalv1.OrderLapsed{Order: order[:]})
	}
}

const lateShopsSQL = `SELECT DISTINCT shop FROM shop_order WHERE state = 2 AND pay_by_ms > 0 AND pay_by_ms < ?
	AND paid_won + otherwise_won + told_won = 0 ORDER BY shop LIMIT ?`

// LapseLate lets the late orders of every shop of a shard lapse, up to MaxLapse of each. Whoever has a clock calls it
// now and then; when nothing is late it writes nothing. The same moment again does nothing twice.
func LapseLate(ctx context.Context, one *shard.Shard, now time.Time) error {
	var shops []id.ID
	if err := one.Read(ctx, func(r *shard.Reader) error {
		r.Each(func(w *shard.Row) { shops = append(shops, w.ID()) }, lateShopsSQL, now.UnixMilli(), maxLapseShops)
		return nil
	}); err != nil {
		return err
	}
	for _, shop := range shops {
		command := id.Of(one.Number(), "lapse", shop.String(), strconv.FormatInt(now.UnixMilli(), 10))
		if _, err := one.Run(ctx, shard.Request{ID: command, Command: LapseOrders{ShopID: shop}}); err != nil {
			return err
		}
	}
	return nil
}

// applyOrderLapsed does not say that a person has moved the order: money that comes late still confirms it.
func applyOrderLapsed(tx *shard.Tx, e *shopjournalv1.OrderLapsed) {
	tx.Exec("UPDATE shop_order SET state = 7, waited = 0, changed_ms = max(?, changed_ms + 1) WHERE id = ?",
		tx.Header.Time.UnixMilli(), e.GetOrder())
	touchOrder(tx, id.ID(e.GetOrder()))
	askToTell(tx, id.ID(e.GetOrder()), Lapsed)
}
