package shard

import (
	"context"
	"sync/atomic"
	"time"

	"zombiezen.com/go/sqlite"

	"dangol.example/shard/query"
)

// checkpoints move what was committed out of SQLite's write-ahead log into the view's file, beside the writer: they
// sync the disk, and nobody's answer shall wait for that. The writer itself moves only the small rest that comes while
// one runs, so that the log begins anew and does not grow.
type checkpoints struct {
	written  chan struct{} // something was committed since the last checkpoint
	commands atomic.Int64  // how many commands that were
	rest     atomic.Bool   // the writer shall move the rest
}

const (
	// checkpointEvery is how long commits gather before they are moved, when they are many.
	checkpointEvery = 100 * time.Millisecond
	// checkpointCommands are many. Every checkpoint syncs the log and the file, and holds up the journals' syncs of all
	// shards, which answers wait for: a shard of few commands shall make few.
	checkpointCommands = 256
	// checkpointWithin is how long fewer gather.
	checkpointWithin = 5 * time.Second
	// checkpointRest is how long it waits when they fail, as on a full disk.
	checkpointRest = 5 * time.Second
	// logPages is how long the log grows before it begins anew.
	logPages = 4000
	// loopPragmas is the brake, should the checkpoints not come behind: the writer then waits for one of its own.
	loopPragmas = "PRAGMA wal_autocheckpoint = 16000;"
	// checkpointPragmas: it caches nothing.
	checkpointPragmas = "PRAGMA synchronous = normal; PRAGMA cache_size = -200;"
)

// checkpointLoop runs until ctx ends. What it cannot do, the writer does by the brake.
func (s *Shard) checkpointLoop(ctx context.Context) {
	for {
		err := s.moveUntil(ctx)
		if ctx.Err() != nil {
			return
		}
		s.options.Logger.Warn("no checkpoints beside the writer", "shard", s.options.Number, "because", err)
		s.spoil(err)
		select {
		case <-ctx.Done():
			return
		case <-s.options.Clock.After(checkpointRest):
		}
	}
}

// moveUntil moves what was written until ctx ends or it cannot.
func (s *Shard) moveUntil(ctx context.Context) error {
	conn, err := sqlite.OpenConn(s.view.path, sqlite.OpenReadWrite|sqlite.OpenURI)
	if err != nil {
		return err
	}
	defer conn.Close() //nolint:errcheck // nothing of its own was written
	if err := query.Set(conn, checkpointPragmas); err != nil {
		return err
	}
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-s.checkpoints.written:
		}
		if !s.gather(ctx) {
			return nil
		}
		pages, err := query.Checkpoint(conn)
		if err != nil {
			return err
		}
		if pages >= logPages {
			s.checkpoints.rest.Store(true)
		}
	}
}

// gather waits until what was committed is worth a checkpoint; false when ctx has ended.
func (s *Shard) gather(ctx context.Context) bool {
	for waited := time.Duration(0); waited < checkpointWithin; waited += checkpointEvery {
		select {
		case <-ctx.Done():
			return false
		case <-s.options.Clock.After(checkpointEvery):
		}
		if s.checkpoints.commands.Load() >= checkpointCommands {
			break
		}
	}
	s.checkpoints.commands.Store(0)
	return true
}

// moveRest moves what came while the checkpoint ran. It is the writer's, between two transactions.
func (s *Shard) moveRest() error {
	if !s.checkpoints.rest.Swap(false) {
		return nil
	}
	_, err := query.Checkpoint(s.view.conn)
	return err
}
