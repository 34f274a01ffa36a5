package search

import (
	"context"
	"slices"

	"zombiezen.com/go/sqlite/sqlitex"
)

// Indexed is the number of the last message in the file, for tests that wait for it.
func Indexed(x *Index) int64 {
	pool := x.pool.Load()
	if pool == nil {
		return -1
	}
	conn, err := pool.Take(context.Background())
	if err != nil {
		return -1
	}
	defer pool.Put(conn)
	now, err := readState(conn)
	if err != nil {
		return -1
	}
	return now.number
}

// Fill puts messages into the file of an index that nobody follows, and opens it for questions.
func Fill(x *Index, all []Message) error {
	conn, err := x.open()
	if err != nil {
		return err
	}
	defer conn.Close()
	if err := sqlitex.Execute(conn, "INSERT INTO state (only, edition, number, last) VALUES (1, 'x', 0, x'')", nil); err != nil {
		return err
	}
	for some := range slices.Chunk(all, stepMost) {
		if err := x.take(conn, some); err != nil {
			return err
		}
	}
	return x.letRead()
}
