package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// empty fails when something is left in a folder.
func empty(t *testing.T, dir string) {
	t.Helper()
	left, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

// shortDir is a folder whose path leaves room for a socket's (107 bytes) and that the user postgres may enter.
func shortDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "bt") //nolint:usetesting // t.TempDir is too long, and closed to others
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o711); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// needPostgres skips where there is none: the program itself says so too.
func needPostgres(t *testing.T) {
	t.Helper()
	if _, err := os.Stat(filepath.Join(binaries, "initdb")); err != nil {
		t.Skip(errMissing)
	}
}

func TestCommandsAreWritten(t *testing.T) {
	needPostgres(t)
	ctx, dir := t.Context(), shortDir(t)
	c, err := startCluster(ctx, binaries, dir)
	t.Cleanup(func() {
		if err := c.stop(); err != nil {
			t.Error(err)
		}
		empty(t, dir)
	})
	if err != nil {
		t.Fatal(err)
	}
	const rows = 1000
	if err := fill(ctx, c, rows); err != nil {
		t.Fatal(err)
	}
	conn, err := c.connect(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	r := rand.New(rand.NewPCG(1, 2))
	for _, order := range []uint64{5, 5, rows} { // changed twice, and a new one
		if err := write(ctx, conn, r, order); err != nil {
			t.Fatal(err)
		}
	}
	for query, want := range map[string]string{
		"SELECT count(*)::text FROM command":                                                    "1003",
		"SELECT count(*)::text FROM shop_order":                                                 "1001",
		"SELECT count(*)::text FROM sync":                                                       "1001",
		"SELECT string_agg(DISTINCT revision::text, ' ') FROM shop_order":                       "1 3",
		"SELECT count(*)::text FROM sync WHERE block > 8":                                       "2",
		"SELECT setting FROM pg_settings WHERE name = 'fsync'":                                  "on",
		"SELECT setting FROM pg_settings WHERE name = 'synchronous_commit'":                     "on",
		"SELECT setting FROM pg_settings WHERE name = 'full_page_writes'":                       "on",
		"SELECT setting FROM pg_settings WHERE name = 'listen_addresses'":                       "",
		"SELECT (setting::int * 8 / 1024)::text FROM pg_settings WHERE name = 'shared_buffers'": "512",
	} {
		var got string
		if err := conn.QueryRow(ctx, query).Scan(&got); err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		if got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
}

func TestRunPrintsJSON(t *testing.T) {
	needPostgres(t)
	for _, rate := range []float64{0, 200} {
		dir := shortDir(t)
		var out bytes.Buffer
		o := options{dir: dir, bin: binaries, json: true, plan: plan{connections: 4, duration: 500 * time.Millisecond, rate: rate, rows: 500}}
		if err := measure(t.Context(), &out, o); err != nil {
			t.Fatal(err)
		}
		empty(t, dir)
		var got map[string]float64
		if err := json.Unmarshal(out.Bytes(), &got); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"commands_per_s", "p50_ms", "p99_ms"} {
			if got[name] <= 0 {
				t.Errorf("rate %v: %s is %v", rate, name, got[name])
			}
		}
	}
}

// TestInterruptLeavesNothing interrupts at different moments: while the cluster is made, and under load.
func TestInterruptLeavesNothing(t *testing.T) {
	needPostgres(t)
	for _, after := range []time.Duration{100 * time.Millisecond, 3 * time.Second} {
		ctx, cancel := context.WithCancel(t.Context())
		dir := shortDir(t)
		time.AfterFunc(after, cancel)
		o := options{dir: dir, bin: binaries, plan: plan{connections: 8, duration: time.Minute, rows: 100}}
		if err := measure(ctx, &bytes.Buffer{}, o); !errors.Is(err, context.Canceled) && !strings.Contains(err.Error(), "killed") {
			t.Errorf("after %v: %v", after, err)
		}
		empty(t, dir)
	}
}

func TestMissingPostgresNamesThePackage(t *testing.T) {
	dir := t.TempDir()
	err := measure(t.Context(), &bytes.Buffer{}, options{dir: dir, bin: filepath.Join(dir, "none")})
	if !errors.Is(err, errMissing) || strings.Count(err.Error(), "\n") > 0 || !strings.Contains(err.Error(), "postgresql-15") {
		t.Errorf("%v", err)
	}
	empty(t, dir)
}

func TestRawFsync(t *testing.T) {
	dir := t.TempDir()
	var out bytes.Buffer
	if err := measure(t.Context(), &out, options{dir: dir, raw: true, json: true, plan: plan{duration: 50 * time.Millisecond}}); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Raw []Raw `json:"raw_fsync"`
	}
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Raw) != len(rawSizes) {
		t.Fatalf("%+v", got)
	}
	for i, r := range got.Raw {
		if r.Bytes != rawSizes[i] || r.PerSecond <= 0 || r.P50MS <= 0 || r.P99MS < r.P50MS {
			t.Errorf("%+v", r)
		}
	}
	empty(t, dir)
}

// TestRunCountsOnce checks the plan itself with work that needs no database.
func TestRunCountsOnce(t *testing.T) {
	var done atomic.Int64
	work := func(context.Context, int, *rand.Rand, uint64) error {
		done.Add(1)
		time.Sleep(time.Millisecond)
		return nil
	}
	p := plan{connections: 3, duration: 200 * time.Millisecond, rate: 100}
	r, err := p.run(t.Context(), work)
	if err != nil {
		t.Fatal(err)
	}
	if r.Commands != int(done.Load()) || r.Commands < 20 || r.Commands > 22 {
		t.Errorf("%d commands counted, %d done, 20 or 21 asked for", r.Commands, done.Load())
	}
	wrong := errors.New("planted")
	p.rate = 0
	if _, err := p.run(t.Context(), func(context.Context, int, *rand.Rand, uint64) error { return wrong }); !errors.Is(err, wrong) {
		t.Errorf("%v, want the error of the work", err)
	}
}

func TestQuantile(t *testing.T) {
	var took []time.Duration
	for i := range 100 {
		took = append(took, time.Duration(i+1))
	}
	for percent, want := range map[int]time.Duration{50: 50, 99: 99, 100: 100} {
		if got := quantile(took, percent); got != want {
			t.Errorf("p%d: %d, want %d", percent, got, want)
		}
	}
	if quantile(nil, 99) != 0 || quantile(took[:1], 50) != 1 {
		t.Error("none and one")
	}
}
