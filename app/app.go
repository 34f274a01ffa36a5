// Package app puts the parts together: journal, shards, API and web app, as one process on one folder.
//
// It decides nothing about shops. What it does decide: which parts there are (domains.go is the list), how they
// start, how one that has failed is started again, and in which order they stop.
//
// On disk, in the data folder: jetstream (the journal), views (one file a shard, disposable), dangol.json (what the
// first start has fixed), lock (who is at work here).
package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"dangol.example/api"
	"dangol.example/blob"
	"dangol.example/channel/search"
	"dangol.example/clock"
	"dangol.example/fault"
	"dangol.example/journal/jetstream"
	"dangol.example/shard"
)

// How long things may take.
const (
	stopWithin     = 10 * time.Second
	headersWithin  = 10 * time.Second
	idleFor        = 2 * time.Minute
	filesFor       = 7 * 24 * time.Hour // uploaded files wait so long
	maxFiles       = 16 << 30           // and so many bytes of them
	maxPhotos      = 256 << 30          // bytes of pictures, which are kept for ever
	restartRest    = time.Second
	restartRestMax = 30 * time.Second
	healthyAfter   = time.Minute // a shard that ran so long was well, and is opened anew at once
	maxHeader      = 16 << 10
)

// App is a running server.
type App struct {
	Config  Config
	logger  *slog.Logger
	clock   clock.Clock
	journal *jetstream.Journal
	files   blob.Store
	photos  blob.Store
	metrics *api.Metrics
	shards  []slot

	searches []*search.Index
	server   *http.Server
	listen   net.Listener
	stop     chan struct{} // closed when it stops
	end      context.CancelFunc
	group    sync.WaitGroup
	lock     *os.File
	closing  sync.Once
}

// slot is the place of a shard: empty while it does not run.
type slot struct {
	running atomic.Pointer[shard.Shard]
	replay  atomic.Pointer[shard.Progress] // of its last start
}

// Shard implements api.Shards.
func (a *App) Shard(number uint8) *shard.Shard {
	if int(number) >= len(a.shards) {
		return nil
	}
	return a.shards[number].running.Load()
}

// Count implements api.Shards.
func (a *App) Count() uint8 { return uint8(len(a.shards)) }

// Replay implements api.Shards.
func (a *App) Replay(number uint8) shard.Progress {
	if int(number) < len(a.shards) {
		if p := a.shards[number].replay.Load(); p != nil {
			return *p
		}
	}
	return shard.Progress{}
}

// Address is where the server listens.
func (a *App) Address() string { return a.listen.Addr().String() }

// Start starts everything, and returns when every shard runs or has failed to. Its door opens first: while a view is
// made anew, the web app and /readyz answer, and the other shards work. Web is the web app, nil for none.
func Start(ctx context.Context, c Config, logger *slog.Logger, web http.Handler) (_ *App, err error) {
	a := &App{
		Config: c,
		logger: logger,
		clock:  clock.System{},
		stop:   make(chan struct{}),
		shards: make([]slot, c.Shards),
	}
	running, end := context.WithCancel(context.WithoutCancel(ctx))
	a.end = end
	defer func() { //nolint:contextcheck // it ends though ctx may have
		if err != nil {
			err = errors.Join(err, a.Close())
		}
	}()
	if err := os.MkdirAll(filepath.Join(c.Data, "views"), 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	if a.lock, err = lockFolder(c.Data); err != nil {
		return nil, err
	}
	if err := c.keep(); err != nil {
		return nil, err
	}
	if err := a.openJournal(ctx); err != nil {
		return nil, err
	}
	a.openSearches()
	a.metrics = api.NewMetrics(a.clock)
	if err := a.serve(web); err != nil {
		return nil, err
	}
	a.startShards(ctx, running)
	a.group.Go(func() { a.tick(running) })
	return a, ctx.Err()
}

// openJournal opens the journal, and the files beside it.
func (a *App) openJournal(ctx context.Context) (err error) {
	a.journal, err = jetstream.Open(jetstream.Options{Dir: a.Config.Data, Logger: a.logger, Clock: a.clock})
	if err != nil {
		return err
	}
	a.files, err = a.journal.Blobs(ctx, jetstream.Bucket{Name: "files", MaxBytes: maxFiles, TTL: filesFor})
	if err == nil {
		a.photos, err = a.journal.Blobs(ctx, jetstream.Bucket{Name: "photos", MaxBytes: maxPhotos})
	}
	return err
}

// errJournal says that the journal cannot go on in this process.
var errJournal = fault.New(fault.Broken,
	"저널이 더 돌지 못해서 서버를 멈춰요. 확인해 준 것은 모두 디스크에 있어요. 다시 시작하고, "+
		"그래도 안 되면 docs/runbook/journal-damaged.md를 따라 주세요.",
	"The journal cannot go on, so the server stops. What was acknowledged is on the disk. Start it again; "+
		"if it does not start, see docs/runbook/journal-damaged.md.")

// Failed is closed when the server cannot go on and its process must end: Err says why.
func (a *App) Failed() <-chan struct{} { return a.journal.Failed() }

// Err is why the server cannot go on, nil while it can.
func (a *App) Err() error {
	if err := a.journal.Err(); err != nil {
		return errJournal.Because(err)
	}
	return nil
}

// startShards opens every shard, as many at once as there are processors, and keeps each running. One that does not
// open is tried again and again while the others work; /readyz names it.
func (a *App) startShards(ctx, running context.Context) {
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for n := range a.shards {
		group.Go(func() error {
			one, err := a.open(ctx, uint8(n))
			if err != nil {
				a.logger.Error("a shard does not open", "shard", n, "because", err)
			}
			a.group.Go(func() { a.keepRunning(running, uint8(n), one) })
			return nil
		})
	}
	_ = group.Wait() // they give no errors
}

// open opens one shard on what the journal holds.
func (a *App) open(ctx context.Context, number uint8) (*shard.Shard, error) {
	log, err := a.journal.Open(ctx, number)
	if err != nil {
		return nil, err
	}
	one, err := shard.Open(ctx, shard.Options{
		Number: number, Log: log, Domains: domains(a.files), Dir: filepath.Join(a.Config.Data, "views"), Writer: "site",
		Clock: a.clock, Logger: a.logger, Observe: a.metrics.Observe, Replaying: a.replaying(number),
	})
	if err != nil {
		return nil, err
	}
	a.shards[number].running.Store(one)
	return one, nil
}

// tellEvery is how often the log tells how far a replay is.
const tellEvery = time.Second

// replaying keeps how far a shard's replay is, and tells the log of one that takes its time.
func (a *App) replaying(number uint8) func(shard.Progress) {
	told := a.clock.Now()
	long := false
	return func(p shard.Progress) {
		a.shards[number].replay.Store(&p)
		now := a.clock.Now()
		if now.Sub(told) < tellEvery && !(long && p.Done) {
			return
		}
		told, long = now, !p.Done
		a.logger.Info("a view follows its journal", "shard", number, "block", p.At, "of", p.Tail, "events", p.Events)
	}
}

// keepRunning runs a shard, and opens it anew when it has stopped by itself. Other shards do not notice.
func (a *App) keepRunning(ctx context.Context, number uint8, one *shard.Shard) {
	rest := restartRest
	for {
		if one != nil {
			began := a.clock.Now()
			err := a.loop(ctx, number, one)
			if a.clock.Now().Sub(began) > healthyAfter {
				rest = restartRest
			}
			a.shards[number].running.Store(nil)
			if closing := one.Close(); closing != nil {
				a.logger.Warn("a view does not close", "shard", number, "because", closing)
			}
			if ctx.Err() != nil {
				return
			}
			a.logger.Error("a shard has stopped and is opened anew", "shard", number, "because", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-a.clock.After(rest):
		}
		rest = min(2*rest, restartRestMax)
		var err error
		if one, err = a.open(ctx, number); err != nil {
			a.logger.Error("a shard does not open", "shard", number, "because", err)
		}
	}
}

// serve opens the door.
func (a *App) serve(web http.Handler) error {
	handler, err := api.New(api.Options{
		Shards:  a,
		Blobs:   a.files,
		Photos:  a.photos,
		Clock:   a.clock,
		Logger:  a.logger,
		Origins: a.Config.Origins,
		Metrics: a.metrics,
		App:     web,
		Stop:    a.stop,
		Group:   &a.group,

		Searches: a,
	})
	if err != nil {
		return err
	}
	if a.listen, err = net.Listen("tcp", a.Config.Listen); err != nil {
		return fmt.Errorf("listen at %s: %w", a.Config.Listen, err)
	}
	a.listen = &door{Listener: a.listen, most: connections(openFiles())}
	protocols := &http.Protocols{}
	protocols.SetHTTP1(true)
	protocols.SetUnencryptedHTTP2(true)
	a.server = &http.Server{
		Handler:           handler,
		Protocols:         protocols,
		ReadHeaderTimeout: headersWithin,
		IdleTimeout:       idleFor,
		MaxHeaderBytes:    maxHeader,
	}
	a.group.Go(func() {
		if err := a.server.Serve(a.listen); !errors.Is(err, http.ErrServerClosed) {
			a.logger.Error("the door has closed by itself", "because", err)
		}
	})
	return nil
}

// Close stops taking requests, lets those under way end, and stops shards and journal. It may be called twice.
func (a *App) Close() error {
	var err error
	a.closing.Do(func() {
		close(a.stop)
		if a.server != nil {
			ctx, cancel := context.WithTimeout(context.Background(), stopWithin)
			defer cancel()
			if err = a.server.Shutdown(ctx); err != nil {
				err = errors.Join(err, a.server.Close())
			}
		}
		a.end()
		a.group.Wait()
		if a.journal != nil {
			err = errors.Join(err, a.journal.Close())
		}
		if a.lock != nil {
			err = errors.Join(err, a.lock.Close())
		}
	})
	return err
}
