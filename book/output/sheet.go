package output

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"dangol.example/book"
	"dangol.example/fault"
)

// column is one column of the spreadsheet.
type column struct {
	ko, en string
	width  float64
	value  func(words, *book.Order) any // string or int64
}

// columns are the columns of the order sheet, for CSV and XLSX alike.
var columns = []column{
	{"픽업 날짜", "pickup day", 12, func(_ words, o *book.Order) any { return stampPart(o.Pickup, "2006-01-02") }},
	{"시간", "time", 8, func(_ words, o *book.Order) any {
		if o.Pickup.DayOnly {
			return ""
		}
		return stampPart(o.Pickup, "15:04")
	}},
	{"이름", "name", 12, func(_ words, o *book.Order) any { return string(o.Name) }},
	{"연락처", "phone", 16, func(_ words, o *book.Order) any { return phone(o.Phone) }},
	{"품목", "item", 20, func(_ words, o *book.Order) any { return string(o.Item) }},
	{"수량", "quantity", 6, func(_ words, o *book.Order) any { return int64(o.Quantity) }},
	{"크기", "size", 10, func(_ words, o *book.Order) any { return string(o.Size) }},
	{"맛·색", "flavour", 18, func(_ words, o *book.Order) any { return string(o.Flavor) }},
	{"디자인", "design", 20, func(_ words, o *book.Order) any { return string(o.Design) }},
	{"문구", "lettering", 26, func(_ words, o *book.Order) any { return strings.Join(o.Lettering, "\n") }},
	{"초", "candles", 10, func(_ words, o *book.Order) any { return string(o.Candles) }},
	{"보냉백", "cooler bag", 8, func(w words, o *book.Order) any {
		switch {
		case o.CoolerBag == nil:
			return ""
		case *o.CoolerBag:
			return w.pick("예", "yes")
		default:
			return w.pick("아니요", "no")
		}
	}},
	{"배달 주소", "address", 26, func(_ words, o *book.Order) any { return string(o.DeliveryAddress) }},
	{"요청", "requests", 20, func(_ words, o *book.Order) any { return string(o.Requests) }},
	{"입금자명", "depositor", 14, func(_ words, o *book.Order) any { return string(o.Depositor) }},
	{"금액", "total", 11, func(_ words, o *book.Order) any {
		if o.Total == nil {
			return ""
		}
		return int64(*o.Total)
	}},
	{"입금액", "paid", 11, func(_ words, o *book.Order) any { return int64(o.Paid) }},
	{"환불", "refund", 11, func(_ words, o *book.Order) any { return int64(o.Refund) }},
	{"상태", "status", 11, func(w words, o *book.Order) any { return w.status(o.Status) }},
	{"확인할 것", "to check", 20, func(w words, o *book.Order) any { return w.doubts(o) }},
	{"대화 파일", "chat file", 24, func(_ words, o *book.Order) any { return o.File }},
}

func stampPart(s book.Stamp, form string) string {
	if s.IsZero() {
		return ""
	}
	return s.Format(form)
}

// CSV writes the orders as a spreadsheet's CSV: UTF-8 with a byte order mark, so that Excel reads Korean, and CRLF (RFC 4180).
func CSV(out io.Writer, b *book.Book, lang fault.Language) error {
	w := words{lang}
	if _, err := io.WriteString(out, "\ufeff"); err != nil {
		return fmt.Errorf("write csv: %w", err)
	}
	c := csv.NewWriter(out)
	c.UseCRLF = true
	row := make([]string, len(columns))
	for i, col := range columns {
		row[i] = w.pick(col.ko, col.en)
	}
	if err := c.Write(row); err != nil {
		return fmt.Errorf("write csv: %w", err)
	}
	for _, d := range byPickup(b) {
		for _, o := range d.orders {
			for i, col := range columns {
				row[i] = noFormula(fmt.Sprint(col.value(w, o)))
			}
			if err := c.Write(row); err != nil {
				return fmt.Errorf("write csv: %w", err)
			}
		}
	}
	c.Flush()
	return c.Error()
}

// noFormula keeps a spreadsheet from running a customer's words: OWASP, CSV Injection.
func noFormula(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r＝＋－＠", []rune(s)[0]) {
		return "'" + s
	}
	return s
}

// XLSX writes the book as a workbook: orders, deposits.
func XLSX(out io.Writer, b *book.Book, lang fault.Language) error {
	x := workbook{words: words{lang}, file: excelize.NewFile()}
	defer func() { _ = x.file.Close() }()
	for _, step := range []func(*book.Book) error{x.styles, x.orders, x.deposits} {
		if err := step(b); err != nil {
			return fmt.Errorf("write xlsx: %w", err)
		}
	}
	if err := x.file.Write(out); err != nil {
		return fmt.Errorf("write xlsx: %w", err)
	}
	return nil
}

type workbook struct {
	words
	file                        *excelize.File
	head, text, wonStyle, faded int
}

func (x *workbook) styles(*book.Book) error {
	textFormat, wonFormat := "@", "#,##0"
	for _, s := range []struct {
		id    *int
		style excelize.Style
	}{
		{&x.head, excelize.Style{
			Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"D8F3E3"}},
			Alignment: &excelize.Alignment{Vertical: "center"},
		}},
		{&x.text, excelize.Style{CustomNumFmt: &textFormat, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}}},
		{&x.wonStyle, excelize.Style{CustomNumFmt: &wonFormat, Alignment: &excelize.Alignment{Vertical: "top"}}},
		{&x.faded, excelize.Style{CustomNumFmt: &textFormat, Font: &excelize.Font{Color: "808080", Strike: true}, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}}},
	} {
		id, err := x.file.NewStyle(&s.style)
		if err != nil {
			return err
		}
		*s.id = id
	}
	return nil
}

func (x *workbook) orders(b *book.Book) error {
	sheet := x.pick("주문", "orders")
	if err := x.file.SetSheetName("Sheet1", sheet); err != nil {
		return err
	}
	if err := x.header(sheet, columns); err != nil {
		return err
	}
	row := 2
	for _, d := range byPickup(b) {
		for _, o := range d.orders {
			for i, col := range columns {
				style := x.text
				if !live(o) {
					style = x.faded
				}
				if err := x.set(sheet, i+1, row, col.value(x.words, o), style); err != nil {
					return err
				}
			}
			row++
		}
	}
	return x.finish(sheet, len(columns), row-1)
}

func (x *workbook) header(sheet string, cols []column) error {
	for i, col := range cols {
		if err := x.set(sheet, i+1, 1, x.pick(col.ko, col.en), x.head); err != nil {
			return err
		}
		letter, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := x.file.SetColWidth(sheet, letter, letter, col.width); err != nil {
			return err
		}
	}
	return nil
}

// set writes one cell. Text is written as text: a cell that begins with "=" stays words.
func (x *workbook) set(sheet string, col, row int, value any, style int) error {
	cell, err := excelize.CoordinatesToCellName(col, row)
	if err != nil {
		return err
	}
	if n, ok := value.(int64); ok {
		style = x.wonStyle
		err = x.file.SetCellInt(sheet, cell, n)
	} else {
		err = x.file.SetCellStr(sheet, cell, plainCell(fmt.Sprint(value)))
	}
	if err != nil {
		return err
	}
	return x.file.SetCellStyle(sheet, cell, cell, style)
}

// plainCell keeps line breaks and drops what XML cannot hold.
func plainCell(s string) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = plain(lines[i])
	}
	return strings.Join(lines, "\n")
}

// finish freezes the heading and adds a filter.
func (x *workbook) finish(sheet string, cols, rows int) error {
	if err := x.file.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	last, err := excelize.CoordinatesToCellName(cols, max(rows, 1))
	if err != nil {
		return err
	}
	return x.file.AutoFilter(sheet, "A1:"+last, nil)
}

func (x *workbook) deposits(b *book.Book) error {
	if len(b.Deposits) == 0 {
		return nil
	}
	sheet := x.pick("입금", "deposits")
	if _, err := x.file.NewSheet(sheet); err != nil {
		return err
	}
	heads := []column{
		{"날짜", "date", 18, nil},
		{"이름", "name", 16, nil},
		{"금액", "amount", 12, nil},
		{"맞춘 주문", "order", 30, nil},
		{"방법", "how", 12, nil},
		{"까닭", "why", 50, nil},
		{"줄", "row", 6, nil},
	}
	if err := x.header(sheet, heads); err != nil {
		return err
	}
	for i := range b.Deposits {
		d := &b.Deposits[i]
		how, order := x.pick("사람이 볼 것", "for a person"), ""
		switch {
		case d.NoOrder:
			how = x.pick("주문 아님", "no order")
		case d.Auto:
			how = x.pick("자동", "automatic")
			if o := find(b, *d.Order); o != nil {
				order = string(o.Name) + " " + o.Pickup.String()
			}
		}
		cells := []any{d.Date.Format("2006-01-02 15:04:05"), d.Name, int64(d.Amount), order, how, x.why(d.Reasons), int64(d.Row)}
		for c, v := range cells {
			if err := x.set(sheet, c+1, i+2, v, x.text); err != nil {
				return err
			}
		}
	}
	return x.finish(sheet, len(heads), len(b.Deposits)+1)
}
