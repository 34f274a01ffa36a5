package query

import (
	"fmt"

	"zombiezen.com/go/sqlite"

	"dangol.example/id"
)

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
