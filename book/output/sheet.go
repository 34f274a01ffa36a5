package output

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"

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
				row[i] = noFormula(plainCell(fmt.Sprint(col.value(w, o))))
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
	if s != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", []rune(s)[0]) {
		return "'" + s
	}
	return s
}
