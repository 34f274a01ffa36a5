package api

import (
	"net"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"dangol.example/clock"
	"dangol.example/fault"
	"dangol.example/gen/api/dangol/session/v1/sessionv1connect"
)

// The limits of the wire.
const (
	MaxRequest     = 64 << 10         // bytes of a request
	MaxUpload      = 1<<20 + 128<<10  // bytes of a request of the shop, which may hold a part of a file
	MaxRequests    = 2048             // at work at once; a watch is none
	RequestTimeout = 30 * time.Second // of one request; a watch has none
	SignInsEvery   = 6 * time.Second  // from one address, on average
	SignInsAtOnce  = 20               // from one address
	maxAddresses   = 10_000           // remembered
)

// What is refused for being too much.
var (
	errBusy = fault.New(fault.Busy, "지금 요청이 많아요. 잠시 뒤에 다시 해 주세요.",
		"Too much at once. Please try again in a moment.")
	errSignIns = fault.New(fault.Busy, "로그인을 너무 자주 했어요. 1분 뒤에 다시 해 주세요.",
		"Too many sign-ins. Please try again in a minute.")
)

// limits counts.
type limits struct {
	clock clock.Clock
	room  chan struct{}
	mu    sync.Mutex
	from  map[string]*rate.Limiter
}

func newLimits(c clock.Clock) *limits {
	return &limits{clock: c, room: make(chan struct{}, MaxRequests), from: map[string]*rate.Limiter{}}
}

// enter takes a place, or refuses at once.
func (l *limits) enter(procedure, address string) (leave func(), err error) {
	if procedure == sessionv1connect.SessionServiceSignInProcedure && !l.maySignIn(address) {
		return nil, errSignIns
	}
	select {
	case l.room <- struct{}{}:
		return func() { <-l.room }, nil
	default:
		return nil, errBusy
	}
}

// maySignIn counts sign-ins by address.
func (l *limits) maySignIn(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		host = address
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	one := l.from[host]
	if one == nil {
		if len(l.from) >= maxAddresses {
			clear(l.from)
		}
		one = rate.NewLimiter(rate.Every(SignInsEvery), SignInsAtOnce)
		l.from[host] = one
	}
	return one.AllowN(l.clock.Now(), 1)
}
