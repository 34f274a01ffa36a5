// Command spine measures the spine: commands in process and through the API, beside PostgreSQL and the disk's own rate in
// the same run; replay, start, idling, and what a kill costs. `make bench-spine` runs it; docs/benchmarks.md has the
// results. Every figure is printed as it comes, as JSON behind its name.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"slices"
	"strings"
)

var (
	what    = flag.String("what", "rates,replay,idle,kill", "what to measure")
	seconds = flag.Int("seconds", 5, "how long each load lasts")
	rounds  = flag.Int("rounds", 3, "how often each rate is taken; the median counts")
	shards  = flag.Int("shards", 2, "shards of the server in this process")
	orders  = flag.Int("orders", 100_000, "orders that are there before the load")
	grown   = flag.Int("replay", 1_000_000, "orders that are started on and replayed")
	kills   = flag.Int("kills", 200, "how often the server is killed")
	profile = flag.String("cpuprofile", "", "where to put profiles of the processor: FILE.notes and so on")
	binary  = flag.String("binary", "bin/dangol", "the server's binary")
	peers   = flag.String("peers", "bench/postgres", "folder of the program that measures PostgreSQL and the disk")
)

func main() {
	flag.Parse()
	dir, err := os.MkdirTemp("", "dangol-spine-")
	if err == nil {
		err = run(context.Background(), dir)
	}
	os.RemoveAll(dir)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, dir string) error {
	fmt.Printf("go %s, %d processors\n", runtime.Version(), runtime.NumCPU())
	for _, part := range []struct {
		name    string
		measure func(ctx context.Context, dir string) error
	}{{"rates", rates}, {"replay", replay}, {"idle", idle}, {"kill", kill}} {
		if !slices.Contains(strings.Split(*what, ","), part.name) {
			continue
		}
		own := filepath.Join(dir, part.name)
		if err := part.measure(ctx, own); err != nil {
			return fmt.Errorf("%s: %w", part.name, err)
		}
		os.RemoveAll(own)
	}
	return nil
}

// startProfile begins a profile of the processor, when one is asked for, and gives what ends it.
func startProfile(of string) func() {
	if *profile == "" {
		return func() {}
	}
	f, err := os.Create(*profile + "." + of)
	if err != nil || pprof.StartCPUProfile(f) != nil {
		return func() {}
	}
	return pprof.StopCPUProfile
}

// say prints one figure as JSON, so that others can read it too.
func say(name string, figures map[string]any) {
	b, err := json.Marshal(figures)
	if err != nil {
		return
	}
	fmt.Printf("%-28s %s\n", name, b)
}
