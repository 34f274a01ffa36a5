package search

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"dangol.example/clock"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shard/query"
)

// How the follower works.
const (
	pace      = 2 * time.Second  // between two looks at the shard
	restAfter = 10 * time.Second // after an error
	stepFrom  = 512              // messages that are worth a step; fewer are found as they are
	page      = 4_096            // messages that are read at once
	stepMost  = 32_768           // messages of one step, by which its memory is bounded
	chunkBits = 15               // numbers of one row of postings: 32,768
	shopBits  = 32               // below the shop's number in a place
)

// errAnew says that the file is of no use.
var errAnew = errors.New("the search index is made anew")

// Follow keeps the index up to date until ctx ends. A file that is of no use is thrown away. What goes wrong is told,
// never the text of a message.
func (x *Index) Follow(ctx context.Context, s *shard.Shard, c clock.Clock, tell func(error)) {
	for ctx.Err() == nil {
		err := x.follow(ctx, s, c)
		if ctx.Err() != nil {
			return
		}
		if err != nil && !errors.Is(err, errAnew) {
			tell(err)
		}
		if errors.Is(err, errAnew) || query.IsDamaged(err) {
			if err := x.remove(); err != nil {
				tell(err)
			}
			continue
		}
		select {
		case <-ctx.Done():
		case <-c.After(restAfter):
		}
	}
}

// follow works on one opened file until something is wrong with it.
func (x *Index) follow(ctx context.Context, s *shard.Shard, c clock.Clock) (err error) {
	conn, err := x.open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, x.closeReaders(), conn.Close()) }()
	if err := x.fits(ctx, conn, s); err != nil {
		return err
	}
	x.letRead()
	for {
		if x.spoilt.CompareAndSwap(true, false) {
			return errAnew
		}
		for more := true; more; {
			if more, err = x.step(ctx, conn, s); err != nil {
				return err
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-x.waiting:
		case <-c.After(pace):
		}
	}
}

// justBefore is the id behind which one is the next.
func justBefore(n id.ID) id.ID {
	for i := len(n) - 1; i >= 0; i-- {
		n[i]--
		if n[i] != 0xff {
			break
		}
	}
	return n
}

// fits looks whether the file was made of this view: by the same domains, and with the message that it says it had
// last.
func (x *Index) fits(ctx context.Context, conn *sqlite.Conn, s *shard.Shard) error {
	now, err := readState(conn)
	if err != nil {
		return err
	}
	edition := makeOf + s.Edition()
	if now.edition == "" {
		return sqlitex.Execute(conn, "INSERT INTO state (only, edition, last) VALUES (1, ?, x'')",
			&sqlitex.ExecOptions{Args: []any{edition}})
	}
	if now.edition != edition {
		return errAnew
	}
	if now.last.IsZero() {
		return nil
	}
	at, err := x.read(ctx, s, justBefore(now.last), 1)
	if err != nil {
		return err
	}
	if len(at) == 0 || at[0].ID != now.last {
		return errAnew
	}
	return nil
}

// step takes in what has come, when that is worth it, and reports whether there may be more.
func (x *Index) step(ctx context.Context, conn *sqlite.Conn, s *shard.Shard) (more bool, err error) {
	now, err := readState(conn)
	if err != nil {
		return false, err
	}
	var all []Message
	after := now.last
	for len(all) < stepMost {
		got, err := x.read(ctx, s, after, min(page, stepMost-len(all)))
		if err != nil {
			return false, err
		}
		all = append(all, got...)
		if len(got) == 0 {
			break
		}
		after = got[len(got)-1].ID
	}
	more, all = len(all) == stepMost, settled(all)
	if len(all) < stepFrom {
		return false, nil
	}
	return more, x.take(conn, all)
}

// settled leaves out the messages of the last moment: another one of it may still come, with an id before theirs. When
// all are of one moment there were too many for more to come.
func settled(all []Message) []Message {
	for i, a := range slices.Backward(all) {
		if !bytes.Equal(a.ID[:timeBytes], all[len(all)-1].ID[:timeBytes]) {
			return all[:i+1]
		}
	}
	if len(all) == stepMost {
		return all
	}
	return nil
}

// take writes messages into the index in one transaction.
func (x *Index) take(conn *sqlite.Conn, all []Message) (err error) {
	defer sqlitex.Save(conn)(&err)
	byShop := map[id.ID][]Message{}
	var shops []id.ID
	for _, m := range all {
		if byShop[m.Shop] == nil {
			shops = append(shops, m.Shop)
		}
		byShop[m.Shop] = append(byShop[m.Shop], m)
	}
	for _, shop := range shops {
		if err := takeShop(conn, shop, byShop[shop]); err != nil {
			return fmt.Errorf("write the search index: %w", err)
		}
	}
	last := all[len(all)-1]
	return sqlitex.Execute(conn, "UPDATE state SET last = ?",
		&sqlitex.ExecOptions{Args: []any{last.ID[:]}})
}

// takeShop writes the messages of one shop.
func takeShop(conn *sqlite.Conn, shop id.ID, all []Message) error {
	number, first, err := shopNumber(conn, shop)
	if err != nil {
		return err
	}
	postings := map[int64][]byte{} // within one chunk
	var grams []int64
	for i, m := range all {
		n := first + int64(i)
		if n&(1<<chunkBits-1) == 0 && len(postings) > 0 {
			if err := writePostings(conn, number, n>>chunkBits-1, postings); err != nil {
				return err
			}
			clear(postings)
		}
		letters := []rune(m.Text)
		folded := fold(string(letters[:min(len(letters), maxLetters)]))
		if err := sqlitex.Execute(conn, "INSERT INTO message (place, id, text) VALUES (?, ?, ?)",
			&sqlitex.ExecOptions{Args: []any{number<<shopBits | n, m.ID[:], folded}}); err != nil {
			return err
		}
		grams = gramsOf(folded, grams)
		for _, g := range grams {
			postings[g] = binary.BigEndian.AppendUint16(postings[g], uint16(n&(1<<chunkBits-1)))
		}
	}
	end := first + int64(len(all))
	if err := writePostings(conn, number, (end-1)>>chunkBits, postings); err != nil {
		return err
	}
	return sqlitex.Execute(conn, "UPDATE shop SET messages = ? WHERE number = ?",
		&sqlitex.ExecOptions{Args: []any{end, number}})
}

// shopNumber gives a shop's number in the index, and the number of its next message.
func shopNumber(conn *sqlite.Conn, shop id.ID) (number, next int64, err error) {
	err = sqlitex.Execute(conn, "INSERT OR IGNORE INTO shop (id, messages) VALUES (?, 0)",
		&sqlitex.ExecOptions{Args: []any{shop[:]}})
	if err != nil {
		return 0, 0, err
	}
	err = sqlitex.Execute(conn, "SELECT number, messages FROM shop WHERE id = ?", &sqlitex.ExecOptions{
		Args:       []any{shop[:]},
		ResultFunc: func(s *sqlite.Stmt) error { number, next = s.ColumnInt64(0), s.ColumnInt64(1); return nil },
	})
	return number, next, err
}

// writePostings adds numbers to the rows of a chunk, in the order in which the rows lie.
func writePostings(conn *sqlite.Conn, shop, chunk int64, postings map[int64][]byte) error {
	grams := make([]int64, 0, len(postings))
	for g := range postings {
		grams = append(grams, g)
	}
	slices.Sort(grams)
	for _, g := range grams {
		err := sqlitex.Execute(conn, `INSERT INTO posting (shop, gram, chunk, numbers) VALUES (?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET numbers = CAST(numbers || excluded.numbers AS BLOB)`,
			&sqlitex.ExecOptions{Args: []any{shop, g, chunk, postings[g]}})
		if err != nil {
			return err
		}
	}
	return nil
}
