package reach

import (
	"context"
	"strconv"
	"time"

	"dangol.example/channel"
	"dangol.example/channel/desk"
	"dangol.example/channel/policy"
	channeljournalv1 "dangol.example/gen/journal/dangol/channel/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
	"dangol.example/shop/count"
)

// remind reminds customers of the pickups of every shop of a shard that wants it.
func remind(ctx context.Context, one *shard.Shard, now time.Time) error {
	var shops []id.ID
	if err := one.Read(ctx, func(r *shard.Reader) error { shops = shop.Shops(r); return nil }); err != nil {
		return err
	}
	for _, shopID := range shops {
		for turn := range dueTurns {
			var due []id.ID
			if err := one.Read(ctx, func(r *shard.Reader) error {
				due = toRemind(r, shopID, now)
				return nil
			}); err != nil {
				return err
			}
			if len(due) == 0 {
				break
			}
			c := RemindOrders{ShopID: shopID, Orders: due}
			if err := give(ctx, one, now, c, "remind", shopID.String(), strconv.Itoa(turn)); err != nil {
				return err
			}
		}
	}
	return nil
}

// earliest is how long before its pickup a reminder comes at most, over the hours that the shop has said: it may be
// brought forward to before a night.
const earliest = 12 * time.Hour

// toRemind gives orders of a shop whose customers are to be reminded now: soon to be fetched, agreed on before the
// reminder was due, and not reminded of yet.
func toRemind(r *shard.Reader, shopID id.ID, now time.Time) (due []id.ID) {
	own := desk.Of(r, shopID)
	if own.GetRemindHours() == 0 {
		return nil
	}
	zone := zoneOf(r, shopID)
	local := now.In(zone)
	until := local.Add(time.Duration(own.GetRemindHours())*time.Hour + earliest)
	for _, o := range count.Upcoming(r, shopID, local.Format(policy.DayForm), until.Format(policy.PickupForm)) {
		at, known := policy.PickupAt(o.Pickup, zone)
		moment, _ := policy.Remind(o.Pickup, zone, own.GetRemindHours())
		if !known || !at.After(now) || moment.After(now) || time.UnixMilli(o.CreatedMS).After(moment) ||
			policy.CanSleep(local, at) {
			continue
		}
		if r.Count("SELECT 1 FROM reach_reminded WHERE order_id = ?", o.ID) == 0 {
			due = append(due, o.ID)
		}
		if len(due) == duePage {
			break
		}
	}
	return due
}

// RemindOrders reminds customers of a shop of their orders' pickups, once each. The machine gives it.
type RemindOrders struct {
	ShopID id.ID
	Orders []id.ID
}

// Decide implements shard.Command. An order that has been called off, moved or reminded of meanwhile is passed over.
func (c RemindOrders) Decide(d *shard.Decision) error {
	if err := shop.MachineOnly(d); err != nil {
		return err
	}
	own := desk.Of(d.Reader, c.ShopID)
	if own == nil {
		return shop.ErrDenied
	}
	zone := zoneOf(d.Reader, c.ShopID)
	for _, order := range c.Orders {
		o, err := shop.FindTalked(d.Reader, c.ShopID, order)
		if err != nil || o.State < shop.Confirmed || o.State > shop.Ready || own.GetRemindHours() == 0 ||
			d.Count("SELECT 1 FROM reach_reminded WHERE order_id = ?", order) > 0 {
			continue
		}
		at, known := policy.PickupAt(o.Pickup, zone)
		moment, _ := policy.Remind(o.Pickup, zone, own.GetRemindHours())
		if !known || !at.After(d.Now()) || moment.After(d.Now()) {
			continue
		}
		if t, err := channel.FindIn(d.Reader, c.ShopID, o.ConversationID); err == nil {
			speak(d, t.ID, channel.AutoReminder, fill(d.Reader, t, order, own.GetRemind()))
		}
		d.Emit(&channeljournalv1.OrderReminded{Order: order[:]})
	}
	return nil
}

func applyOrderReminded(tx *shard.Tx, e *channeljournalv1.OrderReminded) {
	tx.Exec("INSERT INTO reach_reminded (order_id) VALUES (?) ON CONFLICT DO NOTHING", e.GetOrder())
}
