package shop_test

import (
	"fmt"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	"dangol.example/book"
	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/shop"
	"dangol.example/shop/reading"
	"dangol.example/shop/shoptest"
)

// bring imports content that was made by hand.
func (s *stage) bring(content *shopjournalv1.ImportContent) *shopv1.Import {
	s.T.Helper()
	pieces, err := reading.Pieces(content)
	if err != nil {
		s.T.Fatal(err)
	}
	c := shop.StartImport{ShopID: s.Shop, Files: []string{"made.txt"}}
	c.Total = uint32(len(content.GetOrders()) + len(content.GetDeposits()))
	for _, p := range pieces {
		h, err := s.blobs.Put(s.T.Context(), p)
		if err != nil {
			s.T.Fatal(err)
		}
		c.Content = append(c.Content, h)
	}
	var answer shopv1.StartImportResponse
	s.Ask(c, s.Owner, &answer)
	s.Errands()
	return shoptest.Held[shopv1.Import](s.Stage, shop.KindImport)[answer.GetImportId()]
}

// told is an order as a chat tells it.
func told(key string, said shop.State, paid int64, d *shopjournalv1.OrderDetails) *shopjournalv1.ImportedOrder {
	k := id.Of(2, "order", key)
	if d.Lines == nil {
		d.Lines = []*shopjournalv1.OrderLine{{Item: "케이크", Quantity: 1}}
	}
	return &shopjournalv1.ImportedOrder{
		Details: d, Said: uint32(said), State: uint32(said),
		Source: &shopjournalv1.OrderSource{Key: k[:], Room: key, PaidWon: paid},
	}
}

func orders(all ...*shopjournalv1.ImportedOrder) *shopjournalv1.ImportContent {
	return &shopjournalv1.ImportContent{Orders: all}
}

// only gives the one order there is.
func (s *stage) only() (id.ID, *shopv1.Order) {
	s.T.Helper()
	all := s.orders()
	if len(all) != 1 {
		s.T.Fatalf("%d orders", len(all))
	}
	for _, o := range all {
		n, err := id.Parse(o.GetId())
		if err != nil {
			s.T.Fatal(err)
		}
		return n, o
	}
	return id.ID{}, nil
}

// The shop's orders are the book's: their states, and what was paid.
func TestImportIsTheBook(t *testing.T) {
	s := newStage(t)
	all := files(t, "r*.txt", "r*.csv", "deposits.csv")
	r, err := reading.Read(t.Context(), all, reading.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s.begin(all)
	s.Errands()
	names := map[book.Status]shop.State{
		book.Inquiry: shop.Enquiry, book.Quoted: shop.Quoted, book.Confirmed: shop.Confirmed,
		book.Cancelled: shop.Cancelled,
		book.Lapsed:    shop.Lapsed, book.PickedUp: shop.PickedUp, book.NoShow: shop.NoShow,
	}
	want, have := map[string]int{}, map[string]int{}
	for _, o := range r.Book.Orders {
		stands := names[o.Status]
		if stands == shop.Quoted && !o.PayBy.IsZero() {
			stands = shop.Lapsed // the chats are of years ago
		}
		want[fmt.Sprint(o.Room, stands, int64(o.Paid), int64(o.Refund))]++
	}
	for _, o := range s.orders() {
		have[fmt.Sprint(o.GetRoom(), shop.State(o.GetState()), o.GetPaidWon(), o.GetRefundWon())]++
	}
	for k, n := range want {
		if have[k] != n {
			t.Errorf("the book has %d of %q, the shop %d", n, k, have[k])
		}
	}
	if m := s.imports()[0]; m.GetMatched() != 6 {
		t.Errorf("%d deposits matched", m.GetMatched())
	}
}

// Whatever a chat says, a person can save it as it stands.
func TestImportedOrdersCanBeChanged(t *testing.T) {
	s := newStage(t)
	s.begin(files(t, "r*.txt", "r*.csv"))
	s.Errands()
	for order, o := range s.orders() {
		n, _ := id.Parse(order)
		s.Do(shop.ChangeOrder{ShopID: s.Shop, OrderID: n, SeenChangedMS: o.GetChangedMs(), Details: detailsOf(o)})
	}
}

// detailsOf is what a device sends of an order that it shows.
func detailsOf(o *shopv1.Order) shop.Details {
	d := shop.Details{
		Name: o.GetName(), Phone: o.GetPhone(), Pickup: o.GetPickup(), CoolerBag: o.CoolerBag, TotalWon: o.TotalWon,
		AdvanceWon: o.AdvanceWon, DeliveryAddress: o.GetDeliveryAddress(), Requests: o.GetRequests(),
		Depositor: o.GetDepositor(),
	}
	for _, l := range o.GetLines() {
		d.Lines = append(d.Lines, shop.Line{
			Item: l.GetItem(), Quantity: l.GetQuantity(), Size: l.GetSize(), Flavor: l.GetFlavor(),
			Design: l.GetDesign(), Lettering: l.GetLettering(), Candles: l.GetCandles(), PriceWon: l.GetPriceWon(),
		})
	}
	return d
}

// A later export of a chat fills in what it tells, and leaves alone what a person has written: field by field.
func TestImportMerges(t *testing.T) {
	s := newStage(t)
	first := &shopjournalv1.OrderDetails{Name: "이서연", Pickup: "2026-11-25", Lines: []*shopjournalv1.OrderLine{{
		Item: "케이크", Quantity: 1, Size: "1호",
	}}}
	s.bring(orders(told("방", shop.Enquiry, 0, first)))
	order, o := s.only()
	edited := detailsOf(o)
	edited.Pickup, edited.Lines[0].Flavor = "2026-11-25T15:00", "딸기"
	s.Do(shop.ChangeOrder{ShopID: s.Shop, OrderID: order, Details: edited})
	second := proto.CloneOf(first)
	second.Pickup, second.Phone, second.TotalWon = "2026-11-26T10:00", "01000001234", won(44_000)
	second.Lines[0].Size, second.Lines[0].Flavor = "2호", "초코"
	m := s.bring(orders(told("방", shop.Quoted, 0, second)))
	_, o = s.only()
	if m.GetOrdersChanged() != 1 || m.GetOrdersNew() != 0 {
		t.Errorf("%v", m)
	}
	want := detailsOf(o)
	want.Pickup, want.Phone, want.TotalWon = "2026-11-25T15:00", "01000001234", won(44_000)
	want.Lines[0].Size, want.Lines[0].Flavor = "2호", "딸기"
	if have := detailsOf(o); fmt.Sprint(have.Pickup, have.Phone, *have.TotalWon, have.Lines) !=
		fmt.Sprint(want.Pickup, want.Phone, *want.TotalWon, want.Lines) || s.state(order) != shop.Quoted {
		t.Errorf("%s", protojson.Format(o))
	}
	if m := s.bring(orders(told("방", shop.Quoted, 0, second))); m.GetOrdersChanged() != 0 {
		t.Errorf("the same again changes something: %v", m)
	}
	customers := shoptest.Held[shopv1.Customer](s.Stage, shop.KindCustomer)
	if c := customers[o.GetCustomerId()]; c.GetPhone() != "01000001234" || len(customers) != 1 {
		t.Errorf("the customer has not the phone that was told: %v", customers)
	}
	s.Replayed()
}

// Where an order stands is told by the chat until a person says it; money that came here is not forgotten.
func TestImportStates(t *testing.T) {
	details := func() *shopjournalv1.OrderDetails {
		return &shopjournalv1.OrderDetails{Name: "이서연", TotalWon: won(30_000)}
	}
	for name, c := range map[string]struct {
		first, second shop.State
		between       func(s *stage, order id.ID)
		want          shop.State
	}{
		"follows the chat":      {shop.Quoted, shop.PickedUp, nil, shop.PickedUp},
		"a person has said":     {shop.Quoted, shop.Lapsed, move(shop.Confirmed), shop.Confirmed},
		"money has come":        {shop.Quoted, shop.Lapsed, cash, shop.Confirmed},
		"money, and cancelled":  {shop.Quoted, shop.Cancelled, cash, shop.Cancelled},
		"money, and fetched":    {shop.Quoted, shop.PickedUp, cash, shop.PickedUp},
		"nothing new, and paid": {shop.Quoted, shop.Quoted, cash, shop.Confirmed},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t)
			s.bring(orders(told("방", c.first, 0, details())))
			order, _ := s.only()
			if c.between != nil {
				c.between(s, order)
			}
			s.bring(orders(told("방", c.second, 0, details())))
			if have := s.state(order); have != c.want {
				t.Errorf("state %d, want %d", have, c.want)
			}
			s.Replayed()
		})
	}
}

func move(to shop.State) func(*stage, id.ID) {
	return func(s *stage, order id.ID) { s.Do(shop.MoveOrder{ShopID: s.Shop, OrderID: order, To: to}) }
}

func cash(s *stage, order id.ID) {
	s.Do(shop.RecordPayment{ShopID: s.Shop, OrderID: order, AmountWon: 30_000})
}

// Money that the chat tells of is counted once: the bank's list shows the same, also later.
func TestToldMoneyIsCountedOnce(t *testing.T) {
	s := newStage(t)
	d := &shopjournalv1.OrderDetails{Name: "이서연", TotalWon: won(30_000)}
	s.bring(orders(told("방", shop.Confirmed, 30_000, d)))
	order, o := s.only()
	if o.GetPaidWon() != 30_000 || o.GetPaidOtherwiseWon() != 30_000 {
		t.Fatalf("%v", o)
	}
	s.pays(s.deposit("모르는이", "2026-11-23T10:00:00", 30_000), order, 30_000, false)
	for range 2 {
		if _, o := s.only(); o.GetPaidWon() != 30_000 || o.GetPaidOtherwiseWon() != 0 || len(o.GetPayments()) != 1 {
			t.Errorf("%v", o)
		}
		s.bring(orders(told("방", shop.Confirmed, 30_000, d)))
	}
	s.Replayed()
}

// What the chat was misunderstood to tell of money, a person can take back for good.
func TestToldMoneyCanBeTakenBack(t *testing.T) {
	s := newStage(t)
	d := &shopjournalv1.OrderDetails{Name: "이서연", TotalWon: won(30_000)}
	s.bring(orders(told("방", shop.Confirmed, 30_000, d)))
	order, _ := s.only()
	s.Do(shop.RecordPayment{ShopID: s.Shop, OrderID: order, AmountWon: -20_000})
	s.refused(shop.ErrTooMuch, shop.RecordPayment{ShopID: s.Shop, OrderID: order, AmountWon: -10_001})
	d.Requests = "땅콩 빼고"
	s.bring(orders(told("방", shop.Confirmed, 30_000, d)))
	if _, o := s.only(); o.GetPaidWon() != 10_000 || o.GetRequests() == "" {
		t.Errorf("%v", o)
	}
	s.Replayed()
}

// Orders of any size go in, and what is refused ends the import with a sentence instead of being tried for ever.
func TestImportOfMuch(t *testing.T) {
	s := newStage(t)
	content := &shopjournalv1.ImportContent{}
	for n := range 120 {
		o := told(fmt.Sprint("방", n), shop.Quoted, 0, &shopjournalv1.OrderDetails{Name: "이서연", TotalWon: won(1000)})
		for range 20 {
			o.Source.Evidence = append(o.Source.Evidence, &shopjournalv1.Evidence{Field: "x", Text: strings.Repeat("가", 500)})
		}
		content.Orders = append(content.Orders, o)
	}
	if m := s.bring(content); m.GetState() != shopv1.ImportState_IMPORT_STATE_DONE || m.GetOrdersNew() != 120 {
		t.Errorf("%v", m)
	}
	huge := told("큰", shop.Quoted, 0, &shopjournalv1.OrderDetails{Name: "이서연", Requests: strings.Repeat("가", 200_000)})
	m := s.bring(orders(huge))
	if m.GetState() != shopv1.ImportState_IMPORT_STATE_FAILED || m.GetErrorKo() == "" || m.GetErrorEn() == "" {
		t.Errorf("%v", m)
	}
	s.Replayed()
}
