package output

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"dangol.example/book"
	"dangol.example/fault"
)

// TableOptions say how the terminal looks.
type TableOptions struct {
	Language fault.Language
	Width    int  // columns of the terminal; 0 means DefaultWidth
	Color    bool // ANSI colours; marks and words carry the meaning without them
}

// The width of a terminal that does not say, and the narrowest that still gets columns.
const (
	DefaultWidth = 100
	narrowWidth  = 92
	widthMin     = 30
)

type tableWriter struct {
	words
	out   *bufio.Writer
	width int
	color bool
	found map[book.OrderRef]*book.Order
}

// Table writes the book for a terminal: by day of pickup, then what needs a person.
func Table(out io.Writer, b *book.Book, o TableOptions) error {
	t := tableWriter{words{o.Language}, bufio.NewWriter(out), max(o.Width, widthMin), o.Color, byRef(b)}
	if o.Width == 0 {
		t.width = DefaultWidth
	}
	t.title(b)
	for _, d := range byPickup(b) {
		t.day(d)
	}
	t.deposits(b)
	t.look(b)
	t.unread(b)
	return t.out.Flush()
}

func (t *tableWriter) line(format string, args ...any) { fmt.Fprintf(t.out, format+"\n", args...) }

// style wraps text in an ANSI style.
func (t *tableWriter) style(code, text string) string {
	if !t.color || code == "" {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

func (t *tableWriter) title(b *book.Book) {
	shop := plain(b.Shop)
	if shop == "" {
		shop = t.pick("우리 가게", "Our shop")
	}
	var orders []*book.Order
	for i := range b.Orders {
		orders = append(orders, &b.Orders[i])
	}
	n, total := sumUp(orders)
	t.line("%s", t.style("1", fit(shop+" "+t.pick("주문장", "order book"), t.width)))
	day := ""
	if !b.AsOf.IsZero() {
		day = t.pick("기준 ", "as of ") + b.AsOf.Format("2006-01-02 15:04") + " · "
	}
	t.line("%s", fit(day+t.pick("주문 ", "")+t.sum(n, total, " · "), t.width))
}

func (t *tableWriter) day(d day) {
	n, total := sumUp(d.orders)
	head := t.dayTitle(d.date)
	tail := t.sum(n, total, " ")
	rule := t.width - screen.StringWidth("■ "+head+"  "+tail)
	if rule < 1 { // too narrow for one line
		t.line("\n%s\n  %s", t.style("1;36", fit("■ "+head, t.width)), tail)
		rule = -1
	}
	if rule >= 1 {
		t.line("\n%s %s %s", t.style("1;36", "■ "+head), t.style("2", strings.Repeat("─", rule)), tail)
	}
	for _, o := range d.orders {
		if t.width < narrowWidth {
			t.card(o)
		} else {
			t.row(o)
		}
	}
}

// row writes one order in columns: time, name, phone, payment, then the goods; the lettering and doubts stand below.
func (t *tableWriter) row(o *book.Order) {
	mark, paid := t.paid(o)
	total := "-"
	if o.Total != nil {
		total = t.won(*o.Total)
	}
	left := cell(t.clock(o.Pickup), 12) + cell(name(o, t.words), 12) + cell(plain(phone(o.Phone)), 15)
	pay := right(total, 12) + "  " + cell(mark+" "+paid, 18)
	pay += fit(t.status(o.Status), t.width-screen.StringWidth("  "+left+pay))
	if live(o) {
		t.line("  %s", t.style("1", left)+pay)
	} else {
		t.line("  %s", t.style("2;9", left)+t.style("2", pay))
	}
	t.below(o, 14)
}

// card writes one order for a narrow terminal.
func (t *tableWriter) card(o *book.Order) {
	mark, paid := t.paid(o)
	t.line("  %s", t.style("1", fit(t.clock(o.Pickup)+"  "+name(o, t.words)+"  "+plain(phone(o.Phone)), t.width-2)))
	total := "-"
	if o.Total != nil {
		total = t.won(*o.Total)
	}
	t.line("    %s", fit(total+"  "+mark+" "+paid+"  "+t.status(o.Status), t.width-4))
	t.below(o, 4)
}

// below writes what is made and what a person should look at, whole: who makes the cake reads it from here.
func (t *tableWriter) below(o *book.Order, indent int) {
	t.under(indent, "", "", t.goods(o))
	if len(o.Lettering) > 0 {
		t.under(indent, "", t.pick("문구 ", "words "), letters(o))
	}
	if o.DeliveryAddress != "" {
		t.under(indent, "", t.pick("배달 ", "to "), string(o.DeliveryAddress))
	}
	if o.Requests != "" {
		t.under(indent, "", t.pick("요청 ", "note "), string(o.Requests))
	}
	if len(o.Ambiguous) > 0 {
		t.under(indent, "33", t.pick("? 확인: ", "? check: "), t.doubts(o))
	}
}

// under writes a text below an order, over several lines where it must, each beneath the first.
func (t *tableWriter) under(indent int, style, label, text string) {
	pad := strings.Repeat(" ", indent)
	for _, line := range wrap(plain(text), t.width-indent-screen.StringWidth(label)) {
		t.line("%s%s", pad, t.style(style, label+line))
		label = strings.Repeat(" ", screen.StringWidth(label))
	}
}

func name(o *book.Order, w words) string {
	if o.Name != "" {
		return plain(string(o.Name))
	}
	if o.Room != "" {
		return "(" + plain(o.Room) + ")"
	}
	return w.pick("(이름 모름)", "(no name)")
}
