package shard

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"dangol.example/shard/query"
)

// The reasons for which a view is of no use, beside SQLite's own.
var (
	errOldVersion = errors.New("made by another version")
	errNoHead     = errors.New("a view without a head")
	errForeign    = errors.New("a view of another journal")
	errSpoilt     = errors.New("found damaged while it was in use")
)

// isOfNoUse reports whether a view must be made anew. It is a list of what may be: with any other error, as of a
// journal that does not answer or has been harmed, or of a folder that cannot be opened, the view is whole.
func isOfNoUse(err error) bool {
	return query.IsDamaged(err) || errors.Is(err, errOldVersion) || errors.Is(err, errNoHead) ||
		errors.Is(err, errForeign) || errors.Is(err, errSpoilt)
}

// The ends of the names of what lies beside a view.
const (
	oldEnd     = ".old"      // one of another version, until the new one has come as far
	damagedEnd = ".damaged-" // and when; kept for a look, and for what it may hold
	spoiltEnd  = ".spoilt"   // says that the view was found damaged while it was in use
	stampForm  = "20060102T150405.000"
)

// makeAnew takes a file that is of no use out of the way and opens an empty one.
//
// INVARIANT: of two views of one journal the one that has come further is there until another has come as far.
func (v *view) makeAnew(ctx context.Context, s *Shard, because error) error {
	s.options.Logger.Warn("a view is made anew from the journal", "shard", s.options.Number, "because", because)
	if err := v.shut(); err != nil && !query.IsDamaged(err) {
		return err
	}
	was, now := v.head, s.options.Clock.Now()
	v.head = head{}
	switch whole := errors.Is(because, errOldVersion) || errors.Is(because, errEvent); {
	case whole && v.old != nil && v.old.chain.Number >= was.chain.Number:
		if err := v.remove(""); err != nil {
			return err
		}
	case whole:
		if err := v.remove(oldEnd); err != nil {
			return err
		}
		if err := v.rename("", oldEnd); err != nil {
			return err
		}
		v.old = &was
	default:
		if err := v.putAside("", now); err != nil {
			return err
		}
	}
	if err := os.Remove(v.path + spoiltEnd); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("make a view anew: %w", err)
	}
	return v.open(ctx, s)
}

// checkOld looks at the view that an earlier rebuild has put aside and did not come as far as: the journal must hold
// all that it holds.
func (v *view) checkOld(ctx context.Context, s *Shard) error {
	if _, err := os.Stat(v.path + oldEnd); err != nil {
		return nil //nolint:nilerr // there is none
	}
	old := &view{path: v.path + oldEnd}
	err := old.openConn(s)
	if err == nil {
		err = old.readHead(s.options.Number)
	}
	if err == nil {
		err = old.checkHead(ctx, s.options.Log)
	}
	if closing := old.shut(); err == nil {
		err = closing
	}
	if isOfNoUse(err) {
		return v.putAside(oldEnd, s.options.Clock.Now())
	}
	v.old = &old.head
	return err
}

// dropOld deletes the view that was put aside, once this one has come as far.
func (v *view) dropOld() error {
	if v.old == nil || v.head.chain.Number < v.old.chain.Number {
		return nil
	}
	v.old = nil
	return v.remove(oldEnd)
}

// catchUp is the first CatchUp of a view. One that turns out to be of no use is made anew, once.
func (v *view) catchUp(ctx context.Context, s *Shard) error {
	err := s.CatchUp(ctx)
	again := query.IsDamaged(err) || errors.Is(err, errEvent) && v.old == nil
	if again && s.options.Dir != "" && !v.fresh {
		if err = v.makeAnew(ctx, s, err); err == nil {
			err = s.CatchUp(ctx)
		}
	}
	if err != nil {
		return err
	}
	return v.dropOld()
}

// spoil notes that the view was found damaged, for the next who opens it, and ends the loop.
func (s *Shard) spoil(err error) {
	if s.options.Dir == "" || !query.IsDamaged(err) {
		return
	}
	select {
	case s.failed <- err:
	default:
	}
	if err := os.WriteFile(s.view.path+spoiltEnd, nil, 0o600); err != nil {
		s.options.Logger.Error("cannot note that a view is damaged", "shard", s.options.Number, "because", err)
	}
}

func (v *view) isSpoilt() bool {
	_, err := os.Stat(v.path + spoiltEnd)
	return err == nil
}

// maxDamaged is how many damaged views of a shard are kept: a disk that goes on failing shall not fill up by them. The
// first ones stay, since they have seen the least of what is wrong.
const maxDamaged = 4

// putAside keeps a view that is of no use for a look.
func (v *view) putAside(which string, now time.Time) error {
	kept, err := filepath.Glob(v.path + damagedEnd + "*[0-9]")
	if err != nil {
		return fmt.Errorf("look for damaged views: %w", err)
	}
	if len(kept) >= maxDamaged {
		if err := v.remove(strings.TrimPrefix(kept[len(kept)-1], v.path)); err != nil {
			return err
		}
	}
	return v.rename(which, damagedEnd+now.UTC().Format(stampForm))
}

// rename moves a view with all its files.
func (v *view) rename(from, to string) error {
	for _, end := range []string{"-wal", "-shm", ""} { // should it stop halfway, the view is still in its place
		if err := os.Rename(v.path+from+end, v.path+to+end); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("move a view aside: %w", err)
		}
	}
	return nil
}

// remove deletes a view with all its files.
func (v *view) remove(which string) error {
	for _, end := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(v.path + which + end); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("delete a view: %w", err)
		}
	}
	return nil
}
