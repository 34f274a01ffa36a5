package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"dangol.example/clock"
	"dangol.example/fault"
	"dangol.example/journal"
	"dangol.example/journal/jetstream"
	"dangol.example/shard"
)

// State is what Verify says of a shard.
type State string

// The states. Only whole, and missing or old views, are well: those are made anew by the next start.
const (
	Whole   State = "whole"           // the view is what the journal says
	NoView  State = "no_view"         // the journal is whole, and there is no view
	OldView State = "old_view"        // the journal is whole, and the view is another version's
	Differs State = "view_differs"    // the journal is whole, and the view is something else
	Damaged State = "journal_damaged" // the journal is not what was acknowledged
	Unknown State = "not_known"       // it could not be looked at
)

// Checked is what Verify has found of one shard.
type Checked struct {
	Shard  uint8    `json:"shard"`
	State  State    `json:"state"`
	Block  uint64   `json:"block"`             // up to which the journal is whole
	View   uint64   `json:"view_block"`        // at which the view is
	Tables []string `json:"tables,omitempty"`  // in which the view differs
	Error  string   `json:"because,omitempty"` // for people who look into it
}

// Well reports whether the next start can go on with what there is.
func (c Checked) Well() bool { return c.State == Whole || c.State == NoView || c.State == OldView }

var errNoData = fault.New(fault.Missing, "이 폴더에는 단골의 데이터가 없어요. --data로 폴더를 알려 주세요.",
	"There is no Dangol data in this folder. Name the folder with --data.")

// Verify replays every shard's journal beside its view, and tells what it has found of each. The server is stopped:
// nobody else is let in meanwhile. It changes nothing but for a folder of its own, which it takes away again.
func Verify(ctx context.Context, c Config, logger *slog.Logger, tell func(Checked)) (err error) {
	shards, err := c.keptShards()
	if err != nil {
		return err
	}
	lock, err := lockFolder(c.Data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Close()) }()
	j, err := jetstream.Open(jetstream.Options{Dir: c.Data, Logger: logger, Clock: clock.System{}})
	if err != nil {
		return errJournal.Because(err)
	}
	defer func() { err = errors.Join(err, j.Close()) }()
	for n := range shards {
		found, err := verifyOne(ctx, c, j, logger, n)
		checked := Checked{Shard: n, Block: found.Block, View: found.View, Tables: found.Differs}
		checked.State = stateOf(found, err)
		if err != nil {
			checked.Error = err.Error()
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		tell(checked)
	}
	return nil
}

func stateOf(found shard.Verified, err error) State {
	switch {
	case errors.Is(err, journal.ErrDamaged), errors.Is(err, shard.ErrAhead):
		return Damaged
	case err != nil:
		return Unknown
	case found.Missing:
		return NoView
	case found.Old:
		return OldView
	case len(found.Differs) > 0:
		return Differs
	default:
		return Whole
	}
}

func verifyOne(ctx context.Context, c Config, j *jetstream.Journal, logger *slog.Logger, number uint8) (
	found shard.Verified, err error,
) {
	scratch, err := os.MkdirTemp(c.Data, "verify-")
	if err != nil {
		return found, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(scratch)) }()
	log, err := j.Open(ctx, number)
	if err != nil {
		return found, err
	}
	return shard.Verify(ctx, shard.Options{
		Number: number, Log: log, Domains: domains(nil, nil), Dir: filepath.Join(c.Data, "views"), Writer: "verify",
		Clock: clock.System{}, Logger: logger,
	}, scratch)
}

// keptShards is how many shards the first start has fixed.
func (c Config) keptShards() (uint8, error) {
	b, err := os.ReadFile(filepath.Join(c.Data, keptFile))
	if errors.Is(err, os.ErrNotExist) {
		return 0, errNoData
	}
	if err != nil {
		return 0, err
	}
	var k kept
	if err := json.Unmarshal(b, &k); err != nil {
		return 0, fmt.Errorf("read %s: %w", keptFile, err)
	}
	return k.Shards, nil
}
