package bankfile_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/unicode"

	"dangol.example/bankfile"
	"dangol.example/fault"
)

// workbook writes a list of an invented bank with real date cells, and text above it.
func workbook(t *testing.T, password string) []byte {
	t.Helper()
	f := excelize.NewFile()
	day := func(h, m, s int) time.Time { return time.Date(2026, 11, 2, h, m, s, 0, time.UTC) }
	for i, row := range [][]any{
		{"없는은행 거래내역"},
		{},
		{"거래일시", "내용", "입금액", "출금액", "잔액"},
		{day(9, 10, 0), "홍길동", 1000, nil, 1000},
		{day(9, 12, 30), "나", nil, "400원", 600.0},
		{"합계", nil, 1000, 400},
	} {
		cell, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.SetSheetRow("Sheet1", cell, &row); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b, excelize.Options{Password: password}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var workbookRows = []string{"261102 09:10:00|홍길동||1000|1000", "261102 09:12:30|나||-400|600"}

func TestWorkbook(t *testing.T) {
	got, err := bankfile.Read("a.xlsx", workbook(t, ""), bankfile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(workbookRows, lines(got)); diff != "" || got[0].Format != bankfile.XLSX || got[0].Rows[0].Number != 4 {
		t.Error(diff, got)
	}
}

// TestPassword says what to do when the password is missing or wrong, and opens with the right one.
func TestPassword(t *testing.T) {
	data := workbook(t, "000101")
	for _, password := range []string{"", "000102"} {
		_, err := bankfile.Read("a.xlsx", data, bankfile.Options{Password: password})
		if fault.KindOf(err) != fault.Denied {
			t.Errorf("%q: %v", password, err)
		}
		for _, l := range []fault.Language{fault.Korean, fault.English} {
			if !strings.Contains(fault.Message(err, l), "--password") || strings.Contains(err.Error(), "000102") {
				t.Errorf("%q: %v", password, err)
			}
		}
	}
	got, err := bankfile.Read("a.xlsx", data, bankfile.Options{Password: "000101"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(workbookRows, lines(got)); diff != "" {
		t.Error(diff)
	}
}

const page = `<html><head><meta http-equiv="Content-Type" content="text/html; charset=euc-kr"></head><body>
<table><tr><td>계좌번호</td><td>000000-00-000000</td></tr></table>
<table><tr><td><table>
<tr><th rowspan="2">거래일시</th><th rowspan="2">내용</th><th colspan="2">거래금액</th><th rowspan="2">거래후<br>잔액</th></tr>
<tr><th>입금<br>금액</th><th>출금&nbsp;금액</th></tr>
<tr><td>2026.11.02<br>09:10:00</td><td>홍길동</td><td align=right>1,000</td><td>&nbsp;</td><td>1,000</td></tr>
<tr><td>2026.11.02 09:12:30</td><td>나</td><td></td><td>400</td><td>600</td></tr>
<tr><td colspan="2">총계</td><td>1,000</td><td>400</td><td></td></tr>
</table></td></tr></table></body></html>`

// TestPage reads nested tables with headings over two rows and columns, in both encodings.
func TestPage(t *testing.T) {
	cp949, err := korean.EUCKR.NewEncoder().String(page)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{page, cp949} {
		got := read(t, text)
		if diff := cmp.Diff(workbookRows, lines(got)); diff != "" || got[0].Format != bankfile.HTML || got[0].Account != "000000-00-000000" {
			t.Error(diff, got)
		}
	}
}

// TestTexts reads one list in every dress that text comes in.
func TestTexts(t *testing.T) {
	plain := "거래일시,내용,입금액,출금액,잔액\n2026.11.02 09:10:00,홍길동,\"1,000\",,\"1,000\"\n2026.11.02 09:12:30,나,,400,600\n"
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(strings.NewReplacer(`"1,000"`, "1000", ",", "\t").Replace(plain))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"plain": plain, "BOM": "\uFEFF" + plain, "CRLF": strings.ReplaceAll(plain, "\n", "\r\n"), "CR": strings.ReplaceAll(plain, "\n", "\r"),
		"UTF-16": utf16, "no last line end": strings.TrimSuffix(plain, "\n"),
		"tabs, amounts with commas": strings.NewReplacer(`"1,000"`, "1,000", ",", "\t").Replace(strings.ReplaceAll(plain, `"1,000"`, `1000`)),
		"kept as text":              strings.ReplaceAll(plain, `"1,000"`, `="1,000"`),
		"full width":                strings.ReplaceAll(plain, "400", "４００"),
		"an open quote":             strings.ReplaceAll(plain, "홍길동", `"홍길동`),
		"blanks around the quotes":  strings.ReplaceAll(plain, `"1,000"`, ` "1,000" `),
		"triangles":                 strings.ReplaceAll(strings.ReplaceAll(plain, "입금액", "거래금액"), ",,400", ",△400,"),
		"brackets":                  strings.ReplaceAll(strings.ReplaceAll(plain, "입금액", "거래금액"), ",,400", ",(400),"),
	} {
		if name == "triangles" || name == "brackets" {
			text = strings.ReplaceAll(text, "출금액", "-")
		}
		if diff := cmp.Diff(workbookRows, lines(read(t, text))); diff != "" {
			t.Error(name, diff)
		}
	}
}
