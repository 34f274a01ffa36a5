package app

import (
	"context"
	"time"
)

// tickEvery is how often domains are asked for what is due by the clock: orders lapse by the hour, so a minute is soon.
const tickEvery = time.Minute

// tick asks every shard that runs, until ctx ends. What could not be done is asked for again by the next tick.
func (a *App) tick(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-a.clock.After(tickEvery):
		}
		for n := range a.Count() {
			one := a.Shard(n)
			if one == nil {
				continue
			}
			if err := due(ctx, one, a.clock.Now()); err != nil && ctx.Err() == nil {
				a.logger.Warn("not everything that is due was done", "shard", n, "because", err)
			}
		}
	}
}
