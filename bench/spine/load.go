package main

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"syscall"
	"time"

	"dangol.example/shard"
	"dangol.example/shop"
)

// work is what the people of a load do.
type work string

const (
	notes work = "notes" // a note on any order of any shop: the lightest command
	mixed work = "mixed" // half new orders, half changes of any order, which is what PostgreSQL is given too
)

// load lets as many people as are up in a busy town work on any orders of any shops; rate is in all a second, 0 for as
// many as go.
func (h *house) load(ctx context.Context, kind work, rate int) map[string]any {
	const clients = 512
	ctx, stop := context.WithTimeout(ctx, time.Duration(*seconds)*time.Second)
	defer stop()
	times := make([][]time.Duration, clients)
	used, started := processorTime(), time.Now()
	var group sync.WaitGroup
	for c := range clients {
		group.Go(func() {
			n := c % len(h.shards)
			for i := 0; ctx.Err() == nil; i++ {
				due := time.Now()
				if rate > 0 {
					due = started.Add(time.Duration(c+i*clients) * time.Second / time.Duration(rate))
					time.Sleep(time.Until(due))
				}
				one := &h.shops[n][(c/len(h.shards)+i*257)%len(h.shops[n])]
				if err := h.act(ctx, kind, h.shards[n], one, c, i); err == nil {
					times[c] = append(times[c], time.Since(due))
				}
			}
		})
	}
	group.Wait()
	told := figures(times, time.Since(started))
	if n := len(slices.Concat(times...)); n > 0 {
		told["processor_us_each"] = int((processorTime() - used).Microseconds()) / n
	}
	return told
}

// act gives one command.
func (h *house) act(ctx context.Context, kind work, s *shard.Shard, one *shopOf, c, i int) error {
	if kind == mixed && i%2 == 0 {
		_, err := place(ctx, s, h.command(), one, i)
		return err
	}
	order := one.orders[(c+i*31)%len(one.orders)]
	_, err := s.Run(ctx, shard.Request{ID: h.command(), Actor: one.owner, Command: shop.NoteOrder{
		ShopID: one.shop, OrderID: order, Note: "메모 " + fmt.Sprint(i),
	}})
	return err
}

// processorTime is what this process has used of the processors.
func processorTime() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// alone lets one person write notes, one after the other: what one durable command takes.
func (h *house) alone(ctx context.Context) map[string]any {
	ctx, stop := context.WithTimeout(ctx, time.Duration(*seconds)*time.Second)
	defer stop()
	var times []time.Duration
	started := time.Now()
	for i := 0; ctx.Err() == nil; i++ {
		at := time.Now()
		if err := h.act(ctx, notes, h.shards[0], &h.shops[0][i%len(h.shops[0])], 0, i); err == nil {
			times = append(times, time.Since(at))
		}
	}
	return figures([][]time.Duration{times}, time.Since(started))
}

func figures(times [][]time.Duration, took time.Duration) map[string]any {
	all := slices.Concat(times...)
	slices.Sort(all)
	if len(all) == 0 {
		return map[string]any{"per_s": 0}
	}
	at := func(p float64) float64 { return float64(all[int(p*float64(len(all)-1))].Microseconds()) / 1000 }
	return map[string]any{
		"per_s": int(float64(len(all)) / took.Seconds()), "p50_ms": at(0.5), "p99_ms": at(0.99), "max_ms": at(1),
	}
}
