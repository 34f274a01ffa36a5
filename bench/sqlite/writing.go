package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"
)

// now is the clock of the machine: durations of real work are what a benchmark is for.
var now = time.Now //nolint:forbidigo // see above

// pace is what one round of writing gave.
type pace struct {
	perSecond float64
	p50       time.Duration // of a group, its commit included
	longest   time.Duration // with a checkpoint in it, as a rule
	logMiB    float64       // the log's file at the end
}

// write runs commands through a fresh view. What the log still holds is moved into the file within the time, so that no
// setting looks better by leaving work for later.
func write(sh *shelf, by way, with settings, commands []command, group int) (p pace, err error) {
	path, err := sh.take(with)
	if err != nil {
		return p, err
	}
	defer remove(path)
	session, err := with.open(by, path)
	if err != nil {
		return p, err
	}
	w, err := newWriter(session, with.points)
	if err != nil {
		return p, errors.Join(err, session.close())
	}
	defer func() { err = errors.Join(err, w.close()) }()
	beside, err := startBeside(by, path, with)
	if err != nil {
		return p, err
	}
	defer func() { err = errors.Join(err, beside.stop()) }()
	var took []time.Duration
	begun := now()
	for from := 0; from < len(commands); from += group {
		at := now()
		if err := w.group(commands[from:min(from+group, len(commands))]); err != nil {
			return p, err
		}
		took = append(took, now().Sub(at))
		beside.tell(len(took))
	}
	if info, err := os.Stat(path + "-wal"); err == nil {
		p.logMiB = float64(info.Size()) / (1 << 20)
	}
	if err := run(session, "PRAGMA wal_checkpoint(PASSIVE)"); err != nil {
		return p, err
	}
	p.perSecond = float64(len(commands)) / now().Sub(begun).Seconds()
	slices.Sort(took)
	p.p50, p.longest = took[len(took)/2], took[len(took)-1]
	return p, nil
}

// compareWays prints commands per second of every way at every size of group.
func compareWays(out io.Writer, sh *shelf, o options) error {
	fmt.Fprintf(out, "\n## Writing: commands/s, medians of %d rounds (and the median ratio to %s)\n\n", o.rounds, ways[0].name)
	fmt.Fprintf(out, "| commands in a transaction |")
	for _, w := range ways {
		fmt.Fprintf(out, " %s |", w.name)
	}
	fmt.Fprintf(out, "\n|---|")
	for range ways {
		fmt.Fprintf(out, "---|")
	}
	fmt.Fprintln(out)
	near := but("", func(s *settings) { s.habit.recent = 10_000 })
	for _, c := range []struct {
		group int
		with  settings
		note  string
	}{{1, base, ""}, {16, base, ""}, {128, base, ""}, {512, base, ""}, {128, near, ", newest 10,000 orders"}, {512, near, ", newest 10,000 orders"}} {
		g, with, n := c.group, c.with, o.commands
		if g == 1 {
			n /= 4
		}
		commands := makeCommands(7, n, o.rows, with.habit)
		all := table[float64](len(ways), o.rounds)
		for round := range o.rounds { // each round runs all, so that a busy moment meets all
			for _, i := range shuffled(round, len(ways)) {
				w := ways[i]
				p, err := write(sh, w, with, commands, g)
				if err != nil {
					return fmt.Errorf("%s: %w", w.name, err)
				}
				all[i][round] = p.perSecond
			}
		}
		fmt.Fprintf(out, "| %d%s |", g, c.note)
		for i := range ways {
			fmt.Fprintf(out, " %s (%.2f) |", thousands(median(all[i])), median(ratios(all[i], all[0])))
		}
		fmt.Fprintln(out)
	}
	return nil
}

// compareSettings prints what each setting does to the first way.
func compareSettings(out io.Writer, sh *shelf, o options) error {
	const group = 128
	fmt.Fprintf(out, "\n## Settings: %s, %d commands in a transaction, medians of %d rounds\n\n", ways[0].name, group, o.rounds)
	fmt.Fprintf(out, "base: page_size %d, cache_size %d KB, wal_autocheckpoint %d, synchronous %s, temp_store %s, mmap_size 0\n\n",
		base.page, base.cacheKiB, base.checkpoint, base.synchronous, base.temp)
	fmt.Fprintln(out, "| but | commands/s | to base | group p50 | longest | log at the end |")
	fmt.Fprintln(out, "|---|---|---|---|---|---|")
	given := map[habit][]command{}
	for _, v := range variants {
		given[v.habit] = makeCommands(8, o.commands, o.rows, v.habit)
	}
	all := table[pace](len(variants), o.rounds)
	for round := range o.rounds {
		for _, i := range shuffled(round, len(variants)) {
			v := variants[i]
			by := way{"zombiezen", func(path string) (session, error) { return openZombiezen(path, v.reuse) }}
			p, err := write(sh, by, v, given[v.habit], group)
			if err != nil {
				return fmt.Errorf("%s: %w", v.name, err)
			}
			all[i][round] = p
		}
	}
	speed := func(p pace) float64 { return p.perSecond }
	for i, v := range variants {
		fmt.Fprintf(out, "| %s | %s | %.2f | %s | %s | %.0f MB |\n", v.name, thousands(median(each(all[i], speed))),
			median(ratios(each(all[i], speed), each(all[0], speed))),
			milli(median(each(all[i], func(p pace) float64 { return float64(p.p50) }))),
			milli(median(each(all[i], func(p pace) float64 { return float64(p.longest) }))),
			median(each(all[i], func(p pace) float64 { return p.logMiB })))
	}
	return nil
}
