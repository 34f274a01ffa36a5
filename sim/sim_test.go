package sim_test

import (
	"flag"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"dangol.example/sim"
)

var (
	seeds = flag.Int("seeds", 40, "how many worlds to run")
	first = flag.Uint64("seed", 1, "the first world's seed")
)

// TestWorlds runs worlds, as many at a time as there are processors.
func TestWorlds(t *testing.T) {
	t.Logf("seeds %d to %d", *first, *first+uint64(*seeds)-1)
	if failed := run(t, *first, *seeds); len(failed) > 0 {
		t.Errorf(
			"%d of %d worlds broke a law; the first: %v\nagain: go test ./sim -seed=N -seeds=1",
			len(failed),
			*seeds,
			failed[0],
		)
	}
}

func run(t *testing.T, from uint64, count int) (failed []error) {
	t.Helper()
	var mu sync.Mutex
	var next atomic.Uint64
	var group sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for {
				n := next.Add(1) - 1
				if n >= uint64(count) {
					return
				}
				if err := safely(t, from+n); err != nil {
					mu.Lock()
					failed = append(failed, err)
					mu.Unlock()
				}
			}
		})
	}
	group.Wait()
	return failed
}

// safely runs one world; a panic is a broken law too.
func safely(t *testing.T, seed uint64) (err error) {
	t.Helper()
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("seed %d panics: %v", seed, p)
		}
	}()
	return sim.Run(t.Context(), seed)
}
