package main

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// fillGroup is the group of commands in which a view is filled.
const fillGroup = 1024

// fill makes a view with rows orders.
func fill(path string, s settings, rows int, h habit) (err error) {
	s.synchronous, s.checkpoint, s.cacheKiB = "off", 64_000, 256_000
	session, err := s.open(ways[0], path)
	if err != nil {
		return err
	}
	if err := makeTables(session); err != nil {
		return errors.Join(err, session.close())
	}
	if s.bare {
		if err := run(session, "DROP INDEX shard_sync_block"); err != nil {
			return errors.Join(err, session.close())
		}
	}
	w, err := newWriter(session, false)
	if err != nil {
		return errors.Join(err, session.close())
	}
	defer func() { err = errors.Join(err, w.close()) }()
	ids := rand.New(rand.NewPCG(5, 5))
	for from := 0; from < rows; from += fillGroup {
		// Every command of an empty view makes a new order.
		commands := makeCommands(uint64(1000+from), min(fillGroup, rows-from), 0, h)
		for i := range commands {
			commands[i].id = commandID(ids, uint64(from+i), h.random)
			commands[i].order = uint64(from + i)
			commands[i].shop = (from + i) % shops
		}
		if err := w.group(commands); err != nil {
			return err
		}
	}
	return nil
}

func makeTables(on session) error {
	for _, q := range statements(schema) {
		if err := run(on, q); err != nil {
			return err
		}
	}
	return nil
}

// copyFile copies a file and waits until it is on the disk, so that its pages are not written in the next one's time.
func copyFile(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close() //nolint:errcheck // only read
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	if _, err := io.Copy(out, in); err != nil {
		return err
	}
	return out.Sync()
}

// remove removes a view with what belongs to it.
func remove(path string) {
	for _, end := range []string{"", "-wal", "-shm"} {
		os.Remove(path + end) //nolint:errcheck // the folder goes too
	}
}

// kind is what two views differ in that are filled alike.
type kind struct {
	page   int
	random bool
	bare   bool
}

// shelf holds one filled view of each kind.
type shelf struct {
	dir  string
	rows int
	made map[kind]string
}

// take gives a fresh copy of the view that fits the settings. It is the caller's to remove.
func (s *shelf) take(of settings) (string, error) {
	k := kind{of.page, of.habit.random, of.bare}
	if s.made[k] == "" {
		path := filepath.Join(s.dir, fmt.Sprintf("filled-%d-%t-%t.sqlite", k.page, k.random, k.bare))
		if err := fill(path, of, s.rows, of.habit); err != nil {
			return "", fmt.Errorf("fill a view: %w", err)
		}
		s.made[k] = path
	}
	path := filepath.Join(s.dir, "view.sqlite")
	remove(path)
	return path, copyFile(s.made[k], path)
}
