package shard

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"path/filepath"
	"sync/atomic"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"dangol.example/journal"
	"dangol.example/shard/query"
)

//go:embed schema.sql
var schema string

// ownVersion is raised when schema.sql, the format of the chain or the shard's own appliers change.
const ownVersion = 4

// view is the SQLite file of a shard. Its conn belongs to the writer.
type view struct {
	path    string // "" in memory
	conn    *sqlite.Conn
	tx      *Tx
	head    head
	old     *head        // of the file that is kept aside until this one has come as far; nil when there is none
	fresh   bool         // made when it was opened
	readers chan *Reader // idle ones; nil stands for one that is not open yet
	waiting atomic.Int32 // how many wait for one
	closed  chan struct{}
}

// head is how far a view is.
type head struct {
	chain  journal.Chain
	seq    uint64    // the last message of the log that was looked at
	top    uint64    // the message that holds the chain's head
	time   time.Time // of the newest entry
	errand int64     // the number of the newest errand
}

func viewName(shard uint8) string { return fmt.Sprintf("shard-%03d.sqlite", shard) }

// newView is a view that is not open yet.
func newView(path string) *view {
	v := &view{path: path, readers: make(chan *Reader, MaxReaders), closed: make(chan struct{})}
	for range MaxReaders {
		v.readers <- nil
	}
	return v
}

// openView opens the file, or makes a new one when there is none, or when this one is of no use (isOfNoUse). Whatever
// else is wrong is the caller's, and the file is left as it is: it may hold what the journal has lost.
func openView(ctx context.Context, s *Shard) (*view, error) {
	v := newView(filepath.Join(s.options.Dir, viewName(s.options.Number)))
	if s.options.Dir == "" {
		v.path = fmt.Sprintf("file:shard-%p?mode=memory&cache=shared", s)
		if err := v.open(ctx, s); err != nil {
			return nil, joinClose(err, v.shut())
		}
		return v, nil
	}
	err := v.checkOld(ctx, s)
	if err == nil {
		err = v.open(ctx, s)
	}
	if err == nil && v.isSpoilt() {
		err = errSpoilt
	}
	if isOfNoUse(err) {
		err = v.makeAnew(ctx, s, err)
	}
	if err != nil {
		return nil, joinClose(err, v.shut())
	}
	return v, nil
}

// pragmas: the view is disposable, so that nothing is synced at a commit; NORMAL keeps it whole through a power cut.
// The sizes are measured (docs/adr/0006-sqlite-driver.md).
const pragmas = `PRAGMA journal_mode = wal; PRAGMA synchronous = normal; PRAGMA foreign_keys = off;
PRAGMA temp_store = memory; PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -8000;
PRAGMA journal_size_limit = 67108864;`

// openConn opens the writer's connection.
func (v *view) openConn(s *Shard) error {
	conn, err := sqlite.OpenConn(v.path, sqlite.OpenReadWrite|sqlite.OpenCreate|sqlite.OpenURI)
	if err != nil {
		return fmt.Errorf("open view: %w", err)
	}
	v.conn = conn
	if err := query.Set(conn, pragmas); err != nil {
		return fmt.Errorf("open view: %w", err)
	}
	w, err := query.NewWriter(conn)
	if err != nil {
		return err
	}
	v.tx = &Tx{Writer: w, shard: s.options.Number, touched: map[touch]uint64{}, topics: map[string]int64{}}
	return nil
}

func (v *view) open(ctx context.Context, s *Shard) error {
	if err := v.openConn(s); err != nil {
		return err
	}
	r := v.tx.Reader
	v.fresh = r.Count("SELECT count(*) FROM sqlite_schema") == 0
	if r.Err() != nil {
		return fmt.Errorf("open view: %w", r.Err())
	}
	if v.fresh {
		if err := v.create(s.register); err != nil {
			return fmt.Errorf("make view: %w", err)
		}
	}
	return v.check(ctx, s)
}

// look opens a view that is there, and checks it.
func (v *view) look(ctx context.Context, s *Shard) error {
	if err := v.openConn(s); err != nil {
		return err
	}
	return v.check(ctx, s)
}

// check sees whether the view is of these versions and belongs to this journal.
func (v *view) check(ctx context.Context, s *Shard) error {
	version := v.checkVersions(s.register)
	if version != nil && !errors.Is(version, errOldVersion) {
		return version
	}
	// An old one is held against the journal too: nobody else knows that the journal has lost something.
	if err := v.readHead(s.options.Number); err != nil {
		return err
	}
	if err := v.checkHead(ctx, s.options.Log); err != nil {
		return err
	}
	return version
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
	return v.tx.Err()
}

// checkVersions sees whether the view was made by these very versions of its domains.
func (v *view) checkVersions(g *register) error {
	tables := v.tx.Count("SELECT count(*) FROM sqlite_schema WHERE name IN ('shard_head', 'shard_version')")
	if v.tx.Err() == nil && tables < 2 {
		return errNoHead
	}
	have := map[string]int64{}
	v.tx.Each(func(r *Row) { name := r.Text(); have[name] = r.Int() }, "SELECT domain, version FROM shard_version")
	if v.tx.Err() != nil {
		return v.tx.Err()
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
		h.time, h.errand = time.UnixMilli(r.Int()).UTC(), r.Int()
	}, "SELECT seq, top, epoch, number, hash, time_ms, errands FROM shard_head")
	if err := v.tx.Err(); err != nil && sqlite.ErrCode(err).ToPrimary() == sqlite.ResultError {
		query.Clear(v.tx.Reader)
		return fmt.Errorf("%w: %w", errNoHead, err) // its columns are of another time
	}
	if v.tx.Err() == nil && !found {
		return errNoHead
	}
	v.head = h
	return v.tx.Err()
}

// writeHead puts the head into the open transaction.
func (v *view) writeHead(h head) {
	v.tx.Exec("UPDATE shard_head SET seq = ?, top = ?, epoch = ?, number = ?, hash = ?, time_ms = ?, errands = ?",
		h.seq, h.top, h.chain.Epoch, h.chain.Number, h.chain.Head[:], h.time.UnixMilli(), h.errand)
}

// begin opens the writer's transaction.
func (v *view) begin() error {
	t := v.tx
	query.Clear(t.Reader)
	t.asked, t.errands = false, v.head.errand
	t.Exec("BEGIN IMMEDIATE")
	return t.Err()
}

// rollback takes the open transaction back, and everything that was touched in it.
func (v *view) rollback() {
	t := v.tx
	query.Clear(t.Reader)
	clear(t.touched)
	clear(t.topics)
	t.order = t.order[:0]
	if !v.conn.AutocommitEnabled() { // SQLite rolls back by itself after some errors
		t.Exec("ROLLBACK")
	}
	query.Clear(t.Reader)
}

// close closes the file; readers that are at work are waited for.
func (v *view) close() error {
	close(v.closed)
	for range MaxReaders {
		if r := <-v.readers; r != nil {
			query.Conn(r).Close() //nolint:errcheck // nothing was written
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

func joinClose(err, closing error) error {
	if closing != nil {
		return errors.Join(err, closing)
	}
	return err
}
