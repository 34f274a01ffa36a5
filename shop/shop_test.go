package shop_test

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"
	"time"

	"dangol.example/blob"
	sessionv1 "dangol.example/gen/api/dangol/session/v1"
	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
	"dangol.example/shop/form"
	"dangol.example/shop/shoptest"
)

// stage is a shop, on a Monday at nine.
type stage struct {
	*shoptest.Stage
	blobs *blob.Memory
}

func newStage(t *testing.T) *stage {
	t.Helper()
	blobs := &blob.Memory{}
	return &stage{shoptest.New(t, shoptest.Monday(9), func() []shard.Domain {
		return []shard.Domain{shop.Domain(shop.Options{Blobs: blobs})}
	}), blobs}
}

// refused gives a command of the owner that must be refused with a sentence in both languages.
func (s *stage) refused(want error, c shard.Command) {
	s.T.Helper()
	s.Refused(s.Owner, want, c)
}

func (s *stage) orders() map[string]*shopv1.Order {
	return shoptest.Held[shopv1.Order](s.Stage, shop.KindOrder)
}

func (s *stage) deposits() map[string]*shopv1.Deposit {
	return shoptest.Held[shopv1.Deposit](s.Stage, shop.KindDeposit)
}

func cake(name, phone string, total *int64) shop.Details {
	return shop.Details{
		Name: name, Phone: phone, Pickup: "2026-11-25T14:00", TotalWon: total,
		Lines: []shop.Line{{Item: "레터링 케이크", Quantity: 1, Size: "1호", Lettering: []string{"생일 축하해"}}},
	}
}

// place writes an order and gives its id and code.
func (s *stage) place(d shop.Details) (id.ID, string) {
	s.T.Helper()
	var answer shopv1.PlaceOrderResponse
	s.Ask(shop.PlaceOrder{ShopID: s.Shop, Details: d}, s.Owner, &answer)
	order, err := id.Parse(answer.GetOrderId())
	if err != nil {
		s.T.Fatal(err)
	}
	return order, answer.GetCode()
}

func TestPlaceOrder(t *testing.T) {
	s := newStage(t)
	order, code := s.place(cake("이서연", "010-0000-1234", won(44_000)))
	enquiry, _ := s.place(cake("김도윤", "", nil))
	all := s.orders()
	o := all[order.String()]
	if o.GetCode() != code || o.GetState() != shopv1.OrderState_ORDER_STATE_QUOTED || o.GetPhone() != "01000001234" ||
		o.GetTotalWon() != 44_000 || o.GetPayByMs() == 0 || o.GetLines()[0].GetLettering()[0] != "생일 축하해" {
		t.Errorf("%v", o)
	}
	if len([]rune(code)) != 5 || string([]rune(code)[:3]) != "이서연" {
		t.Errorf("code %q", code)
	}
	if e := all[enquiry.String()]; e.GetState() != shopv1.OrderState_ORDER_STATE_ENQUIRY || e.TotalWon != nil {
		t.Errorf("%v", e)
	}
	again, _ := s.place(cake("이서연", "01000001234", nil))
	if a := s.orders()[again.String()]; a.GetCustomerId() != o.GetCustomerId() {
		t.Error("the same phone is another customer")
	}
	for name, c := range map[string]struct {
		change func(*shop.Details)
		want   error
	}{
		"no name":      {func(d *shop.Details) { d.Name = " " }, form.ErrName},
		"no lines":     {func(d *shop.Details) { d.Lines = nil }, form.ErrLines},
		"phone":        {func(d *shop.Details) { d.Phone = "없음" }, form.ErrPhone},
		"day":          {func(d *shop.Details) { d.Pickup = "2026-02-30" }, form.ErrPickup},
		"negative":     {func(d *shop.Details) { d.TotalWon = won(-1) }, form.ErrWon},
		"advance":      {func(d *shop.Details) { d.AdvanceWon = won(50_000) }, form.ErrAdvance},
		"much to say":  {func(d *shop.Details) { d.Requests = string(make([]rune, 501)) }, form.ErrTooLong},
		"none of them": {func(d *shop.Details) { d.Lines[0].Quantity = 0 }, form.ErrPieces},
		"pieces":       {func(d *shop.Details) { d.Lines[0].Quantity = form.MaxPieces + 1 }, form.ErrPieces},
		"letterings": {func(d *shop.Details) {
			d.Lines[0].Lettering = make([]string, form.MaxWords+1)
		}, form.ErrWords},
		"many lines": {func(d *shop.Details) { d.Lines = make([]shop.Line, form.MaxLines+1) }, form.ErrLines},
	} {
		d := cake("박하은", "", won(44_000))
		c.change(&d)
		t.Run(name, func(t *testing.T) { s.T = t; s.refused(c.want, shop.PlaceOrder{ShopID: s.Shop, Details: d}) })
	}
	s.T = t
	s.Replayed()
}

// Codes of unpaid orders differ in their number, whatever name stands before it.
func TestCodes(t *testing.T) {
	s := newStage(t)
	seen := map[string]bool{}
	for n := range 120 {
		_, code := s.place(cake("이서연", fmt.Sprintf("0100000%04d", n), won(30_000)))
		number := string([]rune(code)[3:])
		if seen[number] || number[0] == '0' {
			t.Fatalf("order %d has code %q", n, code)
		}
		seen[number] = true
	}
	for name, want := range map[string]string{"Jane Doe": "Jane", "김 수한무거북이": "김수한무", "12": "주문", "Kim2": "Kim"} {
		if _, code := s.place(cake(name, "", won(1))); len(code) < len(want) || code[:len(want)] != want {
			t.Errorf("%s has code %q", name, code)
		}
	}
}

func TestChangeOrder(t *testing.T) {
	s := newStage(t)
	order, code := s.place(cake("이서연", "", nil))
	seen := s.orders()[order.String()].GetChangedMs()
	s.Do(shop.ChangeOrder{ShopID: s.Shop, OrderID: order, SeenChangedMS: seen, Details: cake("이서연", "", won(38_000))})
	if o := s.orders()[order.String()]; o.GetState() != shopv1.OrderState_ORDER_STATE_QUOTED || o.GetCode() != code {
		t.Errorf("%v", o)
	}
	s.refused(
		shop.ErrChanged,
		shop.ChangeOrder{ShopID: s.Shop, OrderID: order, SeenChangedMS: seen, Details: cake("이서연", "", nil)},
	)
	s.refused(shop.ErrNoOrder, shop.ChangeOrder{ShopID: s.Shop, OrderID: id.Of(2, "x"), Details: cake("이서연", "", nil)})
	s.Replayed()
}

func TestMoveOrder(t *testing.T) {
	s := newStage(t)
	order, _ := s.place(cake("이서연", "", won(38_000)))
	for _, to := range []shop.State{shop.Confirmed, shop.InWork, shop.Ready, shop.PickedUp, shop.Ready, shop.NoShow} {
		s.Do(shop.MoveOrder{ShopID: s.Shop, OrderID: order, To: to})
	}
	s.Do(shop.MoveOrder{ShopID: s.Shop, OrderID: order, From: shop.Ready, To: shop.NoShow}) // the other one was faster
	s.refused(shop.ErrStep, shop.MoveOrder{ShopID: s.Shop, OrderID: order, To: shop.Enquiry})
	s.refused(shop.ErrChanged, shop.MoveOrder{ShopID: s.Shop, OrderID: order, From: shop.Ready, To: shop.PickedUp})
	s.refused(shop.ErrNoOrder, shop.MoveOrder{ShopID: s.Shop, OrderID: id.Of(2, "x"), To: shop.Ready})
	customers := shoptest.Held[shopv1.Customer](s.Stage, shop.KindCustomer)
	for _, c := range customers {
		if c.GetNoShows() != 1 || c.GetOrders() != 1 {
			t.Errorf("%v", c)
		}
	}
}

func TestRecordPaymentAndNote(t *testing.T) {
	s := newStage(t)
	order, _ := s.place(cake("이서연", "", won(38_000)))
	s.Do(shop.RecordPayment{ShopID: s.Shop, OrderID: order, AmountWon: 38_000})
	s.Do(shop.NoteOrder{ShopID: s.Shop, OrderID: order, Note: "견과류 빼기"})
	o := s.orders()[order.String()]
	if o.GetState() != shopv1.OrderState_ORDER_STATE_CONFIRMED || o.GetPaidOtherwiseWon() != 38_000 ||
		o.GetPaidWon() != 38_000 ||
		o.GetNote() != "견과류 빼기" {
		t.Errorf("%v", o)
	}
	s.refused(shop.ErrTooMuch, shop.RecordPayment{ShopID: s.Shop, OrderID: order, AmountWon: -38_001})
	s.refused(shop.ErrNoAmount, shop.RecordPayment{ShopID: s.Shop, OrderID: order})
	s.refused(form.ErrWon, shop.RecordPayment{ShopID: s.Shop, OrderID: order, AmountWon: 1 << 40})
	s.refused(form.ErrTooLong, shop.NoteOrder{ShopID: s.Shop, OrderID: order, Note: string(make([]rune, 2001))})
	s.Do(shop.RecordPayment{ShopID: s.Shop, OrderID: order, AmountWon: -38_000})
	if o := s.orders()[order.String()]; o.GetState() != shopv1.OrderState_ORDER_STATE_QUOTED || o.GetPaidWon() != 0 {
		t.Errorf("%v", o)
	}
	s.Replayed()
}

func hash(s string) []byte {
	sum := sha256.Sum256([]byte(s))
	return sum[:]
}

func TestPeopleAndDevices(t *testing.T) {
	s := newStage(t)
	var added shopv1.AddStaffResponse
	s.Ask(shop.AddStaff{ShopID: s.Shop, Name: "정수민", Role: shop.Staff}, s.Owner, &added)
	staff, _ := id.Parse(added.GetStaffId())
	s.Ask(shop.IssueLink{ShopID: s.Shop, StaffID: staff, KeyHash: hash("key")}, staff, nil)
	var signed sessionv1.SignInResponse
	s.Ask(shop.SignIn{KeyHash: hash("key"), TokenHash: hash("token"), Device: "안드로이드"}, id.ID{}, &signed)
	if who := signed.GetIdentity(); who.GetStaffName() != "정수민" || who.GetRole() != "staff" ||
		who.GetShopName() != "햇살케이크" {
		t.Errorf("%v", who)
	}
	session, _ := id.Parse(signed.GetSessionId())
	found := func() (is bool) {
		err := s.Shard.Read(
			t.Context(),
			func(r *shard.Reader) error { _, is = shop.FindSession(r, hash("token")); return nil },
		)
		if err != nil {
			t.Fatal(err)
		}
		return is
	}
	if !found() {
		t.Error("the session is not found")
	}
	name := "달빛케이크"
	for want, c := range map[error]shard.Command{
		shop.ErrOwnerOnly: shop.ChangeShop{ShopID: s.Shop, Name: &name},
		shop.ErrDenied:    shop.NoteOrder{ShopID: id.Of(2, "another shop")},
	} {
		s.Refused(staff, want, c)
	}
	s.Refused(staff, shop.ErrOwnerOnly, shop.IssueLink{ShopID: s.Shop, StaffID: s.Owner, KeyHash: hash("k")})
	s.Refused(staff, shop.ErrDenied, shop.OpenShop{Name: "a", OwnerName: "b"})
	s.Refused(id.ID{}, shop.ErrLink, shop.SignIn{KeyHash: hash("wrong"), TokenHash: hash("t2")})
	s.Refused(id.ID{}, shop.ErrHash, shop.SignIn{KeyHash: hash("key"), TokenHash: []byte("short")})
	s.Refused(id.ID{}, shop.ErrDevice, shop.SignIn{
		KeyHash: hash("key"), TokenHash: hash("t3"), Device: strings.Repeat("가", shop.MaxDevice+1),
	})
	s.refused(shop.ErrHash, shop.IssueLink{ShopID: s.Shop, StaffID: staff})
	s.refused(shop.ErrNoStaff, shop.IssueLink{ShopID: s.Shop, StaffID: id.Of(2, "x"), KeyHash: hash("k")})
	s.refused(shop.ErrRole, shop.AddStaff{ShopID: s.Shop, Name: "a"})
	s.refused(shop.ErrLastOwner, shop.RemoveStaff{ShopID: s.Shop, StaffID: s.Owner})
	s.refused(shop.ErrSession, shop.EndSession{ShopID: s.Shop, SessionID: id.Of(2, "x")})
	s.Do(shop.EndSession{ShopID: s.Shop, SessionID: session})
	if found() {
		t.Error("the session goes on")
	}
	s.Ask(shop.SignIn{KeyHash: hash("key"), TokenHash: hash("token"), Device: "다시"}, id.ID{}, nil)
	s.Do(shop.RemoveStaff{ShopID: s.Shop, StaffID: staff})
	if found() {
		t.Error("the session of somebody who was removed goes on")
	}
	s.refused(shop.ErrNoStaff, shop.RemoveStaff{ShopID: s.Shop, StaffID: staff})
	s.Refused(staff, shop.ErrDenied, shop.NoteOrder{ShopID: s.Shop})
	s.Replayed()
}

func TestLinksEnd(t *testing.T) {
	s := newStage(t)
	s.Ask(shop.IssueLink{ShopID: s.Shop, StaffID: s.Owner, KeyHash: hash("key")}, id.ID{}, nil)
	for n := range shop.LinkUses {
		s.Ask(shop.SignIn{KeyHash: hash("key"), TokenHash: hash(fmt.Sprint(n))}, id.ID{}, nil)
	}
	s.Refused(id.ID{}, shop.ErrLink, shop.SignIn{KeyHash: hash("key"), TokenHash: hash("one more")})
	s.Ask(shop.IssueLink{ShopID: s.Shop, StaffID: s.Owner, KeyHash: hash("other")}, id.ID{}, nil)
	s.Clock.Move(shop.LinkGoodFor + time.Second)
	s.Refused(id.ID{}, shop.ErrLink, shop.SignIn{KeyHash: hash("other"), TokenHash: hash("late")})
}

func TestShopAndItems(t *testing.T) {
	s := newStage(t)
	name, account, hours, starts := "달빛케이크", "카카오뱅크 3333-00-0000000", uint32(48), uint32(5)
	s.Do(shop.ChangeShop{ShopID: s.Shop, Name: &name, Account: &account, PayWithinHours: &hours, DayStarts: &starts})
	for _, m := range shoptest.Held[shopv1.Shop](s.Stage, shop.KindShop) {
		if m.GetName() != name || m.GetAccount() != account || m.GetPayWithinHours() != 48 || m.GetDayStarts() != 5 {
			t.Errorf("%v", m)
		}
	}
	far := uint32(99_999)
	s.refused(shop.ErrPayWithin, shop.ChangeShop{ShopID: s.Shop, PayWithinHours: &far})
	s.refused(shop.ErrDayStarts, shop.ChangeShop{ShopID: s.Shop, DayStarts: &far})
	var added shopv1.AddItemResponse
	s.Ask(shop.AddItem{ShopID: s.Shop, Name: "레터링 케이크 1호", PriceWon: 44_000}, s.Owner, &added)
	item, _ := id.Parse(added.GetItemId())
	s.Do(shop.ChangeItem{ShopID: s.Shop, ItemID: item, PriceWon: won(46_000)})
	s.Do(shop.RetireItem{ShopID: s.Shop, ItemID: item})
	for _, m := range shoptest.Held[shopv1.Item](s.Stage, shop.KindItem) {
		if m.GetPriceWon() != 46_000 || !m.GetRetired() || m.GetName() != "레터링 케이크 1호" {
			t.Errorf("%v", m)
		}
	}
	s.refused(form.ErrItemName, shop.AddItem{ShopID: s.Shop})
	s.refused(form.ErrWon, shop.AddItem{ShopID: s.Shop, Name: "a", PriceWon: -1})
	s.refused(shop.ErrNoItem, shop.RetireItem{ShopID: s.Shop, ItemID: id.Of(2, "x")})
	s.Replayed()
}

func TestChangeCustomer(t *testing.T) {
	s := newStage(t)
	order, _ := s.place(cake("이서연", "010-0000-1111", won(1000)))
	s.place(cake("김도윤", "010-0000-2222", won(1000)))
	customer, _ := id.Parse(s.orders()[order.String()].GetCustomerId())
	note, taken, names := "딸기 알레르기", "01000002222", []string{"이서연", "박준호"}
	s.Do(shop.ChangeCustomer{ShopID: s.Shop, CustomerID: customer, Note: &note, Depositors: &names})
	c := shoptest.Held[shopv1.Customer](s.Stage, shop.KindCustomer)[customer.String()]
	if c.GetNote() != note || len(c.GetDepositors()) != 2 {
		t.Errorf("%v", c)
	}
	s.refused(shop.ErrPhoneTaken, shop.ChangeCustomer{ShopID: s.Shop, CustomerID: customer, Phone: &taken})
	s.refused(shop.ErrNoCustomer, shop.ChangeCustomer{ShopID: s.Shop, CustomerID: id.Of(2, "x")})
	many := make([]string, 11)
	for i := range many {
		many[i] = fmt.Sprint("이름", i)
	}
	s.refused(shop.ErrDepositors, shop.ChangeCustomer{ShopID: s.Shop, CustomerID: customer, Depositors: &many})
	s.Replayed()
}

// won is an amount that was named.
func won(n int64) *int64 { amount := n; return &amount }
