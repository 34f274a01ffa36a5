package query

import (
	"zombiezen.com/go/sqlite"
)

// Writer reads and changes a view. It keeps the first error, like a Reader.
type Writer struct {
	*Reader
	written map[string]*sqlite.Stmt
}

// NewWriter makes the writer of a connection.
func NewWriter(conn *sqlite.Conn) (*Writer, error) {
	r, err := New(conn)
	if err != nil {
		return nil, err
	}
	return &Writer{Reader: r, written: map[string]*sqlite.Stmt{}}, nil
}

// Exec runs a statement that changes the domain's own tables. Arguments as in Reader.One.
func (w *Writer) Exec(sql string, args ...any) {
	if w.err != nil {
		return
	}
	if w.busy {
		w.err = errNested
		return
	}
	stmt := w.written[sql]
	if stmt == nil {
		made, err := w.conn.Prepare(sql)
		if err != nil {
			w.fail(err, sql)
			return
		}
		stmt = made
		w.written[sql] = stmt
	}
	if err := bind(stmt, args); err != nil {
		w.fail(err, sql)
		return
	}
	w.step(stmt, sql)
	w.reset(stmt)
}

// Settle ends every statement that a panic has left halfway.
func Settle(w *Writer) {
	w.busy = false
	for _, stmt := range w.seen {
		stmt.Reset() //nolint:errcheck // it repeats what went wrong
	}
	for _, stmt := range w.written {
		stmt.Reset() //nolint:errcheck // as above
	}
}
