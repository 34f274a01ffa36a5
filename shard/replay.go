package shard

import (
	"context"
	"errors"
	"fmt"
	"time"

	"google.golang.org/protobuf/proto"

	"dangol.example/fault"
	journalv1 "dangol.example/gen/journal/dangol/journal/v1"
	"dangol.example/id"
	"dangol.example/internal/planted"
	"dangol.example/journal"
	"dangol.example/shard/query"
)

// Progress is how far a replay is.
type Progress struct {
	At, Tail uint64 // messages of the log
	Events   uint64 // applied in this replay
	Done     bool
}

// Progress tells how far the replay under way is, or how far the last one went.
func (s *Shard) Progress() Progress {
	if p := s.progress.Load(); p != nil {
		return *p
	}
	return Progress{Done: true}
}

func (s *Shard) tellProgress(p Progress) {
	s.progress.Store(&p)
	if s.options.Replaying != nil {
		s.options.Replaying(p)
	}
}

// ErrAhead says that the view has seen what the journal does not hold: the journal has lost something.
var ErrAhead = fault.New(fault.Broken,
	"저널이 이미 확인해 준 것보다 짧아요. 디스크가 상했을 수 있어요. data 폴더를 그대로 두고 docs/runbook/journal-damaged.md를 따라 주세요.",
	"The journal has lost acknowledged blocks. Leave the data folder as it is; see docs/runbook/journal-damaged.md.")

// errDamaged says that the journal holds something else than what was acknowledged.
var errDamaged = fault.New(fault.Broken,
	"저널에 적힌 것이 확인해 준 것과 달라요. 디스크가 상했을 수 있어요. data 폴더를 그대로 두고 docs/runbook/journal-damaged.md를 따라 주세요.",
	"The journal is damaged. Leave the data folder as it is; see docs/runbook/journal-damaged.md.")

// said gives an error of the journal the sentence that people must read when it is damaged.
func said(err error) error {
	if errors.Is(err, journal.ErrDamaged) {
		return errDamaged.Because(err)
	}
	return err
}

// errEvent says that an event cannot be applied: this program is older than its journal, or the journal is damaged.
var errEvent = errors.New("an event of the journal cannot be applied")

// A long replay changes everything, in no order: it has more room for pages than the writer needs, and gives it back.
const (
	longReplay      = 64 // blocks
	replayPragmas   = "PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 16000"
	replayedPragmas = "PRAGMA cache_size = -8000; PRAGMA wal_autocheckpoint = 4000; PRAGMA shrink_memory"
)

// checkHead sees whether the view belongs to this journal: the message it calls its newest must be there, with its
// hash.
func (v *view) checkHead(ctx context.Context, log journal.Log) error {
	tail, err := log.Tail(ctx)
	if err != nil {
		return fmt.Errorf("find the journal's tail: %w", err)
	}
	if tail < v.head.seq {
		return ErrAhead.Because(fmt.Errorf("the journal ends at %d, the view at %d", tail, v.head.seq))
	}
	if v.head.top == 0 {
		return nil
	}
	found := false
	err = log.Read(ctx, v.head.top-1, func(m journal.Stored) error {
		hash, err := m.Check()
		if err != nil {
			return err
		}
		found = hash == v.head.chain.Head
		return errEnough
	})
	if err != nil && !errors.Is(err, errEnough) {
		return fmt.Errorf("read the journal at %d: %w", v.head.top, said(err))
	}
	if !found {
		return fmt.Errorf("message %d of the journal is not its head: %w", v.head.top, errForeign)
	}
	return nil
}

var errEnough = errors.New("read enough")

// CatchUp replays what the journal holds beyond the view. Messages that do not chain are void and leave no trace.
func (s *Shard) CatchUp(ctx context.Context) error {
	tail, err := s.options.Log.Tail(ctx)
	if err != nil {
		return fmt.Errorf("find the journal's tail: %w", err)
	}
	if tail < s.view.head.seq {
		return ErrAhead.Because(fmt.Errorf("the journal ends at %d, the view at %d", tail, s.view.head.seq))
	}
	if tail == s.view.head.seq {
		return nil
	}
	s.tellProgress(Progress{At: s.view.head.seq, Tail: tail})
	if tail-s.view.head.seq >= longReplay {
		if err := query.Set(s.view.conn, replayPragmas); err != nil {
			return fmt.Errorf("replay: %w", err)
		}
		defer query.Set(s.view.conn, replayedPragmas) //nolint:errcheck // they only spare memory
	}
	r := &replay{shard: s, head: s.view.head, tail: tail}
	if err := s.view.begin(); err != nil {
		return err
	}
	if err = r.run(ctx); err != nil {
		s.view.rollback()
		return fmt.Errorf("replay: %w", said(err))
	}
	s.tellProgress(Progress{At: r.head.seq, Tail: r.head.seq, Events: r.all, Done: true})
	signal(s.running.wake)
	return nil
}

// replay is one run of CatchUp.
type replay struct {
	shard  *Shard
	head   head
	tail   uint64
	events int    // since the last commit
	all    uint64 // events
}

// run replays to the tail. A panic of an applier is an event that cannot be applied.
func (r *replay) run(ctx context.Context) (err error) {
	defer func() {
		if recover() != nil {
			err = fmt.Errorf("%w: %w", errEvent, r.shard.contained("replay"))
			query.Settle(r.shard.view.tx.Writer)
		}
	}()
	if err := r.shard.options.Log.Read(ctx, r.head.seq, r.message); err != nil {
		return err
	}
	return r.commit()
}

// message looks at one message of the log.
func (r *replay) message(m journal.Stored) error {
	if m.Seq != r.head.seq+1 {
		return fmt.Errorf("message %d follows on %d: %w", m.Seq, r.head.seq, journal.ErrDamaged)
	}
	hash, err := m.Check()
	if err != nil && !planted.Is(planted.TrustBytes) {
		return err
	}
	r.head.seq = m.Seq
	next, block, err := r.head.chain.FollowHashed(m.Data, hash)
	if planted.Is(planted.NoChain) && block == nil {
		next, block, err = followAnyway(r.head.chain, m.Data)
	}
	if errors.Is(err, journal.ErrDamaged) {
		return fmt.Errorf("message %d: %w", m.Seq, err)
	}
	if err != nil {
		r.shard.options.Logger.Warn("a void block", "shard", r.shard.options.Number, "seq", m.Seq, "because", err)
		return nil
	}
	if err := r.apply(block); err != nil {
		return fmt.Errorf("block %d: %w", block.GetNumber(), err)
	}
	r.head.chain, r.head.top = next, m.Seq
	if r.events >= r.shard.options.Stretch {
		if err := r.commit(); err != nil {
			return err
		}
		return r.shard.view.begin()
	}
	return nil
}

// apply puts a block's entries into the view.
func (r *replay) apply(b *journalv1.Block) error {
	tx := r.shard.view.tx
	for i, e := range b.GetEntries() {
		if planted.Is(planted.SkipLast) && len(b.GetEntries()) > 1 && i == len(b.GetEntries())-1 {
			continue
		}
		at := time.UnixMilli(e.GetTimeMs()).UTC()
		if at.After(r.head.time) {
			r.head.time = at
		}
		command, err := id.FromBytes(e.GetCommand())
		if err != nil {
			return fmt.Errorf("entry %d: %w", i, err)
		}
		tx.Header = Header{Command: command, Time: at, Block: b.GetNumber()}
		if len(e.GetActor()) > 0 {
			if tx.Header.Actor, err = id.FromBytes(e.GetActor()); err != nil {
				return fmt.Errorf("entry %d: %w", i, err)
			}
		}
		for _, event := range e.GetEvents() {
			if err := r.event(b, event); err != nil {
				return fmt.Errorf("entry %d: %w", i, err)
			}
		}
		r.shard.remember(e, tx)
		if tx.Err() != nil {
			return fmt.Errorf("entry %d: %w: %w", i, errEvent, tx.Err())
		}
	}
	return nil
}

func (r *replay) event(b *journalv1.Block, e *journalv1.Event) error {
	if int(e.GetType()) >= len(b.GetTypes()) {
		return fmt.Errorf("%w: it has no type", errEvent)
	}
	name := b.GetTypes()[e.GetType()]
	a := r.shard.register.applierOf(name)
	if a == nil {
		return fmt.Errorf("%w: this version does not know %s", errEvent, name)
	}
	m := a.empty()
	if err := proto.Unmarshal(e.GetData(), m); err != nil {
		return fmt.Errorf("%w: %s: %w", errEvent, name, err)
	}
	a.apply(r.shard.view.tx, m)
	r.events++
	r.all++
	return nil
}

// commit makes the view show what was replayed so far.
func (r *replay) commit() error {
	s, v := r.shard, r.shard.view
	topics := s.flush()
	r.head.errand = v.tx.errands
	if head := r.head; planted.Is(planted.ForgetStretches) && head.seq < r.tail {
		head.seq++
		v.writeHead(head)
	} else {
		v.writeHead(r.head)
	}
	v.tx.Exec("COMMIT")
	if v.tx.Err() != nil {
		return v.tx.Err()
	}
	v.head, r.events = r.head, 0
	s.head.Store(r.head.chain.Number)
	s.tellProgress(Progress{At: r.head.seq, Tail: max(r.tail, r.head.seq), Events: r.all})
	s.watchers.wake(topics)
	return nil
}

// followAnyway takes a block for the next whether it chains or not: a planted bug.
func followAnyway(c journal.Chain, data []byte) (journal.Chain, *journalv1.Block, error) {
	b := &journalv1.Block{}
	if err := proto.Unmarshal(data, b); err != nil {
		return c, nil, err
	}
	return journal.Chain{Shard: c.Shard, Epoch: b.GetEpoch(), Number: c.Number + 1, Head: journal.HashOf(data)}, b, nil
}
