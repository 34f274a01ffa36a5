// Command postgres measures what Dangol is compared with on the same machine: PostgreSQL 15, as Debian packs it, doing the
// writes of a durable command with many connections, and the disk's own rate of appended and synced bytes. It makes a
// cluster for itself and removes it again. It needs Linux.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// options are what a run is told.
type options struct {
	plan
	dir, bin  string
	raw, json bool
}

func main() {
	var o options
	seconds := flag.Float64("seconds", 10, "how long to measure (with -rawfsync: at each size)")
	warm := flag.Float64("warm", 2, "seconds of the same work before")
	flag.IntVar(&o.connections, "connections", 64, "connections, each with one command under way")
	flag.Float64Var(&o.rate, "rate", 0, "commands a second to give; 0: as many as go")
	flag.IntVar(&o.rows, "rows", 200_000, "orders that are there before")
	flag.IntVar(&o.recent, "recent", 0, "changes strike this many of the newest orders; 0: any")
	flag.StringVar(&o.dir, "dir", "", "folder to work in, on the disk that is measured (default: the system's for temporary files)")
	flag.StringVar(&o.bin, "bin", binaries, "folder of PostgreSQL's programs")
	flag.BoolVar(&o.raw, "rawfsync", false, "measure the disk alone")
	flag.BoolVar(&o.json, "json", false, "print JSON")
	flag.Parse()
	o.duration, o.warm = time.Duration(*seconds*float64(time.Second)), time.Duration(*warm*float64(time.Second))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	err := measure(ctx, os.Stdout, o)
	stop()
	if errors.Is(err, context.Canceled) {
		err = errors.New("interrupted; all that was made for it is removed")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench-postgres:", err)
		os.Exit(1)
	}
}

func measure(ctx context.Context, out io.Writer, o options) error {
	if o.raw {
		all, err := rawFsync(ctx, o.dir, o.duration)
		if err != nil {
			return err
		}
		return printRaw(out, o.json, all)
	}
	r, err := peer(ctx, o)
	if err != nil {
		return err
	}
	if o.json {
		return json.NewEncoder(out).Encode(r)
	}
	fmt.Fprintf(out, "PostgreSQL: %.0f commands/s, p50 %.2f ms, p99 %.2f ms\n", r.CommandsPerSecond, r.P50MS, r.P99MS)
	return nil
}

// peer makes a cluster, measures it and removes it.
func peer(ctx context.Context, o options) (r Result, err error) {
	c, err := startCluster(ctx, o.bin, o.dir)
	defer func() { err = errors.Join(err, c.stop()) }()
	if err != nil {
		return r, err
	}
	if err := fill(ctx, c, o.rows); err != nil {
		return r, err
	}
	conns := make([]*pgx.Conn, o.connections)
	defer func() {
		for _, conn := range conns {
			if conn != nil {
				err = errors.Join(err, conn.Close(context.WithoutCancel(ctx)))
			}
		}
	}()
	for i := range conns {
		if conns[i], err = c.connect(ctx); err != nil {
			return r, fmt.Errorf("connection %d: %w", i+1, err)
		}
	}
	return o.run(ctx, func(ctx context.Context, i int, r *rand.Rand, order uint64) error {
		return write(ctx, conns[i], r, order)
	})
}

func printRaw(out io.Writer, asJSON bool, all []Raw) error {
	if asJSON {
		return json.NewEncoder(out).Encode(struct {
			Raw []Raw `json:"raw_fsync"`
		}{all})
	}
	for _, r := range all {
		fmt.Fprintf(out, "write + fdatasync of %5d bytes: %.0f/s, %.1f MB/s, p50 %.2f ms, p99 %.2f ms\n",
			r.Bytes, r.PerSecond, r.MBPerS, r.P50MS, r.P99MS)
	}
	return nil
}
