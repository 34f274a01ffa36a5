package output

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/mattn/go-runewidth"

	"dangol.example/book"
	"dangol.example/fault"
	"dangol.example/match"
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
	narrowWidth  = 84
	widthMin     = 30
)

type tableWriter struct {
	words
	out   *bufio.Writer
	width int
	color bool
}

// Table writes the book for a terminal: by day of pickup, then what needs a person.
func Table(out io.Writer, b *book.Book, o TableOptions) error {
	t := tableWriter{words{o.Language}, bufio.NewWriter(out), max(o.Width, widthMin), o.Color}
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
	if !t.color {
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
	t.line("%s", t.style("1", t.fit(shop+" "+t.pick("주문장", "order book"), t.width)))
	day := ""
	if !b.AsOf.IsZero() {
		day = t.pick("기준 ", "as of ") + b.AsOf.Format("2006-01-02 15:04") + " · "
	}
	t.line("%s", t.fit(day+t.pick(fmt.Sprintf("주문 %d건 · 합계 %s", n, t.won(total)), fmt.Sprintf("%d orders · %s", n, t.won(total))), t.width))
}

func (t *tableWriter) day(d day) {
	n, total := sumUp(d.orders)
	head := t.dayTitle(d.date)
	tail := t.pick(fmt.Sprintf("%d건 %s", n, t.won(total)), fmt.Sprintf("%d orders %s", n, t.won(total)))
	rule := t.width - runewidth.StringWidth(head) - runewidth.StringWidth(tail) - len("■ ") - 3
	if rule < 1 { // too narrow for one line
		t.line("\n%s\n  %s", t.style("1;36", t.fit("■ "+head, t.width)), tail)
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
	left := t.cell(t.clock(o.Pickup), 12) + t.cell(name(o, t.words), 12) + t.cell(phone(o.Phone), 15)
	right := t.right(total, 12) + "  " + t.cell(mark+" "+paid, 18) + t.cell(t.status(o.Status), 10)
	body := t.style("1", left) + right
	if !live(o) {
		body = t.style("2;9", left) + t.style("2", right)
	}
	t.line("  %s", body)
	t.below(o, 14)
}

// card writes one order for a narrow terminal.
func (t *tableWriter) card(o *book.Order) {
	mark, paid := t.paid(o)
	t.line("  %s", t.style("1", t.fit(t.clock(o.Pickup)+"  "+name(o, t.words)+"  "+phone(o.Phone), t.width-2)))
	total := "-"
	if o.Total != nil {
		total = t.won(*o.Total)
	}
	t.line("    %s", t.fit(total+"  "+mark+" "+paid+"  "+t.status(o.Status), t.width-4))
	t.below(o, 4)
}

// below writes what is made and what a person should look at.
func (t *tableWriter) below(o *book.Order, indent int) {
	pad := strings.Repeat(" ", indent)
	room := t.width - indent
	t.line("%s%s", pad, t.fit(plain(t.goods(o)), room))
	if len(o.Lettering) > 0 {
		t.line("%s%s", pad, t.fit(t.pick("문구 ", "words ")+plain(letters(o)), room))
	}
	if o.DeliveryAddress != "" {
		t.line("%s%s", pad, t.fit(t.pick("배달 ", "to ")+plain(string(o.DeliveryAddress)), room))
	}
	if o.Requests != "" {
		t.line("%s%s", pad, t.fit(t.pick("요청 ", "note ")+plain(string(o.Requests)), room))
	}
	if len(o.Ambiguous) > 0 {
		t.line("%s%s", pad, t.style("33", t.fit("? "+t.pick("확인: ", "check: ")+t.doubts(o), room)))
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

// deposits lists the money that a person must place.
func (t *tableWriter) deposits(b *book.Book) {
	list := open(b)
	if len(b.Deposits) == 0 {
		return
	}
	auto := 0
	for _, d := range b.Deposits {
		if d.Auto {
			auto++
		}
	}
	t.wrapped("1;36", "■ ", t.pick(
		fmt.Sprintf("입금 %d건 · 주문에 맞춘 것 %d건 · 사람이 볼 것 %d건", len(b.Deposits), auto, len(list)),
		fmt.Sprintf("%d deposits · %d matched · %d for a person", len(b.Deposits), auto, len(list))))
	for _, d := range list {
		t.line("%s", t.fit(fmt.Sprintf("  %s %s  %s", d.Date.Format("01-02 15:04"), t.cell(plain(d.Name), 14), t.won(d.Amount)), t.width))
		for i, c := range d.Candidates {
			if i == candidatesShown {
				break
			}
			o := find(b, c.OrderRef)
			if o == nil {
				continue
			}
			t.line("      %s", t.fit(fmt.Sprintf("%d. %s %s %s (%s)", i+1, name(o, t.words), t.dayShort(o), plain(t.goods(o)), t.why(c.Reasons)), t.width-6))
		}
		if len(d.Candidates) == 0 {
			t.line("      %s", t.fit(t.pick("맞는 주문이 없어요. 빠진 채팅방이 있나요?", "No order fits. Is a chat file missing?"), t.width-6))
		}
	}
}

// candidatesShown is how many orders are offered for one deposit.
const candidatesShown = 3

func (t *tableWriter) dayShort(o *book.Order) string {
	if o.Pickup.IsZero() {
		return ""
	}
	return o.Pickup.Format("01-02")
}

// why says reasons in words.
func (w words) why(list []string) string {
	out := make([]string, 0, len(list))
	for _, r := range list {
		out = append(out, strings.TrimSuffix(match.Reason(r).In(w.lang), "."))
	}
	return strings.Join(out, " · ")
}

// look counts what a person should look at.
func (t *tableWriter) look(b *book.Book) {
	n := 0
	for i := range b.Orders {
		if len(b.Orders[i].Ambiguous) > 0 {
			n++
		}
	}
	if n > 0 {
		t.wrapped("33", "? ", t.pick(
			fmt.Sprintf("표시된 주문 %d건은 대화를 한 번 더 봐 주세요. 근거가 된 줄은 --html 이나 --json 에 있어요.", n),
			fmt.Sprintf("%d orders are marked: look at the chat once more; --html and --json have the lines.", n)))
	}
}

func (t *tableWriter) unread(b *book.Book) {
	if len(b.Unread) == 0 {
		return
	}
	t.wrapped("31", "! ", t.pick(fmt.Sprintf("읽지 못한 줄 %d개", len(b.Unread)), fmt.Sprintf("%d lines could not be read", len(b.Unread))))
	for i, u := range b.Unread {
		if i == unreadShown {
			t.line("  … %s", t.pick("나머지는 --json 으로 보세요.", "see --json for the rest."))
			return
		}
		t.line("%s", t.fit(fmt.Sprintf("  %s:%d", plain(u.File), u.Line), t.width))
	}
}

// unreadShown is how many unread lines the table lists.
const unreadShown = 10

// wrapped writes a sentence below a blank line, over several lines where it must.
func (t *tableWriter) wrapped(style, mark, text string) {
	t.line("")
	pad := mark
	for line := range strings.SplitSeq(runewidth.Wrap(text, max(t.width-runewidth.StringWidth(mark), 1)), "\n") {
		t.line("%s", t.style(style, pad+line))
		pad = strings.Repeat(" ", runewidth.StringWidth(mark))
	}
}

// cell pads or cuts to a width, counting Hangul as two columns.
func (t *tableWriter) cell(s string, width int) string {
	return runewidth.FillRight(t.fit(s, width-1), width)
}

func (t *tableWriter) right(s string, width int) string {
	return runewidth.FillLeft(t.fit(s, width), width)
}

func (t *tableWriter) fit(s string, width int) string {
	return runewidth.Truncate(s, max(width, 1), "…")
}
