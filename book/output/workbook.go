package output

import (
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"dangol.example/book"
	"dangol.example/fault"
)

// XLSX writes the book as a workbook: orders, deposits, and the lines that could not be read.
func XLSX(out io.Writer, b *book.Book, lang fault.Language) error {
	x := workbook{words: words{lang}, file: excelize.NewFile()}
	defer func() { _ = x.file.Close() }()
	for _, step := range []func(*book.Book) error{x.styles, x.orders, x.deposits, x.unread} {
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
