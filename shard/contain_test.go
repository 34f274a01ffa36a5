package shard_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"google.golang.org/protobuf/types/known/wrapperspb"

	"dangol.example/fault"
	"dangol.example/shard"
	"dangol.example/shard/shardtest"
)

// wild is a command whose decision is a function of the test.
type wild struct {
	Name   string
	decide func(d *shard.Decision) error
}

// Decide implements shard.Command.
func (w wild) Decide(d *shard.Decision) error { return w.decide(d) }

func wildly(n int, decide func(d *shard.Decision) error) shard.Request {
	return shard.Request{ID: command(n), Command: wild{fmt.Sprint(n), decide}}
}

// wildDomain has an event, a flag, whose applier is a function of the test.
func wildDomain(apply func(tx *shard.Tx)) shard.Domain {
	return shard.Domain{
		Name: "wild", Version: 1, Schema: "CREATE TABLE wild_row (n INTEGER PRIMARY KEY) STRICT;",
		Events: []shard.Applier{shard.On(func(tx *shard.Tx, _ *wrapperspb.BoolValue) { apply(tx) })},
	}
}

// A command that panics is refused, alone and without a trace; those beside it in the block are answered.
func TestCommandThatPanics(t *testing.T) {
	for name, decide := range map[string]func(d *shard.Decision) error{
		"at once": func(*shard.Decision) error { panic("secret words of a customer") },
		"after an event": func(d *shard.Decision) error {
			d.Emit(wrapperspb.String("a b 5"))
			panic("secret words of a customer")
		},
		"within a scan": func(d *shard.Decision) error {
			d.Emit(wrapperspb.String("a b 5"))
			d.Each(func(*shard.Row) { panic("secret words of a customer") }, "SELECT name FROM tally_account")
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			var said bytes.Buffer
			log := &tape{}
			o := options(t, log)
			o.Logger = slog.New(slog.NewTextHandler(&said, nil))
			s := open(t, o)
			errs := step(t, s, move(1, 2), wildly(2, decide), move(3, 4))
			if errs[0] != nil || errs[2] != nil || !errors.Is(errs[1], shard.ErrBroken) {
				t.Fatalf("%v", errs)
			}
			if fault.KindOf(errs[1]) != fault.Broken || fault.Message(errs[1], fault.Korean) == "" {
				t.Errorf("%v", errs[1])
			}
			if sum, count := state(t, s); sum != 0 || count != 2 {
				t.Errorf("sum %d, %d moves", sum, count)
			}
			if !strings.Contains(said.String(), "shard_test.wild") || strings.Contains(said.String(), "secret") {
				t.Errorf("the log says %s", said.String())
			}
			if errs := step(t, s, move(5, 1)); errs[0] != nil {
				t.Error(errs[0])
			}
			o.Dir = t.TempDir()
			if other := open(t, o); !same(digest(t, s), digest(t, other)) {
				t.Error("a replay gives another view")
			}
		})
	}
}

// An applier that panics while the journal is replayed stops its shard, with an error and not the process.
func TestReplayThatPanics(t *testing.T) {
	log := &tape{}
	o := options(t, log)
	harmless := true
	o.Domains = append(o.Domains, wildDomain(func(*shard.Tx) {
		if !harmless {
			panic("no")
		}
	}))
	s := open(t, o)
	emit := func(d *shard.Decision) error { d.Emit(wrapperspb.Bool(true)); return nil }
	if errs := step(t, s, move(1, 1), wildly(2, emit)); errs[0] != nil || errs[1] != nil {
		t.Fatal(errs)
	}
	s.Close()
	harmless = false
	o.Dir = t.TempDir()
	if _, err := shard.Open(t.Context(), o); !errors.Is(err, shard.ErrBroken) {
		t.Errorf("%v", err)
	}
	harmless = true
	open(t, o)
}

// A panic in the writer beside any command ends the shard's loop; who waits is told that the outcome is not known.
func TestWriterThatPanics(t *testing.T) {
	o := options(t, &tape{})
	o.Observe = func(shard.Batch) { panic("no") }
	s := open(t, o)
	done := make(chan error, 1)
	go func() { done <- s.Loop(t.Context()) }()
	if _, err := s.Run(t.Context(), move(1, 1)); err != nil {
		t.Errorf("answered before the panic: %v", err)
	}
	if err := <-done; !errors.Is(err, shard.ErrBroken) {
		t.Errorf("%v", err)
	}
	if _, err := s.Run(t.Context(), move(2, 1)); !errors.Is(err, shard.ErrStopped) {
		t.Errorf("%v", err)
	}
}

// A question that panics spoils no reader: as many can be asked afterwards.
func TestReadThatPanics(t *testing.T) {
	s := open(t, options(t, &tape{}))
	step(t, s, move(1, 1))
	for range 3 * shard.MaxReaders {
		err := s.Read(t.Context(), func(r *shard.Reader) error {
			r.Each(func(*shard.Row) { panic("no") }, "SELECT name FROM tally_account")
			return nil
		})
		if !errors.Is(err, shard.ErrBroken) {
			t.Fatal(err)
		}
	}
	if _, count := state(t, s); count != 1 {
		t.Errorf("%d moves", count)
	}
}

const endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"

// A question ends with whoever asked it, and those that wait for a reader have an end too.
func TestReadsHaveAnEnd(t *testing.T) {
	s := open(t, options(t, &tape{}))
	ctx, stop := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer stop()
	err := s.Read(ctx, func(r *shard.Reader) error { r.Count(endless); return nil })
	if fault.KindOf(err) != fault.Busy {
		t.Fatalf("%v", err)
	}
	waits, release := context.WithCancel(t.Context())
	var group sync.WaitGroup
	var busy sync.Map
	for n := range shard.MaxReaders + shard.MaxReadsWaiting + 5 {
		group.Go(func() {
			err := s.Read(waits, func(*shard.Reader) error { <-waits.Done(); return nil })
			if errors.Is(err, shard.ErrBusy) && waits.Err() == nil {
				busy.Store(n, err)
				release()
			}
		})
	}
	group.Wait()
	release()
	refused := 0
	busy.Range(func(any, any) bool { refused++; return true })
	if refused == 0 {
		t.Error("nobody was refused")
	}
	state(t, s)
}

// Whoever asks a shard that has been closed is told so, and does not wait.
func TestReadAfterTheEnd(t *testing.T) {
	s := open(t, options(t, &tape{}))
	var group sync.WaitGroup
	for range 50 {
		group.Go(func() {
			for {
				err := s.Read(context.Background(), func(r *shard.Reader) error { r.Count("SELECT 1"); return nil })
				if errors.Is(err, shard.ErrStopped) {
					return
				}
				if err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	time.Sleep(20 * time.Millisecond)
	s.Close()
	group.Wait()
}

// Every command that was taken is answered, also when the shard stops at that very moment.
func TestStopAnswersEverybody(t *testing.T) {
	for range 30 {
		s := open(t, options(t, &tape{}))
		ctx, stop := context.WithCancel(t.Context())
		var group sync.WaitGroup
		for w := range 8 {
			group.Go(func() {
				for n := range 50 {
					if _, err := s.Run(context.Background(), move(100*w+n, 1)); errors.Is(err, shard.ErrStopped) {
						return
					}
				}
			})
		}
		time.AfterFunc(3*time.Millisecond, stop)
		if err := s.Loop(ctx); err != nil {
			t.Fatal(err)
		}
		group.Wait()
		s.Close()
	}
}

// What Decide is given can only read, whatever its SQL begins with, and an applier cannot write within a scan.
func TestDecideCannotWrite(t *testing.T) {
	o := options(t, &tape{})
	o.Domains = append(o.Domains, wildDomain(func(tx *shard.Tx) {
		tx.Each(func(*shard.Row) { tx.Exec("DELETE FROM tally_account") }, "SELECT name FROM tally_account")
	}))
	s := open(t, o)
	step(t, s, move(1, 1))
	before := digest(t, s)
	for _, sql := range []string{
		"WITH gone AS (SELECT 1) DELETE FROM tally_move",
		"WITH one AS (SELECT 1) INSERT INTO tally_account SELECT x'00', 'x', 1",
		"WITH one AS (SELECT 1) UPDATE tally_account SET units = 9",
		"DELETE FROM tally_move", "PRAGMA user_version = 3",
	} {
		errs := step(t, s, wildly(2, func(d *shard.Decision) error { d.Count(sql); return nil }))
		if errs[0] == nil || fault.KindOf(errs[0]) != fault.Broken {
			t.Errorf("%s: %v", sql, errs[0])
		}
	}
	emit := func(d *shard.Decision) error { d.Emit(wrapperspb.Bool(true)); return nil }
	if errs := step(t, s, wildly(3, emit)); errs[0] == nil {
		t.Error("an applier has written within a scan")
	}
	if !same(before, digest(t, s)) {
		t.Error("something was written")
	}
}

// A command that emits without end is stopped at once, and leaves nothing.
func TestTooManyEvents(t *testing.T) {
	s := open(t, options(t, &tape{}))
	large := strings.Repeat("x", 1<<10)
	for name, event := range map[string]string{"many": "a b 1", "large": "a b" + large + " 1"} {
		applied := int64(0)
		errs := step(t, s, wildly(1, func(d *shard.Decision) error {
			for range 10 * shard.MaxEvents {
				d.Emit(wrapperspb.String(event))
			}
			applied = d.Count("SELECT count(*) FROM tally_move")
			return nil
		}))
		if !errors.Is(errs[0], shard.ErrTooLarge) || applied > shard.MaxEvents {
			t.Errorf("%s: %v, %d applied", name, errs[0], applied)
		}
	}
	if _, count := state(t, s); count != 0 {
		t.Errorf("%d moves", count)
	}
}

// Large commands fill the queue before many do.
func TestQueueHasAnEndInBytes(t *testing.T) {
	s := open(t, options(t, &tape{}))
	large := shardtest.Move{From: strings.Repeat("a", 1<<20), To: "b", Units: 1}
	taken := 0
	for n := range 200 {
		if _, err := s.Submit(shard.Request{ID: command(n), Command: large}); errors.Is(err, shard.ErrBusy) {
			break
		}
		taken++
	}
	if taken < 32 || taken > shard.MaxQueueBytes>>20 {
		t.Errorf("%d commands of a megabyte each were taken", taken)
	}
}

// What an applier sees of the time is the same in the writer and in a replay, its zone too.
func TestHeaderTimeIsUTC(t *testing.T) {
	var seen []time.Time
	o := options(t, &tape{})
	o.Domains = append(o.Domains, wildDomain(func(tx *shard.Tx) { seen = append(seen, tx.Header.Time) }))
	s := open(t, o)
	step(t, s, wildly(1, func(d *shard.Decision) error { d.Emit(wrapperspb.Bool(true)); return nil }))
	s.Close()
	o.Dir = t.TempDir()
	open(t, o)
	if len(seen) != 2 || seen[0] != seen[1] || seen[0].Location() != time.UTC {
		t.Errorf("%v", seen)
	}
}
