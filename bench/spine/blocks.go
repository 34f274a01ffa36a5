package main

import (
	"slices"
	"sync"
	"time"

	"dangol.example/shard"
)

// blocks keeps what the blocks of a load took, step by step.
type blocks struct {
	mu  sync.Mutex
	all []shard.Batch
}

func (b *blocks) observe(one shard.Batch) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.all = append(b.all, one)
}

// say prints how many commands the blocks had and what their steps took, each as median, 99th percentile and maximum,
// and begins anew.
func (b *blocks) say() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.all) == 0 {
		return
	}
	told := map[string]any{"blocks": len(b.all)}
	for name, of := range map[string]func(shard.Batch) float64{
		"commands":  func(b shard.Batch) float64 { return float64(b.Commands) },
		"decide_ms": func(b shard.Batch) float64 { return ms(b.Decided) },
		"append_ms": func(b shard.Batch) float64 { return ms(b.Appended) },
		"commit_ms": func(b shard.Batch) float64 { return ms(b.Committed) },
		"whole_ms":  func(b shard.Batch) float64 { return ms(b.Ended.Sub(b.Started)) },
	} {
		values := make([]float64, len(b.all))
		for i, one := range b.all {
			values[i] = of(one)
		}
		slices.Sort(values)
		last := float64(len(values) - 1)
		told[name] = []float64{values[int(last*0.5)], values[int(last*0.99)], values[int(last)]}
	}
	say("  its blocks: p50, p99, max", told)
	b.all = b.all[:0]
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
