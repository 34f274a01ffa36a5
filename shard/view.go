package shard

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"dangol.example/journal"
)

//go:embed schema.sql
var schema string

// ownVersion is raised when schema.sql, the format of the chain or the shard's own appliers change.
const ownVersion = 3

// view is the SQLite file of a shard. Its conn belongs to the writer.
type view struct {
	path    string // "" in memory
	conn    *sqlite.Conn
	tx      *Tx
	head    head
	readers chan *Reader // idle ones; nil stands for one that is not open yet
}

// head is how far a view is.
type head struct {
	chain  journal.Chain
	seq    uint64    // the last message of the log that was looked at
	top    uint64    // the message that holds the chain's head
	time   time.Time // of the newest entry
	errand int64     // the number of the newest errand
}

var errOldVersion = errors.New("made by another version")

// openView opens the file, or makes a new one when there is none, when it was made by another version, or when it does
// not check.
func openView(ctx context.Context, s *Shard) (*view, error) {
	v := &view{readers: make(chan *Reader, MaxReaders)}
	for range MaxReaders {
		v.readers <- nil
	}
	if s.options.Dir == "" {
		v.path = fmt.Sprintf("file:shard-%p?mode=memory&cache=shared", s)
	} else {
		v.path = filepath.Join(s.options.Dir, fmt.Sprintf("shard-%03d.sqlite", s.options.Number))
	}
	err := v.open(ctx, s)
	if err == nil {
		return v, nil
	}
	if s.options.Dir == "" || ctx.Err() != nil || isFull(err) || errors.Is(err, errAhead) {
		return nil, joinClose(err, v.shut())
	}
	return v, v.makeAnew(ctx, s, err)
}

// makeAnew takes a file that cannot be used out of the way and opens an empty one.
func (v *view) makeAnew(ctx context.Context, s *Shard, because error) error {
	s.options.Logger.Warn("a view is made anew from the journal", "shard", s.options.Number, "because", because)
	if err := v.shut(); err != nil && !isDamaged(err) {
		return err
	}
	if err := v.moveAside(errors.Is(because, errOldVersion), s.options.Clock.Now()); err != nil {
		return err
	}
	return v.open(ctx, s)
}

// pragmas: the view is disposable, so that nothing is synced at a commit; NORMAL keeps it whole through a power cut.
// The sizes are measured (docs/adr/0006-sqlite-driver.md).
const pragmas = `PRAGMA journal_mode = wal; PRAGMA synchronous = normal; PRAGMA foreign_keys = off;
PRAGMA temp_store = memory; PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -8000;
PRAGMA journal_size_limit = 67108864;`

func (v *view) open(ctx context.Context, s *Shard) error {
	conn, err := sqlite.OpenConn(v.path, sqlite.OpenReadWrite|sqlite.OpenCreate|sqlite.OpenURI)
	if err != nil {
		return fmt.Errorf("open view: %w", err)
	}
	v.conn = conn
	if err := set(conn, pragmas); err != nil {
		return fmt.Errorf("open view: %w", err)
	}
	r := &Reader{conn: conn, seen: map[string]*sqlite.Stmt{}}
	v.tx = &Tx{Reader: r, shard: s.options.Number, written: map[string]*sqlite.Stmt{}, touched: map[touch]uint64{}}
	v.tx.topics = map[string]int64{}
	fresh := r.Count("SELECT count(*) FROM sqlite_schema") == 0
	if r.err != nil {
		return fmt.Errorf("open view: %w", r.err)
	}
	if fresh {
		if err := v.create(s.register); err != nil {
			return fmt.Errorf("make view: %w", err)
		}
	}
	if err := v.checkVersions(s.register); err != nil {
		return err
	}
	if err := v.readHead(s.options.Number); err != nil {
		return err
	}
	return v.checkHead(ctx, s.options.Log)
}

// set runs pragmas outside of a transaction.
func set(conn *sqlite.Conn, pragmas string) error {
	for p := range strings.SplitSeq(pragmas, ";") {
		if p = strings.TrimSpace(p); p == "" {
			continue
		}
		if err := sqlitex.ExecuteTransient(conn, p, nil); err != nil {
			return err
		}
	}
	return nil
}

// create makes all tables in one transaction.
func (v *view) create(g *register) (err error) {
	defer sqlitex.Transaction(v.conn)(&err)
	if err := sqlitex.ExecuteScript(v.conn, schema, nil); err != nil {
		return err
	}
	for _, d := range g.domains {
		if err := sqlitex.ExecuteScript(v.conn, d.Schema, nil); err != nil {
			return fmt.Errorf("schema of %s: %w", d.Name, err)
		}
		v.tx.Exec("INSERT INTO shard_version (domain, version) VALUES (?, ?)", d.Name, d.Version)
	}
	v.tx.Exec("INSERT INTO shard_head VALUES (1, 0, 0, 0, 0, ?, 0, 0)", make([]byte, len(journal.Hash{})))
	return v.tx.err
}

// checkVersions sees whether the view was made by these very versions of its domains.
func (v *view) checkVersions(g *register) error {
	have := map[string]int64{}
	v.tx.Each(func(r *Row) { name := r.Text(); have[name] = r.Int() }, "SELECT domain, version FROM shard_version")
	if v.tx.err != nil {
		return v.tx.err
	}
	same := len(have) == len(g.domains)
	for _, d := range g.domains {
		same = same && have[d.Name] == int64(d.Version)
	}
	if !same {
		return errOldVersion
	}
	return nil
}

func (v *view) readHead(shard uint8) error {
	h := head{chain: journal.Chain{Shard: shard}}
	found := v.tx.One(func(r *Row) {
		h.seq, h.top, h.chain.Epoch, h.chain.Number = uint64(r.Int()), uint64(r.Int()), uint64(r.Int()), uint64(r.Int())
		copy(h.chain.Head[:], r.Bytes())
		h.time, h.errand = time.UnixMilli(r.Int()), r.Int()
	}, "SELECT seq, top, epoch, number, hash, time_ms, errands FROM shard_head")
	if v.tx.err == nil && !found {
		return errors.New("view without a head")
	}
	v.head = h
	return v.tx.err
}

// writeHead puts the head into the open transaction.
func (v *view) writeHead(h head) {
	v.tx.Exec("UPDATE shard_head SET seq = ?, top = ?, epoch = ?, number = ?, hash = ?, time_ms = ?, errands = ?",
		h.seq, h.top, h.chain.Epoch, h.chain.Number, h.chain.Head[:], h.time.UnixMilli(), h.errand)
}

// begin opens the writer's transaction.
func (v *view) begin() error {
	t := v.tx
	t.err, t.asked, t.errands = nil, false, v.head.errand
	t.Exec("BEGIN IMMEDIATE")
	return t.err
}

// rollback takes the open transaction back, and everything that was touched in it.
func (v *view) rollback() {
	t := v.tx
	t.err = nil
	clear(t.touched)
	clear(t.topics)
	t.order = t.order[:0]
	if !v.conn.AutocommitEnabled() { // SQLite rolls back by itself after some errors
		t.Exec("ROLLBACK")
	}
	t.err = nil
}

// close closes the file; readers that are at work are waited for.
func (v *view) close() error {
	for range MaxReaders {
		if r := <-v.readers; r != nil {
			r.conn.Close() //nolint:errcheck // nothing was written
		}
	}
	return v.shut()
}

func (v *view) shut() error {
	if v.conn == nil {
		return nil
	}
	conn := v.conn
	v.conn = nil
	return conn.Close()
}

// moveAside takes the file out of the way: deleted when it is merely old, kept for a look when it is damaged.
func (v *view) moveAside(old bool, now time.Time) error {
	for _, end := range []string{"", "-wal", "-shm"} {
		var err error
		if old {
			err = os.Remove(v.path + end)
		} else {
			err = os.Rename(v.path+end, v.path+".damaged-"+now.UTC().Format("20060102T150405")+end)
		}
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("move a view aside: %w", err)
		}
	}
	return nil
}

// isFull reports whether SQLite has found no room.
func isFull(err error) bool {
	switch sqlite.ErrCode(err).ToPrimary() {
	case sqlite.ResultFull, sqlite.ResultIOErr:
		return true
	default:
		return false
	}
}

// isDamaged reports whether SQLite has found the file damaged.
func isDamaged(err error) bool {
	switch sqlite.ErrCode(err).ToPrimary() {
	case sqlite.ResultCorrupt, sqlite.ResultNotADB:
		return true
	default:
		return false
	}
}

func joinClose(err, closing error) error {
	if closing != nil {
		return errors.Join(err, closing)
	}
	return err
}
