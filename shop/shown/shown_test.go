package shown_test

import (
	"crypto/sha256"
	"fmt"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	"dangol.example/blob"
	"dangol.example/channel"
	"dangol.example/channel/bell"
	"dangol.example/channel/desk"
	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
	"dangol.example/shop/shoptest"
	"dangol.example/shop/shown"
)

// stage is a shop with a channel.
type stage struct{ *shoptest.Stage }

func newStage(t *testing.T) *stage {
	t.Helper()
	return &stage{shoptest.New(t, shoptest.Monday(9), func() []shard.Domain {
		return []shard.Domain{
			shop.Domain(shop.Options{Blobs: &blob.Memory{}, Shown: desk.Show}), desk.Domain(),
			bell.Domain(bell.Options{}), channel.Domain(),
		}
	})}
}

func parse(t testing.TB, text string) id.ID {
	t.Helper()
	one, err := id.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return one
}

// show gives a thing as devices hold it; nil for what is not there.
func (s *stage) show(how func(*shard.Reader, id.ID) proto.Message, thing id.ID) (m proto.Message) {
	s.T.Helper()
	s.Read(func(r *shard.Reader) { m = how(r, thing) })
	return m
}

func (s *stage) order(order id.ID) *shopv1.Order {
	s.T.Helper()
	m, _ := s.show(shown.Order, order).(*shopv1.Order)
	return m
}

// come opens a conversation of a customer.
func (s *stage) come(name, phone string) id.ID {
	s.T.Helper()
	key := sha256.Sum256([]byte(name))
	var opened channelv1.OpenResponse
	s.Ask(channel.Begin{ShopID: s.Shop, Name: name, Phone: phone, KeyHash: key[:], Device: "폰"}, id.ID{}, &opened)
	return parse(s.T, opened.GetConversationId())
}

func cake(name, phone string, total int64) shop.Details {
	return shop.Details{
		Name: name, Phone: phone, Pickup: "2026-11-28T15:00", TotalWon: new(total), Requests: "초는 빼 주세요",
		Lines: []shop.Line{{Item: "레터링 케이크", Quantity: 2, Size: "1호", Lettering: []string{"축하해요", "엄마"}}},
	}
}

func (s *stage) place(d shop.Details) id.ID {
	s.T.Helper()
	var placed shopv1.PlaceOrderResponse
	s.Ask(shop.PlaceOrder{ShopID: s.Shop, Details: d}, s.Owner, &placed)
	return parse(s.T, placed.GetOrderId())
}

// alert has a bank tell of money, and gives the deposit.
func (s *stage) alert(name string, amount string) id.ID {
	s.T.Helper()
	text := "[Web발신]\n[KB]11/23 09:30\n821337**680\n" + name + "\n전자금융입금\n" + amount + "\n잔액1,234,567\n"
	c, err := shop.NewTakeAlert(s.Shop, text, s.Clock.Now(), time.FixedZone("KST", 9*3600))
	if err != nil {
		s.T.Fatal(err)
	}
	var taken channelv1.TakeAlertResponse
	s.Ask(c, id.ID{}, &taken)
	s.Errands()
	if len(taken.GetDepositIds()) != 1 {
		s.T.Fatalf("%v", &taken)
	}
	return parse(s.T, taken.GetDepositIds()[0])
}

// What is not there is nothing, and no empty thing: a device would show it.
func TestNothingIsShownOfWhatIsNotThere(t *testing.T) {
	s := newStage(t)
	for name, how := range map[string]func(*shard.Reader, id.ID) proto.Message{
		"shop": shown.Shop, "staff": shown.Staff, "item": shown.Item, "customer": shown.Customer, "order": shown.Order,
		"guest order": shown.GuestOrder, "deposit": shown.Deposit, "import": shown.Import,
	} {
		if m := s.show(how, id.Of(2, "nothing", name)); m != nil {
			t.Errorf("%s: %v", name, m)
		}
	}
}

func TestShopAndItsPeople(t *testing.T) {
	s := newStage(t)
	name, account, hours := "달빛케이크", "국민 000-00-0000-001", uint32(36)
	s.Do(shop.ChangeShop{ShopID: s.Shop, Name: &name, Account: &account, PayWithinHours: &hours})
	m, _ := s.show(shown.Shop, s.Shop).(*shopv1.Shop)
	if m.GetId() != s.Shop.String() || m.GetName() != name || m.GetAccount() != account ||
		m.GetPayWithinHours() != hours || m.GetZone() != "Asia/Seoul" {
		t.Errorf("%v", m)
	}
	for _, device := range []string{"가게 폰", "계산대"} {
		key, token := sha256.Sum256([]byte(device)), sha256.Sum256([]byte(device+"!"))
		s.Do(shop.IssueLink{ShopID: s.Shop, StaffID: s.Owner, KeyHash: key[:]})
		s.Ask(shop.SignIn{KeyHash: key[:], TokenHash: token[:], Device: device}, id.ID{}, nil)
	}
	p, _ := s.show(shown.Staff, s.Owner).(*shopv1.Staff)
	if p.GetName() != "최하늘" || p.GetRole() != shopv1.Role_ROLE_OWNER || p.GetRemoved() || len(p.GetDevices()) != 2 ||
		p.GetDevices()[0].GetName() != "가게 폰" || p.GetDevices()[0].GetSinceMs() >= p.GetDevices()[1].GetSinceMs() {
		t.Errorf("%v", p)
	}
}

func TestItemThatIsNotSoldAnyMore(t *testing.T) {
	s := newStage(t)
	var added shopv1.AddItemResponse
	s.Ask(shop.AddItem{ShopID: s.Shop, Name: "도시락 케이크", PriceWon: 18_000}, s.Owner, &added)
	item := parse(t, added.GetItemId())
	s.Do(shop.RetireItem{ShopID: s.Shop, ItemID: item})
	m, _ := s.show(shown.Item, item).(*shopv1.Item)
	if m.GetName() != "도시락 케이크" || m.GetPriceWon() != 18_000 || !m.GetRetired() {
		t.Errorf("%v", m)
	}
}

// An order that the bank has paid in part and a hand in part: devices see the whole, and what came how.
func TestOrderPaidInTwoWays(t *testing.T) {
	s := newStage(t)
	order := s.place(cake("이서연", "01000001234", 88_000))
	s.Do(shop.RecordPayment{ShopID: s.Shop, OrderID: order, AmountWon: 20_000})
	deposit := s.alert("모르는이", "68,000")
	s.Do(shop.MatchDeposit{ShopID: s.Shop, DepositID: deposit, Parts: []shop.Part{{OrderID: order, AmountWon: 68_000}}})
	m := s.order(order)
	if m.GetPaidWon() != 88_000 || m.GetPaidOtherwiseWon() != 20_000 || len(m.GetPayments()) != 1 ||
		m.GetPayments()[0].GetDepositId() != deposit.String() || m.GetPayments()[0].GetAmountWon() != 68_000 {
		t.Errorf("%v", m)
	}
	if l := m.GetLines(); len(l) != 1 || l[0].GetQuantity() != 2 || fmt.Sprint(l[0].GetLettering()) != "[축하해요 엄마]" {
		t.Errorf("%v", l)
	}
	d, _ := s.show(shown.Deposit, deposit).(*shopv1.Deposit)
	if d.GetName() != "모르는이" || d.GetAmountWon() != 68_000 || d.GetAutomatic() || len(d.GetParts()) != 1 ||
		d.GetParts()[0].GetOrderId() != order.String() {
		t.Errorf("%v", d)
	}
	c, _ := s.show(shown.Customer, parse(t, m.GetCustomerId())).(*shopv1.Customer)
	if c.GetName() != "이서연" || c.GetOrders() != 1 || c.GetPaidWon() != 88_000 || c.GetNoShows() != 0 {
		t.Errorf("%v", c)
	}
}

// A deposit that could be of two orders names both, each with its reasons, and is of none.
func TestDepositThatCouldBeOfTwo(t *testing.T) {
	s := newStage(t)
	want := map[string]bool{}
	for _, phone := range []string{"01000000001", "01000000002"} {
		want[s.place(cake("이서연", phone, 44_000)).String()] = true
	}
	d, _ := s.show(shown.Deposit, s.alert("이서연", "44,000")).(*shopv1.Deposit)
	if len(d.GetParts()) != 0 || len(d.GetCandidates()) != 2 || d.GetAutomatic() {
		t.Fatalf("%v", d)
	}
	for _, c := range d.GetCandidates() {
		if !want[c.GetOrderId()] || len(c.GetReasons()) == 0 {
			t.Errorf("%v", c)
		}
		delete(want, c.GetOrderId())
	}
}

// A customer's device holds of the order what is the customer's, and nothing of what the shop keeps to itself.
func TestGuestOrderKeepsTheShopsOwnBack(t *testing.T) {
	s := newStage(t)
	conversation := s.come("이서연", "01000001234")
	var placed shopv1.PlaceOrderResponse
	s.Ask(channel.PlaceOrder{
		ShopID: s.Shop, ConversationID: conversation, Details: cake("이서연", "01000001234", 88_000),
	}, s.Owner, &placed)
	order := parse(t, placed.GetOrderId())
	s.Do(shop.NoteOrder{ShopID: s.Shop, OrderID: order, Note: "까다로운 손님"})
	s.Do(shop.RecordPayment{ShopID: s.Shop, OrderID: order, AmountWon: 30_000})
	whole := s.order(order)
	if whole.GetNote() != "까다로운 손님" || whole.GetConversationId() != conversation.String() {
		t.Fatalf("%v", whole)
	}
	g, _ := s.show(shown.GuestOrder, order).(*channelv1.GuestOrder)
	if g.GetId() != whole.GetId() || g.GetCode() != whole.GetCode() || g.GetState() != whole.GetState() ||
		g.GetTotalWon() != 88_000 || g.GetPaidWon() != 30_000 || g.GetPickup() != "2026-11-28T15:00" ||
		g.GetRequests() != "초는 빼 주세요" || len(g.GetLines()) != 1 {
		t.Errorf("%v", g)
	}
	for i := range g.ProtoReflect().Descriptor().Fields().Len() {
		switch name := g.ProtoReflect().Descriptor().Fields().Get(i).Name(); name {
		case "note", "customer_id", "evidence", "payments", "room":
			t.Errorf("customers are told %s", name)
		}
	}
	// An order that was written at the counter is of no conversation, and no customer's device holds it.
	if m := s.show(shown.GuestOrder, s.place(cake("박하준", "01000005678", 44_000))); m != nil {
		t.Errorf("%v", m)
	}
}

// What an import would bring is shown as an order before there is one.
func TestPreviewOrder(t *testing.T) {
	key := id.Of(2, "source", "r1")
	m := shown.PreviewOrder(&shopjournalv1.ImportedOrder{
		State: 3, PaidWon: 44_000, Details: &shopjournalv1.OrderDetails{Name: "이서연", TotalWon: proto.Int64(44_000)},
		Source: &shopjournalv1.OrderSource{
			Key: key[:], Room: "이서연 님", Evidence: []*shopjournalv1.Evidence{{Field: "name", Line: 7, Text: "이서연이요", Unsure: true}},
		},
	})
	if m.GetId() != key.String() || m.GetName() != "이서연" || m.GetTotalWon() != 44_000 || m.GetPaidWon() != 44_000 ||
		m.GetRoom() != "이서연 님" || m.GetState() != 3 {
		t.Errorf("%v", m)
	}
	e := m.GetEvidence()
	if len(e) != 1 || e[0].GetField() != "name" || e[0].GetLine() != 7 || e[0].GetText() != "이서연이요" || !e[0].GetUnsure() {
		t.Errorf("%v", e)
	}
}
