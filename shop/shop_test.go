package shop_test

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	"dangol.example/blob"
	"dangol.example/clock"
	"dangol.example/fault"
	sessionv1 "dangol.example/gen/api/dangol/session/v1"
	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	"dangol.example/id"
	"dangol.example/journal"
	"dangol.example/journal/memory"
	"dangol.example/shard"
	"dangol.example/shop"
	"dangol.example/shop/form"
)

// stage is a shop on a real shard that is driven by hand.
type stage struct {
	t     *testing.T
	log   journal.Log
	blobs *blob.Memory
	clock *clock.Manual
	shard *shard.Shard
	shop  id.ID
	owner id.ID
	given int
}

func newStage(t *testing.T) *stage {
	t.Helper()
	log, err := memory.New(memory.Options{}).Open(t.Context(), 2)
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{
		t: t, log: log, blobs: &blob.Memory{},
		clock: clock.NewManual(time.Date(2026, 11, 23, 9, 0, 0, 0, time.FixedZone("KST", 9*3600))),
	}
	s.shard = s.open()
	var who sessionv1.Identity
	s.ask(shop.OpenShop{Name: "햇살케이크", OwnerName: "최하늘", Zone: "Asia/Seoul"}, id.ID{}, &who)
	s.shop, _ = id.Parse(who.GetShopId())
	s.owner, _ = id.Parse(who.GetStaffId())
	return s
}

// open opens a view of the stage's journal.
func (s *stage) open() *shard.Shard {
	s.t.Helper()
	opened, err := shard.Open(s.t.Context(), shard.Options{
		Number:  2,
		Log:     s.log,
		Dir:     s.t.TempDir(),
		Writer:  "test",
		Clock:   s.clock,
		Logger:  slog.New(slog.DiscardHandler),
		Domains: []shard.Domain{shop.Domain(shop.Options{Blobs: s.blobs})},
	})
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { opened.Close() })
	return opened
}

// try gives a command and steps until it is answered.
func (s *stage) try(c shard.Command, actor id.ID) (shard.Result, error) {
	s.t.Helper()
	s.given++
	s.clock.Move(time.Second)
	ticket, err := s.shard.Submit(shard.Request{ID: id.Of(0, "command", fmt.Sprint(s.given)), Actor: actor, Command: c})
	if err != nil {
		s.t.Fatal(err)
	}
	s.step()
	<-ticket.Done()
	return ticket.Answer()
}

// all gives commands of the owner that must go well, many to a block.
func (s *stage) all(commands ...shard.Command) {
	s.t.Helper()
	var tickets []*shard.Ticket
	for _, c := range commands {
		s.given++
		ticket, err := s.shard.Submit(shard.Request{ID: id.Of(0, "command", fmt.Sprint(s.given)), Actor: s.owner, Command: c})
		if err != nil {
			s.t.Fatal(err)
		}
		tickets = append(tickets, ticket)
	}
	s.step()
	for i, ticket := range tickets {
		<-ticket.Done()
		if _, err := ticket.Answer(); err != nil {
			s.t.Fatalf("%T: %v", commands[i], err)
		}
	}
}

func (s *stage) step() {
	s.t.Helper()
	for worked := true; worked; {
		var err error
		if worked, err = s.shard.Step(s.t.Context()); err != nil {
			s.t.Fatal(err)
		}
	}
}

// ask is try for what must go well, with its answer.
func (s *stage) ask(c shard.Command, actor id.ID, answer proto.Message) {
	s.t.Helper()
	result, err := s.try(c, actor)
	if err != nil {
		s.t.Fatalf("%T: %v", c, err)
	}
	if answer != nil {
		if err := proto.Unmarshal(result.Answer, answer); err != nil {
			s.t.Fatal(err)
		}
	}
}

// do gives a command of the owner that must go well.
func (s *stage) do(c shard.Command) { s.t.Helper(); s.ask(c, s.owner, nil) }

// refused gives a command of the owner that must be refused with a sentence in both languages.
func (s *stage) refused(want error, c shard.Command) {
	s.t.Helper()
	s.refusedTo(s.owner, want, c)
}

func (s *stage) refusedTo(actor id.ID, want error, c shard.Command) {
	s.t.Helper()
	_, err := s.try(c, actor)
	if !errors.Is(err, want) {
		s.t.Errorf("%T: %v, want %v", c, err, want)
	}
	if fault.Message(err, fault.Korean) == "" || fault.Message(err, fault.English) == "" {
		s.t.Errorf("%T: refused without a word: %v", c, err)
	}
}

// errands runs what is to be done outside, stepping beside.
func (s *stage) errands() {
	s.t.Helper()
	for {
		done := make(chan int, 1)
		go func() {
			n, err := s.shard.RunErrands(s.t.Context())
			if err != nil {
				s.t.Error(err)
			}
			done <- n
		}()
		for going := true; going; {
			select {
			case n := <-done:
				if n == 0 {
					return
				}
				going = false
			default:
				s.step()
			}
		}
	}
}

// rows gives what devices hold of a kind.
func rows[M proto.Message](s *stage, kind string, empty func() M) map[string]M {
	s.t.Helper()
	found := map[string]M{}
	page, err := s.shard.Changes(s.t.Context(), shop.Topic(s.shop), 0, 0)
	if err != nil || page.More {
		s.t.Fatal(err, page.More)
	}
	for _, c := range page.Changes {
		if c.Kind == kind {
			m := empty()
			if err := proto.Unmarshal(c.Data, m); err != nil {
				s.t.Fatal(err)
			}
			found[c.ID.String()] = m
		}
	}
	return found
}

func (s *stage) orders() map[string]*shopv1.Order {
	return rows(s, shop.KindOrder, func() *shopv1.Order { return &shopv1.Order{} })
}

func (s *stage) deposits() map[string]*shopv1.Deposit {
	return rows(s, shop.KindDeposit, func() *shopv1.Deposit { return &shopv1.Deposit{} })
}

// replayed checks that a view made anew is the same.
func (s *stage) replayed() {
	s.t.Helper()
	have, err := s.shard.Digest(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	want, err := s.open().Digest(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	if have.Block != want.Block || !maps.Equal(have.Tables, want.Tables) {
		s.t.Errorf("a replay gives another view: %v, %v", have.Tables, want.Tables)
	}
}

func cake(name, phone string, total *int64) shop.Details {
	return shop.Details{
		Name: name, Phone: phone, Pickup: "2026-11-25T14:00", TotalWon: total,
		Lines: []shop.Line{{Item: "레터링 케이크", Quantity: 1, Size: "1호", Lettering: []string{"생일 축하해"}}},
	}
}

// place writes an order and gives its id and code.
func (s *stage) place(d shop.Details) (id.ID, string) {
	s.t.Helper()
	var answer shopv1.PlaceOrderResponse
	s.ask(shop.PlaceOrder{ShopID: s.shop, Details: d}, s.owner, &answer)
	order, err := id.Parse(answer.GetOrderId())
	if err != nil {
		s.t.Fatal(err)
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
		t.Run(name, func(t *testing.T) { s.t = t; s.refused(c.want, shop.PlaceOrder{ShopID: s.shop, Details: d}) })
	}
	s.t = t
	s.replayed()
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
	s.do(shop.ChangeOrder{ShopID: s.shop, OrderID: order, SeenChangedMS: seen, Details: cake("이서연", "", won(38_000))})
	if o := s.orders()[order.String()]; o.GetState() != shopv1.OrderState_ORDER_STATE_QUOTED || o.GetCode() != code {
		t.Errorf("%v", o)
	}
	s.refused(
		shop.ErrChanged,
		shop.ChangeOrder{ShopID: s.shop, OrderID: order, SeenChangedMS: seen, Details: cake("이서연", "", nil)},
	)
	s.refused(shop.ErrNoOrder, shop.ChangeOrder{ShopID: s.shop, OrderID: id.Of(2, "x"), Details: cake("이서연", "", nil)})
	s.replayed()
}

func TestMoveOrder(t *testing.T) {
	s := newStage(t)
	order, _ := s.place(cake("이서연", "", won(38_000)))
	for _, to := range []shop.State{shop.Confirmed, shop.InWork, shop.Ready, shop.PickedUp, shop.Ready, shop.NoShow} {
		s.do(shop.MoveOrder{ShopID: s.shop, OrderID: order, To: to})
	}
	s.do(shop.MoveOrder{ShopID: s.shop, OrderID: order, From: shop.Ready, To: shop.NoShow}) // the other one was faster
	s.refused(shop.ErrStep, shop.MoveOrder{ShopID: s.shop, OrderID: order, To: shop.Enquiry})
	s.refused(shop.ErrChanged, shop.MoveOrder{ShopID: s.shop, OrderID: order, From: shop.Ready, To: shop.PickedUp})
	s.refused(shop.ErrNoOrder, shop.MoveOrder{ShopID: s.shop, OrderID: id.Of(2, "x"), To: shop.Ready})
	customers := rows(s, shop.KindCustomer, func() *shopv1.Customer { return &shopv1.Customer{} })
	for _, c := range customers {
		if c.GetNoShows() != 1 || c.GetOrders() != 1 {
			t.Errorf("%v", c)
		}
	}
}

func TestRecordPaymentAndNote(t *testing.T) {
	s := newStage(t)
	order, _ := s.place(cake("이서연", "", won(38_000)))
	s.do(shop.RecordPayment{ShopID: s.shop, OrderID: order, AmountWon: 38_000})
	s.do(shop.NoteOrder{ShopID: s.shop, OrderID: order, Note: "견과류 빼기"})
	o := s.orders()[order.String()]
	if o.GetState() != shopv1.OrderState_ORDER_STATE_CONFIRMED || o.GetPaidOtherwiseWon() != 38_000 ||
		o.GetPaidWon() != 38_000 ||
		o.GetNote() != "견과류 빼기" {
		t.Errorf("%v", o)
	}
	s.refused(shop.ErrTooMuch, shop.RecordPayment{ShopID: s.shop, OrderID: order, AmountWon: -38_001})
	s.refused(shop.ErrNoAmount, shop.RecordPayment{ShopID: s.shop, OrderID: order})
	s.refused(form.ErrWon, shop.RecordPayment{ShopID: s.shop, OrderID: order, AmountWon: 1 << 40})
	s.refused(form.ErrTooLong, shop.NoteOrder{ShopID: s.shop, OrderID: order, Note: string(make([]rune, 2001))})
	s.do(shop.RecordPayment{ShopID: s.shop, OrderID: order, AmountWon: -38_000})
	if o := s.orders()[order.String()]; o.GetState() != shopv1.OrderState_ORDER_STATE_QUOTED || o.GetPaidWon() != 0 {
		t.Errorf("%v", o)
	}
	s.replayed()
}

func hash(s string) []byte {
	sum := sha256.Sum256([]byte(s))
	return sum[:]
}

func TestPeopleAndDevices(t *testing.T) {
	s := newStage(t)
	var added shopv1.AddStaffResponse
	s.ask(shop.AddStaff{ShopID: s.shop, Name: "정수민", Role: shop.Staff}, s.owner, &added)
	staff, _ := id.Parse(added.GetStaffId())
	s.ask(shop.IssueLink{ShopID: s.shop, StaffID: staff, KeyHash: hash("key")}, staff, nil)
	var signed sessionv1.SignInResponse
	s.ask(shop.SignIn{KeyHash: hash("key"), TokenHash: hash("token"), Device: "안드로이드"}, id.ID{}, &signed)
	if who := signed.GetIdentity(); who.GetStaffName() != "정수민" || who.GetRole() != "staff" ||
		who.GetShopName() != "햇살케이크" {
		t.Errorf("%v", who)
	}
	session, _ := id.Parse(signed.GetSessionId())
	found := func() (is bool) {
		err := s.shard.Read(
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
		shop.ErrOwnerOnly: shop.ChangeShop{ShopID: s.shop, Name: &name},
		shop.ErrDenied:    shop.NoteOrder{ShopID: id.Of(2, "another shop")},
	} {
		s.refusedTo(staff, want, c)
	}
	s.refusedTo(staff, shop.ErrOwnerOnly, shop.IssueLink{ShopID: s.shop, StaffID: s.owner, KeyHash: hash("k")})
	s.refusedTo(staff, shop.ErrDenied, shop.OpenShop{Name: "a", OwnerName: "b"})
	s.refusedTo(id.ID{}, shop.ErrLink, shop.SignIn{KeyHash: hash("wrong"), TokenHash: hash("t2")})
	s.refusedTo(id.ID{}, shop.ErrHash, shop.SignIn{KeyHash: hash("key"), TokenHash: []byte("short")})
	s.refusedTo(id.ID{}, shop.ErrDevice, shop.SignIn{
		KeyHash: hash("key"), TokenHash: hash("t3"), Device: strings.Repeat("가", shop.MaxDevice+1),
	})
	s.refused(shop.ErrHash, shop.IssueLink{ShopID: s.shop, StaffID: staff})
	s.refused(shop.ErrNoStaff, shop.IssueLink{ShopID: s.shop, StaffID: id.Of(2, "x"), KeyHash: hash("k")})
	s.refused(shop.ErrRole, shop.AddStaff{ShopID: s.shop, Name: "a"})
	s.refused(shop.ErrLastOwner, shop.RemoveStaff{ShopID: s.shop, StaffID: s.owner})
	s.refused(shop.ErrSession, shop.EndSession{ShopID: s.shop, SessionID: id.Of(2, "x")})
	s.do(shop.EndSession{ShopID: s.shop, SessionID: session})
	if found() {
		t.Error("the session goes on")
	}
	s.ask(shop.SignIn{KeyHash: hash("key"), TokenHash: hash("token"), Device: "다시"}, id.ID{}, nil)
	s.do(shop.RemoveStaff{ShopID: s.shop, StaffID: staff})
	if found() {
		t.Error("the session of somebody who was removed goes on")
	}
	s.refused(shop.ErrNoStaff, shop.RemoveStaff{ShopID: s.shop, StaffID: staff})
	s.refusedTo(staff, shop.ErrDenied, shop.NoteOrder{ShopID: s.shop})
	s.replayed()
}

func TestLinksEnd(t *testing.T) {
	s := newStage(t)
	s.ask(shop.IssueLink{ShopID: s.shop, StaffID: s.owner, KeyHash: hash("key")}, id.ID{}, nil)
	for n := range shop.LinkUses {
		s.ask(shop.SignIn{KeyHash: hash("key"), TokenHash: hash(fmt.Sprint(n))}, id.ID{}, nil)
	}
	s.refusedTo(id.ID{}, shop.ErrLink, shop.SignIn{KeyHash: hash("key"), TokenHash: hash("one more")})
	s.ask(shop.IssueLink{ShopID: s.shop, StaffID: s.owner, KeyHash: hash("other")}, id.ID{}, nil)
	s.clock.Move(shop.LinkGoodFor + time.Second)
	s.refusedTo(id.ID{}, shop.ErrLink, shop.SignIn{KeyHash: hash("other"), TokenHash: hash("late")})
}

func TestShopAndItems(t *testing.T) {
	s := newStage(t)
	name, account, hours, starts := "달빛케이크", "카카오뱅크 3333-00-0000000", uint32(48), uint32(5)
	s.do(shop.ChangeShop{ShopID: s.shop, Name: &name, Account: &account, PayWithinHours: &hours, DayStarts: &starts})
	for _, m := range rows(s, shop.KindShop, func() *shopv1.Shop { return &shopv1.Shop{} }) {
		if m.GetName() != name || m.GetAccount() != account || m.GetPayWithinHours() != 48 || m.GetDayStarts() != 5 {
			t.Errorf("%v", m)
		}
	}
	far := uint32(99_999)
	s.refused(shop.ErrPayWithin, shop.ChangeShop{ShopID: s.shop, PayWithinHours: &far})
	s.refused(shop.ErrDayStarts, shop.ChangeShop{ShopID: s.shop, DayStarts: &far})
	var added shopv1.AddItemResponse
	s.ask(shop.AddItem{ShopID: s.shop, Name: "레터링 케이크 1호", PriceWon: 44_000}, s.owner, &added)
	item, _ := id.Parse(added.GetItemId())
	s.do(shop.ChangeItem{ShopID: s.shop, ItemID: item, PriceWon: won(46_000)})
	s.do(shop.RetireItem{ShopID: s.shop, ItemID: item})
	for _, m := range rows(s, shop.KindItem, func() *shopv1.Item { return &shopv1.Item{} }) {
		if m.GetPriceWon() != 46_000 || !m.GetRetired() || m.GetName() != "레터링 케이크 1호" {
			t.Errorf("%v", m)
		}
	}
	s.refused(form.ErrItemName, shop.AddItem{ShopID: s.shop})
	s.refused(form.ErrWon, shop.AddItem{ShopID: s.shop, Name: "a", PriceWon: -1})
	s.refused(shop.ErrNoItem, shop.RetireItem{ShopID: s.shop, ItemID: id.Of(2, "x")})
	s.replayed()
}

func TestChangeCustomer(t *testing.T) {
	s := newStage(t)
	order, _ := s.place(cake("이서연", "010-0000-1111", won(1000)))
	s.place(cake("김도윤", "010-0000-2222", won(1000)))
	customer, _ := id.Parse(s.orders()[order.String()].GetCustomerId())
	note, taken, names := "딸기 알레르기", "01000002222", []string{"이서연", "박준호"}
	s.do(shop.ChangeCustomer{ShopID: s.shop, CustomerID: customer, Note: &note, Depositors: &names})
	c := rows(s, shop.KindCustomer, func() *shopv1.Customer { return &shopv1.Customer{} })[customer.String()]
	if c.GetNote() != note || len(c.GetDepositors()) != 2 {
		t.Errorf("%v", c)
	}
	s.refused(shop.ErrPhoneTaken, shop.ChangeCustomer{ShopID: s.shop, CustomerID: customer, Phone: &taken})
	s.refused(shop.ErrNoCustomer, shop.ChangeCustomer{ShopID: s.shop, CustomerID: id.Of(2, "x")})
	many := make([]string, 11)
	for i := range many {
		many[i] = fmt.Sprint("이름", i)
	}
	s.refused(shop.ErrDepositors, shop.ChangeCustomer{ShopID: s.shop, CustomerID: customer, Depositors: &many})
	s.replayed()
}

// won is an amount that was named.
func won(n int64) *int64 { amount := n; return &amount }
