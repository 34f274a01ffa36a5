package output_test

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"dangol.example/book"
	"dangol.example/book/output"
	"dangol.example/fault"
)

func TestCSV(t *testing.T) {
	var out bytes.Buffer
	if err := output.CSV(&out, evil(), fault.English); err != nil {
		t.Fatal(err)
	}
	text, marked := strings.CutPrefix(out.String(), "\ufeff")
	if !marked {
		t.Error("no byte order mark: Excel would misread Korean")
	}
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != len(evil().Orders)+1 {
		t.Errorf("%d rows", len(rows))
	}
	for _, row := range rows {
		for _, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r\n", rune(cell[0])) {
				t.Errorf("a spreadsheet would run %q", cell)
			}
			if strings.ContainsAny(cell, "\x1b\x00\u202e") {
				t.Errorf("control characters in %q", cell)
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
		if name == "sample" {
			checkSampleSheet(t, f)
		}
		for _, sheet := range f.GetSheetList() {
			checkNoFormula(t, f, sheet)
		}
		_ = f.Close()
	}
}

func checkNoFormula(t *testing.T, f *excelize.File, sheet string) {
	t.Helper()
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	for r := range rows {
		for c := range rows[r] {
			cell, err := excelize.CoordinatesToCellName(c+1, r+1)
			if err != nil {
				t.Fatal(err)
			}
			if formula, err := f.GetCellFormula(sheet, cell); err != nil || formula != "" {
				t.Errorf("%s %s is a formula: %q, %v", sheet, cell, formula, err)
			}
			if link, _, err := f.GetCellHyperLink(sheet, cell); err != nil || link {
				t.Errorf("%s %s is a link, %v", sheet, cell, err)
			}
			if strings.ContainsAny(rows[r][c], "\x1b\x00\u202e") {
				t.Errorf("%s %s holds control characters: %q", sheet, cell, rows[r][c])
			}
		}
	}
}

// TestXLSXDeposits reads back who placed a deposit and what it pays.
func TestXLSXDeposits(t *testing.T) {
	ref := book.OrderRef{File: "a.txt"}
	second := book.OrderRef{File: "a.txt", Index: 1}
	b := &book.Book{
		Orders: []book.Order{{File: "a.txt", Name: "김하나"}, {File: "a.txt", Index: 1, Name: "이두리"}},
		Deposits: []book.Deposit{
			{Name: "자동", Amount: 1, Order: &ref, Auto: true},
			{Name: "사람", Amount: 1, Order: &ref, Reasons: []string{"person"}},
			{Name: "둘", Amount: 3, Order: &ref, Auto: true, Parts: []book.Part{{OrderRef: ref, Amount: 1}, {OrderRef: second, Amount: 2}}},
			{Name: "정산", Amount: 1, NoOrder: true},
			{Name: "모름", Amount: 1, Candidates: []book.Candidate{{OrderRef: second}, {OrderRef: ref}, {OrderRef: book.OrderRef{File: "gone"}}}},
		},
	}
	var out bytes.Buffer
	if err := output.XLSX(&out, b, fault.Korean); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("입금")
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][]string{}
	for _, row := range rows[1:] {
		got[row[1]] = row[3:6]
	}
	want := map[string][]string{
		"자동": {"김하나", "자동", ""},
		"사람": {"김하나", "사람이 확인", ""},
		"둘":  {"김하나 1원\n이두리 2원", "자동", ""},
		"정산": {"", "주문 아님", ""},
		"모름": {"", "사람이 볼 것", "이두리\n김하나"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
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

// TestUnread: what could not be read is said in every form that people see.
func TestUnread(t *testing.T) {
	b := &book.Book{}
	for _, reason := range []string{"time", "bad_amount", "of tomorrow"} {
		b.Unread = append(b.Unread, book.Unread{File: "a.txt", Line: 7, Reason: reason})
	}
	var page, sheets bytes.Buffer
	if err := output.HTML(&page, b, fault.English); err != nil {
		t.Fatal(err)
	}
	if err := output.XLSX(&sheets, b, fault.English); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&sheets)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("unread")
	if err != nil || len(rows) != len(b.Unread)+1 {
		t.Fatal(rows, err)
	}
	text := table(t, b, output.TableOptions{Language: fault.English})
	for i, why := range []string{"The date or time does not exist.", "The amount is no number.", "The line could not be read."} {
		if !strings.Contains(text, "a.txt:7  "+why) {
			t.Errorf("the table does not say %q:\n%s", why, text)
		}
		if !strings.Contains(page.String(), "a.txt, line 7 · "+why) {
			t.Errorf("the page does not say %q", why)
		}
		if diff := cmp.Diff([]string{"a.txt", "7", why}, rows[i+1]); diff != "" {
			t.Error(diff)
		}
	}
}
