package chatlog

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write testdata/golden anew; read every changed line before keeping it")

// golden is a room as its golden file has it.
type golden struct {
	Layout   Layout
	Encoding string
	Name     string
	Members  int      `json:",omitempty"`
	SavedAt  string   `json:",omitempty"`
	Unread   []Unread `json:",omitempty"`
	Messages []goldenMessage
}

type goldenMessage struct {
	Line   int
	At     string `json:",omitempty"`
	Sender string `json:",omitempty"`
	Own    bool   `json:",omitempty"`
	Kind   string
	Count  int `json:",omitempty"`
	Text   string
}

func clock(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}

// goldenOf gives a room as its golden file has it. Of a sample that is not ours, only fingerprints of the words are kept.
func goldenOf(r Room, ours bool) golden {
	word := func(s string) string {
		if ours || s == "" {
			return s
		}
		sum := sha256.Sum256([]byte(s))
		return hex.EncodeToString(sum[:8])
	}
	g := golden{
		Layout: r.Layout, Encoding: r.Encoding, Name: word(r.Name), Members: r.Members,
		SavedAt: clock(r.SavedAt), Unread: r.Unread,
	}
	for _, m := range r.Messages {
		g.Messages = append(g.Messages, goldenMessage{
			m.Line, clock(m.At), word(m.Sender), m.Own, m.Kind.String(), m.Count, word(m.Text),
		})
	}
	return g
}

func checkGolden(t *testing.T, file string, ours bool) {
	t.Helper()
	rooms, err := ReadFile(file, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(rooms) != 1 || rooms[0].File != file {
		t.Fatalf("got %d rooms, want one of %s", len(rooms), file)
	}
	base := filepath.Base(file)
	path := filepath.Join("testdata", "golden", strings.TrimSuffix(base, filepath.Ext(base))+".json")
	if *update {
		var b bytes.Buffer
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", " ")
		if err := enc.Encode(goldenOf(rooms[0], ours)); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var want golden
	if err := json.Unmarshal(b, &want); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, goldenOf(rooms[0], ours)); d != "" {
		t.Errorf("%s (-want +got):\n%s", base, d)
	}
	checkLaws(t, rooms[0])
}

// TestPublishedSamples reads every sample that has been published or derived from a published one. The golden files
// were checked by eye against the samples, line by line.
func TestPublishedSamples(t *testing.T) {
	files, _ := filepath.Glob("../../shared/data/kakaotalk/[0-9][0-9]_*")
	if len(files) == 0 {
		t.Skip("the published samples are not beside this checkout")
	}
	if len(files) != 21 {
		t.Errorf("%d samples, want 21", len(files))
	}
	for _, f := range files {
		t.Run(filepath.Base(f), func(t *testing.T) { checkGolden(t, f, false) })
	}
}

// TestSampleShop reads the ten rooms of our own sample shop.
func TestSampleShop(t *testing.T) {
	files, _ := filepath.Glob("../testdata/orders_synthetic/r[0-9]*")
	if len(files) != 10 {
		t.Errorf("%d rooms, want 10", len(files))
	}
	for _, f := range files {
		t.Run(filepath.Base(f), func(t *testing.T) { checkGolden(t, f, true) })
	}
}

func layoutFiles(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("testdata/layouts/*")
	if err != nil || len(files) != 16 {
		t.Fatalf("%d layout files (%v), want 16", len(files), err)
	}
	return files
}

func TestLayouts(t *testing.T) {
	for _, f := range layoutFiles(t) {
		t.Run(filepath.Base(f), func(t *testing.T) { checkGolden(t, f, true) })
	}
}

// TestLayoutsTellTheSame: one conversation, written in every layout, is read as the same conversation.
func TestLayoutsTellTheSame(t *testing.T) {
	type said struct {
		At   string
		Shop bool
		Kind Kind
		N    int
		Text string
	}
	want := []said{
		{"2024-03-08 09:05", false, Text, 0, "안녕하세요, 꽃다발 주문할 수 있을까요?"},
		{"2024-03-08 12:01", true, Text, 0, "네 가능합니다 :)\n\n받는 분 : \n연락처 : "},
		{"2024-03-08 12:30", false, Photo, 1, ""},
		{"2024-03-09 00:10", false, Text, 0, "010-0000-0021 이에요"},
		{"2024-03-09 14:00", true, Text, 0, "35,000원입니다"},
		{"2024-03-09 14:00", false, Text, 0, "네"},
		{"2024-03-09 14:00", false, Text, 0, "네"},
		{"", false, System, 0, ""},
	}
	seen := make(map[Layout]bool)
	for _, f := range layoutFiles(t) {
		rooms, err := ReadFile(f, Options{})
		if err != nil {
			t.Fatal(err)
		}
		r := rooms[0]
		seen[r.Layout] = true
		if len(r.Unread) > 0 {
			t.Errorf("%s: unread %v", f, r.Unread)
		}
		side := r.Side("솔꽃집")
		var got []said
		for _, m := range r.Messages {
			s := said{m.At.Format("2006-01-02 15:04"), side.Is(m), m.Kind, m.Count, m.Text}
			switch m.Kind {
			case System:
				s.At, s.Text = "", ""
			case Photo:
				s.Text = ""
			}
			got = append(got, s)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", f, d)
		}
		if day := r.SavedAt.Format(time.DateOnly); day != "2024-03-10" {
			t.Errorf("%s: saved on %s", f, day)
		}
	}
	for _, l := range []Layout{
		AndroidKorean, AndroidEnglish, AndroidEnglish2015, IOSKorean, IOSKorean24, IOSKoreanTimeOnly, IOSEnglish24,
		IOSEnglish, IOSRegional, WindowsKorean, Windows24, WindowsEnglish, Mac,
	} {
		if !seen[l] {
			t.Errorf("no file is of layout %s", l)
		}
	}
}
