package shard

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"

	"google.golang.org/protobuf/proto"

	journalv1 "dangol.example/gen/journal/dangol/journal/v1"
	"dangol.example/id"
	"dangol.example/internal/planted"
)

// ErrGiveUp says, wrapped by the error of an errand, that trying again is of no use.
var ErrGiveUp = errors.New("given up")

// own is what the shard itself does to the view.
var own = Domain{Name: "shard", Version: ownVersion, Events: []Applier{On(applyErrandDone)}}

// ErrandContext is what an errand is run with.
type ErrandContext struct {
	Shard  *Shard
	Number uint64 // the errand's own in its shard
	Data   []byte // what the applier gave it
}

// Decode reads the data.
func (e ErrandContext) Decode(m proto.Message) error {
	if err := proto.Unmarshal(e.Data, m); err != nil {
		return fmt.Errorf("%w: read the errand: %w", ErrGiveUp, err)
	}
	return nil
}

// CommandID is the id of the nth command that this errand gives: the same however often it is tried.
func (e ErrandContext) CommandID(nth uint64) id.ID {
	var number, place [8]byte
	binary.BigEndian.PutUint64(number[:], e.Number)
	binary.BigEndian.PutUint64(place[:], nth)
	return id.Of(e.Shard.Number(), "errand", string(number[:]), string(place[:]))
}

// finishErrand strikes an errand out.
type finishErrand struct {
	Number  uint64
	GivenUp string
}

// Decide implements Command.
func (c finishErrand) Decide(d *Decision) error {
	if d.Count("SELECT 1 FROM shard_errand WHERE number = ?", c.Number) > 0 {
		d.Emit(&journalv1.ErrandDone{Number: c.Number, GivenUp: c.GivenUp})
	}
	return nil
}

func applyErrandDone(tx *Tx, e *journalv1.ErrandDone) {
	tx.Exec("DELETE FROM shard_errand WHERE number = ?", e.GetNumber())
}

// pendingErrand is an errand that is not struck out.
type pendingErrand struct {
	number uint64
	kind   string
}

// pendingPage is how many errands are looked at in one reading of the view.
const pendingPage = 256

// pending gives the oldest errands behind a number.
func (s *Shard) pending(ctx context.Context, after uint64) (all []pendingErrand, err error) {
	err = s.Read(ctx, func(r *Reader) error {
		r.Each(func(w *Row) { all = append(all, pendingErrand{uint64(w.Int()), w.Text()}) },
			"SELECT number, kind FROM shard_errand WHERE number > ? ORDER BY number LIMIT ?", after, pendingPage)
		return nil
	})
	return all, err
}

// Errands is how many errands are not done yet. It asks the view.
func (s *Shard) Errands(ctx context.Context) (n int64, err error) {
	err = s.Read(ctx, func(r *Reader) error { n = r.Count("SELECT count(*) FROM shard_errand"); return nil })
	return n, err
}

// RunErrands tries every errand that waits once, one after another, and reports how many were done. Whoever drives a
// shard by hand calls it, and Step in between: an errand's commands are answered only then, so it runs beside.
func (s *Shard) RunErrands(ctx context.Context) (done int, err error) {
	for after := uint64(0); ; {
		all, looked := s.pending(ctx, after)
		if looked != nil || len(all) == 0 {
			return done, errors.Join(err, looked)
		}
		for _, e := range all {
			after = e.number
			if s.register.errands[e.kind] == nil {
				continue
			}
			if failed := s.runErrand(ctx, e, &tried{}); failed != nil {
				err = errors.Join(err, failed)
				continue
			}
			done++
		}
	}
}

// runErrand tries an errand, and strikes it out when it is done or of no use. What is done is not done again only
// because it could not be struck out.
func (s *Shard) runErrand(ctx context.Context, e pendingErrand, t *tried) error {
	c := ErrandContext{Shard: s, Number: e.number}
	if !t.done {
		err := s.effect(ctx, e, &c)
		switch {
		case errors.Is(err, ErrGiveUp):
			s.options.Logger.Warn("an errand is given up", "shard", s.options.Number, "kind", e.kind, "because", err)
			t.givenUp = e.kind
		case err != nil:
			return fmt.Errorf("errand %s %d: %w", e.kind, e.number, err)
		}
		t.done = true
	}
	finish := finishErrand{Number: e.number, GivenUp: t.givenUp}
	_, err := s.Run(ctx, Request{ID: c.CommandID(finishNth), Command: finish})
	return err
}

// finishNth is the place of the command that strikes an errand out, which no errand uses for its own.
const finishNth = ^uint64(0)

// effect does what is to be done outside. A panic is an error like another.
func (s *Shard) effect(ctx context.Context, e pendingErrand, c *ErrandContext) (err error) {
	if planted.Is(planted.LoseErrands) {
		return nil
	}
	defer func() {
		if recover() != nil {
			err = s.contained("errand " + e.kind)
		}
	}()
	err = s.Read(ctx, func(r *Reader) error {
		r.One(func(w *Row) { c.Data = w.Bytes() }, "SELECT data FROM shard_errand WHERE number = ?", e.number)
		return nil
	})
	if err != nil {
		return err
	}
	once, cancel := context.WithTimeout(ctx, ErrandTimeout)
	defer cancel()
	return s.register.errands[e.kind](once, *c)
}
