package reach

import (
	"context"
	"strconv"
	"time"

	channeljournalv1 "dangol.example/gen/journal/dangol/channel/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
)

// How much is done at one asking. What is left is done at the next.
const (
	duePage  = 50 // messages of one command
	dueTurns = 40 // commands of one kind, in one go
	maxShops = 1000
)

// SendDue does what is due on a shard by the clock: scheduled messages, reminders, broadcasts that waited for the
// morning, and the count of those who have read one. Whoever has a clock calls it now and then; when nothing is due it
// writes nothing. The same moment again does nothing twice.
func SendDue(ctx context.Context, one *shard.Shard, now time.Time) error {
	for _, step := range []func(context.Context, *shard.Shard, time.Time) error{
		sendScheduled, remind, resume, countReads,
	} {
		if err := step(ctx, one, now); err != nil {
			return err
		}
	}
	return nil
}

// give gives a command of the machine under an id of what it is for and when.
func give(ctx context.Context, one *shard.Shard, now time.Time, c shard.Command, words ...string) error {
	words = append(words, strconv.FormatInt(now.UnixMilli(), 10))
	_, err := one.Run(ctx, shard.Request{ID: id.Of(one.Number(), words...), Command: c})
	return err
}

const dueSQL = "SELECT id FROM reach_scheduled WHERE due_ms <= ? ORDER BY due_ms, id LIMIT ?"

func sendScheduled(ctx context.Context, one *shard.Shard, now time.Time) error {
	for turn := range dueTurns {
		var due []id.ID
		if err := one.Read(ctx, func(r *shard.Reader) error {
			r.Each(func(w *shard.Row) { due = append(due, w.ID()) }, dueSQL, now.UnixMilli(), duePage)
			return nil
		}); err != nil || len(due) == 0 {
			return err
		}
		if err := give(ctx, one, now, SendScheduled{Due: due}, "send", strconv.Itoa(turn)); err != nil {
			return err
		}
	}
	return nil
}

// SendScheduled sends messages whose time has come: those that are still there, and whose order still stands. What
// should have come before a pickup that is over is dropped, and so is what is late by days: nobody is glad of it. The
// machine gives it.
type SendScheduled struct{ Due []id.ID }

// Decide implements shard.Command.
func (c SendScheduled) Decide(d *shard.Decision) error {
	if err := shop.MachineOnly(d); err != nil {
		return err
	}
	for _, n := range c.Due {
		var s waiting
		if !d.One(func(w *shard.Row) { s = scanWaiting(w) }, waitingColumns+"WHERE id = ?", n) {
			continue
		}
		due, goes := s.now(d.Reader)
		switch {
		case goes && due.After(d.Now()): // its pickup has moved meanwhile
			d.Emit(&channeljournalv1.ScheduledMoved{Scheduled: s.id[:], DueMs: due.UnixMilli()})
		case !goes, d.Now().Sub(due) > lateByMost, s.before > 0 && d.Now().After(due.Add(s.before)):
			d.Emit(&channeljournalv1.ScheduledDropped{Scheduled: s.id[:]})
		default:
			if err := s.send(d); err != nil {
				return err
			}
		}
	}
	return nil
}

// send says it.
func (s waiting) send(d *shard.Decision) error {
	t, err := talkOf(d.Reader, s.shop, s.conversation)
	if err != nil { // there is nobody to say it to
		d.Emit(&channeljournalv1.ScheduledDropped{Scheduled: s.id[:]})
		return nil
	}
	if _, err := t.speak(d, "scheduled", fill(d.Reader, t, s.order, s.text)); err != nil {
		return err
	}
	d.Emit(&channeljournalv1.ScheduledSent{Scheduled: s.id[:]})
	return nil
}

func applyScheduledSent(tx *shard.Tx, e *channeljournalv1.ScheduledSent) {
	end(tx, id.ID(e.GetScheduled()))
}
