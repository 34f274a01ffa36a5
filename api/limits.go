package api

import (
	"net"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"dangol.example/clock"
	"dangol.example/fault"
	"dangol.example/gen/api/dangol/session/v1/sessionv1connect"
	"dangol.example/id"
)

// The limits of the wire.
const (
	MaxRequest     = 64 << 10         // bytes of a request
	MaxUpload      = 1<<20 + 128<<10  // bytes of a request of the shop, which may hold a part of a file
	MaxRequests    = 2048             // at work at once; a watch is none
	MaxWatches     = 16               // of one session at once: its tabs
	RequestTimeout = 30 * time.Second // of one request, and before it of its body; a watch has none
	SignInsEvery   = 6 * time.Second  // from one address, on average
	SignInsAtOnce  = 20               // from one address
	maxAddresses   = 10_000           // remembered
)

// What is refused for being too much.
var (
	errBusy = fault.New(fault.Busy, "지금 요청이 많아요. 잠시 뒤에 다시 해 주세요.",
		"Too much at once. Please try again in a moment.")
	errWatches = fault.New(fault.Busy, "이 기기에서 너무 많은 창을 열었어요. 다른 창을 닫고 다시 해 주세요.",
		"This device has too many windows open. Please close one and try again.")
	errSignIns = fault.New(fault.Busy, "로그인을 너무 자주 했어요. 1분 뒤에 다시 해 주세요.",
		"Too many sign-ins. Please try again in a minute.")
)

// limits counts.
type limits struct {
	clock clock.Clock
	room  chan struct{}
	mu    sync.Mutex
	from  map[string]*rate.Limiter
	at    map[id.ID]int // watches by session
}

func newLimits(c clock.Clock) *limits {
	return &limits{
		clock: c, room: make(chan struct{}, MaxRequests), from: map[string]*rate.Limiter{}, at: map[id.ID]int{},
	}
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

// watch counts the watches of a session.
func (l *limits) watch(session id.ID) (leave func(), err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.at[session] >= MaxWatches {
		return nil, errWatches
	}
	l.at[session]++
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.at[session]--; l.at[session] == 0 {
			delete(l.at, session)
		}
	}, nil
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
