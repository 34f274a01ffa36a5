// Package shard runs commands one by one, keeps what they decided in a journal before it answers, and keeps a view of
// it all that can be asked.
//
// A shard is the unit of order and of fate: everything that must change together lives in one. Its one writer takes
// what commands wait, decides them against the view in a SQLite transaction, appends the events as one block, and on
// the journal's acknowledgement commits, answers and wakes whoever watches. While a block is under way the next one
// fills.
//
// The journal is the truth. The view is a file that can be deleted at any time: it is replayed. Writer and replay run
// the very same appliers. What Decide may do (read, emit) and what an applier may do (write) are different types.
//
// It knows no domain, no network and no clock but the one it is given.
//
// INVARIANT: nothing is answered before the journal has acknowledged it; nobody sees in the view what the journal has
// not acknowledged; one block is in flight at a time.
//
// On disk: DIR/shard-NNN.sqlite, made by schema.sql and the domains' schemas, in WAL mode. Beside it, a view that did
// not check (.damaged-TIME), one of another version until the new one has come as far (.old), and a mark that the view
// was found damaged while it was in use (.spoilt).
package shard

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"google.golang.org/protobuf/proto"

	"dangol.example/clock"
	"dangol.example/id"
	"dangol.example/journal"
	"dangol.example/shard/content"
	"dangol.example/shard/query"
)

// Options is what a shard is made of.
type Options struct {
	Number  uint8
	Log     journal.Log
	Domains []Domain
	Dir     string // where the view lies; "" keeps it in memory
	Writer  string // who writes here, for people; it stands in the block that opens an epoch
	Clock   clock.Clock
	Logger  *slog.Logger
	Observe func(Batch) // told of every block, nil for nobody; it must return at once

	Stretch int // how many events are replayed in one transaction, 0 for DefaultStretch

	// Replaying is told how far a replay is, after every stretch of it; nil for nobody.
	Replaying func(Progress)
}

// Request is a command and who gave it.
type Request struct {
	ID      id.ID // made by the client; the same again gives the same answer
	Actor   id.ID // zero for the machine itself
	Command Command
}

// Result is what became of a command.
type Result struct {
	Block  uint64 // the number of the block it went into
	Answer []byte // as the command gave it
	Again  bool   // the command had been accepted before
}

// Batch is what one block was, for measuring.
type Batch struct {
	Shard                                  uint8
	Block                                  uint64    // its number; 0 when every command was refused
	Started, Ended                         time.Time // when the writer took the commands, and had answered them
	Commands, Refused                      int
	Bytes                                  int
	Waited                                 time.Duration // of the command that waited longest
	Decided, Appended, Committed, Answered time.Duration // each step's own
}

// Shard is a running shard. Its methods may be called by many goroutines, but for Step, CatchUp and RunErrands, which
// belong to the writer: Loop calls them, or whoever drives the shard by hand.
type Shard struct {
	options  Options
	register *register
	view     *view

	contents content.Printer
	queue    queue
	writer   writer
	rows     rowCounts
	watchers watchers
	head     atomic.Uint64 // the number of the newest block in the view
	progress atomic.Pointer[Progress]
	running  errandsRunning

	failed      chan error // what was found beside the writer and ends the loop
	checkpoints checkpoints
	stopped     atomic.Pointer[error]
	closing     sync.Once
}

// Open opens the view, replays what the journal holds beyond it, and gives a shard that can be asked. It writes nothing
// before the first command.
func Open(ctx context.Context, o Options) (*Shard, error) {
	g, err := newRegister(o.Domains)
	if err != nil {
		return nil, err
	}
	if o.Stretch == 0 {
		o.Stretch = DefaultStretch
	}
	s := &Shard{options: o, register: g}
	s.queue.wake = make(chan struct{}, 1)
	s.failed = make(chan error, 1)
	s.running.wake = make(chan struct{}, 1)
	s.checkpoints.written = make(chan struct{}, 1)
	s.watchers.of = map[string]map[*Watcher]struct{}{}
	if s.view, err = openView(ctx, s); err != nil {
		return nil, fmt.Errorf("shard %d: %w", o.Number, err)
	}
	if err = s.view.catchUp(ctx, s); err != nil {
		return nil, fmt.Errorf("shard %d: %w", o.Number, joinClose(err, s.view.close()))
	}
	s.head.Store(s.view.head.chain.Number)
	return s, nil
}

// Number is the shard's number.
func (s *Shard) Number() uint8 { return s.options.Number }

// Head is the number of the newest block that the view shows.
func (s *Shard) Head() uint64 { return s.head.Load() }

// Run gives a command to the shard and waits for its answer. An error is a refusal of the command, or one of this
// package's errors. When ctx ends first, the outcome is unknown (ErrUnanswered): the same request finds it out.
func (s *Shard) Run(ctx context.Context, r Request) (Result, error) {
	t, err := s.Submit(r)
	if err != nil {
		return Result{}, err
	}
	select {
	case <-t.done:
		return t.result, t.err
	case <-ctx.Done():
		return Result{}, ErrUnanswered.Because(ctx.Err())
	}
}

// RunFor is Run for a command with an answer, which it decodes.
func RunFor(ctx context.Context, s *Shard, r Request, answer proto.Message) (Result, error) {
	result, err := s.Run(ctx, r)
	if err != nil {
		return result, err
	}
	if err := proto.Unmarshal(result.Answer, answer); err != nil {
		return result, fmt.Errorf("read the answer of %T: %w", r.Command, err)
	}
	return result, nil
}

// Submit puts a command into the queue and does not wait. The answer is in the ticket once its Done is closed.
func (s *Shard) Submit(r Request) (*Ticket, error) {
	if r.ID.IsZero() {
		return nil, ErrNoID
	}
	if err := s.stopped.Load(); err != nil {
		return nil, ErrStopped.Because(*err)
	}
	told, size, err := s.contents.Print(r.Command)
	if err != nil {
		return nil, fmt.Errorf("command: %w", err)
	}
	t := &Ticket{request: r, fingerprint: told, size: size, at: s.options.Clock.Now(), done: make(chan struct{})}
	if err := s.queue.push(t); err != nil {
		return nil, err
	}
	return t, nil
}

// Read asks the view. What read is given is good until it returns, shows one moment, and never what is not
// acknowledged.
func (s *Shard) Read(ctx context.Context, read func(r *Reader) error) error {
	if err := s.stopped.Load(); err != nil {
		return ErrStopped.Because(*err)
	}
	err := s.view.read(ctx, s, read)
	if query.IsDamaged(err) {
		s.spoil(err)
	}
	return err
}

// Loop writes and runs errands until ctx ends or the shard must stop, and gives the reason for which it must. It is run
// once, and Close is called after it has returned.
func (s *Shard) Loop(ctx context.Context) error {
	beside, end := context.WithCancel(ctx)
	var group sync.WaitGroup
	defer group.Wait()
	defer end()
	group.Go(func() { s.errandLoop(beside) })
	if s.options.Dir != "" {
		if err := query.Set(s.view.conn, loopPragmas); err != nil {
			return fmt.Errorf("shard %d: %w", s.options.Number, err)
		}
		group.Go(func() { s.checkpointLoop(beside) })
	}
	for {
		worked, err := s.Step(ctx)
		select {
		case found := <-s.failed:
			err = errors.Join(err, found)
		default:
		}
		if err != nil {
			s.stop(err)
			return fmt.Errorf("shard %d stops: %w", s.options.Number, err)
		}
		if s.writer.trouble {
			select {
			case <-ctx.Done():
			case <-s.options.Clock.After(restAfterTrouble):
			}
		}
		if worked && ctx.Err() == nil {
			continue
		}
		select {
		case <-ctx.Done():
			s.stop(ctx.Err())
			return nil
		case <-s.queue.wake:
		case err := <-s.failed:
			s.stop(err)
			return fmt.Errorf("shard %d stops: %w", s.options.Number, err)
		}
	}
}

// restAfterTrouble keeps the writer from spinning while the journal does not answer.
const restAfterTrouble = 50 * time.Millisecond

// stop refuses what waits and what comes.
func (s *Shard) stop(err error) {
	s.stopped.CompareAndSwap(nil, &err)
	finishAll(s.queue.close(err), ErrStopped.Because(err))
	s.watchers.stop()
}

// Close ends the shard and closes its view.
func (s *Shard) Close() error {
	var err error
	s.closing.Do(func() {
		s.stop(context.Canceled)
		err = s.view.close()
	})
	return err
}
