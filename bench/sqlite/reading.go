package main

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"
)

// load is how many readers and whether a writer are at work together.
type load struct {
	name    string
	readers int
	write   bool
}

var loads = []load{
	{"1 reader", 1, false},
	{"writer alone", 0, true},
	{"writer and 1 reader", 1, true},
	{"writer and 4 readers", 4, true},
}

// compareReading prints point reads per second beside a writer that never rests.
func compareReading(out io.Writer, sh *shelf, o options) error {
	fmt.Fprintf(out, "\n## Reading beside the writer (groups of 128), medians of %d rounds of %s: point reads/s · commands/s\n\n", min(o.rounds, 3), o.span)
	fmt.Fprintf(out, "| |")
	for _, l := range loads {
		fmt.Fprintf(out, " %s |", l.name)
	}
	fmt.Fprintf(out, "\n|---|---|---|---|---|\n")
	commands := makeCommands(9, o.commands*4, o.rows, habit{})
	reads, writes := make(map[string][]float64), make(map[string][]float64)
	for range min(o.rounds, 3) { // each round runs all, so that a busy moment meets all
		for _, l := range loads {
			for _, w := range ways {
				r, c, err := together(sh, w, l, commands, o)
				if err != nil {
					return fmt.Errorf("%s, %s: %w", w.name, l.name, err)
				}
				key := w.name + l.name
				reads[key], writes[key] = append(reads[key], r), append(writes[key], c)
			}
		}
	}
	for _, w := range ways {
		fmt.Fprintf(out, "| %s |", w.name)
		for _, l := range loads {
			key := w.name + l.name
			fmt.Fprintf(out, " %s · %s |", thousands(median(reads[key])), thousands(median(writes[key])))
		}
		fmt.Fprintln(out)
	}
	return nil
}

// together runs readers and a writer on one view for o.span.
func together(sh *shelf, by way, l load, commands []command, o options) (reads, writes float64, err error) {
	path, err := sh.take(base)
	if err != nil {
		return 0, 0, err
	}
	defer remove(path)
	first, err := base.open(by, path)
	if err != nil {
		return 0, 0, err
	}
	w, err := newWriter(first, true)
	if err != nil {
		return 0, 0, errors.Join(err, first.close())
	}
	defer func() { err = errors.Join(err, w.close()) }()
	var seen, written atomic.Int64
	var stop atomic.Bool
	failed := make(chan error, l.readers+1)
	var working sync.WaitGroup
	for i := range l.readers {
		working.Go(func() { failed <- read(by, path, uint64(i), o.rows, &seen, &stop) })
	}
	if l.write {
		working.Go(func() { failed <- writeUntil(w, commands, &written, &stop) })
	}
	begun := now()
	time.Sleep(o.span)
	stop.Store(true)
	seconds := now().Sub(begun).Seconds()
	r, c := seen.Load(), written.Load()
	working.Wait()
	close(failed)
	for e := range failed {
		err = errors.Join(err, e)
	}
	return float64(r) / seconds, float64(c) / seconds, err
}

func writeUntil(w *writer, commands []command, written *atomic.Int64, stop *atomic.Bool) error {
	const group = 128
	for from := 0; !stop.Load(); from += group {
		if from+group > len(commands) {
			return errors.New("ran out of commands: give -commands a larger number")
		}
		if err := w.group(commands[from : from+group]); err != nil {
			return err
		}
		written.Add(group)
	}
	return nil
}

func read(by way, path string, seed uint64, rows int, seen *atomic.Int64, stop *atomic.Bool) (err error) {
	s, err := base.open(by, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	look, err := s.prepare(lookSQL)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, look.close()) }()
	r := rand.New(rand.NewPCG(seed, 2))
	found := 0
	for n := 0; !stop.Load(); n++ {
		if err := look.query(func(_, _ int64, _ []byte) { found++ }, orderID(r.Uint64N(uint64(rows)))); err != nil {
			return err
		}
		if found != n+1 {
			return fmt.Errorf("%d of %d orders found", found, n+1)
		}
		seen.Add(1)
	}
	return nil
}
