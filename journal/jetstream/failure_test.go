package jetstream

import (
	"errors"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"dangol.example/clock"
	"dangol.example/journal"
)

// hurried is a clock on which, once it hurries, every wait is over before anything can have happened.
type hurried struct {
	clock.System
	on atomic.Bool
}

func (h *hurried) After(d time.Duration) <-chan time.Time {
	if !h.on.Load() {
		return h.System.After(d)
	}
	over := make(chan time.Time, 1)
	over <- h.Now()
	return over
}

func openFor(t *testing.T, c clock.Clock) (*Journal, journal.Log) {
	t.Helper()
	j, err := Open(Options{Dir: t.TempDir(), Logger: slog.New(slog.DiscardHandler), Clock: c})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { j.Close() })
	l, err := j.Open(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Append(t.Context(), 0, "a", []byte("a")); err != nil {
		t.Fatal(err)
	}
	return j, l
}

func wantFailed(t *testing.T, j *Journal, l journal.Log) {
	t.Helper()
	for range 3 {
		if _, err := l.Tail(t.Context()); !errors.Is(err, journal.ErrClosed) {
			t.Errorf("%v", err)
		}
	}
	select {
	case <-j.Failed():
	case <-time.After(5 * time.Second):
		t.Fatal("nobody is told")
	}
	if j.Err() == nil {
		t.Errorf("%v", j.Err())
	}
}

// A server that does not end or start when it is started anew may hold the files: none is started beside it, and
// whoever has opened the journal is told that it is over.
func TestStartAnewThatDoesNotEnd(t *testing.T) {
	c := &hurried{}
	j, l := openFor(t, c)
	held := j.server
	c.on.Store(true)
	j.logger.stuck.Store(true) // as after a write that failed
	wantFailed(t, j, l)
	c.on.Store(false)
	held.WaitForShutdown()
}

// What the server calls fatal while it runs is: its own logger would have ended the process.
func TestFatalWhileRunning(t *testing.T) {
	j, l := openFor(t, clock.System{})
	j.logger.Fatalf("the disk has %s", "gone")
	wantFailed(t, j, l)
}
