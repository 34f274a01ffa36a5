package score_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"dangol.example/bankfile"
	"dangol.example/book"
	"dangol.example/chatlog"
	"dangol.example/internal/score"
)

// The bars, over all rooms that strangers wrote. The sample shop has its own: every field.
const (
	precisionMin = 0.95
	recallMin    = 0.95
	accuracyMin  = 0.90
	automaticMin = 0.80
)

// TestRooms reads every room under testdata/rooms and compares it with its key. `go test -v` lists each miss.
func TestRooms(t *testing.T) {
	pattern := os.Getenv("DANGOL_ROOMS") // one set only, while working on it
	if pattern == "" {
		pattern = "*"
	}
	sets, err := filepath.Glob(filepath.Join("..", "..", "testdata", "rooms", pattern, "*", "key.json"))
	if err != nil || len(sets) == 0 {
		t.Fatal("no rooms", err)
	}
	var sum score.Report
	for _, key := range sets {
		r := scoreOf(t, filepath.Dir(key))
		sum.Add(r)
	}
	sum.Misses = nil
	t.Logf("all: %s", sum)
	if pattern != "*" {
		return
	}
	if sum.WrongAuto > 0 {
		t.Errorf("%d wrong automatic matches: the worst bug there is", sum.WrongAuto)
	}
	for _, bar := range []struct {
		name      string
		have, min float64
	}{
		{"precision", sum.Precision(), precisionMin},
		{"recall", sum.Recall(), recallMin},
		{"accuracy", sum.Accuracy(), accuracyMin},
		{"automatic", sum.Automatic(), automaticMin},
	} {
		if bar.have < bar.min {
			t.Errorf("%s is %.3f, want %.2f", bar.name, bar.have, bar.min)
		}
	}
}

// TestSampleShop holds the ten rooms: every field right, no wrong match, and the two payments of the same name and sum left to a person.
func TestSampleShop(t *testing.T) {
	r := scoreOf(t, filepath.Join("..", "..", "testdata", "orders_synthetic"))
	if r.Fields != r.RightFields || r.FoundOrders != r.KeyOrders || r.WrongAuto != 0 || r.AutoOfClerk != 6 {
		t.Errorf("%s\n%q", r, r.Misses)
	}
}

func scoreOf(t *testing.T, folder string) score.Report {
	t.Helper()
	b, key := bookOf(t, folder)
	r := score.Compare(b, key)
	t.Logf("%s: %s", folder, r)
	for _, m := range r.Misses {
		t.Log("   ", m)
	}
	return r
}

func bookOf(t *testing.T, folder string) (*book.Book, score.Key) {
	t.Helper()
	key, err := score.ReadKey(folder)
	if err != nil {
		t.Fatal(err)
	}
	var in book.Input
	for _, r := range key.Rooms {
		rooms, err := chatlog.ReadFile(filepath.Join(folder, r.File), chatlog.Options{})
		if err != nil {
			t.Fatal(err)
		}
		in.Rooms = append(in.Rooms, rooms...)
	}
	if in.Shop, err = chatlog.Shop(in.Rooms, key.Shop); err != nil {
		t.Fatal(err)
	}
	in.Statements = statements(t, filepath.Join(folder, "deposits.csv"))
	b, err := book.Build(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	return b, key
}

func statements(t *testing.T, path string) []book.Statement {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lists, err := bankfile.Read(path, data, bankfile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var out []book.Statement
	for _, s := range lists {
		if len(s.Chain.Breaks) > 0 {
			t.Errorf("%s: balances break at rows %v", path, s.Chain.Breaks)
		}
		out = append(out, book.Statement{File: s.File, Rows: s.Rows, Unread: s.Unread})
	}
	return out
}
