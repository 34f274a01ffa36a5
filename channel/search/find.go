package search

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"slices"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shard/query"
)

// Question is what is looked for.
type Question struct {
	Shop   id.ID
	Text   string
	Limit  int
	Before id.ID // only hits that came before this message, zero for all
}

// Found is the answer: messages, newest first.
type Found struct {
	Messages []id.ID
	More     bool
}

// Find finds the messages of a shop that hold every word of a question.
func (x *Index) Find(ctx context.Context, s *shard.Shard, q Question) (found Found, err error) {
	words, err := words(q.Text)
	if err != nil {
		return found, err
	}
	if q.Limit <= 0 || q.Limit > MaxHits {
		q.Limit = MaxHits
	}
	pool, err := x.reading()
	if err != nil {
		return found, err
	}
	conn, err := pool.Take(ctx)
	if err != nil {
		return found, ErrNotYet.Because(err)
	}
	defer pool.Put(conn)
	f := finding{conn: conn, words: words, grams: gramsFor(words), limit: q.Limit}
	defer func() {
		if query.IsDamaged(err) {
			x.spoilt.Store(true)
			x.wake()
			err = ErrNotYet.Because(err)
		}
	}()
	defer sqlitex.Save(conn)(&err) // one picture of the index for the whole answer
	now, err := readState(conn)
	if err != nil {
		return found, fmt.Errorf("search: %w", err)
	}
	tail, err := x.read(ctx, s, now.last, MaxTail+1)
	if err != nil {
		return found, err
	}
	if len(tail) > MaxTail {
		return found, ErrNotYet
	}
	if len(tail) >= stepFrom {
		x.wake()
	}
	tail, inTail := before(tail, q)
	f.lookThrough(tail, q.Shop)
	if !f.full() {
		before := q.Before
		if inTail {
			before = id.ID{}
		}
		if err := f.lookUp(q.Shop, before); err != nil {
			return found, fmt.Errorf("search: %w", err)
		}
	}
	return Found{f.hits[:min(len(f.hits), f.limit)], len(f.hits) > f.limit || f.looks >= maxLooks}, nil
}

// wake asks the follower for a step.
func (x *Index) wake() {
	select {
	case x.waiting <- struct{}{}:
	default:
	}
}

// before cuts what came after the message of a question, and reports whether that is where it was.
func before(tail []Message, q Question) (rest []Message, inTail bool) {
	if q.Before.IsZero() {
		return tail, true
	}
	i := slices.IndexFunc(tail, func(m Message) bool { return m.ID == q.Before })
	return tail[:max(i, 0)], i >= 0
}

// finding is a question at work.
type finding struct {
	conn  *sqlite.Conn
	words []string
	grams []int64
	limit int
	hits  []id.ID // one more than the limit tells that there are more
	looks int
}

func (f *finding) full() bool { return len(f.hits) > f.limit || f.looks >= maxLooks }

// lookThrough looks at messages that are in no index yet.
func (f *finding) lookThrough(tail []Message, shop id.ID) {
	for _, m := range slices.Backward(tail) {
		if m.Shop == shop && holds(fold(m.Text), f.words) {
			f.hits = append(f.hits, m.ID)
		}
		if len(f.hits) > f.limit {
			return
		}
	}
}

// lookUp goes through the chunks of a shop from the newest down.
func (f *finding) lookUp(shop, before id.ID) error {
	var number, end int64
	err := f.ask("SELECT number, messages FROM shop WHERE id = ?", func(s *sqlite.Stmt) {
		number, end = s.ColumnInt64(0), s.ColumnInt64(1)
	}, shop[:])
	if err != nil || number == 0 {
		return err
	}
	if !before.IsZero() {
		if end, err = f.place(number, end, before); err != nil {
			return err
		}
	}
	for chunk := (end - 1) >> chunkBits; end > 0 && chunk >= 0 && !f.full(); chunk-- {
		numbers, err := f.chunk(number, chunk)
		if err != nil {
			return err
		}
		for _, n := range slices.Backward(numbers) {
			place := chunk<<chunkBits | int64(n)
			if place >= end {
				continue
			}
			if err := f.look(number, place); err != nil {
				return err
			}
			if f.full() {
				break
			}
		}
	}
	return nil
}

// look holds one message against the words.
func (f *finding) look(shop, place int64) error {
	f.looks++
	return f.ask("SELECT id, text FROM message WHERE place = ?", func(s *sqlite.Stmt) {
		if holds(s.ColumnText(1), f.words) {
			var message id.ID
			s.ColumnBytes(0, message[:])
			f.hits = append(f.hits, message)
		}
	}, shop<<shopBits|place)
}

// chunk gives the numbers within a chunk that have every gram.
func (f *finding) chunk(shop, chunk int64) (both []uint16, err error) {
	lists := make([][]byte, 0, len(f.grams))
	for _, g := range f.grams {
		var list []byte
		err := f.ask("SELECT numbers FROM posting WHERE shop = ? AND gram = ? AND chunk = ?", func(s *sqlite.Stmt) {
			list = make([]byte, s.ColumnLen(0))
			s.ColumnBytes(0, list)
		}, shop, g, chunk)
		if err != nil || len(list) == 0 {
			return nil, err
		}
		lists = append(lists, list)
	}
	slices.SortFunc(lists, func(a, b []byte) int { return len(a) - len(b) })
	for i, list := range lists {
		if i == 0 {
			both = numbersOf(list)
		} else {
			both = intersect(both, list)
		}
	}
	return both, nil
}

func numbersOf(list []byte) []uint16 {
	all := make([]uint16, 0, len(list)/2)
	for ; len(list) >= 2; list = list[2:] {
		all = append(all, binary.BigEndian.Uint16(list))
	}
	return all
}

// intersect keeps what stands in a list too; both rise.
func intersect(some []uint16, list []byte) []uint16 {
	kept := some[:0]
	at := 0
	for _, n := range some {
		for at+1 < len(list) && binary.BigEndian.Uint16(list[at:]) < n {
			at += 2
		}
		if at+1 < len(list) && binary.BigEndian.Uint16(list[at:]) == n {
			kept = append(kept, n)
		}
	}
	return kept
}

// timeBytes is where an id has its time.
const timeBytes = 7

// place finds the number of a message among those of a shop: ids rise with the time at which messages came.
func (f *finding) place(shop, end int64, message id.ID) (int64, error) {
	low, high := int64(0), end
	for low < high {
		mid := (low + high) / 2
		one, err := f.idAt(shop, mid)
		if err != nil {
			return 0, err
		}
		if bytes.Compare(one[:timeBytes], message[:timeBytes]) < 0 {
			low = mid + 1
		} else {
			high = mid
		}
	}
	for n := low; n < end; n++ { // those of the same moment are in the order in which they came
		one, err := f.idAt(shop, n)
		if err != nil {
			return 0, err
		}
		if one == message {
			return n, nil
		}
		if !bytes.Equal(one[:timeBytes], message[:timeBytes]) {
			break
		}
	}
	return low, nil
}

func (f *finding) idAt(shop, n int64) (message id.ID, err error) {
	err = f.ask("SELECT id FROM message WHERE place = ?", func(s *sqlite.Stmt) { s.ColumnBytes(0, message[:]) },
		shop<<shopBits|n)
	return message, err
}

func (f *finding) ask(sql string, row func(*sqlite.Stmt), args ...any) error {
	return sqlitex.Execute(f.conn, sql, &sqlitex.ExecOptions{
		Args: args, ResultFunc: func(s *sqlite.Stmt) error { row(s); return nil },
	})
}
