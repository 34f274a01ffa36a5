package api

import (
	"sync"
	"time"

	"dangol.example/id"
)

// daily counts what somebody uses up in a day, by the server's clock in UTC.
type daily struct {
	most int
	mu   sync.Mutex
	day  string
	used map[id.ID]int
}

// take counts an amount, and reports whether there was so much left.
func (d *daily) take(who id.ID, amount int, now time.Time) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if today := now.UTC().Format(time.DateOnly); today != d.day {
		d.day, d.used = today, map[id.ID]int{}
	}
	if d.used[who]+amount > d.most {
		return false
	}
	d.used[who] += amount
	return true
}
