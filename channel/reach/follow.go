package reach

import (
	"context"
	"time"

	"dangol.example/channel/policy"
	channeljournalv1 "dangol.example/gen/journal/dangol/channel/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
)

// OrderChanged asks that what is tied to an order's pickup comes after it. It is for shop.Options.OrderChanged.
func OrderChanged(tx *shard.Tx, order id.ID) {
	if tx.Count("SELECT 1 FROM reach_scheduled WHERE order_id = ? AND length(order_id) > 0 LIMIT 1", order) > 0 {
		tx.Ask(errandFollow, &channeljournalv1.FollowErrand{Order: order[:]})
	}
}

// follow is the errand that brings what is tied to an order's pickup after it.
func follow(ctx context.Context, e shard.ErrandContext) error {
	var m channeljournalv1.FollowErrand
	if err := e.Decode(&m); err != nil {
		return err
	}
	_, err := e.Shard.Run(ctx, shard.Request{ID: e.CommandID(0), Command: Follow{OrderID: id.ID(m.GetOrder())}})
	return err
}

// Follow moves what is tied to an order's pickup when that has moved, and drops it when the order is over or has no day
// any more. The machine gives it.
type Follow struct{ OrderID id.ID }

// Decide implements shard.Command.
func (c Follow) Decide(d *shard.Decision) error {
	if err := shop.MachineOnly(d); err != nil {
		return err
	}
	for _, s := range tied(d.Reader, c.OrderID) {
		due, goes := s.now(d.Reader)
		switch {
		case !goes:
			d.Emit(&channeljournalv1.ScheduledDropped{Scheduled: s.id[:]})
		case due.UnixMilli() != s.dueMS:
			d.Emit(&channeljournalv1.ScheduledMoved{Scheduled: s.id[:], DueMs: due.UnixMilli()})
		}
	}
	return nil
}

// waiting is a message that waits for its time.
type waiting struct {
	id, shop, conversation, order id.ID
	text                          string
	dueMS                         int64
	before                        time.Duration
}

const waitingColumns = "SELECT id, shop, conversation, order_id, text, due_ms, before_minutes FROM reach_scheduled "

func scanWaiting(w *shard.Row) waiting {
	return waiting{
		id: w.ID(), shop: w.ID(), conversation: w.ID(), order: w.ID(), text: w.Text(), dueMS: w.Int(),
		before: time.Duration(w.Int()) * time.Minute,
	}
}

const tiedSQL = waitingColumns + "WHERE order_id = ? AND length(order_id) > 0 ORDER BY id"

func tied(r *shard.Reader, order id.ID) (all []waiting) {
	r.Each(func(w *shard.Row) { all = append(all, scanWaiting(w)) }, tiedSQL, order)
	return all
}

// now is when a message is due as its order stands; it goes nowhere when the order is over or has no day.
func (s waiting) now(r *shard.Reader) (due time.Time, goes bool) {
	if s.order.IsZero() {
		return time.UnixMilli(s.dueMS), true
	}
	o, err := shop.FindTalked(r, s.shop, s.order)
	if err != nil || over(o.State) {
		return due, false
	}
	at, known := policy.PickupAt(o.Pickup, zoneOf(r, s.shop))
	return at.Add(-s.before), known
}

func applyScheduledMoved(tx *shard.Tx, e *channeljournalv1.ScheduledMoved) {
	tx.Exec("UPDATE reach_scheduled SET due_ms = ? WHERE id = ?", e.GetDueMs(), e.GetScheduled())
	touchScheduled(tx, id.ID(e.GetScheduled()))
}
