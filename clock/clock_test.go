package clock_test

import (
	"testing"
	"time"

	"dangol.example/clock"
)

func TestManualRingsWhatIsDue(t *testing.T) {
	start := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	c := clock.NewManual(start)
	soon, later, now := c.After(time.Minute), c.After(time.Hour), c.After(0)
	if got := <-now; !got.Equal(start) {
		t.Errorf("after nothing: %v", got)
	}
	c.Move(time.Minute)
	select {
	case <-soon:
	default:
		t.Error("the minute has passed and it did not ring")
	}
	select {
	case <-later:
		t.Error("the hour rang after a minute")
	default:
	}
	c.Move(-time.Hour)
	if got := c.Now(); !got.Equal(start.Add(time.Minute)) {
		t.Errorf("the clock ran back to %v", got)
	}
	c.Move(time.Hour)
	<-later
}

func TestSystemMoves(t *testing.T) {
	var c clock.System
	before := c.Now()
	<-c.After(time.Millisecond)
	if !c.Now().After(before) {
		t.Error("the machine's clock stands still")
	}
}
