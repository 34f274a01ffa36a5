// Command spine measures the spine: commands in process and through the API, replay, start, idling, and what a kill costs.
// `make bench-spine` runs it beside PostgreSQL and the disk's own rate; docs/benchmarks.md has the results.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"dangol.example/app"
	"dangol.example/clock"
	sessionv1 "dangol.example/gen/api/dangol/session/v1"
	"dangol.example/id"
	"dangol.example/journal/jetstream"
	"dangol.example/shard"
	"dangol.example/shop"
)

var (
	what    = flag.String("what", "process,api,replay,idle,kill", "what to measure")
	seconds = flag.Int("seconds", 5, "how long each load lasts")
	orders  = flag.Int("orders", 100_000, "orders in the shop before the load")
	kills   = flag.Int("kills", 20, "how often the server is killed")
	profile = flag.String("cpuprofile", "", "where to put profiles of the processor: FILE.notes and so on")
	binary  = flag.String("binary", "bin/dangol", "the server's binary")
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
	if has("process") || has("replay") {
		if err := process(ctx, filepath.Join(dir, "process")); err != nil {
			return err
		}
	}
	if has("api") {
		if err := throughAPI(ctx, filepath.Join(dir, "api")); err != nil {
			return err
		}
	}
	if has("idle") {
		if err := idle(filepath.Join(dir, "idle")); err != nil {
			return err
		}
	}
	if has("kill") {
		return kill(ctx, filepath.Join(dir, "kill"))
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

func has(name string) bool {
	return slices.Contains(split(*what), name)
}

// say prints one figure as JSON, so that others can read it too.
func say(name string, figures map[string]any) {
	b, err := json.Marshal(figures)
	if err != nil {
		return
	}
	fmt.Printf("%-28s %s\n", name, b)
}

// process measures commands in process, on as many shards as there are processors, and then replay and start.
func process(ctx context.Context, dir string) error {
	h, err := openHouse(ctx, dir, uint8(runtime.NumCPU()))
	if err != nil {
		return err
	}
	if err := h.fill(ctx, *orders); err != nil {
		return err
	}
	h.blocks.say()
	for _, kind := range []work{notes, mixed} {
		h.measure(ctx, kind)
	}
	if err := h.close(); err != nil {
		return err
	}
	if !has("replay") {
		return nil
	}
	started := time.Now()
	if h, err = openHouse(ctx, dir, uint8(runtime.NumCPU())); err != nil {
		return err
	}
	say("start with the views there", map[string]any{"ms": time.Since(started).Milliseconds()})
	if err := h.close(); err != nil {
		return err
	}
	os.RemoveAll(filepath.Join(dir, "views"))
	started = time.Now()
	stopReplay := startProfile("replay")
	if h, err = openHouse(ctx, dir, uint8(runtime.NumCPU())); err != nil {
		return err
	}
	took, events := time.Since(started), uint64(0)
	stopReplay()
	for _, s := range h.shards {
		events += s.Progress().Events
	}
	say("replay of everything", map[string]any{
		"events": events, "s": took.Seconds(), "per_s": int(float64(events) / took.Seconds()),
	})
	return h.close()
}

// house is shards over the real journal, each with one shop.
type house struct {
	journal *jetstream.Journal
	shards  []*shard.Shard
	shops   [][]shopOf // of each shard
	stop    context.CancelFunc
	group   sync.WaitGroup
	nth     atomic.Uint64
	blocks  blocks
}

// ordersOfShop is how many orders a shop has: what one bakery takes in two months.
const ordersOfShop = 500

type shopOf struct {
	shop, owner id.ID
	orders      []id.ID
}

func openHouse(ctx context.Context, dir string, shards uint8) (*house, error) {
	h := &house{shards: make([]*shard.Shard, shards), shops: make([][]shopOf, shards)}
	if err := os.MkdirAll(filepath.Join(dir, "views"), 0o700); err != nil {
		return nil, err
	}
	quiet := slog.New(slog.DiscardHandler)
	var err error
	if h.journal, err = jetstream.Open(jetstream.Options{Dir: dir, Logger: quiet, Clock: clock.System{}}); err != nil {
		return nil, err
	}
	running, stop := context.WithCancel(ctx)
	h.stop = stop
	errs := make([]error, shards)
	var opening sync.WaitGroup
	for n := range shards {
		opening.Go(func() {
			log, err := h.journal.Open(ctx, n)
			if err != nil {
				errs[n] = err
				return
			}
			h.shards[n], errs[n] = shard.Open(ctx, shard.Options{
				Number: n, Log: log, Dir: filepath.Join(dir, "views"), Writer: "bench", Clock: clock.System{}, Logger: quiet,
				Domains: []shard.Domain{shop.Domain(shop.Options{})}, Observe: h.blocks.observe,
			})
		})
	}
	opening.Wait()
	for n, err := range errs {
		if err != nil {
			stop()
			return nil, fmt.Errorf("shard %d: %w", n, err)
		}
		h.group.Go(func() { h.shards[n].Loop(running) })
	}
	return h, nil
}

func (h *house) close() error {
	h.stop()
	h.group.Wait()
	for _, s := range h.shards {
		if err := s.Close(); err != nil {
			return err
		}
	}
	return h.journal.Close()
}

// command makes an id as clients do.
func (h *house) command() id.ID {
	return id.Derive(0, time.Now(), id.Of(0, "bench"), h.nth.Add(1))
}

// fill opens shops and writes their orders, many at a time.
func (h *house) fill(ctx context.Context, count int) error {
	started := time.Now()
	var group sync.WaitGroup
	var failed atomic.Pointer[error]
	for n, s := range h.shards {
		h.shops[n] = make([]shopOf, max(1, count/len(h.shards)/ordersOfShop))
		for w := range 64 {
			group.Go(func() {
				for i := w; i < len(h.shops[n]); i += 64 {
					if err := h.fillShop(ctx, s, &h.shops[n][i]); err != nil {
						failed.Store(&err)
						return
					}
				}
			})
		}
	}
	group.Wait()
	if err := failed.Load(); err != nil {
		return *err
	}
	say("orders written", map[string]any{"orders": count, "per_s": int(float64(count) / time.Since(started).Seconds())})
	return nil
}

func (h *house) fillShop(ctx context.Context, s *shard.Shard, one *shopOf) error {
	opened := &sessionv1.Identity{}
	_, err := shard.RunFor(ctx, s, shard.Request{ID: h.command(), Command: shop.OpenShop{
		Name: "가게", OwnerName: "사장님", Zone: "Asia/Seoul",
	}}, opened)
	if err != nil {
		return err
	}
	if one.shop, err = id.Parse(opened.GetShopId()); err != nil {
		return err
	}
	if one.owner, err = id.Parse(opened.GetStaffId()); err != nil {
		return err
	}
	one.orders = make([]id.ID, ordersOfShop)
	for i := range one.orders {
		if one.orders[i], err = place(ctx, s, h.command(), one, i); err != nil {
			return err
		}
	}
	return nil
}

// work is what the people of a load do.
type work string

const (
	notes work = "notes" // a note on any order of any shop: the lightest command
	mixed work = "mixed" // half new orders, half changes of any order, which is what PostgreSQL is given too
)

// measure takes the rate at which commands go through, twice, for the first one warms up, and then what each takes at
// half that rate.
func (h *house) measure(ctx context.Context, kind work) {
	say("in process, "+string(kind), h.load(ctx, kind, 0))
	h.blocks.say()
	stopProfile := startProfile(string(kind))
	full := h.load(ctx, kind, 0)
	stopProfile()
	say("again", full)
	h.blocks.say()
	if rate, is := full["per_s"].(int); is {
		say("at half that rate", h.load(ctx, kind, rate/2))
		h.blocks.say()
	}
}

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

// serverFor starts the whole server in this process.
func serverFor(ctx context.Context, dir string) (*app.App, app.First, error) {
	c := app.Defaults()
	c.Data, c.Listen, c.Shards = dir, "127.0.0.1:0", uint8(runtime.NumCPU())
	a, err := app.Start(ctx, c, slog.New(slog.DiscardHandler), http.NotFoundHandler())
	if err != nil {
		return nil, app.First{}, err
	}
	f, err := a.EnsureShop(ctx)
	return a, f, err
}
