package reading

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"google.golang.org/protobuf/proto"

	"dangol.example/blob"
	"dangol.example/book"
	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/money"
	"dangol.example/shop/form"
)

// Content is what an import brings in. Deposits are named by their rows' identities within the shop.
func (r *Reading) Content(shop id.ID, zone *time.Location) *shopjournalv1.ImportContent {
	c := &shopjournalv1.ImportContent{}
	if r.Book == nil {
		return c
	}
	keys, states := r.keys(shop), map[book.OrderRef]uint32{}
	for i := range r.Book.Orders {
		o := &r.Book.Orders[i]
		ref := book.OrderRef{File: o.File, Index: o.Index}
		states[ref] = stateNumbers[o.Status]
		c.Orders = append(c.Orders, order(o, keys[ref], zone))
	}
	for i := range r.Book.Deposits {
		d := &r.Book.Deposits[i]
		if d.NoOrder {
			continue
		}
		row := id.Of(shop.Shard(), "deposit", shop.String(), string(d.ID[:]))
		c.Deposits = append(c.Deposits, r.deposit(d, row))
		if d.Order == nil || !d.Auto {
			continue
		}
		m := &shopjournalv1.ImportedMatch{Deposit: row[:], Reasons: d.Reasons}
		for _, p := range partsOf(d) {
			m.Parts = append(m.Parts, &shopjournalv1.ImportedPart{
				Key: keys[p.OrderRef], AmountWon: int64(p.Amount), State: states[p.OrderRef],
			})
		}
		c.Matches = append(c.Matches, m)
	}
	for _, u := range r.Book.Unread {
		c.Unread = append(c.Unread, &shopjournalv1.UnreadLine{
			File: fileName(u.File), Line: uint32(u.Line), Reason: u.Reason,
		})
	}
	return c
}

// keys names every order for ever: by the message with which it began, and by its place among those that began with
// the same one.
func (r *Reading) keys(shop id.ID) map[book.OrderRef][]byte {
	keys, same := map[book.OrderRef][]byte{}, map[[16]byte]int{}
	for i := range r.Book.Orders {
		o := &r.Book.Orders[i]
		key := id.Of(shop.Shard(), "order", shop.String(), string(o.Key[:]), strconv.Itoa(same[o.Key]))
		same[o.Key]++
		keys[book.OrderRef{File: o.File, Index: o.Index}] = key[:]
	}
	return keys
}

// at is when a deposit came, with its seconds.
func at(s book.Stamp) string {
	if s.DayOnly || s.IsZero() {
		return s.String()
	}
	return s.Format("2006-01-02T15:04:05")
}

func partsOf(d *book.Deposit) []book.Part {
	if len(d.Parts) > 0 {
		return d.Parts
	}
	return []book.Part{{OrderRef: *d.Order, Amount: d.Amount}}
}

// What stands where nobody said a name.
const (
	unnamed     = "이름 없음"
	unnamedItem = "주문"
)

// maxEvidence is how many fields of an order can show where they were read. What else is taken over is as much as a
// person may write (package form), so that an imported order can be changed without being refused for what stands
// there.
const maxEvidence = 50

// order turns an order of the book into one of the shop.
func order(o *book.Order, key []byte, zone *time.Location) *shopjournalv1.ImportedOrder {
	return &shopjournalv1.ImportedOrder{
		Details: Details(o), Source: source(o, key, zone), State: stateNumbers[o.Status], Said: stateNumbers[o.Said],
		PaidWon: int64(o.Paid),
	}
}

// Details is what an order of the book says, as a shop keeps it. The name under which money came is not taken over from
// the bank: only people say whose it is.
func Details(o *book.Order) *shopjournalv1.OrderDetails {
	d := &shopjournalv1.OrderDetails{
		Name:   firstOf(cut(string(o.Name), form.MaxName), cut(o.Room, form.MaxName), unnamed),
		Pickup: pickup(o.Pickup), CoolerBag: o.CoolerBag,
		DeliveryAddress: clip(string(o.DeliveryAddress), form.MaxText),
		Requests:        clip(string(o.Requests), form.MaxText),
		TotalWon:        wonOf(o.Total), AdvanceWon: wonOf(o.Advance),
	}
	if p, err := form.Phone(string(o.Phone)); err == nil {
		d.Phone = p
	}
	if _, said := o.Evidence["depositor"]; said {
		d.Depositor = cut(string(o.Depositor), form.MaxName)
	}
	if d.TotalWon != nil && d.AdvanceWon != nil && d.GetAdvanceWon() > d.GetTotalWon() {
		d.AdvanceWon = nil
	}
	line := &shopjournalv1.OrderLine{
		Item:     firstOf(cut(string(o.Item), form.MaxItem), unnamedItem),
		Quantity: uint32(min(max(o.Quantity, 1), form.MaxPieces)),
		Size:     cut(string(o.Size), form.MaxText), Flavor: cut(string(o.Flavor), form.MaxText),
		Design: clip(string(o.Design), form.MaxText), Candles: cut(string(o.Candles), form.MaxText),
	}
	for _, words := range o.Lettering[:min(len(o.Lettering), form.MaxWords)] { // byte for byte, else not at all
		if utf8.RuneCountInString(words) <= form.MaxText && utf8.ValidString(words) {
			line.Lettering = append(line.Lettering, words)
		}
	}
	d.Lines = []*shopjournalv1.OrderLine{line}
	return d
}

// pickup is the day and, where it is known, the hour and minute.
func pickup(s book.Stamp) string {
	if s.IsZero() {
		return ""
	}
	s.Time = s.Truncate(time.Minute)
	return s.String()
}

// cut makes a text fit on one line.
func cut(s string, most int) string {
	return clip(strings.Join(strings.FieldsFunc(s, unicode.IsControl), " "), most)
}

// clip takes the first letters of a text.
func clip(s string, most int) string {
	letters := []rune(strings.TrimSpace(strings.ToValidUTF8(s, "")))
	return strings.TrimSpace(string(letters[:min(len(letters), most)]))
}

// source is where an order was read.
func source(o *book.Order, key []byte, zone *time.Location) *shopjournalv1.OrderSource {
	s := &shopjournalv1.OrderSource{
		Key: key, Room: cut(o.Room, form.MaxText), PaidWon: int64(o.Told), RefundWon: int64(o.Refund),
		OpenedMs: instant(o.Opened, zone), PayByMs: instant(o.PayBy, zone),
	}
	if !o.Reaches.IsZero() {
		s.ReachesMs = instant(o.Reaches, zone) + int64(o.Reaches.Nanosecond())/int64(time.Millisecond)
	}
	fields := make([]string, 0, len(o.Evidence))
	for f := range o.Evidence {
		fields = append(fields, f)
	}
	slices.Sort(fields)
	for _, f := range fields[:min(len(fields), maxEvidence)] {
		e := o.Evidence[f]
		s.Evidence = append(s.Evidence, &shopjournalv1.Evidence{
			Field: f, Line: uint32(e.Line), Text: clip(e.Text, form.MaxText), Unsure: slices.Contains(o.Ambiguous, f),
		})
	}
	return s
}

// stateNumbers are the journal's numbers of the book's states.
var stateNumbers = map[book.Status]uint32{ //nolint:gochecknoglobals // a table
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
	if a == nil || *a < 0 || *a > form.MaxWon {
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
