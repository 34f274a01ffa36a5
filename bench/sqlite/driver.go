package main

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"

	"github.com/mattn/go-sqlite3"
	modern "modernc.org/sqlite"
	"zombiezen.com/go/sqlite"
)

// session is one connection to one file.
type session interface {
	prepare(query string) (statement, error)
	close() error
}

// statement runs again and again. Arguments are int64, string or []byte. A query's columns are two integers and a blob
// (or text), which visit may use until it returns.
type statement interface {
	exec(args ...any) error
	query(visit func(int64, int64, []byte), args ...any) error
	close() error
}

// way is a road from Go to SQLite.
type way struct {
	name string
	open func(path string) (session, error)
}

// ways are compared; the first is the one that the others are set in relation to.
var ways = []way{
	{"zombiezen", func(path string) (session, error) { return openZombiezen(path, held) }},
	{"modernc, database/sql", func(path string) (session, error) { return openPool("sqlite", path) }},
	{"modernc, driver", func(path string) (session, error) { return openBare(&modern.Driver{}, path) }},
	{"mattn (cgo), database/sql", func(path string) (session, error) { return openPool("sqlite3", path) }},
	{"mattn (cgo), driver", func(path string) (session, error) { return openBare(&sqlite3.SQLiteDriver{}, path) }},
}

// reuse says what becomes of a statement between two runs.
type reuse int

const (
	held   reuse = iota // the caller keeps it
	cached              // the connection keeps it: asked for by its text each time, its bindings cleared
	fresh               // it is compiled each time
)

// zombiezen calls the transpiled C directly.
type zombiezen struct {
	conn  *sqlite.Conn
	reuse reuse
}

func openZombiezen(path string, r reuse) (session, error) {
	conn, err := sqlite.OpenConn(path, sqlite.OpenReadWrite|sqlite.OpenCreate)
	if err != nil {
		return nil, err
	}
	return &zombiezen{conn, r}, nil
}

func (z *zombiezen) prepare(query string) (statement, error) {
	switch z.reuse {
	case cached:
		return &zombiezenText{z, query}, nil
	case fresh:
		return &zombiezenText{z, query}, nil
	default:
		s, err := z.conn.Prepare(query)
		return &zombiezenStatement{s, nil}, err
	}
}

func (z *zombiezen) close() error { return z.conn.Close() }

type zombiezenStatement struct {
	*sqlite.Stmt
	buffer []byte
}

func (s *zombiezenStatement) exec(args ...any) error { return s.query(nil, args...) }

func (s *zombiezenStatement) query(visit func(int64, int64, []byte), args ...any) error {
	for i, a := range args {
		switch a := a.(type) {
		case int64:
			s.BindInt64(i+1, a)
		case string:
			s.BindText(i+1, a)
		case []byte:
			s.BindBytes(i+1, a)
		default:
			return fmt.Errorf("argument %d is a %T", i+1, a)
		}
	}
	for {
		more, err := s.Step()
		if err != nil {
			return err
		}
		if !more {
			return s.Reset()
		}
		if visit == nil {
			continue
		}
		if n := s.ColumnLen(2); n > cap(s.buffer) {
			s.buffer = make([]byte, 2*n)
		}
		n := s.ColumnBytes(2, s.buffer[:cap(s.buffer)])
		visit(s.ColumnInt64(0), s.ColumnInt64(1), s.buffer[:n])
	}
}

func (s *zombiezenStatement) close() error { return s.Finalize() }

// zombiezenText is a statement that nobody keeps.
type zombiezenText struct {
	*zombiezen
	text string
}

func (s *zombiezenText) exec(args ...any) error { return s.query(nil, args...) }

func (s *zombiezenText) query(visit func(int64, int64, []byte), args ...any) error {
	if s.reuse == cached {
		stmt, err := s.conn.Prepare(s.text)
		if err != nil {
			return err
		}
		return (&zombiezenStatement{stmt, nil}).query(visit, args...)
	}
	stmt, _, err := s.conn.PrepareTransient(s.text)
	if err != nil {
		return err
	}
	return errors.Join((&zombiezenStatement{stmt, nil}).query(visit, args...), stmt.Finalize())
}

func (s *zombiezenText) close() error { return nil }

// pool is the usual road: database/sql, here with one connection, as a writer has.
type pool struct {
	db   *sql.DB
	conn *sql.Conn
}

func openPool(name, path string) (session, error) {
	db, err := sql.Open(name, path)
	if err != nil {
		return nil, err
	}
	conn, err := db.Conn(context.Background())
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &pool{db, conn}, nil
}

func (p *pool) prepare(query string) (statement, error) {
	s, err := p.conn.PrepareContext(context.Background(), query)
	return &poolStatement{s}, err
}

func (p *pool) close() error { return errors.Join(p.conn.Close(), p.db.Close()) }

type poolStatement struct{ *sql.Stmt }

func (s *poolStatement) exec(args ...any) error {
	_, err := s.Exec(args...)
	return err
}

func (s *poolStatement) query(visit func(int64, int64, []byte), args ...any) (err error) {
	rows, err := s.Query(args...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	var a, b int64
	var c sql.RawBytes
	for rows.Next() {
		if err := rows.Scan(&a, &b, &c); err != nil {
			return err
		}
		visit(a, b, c)
	}
	return rows.Err()
}

func (s *poolStatement) close() error { return s.Close() }

// bare is a database/sql driver without database/sql: what is left is the driver's own cost.
type bare struct{ driver.Conn }

func openBare(d driver.Driver, path string) (session, error) {
	conn, err := d.Open(path)
	return &bare{conn}, err
}

func (b *bare) prepare(query string) (statement, error) {
	s, err := b.Prepare(query)
	return &bareStatement{s, nil, nil}, err
}

func (b *bare) close() error { return b.Close() }

type bareStatement struct {
	driver.Stmt
	args []driver.NamedValue
	row  []driver.Value
}

var errDriver = errors.New("the driver does not do this")

func (s *bareStatement) bind(args []any) []driver.NamedValue {
	s.args = s.args[:0]
	for i, a := range args {
		s.args = append(s.args, driver.NamedValue{Ordinal: i + 1, Value: a})
	}
	return s.args
}

func (s *bareStatement) exec(args ...any) error {
	do, can := s.Stmt.(driver.StmtExecContext)
	if !can {
		return errDriver
	}
	_, err := do.ExecContext(context.Background(), s.bind(args))
	return err
}

func (s *bareStatement) query(visit func(int64, int64, []byte), args ...any) (err error) {
	do, can := s.Stmt.(driver.StmtQueryContext)
	if !can {
		return errDriver
	}
	rows, err := do.QueryContext(context.Background(), s.bind(args))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	s.row = append(s.row[:0], nil, nil, nil)
	for {
		if err := rows.Next(s.row); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		a, isA := s.row[0].(int64)
		b, isB := s.row[1].(int64)
		if !isA || !isB {
			return errDriver
		}
		switch c := s.row[2].(type) {
		case []byte:
			visit(a, b, c)
		case string:
			visit(a, b, []byte(c))
		default:
			return errDriver
		}
	}
}

func (s *bareStatement) close() error { return s.Close() }
