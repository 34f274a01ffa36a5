package quota

import "sync"

// Places counts how many of something each holds at once.
type Places[K comparable] struct {
	Most int // for each
	mu   sync.Mutex
	held map[K]int
}

// Take takes a place, or gives nil when all are held. Leave gives it back, and is called once.
func (p *Places[K]) Take(who K) (leave func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.held == nil {
		p.held = map[K]int{}
	}
	if p.held[who] >= p.Most {
		return nil
	}
	p.held[who]++
	return func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.held[who]--; p.held[who] == 0 {
			delete(p.held, who)
		}
	}
}
