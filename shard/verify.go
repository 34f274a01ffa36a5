package shard

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"

	"dangol.example/journal"
)

// Verified is what Verify has found.
type Verified struct {
	Block   uint64   // up to which the journal is whole
	View    uint64   // the block at which the view is
	Missing bool     // there is no view
	Old     bool     // it is of another version, so that only its head was held against the journal
	Differs []string // tables that are not what the journal says
}

// Verify replays the journal from its first message into a new view in an empty folder, and holds the view in o.Dir
// against it, at the block at which that is. It changes neither journal nor view. Nobody else may have the view open.
func Verify(ctx context.Context, o Options, scratch string) (found Verified, err error) {
	part := &journal.Until{Log: o.Log, Most: math.MaxUint64}
	anew := o
	anew.Log, anew.Dir = part, scratch
	g, err := newRegister(o.Domains)
	if err != nil {
		return found, err
	}
	s := &Shard{options: o, register: g, failed: make(chan error, 1)}
	s.view = newView(filepath.Join(o.Dir, viewName(o.Number)))
	if _, err := os.Stat(s.view.path); err != nil {
		found.Missing = true
	} else {
		defer func() { err = joinClose(err, s.view.close()) }()
		if err := s.view.look(ctx, s); err != nil && !errors.Is(err, errOldVersion) {
			return found, fmt.Errorf("the view of shard %d: %w", o.Number, err)
		} else if err != nil {
			found.Old = true
		}
		part.Most, found.View = s.view.head.seq, s.view.head.chain.Number
	}
	fresh, err := Open(ctx, anew)
	if err != nil {
		return found, err
	}
	defer func() { err = joinClose(err, fresh.Close()) }()
	if !found.Missing && !found.Old {
		if found.Differs, err = differences(ctx, s, fresh); err != nil {
			return found, err
		}
	}
	part.Most = math.MaxUint64
	err = fresh.CatchUp(ctx)
	found.Block = fresh.Head()
	return found, err
}

// differences are the tables in which two views differ.
func differences(ctx context.Context, a, b *Shard) (tables []string, err error) {
	have, err := a.Digest(ctx)
	if err != nil {
		return nil, err
	}
	want, err := b.Digest(ctx)
	if err != nil {
		return nil, err
	}
	for table, hash := range want.Tables {
		if have.Tables[table] != hash {
			tables = append(tables, table)
		}
	}
	if len(have.Tables) != len(want.Tables) || have.Chain != want.Chain {
		tables = append(tables, "shard_head")
	}
	slices.Sort(tables)
	return slices.Compact(tables), nil
}
