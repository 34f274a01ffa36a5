package shard

import (
	"context"
	"fmt"

	"zombiezen.com/go/sqlite"

	"dangol.example/shard/query"
)

// readerPragmas keep an idle reader small.
const readerPragmas = `PRAGMA query_only = on; PRAGMA temp_store = memory; PRAGMA cache_size = -2000;`

// read hands out one of the readers, in a transaction of its own. When ctx ends, so does the query under way.
func (v *view) read(ctx context.Context, s *Shard, read func(*Reader) error) (err error) {
	r, err := v.takeReader(ctx)
	if err != nil {
		return err
	}
	defer func() {
		if recover() != nil {
			err = s.contained("reading")
			query.Conn(r).Close() //nolint:errcheck // nothing was written
			r = nil
		}
		v.readers <- r
	}()
	if r == nil {
		if r, err = v.openReader(); err != nil {
			return err
		}
	}
	query.Clear(r)
	if err := query.Begin(r); err != nil {
		return fmt.Errorf("read the view: %w", err)
	}
	query.Conn(r).SetInterrupt(ctx.Done())
	err = read(r)
	if r.Err() != nil {
		err = fmt.Errorf("read the view: %w", r.Err())
	}
	query.Conn(r).SetInterrupt(nil)
	if end := query.End(r); end != nil && err == nil {
		err = fmt.Errorf("read the view: %w", end)
	}
	if ctx.Err() != nil && sqlite.ErrCode(err).ToPrimary() == sqlite.ResultInterrupt {
		err = ErrBusy.Because(ctx.Err())
	}
	return err
}

// takeReader waits for a reader; nil stands for one that is not open yet.
func (v *view) takeReader(ctx context.Context) (*Reader, error) {
	select {
	case <-v.closed:
		return nil, ErrStopped
	default:
	}
	select {
	case r := <-v.readers:
		return r, nil
	default:
	}
	defer v.waiting.Add(-1)
	if v.waiting.Add(1) > MaxReadsWaiting {
		return nil, ErrBusy
	}
	select {
	case r := <-v.readers:
		return r, nil
	case <-v.closed:
		return nil, ErrStopped
	case <-ctx.Done():
		return nil, ErrBusy.Because(ctx.Err())
	}
}

func (v *view) openReader() (*Reader, error) {
	conn, err := sqlite.OpenConn(v.path, sqlite.OpenReadWrite|sqlite.OpenURI)
	if err != nil {
		return nil, fmt.Errorf("open a reader: %w", err)
	}
	if err := query.Set(conn, readerPragmas); err != nil {
		return nil, joinClose(fmt.Errorf("open a reader: %w", err), conn.Close())
	}
	r, err := query.New(conn)
	if err != nil {
		return nil, joinClose(fmt.Errorf("open a reader: %w", err), conn.Close())
	}
	return r, nil
}
