package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
)

// shortSQL are queries that take about as long as compiling them does.
var shortSQL = []struct{ name, query string }{
	{"a row by its key", lookSQL},
	{"the next change of a topic, ORDER BY", pageSQL},
}

// compareShort prints what becomes of short queries when nobody keeps their statements.
func compareShort(out io.Writer, dir string, o options) error {
	path := filepath.Join(dir, "short.sqlite")
	if err := fill(path, base, min(o.rows, 20_000), habit{}); err != nil {
		return err
	}
	fmt.Fprintf(out, "\n## Short queries: µs each, all in memory, medians of %d rounds\n\n| | %s | %s |\n|---|---|---|\n",
		o.rounds, shortSQL[0].name, shortSQL[1].name)
	roads := []way{
		{"zombiezen, statement kept", ways[0].open},
		{"zombiezen, asked for by text", func(path string) (session, error) { return openZombiezen(path, cached) }},
		{"zombiezen, compiled each time", func(path string) (session, error) { return openZombiezen(path, fresh) }},
	}
	roads = append(roads, ways[1:]...)
	took := make([][2][]float64, len(roads))
	for range o.rounds {
		for i, w := range roads {
			for q := range shortSQL {
				micro, err := short(w, path, q)
				if err != nil {
					return fmt.Errorf("%s: %w", w.name, err)
				}
				took[i][q] = append(took[i][q], micro)
			}
		}
	}
	for i, w := range roads {
		fmt.Fprintf(out, "| %s | %.1f | %.1f |\n", w.name, median(took[i][0]), median(took[i][1]))
	}
	return nil
}

// short runs one of the short queries many times.
func short(by way, path string, which int) (micro float64, err error) {
	s, err := base.open(by, path)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	st, err := s.prepare(shortSQL[which].query)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, st.close()) }()
	const times = 4000
	found := 0
	count := func(_, _ int64, _ []byte) { found++ }
	begun := now()
	for i := range times {
		args := []any{orderID(uint64(i % 100))}
		if which == 1 {
			args = []any{topics[i%2], int64(i % 2), int64(1)}
		}
		if err := st.query(count, args...); err != nil {
			return 0, err
		}
	}
	if found != times {
		return 0, fmt.Errorf("%d of %d rows found", found, times)
	}
	return float64(now().Sub(begun).Nanoseconds()) / times / 1000, nil
}
