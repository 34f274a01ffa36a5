package api

import (
	"strings"
	"time"

	"dangol.example/api/quota"
	"dangol.example/clock"
	"dangol.example/fault"
	"dangol.example/gen/api/dangol/channel/v1/channelv1connect"
	"dangol.example/gen/api/dangol/session/v1/sessionv1connect"
	"dangol.example/id"
)

// The limits of the wire.
const (
	MaxRequest     = 64 << 10         // bytes of a request
	MaxUpload      = 1<<20 + 128<<10  // bytes of a request of the shop, which may hold a part of a file
	MaxRequests    = 2048             // at work at once; a watch is none
	MaxOfHost      = 128              // at work at once of one host, of those that need no session
	MaxWatches     = 16               // of one session at once: its tabs
	RequestTimeout = 30 * time.Second // of one request, and before it of its body; a watch has none
	MaxReadings    = 2                // sets of files that are read at once: each takes memory and a processor
	MaxUploadADay  = 512 << 20        // bytes of files that one shop uploads in a day, by the server's clock in UTC
	MaxPreview     = 500              // orders that a preview shows, and deposits, and unread lines
	SignInsEvery   = 6 * time.Second  // from one address, on average
	SignInsAtOnce  = 20               // from one address
	OpensEvery     = 20 * time.Second // conversations from one address, on average: many share one behind a carrier
	OpensAtOnce    = 30               // from one address
	ActsEvery      = time.Second / 5  // commands of one conversation's customer, on average
	ActsAtOnce     = 200              // of one conversation's customer, who comes back with a full outbox
)

// What is refused for being too much.
var (
	errBusy = fault.New(fault.Busy, "지금 요청이 많아요. 잠시 뒤에 다시 해 주세요.",
		"Too much at once. Please try again in a moment.")
	errWatches = fault.New(fault.Busy, "이 기기에서 너무 많은 창을 열었어요. 다른 창을 닫고 다시 해 주세요.",
		"This device has too many windows open. Please close one and try again.")
	errReadings = fault.New(fault.Busy, "지금 다른 파일을 읽고 있어요. 잠시 뒤에 다시 해 주세요.",
		"Other files are being read right now. Please try again in a moment.")
	errUploads = fault.New(fault.Busy, "오늘 올릴 수 있는 파일을 다 올렸어요. 내일 다시 해 주세요.",
		"This shop has uploaded all that it can in one day. Please try again tomorrow.")
	errSignIns = fault.New(fault.Busy, "로그인을 너무 자주 했어요. 1분 뒤에 다시 해 주세요.",
		"Too many sign-ins. Please try again in a minute.")
	errActs = fault.New(fault.Busy, "너무 자주 보냈어요. 잠시 뒤에 다시 해 주세요.",
		"Too much in a short time. Please try again in a moment.")
	errOpens = fault.New(fault.Busy, "새 대화를 너무 자주 열었어요. 1분 뒤에 다시 해 주세요.",
		"Too many new conversations. Please try again in a minute.")
)

// limits counts.
type limits struct {
	clock clock.Clock
	room  chan struct{}

	watches   quota.Places[id.ID]  // by session
	strangers quota.Places[string] // by host: requests at work that need no session

	signIns   *quota.Rates // by address
	opens     *quota.Rates // by address: conversations
	acts      *quota.Rates // by conversation: commands of its customer
	alerts    *quota.Rates // by key
	wrongKeys *quota.Rates // by address

	photosOfGuest, photosOfShop, filesOfShop quota.Daily // bytes

	readings chan struct{}
}

func newLimits(c clock.Clock) *limits {
	return &limits{
		clock: c, room: make(chan struct{}, MaxRequests),
		watches: quota.Places[id.ID]{Most: MaxWatches}, strangers: quota.Places[string]{Most: MaxOfHost},
		signIns: quota.NewRates(SignInsEvery, SignInsAtOnce), opens: quota.NewRates(OpensEvery, OpensAtOnce),
		acts:   quota.NewRates(ActsEvery, ActsAtOnce),
		alerts: quota.NewRates(AlertsEvery, AlertsAtOnce), wrongKeys: quota.NewRates(WrongKeysEvery, WrongKeysMost),
		photosOfGuest: quota.Daily{Most: MaxPhotosOfGuest}, photosOfShop: quota.Daily{Most: MaxPhotosOfShop},
		filesOfShop: quota.Daily{Most: MaxUploadADay},
		readings:    make(chan struct{}, MaxReadings),
	}
}

// enter takes a place, or refuses at once.
func (l *limits) enter(procedure, address string) (leave func(), err error) {
	switch host, now := quota.HostOf(address), l.clock.Now(); {
	case procedure == sessionv1connect.SessionServiceSignInProcedure && !l.signIns.Allow(host, now):
		return nil, errSignIns
	case procedure == channelv1connect.GuestServiceOpenProcedure && !l.opens.Allow(host, now):
		return nil, errOpens
	}
	left := l.stranger(procedure, address)
	if left == nil {
		return nil, errBusy
	}
	select {
	case l.room <- struct{}{}:
		return func() { <-l.room; left() }, nil
	default:
		left()
		return nil, errBusy
	}
}

// stranger takes a place of the host's for what needs no session: one host alone could take all places with bodies that do
// not come.
func (l *limits) stranger(procedure, address string) (leave func()) {
	if rules[procedure] != public && !strings.HasPrefix(procedure, "/alerts/") {
		return func() {}
	}
	return l.strangers.Take(quota.HostOf(address))
}

// read takes a place for reading files, or refuses at once: who waits holds a request and its files.
func (l *limits) read() (leave func(), err error) {
	select {
	case l.readings <- struct{}{}:
		return func() { <-l.readings }, nil
	default:
		return nil, errReadings
	}
}

// watch counts the watches of a session.
func (l *limits) watch(session id.ID) (leave func(), err error) {
	if leave = l.watches.Take(session); leave == nil {
		return nil, errWatches
	}
	return leave, nil
}
