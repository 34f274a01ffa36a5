package desk

import (
	"google.golang.org/protobuf/proto"

	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	"dangol.example/id"
	"dangol.example/shard"
)

// Of gives how a shop works with its channel, nil when there is no such shop.
func Of(r *shard.Reader, shopID id.ID) *channelv1.Desk {
	var m *channelv1.Desk
	r.One(func(w *shard.Row) {
		m = &channelv1.Desk{
			ShopId: shopID.String(), Away: w.Text(), First: w.Text(), RemindHours: uint32(w.Int()), Remind: w.Text(),
			LockDays: uint32(w.Int()),
		}
	}, `SELECT coalesce(away, ?), first, coalesce(remind_hours, ?), coalesce(remind, ?), coalesce(lock_days, ?)
		FROM desk_shop WHERE shop = ?`, defaultAway, defaultRemindHours, defaultRemind, defaultLockDays, shopID)
	if m == nil {
		return nil
	}
	r.Each(func(w *shard.Row) {
		m.AlertKeys = append(m.AlertKeys, &channelv1.AlertKey{Id: w.ID().String(), Name: w.Text(), SinceMs: w.Int()})
	}, "SELECT id, name, since_ms FROM desk_alert_key WHERE shop = ? AND ended = 0 ORDER BY id", shopID)
	return m
}

func deskResource(r *shard.Reader, thing id.ID) proto.Message {
	if m := Of(r, thing); m != nil {
		return m
	}
	return nil
}
