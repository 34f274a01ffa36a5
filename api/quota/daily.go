package quota

import (
	"sync"
	"time"

	"dangol.example/id"
)

// Daily counts what somebody uses up in a day, by the server's clock in UTC.
type Daily struct {
	Most int // for each
	mu   sync.Mutex
	day  string
	used map[id.ID]int
}

// Take counts an amount, and reports whether there was so much left.
func (d *Daily) Take(who id.ID, amount int, now time.Time) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if today := now.UTC().Format(time.DateOnly); today != d.day {
		d.day, d.used = today, map[id.ID]int{}
	}
	if d.used[who]+amount > d.Most {
		return false
	}
	d.used[who] += amount
	return true
}
