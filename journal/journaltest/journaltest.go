// Package journaltest is the suite that every journal must pass: what the shard relies on, told as tests.
package journaltest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"dangol.example/journal"
)

// Harness is a journal under test.
type Harness struct {
	Journal journal.Journal
	// Reopen closes the journal as its process would, and opens what it has kept.
	Reopen func() journal.Journal
	// LoseAnswer lets the next append be stored and not be answered. Nil where that cannot be brought about: then the
	// suite does not look at the answer.
	LoseAnswer func()
}

// Run runs the suite. Make gives a new, empty journal.
func Run(t *testing.T, make func(t *testing.T) Harness) {
	t.Helper()
	for name, test := range map[string]func(*testing.T, Harness){
		"order": testOrder, "stale": testStale, "repetition": testRepetition, "lost answer": testLostAnswer,
		"lost answer and a restart": testLostAnswerRestart, "reopen": testReopen, "large": testLarge,
		"too large": testTooLarge, "two racing": testRace, "chain": testChain, "shards apart": testShards,
		"closed": testClosed, "context": testContext, "read stops": testReadStops, "read from the middle": testMiddle,
	} {
		t.Run(name, func(t *testing.T) { test(t, make(t)) })
	}
}

func openLog(t *testing.T, j journal.Journal, shard uint8) journal.Log {
	t.Helper()
	l, err := j.Open(t.Context(), shard)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func add(t *testing.T, l journal.Log, after uint64, data string) {
	t.Helper()
	if err := l.Append(t.Context(), after, fmt.Sprint("name of ", data), []byte(data)); err != nil {
		t.Fatalf("append %q after %d: %v", data, after, err)
	}
}

// read gives everything behind a place, and checks the numbers.
func read(t *testing.T, l journal.Log, after uint64) []string {
	t.Helper()
	var all []string
	next := after + 1
	err := l.Read(t.Context(), after, func(m journal.Stored) error {
		if m.Seq != next {
			t.Fatalf("message %d where %d should be", m.Seq, next)
		}
		if m.Name != fmt.Sprint("name of ", string(m.Data)) && m.Name != "large" {
			t.Fatalf("message %d has the name %q", m.Seq, m.Name)
		}
		next++
		all = append(all, string(m.Data))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func tail(t *testing.T, l journal.Log) uint64 {
	t.Helper()
	n, err := l.Tail(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func testOrder(t *testing.T, h Harness) {
	l := openLog(t, h.Journal, 1)
	if n := tail(t, l); n != 0 {
		t.Errorf("an empty log ends at %d", n)
	}
	for i := range uint64(100) {
		add(t, l, i, fmt.Sprint("m", i))
	}
	all := read(t, l, 0)
	if len(all) != 100 || all[0] != "m0" || all[99] != "m99" || tail(t, l) != 100 {
		t.Errorf("%d messages, tail %d", len(all), tail(t, l))
	}
}

func testStale(t *testing.T, h Harness) {
	l := openLog(t, h.Journal, 1)
	add(t, l, 0, "a")
	add(t, l, 1, "b")
	for _, after := range []uint64{0, 1, 3, 99} {
		if err := l.Append(t.Context(), after, fmt.Sprint("x", after), []byte("x")); !errors.Is(err, journal.ErrStale) {
			t.Errorf("append after %d: %v", after, err)
		}
	}
	if all := read(t, l, 0); len(all) != 2 {
		t.Errorf("%q", all)
	}
}

// The same bytes under the same name are stored once, and answered each time.
func testRepetition(t *testing.T, h Harness) {
	l := openLog(t, h.Journal, 1)
	add(t, l, 0, "a")
	add(t, l, 0, "a")
	add(t, l, 1, "b")
	add(t, l, 0, "a")
	if err := l.Append(t.Context(), 2, "name of a", []byte("a")); !errors.Is(err, journal.ErrStale) {
		t.Errorf("the same name at another place: %v", err)
	}
	if all := read(t, l, 0); len(all) != 2 {
		t.Errorf("%q", all)
	}
}

// lose appends a message whose answer is lost.
func lose(t *testing.T, h Harness, l journal.Log, after uint64, data string) {
	t.Helper()
	if h.LoseAnswer != nil {
		h.LoseAnswer()
	}
	err := l.Append(t.Context(), after, fmt.Sprint("name of ", data), []byte(data))
	if h.LoseAnswer != nil && !errors.Is(err, journal.ErrUnknown) {
		t.Fatalf("an append without an answer: %v", err)
	}
}

// A message whose answer was lost is sent again, the same, and is stored once.
func testLostAnswer(t *testing.T, h Harness) {
	l := openLog(t, h.Journal, 1)
	add(t, l, 0, "a")
	lose(t, h, l, 1, "b")
	add(t, l, 1, "b")
	add(t, l, 2, "c")
	if all := read(t, l, 0); len(all) != 3 || all[1] != "b" {
		t.Errorf("%q", all)
	}
}

// The same by a process that has started anew in between.
func testLostAnswerRestart(t *testing.T, h Harness) {
	l := openLog(t, h.Journal, 1)
	add(t, l, 0, "a")
	lose(t, h, l, 1, "b")
	l = openLog(t, h.Reopen(), 1)
	add(t, l, 1, "b")
	if err := l.Append(t.Context(), 1, "name of c", []byte("c")); !errors.Is(err, journal.ErrStale) {
		t.Errorf("another message at the place of one whose answer was lost: %v", err)
	}
	add(t, l, 2, "c")
	if all := read(t, l, 0); len(all) != 3 || all[1] != "b" {
		t.Errorf("%q", all)
	}
}

func testReopen(t *testing.T, h Harness) {
	l := openLog(t, h.Journal, 1)
	for i := range uint64(50) {
		add(t, l, i, fmt.Sprint("m", i))
	}
	again := h.Reopen()
	l = openLog(t, again, 1)
	if n := tail(t, l); n != 50 {
		t.Fatalf("the tail is %d after it was opened again", n)
	}
	add(t, l, 50, "more")
	if all := read(t, l, 48); len(all) != 3 || all[2] != "more" {
		t.Errorf("%q", all)
	}
}

func testLarge(t *testing.T, h Harness) {
	l := openLog(t, h.Journal, 1)
	large := bytes.Repeat([]byte("0123456789abcdef"), journal.MaxMessage/16)
	if err := l.Append(t.Context(), 0, "large", large); err != nil {
		t.Fatal(err)
	}
	large[0] = 'x' // it is the caller's again
	if all := read(t, l, 0); len(all) != 1 || len(all[0]) != journal.MaxMessage || all[0][0] != '0' {
		t.Error("a large message is not what it was")
	}
}

func testTooLarge(t *testing.T, h Harness) {
	l := openLog(t, h.Journal, 1)
	err := l.Append(t.Context(), 0, "too large", make([]byte, journal.MaxMessage+1))
	if !errors.Is(err, journal.ErrTooLarge) || tail(t, l) != 0 {
		t.Errorf("%v, tail %d", err, tail(t, l))
	}
	if err := l.Append(
		t.Context(),
		0,
		string(make([]byte, journal.MaxName+1)),
		nil,
	); !errors.Is(
		err,
		journal.ErrTooLarge,
	) {
		t.Errorf("a name that is too long: %v", err)
	}
}

// Of those who race for a place exactly one gets it, and those who are told so are those who did.
func testRace(t *testing.T, h Harness) {
	l := openLog(t, h.Journal, 1)
	const writers, rounds = 8, 60
	var won [rounds]atomic.Int32
	var group sync.WaitGroup
	for w := range writers {
		group.Go(func() {
			for place := range uint64(rounds) {
				for {
					err := l.Append(
						t.Context(),
						place,
						fmt.Sprintf("name of %d %d", place, w),
						fmt.Appendf(nil, "%d %d", place, w),
					)
					if err == nil {
						won[place].Add(1)
					}
					if n, _ := l.Tail(t.Context()); n > place {
						break
					}
				}
			}
		})
	}
	group.Wait()
	all := read(t, l, 0)
	if len(all) != rounds {
		t.Fatalf("%d messages", len(all))
	}
	for place := range won {
		if n := won[place].Load(); n != 1 {
			t.Errorf("%d writers were told that they have place %d", n, place)
		}
	}
}

// Blocks of writers that do not look are void by the chain, for every reader alike.
func testChain(t *testing.T, h Harness) {
	l := openLog(t, h.Journal, 7)
	chain := journal.Chain{Shard: 7}
	seq := uint64(0)
	put := func(data []byte, hash journal.Hash) {
		if err := l.Append(t.Context(), seq, hash.Name(), data); err != nil {
			t.Fatal(err)
		}
		seq++
	}
	opening, hash, err := journal.Encode(chain.Opening("one"))
	if err != nil {
		t.Fatal(err)
	}
	put(opening, hash)
	if chain, _, err = chain.Follow(opening); err != nil {
		t.Fatal(err)
	}
	lost, _, err := journal.Encode(chain.Next())
	if err != nil {
		t.Fatal(err)
	}
	onLost, _, err := chain.Follow(lost)
	if err != nil {
		t.Fatal(err)
	}
	second, hash, err := journal.Encode(chain.Opening("two"))
	if err != nil {
		t.Fatal(err)
	}
	put(second, hash)
	onTop, hash, err := journal.Encode(onLost.Next())
	if err != nil {
		t.Fatal(err)
	}
	put(onTop, hash) // its number fits, and what it stands on was never stored
	head, void := journal.Chain{Shard: 7}, 0
	err = l.Read(t.Context(), 0, func(m journal.Stored) error {
		next, block, _ := head.Follow(m.Data)
		if block == nil {
			void++
		}
		head = next
		return nil
	})
	if err != nil || void != 1 || head.Epoch != 2 || head.Number != 2 {
		t.Errorf("%v, %d void, head %+v", err, void, head)
	}
}

func testShards(t *testing.T, h Harness) {
	for shard := range uint8(20) {
		l := openLog(t, h.Journal, shard)
		add(t, l, 0, fmt.Sprint("of ", shard))
	}
	for shard := range uint8(20) {
		if all := read(t, openLog(t, h.Journal, shard), 0); len(all) != 1 || all[0] != fmt.Sprint("of ", shard) {
			t.Errorf("shard %d holds %q", shard, all)
		}
	}
}

func testClosed(t *testing.T, h Harness) {
	l := openLog(t, h.Journal, 1)
	for range 2 {
		if err := h.Journal.Close(); err != nil {
			t.Error(err)
		}
	}
	if err := l.Append(t.Context(), 0, "a", nil); !errors.Is(err, journal.ErrClosed) {
		t.Errorf("append: %v", err)
	}
	if _, err := l.Tail(t.Context()); !errors.Is(err, journal.ErrClosed) {
		t.Errorf("tail: %v", err)
	}
	if err := l.Read(t.Context(), 0, nil); !errors.Is(err, journal.ErrClosed) {
		t.Errorf("read: %v", err)
	}
	if _, err := h.Journal.Open(t.Context(), 2); !errors.Is(err, journal.ErrClosed) {
		t.Errorf("open: %v", err)
	}
}

func testContext(t *testing.T, h Harness) {
	l := openLog(t, h.Journal, 1)
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if err := l.Append(ctx, 0, "a", []byte("a")); !errors.Is(err, journal.ErrUnknown) {
		t.Errorf("append with a context that has ended: %v", err)
	}
	after := tail(t, l) // it may be stored or not
	add(t, l, after, "b")
}

func testReadStops(t *testing.T, h Harness) {
	l := openLog(t, h.Journal, 1)
	for i := range uint64(100) {
		add(t, l, i, fmt.Sprint("m", i))
	}
	enough := errors.New("enough")
	for _, most := range []int{1, 70} {
		seen := 0
		err := l.Read(t.Context(), 0, func(journal.Stored) error {
			if seen++; seen == most {
				return enough
			}
			return nil
		})
		if !errors.Is(err, enough) || seen != most {
			t.Errorf("%v after %d", err, seen)
		}
	}
}

func testMiddle(t *testing.T, h Harness) {
	l := openLog(t, h.Journal, 1)
	for i := range uint64(200) {
		add(t, l, i, fmt.Sprint("m", i))
	}
	for _, after := range []uint64{0, 1, 99, 150, 199} {
		if all := read(t, l, after); len(all) != int(200-after) || all[0] != fmt.Sprint("m", after) {
			t.Errorf("after %d: %d messages", after, len(all))
		}
	}
	if all := read(t, l, 200); len(all) != 0 {
		t.Errorf("behind the tail there is %q", all)
	}
}
