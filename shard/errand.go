package shard

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"sync"
	"time"

	"google.golang.org/protobuf/proto"

	journalv1 "dangol.example/gen/journal/dangol/journal/v1"
	"dangol.example/id"
	"dangol.example/internal/planted"
)

// ErrGiveUp says, wrapped by the error of an errand, that trying again is of no use.
var ErrGiveUp = errors.New("given up")

// own is what the shard itself does to the view.
var own = Domain{Name: "shard", Version: ownVersion, Events: []Applier{On(applyErrandDone)}}

// ErrandContext is what an errand is run with.
type ErrandContext struct {
	Shard  *Shard
	Number uint64 // the errand's own in its shard
	Data   []byte // what the applier gave it
}

// Decode reads the data.
func (e ErrandContext) Decode(m proto.Message) error {
	if err := proto.Unmarshal(e.Data, m); err != nil {
		return fmt.Errorf("%w: read the errand: %w", ErrGiveUp, err)
	}
	return nil
}

// CommandID is the id of the nth command that this errand gives: the same however often it is tried.
func (e ErrandContext) CommandID(nth uint64) id.ID {
	var number, place [8]byte
	binary.BigEndian.PutUint64(number[:], e.Number)
	binary.BigEndian.PutUint64(place[:], nth)
	return id.Of(e.Shard.Number(), "errand", string(number[:]), string(place[:]))
}

// finishErrand strikes an errand out.
type finishErrand struct {
	Number  uint64
	GivenUp string
}

// Decide implements Command.
func (c finishErrand) Decide(d *Decision) error {
	if d.Count("SELECT 1 FROM shard_errand WHERE number = ?", c.Number) > 0 {
		d.Emit(&journalv1.ErrandDone{Number: c.Number, GivenUp: c.GivenUp})
	}
	return nil
}

func applyErrandDone(tx *Tx, e *journalv1.ErrandDone) {
	tx.Exec("DELETE FROM shard_errand WHERE number = ?", e.GetNumber())
}

// errandsRunning are the errands that this process is at.
type errandsRunning struct {
	mu    sync.Mutex
	at    map[uint64]bool
	tries map[uint64]int
	wake  chan struct{}

	// done are those that ended since the last look began: what that look found may still show them.
	done map[uint64]bool
}

// pendingErrand is an errand that is not struck out.
type pendingErrand struct {
	number uint64
	kind   string
	data   []byte
}

// pendingLooked is how many errands are looked at to find one to run: those before it are at work or rest.
const pendingLooked = 64

// pending gives the oldest errands.
func (s *Shard) pending(ctx context.Context) (all []pendingErrand, err error) {
	err = s.Read(ctx, func(r *Reader) error {
		r.Each(func(w *Row) { all = append(all, pendingErrand{uint64(w.Int()), w.Text(), w.Bytes()}) },
			"SELECT number, kind, data FROM shard_errand ORDER BY number LIMIT ?", pendingLooked)
		return nil
	})
	return all, err
}

// Errands is how many errands are not done yet. It asks the view.
func (s *Shard) Errands(ctx context.Context) (n int64, err error) {
	err = s.Read(ctx, func(r *Reader) error { n = r.Count("SELECT count(*) FROM shard_errand"); return nil })
	return n, err
}

// RunErrands tries every errand that waits once, one after another, and reports how many were done. Whoever drives a
// shard by hand calls it, and Step in between: an errand's commands are answered only then, so it runs beside.
func (s *Shard) RunErrands(ctx context.Context) (done int, err error) {
	all, err := s.pending(ctx)
	if err != nil {
		return 0, err
	}
	for _, e := range all {
		if err := s.runErrand(ctx, e); err != nil {
			return done, err
		}
		done++
	}
	return done, nil
}

// runErrand tries an errand, and strikes it out when it is done or of no use.
func (s *Shard) runErrand(ctx context.Context, e pendingErrand) error {
	run := s.register.errands[e.kind]
	c := ErrandContext{Shard: s, Number: e.number, Data: e.data}
	err := fmt.Errorf("%w: this version does not know errand %s", ErrGiveUp, e.kind)
	if run != nil && !planted.Is(planted.LoseErrands) {
		once, cancel := context.WithTimeout(ctx, ErrandTimeout)
		err = run(once, c)
		cancel()
	}
	finish := finishErrand{Number: e.number}
	switch {
	case errors.Is(err, ErrGiveUp):
		s.options.Logger.Warn("an errand is given up", "shard", s.options.Number, "kind", e.kind, "because", err)
		finish.GivenUp = e.kind
	case err != nil:
		return fmt.Errorf("errand %s %d: %w", e.kind, e.number, err)
	}
	_, err = s.Run(ctx, Request{ID: c.CommandID(finishNth), Command: finish})
	return err
}

// finishNth is the place of the command that strikes an errand out, which no errand uses for its own.
const finishNth = ^uint64(0)

// errandLoop runs errands until ctx ends.
func (s *Shard) errandLoop(ctx context.Context) {
	s.running.at, s.running.tries = map[uint64]bool{}, map[uint64]int{}
	var group sync.WaitGroup
	defer group.Wait()
	room := make(chan struct{}, MaxErrandsAtOnce)
	for {
		s.running.look()
		all, err := s.pending(ctx)
		if err != nil && ctx.Err() == nil {
			s.options.Logger.Warn("cannot look for errands", "shard", s.options.Number, "because", err)
		}
		for _, e := range all {
			if !s.running.begin(e.number) {
				continue
			}
			select {
			case room <- struct{}{}:
			case <-ctx.Done():
				return
			}
			group.Go(func() {
				s.tryErrand(ctx, e)
				<-room
			})
		}
		select {
		case <-ctx.Done():
			return
		case <-s.running.wake:
		}
	}
}

// The rest between two tries of an errand: doubled each time.
const (
	errandRest    = time.Second
	errandRestMax = time.Minute
)

// tryErrand runs an errand once, and rests when it failed.
func (s *Shard) tryErrand(ctx context.Context, e pendingErrand) {
	err := s.runErrand(ctx, e)
	if err != nil && ctx.Err() == nil {
		rest := min(errandRest<<min(s.running.again(e.number), 10), errandRestMax)
		s.options.Logger.Warn("an errand is tried again", "shard", s.options.Number, "in", rest, "because", err)
		select {
		case <-s.options.Clock.After(rest):
		case <-ctx.Done():
		}
	}
	s.running.end(e.number, err == nil)
}

func (r *errandsRunning) look() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.done = map[uint64]bool{}
}

func (r *errandsRunning) begin(number uint64) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.at[number] || r.done[number] {
		return false
	}
	r.at[number] = true
	return true
}

// again counts a try that failed and gives how many there were before.
func (r *errandsRunning) again(number uint64) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.tries[number]++
	return r.tries[number] - 1
}

func (r *errandsRunning) end(number uint64, done bool) {
	r.mu.Lock()
	delete(r.at, number)
	if done {
		delete(r.tries, number)
		r.done[number] = true
	}
	r.mu.Unlock()
	signal(r.wake)
}
