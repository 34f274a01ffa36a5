package output

import (
	"strings"

	"dangol.example/book"
)

// depositColumns are the columns of the deposit sheet.
var depositColumns = []column{
	{ko: "날짜", en: "date", width: 18},
	{ko: "이름", en: "name", width: 16},
	{ko: "금액", en: "amount", width: 12},
	{ko: "맞춘 주문", en: "order", width: 32},
	{ko: "방법", en: "how", width: 13},
	{ko: "후보", en: "candidates", width: 32},
	{ko: "까닭", en: "why", width: 50},
	{ko: "줄", en: "row", width: 6},
	{ko: "은행 파일", en: "bank file", width: 20},
}

func (x *workbook) deposits(b *book.Book) error {
	if len(b.Deposits) == 0 {
		return nil
	}
	sheet := x.pick("입금", "deposits")
	if _, err := x.file.NewSheet(sheet); err != nil {
		return err
	}
	if err := x.header(sheet, depositColumns); err != nil {
		return err
	}
	found := byRef(b)
	for i := range b.Deposits {
		d := &b.Deposits[i]
		date := d.Date.String()
		cells := []any{
			strings.ReplaceAll(date, "T", " "), d.Name, int64(d.Amount), x.pays(d, found), x.how(d), x.candidates(d, found), x.why(d.Reasons),
			int64(d.Row), d.File,
		}
		if d.Order != nil && !d.Auto {
			cells[6] = "" // a person needs no reasons
		}
		for c, v := range cells {
			if err := x.set(sheet, c+1, i+2, v, x.text); err != nil {
				return err
			}
		}
	}
	return x.finish(sheet, len(depositColumns), len(b.Deposits)+1)
}

// how says who placed a deposit, or that somebody must.
func (x *workbook) how(d *book.Deposit) string {
	switch {
	case d.NoOrder:
		return x.pick("주문 아님", "no order")
	case d.Auto:
		return x.pick("자동", "automatic")
	case d.Order != nil:
		return x.pick("사람이 확인", "by a person")
	default:
		return x.pick("사람이 볼 것", "for a person")
	}
}

// pays names the orders that a deposit pays, with its shares where they are several.
func (x *workbook) pays(d *book.Deposit, found map[book.OrderRef]*book.Order) string {
	if d.Order == nil {
		return ""
	}
	if len(d.Parts) == 0 {
		return x.short(found[*d.Order])
	}
	var lines []string
	for _, p := range d.Parts {
		lines = append(lines, x.short(found[p.OrderRef])+" "+x.won(p.Amount))
	}
	return strings.Join(lines, "\n")
}

// candidates names the orders that a person may choose from, best first.
func (x *workbook) candidates(d *book.Deposit, found map[book.OrderRef]*book.Order) string {
	if d.Order != nil || d.NoOrder {
		return ""
	}
	var lines []string
	for _, c := range d.Candidates {
		if o := found[c.OrderRef]; o != nil {
			lines = append(lines, x.short(o))
		}
	}
	return strings.Join(lines, "\n")
}

// short names an order by its customer and pickup.
func (x *workbook) short(o *book.Order) string {
	if o == nil {
		return ""
	}
	return strings.TrimSpace(name(o, x.words) + " " + strings.ReplaceAll(o.Pickup.String(), "T", " "))
}

// unreadColumns are the columns of the sheet of lines that could not be read.
var unreadColumns = []column{
	{ko: "파일", en: "file", width: 30},
	{ko: "줄", en: "line", width: 8},
	{ko: "까닭", en: "why", width: 50},
}

func (x *workbook) unread(b *book.Book) error {
	if len(b.Unread) == 0 {
		return nil
	}
	sheet := x.pick("읽지 못한 줄", "unread")
	if _, err := x.file.NewSheet(sheet); err != nil {
		return err
	}
	if err := x.header(sheet, unreadColumns); err != nil {
		return err
	}
	for i, u := range b.Unread {
		for c, v := range []any{u.File, int64(u.Line), x.whyUnread(u)} {
			if err := x.set(sheet, c+1, i+2, v, x.text); err != nil {
				return err
			}
		}
	}
	return x.finish(sheet, len(unreadColumns), len(b.Unread)+1)
}
