package shard

import (
	"context"
	"sync"
	"time"
)

// The rest between two tries of an errand: doubled each time.
const (
	errandRest    = time.Second
	errandRestMax = time.Minute
)

// tried is what this process knows of an errand that it has tried.
type tried struct {
	running   bool
	tries     int
	notBefore time.Time
	done      bool   // what remains is to strike it out
	givenUp   string // its kind, when it was given up
	look      uint64 // the last look that has seen it
}

// errandsRunning are the errands that this process is at, or will try again.
type errandsRunning struct {
	mu      sync.Mutex
	known   map[uint64]*tried
	running int
	look    uint64 // counts the looks
	wake    chan struct{}

	// ended are those that were struck out since the last look began: what that look found may still show them.
	ended map[uint64]bool
}

// errandLoop runs errands until ctx ends. One that rests holds no place, and stands in no other's way.
func (s *Shard) errandLoop(ctx context.Context) {
	s.running.known = map[uint64]*tried{}
	strange := map[string]bool{}
	var group sync.WaitGroup
	defer group.Wait()
	for {
		rest, err := s.startErrands(ctx, &group, strange)
		if err != nil && ctx.Err() == nil {
			s.options.Logger.Warn("cannot look for errands", "shard", s.options.Number, "because", err)
			rest = errandRest
		}
		var rested <-chan time.Time
		if rest > 0 {
			rested = s.options.Clock.After(rest)
		}
		select {
		case <-ctx.Done():
			return
		case <-s.running.wake:
		case <-rested:
		}
	}
}

// startErrands starts as many errands as there is room for, the oldest first, and gives how long the next one rests, 0
// when there is none to wait for. Errands of an unknown kind are left to a version that knows them.
func (s *Shard) startErrands(ctx context.Context, group *sync.WaitGroup, strange map[string]bool) (
	rest time.Duration, err error,
) {
	r := &s.running
	r.begin()
	for after := uint64(0); ; {
		all, err := s.pending(ctx, after)
		if err != nil {
			return 0, err
		}
		for _, e := range all {
			after = e.number
			if s.register.errands[e.kind] == nil {
				if !strange[e.kind] {
					strange[e.kind] = true
					s.options.Logger.Error("an errand of an unknown kind waits", "shard", s.Number(), "kind", e.kind)
				}
				continue
			}
			t, full := r.take(e.number, s.options.Clock.Now())
			if full {
				return 0, nil // whoever ends wakes us
			}
			if t != nil {
				group.Go(func() { s.tryErrand(ctx, e, t) })
			}
		}
		if len(all) < pendingPage {
			return r.rest(s.options.Clock.Now()), nil
		}
	}
}

// tryErrand runs an errand once, and lets it rest when it failed.
func (s *Shard) tryErrand(ctx context.Context, e pendingErrand, t *tried) {
	err := s.runErrand(ctx, e, t)
	rest := min(errandRest<<min(t.tries, 10), errandRestMax)
	if err != nil && ctx.Err() == nil {
		s.options.Logger.Warn("an errand is tried again", "shard", s.options.Number, "in", rest, "because", err)
	}
	s.running.end(e.number, err == nil, s.options.Clock.Now().Add(rest))
}

// begin begins a look.
func (r *errandsRunning) begin() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ended = map[uint64]bool{}
	r.look++
}

// take gives an errand to run; nil when it is at work, has ended or rests. It is full when nothing more can be run.
func (r *errandsRunning) take(number uint64, now time.Time) (t *tried, full bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.running >= MaxErrandsAtOnce {
		return nil, true
	}
	t = r.known[number]
	if t != nil {
		t.look = r.look
	}
	if r.ended[number] || t != nil && (t.running || t.notBefore.After(now)) {
		return nil, false
	}
	if t == nil {
		t = &tried{look: r.look}
		r.known[number] = t
	}
	t.running = true
	r.running++
	return t, false
}

// rest forgets what a whole look has not seen, and gives how long it is until the first of those that rest is due.
func (r *errandsRunning) rest(now time.Time) (rest time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for number, t := range r.known {
		switch left := max(t.notBefore.Sub(now), time.Millisecond); {
		case t.running:
		case t.look != r.look:
			delete(r.known, number) // somebody else has struck it out
		case rest == 0 || left < rest:
			rest = left
		}
	}
	return rest
}

func (r *errandsRunning) end(number uint64, done bool, notBefore time.Time) {
	r.mu.Lock()
	t := r.known[number]
	t.running, t.notBefore = false, notBefore
	t.tries++
	r.running--
	if done {
		delete(r.known, number)
		r.ended[number] = true
	}
	r.mu.Unlock()
	signal(r.wake)
}
