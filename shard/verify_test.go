package shard_test

import (
	"errors"
	"slices"
	"testing"

	"dangol.example/journal"
	"dangol.example/shard"
)

// Verify finds what differs, and changes nothing.
func TestVerify(t *testing.T) {
	o, log, want := grown(t)
	verify := func() (shard.Verified, error) { return shard.Verify(t.Context(), o, t.TempDir()) }
	found, err := verify()
	if err != nil || found.Block != want.Block || found.View != want.Block || len(found.Differs) > 0 {
		t.Fatalf("%+v, %v", found, err)
	}
	other := o
	other.Dir = t.TempDir()
	s := open(t, other)
	step(t, s, move(20, 1), move(21, 1))
	s.Close()
	if found, err = verify(); err != nil || found.Block <= want.Block || found.View != want.Block ||
		len(found.Differs) > 0 {
		t.Errorf("a view that is behind: %+v, %v", found, err)
	}
	o.Log = log.harmed(3)
	if _, err = verify(); !errors.Is(err, journal.ErrDamaged) {
		t.Errorf("a damaged journal: %v", err)
	}
	o.Log = log
	change(t, o, "UPDATE tally_account SET units = units + 1 WHERE name = 'a'")
	if found, err = verify(); err != nil || !slices.Equal(found.Differs, []string{"resources", "tally_account"}) {
		t.Errorf("a view with another number in it: %+v, %v", found, err)
	}
	o.Domains[0].Version++
	if found, err = verify(); err != nil || !found.Old {
		t.Errorf("a view of another version: %+v, %v", found, err)
	}
	o.Log = log.part(3)
	if _, err = verify(); err == nil {
		t.Error("a journal that is too short")
	}
	o.Dir = t.TempDir()
	if found, err = verify(); err != nil || !found.Missing {
		t.Errorf("no view: %+v, %v", found, err)
	}
}
