package shard_test

import (
	"fmt"
	"testing"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/wrapperspb"

	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shard/shardtest"
)

// Things that change again and again leave few rows behind, and a device that was away for all of it, or for some, is
// brought to the same as one that never was.
func TestRowsAreSortedInAndSweptOut(t *testing.T) {
	const rounds, people = 16, 700
	o := options(t, &tape{})
	s := open(t, o)
	always, sometimes := device{rows: map[id.ID]string{}}, device{rows: map[id.ID]string{}}
	for round := range rounds {
		var all []shard.Request
		for n := range people {
			move := shardtest.Move{From: fmt.Sprint("p", n), To: fmt.Sprint("p", (n+1)%people), Units: 1}
			all = append(all, shard.Request{ID: command(round*people + n), Command: move})
		}
		step(t, s, all...)
		always.pull(t, s, 100)
		if round%5 == 0 {
			sometimes.pull(t, s, 20)
		}
	}
	sometimes.pull(t, s, 20)
	never := device{rows: map[id.ID]string{}}
	never.pull(t, s, 20)
	if len(always.rows) != people || fmt.Sprint(sometimes.rows) != fmt.Sprint(always.rows) ||
		fmt.Sprint(never.rows) != fmt.Sprint(always.rows) {
		t.Errorf("%d, %d and %d accounts, or not the same", len(always.rows), len(sometimes.rows), len(never.rows))
	}
	var rows int64
	err := s.Read(t.Context(), func(r *shard.Reader) error {
		rows = r.Count("SELECT (SELECT count(*) FROM shard_sync) + (SELECT count(*) FROM shard_recent)")
		return nil
	})
	if touches := rounds * people; err != nil || rows < people || rows > int64(touches)/3 {
		t.Errorf("%d rows are kept of %d touches, %v", rows, touches, err)
	}
	before := digest(t, s)
	o.Dir = t.TempDir()
	if after := digest(t, open(t, o)); !same(after, before) {
		t.Errorf("a replay gives\n%v\nnot\n%v", after, before)
	}
}

// Two things of other kinds may bear the same id: a shop and its card.
func TestAKindIsPartOfAName(t *testing.T) {
	const rounds = 1500
	one := id.Of(1, "one")
	kind := func(*shard.Reader, id.ID) proto.Message { return wrapperspb.String("here") }
	o := options(t, &tape{})
	o.Domains = []shard.Domain{{
		Name: "pair", Version: 1,
		Events: []shard.Applier{shard.On(func(tx *shard.Tx, _ *wrapperspb.BoolValue) {
			tx.Touch("pairs", "shop", one)
			tx.Touch("pairs", "card", one)
		})},
		Resources: map[string]shard.Resource{"shop": kind, "card": kind},
	}}
	s := open(t, o)
	for round := range rounds {
		step(t, s, shard.Request{ID: command(round), Command: touchPair{}})
	}
	page, err := s.Changes(t.Context(), "pairs", 0, 10)
	if err != nil || len(page.Changes) != 2 || page.Changes[0].Kind == page.Changes[1].Kind {
		t.Errorf("%v, %v", page, err)
	}
}

// touchPair touches both of a pair.
type touchPair struct{}

// Decide implements shard.Command.
func (touchPair) Decide(d *shard.Decision) error { d.Emit(wrapperspb.Bool(true)); return nil }
