package output_test

import (
	"bytes"
	"context"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/mattn/go-runewidth"

	"dangol.example/bankfile"
	"dangol.example/book"
	"dangol.example/book/output"
	"dangol.example/chatlog"
	"dangol.example/fault"
	"dangol.example/money"
)

var update = flag.Bool("update", false, "write the golden files")

// goldens are the golden files, each with what it should be.
var goldens = map[string]func(*book.Book, io.Writer) error{
	"table_ko_100.txt": func(b *book.Book, w io.Writer) error { return output.Table(w, b, output.TableOptions{Width: 100}) },
	"table_ko_40.txt":  func(b *book.Book, w io.Writer) error { return output.Table(w, b, output.TableOptions{Width: 40}) },
	"table_en_60.txt": func(b *book.Book, w io.Writer) error {
		return output.Table(w, b, output.TableOptions{Width: 60, Language: fault.English})
	},
	"book_ko.csv":  func(b *book.Book, w io.Writer) error { return output.CSV(w, b, fault.Korean) },
	"book_ko.html": func(b *book.Book, w io.Writer) error { return output.HTML(w, b, fault.Korean) },
}

// terminal measures as the terminals of today do, whatever the locale of the tests.
var terminal = runewidth.Condition{StrictEmojiNeutral: true}

// sample builds the book of the sample shop.
func sample(t *testing.T) *book.Book {
	t.Helper()
	folder := filepath.Join("..", "..", "testdata", "orders_synthetic")
	files, err := filepath.Glob(filepath.Join(folder, "r*"))
	if err != nil {
		t.Fatal(err)
	}
	var in book.Input
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
	data, err := os.ReadFile(filepath.Join(folder, "deposits.csv"))
	if err != nil {
		t.Fatal(err)
	}
	lists, err := bankfile.Read("deposits.csv", data, bankfile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	in.Statements = []book.Statement{{File: lists[0].File, Rows: lists[0].Rows}}
	b, err := book.Build(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// evil is a book in which every text field tries to be something else.
func evil() *book.Book {
	total := money.Amount(1000)
	bad := []string{"=HYPERLINK(\"http://x\")", "+1", "-1", "@x", "\x1b[31mred\x1b[0m", "\u202etxt.exe", "<script>alert(1)</script>", "a\x00b\nc", "\u009b31m\u061c\u2066"}
	b := &book.Book{Shop: "<b>\x1b[2J"}
	for i, s := range bad {
		text := book.Text(s)
		b.Orders = append(b.Orders, book.Order{
			File: s, Index: i, Room: s, Name: text, Phone: text, Item: text, Size: text, Flavor: text, Design: text, Lettering: []string{s}, Candles: text,
			DeliveryAddress: text, Depositor: text, Requests: text, Quantity: 1, Total: &total, Status: book.Quoted,
			Evidence: map[string]book.Evidence{"name": {Line: 1, Text: s}},
		})
		b.Deposits = append(b.Deposits, book.Deposit{Name: s, Amount: 1, Row: 2})
		b.Unread = append(b.Unread, book.Unread{File: s, Line: 1})
	}
	return b
}

func TestGolden(t *testing.T) {
	b := sample(t)
	for name, write := range goldens {
		var got bytes.Buffer
		if err := write(b, &got); err != nil {
			t.Fatal(name, err)
		}
		path := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(path, got.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got.String(), "\n")); diff != "" {
			t.Errorf("%s (go test -update writes it anew):\n%s", name, diff)
		}
	}
}

// TestNoStaleGolden finds golden files that no test compares any more.
func TestNoStaleGolden(t *testing.T) {
	files, err := os.ReadDir("testdata")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if goldens[f.Name()] == nil {
			t.Errorf("testdata/%s is compared by no test", f.Name())
		}
	}
}

func table(t *testing.T, b *book.Book, o output.TableOptions) string {
	t.Helper()
	var out bytes.Buffer
	if err := output.Table(&out, b, o); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestTableFits holds every line to the terminal's width, Hangul counted as two columns.
func TestTableFits(t *testing.T) {
	for _, b := range []*book.Book{sample(t), evil(), {}} {
		for _, lang := range []fault.Language{fault.Korean, fault.English} {
			for _, width := range []int{30, 40, 60, 80, 91, 92, 100, 200} {
				for line := range strings.Lines(table(t, b, output.TableOptions{Width: width, Language: lang})) {
					if w := terminal.StringWidth(strings.TrimRight(line, "\n")); w > width {
						t.Errorf("width %d: %d columns: %s", width, w, line)
					}
				}
			}
		}
	}
}

func TestTableHasNoControls(t *testing.T) {
	for _, width := range []int{40, 100} {
		for _, r := range table(t, evil(), output.TableOptions{Width: width}) {
			if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
				t.Fatalf("control character %U in the table", r)
			}
		}
	}
	if text := table(t, sample(t), output.TableOptions{Width: 100, Color: true}); !strings.Contains(text, "\x1b[1m") {
		t.Error("no colours where they were asked for")
	}
}

// TestTableIsWhole holds the table to what a shopkeeper works from: nothing to be written on the goods is cut.
func TestTableIsWhole(t *testing.T) {
	words := strings.Repeat("할머니 여든 번째 생신을 축하드려요 ", 10) + "끝"
	b := &book.Book{Orders: []book.Order{{Lettering: []string{words}, Quantity: 1, Status: book.Quoted}}}
	for _, width := range []int{40, 100} {
		text := strings.Join(strings.Fields(table(t, b, output.TableOptions{Width: width})), " ")
		if !strings.Contains(text, "“"+words+"”") {
			t.Errorf("width %d: the words are cut:\n%s", width, text)
		}
	}
}

// TestTableIsLinear: ten times the book takes about ten times as long, also with words that have no blanks.
func TestTableIsLinear(t *testing.T) {
	large := func(n int) *book.Book {
		b := &book.Book{}
		for i := range n {
			b.Orders = append(b.Orders, book.Order{File: "a.txt", Index: i, Quantity: 1, Lettering: []string{"가"}})
			b.Deposits = append(b.Deposits, book.Deposit{Row: i, Amount: 1, Candidates: []book.Candidate{
				{OrderRef: book.OrderRef{File: "a.txt", Index: n - 1 - i}},
			}})
		}
		b.Orders[0].Requests = book.Text(strings.Repeat("가", 20*n))
		return b
	}
	took := func(n int) time.Duration {
		b, start := large(n), time.Now()
		table(t, b, output.TableOptions{})
		if err := output.HTML(io.Discard, b, fault.Korean); err != nil {
			t.Fatal(err)
		}
		return time.Since(start)
	}
	took(200)
	if small, big := took(1000), took(10_000); big > 40*small+time.Second {
		t.Errorf("1,000 orders take %v, 10,000 take %v", small, big)
	}
}
