package output_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/mattn/go-runewidth"
	"github.com/xuri/excelize/v2"

	"dangol.example/bankfile"
	"dangol.example/book"
	"dangol.example/book/output"
	"dangol.example/chatlog"
	"dangol.example/fault"
	"dangol.example/money"
)

var update = flag.Bool("update", false, "write the golden files")

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
	bad := []string{"=HYPERLINK(\"http://x\")", "+1", "-1", "@x", "\x1b[31mred\x1b[0m", "\u202etxt.exe", "<script>alert(1)</script>", "a\x00b\nc"}
	b := &book.Book{Shop: "<b>\x1b[2J"}
	for i, s := range bad {
		text := book.Text(s)
		b.Orders = append(b.Orders, book.Order{
			File: s, Index: i, Room: s, Name: text, Item: text, Size: text, Flavor: text, Design: text, Lettering: []string{s}, Candles: text,
			DeliveryAddress: text, Depositor: text, Requests: text, Quantity: 1, Total: &total, Status: book.Quoted,
			Evidence: map[string]book.Evidence{"name": {Line: 1, Text: s}},
		})
		b.Deposits = append(b.Deposits, book.Deposit{Name: s, Amount: 1, Row: 2})
		b.Unread = append(b.Unread, book.Unread{File: s, Line: 1})
	}
	return b
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (go test -update writes it anew):\n%s", name, diff)
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

func TestTable(t *testing.T) {
	b := sample(t)
	golden(t, "table_ko_100.txt", []byte(table(t, b, output.TableOptions{Width: 100})))
	golden(t, "table_en_60.txt", []byte(table(t, b, output.TableOptions{Width: 60, Language: fault.English})))
}

// TestTableFits holds every line to the terminal's width, Hangul counted as two columns.
func TestTableFits(t *testing.T) {
	for _, b := range []*book.Book{sample(t), evil(), {}} {
		for _, lang := range []fault.Language{fault.Korean, fault.English} {
			for _, width := range []int{40, 60, 80, 100, 200} {
				for line := range strings.Lines(table(t, b, output.TableOptions{Width: width, Language: lang})) {
					if w := runewidth.StringWidth(strings.TrimRight(line, "\n")); w > width {
						t.Errorf("width %d: %d columns: %s", width, w, line)
					}
				}
			}
		}
	}
}

func TestTableHasNoControls(t *testing.T) {
	text := table(t, evil(), output.TableOptions{Width: 100})
	for _, r := range text {
		if r != '\n' && (r < ' ' || r == 0x7f || r == 0x202e) {
			t.Fatalf("control character %U in the table", r)
		}
	}
}

func TestCSV(t *testing.T) {
	var out bytes.Buffer
	if err := output.CSV(&out, sample(t), fault.Korean); err != nil {
		t.Fatal(err)
	}
	golden(t, "book_ko.csv", out.Bytes())
	if !bytes.HasPrefix(out.Bytes(), []byte("\ufeff")) {
		t.Error("no byte order mark: Excel would misread Korean")
	}
	out.Reset()
	if err := output.CSV(&out, evil(), fault.English); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(out.Bytes(), []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		for _, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				t.Errorf("a spreadsheet would run %q", cell)
			}
		}
	}
}

func TestXLSX(t *testing.T) {
	for name, b := range map[string]*book.Book{"sample": sample(t), "evil": evil(), "empty": {}} {
		var out bytes.Buffer
		if err := output.XLSX(&out, b, fault.Korean); err != nil {
			t.Fatal(name, err)
		}
		f, err := excelize.OpenReader(&out)
		if err != nil {
			t.Fatal(name, err)
		}
		rows, err := f.GetRows("주문")
		if err != nil || len(rows) != len(b.Orders)+1 {
			t.Fatalf("%s: %d rows, %v", name, len(rows), err)
		}
		for r := range rows {
			for c := range rows[r] {
				cell, err := excelize.CoordinatesToCellName(c+1, r+1)
				if err != nil {
					t.Fatal(err)
				}
				if formula, err := f.GetCellFormula("주문", cell); err != nil || formula != "" {
					t.Errorf("%s: %s is a formula: %q", name, cell, formula)
				}
			}
		}
		if name == "sample" {
			checkSampleSheet(t, f)
		}
		_ = f.Close()
	}
}

func checkSampleSheet(t *testing.T, f *excelize.File) {
	t.Helper()
	phone, err := f.GetCellValue("주문", "D2")
	if err != nil || phone != "010-0000-0009" {
		t.Errorf("the phone number is %q, %v", phone, err)
	}
	kind, err := f.GetCellType("주문", "D2")
	if err != nil || kind != excelize.CellTypeSharedString && kind != excelize.CellTypeInlineString {
		t.Errorf("the phone number is no text: %v, %v", kind, err)
	}
	total, err := f.GetCellValue("주문", "P2", excelize.Options{RawCellValue: true})
	if err != nil || total != "28000" {
		t.Errorf("the total is %q, %v", total, err)
	}
}

func TestHTML(t *testing.T) {
	var out bytes.Buffer
	if err := output.HTML(&out, sample(t), fault.Korean); err != nil {
		t.Fatal(err)
	}
	golden(t, "book_ko.html", out.Bytes())
	out.Reset()
	if err := output.HTML(&out, evil(), fault.English); err != nil {
		t.Fatal(err)
	}
	page := out.String()
	if strings.Contains(page, "<script") || strings.ContainsAny(page, "\x1b\x00\u202e") {
		t.Error("a customer's words became markup")
	}
	for _, load := range []string{"<link", "<img", " src=", "@import", "url("} {
		if strings.Contains(page, load) {
			t.Errorf("the page loads something: %s", load)
		}
	}
}
