package jetstream

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"dangol.example/journal"
)

// Tail implements journal.Log.
func (l *log) Tail(ctx context.Context) (uint64, error) {
	js, err := l.journal.handle()
	if err != nil {
		return 0, err
	}
	stream, err := js.Stream(ctx, l.stream)
	if err != nil {
		return 0, fmt.Errorf("%w: %w", journal.ErrUnknown, err)
	}
	return stream.CachedInfo().State.LastSeq, nil
}

// Read implements journal.Log.
func (l *log) Read(ctx context.Context, after uint64, yield func(journal.Stored) error) error {
	js, err := l.journal.handle()
	if err != nil {
		return err
	}
	stream, err := js.Stream(ctx, l.stream)
	if err != nil {
		return fmt.Errorf("%w: %w", journal.ErrUnknown, err)
	}
	state := stream.CachedInfo().State
	if after >= state.LastSeq {
		return nil
	}
	if first := max(state.FirstSeq, 1); after+1 < first {
		return fmt.Errorf("the log begins with message %d, not %d: %w", first, after+1, journal.ErrDamaged)
	}
	for from := after + 1; from <= state.LastSeq; from += ahead {
		stretch := fetch(ctx, stream, from, min(from+ahead-1, state.LastSeq))
		for _, f := range stretch {
			if f.err != nil {
				return unreadable(ctx, f.Seq, f.err)
			}
			if err := yield(f.Stored); err != nil {
				return err
			}
		}
	}
	return nil
}

// Messages are asked for one by one, several at a time, and a stretch before it is handed over. A consumer would be
// asked less often, but it passes over a message that cannot be read, or waits for it for ever (measured).
const (
	ahead   = 128
	askers  = 8
	askMost = 5 * time.Second
)

// fetched is a message, or why it could not be read.
type fetched struct {
	journal.Stored
	err error
}

// fetch asks for the messages of a stretch.
func fetch(ctx context.Context, stream jetstream.Stream, from, to uint64) []fetched {
	got := make([]fetched, to-from+1)
	var next atomic.Uint64
	var group sync.WaitGroup
	for range min(askers, len(got)) {
		group.Go(func() {
			for i := next.Add(1) - 1; i < uint64(len(got)); i = next.Add(1) - 1 {
				got[i] = fetchOne(ctx, stream, from+i)
			}
		})
	}
	group.Wait()
	return got
}

func fetchOne(ctx context.Context, stream jetstream.Stream, seq uint64) fetched {
	ctx, stop := context.WithTimeout(ctx, askMost)
	defer stop()
	m, err := stream.GetMsg(ctx, seq)
	if err != nil {
		return fetched{journal.Stored{Seq: seq}, err}
	}
	return fetched{journal.Stored{Seq: seq, Name: m.Header.Get(jetstream.MsgIDHeader), Data: m.Data}, nil}
}

// unreadable says why a message that should be there could not be read.
func unreadable(ctx context.Context, seq uint64, err error) error {
	var api *jetstream.APIError
	if ctx.Err() == nil && (errors.Is(err, jetstream.ErrMsgNotFound) || errors.As(err, &api)) {
		return fmt.Errorf("message %d: %w: %w", seq, journal.ErrDamaged, err)
	}
	return fmt.Errorf("message %d: %w: %w", seq, journal.ErrUnknown, err)
}
