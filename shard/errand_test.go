package shard_test

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"dangol.example/clock"
	"dangol.example/journal"
	"dangol.example/shard"
	"dangol.example/shard/shardtest"
)

// An errand is run after its command is acknowledged, until it is done, and struck out.
func TestErrands(t *testing.T) {
	told := make(chan int64, 10)
	failures := 2
	o := options(t, &tape{})
	o.Domains[0] = shardtest.Domain(func(n int64) error {
		if n == 2 && failures > 0 {
			failures--
			return errors.New("the line is dead")
		}
		told <- n
		return nil
	})
	o.Clock = &hasty{}
	s := start(t, o)
	for n, units := range []int64{10, 20, 3} {
		if _, err := s.Run(t.Context(), move(n, units)); err != nil {
			t.Fatal(err)
		}
	}
	seen := map[int64]bool{<-told: true, <-told: true}
	if !seen[1] || !seen[2] {
		t.Errorf("told %v", seen)
	}
	waitFor(t, s, func(r *shard.Reader) bool { return r.Count("SELECT count(*) FROM shard_errand") == 0 })
	if err := s.Read(t.Context(), func(r *shard.Reader) error {
		if never, twice := shardtest.Untold(r); never+twice > 0 {
			t.Errorf("%d never told, %d twice", never, twice)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

func TestErrandsAreGivenUp(t *testing.T) {
	o := options(t, &tape{})
	var tries atomic.Int64
	o.Domains[0] = shardtest.Domain(
		func(int64) error { tries.Add(1); return fmt.Errorf("%w: nobody there", shard.ErrGiveUp) },
	)
	s := start(t, o)
	if _, err := s.Run(t.Context(), move(1, 10)); err != nil {
		t.Fatal(err)
	}
	waitFor(t, s, func(r *shard.Reader) bool {
		return tries.Load() > 0 && r.Count("SELECT count(*) FROM shard_errand") == 0
	})
	if n := tries.Load(); n != 1 {
		t.Errorf("%d tries", n)
	}
}

// An errand of a process that died is run by the next one.
func TestErrandsSurvive(t *testing.T) {
	o := options(t, &tape{})
	s := open(t, o) // nobody runs its errands
	step(t, s, move(1, 10), move(2, 20))
	s.Close()
	told := make(chan int64, 10)
	o.Domains[0] = shardtest.Domain(func(n int64) error { told <- n; return nil })
	start(t, o)
	if sum := <-told + <-told; sum != 3 {
		t.Errorf("told of moves that sum up to %d", sum)
	}
}

// An errand that this version does not know waits for one that does, and is in nobody's way.
func TestErrandsOfAnUnknownKind(t *testing.T) {
	o := options(t, &tape{})
	s := open(t, o)
	step(t, s, move(1, 10))
	s.Close()
	known := o.Domains[0].Errands["tell"]
	delete(o.Domains[0].Errands, "tell")
	s = open(t, o)
	if done, err := s.RunErrands(t.Context()); done != 0 || err != nil {
		t.Errorf("%d done, %v", done, err)
	}
	if n, err := s.Errands(t.Context()); n != 1 || err != nil {
		t.Errorf("%d errands are left, %v", n, err)
	}
	s.Close()
	o.Domains[0].Errands["tell"] = known
	s = start(t, o)
	waitFor(t, s, func(r *shard.Reader) bool { return r.Count("SELECT count(*) FROM shard_errand") == 0 })
}

// Many errands that fail, with a panic too, do not keep one from being run that comes after them, even while they rest.
func TestFailingErrandsStarveNobody(t *testing.T) {
	const failing = 300
	o := options(t, &tape{})
	told := make(chan int64, 1)
	o.Clock = clock.NewManual(time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)) // nobody's rest ends
	o.Domains[0] = shardtest.Domain(func(n int64) error {
		if n == failing+1 {
			told <- n
			return nil
		}
		if n%2 == 0 {
			panic("no")
		}
		return errors.New("the line is dead")
	})
	s := open(t, o)
	for n := range failing + 1 {
		r := shard.Request{ID: command(n), Command: shardtest.Move{From: "a", To: "b", Units: shardtest.Round}}
		if n%2 > 0 {
			r.Command = shardtest.Move{From: "b", To: "a", Units: shardtest.Round}
		}
		if errs := step(t, s, r); errs[0] != nil {
			t.Fatal(errs)
		}
	}
	s.Close()
	start(t, o)
	select {
	case <-told:
	case <-time.After(20 * time.Second):
		t.Error("the last errand was never run")
	}
}

// What was done outside is not done again because the journal could not take that it is done.
func TestOnlyTheEndIsTriedAgain(t *testing.T) {
	log := &tape{}
	o := options(t, log)
	o.Clock = &hasty{}
	var effects atomic.Int64
	o.Domains[0].Errands["tell"] = func(_ context.Context, _ shard.ErrandContext) error {
		effects.Add(1)
		log.mu.Lock()
		defer log.mu.Unlock()
		log.outcomes = []outcome{{false, journal.ErrFull}, {false, journal.ErrFull}}
		return nil
	}
	s := start(t, o)
	if _, err := s.Run(t.Context(), move(1, 10)); err != nil {
		t.Fatal(err)
	}
	waitFor(t, s, func(r *shard.Reader) bool {
		return effects.Load() > 0 && r.Count("SELECT count(*) FROM shard_errand") == 0
	})
	if n := effects.Load(); n != 1 {
		t.Errorf("%d times", n)
	}
}

// hasty is a clock on which every wait is over at once, and the time has passed.
type hasty struct{ passed atomic.Int64 }

func (h *hasty) Now() time.Time {
	return time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC).Add(time.Duration(h.passed.Load()))
}

func (h *hasty) After(d time.Duration) <-chan time.Time {
	h.passed.Add(int64(d))
	c := make(chan time.Time, 1)
	c <- h.Now()
	return c
}

func waitFor(t *testing.T, s *shard.Shard, is func(*shard.Reader) bool) {
	t.Helper()
	for done := false; !done; {
		if err := s.Read(t.Context(), func(r *shard.Reader) error { done = is(r); return nil }); err != nil {
			t.Fatal(err)
		}
		if t.Context().Err() != nil {
			t.Fatal("it does not come")
		}
		time.Sleep(time.Millisecond)
	}
}
