package main

import (
	"errors"
	"fmt"
)

// settings are what a view is opened with.
type settings struct {
	name        string
	page        int // bytes; fixed when the file is made
	cacheKiB    int
	mmapMiB     int
	checkpoint  int    // pages in the log at which a commit moves them into the file
	locking     string // normal or exclusive
	temp        string // where savepoints keep the pages they may need again: memory, or a file beyond 64 KB
	synchronous string
	points      bool // a savepoint around each command
	reuse       reuse
	beside      int  // groups after which another connection moves pages into the file, while the writer goes on
	bare        bool // without the sync table's index
	habit       habit
}

var base = settings{
	name: "base", page: 4096, cacheKiB: 8000, checkpoint: 4000, locking: "normal", temp: "memory", synchronous: "normal", points: true,
}

func but(name string, change func(*settings)) settings {
	s := base
	s.name = name
	change(&s)
	return s
}

// variants differ from base in one thing each.
var variants = []settings{
	base,
	but("page_size 8192", func(s *settings) { s.page = 8192; s.checkpoint /= 2 }),
	but("page_size 16384", func(s *settings) { s.page = 16384; s.checkpoint /= 4 }),
	but("cache_size 2 MB (default)", func(s *settings) { s.cacheKiB = 2000 }),
	but("cache_size 32 MB", func(s *settings) { s.cacheKiB = 32_000 }),
	but("cache_size 128 MB", func(s *settings) { s.cacheKiB = 128_000 }),
	but("mmap_size 1 GB", func(s *settings) { s.mmapMiB = 1024 }),
	but("wal_autocheckpoint 1000 (default)", func(s *settings) { s.checkpoint = 1000 }),
	but("wal_autocheckpoint 16000", func(s *settings) { s.checkpoint = 16_000 }),
	but("wal_autocheckpoint 64000", func(s *settings) { s.checkpoint = 64_000 }),
	but("wal_autocheckpoint 4000, synchronous off", func(s *settings) { s.synchronous = "off" }),
	but("wal_autocheckpoint 16000, synchronous off", func(s *settings) { s.synchronous = "off"; s.checkpoint = 16_000 }),
	but("locking_mode exclusive", func(s *settings) { s.locking = "exclusive" }),
	but("temp_store file (default)", func(s *settings) { s.temp = "default" }),
	but("no savepoint", func(s *settings) { s.points = false }),
	but("checkpoints by another connection every 4 groups, brake at 16000", func(s *settings) { s.beside = 4; s.checkpoint = 16_000 }),
	but("the same, synchronous off", func(s *settings) {
		s.beside, s.checkpoint, s.synchronous = 4, 16_000, "off"
	}),
	but("changes of the newest 10,000 orders only", func(s *settings) { s.habit.recent = 10_000 }),
	but("random command ids", func(s *settings) { s.habit.random = true }),
	but("statements asked for by text", func(s *settings) { s.reuse = cached }),
	but("statements compiled each time", func(s *settings) { s.reuse = fresh }),
}

// apply sets them on a connection.
func (s settings) apply(to session) error {
	return run(to,
		fmt.Sprintf("PRAGMA page_size = %d", s.page),
		"PRAGMA locking_mode = "+s.locking,
		"PRAGMA busy_timeout = 10000",
		"PRAGMA journal_mode = wal",
		"PRAGMA synchronous = "+s.synchronous,
		"PRAGMA foreign_keys = off",
		"PRAGMA temp_store = "+s.temp,
		fmt.Sprintf("PRAGMA wal_autocheckpoint = %d", s.checkpoint),
		fmt.Sprintf("PRAGMA cache_size = %d", -s.cacheKiB),
		fmt.Sprintf("PRAGMA mmap_size = %d", s.mmapMiB<<20))
}

// open opens a file with them.
func (s settings) open(w way, path string) (session, error) {
	to, err := w.open(path)
	if err != nil {
		return nil, err
	}
	if err := s.apply(to); err != nil {
		return nil, errors.Join(err, to.close())
	}
	return to, nil
}

// run runs statements once each, whatever rows they give.
func run(on session, queries ...string) error {
	for _, q := range queries {
		st, err := on.prepare(q)
		if err != nil {
			return fmt.Errorf("%s: %w", q, err)
		}
		if err := errors.Join(st.exec(), st.close()); err != nil {
			return fmt.Errorf("%s: %w", q, err)
		}
	}
	return nil
}
