package main

import (
	"context"
	"os"
	"path/filepath"
	"time"
)

// replay measures how long a start takes on a shop's many years: with the views there, and without them.
func replay(ctx context.Context, dir string) error {
	h, err := openHouse(ctx, dir, uint8(*shards))
	if err != nil {
		return err
	}
	if err := h.fill(ctx, *grown); err != nil {
		return err
	}
	if err := h.close(); err != nil {
		return err
	}
	started := time.Now()
	if h, err = openHouse(ctx, dir, uint8(*shards)); err != nil {
		return err
	}
	say("start with the views there", map[string]any{"orders": *grown, "ms": time.Since(started).Milliseconds()})
	if err := h.close(); err != nil {
		return err
	}
	os.RemoveAll(filepath.Join(dir, "views"))
	started = time.Now()
	stopProfile := startProfile("replay")
	if h, err = openHouse(ctx, dir, uint8(*shards)); err != nil {
		return err
	}
	took, events := time.Since(started), uint64(0)
	stopProfile()
	for _, s := range h.shards {
		events += s.Progress().Events
	}
	say("replay of everything", map[string]any{
		"events": events, "s": took.Seconds(), "per_s": int(float64(events) / took.Seconds()), "rss_mb": rss(os.Getpid()),
	})
	return h.close()
}
