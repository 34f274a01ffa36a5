package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// compareOpening prints how long a large view takes from nothing to its first answers, whole and after a crash.
func compareOpening(out io.Writer, dir string, o options) (err error) {
	path := filepath.Join(dir, "large.sqlite")
	begun := now()
	if err := fill(path, base, o.large, habit{}); err != nil {
		return err
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "\n## A large view: %d orders, %d MB, made in %.0f s\n\n", o.large, info.Size()>>20, now().Sub(begun).Seconds())
	crashed, log, err := crash(path, filepath.Join(dir, "crashed.sqlite"), o)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "| medians of %d rounds | open, look up 1 order | page of 2,000 rows of one topic | 1 row of the same | open after a crash (log of %d MB) |\n|---|---|---|---|---|\n", o.rounds, log>>20)
	for _, w := range ways {
		var whole, page, short, after []float64
		for range o.rounds {
			a, b, c, err := openOnce(w, path)
			if err != nil {
				return fmt.Errorf("%s: %w", w.name, err)
			}
			work := filepath.Join(dir, "view.sqlite")
			remove(work)
			if err := errors.Join(copyFile(crashed, work), copyFile(crashed+"-wal", work+"-wal")); err != nil {
				return err
			}
			d, _, _, err := openOnce(w, work)
			if err != nil {
				return fmt.Errorf("%s, crashed: %w", w.name, err)
			}
			whole, page, short, after = append(whole, float64(a)), append(page, float64(b)), append(short, float64(c)), append(after, float64(d))
		}
		fmt.Fprintf(out, "| %s | %s | %s | %.0f µs | %s |\n", w.name, milli(median(whole)), milli(median(page)), median(short)/1e3, milli(median(after)))
	}
	return checkTime(out, path)
}

// checkTime prints what SQLite's own checks of a whole file take.
func checkTime(out io.Writer, path string) error {
	s, err := base.open(ways[0], path)
	if err != nil {
		return err
	}
	begun := now()
	if err := run(s, "PRAGMA quick_check"); err != nil {
		return errors.Join(err, s.close())
	}
	fmt.Fprintf(out, "\nPRAGMA quick_check of it (%s): %.1f s\n", ways[0].name, now().Sub(begun).Seconds())
	return s.close()
}

// openOnce opens a view and gives the times until the first order is found, of a page of changes, and of one change.
func openOnce(by way, path string) (open, page, short time.Duration, err error) {
	begun := now()
	s, err := base.open(by, path)
	if err != nil {
		return 0, 0, 0, err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	look, err := s.prepare(lookSQL)
	if err != nil {
		return 0, 0, 0, err
	}
	found := 0
	count := func(_, _ int64, _ []byte) { found++ }
	if err := errors.Join(look.query(count, orderID(12_345)), look.close()); err != nil {
		return 0, 0, 0, err
	}
	open = now().Sub(begun)
	changes, err := s.prepare(pageSQL)
	if err != nil {
		return 0, 0, 0, err
	}
	defer func() { err = errors.Join(err, changes.close()) }()
	begun = now()
	if err := changes.query(count, topics[7], int64(3), int64(2000)); err != nil {
		return 0, 0, 0, err
	}
	page = now().Sub(begun)
	begun = now()
	const times = 500
	for i := range times {
		if err := changes.query(count, topics[i%shops], int64(i%7), int64(1)); err != nil {
			return 0, 0, 0, err
		}
	}
	if found < 1+times {
		return 0, 0, 0, fmt.Errorf("only %d rows found", found)
	}
	return open, page, now().Sub(begun) / times, nil
}

// crash writes to a view and copies it, with its log, as a crash would leave it. The log is as long as it gets.
func crash(path, to string, o options) (copied string, log int64, err error) {
	s := base
	s.checkpoint = 0
	session, err := s.open(ways[0], path)
	if err != nil {
		return "", 0, err
	}
	w, err := newWriter(session, true)
	if err != nil {
		return "", 0, errors.Join(err, session.close())
	}
	defer func() { err = errors.Join(err, w.close()) }()
	commands := makeCommands(10, o.commands, o.large, habit{})
	for from := 0; from < len(commands) && log < 64<<20; from += 128 {
		if err := w.group(commands[from:min(from+128, len(commands))]); err != nil {
			return "", 0, err
		}
		info, err := os.Stat(path + "-wal")
		if err != nil {
			return "", 0, err
		}
		log = info.Size()
	}
	return to, log, errors.Join(copyFile(path, to), copyFile(path+"-wal", to+"-wal"))
}
