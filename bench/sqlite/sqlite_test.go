package main

import (
	"bytes"
	"crypto/sha256"
	"database/sql/driver"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// digest is a hash of all rows.
func digest(t *testing.T, s session) string {
	t.Helper()
	h := sha256.New()
	for _, q := range []string{
		"SELECT block, length(answer), id || fingerprint || answer FROM shard_command ORDER BY id",
		"SELECT revision, price_won + state, id || shop || customer || code || note FROM shop_order ORDER BY id",
		"SELECT block, length(data), topic || kind || id || data FROM shard_sync INDEXED BY shard_sync_block ORDER BY topic, block, id",
	} {
		st, err := s.prepare(q)
		if err != nil {
			t.Fatal(err)
		}
		rows := 0
		if err := st.query(func(a, b int64, c []byte) { rows++; fmt.Fprintf(h, "%d %d %x\n", a, b, c) }); err != nil {
			t.Fatal(err)
		}
		if rows < 10 {
			t.Fatalf("%s: %d rows", q, rows)
		}
		if err := st.close(); err != nil {
			t.Fatal(err)
		}
	}
	return fmt.Sprintf("%x", h.Sum(nil))
}

// TestWaysAgree: what is compared is the same work, with every setting.
func TestWaysAgree(t *testing.T) {
	want := ""
	check := func(name string, w way, s settings) {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "view.sqlite")
			if err := fill(path, s, 500, habit{}); err != nil {
				t.Fatal(err)
			}
			session, err := s.open(w, path)
			if err != nil {
				t.Fatal(err)
			}
			wr, err := newWriter(session, s.points)
			if err != nil {
				t.Fatal(err)
			}
			commands := makeCommands(3, 200, 500, habit{})
			for from := 0; from < len(commands); from += 50 {
				if err := wr.group(commands[from : from+50]); err != nil {
					t.Fatal(err)
				}
			}
			if wr.seen == 0 {
				t.Error("no order was read")
			}
			got := digest(t, session)
			if err := wr.close(); err != nil {
				t.Error(err)
			}
			if want == "" {
				want = got
			}
			if got != want {
				t.Errorf("another view than %s's", ways[0].name)
			}
		})
	}
	for _, w := range ways {
		check(w.name, w, base)
	}
	for _, v := range variants {
		check(v.name, way{"", func(path string) (session, error) { return openZombiezen(path, v.reuse) }}, v)
	}
}

// TestSettingsHold: SQLite ignores a pragma that it does not like.
func TestSettingsHold(t *testing.T) {
	for _, w := range ways {
		for _, v := range variants {
			s, err := v.open(w, filepath.Join(t.TempDir(), "view.sqlite"))
			if err != nil {
				t.Fatal(err)
			}
			sync := map[string]int64{"off": 0, "normal": 1}[v.synchronous]
			temp := map[string]int64{"default": 0, "memory": 2}[v.temp]
			for name, want := range map[string]int64{
				"page_size": int64(v.page), "cache_size": -int64(v.cacheKiB), "mmap_size": int64(v.mmapMiB) << 20,
				"wal_autocheckpoint": int64(v.checkpoint), "synchronous": sync, "temp_store": temp,
			} {
				if got := pragma(t, s, name); got != want {
					t.Errorf("%s, %s: %s is %d, want %d", w.name, v.name, name, got, want)
				}
			}
			s.close()
		}
	}
}

// pragma asks for a setting.
func pragma(t *testing.T, s session, name string) int64 {
	t.Helper()
	got := int64(-1)
	query := func(a int64) { got = a }
	switch s := s.(type) {
	case *zombiezen:
		st, _, err := s.conn.PrepareTransient("PRAGMA " + name)
		if err != nil {
			t.Fatal(err)
		}
		defer st.Finalize()
		if _, err := st.Step(); err != nil {
			t.Fatal(err)
		}
		query(st.ColumnInt64(0))
	case *pool:
		if err := s.conn.QueryRowContext(t.Context(), "PRAGMA "+name).Scan(&got); err != nil {
			t.Fatal(err)
		}
	case *bare:
		rows, err := (&bareStatement{Stmt: must(t)(s.Prepare("PRAGMA " + name))}).Stmt.(driver.StmtQueryContext).QueryContext(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		row := []driver.Value{nil}
		if err := rows.Next(row); err != nil {
			t.Fatal(err)
		}
		query(row[0].(int64))
	}
	return got
}

func must(t *testing.T) func(driver.Stmt, error) driver.Stmt {
	return func(s driver.Stmt, err error) driver.Stmt {
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
}

// TestEveryPartRuns runs the whole program, small.
func TestEveryPartRuns(t *testing.T) {
	var out bytes.Buffer
	dir := t.TempDir()
	o := options{rows: 2000, large: 20_000, commands: 4000, rounds: 1, span: 20 * time.Millisecond}
	if err := measure(&out, dir, o); err != nil {
		t.Fatal(err)
	}
	for _, w := range ways {
		if strings.Count(out.String(), w.name) < 3 {
			t.Errorf("%s is missing in\n%s", w.name, out.String())
		}
	}
	left, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func TestMedian(t *testing.T) {
	if got := median([]float64{5, 1, 3}); got != 3 {
		t.Errorf("median %v", got)
	}
	if got := ratios([]float64{2, 9}, []float64{4, 3}); got[0] != 0.5 || got[1] != 3 {
		t.Errorf("ratios %v", got)
	}
}
