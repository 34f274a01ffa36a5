// Package jetstream keeps the journal in NATS JetStream, embedded in this process.
//
// One stream is the log of one shard, one message is one block. Every acknowledgement comes after an fsync
// (SyncAlways). The server has no port: the only way in is a connection within the process. It is shut down, not
// killed, when the journal is closed; when it is killed nothing acknowledged is lost.
//
// It does not know what is in a block, does not write a consensus of its own, and never deletes or changes a message.
// It cannot see by itself that a log has lost its end: whoever keeps a view of it finds out (package shard).
//
// On disk: DIR/jetstream, NATS's own format.
//
// A full disk: appends are refused (journal.ErrFull) while less than Options.Reserve is free. Should the disk fill up
// all the same, the server gives up its storage as a whole; it is started anew as soon as there is room, behind the
// same handles.
package jetstream

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"dangol.example/clock"
	"dangol.example/journal"
)

// Options is what a journal is made of.
type Options struct {
	Dir      string
	MaxStore int64 // the most bytes on disk, 0 for the size of the disk
	Reserve  int64 // bytes of the disk that are left free, 0 for DefaultReserve
	Logger   *slog.Logger
	Clock    clock.Clock
}

// The defaults and limits of the store.
const (
	DefaultMaxStore = 1 << 40 // where the size of the disk cannot be found out
	DefaultReserve  = 64 << 20
	maxMemory       = 16 << 20
	maxPayload      = 2 << 20
	maxPending      = 64 << 20
	startTimeout    = 60 * time.Second
	readyTimeout    = 10 * time.Second
	stopTimeout     = 10 * time.Second
	duplicates      = 5 * time.Minute
)

// Journal is a journal in JetStream.
type Journal struct {
	options Options
	room    room

	mu     sync.RWMutex // guards what follows; held for writing while the server is started or stopped
	server *server.Server
	conn   *nats.Conn
	js     jetstream.JetStream
	closed bool
	logger *natsLogger

	failure failure
}

// Open starts the server on what lies in the folder.
func Open(o Options) (*Journal, error) {
	if o.MaxStore == 0 {
		o.MaxStore = DefaultMaxStore
		if size, known := diskBytes(o.Dir); known {
			o.MaxStore = size
		}
	}
	if o.Reserve == 0 {
		o.Reserve = DefaultReserve
	}
	j := &Journal{options: o, room: room{dir: o.Dir, reserve: o.Reserve, clock: o.Clock}}
	j.failure.met = make(chan struct{})
	if err := j.start(); err != nil {
		return nil, fmt.Errorf("open the journal: %w", err)
	}
	return j, nil
}

// start starts the server and connects to it.
func (j *Journal) start() error {
	j.logger = &natsLogger{logger: j.options.Logger}
	s, err := server.NewServer(&server.Options{
		ServerName:         "dangol",
		JetStream:          true,
		StoreDir:           j.options.Dir,
		SyncAlways:         true,
		DontListen:         true,
		NoSigs:             true,
		JetStreamMaxMemory: maxMemory,
		JetStreamMaxStore:  j.options.MaxStore,
		MaxPayload:         maxPayload,
		MaxPending:         maxPending,
	})
	if err != nil {
		return err
	}
	s.SetLoggerV2(j.logger, false, false, false)
	started := make(chan struct{})
	go func() {
		defer close(started)
		s.Start()
	}()
	// A bit that has flipped in the head of a stored message can keep the server busy for ever while it starts
	// (measured): whoever starts us must be told, and end the process.
	select {
	case <-started:
	case <-j.options.Clock.After(startTimeout):
		err := fmt.Errorf("%w: the embedded server has not started after %v", journal.ErrDamaged, startTimeout)
		j.failure.meet(err) // it may hold the files for ever, so that none is started beside it
		return err
	}
	if !s.ReadyForConnections(readyTimeout) || j.logger.failed() != nil {
		j.shut(s)
		return errors.Join(errors.New("the embedded server does not start"), j.logger.failed())
	}
	j.logger.fails.Store(&j.failure)
	conn, err := nats.Connect("", nats.InProcessServer(s), nats.MaxReconnects(-1), nats.IgnoreDiscoveredServers())
	if err != nil {
		j.shut(s)
		return err
	}
	js, err := jetstream.New(conn)
	if err != nil {
		conn.Close()
		j.shut(s)
		return err
	}
	j.server, j.conn, j.js = s, conn, js
	return nil
}

// stop ends the connection and the server.
func (j *Journal) stop() {
	if j.server == nil {
		return
	}
	j.conn.Close()
	j.shut(j.server)
	j.server = nil
}

// shut ends a server. One that does not end holds the files: none may be started beside it.
func (j *Journal) shut(s *server.Server) {
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		s.Shutdown()
		s.WaitForShutdown()
	}()
	select {
	case <-ended:
	case <-j.options.Clock.After(stopTimeout):
		j.failure.meet(fmt.Errorf("the embedded server has not ended after %v", stopTimeout))
	}
}

// Close implements journal.Journal.
func (j *Journal) Close() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.closed = true
	j.stop()
	return nil
}

// Failed is closed when the journal cannot go on, nor be started anew in this process: Err says why. Whoever has opened
// it ends the process, so that another can begin on the same files.
func (j *Journal) Failed() <-chan struct{} { return j.failure.met }

// Err is why the journal cannot go on; nil while it can.
func (j *Journal) Err() error {
	if err := j.failure.err.Load(); err != nil {
		return *err
	}
	return nil
}

// failure is what ends a journal for good.
type failure struct {
	err atomic.Pointer[error]
	met chan struct{}
}

// meet keeps the first failure. It is called within the server, under its locks: it does nothing more.
func (f *failure) meet(err error) {
	if f.err.CompareAndSwap(nil, &err) {
		close(f.met)
	}
}

// handle gives the way into the server. When the server has given up its storage for lack of room, it is started anew
// as soon as there is some.
func (j *Journal) handle() (jetstream.JetStream, error) {
	j.mu.RLock()
	js, closed, well := j.js, j.closed, j.works()
	j.mu.RUnlock()
	switch {
	case closed:
		return nil, journal.ErrClosed
	case j.Err() != nil:
		return nil, fmt.Errorf("%w: %w", journal.ErrClosed, j.Err())
	case well:
		return js, nil
	case !j.room.enough():
		return nil, journal.ErrFull
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	switch {
	case j.closed:
		return nil, journal.ErrClosed
	case j.Err() != nil:
		return nil, fmt.Errorf("%w: %w", journal.ErrClosed, j.Err())
	case j.works():
		return j.js, nil
	}
	j.options.Logger.Warn("the journal is started anew: its disk has room again")
	j.stop()
	if err := j.Err(); err != nil {
		return nil, fmt.Errorf("%w: %w", journal.ErrClosed, err)
	}
	if err := j.start(); err != nil {
		if j.Err() != nil {
			return nil, fmt.Errorf("%w: start anew: %w", journal.ErrClosed, err)
		}
		return nil, fmt.Errorf("%w: start anew: %w", journal.ErrFull, err)
	}
	return j.js, nil
}

// works reports whether the server takes messages. The caller holds mu.
func (j *Journal) works() bool {
	return j.server != nil && j.server.JetStreamEnabled() && !j.logger.stuck.Load()
}

// Open implements journal.Journal.
func (j *Journal) Open(ctx context.Context, shard uint8) (journal.Log, error) {
	js, err := j.handle()
	if err != nil {
		return nil, err
	}
	l := &log{journal: j, stream: fmt.Sprintf("J%03d", shard), subject: fmt.Sprintf("journal.%03d", shard)}
	_, err = js.CreateOrUpdateStream(ctx, jetstream.StreamConfig{
		Name:         l.stream,
		Subjects:     []string{l.subject},
		Retention:    jetstream.LimitsPolicy,
		Storage:      jetstream.FileStorage,
		Discard:      jetstream.DiscardNew,
		Replicas:     1,
		DenyDelete:   true,
		DenyPurge:    true,
		AllowDirect:  true,
		Duplicates:   duplicates,
		MaxMsgSize:   maxPayload,
		MaxConsumers: -1,
		MaxMsgs:      -1,
		MaxBytes:     -1,
	})
	if err != nil {
		return nil, fmt.Errorf("open the log of shard %d: %w", shard, err)
	}
	return l, nil
}

// log is one stream. It survives a restart of the server.
type log struct {
	journal *Journal
	stream  string
	subject string
}
