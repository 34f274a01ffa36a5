// Package search finds messages of a shop by what stands in them: any part of a text of two letters and more, so also a
// Korean word of two syllables and a piece of a phone number; several words, all of which must be there; newest first.
//
// It is an index beside the view of a shard: a file of its own, made of the view by a follower that is off the path of
// commands (Follow), and disposable: deleted, damaged or of another make, it is made anew. What came after the
// follower's last step is looked through as it is, so that a message is found as soon as it is there.
//
// On disk: every message has a number in its shop. For each group of two and of three letters (a gram) that stands in a
// text, the numbers are kept, 32,768 to a row. A word's grams are intersected from the newest numbers down, and what is
// left is held against the text itself: a hit is always true.
//
// It knows no tables of others: package channel gives it the messages. It is no ranking and no dictionary.
package search

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"dangol.example/fault"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shard/query"
)

// The limits of a search.
const (
	MaxText    = 100    // letters of a question
	MaxWords   = 8      // words of a question; what is more is left out
	MaxHits    = 200    // of one answer
	MaxTail    = 20_000 // messages behind the index that are looked through as they are
	maxLetters = 4_096  // of one message: what is more is not found
	maxLooks   = 20_000 // texts that one question is held against
)

// What is refused.
var (
	ErrShort  = fault.New(fault.Invalid, "두 글자 이상인 낱말을 넣어 주세요.", "Please write a word of at least two letters.")
	ErrLong   = fault.New(fault.Invalid, "찾을 말은 100자까지예요.", "At most 100 letters can be searched for.")
	ErrNotYet = fault.New(fault.Busy, "찾기를 준비하고 있어요. 잠시 뒤에 다시 해 주세요.",
		"Search is being prepared. Please try again in a moment.")
)

// Message is a message as the index takes it.
type Message struct {
	ID, Shop id.ID
	Text     string // everything in it that can be found
}

// Source gives the messages of a shard whose ids are behind one, in the order of their ids, at most so many. Ids carry
// the time of the command that made them, which never runs back within a shard.
type Source func(r *shard.Reader, after id.ID, limit int) []Message

// Index is the index of one shard.
type Index struct {
	path    string
	source  Source
	waiting chan struct{} // a step is wanted at once
	spoilt  atomic.Bool   // a question has found it damaged

	mu       sync.Mutex
	readable bool          // there is a file
	pool     *sqlitex.Pool // of its readers; nil until somebody asks: most shards are asked nothing for days
}

// New makes the index of a shard, which lies in a folder. Follow fills it.
func New(dir string, number uint8, source Source) *Index {
	return &Index{
		path: filepath.Join(dir, fmt.Sprintf("search-%03d.sqlite", number)), source: source,
		waiting: make(chan struct{}, 1),
	}
}

const schema = `CREATE TABLE state (only INTEGER PRIMARY KEY CHECK (only = 1), edition TEXT NOT NULL,
  last BLOB NOT NULL) STRICT;
CREATE TABLE shop (number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, messages INTEGER NOT NULL) STRICT;
CREATE TABLE message (place INTEGER PRIMARY KEY, id BLOB NOT NULL, text TEXT NOT NULL) STRICT;
CREATE TABLE posting (shop INTEGER NOT NULL, gram INTEGER NOT NULL, chunk INTEGER NOT NULL, numbers BLOB NOT NULL,
  PRIMARY KEY (shop, gram, chunk)) STRICT, WITHOUT ROWID;`

// makeOf is raised when what stands in the file means something else.
const makeOf = "2 "

const (
	pragmas = `PRAGMA journal_mode = wal; PRAGMA synchronous = off; PRAGMA temp_store = memory;
PRAGMA cache_size = -16000; PRAGMA journal_size_limit = 16777216;`
	readerPragmas = `PRAGMA query_only = on; PRAGMA temp_store = memory; PRAGMA cache_size = -4000;`
	readers       = 4
)

// open opens the file for writing, and makes it when there is none.
func (x *Index) open() (*sqlite.Conn, error) {
	conn, err := sqlite.OpenConn(x.path, sqlite.OpenReadWrite|sqlite.OpenCreate)
	if err != nil {
		return nil, fmt.Errorf("open the search index: %w", err)
	}
	err = query.Set(conn, pragmas)
	if err == nil && count(conn, "SELECT count(*) FROM sqlite_schema") == 0 {
		err = sqlitex.ExecuteScript(conn, schema, nil)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open the search index: %w", err), conn.Close())
	}
	return conn, nil
}

// letRead lets questions be asked: there is a file.
func (x *Index) letRead() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.readable = true
}

// reading opens the file for reading when it is not open yet. It gives ErrNotYet while there is none.
func (x *Index) reading() (*sqlitex.Pool, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if !x.readable {
		return nil, ErrNotYet
	}
	if x.pool != nil {
		return x.pool, nil
	}
	pool, err := sqlitex.NewPool(x.path, sqlitex.PoolOptions{
		Flags: sqlite.OpenReadWrite, PoolSize: readers,
		PrepareConn: func(conn *sqlite.Conn) error { return query.Set(conn, readerPragmas) },
	})
	if err != nil {
		return nil, ErrNotYet.Because(fmt.Errorf("open the search index: %w", err))
	}
	x.pool = pool
	return pool, nil
}

// closeReaders ends reading; questions are refused until it begins again.
func (x *Index) closeReaders() error {
	x.mu.Lock()
	pool := x.pool
	x.readable, x.pool = false, nil
	x.mu.Unlock()
	if pool == nil {
		return nil
	}
	return pool.Close()
}

// remove takes the file away.
func (x *Index) remove() error {
	var err error
	for _, end := range []string{"", "-wal", "-shm"} {
		if e := os.Remove(x.path + end); e != nil && !errors.Is(e, os.ErrNotExist) {
			err = errors.Join(err, e)
		}
	}
	return err
}

// count is the integer that a question about the file itself gives, -1 when it cannot be asked.
func count(conn *sqlite.Conn, sql string, args ...any) int64 {
	n := int64(-1)
	err := sqlitex.Execute(conn, sql, &sqlitex.ExecOptions{Args: args, ResultFunc: func(s *sqlite.Stmt) error {
		n = s.ColumnInt64(0)
		return nil
	}})
	if err != nil {
		return -1
	}
	return n
}

// state is how far the index is.
type state struct {
	edition string
	last    id.ID // the last message that is in it
}

func readState(conn *sqlite.Conn) (s state, err error) {
	err = sqlitex.Execute(conn, "SELECT edition, last FROM state", &sqlitex.ExecOptions{
		ResultFunc: func(row *sqlite.Stmt) error {
			s.edition = row.ColumnText(0)
			row.ColumnBytes(1, s.last[:])
			return nil
		},
	})
	return s, err
}

// read asks the shard for the messages behind one.
func (x *Index) read(ctx context.Context, s *shard.Shard, after id.ID, limit int) (all []Message, err error) {
	err = s.Read(ctx, func(r *shard.Reader) error { all = x.source(r, after, limit); return nil })
	return all, err
}
