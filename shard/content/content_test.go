package content_test

import (
	"encoding/hex"
	"testing"
	"time"

	"dangol.example/id"
	"dangol.example/shard/content"
)

// placed stands for a command, placedLater for the same in a later version, with fields that the older does not know.
type placed struct {
	Shop   id.ID
	Name   string
	Lines  []line
	Total  *int64
	Parts  [][]byte
	Urgent bool
	At     time.Time
	hidden int
}

type line struct {
	Item  string
	Count uint32
}

func print(t *testing.T, c any) string {
	t.Helper()
	b, size, err := new(content.Printer).Print(c)
	if err != nil || size == 0 {
		t.Fatal(err)
	}
	return hex.EncodeToString(b)
}

// What a command's content is told by is promised for ever: a change here refuses what was sent before an update.
func TestFingerprintsStay(t *testing.T) {
	zero, some := int64(0), int64(44_000)
	for name, c := range map[string]struct {
		command any
		want    string
	}{
		"nothing": {placed{}, "12ff4200e9e14bbf71fec8aa39604744"},
		"all": {placed{
			Shop: id.Of(1, "shop"), Name: "이서연", Lines: []line{{"케이크", 1}, {"초", 0}}, Total: &some,
			Parts: [][]byte{{1, 2}, nil}, Urgent: true, At: time.Unix(1_666_000_000, 0).UTC(),
		}, "71cd332237599a7043a3761540e0e2cd"},
		"zero is said": {placed{Total: &zero}, "f867dcb4bf9854c81f81024214317642"},
	} {
		if have := print(t, c.command); have != c.want {
			t.Errorf("%s: %s, it was %s", name, have, c.want)
		}
	}
}

// What says the same has the same fingerprint, what says something else has another.
func TestFingerprintsTellContent(t *testing.T) {
	zero := int64(0)
	if print(t, placed{}) != print(t, placed{Lines: []line{}, Parts: [][]byte{}, hidden: 3}) {
		t.Error("an empty list is something else than none")
	}
	seen := map[string]int{}
	for i, c := range []any{
		placed{},
		placed{Name: "a"},
		placed{Name: "b"},
		placed{Total: &zero},
		placed{Urgent: true},
		placed{Lines: []line{{}}},
		placed{Lines: []line{{}, {}}},
		placed{Lines: []line{{"a", 1}}},
		placed{Lines: []line{{"", 1}}},
		placed{Parts: [][]byte{nil}},
		placed{Parts: [][]byte{{0}}},
		placed{Parts: [][]byte{nil, nil}},
		placed{Parts: [][]byte{{1}, {2}}},
		placed{Parts: [][]byte{{1, 2}}},
		placed{Name: "a}Urgent:=true;"},
		placed{Shop: id.Of(1, "a")},
		placed{At: time.Unix(1, 0)},
	} {
		p := print(t, c)
		if first, is := seen[p]; is {
			t.Errorf("%d and %d are the same", first, i)
		}
		seen[p] = i
	}
	if _, _, err := new(content.Printer).Print(struct {
		placed
		Do func()
	}{Do: func() {}}); err == nil {
		t.Error("a function is content")
	}
}

func BenchmarkFingerprint(b *testing.B) {
	total := int64(44_000)
	c := placed{Shop: id.Of(1, "shop"), Name: "이서연", Lines: []line{{"케이크", 1}, {"초", 5}}, Total: &total}
	for b.Loop() {
		if _, _, err := new(content.Printer).Print(c); err != nil {
			b.Fatal(err)
		}
	}
}
