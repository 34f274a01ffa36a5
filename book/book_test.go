package book_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"dangol.example/bankfile"
	"dangol.example/book"
	"dangol.example/chatlog"
	"dangol.example/fault"
)

const sample = "../testdata/orders_synthetic"

// sampleInput reads the sample shop; without bank, only its chats.
func sampleInput(t testing.TB, bank bool) book.Input {
	t.Helper()
	var in book.Input
	files, err := filepath.Glob(filepath.Join(sample, "r*"))
	if err != nil || len(files) != 10 {
		t.Fatal("the sample shop has ten rooms", files, err)
	}
	for _, f := range files {
		rooms, err := chatlog.ReadFile(f, chatlog.Options{})
		if err != nil {
			t.Fatal(err)
		}
		in.Rooms = append(in.Rooms, rooms...)
	}
	if in.Shop, err = chatlog.Shop(in.Rooms, ""); err != nil {
		t.Fatal(err)
	}
	if !bank {
		return in
	}
	data, err := os.ReadFile(filepath.Join(sample, "deposits.csv"))
	if err != nil {
		t.Fatal(err)
	}
	lists, err := bankfile.Read("deposits.csv", data, bankfile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range lists {
		in.Statements = append(in.Statements, book.Statement{File: s.File, Rows: s.Rows, Unread: s.Unread})
	}
	return in
}

func build(t testing.TB, in book.Input) *book.Book {
	t.Helper()
	b, err := book.Build(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func find(t *testing.T, b *book.Book, file string) book.Order {
	t.Helper()
	i := slices.IndexFunc(b.Orders, func(o book.Order) bool { return o.File == file })
	if i < 0 {
		t.Fatalf("no order of %s", file)
	}
	return b.Orders[i]
}

// TestSchema holds the JSON to its published format, and the format's round trip.
func TestSchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("../docs/book.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, bank := range []bool{true, false} {
		b := build(t, sampleInput(t, bank))
		raw, err := json.Marshal(b)
		if err != nil {
			t.Fatal(err)
		}
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(value); err != nil {
			t.Error(err)
		}
		var back book.Book
		if err := json.Unmarshal(raw, &back); err != nil {
			t.Fatal(err)
		}
		again, err := json.Marshal(&back)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(raw), string(again)); diff != "" {
			t.Error(diff)
		}
	}
}

func TestEvidenceIsInTheFile(t *testing.T) {
	b := build(t, sampleInput(t, true))
	for _, o := range b.Orders {
		raw, err := os.ReadFile(filepath.Join(sample, o.File))
		if err != nil {
			t.Fatal(err)
		}
		lines := bytes.Split(bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n")), []byte("\n"))
		for field, e := range o.Evidence {
			text := e.Text
			if filepath.Ext(o.File) == ".csv" { // quotation marks are doubled there
				text = string(bytes.ReplaceAll([]byte(text), []byte(`"`), []byte(`""`)))
			}
			if e.Line < 1 || e.Line > len(lines) || !bytes.Contains(lines[e.Line-1], []byte(text)) {
				t.Errorf("%s %s: line %d does not hold %q", o.File, field, e.Line, e.Text)
			}
		}
	}
}

func TestSameNameSameAmountIsAPersons(t *testing.T) {
	b := build(t, sampleInput(t, true))
	n := 0
	for _, d := range b.Deposits {
		if d.Name != "김도윤" {
			continue
		}
		n++
		if d.Auto || d.Order != nil || len(d.Candidates) != 2 {
			t.Errorf("row %d: auto %v, order %v, candidates %v", d.Row, d.Auto, d.Order, d.Candidates)
		}
	}
	if n != 2 {
		t.Errorf("%d deposits of that name, want 2", n)
	}
}

func TestAccepted(t *testing.T) {
	in := sampleInput(t, true)
	ref := book.OrderRef{File: "r03_ios_kr_dotted.txt"}
	in.Accepted = []book.Accepted{{Row: 9, Order: ref}}
	b := build(t, in)
	i := slices.IndexFunc(b.Deposits, func(d book.Deposit) bool { return d.Row == 9 })
	if d := b.Deposits[i]; d.Order == nil || *d.Order != ref || d.Auto {
		t.Errorf("row 9 is %+v", d)
	}
	if len(b.Learnt) != 1 || b.Learnt[0].Depositor != "김도윤" || b.Learnt[0].Customer != "01000000003" {
		t.Errorf("learnt %+v", b.Learnt)
	}
	if o := find(t, b, ref.File); o.Paid != 24000 || slices.Contains(o.Ambiguous, "paid") {
		t.Errorf("paid %d, to look at %v", o.Paid, o.Ambiguous)
	}
	in.Accepted[0].Row = 999
	if _, err := book.Build(context.Background(), in); fault.KindOf(err) != fault.Missing {
		t.Errorf("a row that is not there: %v", err)
	}
}

func TestWithoutBankList(t *testing.T) {
	b := build(t, sampleInput(t, false))
	for file, want := range map[string]struct {
		paid   int
		status book.Status
	}{
		"r01_windows_kr.txt":      {44000, book.Confirmed}, // the shop said so
		"r06_mac.csv":             {20000, book.Confirmed}, // the advance
		"r09_ios_en_24h.txt":      {0, book.Quoted},
		"r04_ios_kr_timeonly.txt": {38000, book.Cancelled},
	} {
		if o := find(t, b, file); int(o.Paid) != want.paid || o.Status != want.status {
			t.Errorf("%s: paid %d, %s; want %+v", file, o.Paid, o.Status, want)
		}
	}
}

func TestStamp(t *testing.T) {
	day := time.Date(2022, 10, 15, 0, 0, 0, 0, time.UTC)
	for want, s := range map[string]book.Stamp{
		`null`:                  {},
		`"2022-10-15"`:          {Time: day, DayOnly: true},
		`"2022-10-15T15:00"`:    {Time: day.Add(15 * time.Hour)},
		`"2022-10-15T15:00:07"`: {Time: day.Add(15*time.Hour + 7*time.Second)},
	} {
		raw, err := json.Marshal(s)
		if err != nil || string(raw) != want {
			t.Errorf("%v: %s, %v; want %s", s, raw, err, want)
		}
		var back book.Stamp
		if err := json.Unmarshal(raw, &back); err != nil || back.String() != s.String() || back.DayOnly != s.DayOnly {
			t.Errorf("%s came back as %v, %v", raw, back, err)
		}
	}
	var s book.Stamp
	if err := json.Unmarshal([]byte(`"yesterday"`), &s); err == nil {
		t.Error("a date that is none was read")
	}
}
