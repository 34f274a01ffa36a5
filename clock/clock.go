// Package clock gives the time, so that nobody has to take it.
//
// Whatever needs the time is given a Clock. The real one is the machine's; tests and the simulator have one that they
// move by hand. It does not know of time zones: a time is an instant, and whoever shows it to a person knows the zone.
package clock

import (
	"sync"
	"time"
)

// Clock tells the time and waits. It may be used by many goroutines.
type Clock interface {
	// Now is the present instant.
	Now() time.Time
	// After gives one value, once d has passed.
	After(d time.Duration) <-chan time.Time
}

// System is the machine's clock.
type System struct{}

// Now implements Clock.
func (System) Now() time.Time {
	return time.Now() //nolint:forbidigo // the one place where the time is taken
}

// After implements Clock.
func (System) After(d time.Duration) <-chan time.Time { return time.After(d) }

// Manual is a clock that stands still until it is moved.
type Manual struct {
	mu      sync.Mutex
	now     time.Time
	waiting []alarm
}

// alarm is one call of After that has not rung.
type alarm struct {
	at   time.Time
	ring chan time.Time
}

// NewManual makes a clock that stands at an instant.
func NewManual(at time.Time) *Manual { return &Manual{now: at} }

// Now implements Clock.
func (m *Manual) Now() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.now
}

// After implements Clock. It rings in the call of Move that reaches it.
func (m *Manual) After(d time.Duration) <-chan time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	a := alarm{m.now.Add(d), make(chan time.Time, 1)}
	if d <= 0 {
		a.ring <- m.now
		return a.ring
	}
	m.waiting = append(m.waiting, a)
	return a.ring
}

// Move puts the clock forward and rings what is due. A negative d is ignored: time does not run back here.
func (m *Manual) Move(d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = m.now.Add(max(d, 0))
	var still []alarm
	for _, a := range m.waiting {
		if a.at.After(m.now) {
			still = append(still, a)
			continue
		}
		a.ring <- m.now
	}
	m.waiting = still
}
