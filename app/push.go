package app

import (
	"context"
	"crypto/rand"
	"errors"

	"dangol.example/channel/bell"
	"dangol.example/id"
	"dangol.example/push"
	"dangol.example/shard"
)

const (
	pushesAtOnce = 16 // that are under way
	pushTries    = 2
	pushContact  = "https://dangol.example"
)

// ringOut sends pushes beside everything else. When too many are under way the rest is left out: what they tell of is on
// the devices as soon as those look.
func (a *App) ringOut(one *shard.Shard, pushes []bell.Push) {
	for _, p := range pushes {
		select {
		case a.pushing <- struct{}{}:
			a.group.Go(func() { defer func() { <-a.pushing }(); a.pushOne(one, p) })
		default:
			return
		}
	}
}

// pushOne sends one, and forgets a browser that is gone.
func (a *App) pushOne(one *shard.Shard, p bell.Push) {
	ctx, stop := context.WithTimeout(context.Background(), pushTries*push.Timeout)
	defer stop()
	to := push.Subscription{Endpoint: p.Endpoint, P256DH: p.P256DH, Auth: p.Auth}
	for range pushTries {
		err := a.pusher.Send(ctx, to, p.Words)
		if errors.Is(err, push.ErrGone) {
			command, err := id.New(one.Number(), a.clock.Now(), rand.Reader)
			if err == nil {
				_, _ = one.Run(ctx, shard.Request{ID: command, Command: bell.Drop{Hash: p.Hash}}) // else the next push finds out
			}
			return
		}
		if err == nil {
			return
		}
	}
}
