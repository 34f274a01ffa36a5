package shard

import (
	"context"
	"errors"
	"fmt"

	"dangol.example/internal/planted"
	"dangol.example/journal"
)

// append stores one message behind the last one that the view knows. While no answer comes it sends the same bytes
// under the same name again, which is harmless whatever became of the first.
func (s *Shard) append(ctx context.Context, name string, data []byte) error {
	var err error
	silent := false
	for try := range AppendTries {
		once, cancel := context.WithTimeout(ctx, AppendTimeout)
		err = s.options.Log.Append(once, s.behind(once), name, data)
		cancel()
		if err == nil || !errors.Is(err, journal.ErrUnknown) || ctx.Err() != nil {
			break
		}
		if planted.Is(planted.TrustSilence) {
			return nil
		}
		silent = true
		s.options.Logger.Warn("the journal does not answer", "shard", s.options.Number, "try", try+1)
	}
	if err != nil && silent { // an earlier try may have been stored, whatever the last one was told
		return fmt.Errorf("%w: %w", journal.ErrUnknown, err)
	}
	if err != nil {
		return fmt.Errorf("append block %d: %w", s.view.head.chain.Number+1, err)
	}
	return nil
}

// behind is the message that the next one follows: the last that the view knows.
func (s *Shard) behind(ctx context.Context) uint64 {
	if planted.Is(planted.AppendBlind) {
		tail, _ := s.options.Log.Tail(ctx)
		return tail
	}
	return s.view.head.seq
}

// becomeReady brings the view to the journal's tail and opens an epoch, when either is not so.
func (s *Shard) becomeReady(ctx context.Context) error {
	if s.writer.behind && !planted.Is(planted.DecideBehind) {
		if err := s.CatchUp(ctx); err != nil {
			return err
		}
	}
	s.writer.behind = false
	if s.writer.epoch == s.view.head.chain.Epoch && s.writer.epoch > 0 {
		return nil
	}
	return s.openEpoch(ctx)
}

// openEpoch writes the block that says who writes from now on. It fences off every writer before, and every block of
// theirs that is still under way.
func (s *Shard) openEpoch(ctx context.Context) error {
	block := s.view.head.chain.Opening(s.options.Writer)
	block.ClosedMs = s.options.Clock.Now().UnixMilli()
	data, hash, err := journal.Encode(block)
	if err != nil {
		return err
	}
	if err := s.append(ctx, hash.Name(), data); err != nil {
		s.writer.behind = true
		return err
	}
	s.writer.behind = true // should the next line fail
	if err := s.CatchUp(ctx); err != nil {
		return err
	}
	if s.view.head.chain.Head != hash {
		return fmt.Errorf("open epoch %d: %w", block.GetEpoch(), journal.ErrStale)
	}
	s.writer.behind = false
	s.writer.epoch = block.GetEpoch()
	return nil
}
