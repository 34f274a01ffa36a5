package search

import (
	"context"
	"slices"

	"zombiezen.com/go/sqlite/sqlitex"
)

// Indexed is how many messages are in the file, for tests that wait for it.
func Indexed(x *Index) int64 {
	pool, err := x.reading()
	if err != nil {
		return -1
	}
	conn, err := pool.Take(context.Background())
	if err != nil {
		return -1
	}
	defer pool.Put(conn)
	return count(conn, "SELECT coalesce(sum(messages), 0) FROM shop")
}

// Fill puts messages into the file of an index that nobody follows, and opens it for questions.
func Fill(x *Index, all []Message) error {
	conn, err := x.open()
	if err != nil {
		return err
	}
	defer conn.Close()
	err = sqlitex.Execute(conn, "INSERT INTO state (only, edition, last) VALUES (1, 'x', x'')", nil)
	if err != nil {
		return err
	}
	for some := range slices.Chunk(all, stepMost) {
		if err := x.take(conn, some); err != nil {
			return err
		}
	}
	x.letRead()
	return nil
}
