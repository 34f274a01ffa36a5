package memory_test

import (
	"errors"
	"sync/atomic"
	"testing"

	"dangol.example/journal"
	"dangol.example/journal/journaltest"
	"dangol.example/journal/memory"
)

func TestSuite(t *testing.T) {
	journaltest.Run(t, func(*testing.T) journaltest.Harness {
		var outcome atomic.Uint32 // zero is Good
		j := memory.New(memory.Options{Faults: func(uint8) memory.Outcome {
			return memory.Outcome(outcome.Swap(uint32(memory.Good)))
		}})
		return journaltest.Harness{
			Journal: j, Reopen: func() journal.Journal { return j.Reopen() },
			LoseAnswer: func() { outcome.Store(uint32(memory.AckLost)) },
		}
	})
}

// Each fault does what it says.
func TestFaults(t *testing.T) {
	outcome := memory.Good
	j := memory.New(memory.Options{Faults: func(uint8) memory.Outcome { return outcome }})
	l, err := j.Open(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		outcome        memory.Outcome
		err            error
		now, delivered uint64 // messages more
	}{
		{memory.Good, nil, 1, 0},
		{memory.AckLost, journal.ErrUnknown, 1, 0},
		{memory.Lost, journal.ErrUnknown, 0, 0},
		{memory.Late, journal.ErrUnknown, 0, 1},
		{memory.Twice, nil, 1, 0},
		{memory.Full, journal.ErrFull, 0, 0},
	} {
		before, _ := l.Tail(t.Context())
		outcome = c.outcome
		if err := l.Append(t.Context(), before, string(rune('a'+c.outcome)), []byte{1}); !errors.Is(err, c.err) {
			t.Errorf("outcome %d: %v", c.outcome, err)
		}
		if now, _ := l.Tail(t.Context()); now != before+c.now {
			t.Errorf("outcome %d: %d more", c.outcome, now-before)
		}
		j.Deliver()
		if later, _ := l.Tail(t.Context()); later != before+c.now+c.delivered {
			t.Errorf("outcome %d: %d more in the end", c.outcome, later-before)
		}
	}
}

// A late message whose place is taken does no harm, also when its name is forgotten.
func TestLateAndTaken(t *testing.T) {
	late := true
	j := memory.New(memory.Options{Faults: func(uint8) memory.Outcome {
		if late {
			return memory.Late
		}
		return memory.Good
	}})
	l, _ := j.Open(t.Context(), 1)
	if err := l.Append(t.Context(), 0, "a", []byte("a")); !errors.Is(err, journal.ErrUnknown) {
		t.Fatal(err)
	}
	late = false
	if err := l.Append(t.Context(), 0, "b", []byte("b")); err != nil {
		t.Fatal(err)
	}
	j.Forget()
	if n := j.Deliver(); n != 1 {
		t.Errorf("%d on their way", n)
	}
	if n, _ := l.Tail(t.Context()); n != 1 {
		t.Errorf("%d messages", n)
	}
}

func TestDamage(t *testing.T) {
	j := memory.New(memory.Options{})
	l, _ := j.Open(t.Context(), 1)
	if err := l.Append(t.Context(), 0, "a", []byte("a")); err != nil {
		t.Fatal(err)
	}
	j.Damage(1, 1, func([]byte) []byte { return nil })
	if err := l.Read(t.Context(), 0, func(journal.Stored) error { return nil }); !errors.Is(err, journal.ErrDamaged) {
		t.Errorf("%v", err)
	}
}
