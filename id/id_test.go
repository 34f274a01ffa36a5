package id_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"dangol.example/id"
)

var noon = time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)

func TestNew(t *testing.T) {
	n, err := id.New(7, noon, strings.NewReader("123456789"))
	if err != nil {
		t.Fatal(err)
	}
	if n.Shard() != 7 || !n.Time().Equal(noon) || string(n[7:]) != "123456789" {
		t.Errorf("%x: shard %d, time %v", n, n.Shard(), n.Time())
	}
	if _, err := id.New(7, noon, strings.NewReader("12345678")); err == nil {
		t.Error("an id was made of too little randomness")
	}
}

func TestTextForm(t *testing.T) {
	n, err := id.New(255, noon, bytes.NewReader(bytes.Repeat([]byte{0xff}, 9)))
	if err != nil {
		t.Fatal(err)
	}
	text := n.String()
	if len(text) != id.Letters || strings.ContainsAny(text, "ilou") {
		t.Errorf("text form %q", text)
	}
	for _, s := range []string{text, strings.ToUpper(text)} {
		if again, err := id.Parse(s); again != n || err != nil {
			t.Errorf("Parse(%q): %v, %v", s, again, err)
		}
	}
	if (id.ID{}).String() != "" {
		t.Error("nothing has a name")
	}
}

func TestParseRefuses(t *testing.T) {
	good := id.Of(1, "a").String()
	for _, s := range []string{
		"", "x", good[:25], good + "0", strings.Repeat("u", 26), strings.Repeat("-", 26), good[:25] + "z", "가" + good[3:],
	} {
		if _, err := id.Parse(s); !errors.Is(err, id.ErrSyntax) {
			t.Errorf("Parse(%q): %v", s, err)
		}
	}
	if _, err := id.FromBytes(make([]byte, 15)); !errors.Is(err, id.ErrSyntax) {
		t.Error("fifteen bytes are no id")
	}
}

func TestDeriveIsRepeatable(t *testing.T) {
	command := id.Of(0, "command")
	a, b, c := id.Derive(3, noon, command, 0), id.Derive(3, noon, command, 0), id.Derive(3, noon, command, 1)
	if a != b || a == c || a.Shard() != 3 || !a.Time().Equal(noon) {
		t.Errorf("%v %v %v", a, b, c)
	}
	if id.Of(1, "ab", "c") == id.Of(1, "a", "bc") {
		t.Error("words run into each other")
	}
}

func TestLaterSortsLater(t *testing.T) {
	var texts []string
	for i := range 50 {
		texts = append(texts, id.Derive(1, noon.Add(time.Duration(i)*time.Millisecond), id.Of(0, "x"), 0).String())
	}
	if !slices.IsSorted(texts) {
		t.Error("ids do not sort by time")
	}
}

func FuzzParse(f *testing.F) {
	f.Add(id.Of(1, "a").String())
	f.Add("")
	f.Fuzz(func(t *testing.T, s string) {
		n, err := id.Parse(s)
		if err == nil && !n.IsZero() && n.String() != strings.ToLower(s) {
			t.Errorf("%q reads as %q", s, n)
		}
	})
}

// The web app finds out by an id's end which command has made the thing: web/test/lib.test.ts has the same ids.
func TestDeriveIsWhatDevicesExpect(t *testing.T) {
	command, err := id.Parse("000t48gma967gde3ggyfbze8kr")
	if err != nil {
		t.Fatal(err)
	}
	if got := id.Derive(3, noon, command, 0).String(); got != "0c0t41jrke0d8kpa11jcr7xj1c" {
		t.Errorf("the first thing it makes is %s", got)
	}
}
