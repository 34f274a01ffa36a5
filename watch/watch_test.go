package watch_test

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http/httputil"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/wrapperspb"

	"dangol.example/clock"
	syncv1 "dangol.example/gen/api/dangol/sync/v1"
	"dangol.example/id"
	"dangol.example/journal/memory"
	"dangol.example/shard"
	"dangol.example/shard/shardtest"
	"dangol.example/watch"
)

// house is a hub over a real shard.
type house struct {
	t     *testing.T
	hub   *watch.Hub
	shard *shard.Shard
	end   context.CancelFunc
	stop  chan struct{}
	ended chan struct{} // the hub has ended
	reads atomic.Int64  // of pages
	nth   int
}

func newHouse(t *testing.T, beat time.Duration) *house {
	t.Helper()
	log, err := memory.New(memory.Options{}).Open(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	one, err := shard.Open(t.Context(), shard.Options{
		Log: log, Dir: t.TempDir(), Writer: "test", Clock: clock.System{}, Logger: slog.New(slog.DiscardHandler),
		Domains: []shard.Domain{shardtest.Domain(func(int64) error { return nil })},
	})
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, shard: one, stop: make(chan struct{}), ended: make(chan struct{})}
	h.hub = watch.New(watch.Options{
		Clock: clock.System{}, Beat: beat, Page: h.page, Tells: func(kind string) bool { return kind == shardtest.Kind },
	})
	ctx, end := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); one.Loop(ctx) }()
	go func() { defer close(h.ended); h.hub.Run(h.stop) }()
	h.end = func() { end(); <-done }
	t.Cleanup(func() {
		select {
		case <-h.stop:
		default:
			close(h.stop)
		}
		<-h.ended
		h.end()
		one.Close()
	})
	return h
}

func (h *house) page(ctx context.Context, one *shard.Shard, c *syncv1.Cursor, limit int) (
	*syncv1.WatchResponse, bool, error,
) {
	h.reads.Add(1)
	found, err := one.Changes(ctx, c.GetTopic(), c.GetBlock(), limit)
	answer := &syncv1.WatchResponse{Cursor: &syncv1.Cursor{Topic: c.GetTopic(), Block: found.UpTo, Edition: "e"}}
	for _, change := range found.Changes {
		answer.Rows = append(answer.Rows, &syncv1.Row{Kind: change.Kind, Id: change.ID.String(), Data: change.Data})
	}
	return answer, found.More, err
}

// move moves units of a pair of accounts.
func (h *house) move(from, to string) uint64 {
	h.t.Helper()
	h.nth++
	done, err := h.shard.Run(h.t.Context(), shard.Request{
		ID: id.Of(0, "command", fmt.Sprint(h.nth)), Command: shardtest.Move{From: from, To: to, Units: 1},
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return done.Block
}

// owner lets a stream go on until it has left.
type owner struct {
	over atomic.Bool
	left chan struct{}
}

var errOver = errors.New("over")

// Still implements watch.Owner.
func (o *owner) Still(context.Context) error {
	if o.over.Load() {
		return errOver
	}
	return nil
}

// Goodbye implements watch.Owner.
func (o *owner) Goodbye(err error) []byte {
	said := err.Error()
	return append(binary.BigEndian.AppendUint32([]byte{2}, uint32(len(said))), said...)
}

// Left implements watch.Owner.
func (o *owner) Left() { close(o.left) }

// end is one end of a pipe, which holds nothing: what is not read blocks who writes.
type end struct{ net.Conn }

// Gone implements watch.Conn.
func (end) Gone() bool { return false }

// device watches.
type device struct {
	t *testing.T
	*owner
	conn net.Conn
	body *bufio.Reader
}

func (h *house) device() *device {
	h.t.Helper()
	here, there := net.Pipe()
	d := &device{h.t, &owner{left: make(chan struct{})}, here, bufio.NewReader(httputil.NewChunkedReader(here))}
	s, err := h.hub.Join(h.shard, &syncv1.Cursor{Topic: shardtest.Topic}, d.owner)
	if err != nil {
		h.t.Fatal(err)
	}
	s.Begin(end{there})
	h.t.Cleanup(func() { here.Close() })
	return d
}

// next reads a message, or the last word.
func (d *device) next() (*syncv1.WatchResponse, string) {
	d.t.Helper()
	_ = d.conn.SetReadDeadline(time.Now().Add(10 * time.Second))
	var head [5]byte
	if _, err := io.ReadFull(d.body, head[:]); err != nil {
		d.t.Fatal(err)
	}
	message := make([]byte, binary.BigEndian.Uint32(head[1:]))
	if _, err := io.ReadFull(d.body, message); err != nil {
		d.t.Fatal(err)
	}
	if head[0] == 2 {
		if more, err := io.ReadAll(d.body); len(more) > 0 || err != nil {
			d.t.Fatalf("after the last word: %q, %v", more, err)
		}
		return nil, string(message)
	}
	var m syncv1.WatchResponse
	if err := proto.Unmarshal(message, &m); err != nil {
		d.t.Fatal(err)
	}
	return &m, ""
}

// until reads until a block.
func (d *device) until(block uint64) (rows []*syncv1.Row) {
	d.t.Helper()
	for {
		m, last := d.next()
		if m == nil {
			d.t.Fatal("it has ended:", last)
		}
		rows = append(rows, m.GetRows()...)
		if m.GetCursor().GetBlock() >= block {
			return rows
		}
	}
}

// Everybody hears of every change, in order, and it is read once for all who are as far.
func TestAChangeIsReadOnce(t *testing.T) {
	h := newHouse(t, time.Hour)
	const many = 40
	var devices []*device
	for range many {
		d := h.device()
		d.until(0)
		devices = append(devices, d)
	}
	h.move("bank", "a")
	for _, d := range devices {
		d.until(1)
	}
	before := h.reads.Load()
	const blocks = 10
	for range blocks {
		block := h.move("a", "b")
		for _, d := range devices {
			if rows := d.until(block); len(rows) != 2 {
				t.Fatalf("%d rows of block %d", len(rows), block)
			}
		}
	}
	if reads := h.reads.Load() - before; reads > 3*blocks {
		t.Errorf("%d reads for %d blocks and %d devices", reads, blocks, many)
	}
}

// Whoever does not read holds nobody, and hears in the end of everything.
func TestASlowReaderHoldsNobody(t *testing.T) {
	h := newHouse(t, time.Hour)
	slow, quick := h.device(), h.device()
	quick.until(0)
	var block uint64
	for n := range 20 {
		block = h.move("bank", fmt.Sprint("a", n%3))
		quick.until(block)
	}
	seen := map[string]int64{}
	for _, row := range slow.until(block) {
		var said wrapperspb.StringValue
		if err := proto.Unmarshal(row.GetData(), &said); err != nil {
			t.Fatal(err)
		}
		seen[said.GetValue()]++
	}
	if len(seen) < 4 {
		t.Errorf("the slow one knows %v", seen)
	}
}

// A stop ends all, also those that do not read, and says so to those that do.
func TestAStopEndsAll(t *testing.T) {
	h := newHouse(t, time.Hour)
	slow, quick := h.device(), h.device()
	quick.until(0)
	close(h.stop)
	if _, last := quick.next(); last != shard.ErrStopped.Error() {
		t.Errorf("the last word is %q", last)
	}
	for _, d := range []*device{slow, quick} {
		<-d.left
	}
	<-h.ended
	if _, err := h.hub.Join(h.shard, &syncv1.Cursor{Topic: shardtest.Topic}, slow.owner); !errors.Is(err, shard.ErrStopped) {
		t.Errorf("one more: %v", err)
	}
}

// A shard that stops ends its streams.
func TestAStoppedShardEndsItsStreams(t *testing.T) {
	h := newHouse(t, time.Hour)
	d := h.device()
	d.until(0)
	h.end()
	// The stream may find out by the shard's word or by a look at its view, which adds why.
	if _, last := d.next(); !strings.HasPrefix(last, shard.ErrStopped.Error()) {
		t.Errorf("the last word is %q", last)
	}
	<-d.left
}

// Who may not watch any longer is not told what changes then, and not at a beat either.
func TestWhoMayNotWatchHearsNothing(t *testing.T) {
	for name, c := range map[string]struct {
		beat   time.Duration
		change bool
	}{"a change": {time.Hour, true}, "a beat": {50 * time.Millisecond, false}} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t, c.beat)
			d := h.device()
			d.until(0)
			d.over.Store(true)
			if c.change {
				h.move("bank", "secret")
			}
			for {
				m, last := d.next()
				if m == nil {
					if last != errOver.Error() {
						t.Errorf("the last word is %q", last)
					}
					break
				}
				if len(m.GetRows()) > 0 {
					t.Fatal("it hears of a change")
				}
			}
			<-d.left
		})
	}
}

// A stream beats while nothing changes, with the cursor it has.
func TestBeats(t *testing.T) {
	h := newHouse(t, 50*time.Millisecond)
	d := h.device()
	block := h.move("bank", "a")
	d.until(block)
	for range 3 {
		if m, last := d.next(); m == nil || len(m.GetRows()) > 0 || m.GetCursor().GetBlock() != block ||
			m.GetCursor().GetEdition() != "e" || m.GetCursor().GetTopic() != shardtest.Topic {
			t.Fatalf("%v, %q", m, last)
		}
	}
}

// What was joined and never began leaves nothing behind.
func TestLeaveBeforeBegin(t *testing.T) {
	h := newHouse(t, time.Hour)
	s, err := h.hub.Join(h.shard, &syncv1.Cursor{Topic: shardtest.Topic}, &owner{left: make(chan struct{})})
	if err != nil {
		t.Fatal(err)
	}
	s.Leave()
	close(h.stop)
	<-h.ended
}
