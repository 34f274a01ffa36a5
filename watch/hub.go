// Package watch holds the streams of devices that wait for changes: many, most of them idle.
//
// An idle stream is a connection and a few hundred bytes: no goroutine, no buffer and no timer of its own. When its topic
// changes, or its turn to beat has come, a goroutine writes what there is to say and ends. What a topic's block has
// changed is read and encoded once, and the same bytes go to everybody who was as far. A slow reader holds its own
// goroutine, and nobody else's.
//
// It knows how a stream of Connect (https://connectrpc.com/docs/protocol) lies in a chunked answer of HTTP/1.1, and
// nothing of sessions: whose stream it is says its Owner.
//
// INVARIANT: one goroutine writes to a connection, and moves its cursor only after what lies before was written.
package watch

import (
	"context"
	"slices"
	"sync"
	"time"

	"dangol.example/clock"
	syncv1 "dangol.example/gen/api/dangol/sync/v1"
	"dangol.example/shard"
)

// The limits of a hub.
const (
	// WriteWithin is how long a device may take to take what is sent to it, before its stream ends.
	WriteWithin = 10 * time.Second
	// GoodbyeWithin is how long a device may take to take the last word.
	GoodbyeWithin = time.Second
	// MaxReads is how many streams look into views at the same time; the next ones wait.
	MaxReads = 64
	// pageRows is the most rows of one message.
	pageRows = 200
	// keptPages is how many pages of a topic are kept for those who are as far, and keptBytes the most of one.
	keptPages, keptBytes = 2, 64 << 10
	// turns is how many parts a beat is cut into, so that not everybody beats at once.
	turns = 50
)

// Options is what a hub is made of.
type Options struct {
	Clock clock.Clock
	Beat  time.Duration // between two signs of life
	Look  time.Duration // at a beat an owner is asked when he was not for so long: beside Tells, lest something was missed

	// Page reads what changed behind a cursor, and whether there is more.
	Page func(ctx context.Context, one *shard.Shard, c *syncv1.Cursor, limit int) (*syncv1.WatchResponse, bool, error)

	// Tells reports whether rows of a kind may mean that somebody must not watch any longer. It is asked for before they
	// are sent.
	Tells func(kind string) bool
}

// Conn is a connection.
type Conn interface {
	Write(p []byte) (int, error)
	SetWriteDeadline(t time.Time) error
	Close() error

	// Gone reports whether the other side is known to have closed it. It does not wait.
	Gone() bool
}

// Owner is whose stream it is.
type Owner interface {
	// Still looks whether it may go on, and gives the error that ends it.
	Still(ctx context.Context) error
	// Goodbye is the last message of a stream that ends with an error, as an envelope.
	Goodbye(err error) []byte
	// Left is told once, when the stream has ended.
	Left()
}

// Hub holds streams.
type Hub struct {
	options Options
	context context.Context //nolint:containedctx // of all reading, which outlives requests
	cancel  context.CancelFunc
	reads   chan struct{}
	running sync.WaitGroup

	mu      sync.Mutex
	feeds   map[place]*feed
	turns   [turns]map[*Stream]struct{}
	next    int // the turn of the next stream
	stopped bool
}

// place is a topic of a running shard.
type place struct {
	shard *shard.Shard
	topic string
}

// New makes a hub.
func New(o Options) *Hub {
	h := &Hub{options: o, reads: make(chan struct{}, MaxReads), feeds: map[place]*feed{}}
	h.context, h.cancel = context.WithCancel(context.Background())
	for i := range h.turns {
		h.turns[i] = map[*Stream]struct{}{}
	}
	return h
}

// Run gives the beats until stop is closed, then ends every stream and returns when they have ended.
func (h *Hub) Run(stop <-chan struct{}) {
	for turn := 0; ; turn = (turn + 1) % turns {
		select {
		case <-stop:
			h.end()
			return
		case <-h.options.Clock.After(h.options.Beat / turns):
		}
		for _, s := range h.whoseTurn(turn) {
			s.poke(beats)
		}
	}
}

func (h *Hub) whoseTurn(turn int) []*Stream {
	h.mu.Lock()
	defer h.mu.Unlock()
	all := make([]*Stream, 0, len(h.turns[turn]))
	for s := range h.turns[turn] {
		all = append(all, s)
	}
	return all
}

// end ends every stream.
func (h *Hub) end() {
	h.mu.Lock()
	h.stopped = true
	h.mu.Unlock()
	for turn := range turns {
		for _, s := range h.whoseTurn(turn) {
			s.hurry()
		}
	}
	h.cancel()
	h.running.Wait()
}

// Join makes a stream of a topic, which says nothing before it begins. Either Begin or Leave is called next.
func (h *Hub) Join(one *shard.Shard, c *syncv1.Cursor, owner Owner) (*Stream, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.stopped {
		return nil, shard.ErrStopped
	}
	at := place{one, c.GetTopic()}
	f := h.feeds[at]
	if f == nil {
		f = &feed{hub: h, place: at}
		var err error
		if f.watcher, err = one.WatchBy(at.topic, f.told); err != nil {
			return nil, err
		}
		h.feeds[at] = f
	}
	s := &Stream{feed: f, owner: owner, block: c.GetBlock(), edition: c.GetEdition(), running: true, turn: uint8(h.next)}
	f.streams = append(f.streams, s)
	h.turns[h.next][s] = struct{}{}
	h.next = (h.next + 1) % turns
	h.running.Add(1) // until what Begin starts is done, or Leave
	return s, nil
}

// leave takes a stream out.
func (h *Hub) leave(s *Stream) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.turns[s.turn], s)
	f := s.feed
	if at := slices.Index(f.streams, s); at >= 0 {
		last := len(f.streams) - 1
		f.streams[at], f.streams[last] = f.streams[last], nil
		f.streams = f.streams[:last]
	}
	if len(f.streams) == 0 {
		f.shard.Unwatch(f.watcher)
		delete(h.feeds, f.place)
	}
}
