package main

import (
	"context"
)

// shopsOfLatency is how many shops are at work while the latency is measured; of each so many customers are there.
const shopsOfLatency, guestsOfLatency = 50, 40

// latency measures how long a message takes from one device to the others that it is for, while so many go out: from the
// moment it is due to be sent until its words have come.
func latency(ctx context.Context, dir string) error {
	t, err := build(ctx, dir, shopsOfLatency, guestsOfLatency)
	if err != nil {
		return err
	}

	var all []map[string]any
	for range *rounds {
		one, err := t.hold(ctx, shopsOfLatency*(devicesOfShop+guestsOfLatency), *messages)
		if err != nil {
			return err
		}
		say("latency, a round", one)
		all = append(all, one)
	}
	say("a message from one device to another", medians(all))
	return nil
}
