package query

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"

	"zombiezen.com/go/sqlite"
)

// HashTable hashes some columns of a table, row by row in the order of its primary key, in hexadecimal.
func HashTable(r *Reader, table, columns string) string {
	var keys []string
	r.Each(func(w *Row) { keys = append(keys, fmt.Sprintf("%q", w.Text())) },
		"SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", table)
	order := "rowid"
	for i, k := range keys {
		if i == 0 {
			order = k
		} else {
			order += ", " + k
		}
	}
	return Hash(r, fmt.Sprintf("SELECT %s FROM %q ORDER BY %s", columns, table, order))
}

// Hash hashes all that a query finds, in hexadecimal.
func Hash(r *Reader, sql string) string {
	h := sha256.New()
	r.Each(func(w *Row) { hashRow(h, w.stmt) }, sql)
	return hex.EncodeToString(h.Sum(nil))
}

func hashRow(h hash.Hash, stmt *sqlite.Stmt) {
	for i := range stmt.ColumnCount() {
		text := stmt.ColumnText(i)
		fmt.Fprintf(h, "%d %d ", stmt.ColumnType(i), len(text))
		h.Write([]byte(text))
	}
	h.Write([]byte{'\n'})
}
