package shard

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"

	journalv1 "dangol.example/gen/journal/dangol/journal/v1"
	"dangol.example/internal/planted"
	"dangol.example/journal"
	"dangol.example/shard/query"
)

// writer is the state of the one who writes, which nobody else looks at.
type writer struct {
	epoch   uint64 // the epoch that this writer has opened, 0 when it must open one
	behind  bool   // the view must catch up before anything is decided
	trouble bool   // the journal did not answer as it should: rest before the next step
	taken   []*Ticket
}

var errNoApplier = errors.New("an event without an applier was emitted")

// outcome is what will be answered, once the block is acknowledged.
type outcome struct {
	ticket *Ticket
	result Result
	err    error
}

// batch is a block in the making.
type batch struct {
	block    *journalv1.Block
	types    typeTable
	outcomes []outcome
	bytes    int
	entries  int
	newest   time.Time
}

// Step writes one block of the commands that wait, and reports whether there was anything to do. An error means that
// the shard must stop; what went wrong for one command, or for lack of room, is answered and is no error here.
func (s *Shard) Step(ctx context.Context) (worked bool, err error) {
	defer func() {
		if recover() != nil {
			worked, err = true, s.afterPanic()
		}
		s.writer.taken = nil
		s.spoil(err)
	}()
	return s.write(ctx)
}

// write is Step. Whatever it takes out of the queue stands in taken, should it panic.
func (s *Shard) write(ctx context.Context) (worked bool, err error) {
	s.writer.trouble = false
	waiting := s.queue.take()
	s.writer.taken = waiting
	if len(waiting) == 0 {
		return false, nil
	}
	if err := s.becomeReady(ctx); err != nil {
		return s.refuseAll(waiting, err)
	}
	if err := s.moveRest(); err != nil {
		return s.refuseAll(waiting, err)
	}
	started := s.options.Clock.Now()
	b, left, err := s.decideAll(waiting, started)
	if err != nil {
		s.view.rollback()
		return s.refuseAll(waiting, err)
	}
	measured := Batch{
		Shard: s.options.Number, Started: started, Bytes: b.bytes, Waited: started.Sub(waiting[0].at),
	}
	if b.entries > 0 {
		measured.Block = b.block.GetNumber()
	}
	s.queue.putBack(left)
	taken := waiting[:len(waiting)-len(left)]
	measured.Decided = s.options.Clock.Now().Sub(started)
	if planted.Is(planted.AnswerEarly) {
		s.answer(b, &measured)
		taken = nil
	}
	if b.entries == 0 {
		s.view.rollback()
	} else if err := s.keep(ctx, b, &measured); err != nil {
		return s.afterFailure(taken, err)
	}
	s.answer(b, &measured)
	if s.options.Observe != nil {
		s.options.Observe(measured)
	}
	return true, nil
}

// answer tells everybody in the block what became of his command.
func (s *Shard) answer(b *batch, measured *Batch) {
	started := s.options.Clock.Now()
	for _, o := range b.outcomes {
		if o.err != nil {
			measured.Refused++
		}
		o.ticket.finish(o.result, o.err)
	}
	measured.Commands += len(b.outcomes)
	b.outcomes = nil
	measured.Ended = s.options.Clock.Now()
	measured.Answered = measured.Ended.Sub(started)
}

// decideAll decides commands in the view's open transaction until the block is full, and gives those that did not fit.
func (s *Shard) decideAll(waiting []*Ticket, now time.Time) (b *batch, left []*Ticket, err error) {
	if err := s.view.begin(); err != nil {
		return nil, nil, err
	}
	b = &batch{block: s.view.head.chain.Next(), newest: s.view.head.time}
	b.types = typeTable{register: s.register, at: map[string]uint32{}}
	if now = now.UTC().Truncate(time.Millisecond); now.After(b.newest) {
		b.newest = now
	}
	for i, t := range waiting {
		fits, err := s.decideOne(b, t)
		if err != nil {
			return nil, nil, err
		}
		if !fits {
			return b, waiting[i:], nil
		}
	}
	return b, nil, nil
}

// decideOne decides one command. It does not fit when the block would grow over its limit: then nothing of it is left.
func (s *Shard) decideOne(b *batch, t *Ticket) (fits bool, err error) {
	tx := s.view.tx
	tx.Header = Header{Command: t.request.ID, Actor: t.request.Actor, Time: b.newest, Block: b.block.GetNumber()}
	if known, result, err := s.known(t); known || err != nil {
		b.outcomes = append(b.outcomes, outcome{t, result, err})
		return true, tx.Err()
	}
	types, touched, errands, asked := len(b.types.names), len(tx.order), tx.errands, tx.asked
	begun := false
	d := &Decision{Reader: tx.Reader, tx: tx, types: &b.types}
	d.begun = func() { begun = true; tx.Exec("SAVEPOINT command") }
	refusal := s.decide(t.request.Command, d)
	if tx.Err() != nil && (query.IsFull(tx.Err()) || query.IsDamaged(tx.Err())) {
		return false, tx.Err()
	}
	if tx.Err() != nil {
		refusal = fmt.Errorf("command %T: %w", t.request.Command, tx.Err())
		query.Clear(tx.Reader)
	}
	entry := s.entry(t, d, b.newest)
	size := entrySize(entry, b.types.names[types:])
	if refusal == nil && (size > MaxEntryBytes || d.full) {
		refusal = ErrTooLarge
	}
	fits = b.bytes+size <= BlockBytes || b.entries == 0
	if refusal != nil || !fits {
		if begun && !planted.Is(planted.KeepRefused) {
			tx.Exec("ROLLBACK TO command")
			tx.Exec("RELEASE command")
		}
		b.types.cut(types)
		tx.untouch(touched)
		tx.errands, tx.asked = errands, asked
		if fits {
			b.outcomes = append(b.outcomes, outcome{ticket: t, err: refusal})
		}
		return fits, tx.Err()
	}
	if begun {
		tx.Exec("RELEASE command")
	}
	s.remember(entry, tx)
	b.block.Entries = append(b.block.Entries, entry)
	b.bytes += size
	b.entries++
	result := Result{Block: b.block.GetNumber(), Answer: entry.GetAnswer()}
	b.outcomes = append(b.outcomes, outcome{ticket: t, result: result})
	return true, tx.Err()
}

// entry is what the journal keeps of a command.
func (s *Shard) entry(t *Ticket, d *Decision, at time.Time) *journalv1.Entry {
	e := &journalv1.Entry{
		Command: t.request.ID[:], Fingerprint: t.fingerprint, TimeMs: at.UnixMilli(),
		Events: d.events, Answer: d.answer,
	}
	if !t.request.Actor.IsZero() {
		e.Actor = t.request.Actor[:]
	}
	return e
}

// entrySize is what an entry adds to a block.
func entrySize(e *journalv1.Entry, types []string) int {
	size := 1 + protowire.SizeBytes(proto.Size(e))
	for _, name := range types {
		size += 1 + protowire.SizeBytes(len(name))
	}
	return size
}

// known looks whether a command has been accepted before.
func (s *Shard) known(t *Ticket) (bool, Result, error) {
	if planted.Is(planted.ForgetCommands) {
		return false, Result{}, nil
	}
	var content []byte
	result := Result{Again: true}
	found := s.view.tx.One(
		func(r *Row) { content, result.Block, result.Answer = r.Bytes(), uint64(r.Int()), r.Bytes() },
		"SELECT fingerprint, block, answer FROM shard_command WHERE id = ?",
		t.request.ID,
	)
	if found && !bytes.Equal(content, t.fingerprint) && !planted.Is(planted.IgnoreContent) {
		return true, Result{}, ErrReused
	}
	return found, result, nil
}

// remember keeps the command's answer in the view.
func (s *Shard) remember(e *journalv1.Entry, tx *Tx) {
	tx.Exec("INSERT INTO shard_command (id, fingerprint, block, answer) VALUES (?, ?, ?, ?)",
		e.GetCommand(), e.GetFingerprint(), tx.Header.Block, e.GetAnswer())
}

// refuseAll answers commands that could not be looked at. Only what the shard cannot go on with is an error.
func (s *Shard) refuseAll(waiting []*Ticket, err error) (bool, error) {
	s.writer.trouble = true
	switch {
	case errors.Is(err, journal.ErrFull), query.IsFull(err):
		finishAll(waiting, ErrNoRoom.Because(err))
		return true, nil
	case isUncertain(err):
		s.queue.putBack(waiting)
		return true, nil
	default:
		finishAll(waiting, ErrStopped.Because(err))
		return true, err
	}
}

// isUncertain reports whether the journal must be read to know what is stored.
func isUncertain(err error) bool {
	return errors.Is(err, journal.ErrStale) || errors.Is(err, journal.ErrUnknown) || errors.Is(err, context.Canceled) ||
		errors.Is(err, context.DeadlineExceeded)
}

// finishAll refuses commands. Of one whose block may be stored nothing is said but that it is not known.
func finishAll(tickets []*Ticket, err error) {
	for _, t := range tickets {
		select {
		case <-t.done: // answered before a panic
			continue
		default:
		}
		if t.uncertain {
			t.finish(Result{}, ErrUnanswered.Because(err))
		} else {
			t.finish(Result{}, err)
		}
	}
}

// keep makes the block durable and the view show it.
func (s *Shard) keep(ctx context.Context, b *batch, measured *Batch) error {
	b.block.Types = b.types.names
	b.block.ClosedMs = b.newest.UnixMilli()
	data, hash, err := journal.Encode(b.block)
	if err != nil {
		return err
	}
	v := s.view
	next := head{seq: v.head.seq + 1, top: v.head.seq + 1, time: b.newest, errand: v.tx.errands}
	next.chain = v.head.chain
	next.chain.Number, next.chain.Head = b.block.GetNumber(), hash
	topics := s.flush()
	v.writeHead(next)
	if v.tx.Err() != nil {
		return v.tx.Err()
	}
	at := s.options.Clock.Now()
	if err := s.append(ctx, hash.Name(), data); err != nil {
		return err
	}
	appended := s.options.Clock.Now()
	measured.Appended = appended.Sub(at)
	// INVARIANT: from here on the block is durable. Whatever fails now, the commands are answered out of the journal.
	asked := v.tx.asked
	v.tx.Exec("COMMIT")
	if v.tx.Err() != nil {
		return fmt.Errorf("%w: %w", errNotShown, v.tx.Err())
	}
	v.head = next
	s.head.Store(next.chain.Number)
	measured.Committed = s.options.Clock.Now().Sub(appended)
	s.watchers.wake(topics)
	s.checkpoints.commands.Add(int64(b.entries))
	signal(s.checkpoints.written)
	if asked {
		signal(s.running.wake)
	}
	return nil
}

// errNotShown says that a block is durable, but the view could not take it.
var errNotShown = errors.New("acknowledged, but not in the view yet")

// afterFailure decides what becomes of commands whose block was not kept.
//
// What is surely not stored is refused. What may be stored goes back into the queue: the shard reads the journal
// before it decides again, and a command that is found there is answered out of it.
func (s *Shard) afterFailure(taken []*Ticket, err error) (bool, error) {
	s.view.rollback()
	if !errors.Is(err, errNotShown) && !isUncertain(err) {
		return s.refuseAll(taken, err)
	}
	s.writer.behind, s.writer.epoch, s.writer.trouble = true, 0, true
	for _, t := range taken {
		t.uncertain = true
	}
	s.queue.putBack(taken)
	return true, nil
}
