package query

import (
	"errors"
	"fmt"
	"strings"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// Set runs pragmas outside of a transaction.
func Set(conn *sqlite.Conn, pragmas string) error {
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

// Checkpoint moves as much of the log into the file as goes without waiting for anybody, and gives how many pages the
// log has.
func Checkpoint(conn *sqlite.Conn) (pages int, err error) {
	err = sqlitex.ExecuteTransient(conn, "PRAGMA wal_checkpoint(PASSIVE)", &sqlitex.ExecOptions{
		ResultFunc: func(stmt *sqlite.Stmt) error { pages = stmt.ColumnInt(1); return nil },
	})
	if err != nil {
		return 0, fmt.Errorf("checkpoint: %w", err)
	}
	return pages, nil
}

// Begin opens a reader's transaction: from here on it sees one moment of the view. End takes it back. Both are kept as
// statements are: a look is often shorter than the making of a statement.
func Begin(r *Reader) error { return kept(r.conn, "BEGIN") }

// End ends what Begin began.
func End(r *Reader) error { return kept(r.conn, "ROLLBACK") }

func kept(conn *sqlite.Conn, sql string) error {
	stmt, err := conn.Prepare(sql)
	if err != nil {
		return err
	}
	_, err = stmt.Step()
	return errors.Join(err, stmt.Reset())
}

// Codes of SQLite's that its Go package has no names for.
const (
	ioErrData      sqlite.ResultCode = sqlite.ResultIOErr | 32<<8
	ioErrCorruptFS sqlite.ResultCode = sqlite.ResultIOErr | 33<<8
)

// IsFull reports whether SQLite has found no room, or a disk that takes nothing.
func IsFull(err error) bool {
	switch code := sqlite.ErrCode(err); code {
	case sqlite.ResultIOErrWrite, sqlite.ResultIOErrFsync, sqlite.ResultIOErrDirFsync, sqlite.ResultIOErrTruncate,
		sqlite.ResultIOErrSHMOpen, sqlite.ResultIOErrSHMSize, sqlite.ResultIOErrSHMMap, sqlite.ResultIOErrMMap:
		return true
	default:
		return code.ToPrimary() == sqlite.ResultFull
	}
}

// IsDamaged reports whether SQLite has found the file damaged, or cannot read it.
func IsDamaged(err error) bool {
	switch code := sqlite.ErrCode(err); code {
	case sqlite.ResultIOErrRead, sqlite.ResultIOErrShortRead, ioErrData, ioErrCorruptFS:
		return true
	default:
		return code.ToPrimary() == sqlite.ResultCorrupt || code.ToPrimary() == sqlite.ResultNotADB
	}
}
