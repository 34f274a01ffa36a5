package book

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"dangol.example/bankfile"
	"dangol.example/chatlog"
	"dangol.example/fault"
	"dangol.example/intake"
	"dangol.example/match"
	"dangol.example/money"
)

// Input is everything a book is made of.
type Input struct {
	Rooms      []chatlog.Room
	Shop       string // the shop's name in the rooms, as chatlog.Shop gives it
	Statements []Statement
	Aliases    []match.Alias
	Matching   match.Options
	Accepted   []Accepted
}

// Accepted is what a person decided: the deposit of a row pays an order.
type Accepted struct {
	File  string // the bank list; "" when there is one only
	Row   int
	Order OrderRef
}

// Statement is a bank list with the rows that count: overlapping lists name a transaction once.
type Statement struct {
	File   string
	Rows   []bankfile.Row
	Unread []bankfile.Unread
}

// builder makes one book.
type builder struct {
	in     Input
	book   Book
	orders []*draft
	rows   []bankRow

	byPerson []bool // which rows a person has decided
}

// byPerson is the reason of a match that a person made.
const byPerson = "person"

// draft is an order on its way into the book.
type draft struct {
	order    Order
	read     intake.Order
	room     *chatlog.Room
	customer string
	banked   money.Amount // what automatic matches brought
	deposits int
}

// bankRow is one deposit of a statement.
type bankRow struct {
	file string
	row  bankfile.Row
}

// Build makes the book.
func Build(ctx context.Context, in Input) (*Book, error) {
	reader, err := intake.New()
	if err != nil {
		return nil, err
	}
	b := builder{in: in}
	b.book = Book{Shop: in.Shop, Orders: []Order{}, Deposits: []Deposit{}, Unread: []Unread{}}
	b.readRooms(reader)
	b.readStatements()
	verdicts, err := b.match(ctx)
	if err != nil {
		return nil, err
	}
	if err := b.decided(verdicts); err != nil {
		return nil, err
	}
	b.place(verdicts)
	for _, d := range b.orders {
		b.settle(d)
		b.book.Orders = append(b.book.Orders, d.order)
	}
	return &b.book, nil
}

// readRooms reads the orders of every room.
func (b *builder) readRooms(reader *intake.Reader) {
	files := shortNames(b.in.Rooms)
	asOf := b.asOf()
	b.book.AsOf = Stamp{Time: asOf}
	for i := range b.in.Rooms {
		room := &b.in.Rooms[i]
		for _, u := range room.Unread {
			b.book.Unread = append(b.book.Unread, Unread{File: files[i], Line: u.Line, Reason: string(u.Reason)})
		}
		saved := room.SavedAt
		if saved.IsZero() {
			saved = asOf
		}
		conversation := Conversation(room, b.in.Shop)
		conversation.AsOf = saved
		reached := reaches(room)
		for n, read := range reader.Orders(conversation) {
			d := &draft{read: read, room: room}
			d.order = FromIntake(read)
			d.order.File, d.order.Index, d.order.Room = files[i], n, room.Name
			d.order.Key, d.order.Opened = orderKey(room, read.Opened), read.Opened
			d.order.PayBy, d.order.Reaches = read.PayBy, reached
			for slices.ContainsFunc(b.orders, func(o *draft) bool { return o.room == room && o.order.Key == d.order.Key }) {
				d.order.Key[len(d.order.Key)-1]++ // two orders out of one message
			}
			b.orders = append(b.orders, d)
		}
	}
	b.findCustomers()
}

// asOf is the newest time at which a room was saved, or the newest message where no room says.
func (b *builder) asOf() time.Time {
	var saved, written time.Time
	for i := range b.in.Rooms {
		if at := b.in.Rooms[i].SavedAt; at.After(saved) {
			saved = at
		}
		for _, m := range b.in.Rooms[i].Messages {
			if m.At.After(written) {
				written = m.At
			}
		}
	}
	if saved.IsZero() {
		return written
	}
	return saved
}

// shortNames gives the file names alone where they are unique, and the paths as given where they are not.
func shortNames(rooms []chatlog.Room) []string {
	count := map[string]int{}
	for i := range rooms {
		count[filepath.Base(rooms[i].File)]++
	}
	names := make([]string, len(rooms))
	for i := range rooms {
		names[i] = rooms[i].File
		if base := filepath.Base(rooms[i].File); count[base] == 1 {
			names[i] = base
		}
	}
	return names
}

// Conversation turns a room into what package intake reads.
func Conversation(room *chatlog.Room, shop string) intake.Conversation {
	side := room.Side(shop)
	c := intake.Conversation{Title: room.Name, AsOf: room.SavedAt, Turns: make([]intake.Turn, 0, len(room.Messages))}
	last := time.Time{}
	for i := range room.Messages {
		m := &room.Messages[i]
		if m.Kind != chatlog.Text && m.Kind != chatlog.Photo {
			continue
		}
		at := m.At
		if at.IsZero() {
			at = last
		}
		last = at
		turn := intake.Turn{Line: m.Line, At: at, FromShop: side.Is(*m) || staff(m.Sender, shop), Photo: m.Kind == chatlog.Photo}
		if m.Kind == chatlog.Text {
			turn.Text = m.Text
		}
		c.Turns = append(c.Turns, turn)
	}
	return c
}

// staff reports whether a sender is somebody of the shop under a name of their own: "달콩_준매니저" beside "달콩케이크".
func staff(sender, shop string) bool {
	const known = 2 // runes of the shop's name
	name := []rune(shop)
	if len(name) <= known || sender == shop || !strings.HasPrefix(sender, string(name[:known])) {
		return false
	}
	for _, word := range []string{"매니저", "실장", "점장", "사장", "직원", "팀장", "스태프", "알바", "대표", "manager", "staff"} {
		if strings.Contains(strings.ToLower(sender), word) {
			return true
		}
	}
	return false
}

// findCustomers gives each order the person it belongs to: a phone number names a person across rooms, else the room does.
func (b *builder) findCustomers() {
	phoneOf := map[*chatlog.Room]string{}
	for _, d := range b.orders {
		if p := string(d.order.Phone); p != "" && phoneOf[d.room] == "" {
			phoneOf[d.room] = p
		}
	}
	for _, d := range b.orders {
		switch {
		case d.order.Phone != "":
			d.customer = string(d.order.Phone)
		case phoneOf[d.room] != "":
			d.customer = phoneOf[d.room]
		default:
			d.customer = "room " + d.order.File
		}
	}
}

// readStatements takes the deposits of every statement.
func (b *builder) readStatements() {
	for _, s := range b.in.Statements {
		file := filepath.Base(s.File)
		for _, u := range s.Unread {
			b.book.Unread = append(b.book.Unread, Unread{File: file, Line: u.Number, Reason: string(u.Reason)})
		}
		for _, r := range s.Rows {
			if r.Amount > 0 {
				b.rows = append(b.rows, bankRow{file, r})
			}
		}
	}
	slices.SortStableFunc(b.rows, func(x, y bankRow) int { return x.row.At.Compare(y.row.At) })
}

// match asks which deposit pays which order.
func (b *builder) match(ctx context.Context) ([]match.Verdict, error) {
	orders := make([]match.Order, len(b.orders))
	for i, d := range b.orders {
		orders[i] = d.forMatching()
	}
	deposits := make([]match.Deposit, len(b.rows))
	for i, r := range b.rows {
		deposits[i] = match.Deposit{At: r.row.At, DayOnly: r.row.DayOnly, Name: r.row.Name, Memo: r.row.Memo, Amount: r.row.Amount}
	}
	return match.Match(ctx, orders, deposits, b.in.Aliases, b.in.Matching)
}

// forMatching says what is known of an order for finding its deposit.
func (d *draft) forMatching() match.Order {
	o, r := &d.order, &d.read
	m := match.Order{
		Customer: d.customer, Phone: string(o.Phone), Code: r.Code, Total: r.Total, Advance: r.Advance,
		Opened: r.Opened, Quoted: r.Quoted, SaidPaid: r.SaidPaid, Confirmed: r.Confirmed, PayBy: r.PayBy, Closed: r.Closed,
	}
	if !o.Pickup.IsZero() {
		m.Pickup = o.Pickup.Time
	}
	// What the shop said has come is the sum to look for, also where it was too little or too much.
	switch came := r.PaidByTalk; {
	case came > m.Total && m.Total > 0:
		m.Total = came
	case came > 0 && came != m.Total && m.Advance == 0:
		m.Advance = came
	}
	if o.Depositor != "" {
		m.Depositors = append(m.Depositors, string(o.Depositor))
	}
	if o.Name != "" {
		m.Names = append(m.Names, string(o.Name))
	}
	if d.room.Name != "" && d.room.Name != string(o.Name) {
		m.Nicknames = append(m.Nicknames, d.room.Name)
	}
	return m
}

// decided puts what a person confirmed over what was found, and learns the depositor's name from it.
func (b *builder) decided(verdicts []match.Verdict) error {
	b.byPerson = make([]bool, len(verdicts))
	for _, a := range b.in.Accepted {
		order := slices.IndexFunc(b.orders, func(d *draft) bool { return d.order.File == a.Order.File && d.order.Index == a.Order.Index })
		row := slices.IndexFunc(b.rows, func(r bankRow) bool { return r.row.Number == a.Row && (a.File == "" || a.File == r.file) })
		if order < 0 || row < 0 {
			return fault.New(fault.Missing,
				"확인한 입금이나 주문을 찾을 수 없어요: %[1]d번 줄, %[2]s 의 %[3]d번 주문. --json 에서 row, file, index 를 보세요.",
				"no such deposit or order: row %[1]d, %[2]s #%[3]d. See row, file and index in --json.", a.Row, a.Order.File, a.Order.Index)
		}
		amount := b.rows[row].row.Amount
		verdicts[row].Parts = []match.Part{{Order: order, Amount: amount}}
		verdicts[row].Auto, verdicts[row].NoOrder = false, false
		b.byPerson[row] = true
		b.book.Learnt = append(b.book.Learnt, match.Alias{Depositor: b.rows[row].row.Name, Customer: b.orders[order].customer})
	}
	return nil
}

// place writes the verdicts into the book and to the orders they pay.
func (b *builder) place(verdicts []match.Verdict) {
	for i, v := range verdicts {
		r := b.rows[i]
		dep := Deposit{
			ID: r.row.ID, Memo: r.row.Memo, File: r.file, Row: r.row.Number, Date: Stamp{Time: r.row.At, DayOnly: r.row.DayOnly},
			Name: r.row.Name, Amount: r.row.Amount, Auto: v.Auto, NoOrder: v.NoOrder && !slices.Contains(v.Reasons, match.NoCandidate),
			Reasons: reasons(v.Reasons), Candidates: []Candidate{},
		}
		for _, c := range v.Candidates {
			dep.Candidates = append(dep.Candidates, Candidate{b.ref(c.Order), c.Score, reasons(c.Reasons)})
		}
		if v.Auto || b.byPerson[i] {
			b.pay(&dep, v.Parts)
		}
		if b.byPerson[i] {
			dep.Reasons = []string{byPerson}
		}
		b.book.Deposits = append(b.book.Deposits, dep)
	}
}

func (b *builder) pay(dep *Deposit, parts []match.Part) {
	for k, p := range parts {
		ref := b.ref(p.Order)
		if k == 0 {
			dep.Order = &ref
		}
		if len(parts) > 1 {
			dep.Parts = append(dep.Parts, Part{ref, p.Amount})
		}
		d := b.orders[p.Order]
		d.banked += p.Amount
		d.deposits++
		if d.order.Depositor == "" {
			d.order.Depositor = Text(dep.Name)
		}
	}
}

func (b *builder) ref(order int) OrderRef {
	o := &b.orders[order].order
	return OrderRef{o.File, o.Index}
}

func reasons(list []match.Reason) []string {
	out := make([]string, len(list))
	for i, r := range list {
		out[i] = string(r)
	}
	return out
}
