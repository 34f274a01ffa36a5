// Command sqlite compares ways from Go to SQLite, and SQLite's settings, on what a shard's writer and readers do with a
// view. It prints Markdown tables; docs/benchmarks.md keeps the last ones and docs/adr/0006-sqlite-driver.md what was
// decided by them. It says nothing of the journal, which a view's writer waits for besides.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"time"
)

// options are what a run is told.
type options struct {
	rows, large, commands, rounds int
	span                          time.Duration
	only                          string
}

func main() {
	var o options
	dir := flag.String("dir", "", "folder to work in, on the disk that is measured (default: the system's for temporary files)")
	flag.IntVar(&o.rows, "rows", 200_000, "orders in the view before writing")
	flag.IntVar(&o.large, "large", 1_000_000, "orders in the large view")
	flag.IntVar(&o.commands, "commands", 12_000, "commands in a round")
	flag.IntVar(&o.rounds, "rounds", 5, "rounds")
	flag.DurationVar(&o.span, "span", time.Second, "length of a round of reading")
	flag.StringVar(&o.only, "only", "", "one of: ways, settings, short, log, reading, opening")
	flag.Parse()
	if err := measure(os.Stdout, *dir, o); err != nil {
		fmt.Fprintln(os.Stderr, "bench-sqlite:", err)
		os.Exit(1)
	}
}

func measure(out io.Writer, parent string, o options) (err error) {
	dir, err := os.MkdirTemp(parent, "bench-sqlite-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	fmt.Fprintf(out, "%s, %d processors, load %s; a view of %d orders\n", runtime.Version(), runtime.NumCPU(), loadNow(), o.rows)
	sh := &shelf{dir: dir, rows: o.rows, made: map[kind]string{}}
	parts := []struct {
		name string
		run  func() error
	}{
		{"ways", func() error { return compareWays(out, sh, o) }},
		{"settings", func() error { return compareSettings(out, sh, o) }},
		{"short", func() error { return compareShort(out, dir, o) }},
		{"log", func() error { return compareLog(out, sh, o) }},
		{"reading", func() error { return compareReading(out, sh, o) }},
		{"opening", func() error { return compareOpening(out, dir, o) }},
	}
	for _, p := range parts {
		if o.only != "" && o.only != p.name {
			continue
		}
		if err := p.run(); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	fmt.Fprintf(out, "\nload at the end: %s\n", loadNow())
	return nil
}

// loadNow is what else the machine did in the last minute, where it says so.
func loadNow() string {
	data, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	one, _, _ := strings.Cut(string(data), " ")
	return one
}
