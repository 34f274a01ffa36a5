// Package api is the wire: what can be asked, who may ask it, and how the answer looks.
//
// It speaks Connect (https://connectrpc.com/docs/protocol): protobuf or JSON over HTTP POST, so that curl will do.
// Each service has a file; a request becomes a command of a domain, or a question to a view. It decides nothing: what
// is allowed to whom beyond who-is-it is the domain's, and is checked where the command is decided.
//
// Every procedure has a rule in rules.go; one without is refused. Errors are named by kind, and told to people in their
// language; what is broken is logged whole and shown as nothing.
package api

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"connectrpc.com/connect"
	"connectrpc.com/otelconnect"

	"dangol.example/blob"
	"dangol.example/clock"
	"dangol.example/gen/api/dangol/channel/v1/channelv1connect"
	"dangol.example/gen/api/dangol/session/v1/sessionv1connect"
	"dangol.example/gen/api/dangol/shop/v1/shopv1connect"
	"dangol.example/gen/api/dangol/sync/v1/syncv1connect"
	"dangol.example/shard"
	"dangol.example/watch"
)

// Shards finds the shard of a number, nil when there is none or when it does not run.
type Shards interface {
	Shard(number uint8) *shard.Shard
	Count() uint8

	// Replay is how far the shard's view has followed the journal at its last start.
	Replay(number uint8) shard.Progress
}

// Options is what the API is made of.
type Options struct {
	Shards Shards
	Blobs  blob.Store // files that wait to be imported
	Photos blob.Store // pictures of conversations, kept for ever

	Searches Searches
	PushKey  string // the public key of web push

	Clock   clock.Clock
	Logger  *slog.Logger
	Origins []string      // pages that may call besides those served here
	Beat    time.Duration // between two signs of life of a watch, 0 for DefaultBeat
	Metrics *Metrics
	App     http.Handler    // everything that is no procedure: the web app
	Stop    <-chan struct{} // closed when the server stops: watches end
	Group   Group           // what runs beside requests, until Stop; nil when nobody waits for it
}

// Group starts goroutines that somebody waits for.
type Group interface{ Go(run func()) }

// DefaultBeat is the time between two signs of life of a watch.
const DefaultBeat = 5 * time.Second

// server is what all services share.
type server struct {
	Options
	sessions *sessions
	limits   *limits
	hub      *watch.Hub
}

// New makes the handler of everything.
func New(o Options) (http.Handler, error) {
	if o.Beat == 0 {
		o.Beat = DefaultBeat
	}
	if o.Group == nil {
		o.Group = &sync.WaitGroup{}
	}
	s := &server{Options: o, limits: newLimits(o.Clock), hub: newHub(o)}
	s.sessions = &sessions{shards: o.Shards, clock: o.Clock, known: map[[hashBytes]byte]known{}}
	if err := o.Metrics.watch(o.Shards); err != nil {
		return nil, err
	}
	trace, err := otelconnect.NewInterceptor(otelconnect.WithoutMetrics())
	if err != nil {
		return nil, err
	}
	options := []connect.HandlerOption{
		connect.WithInterceptors(trace, o.Metrics.interceptor(), s.errors(), guard{}),
		connect.WithCompressMinBytes(compressFrom), connect.WithRecover(s.recovered),
	}
	small := append([]connect.HandlerOption{connect.WithReadMaxBytes(MaxRequest)}, options...)
	large := append([]connect.HandlerOption{connect.WithConditionalHandlerOptions(mostOf)}, options...)
	mux := http.NewServeMux()
	mux.Handle(s.door(sessionv1connect.NewSessionServiceHandler(&sessionServer{s}, small...)))
	mux.Handle(s.door(syncv1connect.NewSyncServiceHandler(&syncServer{s}, small...)))
	mux.Handle(s.door(shopv1connect.NewShopServiceHandler(&shopServer{s}, large...)))
	mux.Handle(s.door(channelv1connect.NewChannelServiceHandler(&channelServer{server: s}, large...)))
	mux.Handle(s.door(channelv1connect.NewGuestServiceHandler(&guestServer{server: s}, large...)))
	s.plain(mux)
	o.Group.Go(func() { s.hub.Run(o.Stop) })
	return s.secure(s.cors(mux)), nil
}

// mostOf is how much a procedure takes that may be sent a picture or a part of a file: little of strangers.
func mostOf(spec connect.Spec) []connect.HandlerOption {
	if rules[spec.Procedure] == public {
		return []connect.HandlerOption{connect.WithReadMaxBytes(MaxRequest)}
	}
	return []connect.HandlerOption{connect.WithReadMaxBytes(MaxUpload)}
}

// compressFrom is the size below which an answer is not worth compressing.
const compressFrom = 512

// recovered answers a request that has panicked.
func (s *server) recovered(ctx context.Context, spec connect.Spec, _ http.Header, p any) error {
	s.Logger.ErrorContext(ctx, "a request panics", "procedure", spec.Procedure, "panic", p)
	return connect.NewError(connect.CodeInternal, errBroken)
}
