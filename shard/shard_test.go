package shard_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"google.golang.org/protobuf/types/known/wrapperspb"

	"dangol.example/clock"
	"dangol.example/fault"
	"dangol.example/id"
	"dangol.example/journal"
	"dangol.example/shard"
	"dangol.example/shard/shardtest"
)

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

func options(t *testing.T, log journal.Log) shard.Options {
	t.Helper()
	return shard.Options{
		Number: 3, Log: log, Dir: t.TempDir(), Writer: "test", Clock: clock.System{}, Logger: quiet(),
		Domains: []shard.Domain{shardtest.Domain(func(int64) error { return nil })},
	}
}

// open opens a shard that is driven by hand.
func open(t *testing.T, o shard.Options) *shard.Shard {
	t.Helper()
	s, err := shard.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// start runs a shard's loop for as long as the test lasts.
func start(t *testing.T, o shard.Options) *shard.Shard {
	t.Helper()
	s := open(t, o)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.Loop(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return s
}

func command(n int) id.ID { return id.Of(0, "command", fmt.Sprint(n)) }

func move(n int, units int64) shard.Request {
	return shard.Request{ID: command(n), Command: shardtest.Move{From: "a", To: "b", Units: units}}
}

// step gives commands by hand and answers for each.
func step(t *testing.T, s *shard.Shard, requests ...shard.Request) []error {
	t.Helper()
	var tickets []*shard.Ticket
	for _, r := range requests {
		ticket, err := s.Submit(r)
		if err != nil {
			t.Fatal(err)
		}
		tickets = append(tickets, ticket)
	}
	for {
		worked, err := s.Step(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if !worked {
			break
		}
	}
	var errs []error
	for _, ticket := range tickets {
		select {
		case <-ticket.Done():
			_, err := ticket.Answer()
			errs = append(errs, err)
		default:
			t.Fatal("a command was not answered")
		}
	}
	return errs
}

func state(t *testing.T, s *shard.Shard) (sum, count int64) {
	t.Helper()
	if err := s.Read(
		t.Context(),
		func(r *shard.Reader) error { sum, count = shardtest.Sum(r); return nil },
	); err != nil {
		t.Fatal(err)
	}
	return sum, count
}

func digest(t *testing.T, s *shard.Shard) shard.Digest {
	t.Helper()
	d, err := s.Digest(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func same(a, b shard.Digest) bool {
	return a.Block == b.Block && a.Chain == b.Chain && maps.Equal(a.Tables, b.Tables)
}

func TestRunAnswers(t *testing.T) {
	s := start(t, options(t, &tape{}))
	var answer wrapperspb.Int64Value
	result, err := shard.RunFor(t.Context(), s, move(1, 7), &answer)
	if err != nil || answer.GetValue() != 7 || result.Again || result.Block == 0 {
		t.Fatalf("%+v, answer %d, %v", result, answer.GetValue(), err)
	}
	again, err := shard.RunFor(t.Context(), s, move(1, 7), &answer)
	if err != nil || answer.GetValue() != 7 || !again.Again || again.Block != result.Block {
		t.Errorf("the same command again: %+v, %v", again, err)
	}
	if _, err := s.Run(t.Context(), move(1, 8)); !errors.Is(err, shard.ErrReused) {
		t.Errorf("the same id with other content: %v", err)
	}
	if _, err := s.Run(t.Context(), shard.Request{Command: shardtest.Move{}}); !errors.Is(err, shard.ErrNoID) {
		t.Errorf("no id: %v", err)
	}
	if _, count := state(t, s); count != 1 {
		t.Errorf("%d moves", count)
	}
}

func TestRefusalLeavesNoTrace(t *testing.T) {
	log := &tape{}
	s := open(t, options(t, log))
	before := digest(t, s)
	errs := step(t, s, move(1, 90), move(2, 20), move(3, -1), move(4, 10))
	if errs[0] != nil || !errors.Is(errs[1], shardtest.ErrFloor) || !errors.Is(errs[2], shardtest.ErrUnits) ||
		errs[3] != nil {
		t.Fatalf("%v", errs)
	}
	if sum, count := state(t, s); sum != 0 || count != 2 {
		t.Errorf("sum %d, %d moves", sum, count)
	}
	if same(before, digest(t, s)) {
		t.Error("the digest does not see what has changed")
	}
	if errs := step(
		t,
		s,
		move(2, 0),
		move(5, 1),
	); fault.KindOf(errs[0]) != fault.Invalid ||
		!errors.Is(errs[1], shardtest.ErrFloor) {
		t.Errorf("after a refusal the id is free: %v", errs)
	}
	if len(log.messages) != 2 {
		t.Errorf("%d messages: a block of refusals was written", len(log.messages))
	}
}

// Whatever an append is told, every command that is answered is in the journal once, and in the view.
func TestTroubleWithTheJournal(t *testing.T) {
	unknown, stale := journal.ErrUnknown, journal.ErrStale
	for name, outcomes := range map[string][]outcome{
		"an answer is lost":                  {{true, unknown}},
		"a request is lost":                  {{false, unknown}},
		"all answers of a block are lost":    {{true, unknown}, {true, unknown}, {true, unknown}},
		"no answer for long":                 {{false, unknown}, {false, unknown}, {false, unknown}, {false, unknown}, {false, unknown}},
		"the last try is stored unanswered":  {{false, unknown}, {false, unknown}, {true, unknown}},
		"stale for no reason":                {{false, stale}},
		"stored, and then called stale":      {{true, unknown}, {false, stale}},
		"an error in the middle":             {{true, nil}, {true, unknown}, {false, stale}, {true, unknown}},
		"stored, then told that it is full":  {{true, unknown}, {false, journal.ErrFull}},
		"the opening block is not answered":  {{true, nil}, {false, stale}, {true, unknown}, {true, unknown}, {true, unknown}},
		"stale again and again, then stored": {{false, stale}, {false, stale}, {false, stale}},
	} {
		t.Run(name, func(t *testing.T) {
			log := &tape{}
			o := options(t, log)
			s := open(t, o)
			step(t, s, move(0, 1))
			log.outcomes = outcomes
			for n, err := range step(t, s, move(1, 2), move(2, 3), move(3, 4)) {
				if err != nil {
					t.Errorf("command %d: %v", n, err)
				}
			}
			if sum, count := state(t, s); sum != 0 || count != 4 {
				t.Errorf("sum %d, %d moves", sum, count)
			}
			o.Dir = t.TempDir()
			if other := open(t, o); !same(digest(t, s), digest(t, other)) {
				t.Error("a replay gives another view")
			}
		})
	}
}

func TestNoRoom(t *testing.T) {
	log := &tape{}
	s := open(t, options(t, log))
	step(t, s, move(0, 1))
	log.outcomes = []outcome{{false, journal.ErrFull}}
	errs := step(t, s, move(1, 2))
	if !errors.Is(errs[0], shard.ErrNoRoom) || fault.KindOf(errs[0]) != fault.Busy {
		t.Fatalf("%v", errs)
	}
	if _, count := state(t, s); count != 1 {
		t.Errorf("%d moves", count)
	}
	if errs := step(t, s, move(1, 2)); errs[0] != nil {
		t.Errorf("with room again: %v", errs)
	}
}

// Two writers share a journal: each finds out that the other has written, and what is answered holds for both.
func TestTwoWriters(t *testing.T) {
	log := &tape{}
	o := options(t, log)
	a := open(t, o)
	o.Dir = t.TempDir()
	b := open(t, o)
	for n := range 20 {
		s := a
		if n%3 == 0 {
			s = b
		}
		if errs := step(t, s, move(n, 1)); errs[0] != nil {
			t.Fatalf("command %d: %v", n, errs[0])
		}
	}
	if errs := step(t, a, move(0, 1), move(3, 1)); errs[0] != nil || errs[1] != nil {
		t.Errorf("what the other has answered is not known: %v", errs)
	}
	if err := b.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	if sum, count := state(t, b); sum != 0 || count != 20 {
		t.Errorf("sum %d, %d moves", sum, count)
	}
	if !same(digest(t, a), digest(t, b)) {
		t.Error("the two views differ")
	}
}

func TestReopenGoesOn(t *testing.T) {
	log := &tape{}
	o := options(t, log)
	s := open(t, o)
	for n := range 10 {
		step(t, s, move(n, 1))
	}
	before := digest(t, s)
	s.Close()
	if again := open(t, o); !same(before, digest(t, again)) {
		t.Error("another view after it was opened again")
	}
}

func TestViewIsMadeAnew(t *testing.T) {
	for name, harm := range map[string]func(t *testing.T, o *shard.Options, file string){
		"deleted": func(t *testing.T, _ *shard.Options, file string) { remove(t, file) },
		"junk": func(t *testing.T, _ *shard.Options, file string) {
			write(t, file, []byte("this is no database, but long enough to be looked at"))
		},
		"torn": func(t *testing.T, _ *shard.Options, file string) {
			if err := os.Truncate(file, 5000); err != nil {
				t.Fatal(err)
			}
		},
		"of another version": func(_ *testing.T, o *shard.Options, _ string) { o.Domains[0].Version++ },
	} {
		t.Run(name, func(t *testing.T) {
			o := options(t, &tape{})
			s := open(t, o)
			for n := range 10 {
				step(t, s, move(n, 1))
			}
			before := digest(t, s)
			s.Close()
			harm(t, &o, filepath.Join(o.Dir, "shard-003.sqlite"))
			after := digest(t, open(t, o))
			delete(before.Tables, "shard_version")
			delete(after.Tables, "shard_version")
			if !same(before, after) {
				t.Error("another view after it was made anew")
			}
		})
	}
}

// Whoever watches over a shard is told how far a rebuild is, from its first message to its last.
func TestReplayTellsHowFar(t *testing.T) {
	o := options(t, &tape{})
	s := open(t, o)
	for n := range 5 {
		step(t, s, move(n, 1))
	}
	head := s.Head()
	s.Close()
	var told []shard.Progress
	o.Dir, o.Replaying = t.TempDir(), func(p shard.Progress) { told = append(told, p) }
	s = open(t, o)
	if len(told) < 3 || told[0] != (shard.Progress{Tail: told[0].Tail}) || told[0].Tail == 0 {
		t.Fatalf("%+v", told)
	}
	if last := told[len(told)-1]; !last.Done || last.At != told[0].Tail || last.Events < 5 || s.Head() != head {
		t.Errorf("%+v", told)
	}
}

func remove(t *testing.T, file string) {
	t.Helper()
	for _, end := range []string{"", "-wal", "-shm"} {
		os.Remove(file + end)
	}
}

func write(t *testing.T, file string, data []byte) {
	t.Helper()
	remove(t, file)
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// A view of another journal is made anew; a journal that has lost acknowledged blocks stops the shard.
func TestJournalThatDoesNotCheck(t *testing.T) {
	log := &tape{}
	o := options(t, log)
	s := open(t, o)
	for n := range 5 {
		step(t, s, move(n, 1))
	}
	s.Close()
	whole := log.messages
	log.messages = whole[:3]
	if _, err := shard.Open(
		t.Context(),
		o,
	); err == nil || fault.KindOf(err) != fault.Broken ||
		fault.Message(err, fault.Korean) == "" {
		t.Errorf("a journal that is too short: %v", err)
	}
	other := &tape{}
	q := options(t, other)
	foreign := open(t, q)
	for n := range 9 {
		step(t, foreign, move(100+n, 2))
	}
	o.Log = other
	if s := open(t, o); !same(digest(t, s), digest(t, foreign)) {
		t.Error("the view of another journal was kept")
	}
}

// A block that is not what was acknowledged stops the shard, wherever it stands: nothing is written on top of it.
func TestDamagedBlock(t *testing.T) {
	log := &tape{}
	o := options(t, log)
	s := open(t, o)
	for n := range 6 {
		step(t, s, move(n, 1))
	}
	s.Close()
	for n := range log.messages {
		o.Log, o.Dir = log.harmed(n+1), t.TempDir()
		_, err := shard.Open(t.Context(), o)
		if !errors.Is(err, journal.ErrDamaged) || fault.Message(err, fault.Korean) == "" {
			t.Errorf("a flipped bit in message %d: %v", n+1, err)
		}
	}
}

// Messages that nobody can have written here, though they are what was stored, are damage too: of another shard, and of
// a writer that stood on blocks which are not here.
func TestMissingAndForeignBlocks(t *testing.T) {
	log := &tape{}
	o := options(t, log)
	s := open(t, o)
	for n := range 6 {
		step(t, s, move(n, 1))
	}
	s.Close()
	cut := &tape{
		messages: append(append([][]byte(nil), log.messages[:3]...), log.messages[4:]...),
		called:   append(append([]string(nil), log.called[:3]...), log.called[4:]...),
	}
	other := o
	other.Number, other.Log, other.Dir = 4, log, t.TempDir()
	o.Log, o.Dir = cut, t.TempDir()
	for name, o := range map[string]shard.Options{"a block is missing": o, "of another shard": other} {
		if _, err := shard.Open(t.Context(), o); !errors.Is(err, journal.ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestQueueHasAnEnd(t *testing.T) {
	s := open(t, options(t, &tape{}))
	for n := range shard.MaxQueue {
		if _, err := s.Submit(move(n, 1)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Submit(move(-1, 1)); !errors.Is(err, shard.ErrBusy) {
		t.Errorf("one too many: %v", err)
	}
}

func TestManyAtOnce(t *testing.T) {
	log := &tape{}
	s := start(t, options(t, log))
	var group sync.WaitGroup
	for w := range 20 {
		group.Go(func() {
			for n := range 25 {
				r := shard.Request{
					ID:      command(1000*w + n),
					Command: shardtest.Move{From: "bank", To: fmt.Sprint("p", w), Units: 1},
				}
				if _, err := s.Run(t.Context(), r); err != nil && !errors.Is(err, shardtest.ErrFloor) {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	sum, count := state(t, s)
	if sum != 0 || count != -shardtest.Floor {
		t.Errorf("sum %d, %d moves", sum, count)
	}
	if len(log.messages) > 300 {
		t.Errorf("%d messages for 500 commands: they do not share blocks", len(log.messages))
	}
}

func TestContextEnds(t *testing.T) {
	s := open(t, options(t, &tape{})) // nobody steps
	ctx, stop := context.WithTimeout(t.Context(), time.Millisecond)
	defer stop()
	if _, err := s.Run(ctx, move(1, 1)); !errors.Is(err, shard.ErrUnanswered) && fault.KindOf(err) != fault.Busy {
		t.Errorf("%v", err)
	}
	s.Close()
	if _, err := s.Run(t.Context(), move(2, 1)); fault.KindOf(err) != fault.Busy {
		t.Errorf("after the end: %v", err)
	}
}

func TestReadersCannotWrite(t *testing.T) {
	s := open(t, options(t, &tape{}))
	err := s.Read(t.Context(), func(r *shard.Reader) error {
		r.Count("DELETE FROM tally_move")
		return nil
	})
	if err == nil {
		t.Error("a reader has deleted")
	}
	err = s.Read(t.Context(), func(r *shard.Reader) error {
		r.Each(func(*shard.Row) { r.Count("SELECT 1") }, "SELECT 1")
		return nil
	})
	if err == nil {
		t.Error("a query within a scan went through")
	}
	if _, err := s.Submit(move(1, 1)); err != nil {
		t.Error("the shard is spoilt")
	}
}
