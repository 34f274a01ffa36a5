// Package shardtest is a small domain for tests of the shard and for the simulator: accounts between which units move.
//
// Its laws are easily checked: all units together are zero, no account is under its floor, every move that was
// answered is in the list once, and every move of a round number was told. It is not for products: its events are
// well-known types of protobuf, so that nothing of it is in the public schema.
package shardtest

import (
	"context"
	"fmt"
	"sync/atomic"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/wrapperspb"

	"dangol.example/fault"
	"dangol.example/id"
	"dangol.example/internal/planted"
	"dangol.example/shard"
)

// Topic is what watchers of the accounts watch.
const Topic = "accounts"

// Kind is the kind of its one resource.
const Kind = "account"

// Floor is the least an account may have.
const Floor = -100

// Round is the number whose multiples are told to the outside.
const Round = 10

// What the domain refuses.
var (
	ErrUnits = fault.New(fault.Invalid, "옮길 수가 없어요.", "Nothing to move.")
	ErrFloor = fault.New(fault.Conflict, "남은 것이 모자라요.", "Not enough is left.")
)

// Move moves units from one account to another.
type Move struct {
	From, To string
	Units    int64
}

// Decide implements shard.Command. It finds out too late that an account is short, after it has emitted: the shard must
// take that back.
func (m Move) Decide(d *shard.Decision) error {
	if m.Units <= 0 || m.From == m.To {
		return ErrUnits
	}
	d.Emit(wrapperspb.String(fmt.Sprintf("%s %s %d", m.From, m.To, m.Units)))
	if d.Count("SELECT units FROM tally_account WHERE name = ?", m.From) < Floor {
		return ErrFloor
	}
	d.Answer(wrapperspb.Int64(d.Count("SELECT units FROM tally_account WHERE name = ?", m.To)))
	return nil
}

// told says that the outside was told.
type told struct{ Number int64 }

// Decide implements shard.Command.
func (t told) Decide(d *shard.Decision) error {
	d.Emit(wrapperspb.Int64(t.Number))
	return nil
}

// Domain makes the domain. Tell is called for what is told to the outside, maybe more than once.
func Domain(tell func(number int64) error) shard.Domain {
	return shard.Domain{
		Name: "tally", Version: 1, Schema: tables,
		Events:    []shard.Applier{shard.On(applyMoved), shard.On(applyTold)},
		Resources: map[string]shard.Resource{Kind: account},
		Errands: map[string]shard.Errand{"tell": func(ctx context.Context, e shard.ErrandContext) error {
			var number wrapperspb.Int64Value
			if err := e.Decode(&number); err != nil {
				return err
			}
			if err := tell(number.GetValue()); err != nil {
				return err
			}
			_, err := e.Shard.Run(ctx, shard.Request{ID: e.CommandID(0), Command: told{number.GetValue()}})
			return err
		}},
	}
}

const tables = `
CREATE TABLE tally_account (id BLOB PRIMARY KEY, name TEXT NOT NULL UNIQUE, units INTEGER NOT NULL) STRICT;
CREATE TABLE tally_move (number INTEGER PRIMARY KEY, command BLOB NOT NULL, block INTEGER NOT NULL, time_ms INTEGER NOT NULL,
  round INTEGER NOT NULL, told INTEGER NOT NULL) STRICT;
CREATE INDEX tally_move_command ON tally_move (command);`

// applied stands for a clock that an applier must not look at: another value at each look. Only a planted bug uses it.
var applied atomic.Int64

func applyMoved(tx *shard.Tx, e *wrapperspb.StringValue) {
	var from, to string
	var units int64
	fmt.Sscanf(e.GetValue(), "%s %s %d", &from, &to, &units)
	add(tx, from, -units)
	add(tx, to, units)
	number := tx.Count("SELECT coalesce(max(number), 0) + 1 FROM tally_move")
	at := tx.Header.Time.UnixMilli()
	if planted.Is(planted.ClockInApplier) {
		at = applied.Add(1)
	}
	tx.Exec("INSERT INTO tally_move (number, command, block, time_ms, round, told) VALUES (?, ?, ?, ?, ?, 0)",
		number, tx.Header.Command, tx.Header.Block, at, units%Round == 0)
	if units%Round == 0 {
		tx.Ask("tell", wrapperspb.Int64(number))
	}
}

func add(tx *shard.Tx, name string, units int64) {
	account := id.Of(tx.Shard(), name)
	tx.Exec(`INSERT INTO tally_account (id, name, units) VALUES (?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET units = units + excluded.units`, account, name, units)
	tx.Touch(Topic, Kind, account)
}

func applyTold(tx *shard.Tx, e *wrapperspb.Int64Value) {
	tx.Exec("UPDATE tally_move SET told = told + 1 WHERE number = ?", e.GetValue())
}

// account builds what devices hold: the name and the units.
func account(r *shard.Reader, thing id.ID) proto.Message {
	var m *wrapperspb.StringValue
	r.One(func(w *shard.Row) { m = wrapperspb.String(fmt.Sprintf("%s %d", w.Text(), w.Int())) },
		"SELECT name, units FROM tally_account WHERE id = ?", thing)
	if m == nil {
		return nil
	}
	return m
}

// Sum is what all accounts have together, Count how many moves there were.
func Sum(r *shard.Reader) (sum, count int64) {
	return r.Count("SELECT coalesce(sum(units), 0) FROM tally_account"), r.Count("SELECT count(*) FROM tally_move")
}

// Moved is how often a command is in the list of moves.
func Moved(r *shard.Reader, command id.ID) int64 {
	return r.Count("SELECT count(*) FROM tally_move WHERE command = ?", command)
}

// Untold is how many moves of a round number were not told, and how many were told twice.
func Untold(r *shard.Reader) (never, twice int64) {
	return r.Count("SELECT count(*) FROM tally_move WHERE round = 1 AND told = 0"),
		r.Count("SELECT count(*) FROM tally_move WHERE told > round")
}
