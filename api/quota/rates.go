// Package quota counts how much of something somebody has done or used up, and says when it is too much. It forgets
// with the process, and knows nothing of what is counted.
package quota

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// MaxRemembered is how many are remembered at once; then all are forgotten, so that memory has an end.
const MaxRemembered = 10_000

// Rates counts how often somebody does something.
type Rates struct {
	every rate.Limit
	most  int
	mu    sync.Mutex
	of    map[string]*rate.Limiter
}

// NewRates allows so many at once, and one more each time it was `every` long ago.
func NewRates(every time.Duration, most int) *Rates {
	return &Rates{every: rate.Every(every), most: most, of: map[string]*rate.Limiter{}}
}

// Allow counts once and reports whether it was not too often.
func (r *Rates) Allow(who string, now time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.one(who).AllowN(now, 1)
}

// Spent reports whether once more would be too often, and counts nothing.
func (r *Rates) Spent(who string, now time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.one(who).TokensAt(now) < 1
}

func (r *Rates) one(who string) *rate.Limiter {
	one := r.of[who]
	if one == nil {
		if len(r.of) >= MaxRemembered {
			clear(r.of)
		}
		one = rate.NewLimiter(r.every, r.most)
		r.of[who] = one
	}
	return one
}
