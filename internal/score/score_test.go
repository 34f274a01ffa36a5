package score_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dangol.example/book"
	"dangol.example/chatlog"
	"dangol.example/internal/score"
)

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
	in.Shop, err = chatlog.Shop(in.Rooms, key.Shop)
	if err != nil {
		t.Fatal(err)
	}
	in.Statements = statements(t, folder)
	b, err := book.Build(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	return b, key
}

func TestSets(t *testing.T) {
	pattern := os.Getenv("SETS")
	if pattern == "" {
		pattern = "seen-*"
	}
	sets, _ := filepath.Glob("../../testdata/rooms/" + pattern + "/*")
	sets = append(sets, "../../testdata/orders_synthetic")
	var sum score.Report
	for _, s := range sets {
		if _, err := os.Stat(filepath.Join(s, "key.json")); err != nil {
			continue
		}
		b, key := bookOf(t, s)
		r := score.Compare(b, key)
		t.Logf("%s: %s", s, r)
		for _, m := range r.Misses {
			if strings.Contains(s, "unseen") && os.Getenv("LOOK") == "" {
				break
			}
			t.Log("   ", m)
		}
		sum.Add(r)
	}
	sum.Misses = nil
	t.Logf("ALL: %s", sum)
}
