// Package sim runs the very code of the shard in a world where everything goes wrong, by the numbers of a seed: answers
// get lost, messages come late or twice, two writers race, processes die in the middle of a write or of a rebuild and
// leave a hot write-ahead log, the journal does not answer, disks fill up, views are deleted. It then checks the laws
// of the product.
//
// A world is driven by one goroutine and a clock that it moves itself, so that a seed gives the same run again. It uses
// the journal in memory, which passes the suite of the real one (journaltest); that the real disk and the real network
// behave is the drill's to show, not this package's.
//
// The laws (laws.go):
//
//   - what was acknowledged is in the journal once, in the block that the answer named, and in the order in which each
//     client was answered;
//   - what was refused is not there;
//   - the same command gets the same answer again;
//   - every view of the journal has the same digest, however it came about;
//   - a device that takes changes, when it is woken, holds what a fresh one holds;
//   - what is to be done outside is done, and struck out once;
//   - a journal in which anything was changed or is missing stops whoever replays it.
package sim

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"dangol.example/clock"
	"dangol.example/journal"
	"dangol.example/journal/memory"
	"dangol.example/shard"
	"dangol.example/shard/shardtest"
)

// The size of a world.
const (
	nodes   = 2
	clients = 4
	devices = 2
	steps   = 250 // things that happen
	number  = 5   // of the shard
	stretch = 7   // events of one transaction of a replay: a rebuild takes many
)

// world is one run.
type world struct {
	random    *rand.Rand
	clock     *clock.Manual
	journal   *memory.Journal
	dir       string
	nodes     [nodes]*node
	clients   [clients]*client
	devices   [devices]*device
	mu        sync.Mutex
	told      map[int64]int // guarded by mu: how often the outside was told of a move
	full      bool          // the disk is full
	calm      bool          // no more faults
	crash     bool          // the node that appends next dies: set by a fault, seen after the step
	questions []question
	ghosts    int
	history   []string // what happened, for people
}

// node is a process that may run or not.
type node struct {
	name  string
	dir   string
	log   journal.Log
	shard *shard.Shard // nil when it is down
	born  int
}

// start is when every world begins.
var start = time.Date(2022, 10, 15, 15, 19, 0, 0, time.UTC) //nolint:gochecknoglobals // a date

// Run makes the world of a seed, lets it run, and checks the laws. The error names the seed.
func Run(ctx context.Context, seed uint64) error {
	dir, err := os.MkdirTemp(shm(), "dangol-sim-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // it is in the temporary folder
	w := &world{
		random: rand.New(rand.NewPCG(seed, 1)), clock: clock.NewManual(start), dir: dir, told: map[int64]int{},
	}
	w.journal = memory.New(memory.Options{Faults: w.fault, Reads: w.readFault})
	if err := w.run(ctx); err != nil {
		return fmt.Errorf("seed %d, after %d steps: %w\nlast: %v", seed, len(w.history), err, w.last(12))
	}
	return nil
}

// shm is where files are in memory, where there is such a place.
func shm() string {
	if info, err := os.Stat("/dev/shm"); err == nil && info.IsDir() {
		return "/dev/shm"
	}
	return ""
}

func (w *world) run(ctx context.Context) error {
	for i := range w.nodes {
		w.nodes[i] = &node{name: fmt.Sprint("node", i), dir: filepath.Join(w.dir, fmt.Sprint("node", i))}
	}
	for i := range w.clients {
		w.clients[i] = &client{number: i}
	}
	for i := range w.devices {
		w.devices[i] = newDevice(w.nodes[i%nodes])
	}
	defer w.shutAll()
	for range steps {
		if err := w.happen(ctx); err != nil {
			return err
		}
	}
	if err := w.settle(ctx); err != nil {
		return err
	}
	return w.check(ctx)
}

// boot starts a node on whatever lies in its folder.
func (w *world) boot(ctx context.Context, n *node) error {
	n.born++
	if err := os.MkdirAll(n.dir, 0o700); err != nil {
		return err
	}
	log, err := w.journal.Reopen().Open(ctx, number)
	if err != nil {
		return err
	}
	n.log = log
	n.shard, err = shard.Open(ctx, shard.Options{
		Number: number, Log: log, Dir: n.dir, Writer: fmt.Sprintf("%s-%d", n.name, n.born), Clock: w.clock,
		Logger: slog.New(slog.DiscardHandler), Domains: []shard.Domain{shardtest.Domain(w.tell)}, Stretch: stretch,
	})
	if errors.Is(err, journal.ErrUnknown) { // it is tried again
		w.note("%s does not start: %v", n.name, err)
		return nil
	}
	return err
}

// down ends a node as a kill does: what it had open is gone, and its files stay as they are, with a write-ahead log
// that nobody has moved.
func (w *world) down(n *node) error {
	if n.shard == nil {
		return nil
	}
	killed := n.dir + ".killed"
	if err := copyView(n.dir, killed); err != nil {
		return err
	}
	n.shard.Close() //nolint:errcheck // it is being killed
	n.shard = nil
	for _, c := range w.clients {
		c.lose(n)
	}
	for _, d := range w.devices {
		d.lose(n)
	}
	if err := os.RemoveAll(n.dir); err != nil {
		return err
	}
	return os.Rename(killed, n.dir)
}

// copyView copies a folder of views as a process that dies leaves them: what is shared in memory is gone.
func copyView(from, to string) error {
	if err := os.MkdirAll(to, 0o700); err != nil {
		return err
	}
	files, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	for _, f := range files {
		if strings.HasSuffix(f.Name(), "-shm") {
			continue
		}
		data, err := os.ReadFile(filepath.Join(from, f.Name()))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(to, f.Name()), data, 0o600); err != nil {
			return err
		}
	}
	return nil
}

func (w *world) shutAll() {
	for _, n := range w.nodes {
		if n != nil && n.shard != nil {
			n.shard.Close() //nolint:errcheck // the world ends
		}
	}
}

// tell is the outside: it counts, and at times it is not there.
func (w *world) tell(move int64) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.told[move]++ // it may have heard even when the answer is lost
	if !w.calm && (int(move)+w.told[move])%4 == 0 {
		return errOutside
	}
	return nil
}

func (w *world) note(format string, args ...any) {
	w.history = append(w.history, fmt.Sprintf(format, args...))
}

func (w *world) last(n int) []string { return w.history[max(0, len(w.history)-n):] }
