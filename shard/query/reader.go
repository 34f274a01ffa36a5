// Package query is SQL as deciders, appliers and questions use it: statements are kept and bound anew, the first error
// is kept and everything after it finds nothing, and what only reads cannot write.
//
// Readers and writers are given to domains by package shard, under its own names. The functions of this package that
// take one are for whoever gave it: domains do not import it.
package query

import (
	"errors"
	"fmt"
	"strings"

	"zombiezen.com/go/sqlite"
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

// New makes the reader of a connection.
func New(conn *sqlite.Conn) (*Reader, error) {
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

// Fail keeps the first error of a reader, with where it was met.
func Fail(r *Reader, err error, at string) { r.fail(err, at) }

// Clear forgets a reader's error.
func Clear(r *Reader) { r.err = nil }

// Conn is a reader's connection.
func Conn(r *Reader) *sqlite.Conn { return r.conn }
