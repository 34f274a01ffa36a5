package app

import (
	"context"
	"time"

	"dangol.example/blob"
	"dangol.example/channel"
	"dangol.example/channel/desk"
	"dangol.example/shard"
	"dangol.example/shop"
)

// domains is THE list of what lives on every shard.
func domains(files blob.Store) []shard.Domain {
	return []shard.Domain{
		shop.Domain(shop.Options{Blobs: files, Shown: desk.Show}),
		desk.Domain(),
		channel.Domain(),
	}
}

// due is what they do by the clock, on each shard.
func due(ctx context.Context, one *shard.Shard, now time.Time) error {
	return shop.LapseLate(ctx, one, now)
}
