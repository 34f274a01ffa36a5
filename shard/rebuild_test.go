package shard_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"dangol.example/fault"
	"dangol.example/journal"
	"dangol.example/shard"
)

// grown gives a shard's options and its log after some commands, and what its view was.
func grown(t *testing.T) (shard.Options, *tape, shard.Digest) {
	t.Helper()
	log := &tape{}
	o := options(t, log)
	s := open(t, o)
	for n := range 8 {
		step(t, s, move(n, 1))
	}
	d := digest(t, s)
	s.Close()
	return o, log, d
}

// files are the names of what lies in the folder.
func files(t *testing.T, dir string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			names = append(names, filepath.Base(path))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// change runs SQL on a view that nobody has open.
func change(t *testing.T, o shard.Options, sql string) {
	t.Helper()
	conn, err := sqlite.OpenConn(filepath.Join(o.Dir, "shard-003.sqlite"), sqlite.OpenReadWrite)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := sqlitex.ExecuteScript(conn, sql, nil); err != nil {
		t.Fatal(err)
	}
}

// spoilPages overwrites the first page of tables of a view that nobody has open.
func spoilPages(t *testing.T, o shard.Options, tables ...string) {
	t.Helper()
	name := filepath.Join(o.Dir, "shard-003.sqlite")
	conn, err := sqlite.OpenConn(name, sqlite.OpenReadWrite)
	if err != nil {
		t.Fatal(err)
	}
	size, err := sqlitex.ResultInt64(conn.Prep("PRAGMA page_size"))
	if err != nil {
		t.Fatal(err)
	}
	var pages []int64
	for _, table := range tables {
		stmt := conn.Prep("SELECT rootpage FROM sqlite_schema WHERE name = ?")
		stmt.BindText(1, table)
		page, err := sqlitex.ResultInt64(stmt)
		if err != nil {
			t.Fatal(err)
		}
		pages = append(pages, page)
	}
	conn.Close()
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, page := range pages {
		if _, err := f.WriteAt(bytes.Repeat([]byte{0xee}, int(size)), (page-1)*size); err != nil {
			t.Fatal(err)
		}
	}
}

// A newer program finds a view of the older one, and a journal that has lost its end: the view is the only copy.
func TestNewVersionOnAShortJournal(t *testing.T) {
	o, log, want := grown(t)
	o.Log = log.part(4)
	o.Domains[0].Version++
	for range 2 {
		_, err := shard.Open(t.Context(), o)
		if fault.KindOf(err) != fault.Broken || fault.Message(err, fault.Korean) == "" {
			t.Fatalf("%v", err)
		}
	}
	o.Log = log
	o.Domains[0].Version--
	if s := open(t, o); !same(want, digest(t, s)) {
		t.Error("the view was not kept")
	}
}

// The same with a journal that is damaged in its middle: the rebuild stops there, and the old view stays until one has
// come as far, whatever is started in between.
func TestNewVersionOnADamagedJournal(t *testing.T) {
	o, log, want := grown(t)
	o.Log = log.harmed(4)
	for _, version := range []int{1, 1, 2, 1} {
		o.Domains[0].Version = version + 1
		if _, err := shard.Open(t.Context(), o); !errors.Is(err, journal.ErrDamaged) {
			t.Fatalf("version %d: %v", version, err)
		}
		conn, err := sqlite.OpenConn(filepath.Join(o.Dir, "shard-003.sqlite.old"), sqlite.OpenReadOnly)
		if err != nil {
			t.Fatal(err)
		}
		var number int64
		if err := sqlitex.Execute(conn, "SELECT number FROM shard_head", &sqlitex.ExecOptions{
			ResultFunc: func(stmt *sqlite.Stmt) error { number = stmt.ColumnInt64(0); return nil },
		}); err != nil || number != int64(want.Block) {
			t.Errorf("the view that is kept is at block %d of %d, %v", number, want.Block, err)
		}
		conn.Close()
	}
	o.Log = log.part(4)
	if _, err := shard.Open(t.Context(), o); fault.KindOf(err) != fault.Broken || errors.Is(err, journal.ErrDamaged) {
		t.Errorf("a journal that is shorter than the view kept aside: %v", err)
	}
	o.Log = log
	s := open(t, o)
	if d := digest(t, s); d.Block != want.Block || d.Chain != want.Chain {
		t.Errorf("at block %d of %d", d.Block, want.Block)
	}
	if names := files(t, o.Dir); strings.Contains(strings.Join(names, " "), ".old") {
		t.Errorf("the old view is kept though the new one has come as far: %q", names)
	}
}

// What is wrong with the journal or the folder is no reason to touch a view.
func TestViewIsLeftAlone(t *testing.T) {
	for name, harm := range map[string]func(o *shard.Options, log *tape){
		"no answer":      func(_ *shard.Options, log *tape) { log.tailErr = journal.ErrUnknown },
		"closed":         func(_ *shard.Options, log *tape) { log.tailErr = journal.ErrClosed },
		"full":           func(_ *shard.Options, log *tape) { log.readErr = journal.ErrFull },
		"damaged on top": func(o *shard.Options, log *tape) { o.Log = log.harmed(len(log.messages)) },
		"unreadable":     func(_ *shard.Options, log *tape) { log.readErr = journal.ErrDamaged },
	} {
		t.Run(name, func(t *testing.T) {
			o, log, want := grown(t)
			before := files(t, o.Dir)
			harm(&o, log)
			if _, err := shard.Open(t.Context(), o); err == nil {
				t.Error("it opens")
			}
			if after := files(t, o.Dir); strings.Join(after, " ") != strings.Join(before, " ") {
				t.Errorf("the folder holds %q", after)
			}
			log.tailErr, log.readErr, o.Log = nil, nil, log
			if s := open(t, o); !same(want, digest(t, s)) {
				t.Error("another view")
			}
		})
	}
	o, _, _ := grown(t)
	o.Dir = filepath.Join(o.Dir, "not there")
	if _, err := shard.Open(t.Context(), o); err == nil {
		t.Error("a folder that is not there")
	}
}

// A view that turns out to be damaged while it is in use is made anew by the next who opens it.
func TestDamageFoundInUse(t *testing.T) {
	for name, meet := range map[string]func(t *testing.T, s *shard.Shard) error{
		"by a reader": func(t *testing.T, s *shard.Shard) error {
			t.Helper()
			_, err := s.Digest(t.Context())
			return err
		},
		"by the writer": func(t *testing.T, s *shard.Shard) error {
			t.Helper()
			if _, err := s.Submit(move(100, 1)); err != nil {
				t.Fatal(err)
			}
			_, err := s.Step(t.Context())
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			o, _, want := grown(t)
			spoilPages(t, o, "tally_account", "tally_move")
			s, err := shard.Open(t.Context(), o)
			if err == nil {
				err = meet(t, s)
				s.Close()
			}
			if err == nil {
				t.Fatal("nobody has noticed")
			}
			again := open(t, o)
			if d := digest(t, again); d.Block < want.Block || d.Tables["tally_account"] != want.Tables["tally_account"] {
				t.Errorf("at block %d of %d", d.Block, want.Block)
			}
			if names := strings.Join(files(t, o.Dir), " "); !strings.Contains(names, ".damaged-") ||
				strings.Contains(names, ".spoilt") {
				t.Errorf("the folder holds %s", names)
			}
		})
	}
}

// A view on which the journal's next event cannot be applied is made anew, once.
func TestViewThatTakesNoMore(t *testing.T) {
	o, log, want := grown(t)
	dir := o.Dir
	o.Log, o.Dir = log.part(5), t.TempDir()
	open(t, o).Close()
	id := command(7)
	change(t, o, fmt.Sprintf("INSERT INTO shard_command VALUES (x'%x', x'', 1, x'')", id[:]))
	o.Log = log
	if s := open(t, o); !same(want, digest(t, s)) {
		t.Error("another view")
	}
	o.Dir, o.Domains = dir, nil // a program that does not know the events
	change(t, o, `UPDATE shard_head SET seq = 5, top = 5, number = 5;
		DELETE FROM shard_version WHERE domain = 'tally'`)
	for range 3 {
		if _, err := shard.Open(t.Context(), o); err == nil {
			t.Error("a program without appliers opens")
		}
	}
	if names := files(t, o.Dir); len(names) > 4 {
		t.Errorf("the folder holds %q", names)
	}
}

// A disk that goes on failing does not fill up with damaged views.
func TestDamagedViewsHaveAnEnd(t *testing.T) {
	o, _, want := grown(t)
	for range 8 {
		write(t, filepath.Join(o.Dir, "shard-003.sqlite"), []byte("this is no database, but long enough to be looked at"))
		s := open(t, o)
		if !same(want, digest(t, s)) {
			t.Error("another view")
		}
		s.Close()
	}
	kept, err := filepath.Glob(filepath.Join(o.Dir, "*.damaged-*"))
	if err != nil || len(kept) == 0 || len(kept) > 5 {
		t.Errorf("%q, %v", kept, err)
	}
	if _, err := os.Stat(filepath.Join(o.Dir, "shard-003.sqlite")); err != nil {
		t.Error(err)
	}
}
