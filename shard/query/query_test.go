package query_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"zombiezen.com/go/sqlite"

	"dangol.example/id"
	"dangol.example/shard/query"
)

// table opens a view with one table of one row.
func table(t *testing.T) *query.Writer {
	t.Helper()
	conn, err := sqlite.OpenConn(filepath.Join(t.TempDir(), "view.sqlite"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	w, err := query.NewWriter(conn)
	if err != nil {
		t.Fatal(err)
	}
	w.Exec("CREATE TABLE goods (n INTEGER, name TEXT, data BLOB, thing BLOB, missing INTEGER, yes INTEGER) STRICT")
	w.Exec("INSERT INTO goods VALUES (?, ?, ?, ?, ?, ?)", 7, "케이크", []byte(nil), id.Of(1, "thing"), nil, true)
	if w.Err() != nil {
		t.Fatal(w.Err())
	}
	return w
}

func TestEveryTypeComesBack(t *testing.T) {
	w := table(t)
	found := w.One(func(r *query.Row) {
		n, name, data, thing := r.Int(), r.Text(), r.Bytes(), r.ID()
		null := r.Null()
		missing, yes := r.Int(), r.Bool()
		if n != 7 || name != "케이크" || len(data) != 0 || thing != id.Of(1, "thing") || !null || missing != 0 || !yes {
			t.Error(n, name, data, thing, null, missing, yes)
		}
	}, "SELECT n, name, data, thing, missing, yes FROM goods")
	if !found || w.Count("SELECT n FROM goods WHERE name = ?", "케이크") != 7 || w.Err() != nil {
		t.Error(found, w.Err())
	}
}

// The first error stays, and everything after it finds nothing, until it is cleared.
func TestTheFirstErrorIsKept(t *testing.T) {
	for name, wrong := range map[string]func(w *query.Writer){
		"no such table":       func(w *query.Writer) { w.Count("SELECT 1 FROM nowhere") },
		"too few arguments":   func(w *query.Writer) { w.Count("SELECT n FROM goods WHERE n = ?") },
		"a type of no column": func(w *query.Writer) { w.Count("SELECT n FROM goods WHERE n = ?", 1.5) },
		"a reader that writes": func(w *query.Writer) {
			w.Count("WITH x AS (SELECT 1) DELETE FROM goods")
		},
		"a reader that says so": func(w *query.Writer) { w.Count("DELETE FROM goods") },
		"a query within a scan": func(w *query.Writer) {
			w.Each(func(*query.Row) { w.Count("SELECT 1") }, "SELECT n FROM goods")
		},
		"a change within a scan": func(w *query.Writer) {
			w.Each(func(*query.Row) { w.Exec("DELETE FROM goods") }, "SELECT n FROM goods")
		},
		"told so": func(w *query.Writer) { query.Fail(w.Reader, errors.New("no"), "here") },
	} {
		w := table(t)
		wrong(w)
		first := w.Err()
		query.Fail(w.Reader, errors.New("later"), "elsewhere")
		if first == nil || !errors.Is(w.Err(), first) || w.Count("SELECT n FROM goods") != 0 {
			t.Errorf("%s: %v, then %v", name, first, w.Err())
		}
		query.Settle(w)
		query.Clear(w.Reader)
		if w.Count("SELECT n FROM goods") != 7 || w.Err() != nil {
			t.Errorf("%s: something was changed, or it does not go on: %v", name, w.Err())
		}
	}
}

func TestErrorsByWhatTheyMean(t *testing.T) {
	for code, want := range map[sqlite.ResultCode][2]bool{ // full, damaged
		sqlite.ResultFull:        {true, false},
		sqlite.ResultIOErrWrite:  {true, false},
		sqlite.ResultIOErrFsync:  {true, false},
		sqlite.ResultIOErrRead:   {false, true},
		sqlite.ResultCorrupt:     {false, true},
		sqlite.ResultNotADB:      {false, true},
		sqlite.ResultConstraint:  {false, false},
		sqlite.ResultCantOpen:    {false, false},
		sqlite.ResultIOErrNoMem:  {false, false},
		sqlite.ResultInterrupt:   {false, false},
		sqlite.ResultIOErrUnlock: {false, false},
	} {
		err := fmt.Errorf("at work: %w", code.ToError())
		if query.IsFull(err) != want[0] || query.IsDamaged(err) != want[1] {
			t.Errorf("%v: full %v, damaged %v", code, query.IsFull(err), query.IsDamaged(err))
		}
	}
	file := filepath.Join(t.TempDir(), "junk.sqlite")
	if err := os.WriteFile(file, []byte("this is no database, and long enough to be looked at as one"), 0o600); err != nil {
		t.Fatal(err)
	}
	conn, err := sqlite.OpenConn(file)
	if err == nil {
		defer conn.Close()
		err = query.Set(conn, "PRAGMA cache_size = -200; PRAGMA journal_mode = wal;")
	}
	if !query.IsDamaged(err) {
		t.Errorf("junk: %v", err)
	}
}
