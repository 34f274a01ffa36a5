package shard

import (
	"errors"
	"fmt"
	"strings"

	"zombiezen.com/go/sqlite"

	"dangol.example/id"
)

// Reader reads a view. It is good for the call it was given to, and for one goroutine. It keeps the first error and
// answers everything after it with nothing found; whoever gave the Reader looks at the error, so its user need not.
type Reader struct {
	conn *sqlite.Conn
	err  error
	busy bool                    // inside of a scan
	seen map[string]*sqlite.Stmt // statements known to read only
	gate *gate
}

// gate lets SQLite refuse SQL that writes while a Reader has it looked at. The connection may be the writer's, where
// an applier's SQL must pass.
type gate struct{ reading bool }

// Authorize implements sqlite.Authorizer.
func (g *gate) Authorize(a sqlite.Action) sqlite.AuthResult {
	if !g.reading {
		return sqlite.AuthResultOK
	}
	switch a.Type() {
	case sqlite.OpSelect, sqlite.OpRead, sqlite.OpFunction, sqlite.OpRecursive:
		return sqlite.AuthResultOK
	default:
		return sqlite.AuthResultDeny
	}
}

// newReader makes the reader of a connection.
func newReader(conn *sqlite.Conn) (*Reader, error) {
	r := &Reader{conn: conn, seen: map[string]*sqlite.Stmt{}, gate: &gate{}}
	if err := conn.SetAuthorizer(r.gate); err != nil {
		return nil, fmt.Errorf("guard the view: %w", err)
	}
	return r, nil
}

var (
	errWrites = errors.New("a reader was given SQL that does more than read")
	errNested = errors.New("a scan asked for another query: collect first, ask then")
)

// Err is the first error.
func (r *Reader) Err() error { return r.err }

// One hands the first row to scan and reports whether there was one. SQL has ? for each argument: integers, strings,
// []byte, bool, id.ID or nil.
func (r *Reader) One(scan func(*Row), sql string, args ...any) bool {
	stmt := r.prepare(sql, args)
	if stmt == nil {
		return false
	}
	found := r.step(stmt, sql)
	if found {
		r.scan(scan, stmt)
	}
	r.reset(stmt)
	return found && r.err == nil
}

// Each hands every row to scan.
func (r *Reader) Each(scan func(*Row), sql string, args ...any) {
	stmt := r.prepare(sql, args)
	if stmt == nil {
		return
	}
	for r.step(stmt, sql) {
		r.scan(scan, stmt)
	}
	r.reset(stmt)
}

// Count is the integer in the first column of the first row, 0 when there is none.
func (r *Reader) Count(sql string, args ...any) int64 {
	var n int64
	r.One(func(row *Row) { n = row.Int() }, sql, args...)
	return n
}

func (r *Reader) prepare(sql string, args []any) *sqlite.Stmt {
	if r.err != nil {
		return nil
	}
	if r.busy {
		r.err = errNested
		return nil
	}
	stmt := r.seen[sql]
	if stmt == nil {
		if !strings.HasPrefix(sql, "SELECT") && !strings.HasPrefix(sql, "WITH") {
			r.err = errWrites
			return nil
		}
		r.gate.reading = true
		made, err := r.conn.Prepare(sql)
		r.gate.reading = false
		if sqlite.ErrCode(err).ToPrimary() == sqlite.ResultAuth {
			err = fmt.Errorf("%w: %w", errWrites, err)
		}
		if err != nil {
			r.fail(err, sql)
			return nil
		}
		stmt = made
		r.seen[sql] = stmt
	}
	if err := bind(stmt, args); err != nil {
		r.fail(err, sql)
		return nil
	}
	return stmt
}

func (r *Reader) step(stmt *sqlite.Stmt, sql string) bool {
	if r.err != nil {
		return false
	}
	found, err := stmt.Step()
	if err != nil {
		r.fail(err, sql)
	}
	return found && err == nil
}

func (r *Reader) scan(scan func(*Row), stmt *sqlite.Stmt) {
	r.busy = true
	scan(&Row{stmt: stmt})
	r.busy = false
}

func (r *Reader) reset(stmt *sqlite.Stmt) {
	if err := stmt.Reset(); err != nil && r.err == nil {
		r.err = fmt.Errorf("end a query: %w", err)
	}
}

// fail keeps the first error. SQL is ours and holds no values.
func (r *Reader) fail(err error, sql string) {
	if r.err == nil {
		r.err = fmt.Errorf("%s: %w", sql, err)
	}
}

// bind fills in the arguments.
func bind(stmt *sqlite.Stmt, args []any) error {
	if len(args) != stmt.BindParamCount() {
		return fmt.Errorf("%d arguments for %d places", len(args), stmt.BindParamCount())
	}
	for i, a := range args {
		switch v := a.(type) {
		case nil:
			stmt.BindNull(i + 1)
		case int64:
			stmt.BindInt64(i+1, v)
		case int:
			stmt.BindInt64(i+1, int64(v))
		case uint64:
			stmt.BindInt64(i+1, int64(v))
		case uint32:
			stmt.BindInt64(i+1, int64(v))
		case int32:
			stmt.BindInt64(i+1, int64(v))
		case bool:
			stmt.BindBool(i+1, v)
		case string:
			stmt.BindText(i+1, v)
		case id.ID:
			stmt.BindBytes(i+1, v[:])
		case []byte:
			if v == nil {
				v = []byte{} // an empty blob, not NULL
			}
			stmt.BindBytes(i+1, v)
		default:
			return fmt.Errorf("argument %d is a %T", i+1, a)
		}
	}
	return nil
}

// Row is one row of a query. Its columns are taken from left to right, one call each. What it gives is the caller's.
type Row struct {
	stmt *sqlite.Stmt
	next int
}

func (w *Row) column() int {
	w.next++
	return w.next - 1
}

// Null reports whether the next column is NULL, without taking it.
func (w *Row) Null() bool { return w.stmt.ColumnIsNull(w.next) }

// Int takes an integer; NULL is 0.
func (w *Row) Int() int64 { return w.stmt.ColumnInt64(w.column()) }

// Bool takes an integer as true or false.
func (w *Row) Bool() bool { return w.stmt.ColumnInt64(w.column()) != 0 }

// Text takes a string.
func (w *Row) Text() string { return w.stmt.ColumnText(w.column()) }

// Bytes takes a blob.
func (w *Row) Bytes() []byte {
	i := w.column()
	b := make([]byte, w.stmt.ColumnLen(i))
	w.stmt.ColumnBytes(i, b)
	return b
}

// ID takes an id; NULL and whatever has not sixteen bytes is the zero ID.
func (w *Row) ID() id.ID {
	i := w.column()
	var n id.ID
	if w.stmt.ColumnLen(i) == id.Size {
		w.stmt.ColumnBytes(i, n[:])
	}
	return n
}
