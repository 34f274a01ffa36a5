package app

import (
	"context"
	"errors"
	"time"

	"dangol.example/blob"
	"dangol.example/channel"
	"dangol.example/channel/bell"
	"dangol.example/channel/desk"
	"dangol.example/channel/reach"
	"dangol.example/shard"
	"dangol.example/shop"
)

// domains is THE list of what lives on every shard.
func domains(files blob.Store, out func(*shard.Shard, []bell.Push)) []shard.Domain {
	return []shard.Domain{
		shop.Domain(shop.Options{
			Blobs: files, Shown: desk.Show, OrderChanged: reach.OrderChanged, DepositCame: bell.DepositCame,
		}),
		desk.Domain(),
		bell.Domain(bell.Options{GuestGoes: channel.GuestGoes, Out: out}),
		channel.Domain(),
		reach.Domain(),
	}
}

// due is what they do by the clock, on each shard. What one cannot do keeps no other from its own.
func due(ctx context.Context, one *shard.Shard, now time.Time) error {
	return errors.Join(shop.LapseLate(ctx, one, now), reach.SendDue(ctx, one, now))
}
