package output

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"

	"dangol.example/book"
	"dangol.example/fault"
)

//go:embed page.html
var pageSource string

// pageDay, pageOrder and pageDeposit are what the template shows, in words.
type pageDay struct {
	Title, Sum string
	Orders     []pageOrder
}

type pageOrder struct {
	Clock, Name, Phone, Goods, Total, Mark, Paid, Status, Address, Requests, Depositor, Doubts, Balance string
	Letters                                                                                             []string
	Evidence                                                                                            []pageEvidence
	Dead                                                                                                bool
	State                                                                                               string
}

type pageEvidence struct {
	Field, Text, Line string
	Unsure            bool
}

type pageDeposit struct {
	Date, Name, Amount, Why string
	Candidates              []pageCandidate
}

type pageCandidate struct{ Order, Why string }

type pageUnread struct{ File, Line, Why string }

// page is everything on the page.
type page struct {
	Lang, Title, AsOf, Sum string
	Say                    map[string]string
	Days                   []pageDay
	Deposits               []pageDeposit
	Unread                 []pageUnread
}

// HTML writes the book as one page that needs nothing else: a day sheet, order slips for 80 mm and A4 paper, and what needs a
// person. It runs no script and loads nothing.
func HTML(out io.Writer, b *book.Book, lang fault.Language) error {
	tmpl, err := template.New("page").Parse(pageSource)
	if err != nil {
		return fmt.Errorf("read page template: %w", err)
	}
	if err := tmpl.Execute(out, makePage(b, words{lang})); err != nil {
		return fmt.Errorf("write html: %w", err)
	}
	return nil
}

func makePage(b *book.Book, w words) page {
	shop := plain(b.Shop)
	if shop == "" {
		shop = w.pick("우리 가게", "Our shop")
	}
	p := page{Lang: w.pick("ko", "en"), Title: shop + " " + w.pick("주문장", "order book"), Say: map[string]string{
		"deposits": w.pick("사람이 볼 입금", "Deposits for a person"), "none": w.pick("맞는 주문이 없어요", "No order fits"),
		"check": w.pick("확인", "Check"), "words": w.pick("문구", "Words"), "to": w.pick("배달", "To"), "note": w.pick("요청", "Note"),
		"depositor": w.pick("입금자", "Depositor"), "evidence": w.pick("대화에서 찾은 줄", "Lines in the chat"),
		"unread": w.pick("읽지 못한 줄", "Lines that could not be read"), "empty": w.pick("주문이 없어요.", "No orders."),
		"printhint": w.pick("인쇄하면 날마다 작업표 한 장과 오려 쓰는 주문표가 나와요. A4 와 80mm 영수증 용지에 맞아요.",
			"Printing gives a sheet for each day and order slips to cut out, on A4 or 80 mm receipt paper."),
		"balance": w.pick("받을 돈", "To collect"),
	}}
	for _, u := range b.Unread {
		p.Unread = append(p.Unread, pageUnread{plain(u.File), w.lineNumber(u.Line), w.whyUnread(u)})
	}
	if !b.AsOf.IsZero() {
		p.AsOf = w.pick("기준 ", "as of ") + b.AsOf.Format("2006-01-02 15:04")
	}
	var all []*book.Order
	for _, d := range byPickup(b) {
		all = append(all, d.orders...)
		p.Days = append(p.Days, w.pageDay(d))
	}
	n, total := sumUp(all)
	p.Sum = w.sum(n, total, " · ")
	found := byRef(b)
	for _, d := range open(b) {
		pd := pageDeposit{Date: moment(d.Date), Name: plain(d.Name), Amount: w.won(d.Amount), Why: w.why(d.Reasons)}
		for i, c := range d.Candidates {
			if o := found[c.OrderRef]; o != nil && i < candidatesShown {
				pd.Candidates = append(pd.Candidates, pageCandidate{
					name(o, w) + " · " + w.clockOf(o) + " · " + plain(w.goods(o)), w.why(c.Reasons),
				})
			}
		}
		p.Deposits = append(p.Deposits, pd)
	}
	return p
}

func (w words) lineNumber(n int) string {
	return w.pick(fmt.Sprintf("%d번째 줄", n), fmt.Sprintf("line %d", n))
}

func (w words) clockOf(o *book.Order) string {
	if o.Pickup.IsZero() {
		return w.clock(o.Pickup)
	}
	return o.Pickup.Format("01-02 ") + w.clock(o.Pickup)
}

func (w words) pageDay(d day) pageDay {
	n, total := sumUp(d.orders)
	out := pageDay{Title: w.dayTitle(d.date), Sum: w.sum(n, total, " · ")}
	for _, o := range d.orders {
		out.Orders = append(out.Orders, w.pageOrder(o))
	}
	return out
}

func (w words) pageOrder(o *book.Order) pageOrder {
	mark, paid := w.paid(o)
	p := pageOrder{
		Clock: w.clock(o.Pickup), Name: name(o, w), Phone: plain(phone(o.Phone)), Goods: plain(w.goods(o)), Mark: mark, Paid: paid,
		Status: w.status(o.Status), State: string(o.Status), Address: plain(string(o.DeliveryAddress)), Requests: plain(string(o.Requests)),
		Depositor: plain(string(o.Depositor)), Doubts: w.doubts(o), Dead: !live(o),
	}
	for _, l := range o.Lettering {
		p.Letters = append(p.Letters, plainCell(l))
	}
	if o.Total != nil {
		p.Total = w.won(*o.Total)
		if rest := *o.Total - o.Paid; rest > 0 && live(o) {
			p.Balance = w.won(rest)
		}
	}
	for _, f := range evidenceOrder {
		e, ok := o.Evidence[f]
		if !ok {
			continue
		}
		unsure := false
		for _, a := range o.Ambiguous {
			unsure = unsure || a == f
		}
		p.Evidence = append(p.Evidence, pageEvidence{w.fieldName(f), plain(e.Text), w.lineNumber(e.Line), unsure})
	}
	return p
}

// evidenceOrder is the order in which the lines of the chat are shown.
var evidenceOrder = []string{
	"name", "phone", "pickup", "item", "quantity", "size", "flavor", "design", "lettering", "candles", "cooler_bag", "delivery_address",
	"requests", "total", "advance", "depositor", "paid", "refund", "status",
}
