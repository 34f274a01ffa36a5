package shard

import (
	"context"
	"fmt"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// readerPragmas keep an idle reader small.
const readerPragmas = `PRAGMA query_only = on; PRAGMA temp_store = memory; PRAGMA cache_size = -2000;`

// read hands out one of the readers, in a transaction of its own.
func (v *view) read(ctx context.Context, read func(*Reader) error) (err error) {
	var r *Reader
	select {
	case r = <-v.readers:
	case <-ctx.Done():
		return ErrBusy.Because(ctx.Err())
	}
	defer func() { v.readers <- r }()
	if r == nil {
		if r, err = v.openReader(); err != nil {
			return err
		}
	}
	r.err = nil
	r.One(func(*Row) {}, "SELECT 1")
	if err := sqlitex.ExecuteTransient(r.conn, "BEGIN", nil); err != nil {
		return fmt.Errorf("read the view: %w", err)
	}
	err = read(r)
	if r.err != nil {
		err = fmt.Errorf("read the view: %w", r.err)
	}
	if end := sqlitex.ExecuteTransient(r.conn, "ROLLBACK", nil); end != nil && err == nil {
		err = fmt.Errorf("read the view: %w", end)
	}
	return err
}

func (v *view) openReader() (*Reader, error) {
	conn, err := sqlite.OpenConn(v.path, sqlite.OpenReadWrite|sqlite.OpenURI)
	if err != nil {
		return nil, fmt.Errorf("open a reader: %w", err)
	}
	if err := set(conn, readerPragmas); err != nil {
		return nil, joinClose(fmt.Errorf("open a reader: %w", err), conn.Close())
	}
	return &Reader{conn: conn, seen: map[string]*sqlite.Stmt{}}, nil
}
