package main

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// now is the clock of the machine: durations of real work are what a benchmark is for.
var now = time.Now //nolint:forbidigo // see above

// Result is what one run gave. Latencies are of acknowledged commands.
type Result struct {
	CommandsPerSecond float64 `json:"commands_per_s"`
	P50MS             float64 `json:"p50_ms"`
	P99MS             float64 `json:"p99_ms"`
	Commands          int     `json:"commands"`
	AskedPerSecond    float64 `json:"asked_per_s,omitempty"` // with a given rate
}

// plan is how commands are given.
type plan struct {
	connections int
	duration    time.Duration
	warm        time.Duration // before anything counts
	rate        float64       // commands a second; 0 is as many as the connections bear
	rows        int
	recent      int // changes strike this many of the newest orders; 0: any
}

// run gives commands to do from all connections. With a rate, each command has its moment, and its time counts from
// there: one that has to wait for a connection has waited.
func (p plan) run(ctx context.Context, do func(ctx context.Context, connection int, r *rand.Rand, order uint64) error) (Result, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	begun := now()
	from, until := begun.Add(p.warm), begun.Add(p.warm+p.duration)
	var turn, made atomic.Int64
	took := make([][]time.Duration, p.connections)
	failed := make([]error, p.connections)
	var working sync.WaitGroup
	for i := range p.connections {
		working.Go(func() {
			r := rand.New(rand.NewPCG(uint64(i), 3))
			for ctx.Err() == nil {
				at := now()
				if p.rate > 0 {
					at = begun.Add(time.Duration(float64(turn.Add(1)-1) / p.rate * float64(time.Second)))
					time.Sleep(at.Sub(now()))
				}
				if at.After(until) {
					return
				}
				if err := do(ctx, i, r, p.order(r, &made)); err != nil {
					failed[i] = err
					cancel()
					return
				}
				if done := now(); !at.Before(from) && (p.rate > 0 || !done.After(until)) {
					took[i] = append(took[i], done.Sub(at))
				}
			}
		})
	}
	working.Wait()
	if err := errors.Join(failed...); err != nil {
		return Result{}, err
	}
	return p.result(slices.Concat(took...)), context.Cause(ctx)
}

// order chooses what a command is about: every second one is new, the others are any that is there.
func (p plan) order(r *rand.Rand, made *atomic.Int64) uint64 {
	if p.rows == 0 || r.IntN(2) == 0 {
		return uint64(p.rows) + uint64(made.Add(1)-1)
	}
	reach := uint64(p.rows)
	if p.recent > 0 {
		reach = min(reach, uint64(p.recent))
	}
	return uint64(p.rows) - 1 - r.Uint64N(reach)
}

func (p plan) result(took []time.Duration) Result {
	slices.Sort(took)
	return Result{
		CommandsPerSecond: float64(len(took)) / p.duration.Seconds(),
		P50MS:             milli(quantile(took, 50)),
		P99MS:             milli(quantile(took, 99)),
		Commands:          len(took),
		AskedPerSecond:    p.rate,
	}
}

// quantile is the smallest value that percent of all do not exceed; took is sorted.
func quantile(took []time.Duration, percent int) time.Duration {
	if len(took) == 0 {
		return 0
	}
	return took[(len(took)*percent+99)/100-1]
}

func milli(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
