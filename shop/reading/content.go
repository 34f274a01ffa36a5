package reading

import (
	"slices"
	"time"

	"google.golang.org/protobuf/proto"

	"dangol.example/blob"
	"dangol.example/book"
	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/money"
)

// Content is what an import brings in. Deposits are named by their rows' identities within the shop.
func (r *Reading) Content(shop id.ID, zone *time.Location) *shopjournalv1.ImportContent {
	c := &shopjournalv1.ImportContent{}
	if r.Book == nil {
		return c
	}
	keys, banked := map[book.OrderRef][]byte{}, map[book.OrderRef]money.Amount{}
	for i := range r.Book.Orders {
		o := &r.Book.Orders[i]
		key := id.Of(shop.Shard(), "order", shop.String(), string(o.Key[:]))
		keys[book.OrderRef{File: o.File, Index: o.Index}] = key[:]
	}
	for i := range r.Book.Deposits {
		d := &r.Book.Deposits[i]
		if d.NoOrder {
			continue
		}
		row := id.Of(shop.Shard(), "deposit", shop.String(), string(d.ID[:]))
		c.Deposits = append(c.Deposits, &shopjournalv1.DepositImported{
			Deposit: row[:], At: d.Date.String(), Name: d.Name, Memo: d.Memo, AmountWon: int64(d.Amount), File: d.File,
			Row: uint32(d.Row),
		})
		if d.Order == nil || !d.Auto {
			continue
		}
		m := &shopjournalv1.ImportedMatch{Deposit: row[:], Reasons: d.Reasons}
		for _, p := range partsOf(d) {
			banked[p.OrderRef] += p.Amount
			m.Parts = append(m.Parts, &shopjournalv1.ImportedPart{Key: keys[p.OrderRef], AmountWon: int64(p.Amount)})
		}
		c.Matches = append(c.Matches, m)
	}
	for i := range r.Book.Orders {
		o := &r.Book.Orders[i]
		ref := book.OrderRef{File: o.File, Index: o.Index}
		c.Orders = append(c.Orders, order(o, keys[ref], o.Paid-min(banked[ref], o.Paid), zone))
	}
	for _, u := range r.Book.Unread {
		c.Unread = append(c.Unread, &shopjournalv1.UnreadLine{File: u.File, Line: uint32(u.Line), Reason: u.Reason})
	}
	return c
}

func partsOf(d *book.Deposit) []book.Part {
	if len(d.Parts) > 0 {
		return d.Parts
	}
	return []book.Part{{OrderRef: *d.Order, Amount: d.Amount}}
}

// unnamed is the name of an order in whose chat nobody said one.
const unnamed = "이름 없음"

// order turns an order of the book into one of the shop. Told is the money that only the chat tells of.
func order(o *book.Order, key []byte, told money.Amount, zone *time.Location) *shopjournalv1.ImportedOrder {
	d := &shopjournalv1.OrderDetails{
		Name: firstOf(
			string(o.Name),
			o.Room,
			unnamed,
		),
		Phone:           string(o.Phone),
		Pickup:          o.Pickup.String(),
		CoolerBag:       o.CoolerBag,
		DeliveryAddress: string(o.DeliveryAddress),
		Requests:        string(o.Requests),
		Depositor:       string(o.Depositor),
		TotalWon:        wonOf(o.Total),
		AdvanceWon:      wonOf(o.Advance),
	}
	d.Lines = []*shopjournalv1.OrderLine{
		{
			Item: firstOf(
				string(o.Item),
				"주문",
			),
			Quantity:  uint32(max(o.Quantity, 1)),
			Size:      string(o.Size),
			Flavor:    string(o.Flavor),
			Design:    string(o.Design),
			Lettering: o.Lettering,
			Candles:   string(o.Candles),
		},
	}
	s := &shopjournalv1.OrderSource{
		Key: key, Room: o.Room, PaidWon: int64(told), RefundWon: int64(o.Refund), OpenedMs: instant(o.Opened, zone),
	}
	fields := make([]string, 0, len(o.Evidence))
	for f := range o.Evidence {
		fields = append(fields, f)
	}
	slices.Sort(fields)
	for _, f := range fields {
		e := o.Evidence[f]
		s.Evidence = append(s.Evidence, &shopjournalv1.Evidence{
			Field: f, Line: uint32(e.Line), Text: e.Text, Unsure: slices.Contains(o.Ambiguous, f),
		})
	}
	return &shopjournalv1.ImportedOrder{Details: d, Source: s, State: states[o.Status]}
}

// states are the journal's numbers of the book's states.
var states = map[book.Status]uint32{ //nolint:gochecknoglobals // a table
	book.Inquiry:   1,
	book.Quoted:    2,
	book.Confirmed: 3,
	book.PickedUp:  6,
	book.Lapsed:    7,
	book.Cancelled: 8,
	book.NoShow:    9,
}

func firstOf(texts ...string) string {
	i := slices.IndexFunc(texts, func(s string) bool { return s != "" })
	if i < 0 {
		return ""
	}
	return texts[i]
}

func wonOf(a *money.Amount) *int64 {
	if a == nil {
		return nil
	}
	n := int64(*a)
	return &n
}

// instant is a wall clock's time at the shop.
func instant(t time.Time, zone *time.Location) int64 {
	if t.IsZero() {
		return 0
	}
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, zone).UnixMilli()
}

// Pieces encodes the content and cuts it into blobs.
func Pieces(c *shopjournalv1.ImportContent) (pieces [][]byte, err error) {
	all, err := proto.MarshalOptions{Deterministic: true}.Marshal(c)
	if err != nil {
		return nil, err
	}
	for piece := range slices.Chunk(all, blob.MaxBytes) {
		pieces = append(pieces, piece)
	}
	if len(pieces) == 0 {
		pieces = [][]byte{{}}
	}
	return pieces, nil
}
