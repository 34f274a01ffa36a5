package chatlog

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"unicode/utf8"
)

// checkLaws checks what holds of every room, whatever was read.
func checkLaws(t *testing.T, r Room) {
	t.Helper()
	keys := make(map[Key]int)
	last := 0
	for _, m := range r.Messages {
		if m.Line <= last {
			t.Errorf("line %d comes after line %d", m.Line, last)
		}
		last = m.Line
		if first, twice := keys[m.Key]; twice && len(r.Messages) < keyMemory {
			t.Errorf("lines %d and %d have the same key", first, m.Line)
		}
		keys[m.Key] = m.Line
		if !utf8.ValidString(m.Text) || !utf8.ValidString(m.Sender) {
			t.Errorf("line %d is not UTF-8", m.Line)
		}
		if m.Kind == System && (m.Sender != "" || m.Own) {
			t.Errorf("line %d: a system line has a sender", m.Line)
		}
		if (m.Kind == Photo) != (m.Count > 0) {
			t.Errorf("line %d: %v with %d pictures", m.Line, m.Kind, m.Count)
		}
	}
}

// checkNothingLost checks the package's invariant: each line is part of a message, a day line, of the header, empty,
// or listed as unread.
func checkNothingLost(t *testing.T, data []byte, r *Reader, list []Message) {
	t.Helper()
	held := make(map[int]bool)
	for _, m := range list {
		for n := range strings.Count(m.Text, "\n") + 1 {
			held[m.Line+n] = true
		}
	}
	for _, u := range r.Unread() {
		held[u.Line] = true
	}
	for in := newLines(bytes.NewReader(data)); ; {
		l, ok := in.next()
		if !ok {
			return
		}
		if held[l.no] || l.no <= r.headLines || isBlank(l.text) {
			continue
		}
		if _, ok := r.form.dayLine(l.text); !ok || r.form == csvForm {
			t.Errorf("line %d of %d bytes is lost (%s)", l.no, len(l.text), r.room.Layout)
		}
	}
}

func TestNothingLostInLayouts(t *testing.T) {
	for _, f := range layoutFiles(t) {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		r, list := readAll(t, f, string(data))
		checkNothingLost(t, data, r, list)
	}
}

func readAll(t *testing.T, name, data string) (*Reader, []Message) {
	t.Helper()
	r, err := Open(name, strings.NewReader(data), Options{})
	if err != nil {
		t.Fatal(err)
	}
	room, err := r.all()
	if err != nil {
		t.Fatal(err)
	}
	return r, room.Messages
}
