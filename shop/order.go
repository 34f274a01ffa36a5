package shop

import (
	"google.golang.org/protobuf/proto"

	"dangol.example/fault"
	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
)

// ErrNoOrder says that there is no such order.
var ErrNoOrder = fault.New(fault.Missing, "그런 주문이 없어요.", "There is no such order.")

// Details is what a person writes of an order.
type Details struct {
	Name, Phone, Pickup       string
	Lines                     []Line
	CoolerBag                 *bool
	DeliveryAddress, Requests string
	TotalWon, AdvanceWon      *int64
	Depositor                 string
}

// Line is one thing ordered.
type Line struct {
	Item                 string
	Quantity             uint32
	Size, Flavor, Design string
	Lettering            []string // byte for byte as written
	Candles              string
	PriceWon             int64
}

// check gives the details as they are kept.
func (c Details) check() (*shopjournalv1.OrderDetails, error) {
	n, err := name(c.Name)
	if err != nil {
		return nil, err
	}
	p, err := phone(c.Phone)
	if err != nil {
		return nil, err
	}
	if err := pickup(c.Pickup); err != nil {
		return nil, err
	}
	e := &shopjournalv1.OrderDetails{
		Name: n, Phone: p, Pickup: c.Pickup, CoolerBag: c.CoolerBag, TotalWon: c.TotalWon, AdvanceWon: c.AdvanceWon,
	}
	if err := checkTexts(MaxText, [][2]*string{
		{&c.DeliveryAddress, &e.DeliveryAddress}, {&c.Requests, &e.Requests},
	}); err != nil {
		return nil, err
	}
	if c.Depositor != "" {
		if e.Depositor, err = name(c.Depositor); err != nil {
			return nil, err
		}
	}
	for _, amount := range []*int64{c.TotalWon, c.AdvanceWon} {
		if amount != nil && won(*amount) != nil {
			return nil, ErrWon
		}
	}
	if c.TotalWon != nil && c.AdvanceWon != nil && *c.AdvanceWon > *c.TotalWon {
		return nil, ErrAdvance
	}
	if len(c.Lines) == 0 || len(c.Lines) > MaxLines {
		return nil, ErrLines
	}
	for _, l := range c.Lines {
		kept, err := l.check()
		if err != nil {
			return nil, err
		}
		e.Lines = append(e.Lines, kept)
	}
	return e, nil
}

func (l Line) check() (*shopjournalv1.OrderLine, error) {
	item, err := itemName(l.Item)
	if err != nil {
		return nil, err
	}
	if l.Quantity == 0 || l.Quantity > MaxPieces || len(l.Lettering) > MaxWords {
		return nil, ErrLines
	}
	if err := won(l.PriceWon); err != nil {
		return nil, err
	}
	e := &shopjournalv1.OrderLine{Item: item, Quantity: l.Quantity, Lettering: l.Lettering, PriceWon: l.PriceWon}
	for _, words := range l.Lettering {
		if _, err := text(words, MaxText); err != nil {
			return nil, err
		}
	}
	return e, checkTexts(MaxText, [][2]*string{
		{&l.Size, &e.Size}, {&l.Flavor, &e.Flavor}, {&l.Design, &e.Design}, {&l.Candles, &e.Candles},
	})
}

// checkTexts takes texts from the first of each pair to the second.
func checkTexts(most int, pairs [][2]*string) (err error) {
	for _, p := range pairs {
		if *p[1], err = text(*p[0], most); err != nil {
			return err
		}
	}
	return nil
}

// orderRow is what is decided on.
type orderRow struct {
	id, customer         id.ID
	state, waited        State
	codeNumber           int64
	balance              balance
	deposits, refund     int64
	otherwise, told      int64
	changedMS, detailsMS int64
	payByMS              int64
	moved, corrected     bool
}

const orderColumns = `SELECT customer, state, waited, code_number, total_won, advance_won, paid_won, otherwise_won, told_won,
	refund_won, changed_ms, details_ms, pay_by_ms, moved, corrected FROM shop_order WHERE id = ? AND shop = ?`

// findOrder finds an order of a shop.
func findOrder(r *shard.Reader, shop, order id.ID) (o orderRow, err error) {
	o.id = order
	found := r.One(func(w *shard.Row) {
		o.customer, o.state, o.waited, o.codeNumber = w.ID(), State(w.Int()), State(w.Int()), w.Int()
		o.balance.total, o.balance.advance = optional(w), optional(w)
		o.deposits, o.otherwise, o.told, o.refund = w.Int(), w.Int(), w.Int(), w.Int()
		o.changedMS, o.detailsMS, o.payByMS = w.Int(), w.Int(), w.Int()
		o.moved, o.corrected = w.Bool(), w.Bool()
		o.balance.paid = o.deposits + o.otherwise + o.told - o.refund
	}, orderColumns, order, shop)
	if !found {
		return o, ErrNoOrder
	}
	return o, nil
}

// keptDetails reads what is ordered.
func keptDetails(r *shard.Reader, order id.ID, into *shopjournalv1.OrderDetails) error {
	var kept []byte
	r.One(func(w *shard.Row) { kept = w.Bytes() }, "SELECT details FROM shop_order WHERE id = ?", order)
	return proto.Unmarshal(kept, into)
}

func optional(w *shard.Row) *int64 {
	if w.Null() {
		w.Int()
		return nil
	}
	n := w.Int()
	return &n
}

// with is the balance when more has come; less is negative.
func (b balance) with(more int64) balance {
	b.paid += more
	return b
}

// touchOrder says that devices must see an order anew, and its customer's sums.
func touchOrder(tx *shard.Tx, order id.ID) {
	var shop, customer id.ID
	tx.One(
		func(w *shard.Row) { shop, customer = w.ID(), w.ID() },
		"SELECT shop, customer FROM shop_order WHERE id = ?",
		order,
	)
	tx.Touch(Topic(shop), KindOrder, order)
	tx.Touch(Topic(shop), KindCustomer, customer)
}

func orderResource(r *shard.Reader, thing id.ID) proto.Message {
	var m *shopv1.Order
	var details, source []byte
	r.One(func(w *shard.Row) {
		m = &shopv1.Order{
			Id:         thing.String(),
			CustomerId: w.ID().String(),
			Code:       w.Text(),
			State:      shopv1.OrderState(w.Int()),
		}
		m.PaidWon = w.Int()
		m.PaidOtherwiseWon, m.RefundWon, m.PayByMs = w.Int(), w.Int(), w.Int()
		m.CreatedMs, m.ChangedMs, m.Note = w.Int(), w.Int(), w.Text()
		m.PaidWon += m.PaidOtherwiseWon
		details, source = w.Bytes(), w.Bytes()
	}, `SELECT customer, code, state, paid_won, otherwise_won + told_won, refund_won, pay_by_ms, created_ms, changed_ms, note, details,
		source FROM shop_order WHERE id = ?`, thing)
	if m == nil {
		return nil
	}
	kept, from := &shopjournalv1.OrderDetails{}, &shopjournalv1.OrderSource{}
	if proto.Unmarshal(details, kept) != nil || proto.Unmarshal(source, from) != nil {
		return nil
	}
	fill(m, kept)
	m.Room = from.GetRoom()
	for _, e := range from.GetEvidence() {
		m.Evidence = append(m.Evidence, &shopv1.Evidence{
			Field: e.GetField(), Line: e.GetLine(), Text: e.GetText(), Unsure: e.GetUnsure(),
		})
	}
	if m.PaidWon > m.PaidOtherwiseWon {
		r.Each(func(w *shard.Row) {
			m.Payments = append(m.Payments, &shopv1.Payment{DepositId: w.ID().String(), AmountWon: w.Int()})
		}, "SELECT deposit, amount_won FROM shop_part WHERE order_id = ? ORDER BY deposit", thing)
	}
	return m
}

// fill puts the details into the resource.
func fill(m *shopv1.Order, d *shopjournalv1.OrderDetails) {
	m.Name, m.Phone, m.Pickup, m.CoolerBag = d.GetName(), d.GetPhone(), d.GetPickup(), d.CoolerBag
	m.DeliveryAddress, m.Requests, m.Depositor = d.GetDeliveryAddress(), d.GetRequests(), d.GetDepositor()
	m.TotalWon, m.AdvanceWon = d.TotalWon, d.AdvanceWon
	for _, l := range d.GetLines() {
		m.Lines = append(m.Lines, &shopv1.OrderLine{
			Item:      l.GetItem(),
			Quantity:  l.GetQuantity(),
			Size:      l.GetSize(),
			Flavor:    l.GetFlavor(),
			Design:    l.GetDesign(),
			Lettering: l.GetLettering(),
			Candles:   l.GetCandles(),
			PriceWon:  l.GetPriceWon(),
		})
	}
}
