package biff8

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dangol.example/fault"
)

// cells are the head of a cell record: row, column, style.
func cell(row, col, xf int) []byte { return join(row, col, xf) }

func sst(parts ...[]byte) []byte {
	return rec(recSST, uint32(len(parts)), uint32(len(parts)), bytes.Join(parts, nil))
}

func readOne(t *testing.T, globals []byte, records ...[]byte) [][]string {
	t.Helper()
	got, err := Read(compound("Workbook", workbook(globals, sheetSource{"거래내역", 0, bytes.Join(records, nil)})))
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 1 || got[0].Name != "거래내역" {
		t.Fatalf("sheets %+v", got)
	}
	return got[0].Rows
}

// TestCells reads every kind of cell.
func TestCells(t *testing.T) {
	rkInt := func(n int32) uint32 { return uint32(n)<<2 | 2 }
	rkCents := func(n int32) uint32 { return uint32(n)<<2 | 3 }
	got := readOne(t, sst(str("김민수"), low("KB"), join(2, byte(0x0D), 1, uint32(4), wide("서연"), 0, 1, "phon")),
		rec(recLabelSST, cell(0, 0, 0), uint32(0)),
		rec(recLabelSST, cell(0, 1, 0), uint32(1)),
		rec(recLabelSST, cell(0, 2, 0), uint32(2)),
		rec(recLabel, cell(1, 0, 0), str("입금")),
		rec(recRString, cell(1, 1, 0), str("출금"), 1, 0, 0),
		rec(recNumber, cell(1, 2, 0), 1234567.0),
		rec(recNumber, cell(1, 3, 0), 0.1+0.2),
		rec(recNumber, cell(1, 4, 0), 1e21),
		rec(recNumber, cell(1, 5, 0), 123456789012345678.0),
		rec(recRk, cell(2, 0, 0), rkInt(-7)),
		rec(recRk, cell(2, 1, 0), rkCents(1250)),
		rec(recMulRk, 2, 3, 0, rkInt(1), 0, rkInt(2), 0, rkInt(3), 5),
		rec(recFormula, cell(3, 0, 0), 5.5, 0, uint32(0)),
		rec(recFormula, cell(3, 1, 0), "\x00\x00\x00\x00\x00\x00\xFF\xFF", 0, uint32(0)),
		rec(0x04BC, "shared formula"), // ShrFmla may stand between a formula and its text
		rec(recString, str("결과")),
		rec(recFormula, cell(3, 2, 0), "\x01\x00\x01\x00\x00\x00\xFF\xFF", 0, uint32(0)),
		rec(recFormula, cell(3, 3, 0), "\x02\x00\x2A\x00\x00\x00\xFF\xFF", 0, uint32(0)),
		rec(recBoolErr, cell(4, 0, 0), byte(1), byte(0)),
		rec(recBoolErr, cell(4, 1, 0), byte(42), byte(1)),
		rec(0x0201, cell(4, 2, 0)),              // Blank
		rec(0x00BE, 4, 3, 0, 0, 4),              // MulBlank
		rec(0x00E5, 1, 4, 4, 0, 1),              // MergeCells
		rec(0x0200, uint32(0), uint32(5), 0, 6), // Dimensions
	)
	want := [][]string{
		{"김민수", "KB", "서연"},
		{"입금", "출금", "1234567", "0.3", "1000000000000000000000", "123456789012346000"},
		{"-7", "12.5", "", "1", "2", "3"},
		{"5.5", "결과", "TRUE"},
		{"TRUE"},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// TestContinue cuts the shared strings at every byte that the format allows: within a string, a fresh flag byte
// begins the next part.
func TestContinue(t *testing.T) {
	text := "전자금융입금 FBS"
	units := wide(text)
	for at := 0; at <= len(units); at += 2 {
		first := join(uint32(2), uint32(2), len(units)/2, byte(1), units[:at])
		second := join(byte(1), units[at:], low("next"))
		if at == len(units) {
			second = low("next") // a new string begins without a flag
		}
		globals := join(rec(recSST, first), rec(recContinue, second))
		got := readOne(t, globals, rec(recLabelSST, cell(0, 0, 0), uint32(0)), rec(recLabelSST, cell(0, 1, 0), uint32(1)))
		if d := cmp.Diff([][]string{{text, "next"}}, got); d != "" {
			t.Fatalf("cut at %d: %s", at, d)
		}
	}
	// The halves of one string may differ in width, and its formatting may run over.
	globals := join(
		rec(recSST, uint32(2), uint32(2), 6, byte(0x09), 2, wide("김민수")),
		rec(recContinue, byte(0), "abc", 0, 1),
		rec(recContinue, 2, 3, low("next")))
	got := readOne(t, globals, rec(recLabelSST, cell(0, 0, 0), uint32(0)), rec(recLabelSST, cell(0, 1, 0), uint32(1)))
	if d := cmp.Diff([][]string{{"김민수abc", "next"}}, got); d != "" {
		t.Error(d)
	}
	long := strings.Repeat("가", 5000)
	got = readOne(t, nil, rec(recFormula, cell(0, 0, 0), "\x00\x00\x00\x00\x00\x00\xFF\xFF", 0, uint32(0)),
		rec(recString, 5000, byte(1), wide(long[:3*4000])), rec(recContinue, byte(1), wide(long[3*4000:])))
	if got[0][0] != long {
		t.Error("the text of a formula does not go on")
	}
}

// TestDays shows numbers as days by built-in and own formats, in both systems.
func TestDays(t *testing.T) {
	formats := join(rec(recFormat, 164, str(`yyyy"년" mm"월" dd"일"`)), rec(recFormat, 165,
		str(`"day"#,##0\d_s;[Red]-#,##0`)),
		rec(recFormat, 166, str(`[$-412]AM/PM h:mm;@`)))
	xf := func(format int) []byte { return rec(recXF, 0, format, make([]byte, 16)) }
	styles := join(xf(0), xf(14), xf(164), xf(165), xf(22), xf(166), xf(30))
	for _, c := range []struct {
		value float64
		xf    int
		want  string
	}{
		{45292, 0, "45292"},
		{45292, 1, "2024-01-01"},
		{45292.5, 2, "2024-01-01 12:00:00"},
		{45292, 3, "45292"},
		{45292.999999, 4, "2024-01-02 00:00:00"},
		{0.75, 5, "18:00:00"},
		{46345, 6, "2026-11-19"},
		{1, 1, "1900-01-01"},
		{59, 1, "1900-02-28"},
		{61, 1, "1900-03-01"},
		{2958465, 1, "9999-12-31"},
		{2958466, 1, "2958466"},
		{-1, 1, "-1"},
		{45292, 99, "45292"},
	} {
		got := readOne(t, join(formats, styles), rec(recNumber, cell(0, 0, c.xf), c.value))
		if got[0][0] != c.want {
			t.Errorf("%v in style %d: %q, want %q", c.value, c.xf, got[0][0], c.want)
		}
	}
	got := readOne(t, join(rec(recDate1904, 1), styles), rec(recNumber, cell(0, 0, 1), 43830.0))
	if got[0][0] != "2024-01-01" {
		t.Errorf("in the 1904 system: %q", got[0][0])
	}
}

// TestCodePage reads the CP949 that some writers put into compressed strings, and Latin-1 where it is not that.
func TestCodePage(t *testing.T) {
	cp949 := "\xB1\xE8\xB9\xCE\xBC\xF6"
	korean := rec(recCodePage, 949)
	if got := readOne(t, korean, rec(recLabel, cell(0, 0, 0), low(cp949))); got[0][0] != "김민수" {
		t.Errorf("CP949: %q", got[0][0])
	}
	if got := readOne(t, rec(recCodePage, 1200), rec(recLabel, cell(0, 0, 0), low("caf\xE9"))); got[0][0] != "café" {
		t.Errorf("UTF-16: %q", got[0][0])
	}
	if got := readOne(t, korean, rec(recLabel, cell(0, 0, 0), low("caf\xE9"))); got[0][0] != "café" {
		t.Errorf("no CP949: %q", got[0][0])
	}
	mixed := join(korean, rec(recSST, uint32(1), uint32(1), 3, byte(0), "\xC7\xD1"), rec(recContinue, byte(1), wide("글")))
	if got := readOne(t, mixed, rec(recLabelSST, cell(0, 0, 0), uint32(0))); got[0][0] != "ÇÑ글" {
		t.Errorf("of two widths it is UTF-16: %q", got[0][0])
	}
}

// TestSheets gives the sheets in order, without charts, and passes over a chart within a sheet.
func TestSheets(t *testing.T) {
	chart := join(bofChart, rec(recNumber, cell(0, 0, 0), 9.0), eof)
	got, err := Read(compound("WORKBOOK", workbook(nil,
		sheetSource{"하나", 0, join(chart, rec(recNumber, cell(0, 0, 0), 1.0))},
		sheetSource{"차트", 2, nil},
		sheetSource{"둘", 0, rec(recNumber, cell(2, 1, 0), 2.0)})))
	if err != nil {
		t.Fatal(err)
	}
	want := []Sheet{{"하나", [][]string{{"1"}}}, {"둘", [][]string{nil, nil, {"", "2"}}}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// TestRefusals wants a sentence for every file that is not read.
func TestRefusals(t *testing.T) {
	number := rec(recNumber, cell(0, 0, 0), 1.0)
	good := workbook(nil, sheetSource{"a", 0, number})
	overlap := join(bofGlobals)
	at := len(bofGlobals) + 3*(4+9) + len(eof)
	for range 3 {
		overlap = append(overlap, rec(recBoundSheet, uint32(at), byte(0), byte(0), byte(1), byte(0), "a")...)
	}
	overlap = join(overlap, eof, bofSheet, bytes.Repeat(number, 300), eof)
	many := make([]sheetSource, sheetsMax+1)
	tall := make([]sheetSource, 80)
	for i := range tall {
		tall[i].records = rec(recNumber, cell(0xFFFF, 0, 0), 1.0)
	}
	for name, c := range map[string]struct {
		data []byte
		want *fault.Error
	}{
		"no compound file": {[]byte("날짜,이름,금액"), errNoBook},
		"empty":            {nil, errNoBook},
		"no workbook":      {compound("WordDocument", good), errNoBook},
		"Excel 95":         {compound("Book", good), errOld},
		"Excel 95 inside":  {compound("Workbook", rec(recBOF, 0x0500, 5, 0, 0)), errOld},
		"password": {
			compound("Workbook", workbook(rec(recFilePass, 1, 1), sheetSource{"a", 0, number})),
			errLocked,
		},
		"no records": {compound("Workbook", nil), errDamaged},
		"no end":     {compound("Workbook", good[:len(good)-4]), errDamaged},
		"string not there": {compound("Workbook", workbook(nil, sheetSource{"a", 0, rec(recLabelSST, cell(0, 0, 0),
			uint32(0))})), errDamaged},
		"column not there": {compound("Workbook", workbook(nil, sheetSource{"a", 0, rec(recNumber, cell(0, 256, 0),
			1.0)})), errDamaged},
		"sheets that overlap": {compound("Workbook", overlap), errDamaged},
		"too many sheets":     {compound("Workbook", workbook(nil, many...)), errTooLarge},
		"too many rows":       {compound("Workbook", workbook(nil, tall...)), errTooLarge},
		"too many bytes":      {make([]byte, sizeMax+1), errTooLarge},
	} {
		got, err := Read(c.data)
		var e *fault.Error
		if !errors.As(err, &e) || e.Say != c.want.Say {
			t.Errorf("%s: %v, %v; want %v", name, got, err, c.want)
		}
	}
}

// TestEmbedded leaves a workbook that stands in a folder of the compound file alone.
func TestEmbedded(t *testing.T) {
	data := compound("Workbook", workbook(nil, sheetSource{"a", 0, rec(recNumber, cell(0, 0, 0), 1.0)}))
	// The third directory entry becomes a storage between the root and the stream.
	directory := sectorSize * 2
	storage := entry("MBD0001", 1, 1, 0, 0)
	copy(data[directory+2*128:], storage)
	binary.LittleEndian.PutUint32(data[directory+76:], 2)
	if _, err := Read(data); fault.Message(err, fault.English) != errNoBook.Say.EN {
		t.Errorf("an embedded workbook was taken for the book: %v", err)
	}
}

// samples are the synthetic exports that lie beside the checkout, where they do.
var samples = filepath.Join("..", "..", "..", "shared", "data", "bank", "kr-synthetic", "*_biff8.xls")

// TestSamples reads the synthetic exports.
func TestSamples(t *testing.T) {
	files, err := filepath.Glob(samples)
	if err != nil || len(files) == 0 {
		t.Skip("the shared bank samples are not beside this checkout")
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		sheets, err := Read(data)
		if err != nil {
			t.Fatal(file, err)
		}
		filled := 0
		for _, row := range sheets[0].Rows {
			if strings.Join(row, "") != "" {
				filled++
			}
		}
		if len(sheets) != 1 || filled < 9 { // a heading and eight transactions
			t.Errorf("%s: %d sheets, %d rows", file, len(sheets), filled)
		}
	}
}

// TestLinear wants ten times the cells in not much more than ten times the time, with every string in one Continue
// chain.
func TestLinear(t *testing.T) {
	build := func(n int) []byte {
		strings, cells := rec(recSST, uint32(n), uint32(n)), []byte{}
		for i := range n {
			strings = append(strings, rec(recContinue, str("전자금융입금"))...)
			cells = append(cells, rec(recLabelSST, cell(i, 0, 0), uint32(i))...)
		}
		return compound("Workbook", workbook(strings, sheetSource{"a", 0, cells}))
	}
	measure := func(n int) time.Duration {
		data := build(n)
		best := time.Hour
		for range 3 {
			start := time.Now()
			if _, err := Read(data); err != nil {
				t.Fatal(err)
			}
			best = min(best, time.Since(start))
		}
		return best
	}
	small, large := measure(3000), measure(30000)
	if large > 40*small+50*time.Millisecond {
		t.Errorf("3,000 strings in %v, 30,000 in %v", small, large)
	}
}

func FuzzRead(f *testing.F) {
	files, _ := filepath.Glob(samples)
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		_, _ = bookStream(data) // unguarded, so that a panic of mscfb shows
		_, err := Read(data)
		if err != nil && fault.KindOf(err) == fault.Broken {
			t.Error(err)
		}
	})
}

// FuzzStream fuzzes the records without the compound file around them, which few changes survive.
func FuzzStream(f *testing.F) {
	f.Add(workbook(join(sst(str("김민수"), low("KB")), rec(recXF, 0, 14), rec(recFormat, 164, str("yyyy-mm-dd"))),
		sheetSource{"a", 0, join(rec(recLabelSST, cell(0, 0, 0), uint32(1)), rec(recNumber, cell(1, 2, 0), 45292.0),
			rec(recMulRk, 2, 3, 0, uint32(6), 0, uint32(10), 4),
			rec(recFormula, cell(3, 1, 0), "\x00\x00\x00\x00\x00\x00\xFF\xFF", 0, uint32(0)), rec(recString, str("결과")))}))
	f.Fuzz(func(t *testing.T, stream []byte) {
		sheets, err := readStream(stream)
		if err != nil && fault.KindOf(err) == fault.Broken {
			t.Error(err)
		}
		cells := 0
		for _, s := range sheets {
			for _, row := range s.Rows {
				cells += 1 + len(row)
			}
		}
		if cells > cellsMax {
			t.Errorf("%d cells", cells)
		}
	})
}
