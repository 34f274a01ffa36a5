package shop_test

import (
	"testing"

	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/shop"
)

// What waits for its money has a price: nobody asks for an unknown sum.
func TestQuotedNeedsAPrice(t *testing.T) {
	s := newStage(t)
	order, _ := s.place(cake("이서연", "01000000001", nil))
	s.refused(shop.ErrNoPrice, shop.MoveOrder{ShopID: s.Shop, OrderID: order, To: shop.Quoted})
	s.Do(shop.ChangeOrder{ShopID: s.Shop, OrderID: order, Details: cake("이서연", "01000000001", won(30_000))})
	if have := s.state(order); have != shop.Quoted {
		t.Errorf("with a price it is in state %d", have)
	}
	s.Replayed()
}

// A chat of which only the price could not be taken over.
func TestImportedWithoutAPrice(t *testing.T) {
	s := newStage(t)
	s.bring(orders(told("방", shop.Quoted, 0, &shopjournalv1.OrderDetails{Name: "이서연"})))
	order, _ := s.only()
	if have := s.state(order); have != shop.Enquiry {
		t.Errorf("it is in state %d", have)
	}
	s.Do(shop.ChangeOrder{ShopID: s.Shop, OrderID: order, Details: cake("이서연", "", won(30_000))})
	if have := s.state(order); have != shop.Quoted {
		t.Errorf("with a price it is in state %d", have)
	}
	s.Replayed()
}

// Where a person has put an order it stays, until somebody changes what it costs.
func TestChangeOrderLeavesWhereItStands(t *testing.T) {
	s := newStage(t)
	order, _ := s.place(cake("이서연", "", won(30_000)))
	s.Do(shop.RecordPayment{ShopID: s.Shop, OrderID: order, AmountWon: 30_000})
	s.Do(shop.MoveOrder{ShopID: s.Shop, OrderID: order, To: shop.Quoted})
	changed := cake("이서연", "", won(30_000))
	changed.Requests = "초 하나"
	s.Do(shop.ChangeOrder{ShopID: s.Shop, OrderID: order, Details: changed})
	if have := s.state(order); have != shop.Quoted {
		t.Errorf("a wish brings it into state %d", have)
	}
	changed.TotalWon = won(28_000)
	s.Do(shop.ChangeOrder{ShopID: s.Shop, OrderID: order, Details: changed})
	if have := s.state(order); have != shop.Confirmed {
		t.Errorf("a price that is paid brings it into state %d", have)
	}
	changed.TotalWon = won(40_000)
	s.Do(shop.ChangeOrder{ShopID: s.Shop, OrderID: order, Details: changed})
	if have := s.state(order); have != shop.Quoted {
		t.Errorf("a price that is not paid brings it into state %d", have)
	}
	s.Replayed()
}

// Whoever finds that an order was changed meanwhile is told when, and by whom.
func TestOrderTellsWhoWroteIt(t *testing.T) {
	s := newStage(t)
	order, _ := s.place(cake("이서연", "", won(30_000)))
	placed := s.orders()[order.String()]
	if placed.GetDetailsMs() != placed.GetCreatedMs() || placed.GetDetailsBy() != s.Owner.String() {
		t.Errorf("written by %q at %d", placed.GetDetailsBy(), placed.GetDetailsMs())
	}
	s.Do(shop.RecordPayment{ShopID: s.Shop, OrderID: order, AmountWon: 10_000})
	if o := s.orders()[order.String()]; o.GetDetailsMs() != placed.GetDetailsMs() {
		t.Errorf("money is no word: %d", o.GetDetailsMs())
	}
	seen := placed.GetDetailsMs()
	change := shop.ChangeOrder{ShopID: s.Shop, OrderID: order, SeenChangedMS: seen, Details: cake("이서연", "", won(31_000))}
	answer := &shopv1.Done{}
	s.Ask(change, s.Owner, answer)
	if o := s.orders()[order.String()]; o.GetDetailsMs() != answer.GetChangedMs() {
		t.Errorf("changed at %d, answered %d", o.GetDetailsMs(), answer.GetChangedMs())
	}
	change.Details = cake("이서연", "", won(32_000))
	s.refused(shop.ErrChanged, change)
	o := s.orders()[order.String()]
	if o.GetDetailsMs() <= placed.GetDetailsMs() || o.GetDetailsBy() != s.Owner.String() {
		t.Errorf("changed by %q at %d", o.GetDetailsBy(), o.GetDetailsMs())
	}
	s.bring(orders(told("방", shop.Quoted, 0, &shopjournalv1.OrderDetails{Name: "김하늘"})))
	for _, o := range s.orders() {
		if o.GetName() == "김하늘" && o.GetDetailsBy() != "" {
			t.Errorf("a file is nobody: %q", o.GetDetailsBy())
		}
	}
	s.Replayed()
}

// A note that somebody else has written meanwhile is not lost under another.
func TestNoteThatWasSeen(t *testing.T) {
	s := newStage(t)
	order, _ := s.place(cake("이서연", "", nil))
	note := func(note, seen string) shop.NoteOrder {
		return shop.NoteOrder{ShopID: s.Shop, OrderID: order, Note: note, Seen: &seen}
	}
	s.Do(note("견과류 빼기 ", ""))
	s.Do(note("견과류 빼기, 문 앞에", "견과류 빼기 ")) // as it was written, with its blank
	s.refused(shop.ErrChanged, note("초 하나", "견과류 빼기"))
	s.Do(note("견과류 빼기, 문 앞에", "초 하나")) // it says so already
	s.Do(shop.NoteOrder{ShopID: s.Shop, OrderID: order, Note: "초 하나"})
	if have := s.orders()[order.String()].GetNote(); have != "초 하나" {
		t.Errorf("the note is %q", have)
	}
	s.Replayed()
}
