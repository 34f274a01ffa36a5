package api

import (
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// rates counts how often somebody does something.
type rates struct {
	every rate.Limit
	most  int
	mu    sync.Mutex
	of    map[string]*rate.Limiter
}

func newRates(every rate.Limit, most int) *rates {
	return &rates{every: every, most: most, of: map[string]*rate.Limiter{}}
}

// allow counts once and reports whether it was not too often.
func (r *rates) allow(who string, now time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.one(who).AllowN(now, 1)
}

// spent reports whether once more would be too often, and counts nothing.
func (r *rates) spent(who string, now time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.one(who).TokensAt(now) < 1
}

func (r *rates) one(who string) *rate.Limiter {
	one := r.of[who]
	if one == nil {
		if len(r.of) >= maxAddresses {
			clear(r.of)
		}
		one = rate.NewLimiter(r.every, r.most)
		r.of[who] = one
	}
	return one
}

// ownNet is how many bits of an IPv6 address are a net's; what stands behind them its owner chooses (RFC 4291, 2.5.4).
const ownNet = 64

// hostOf is who is at an address: the address without its port, of IPv6 the net.
func hostOf(address string) string {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return address
	}
	ip := at.Addr().Unmap().WithZone("")
	own, err := ip.Prefix(ownNet)
	if err != nil { // IPv4 has not so many
		return ip.String()
	}
	return own.String()
}
