package channel_test

import (
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	"dangol.example/channel"
	"dangol.example/channel/desk"
	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
	"dangol.example/shop/shoptest"
)

func TestOpen(t *testing.T) {
	s := newStage(t)
	one := s.come("이서연", "010-0000-1234")
	c := s.conversation(one)
	if c.GetName() != "이서연" || c.GetPhone() != "01000001234" || c.GetSamePhone() || c.GetCustomerId() == "" ||
		c.GetStand() != channelv1.Stand_STAND_OPEN {
		t.Errorf("opened: %v", c)
	}
	other := s.come("서연 언니", "010-0000-1234")
	if k := s.conversation(other); !k.GetSamePhone() || k.GetCustomerId() != c.GetCustomerId() || other == one {
		t.Errorf("the same phone: %v", k)
	}
	s.say(one, "비밀이에요")
	if s.talk(other).GetLastSeq() != 0 || len(s.messages(other)) != 0 {
		t.Error("who gives another's phone sees that one's messages")
	}
	machine := id.ID{}
	good := channel.Begin{ShopID: s.Shop, Name: "박지호", Phone: "01000005678", KeyHash: hash("new")}
	wrong := func(change func(*channel.Begin)) channel.Begin { c := good; change(&c); return c }
	s.Refused(machine, channel.ErrNoShop, wrong(func(c *channel.Begin) { c.ShopID = one }))
	s.Refused(machine, channel.ErrPhone, wrong(func(c *channel.Begin) { c.Phone = "" }))
	s.Refused(machine, channel.ErrKey, wrong(func(c *channel.Begin) { c.KeyHash = hash("이서연010-0000-1234") }))
	s.Refused(machine, channel.ErrKey, wrong(func(c *channel.Begin) { c.KeyHash = []byte("short") }))
	s.Refused(machine, shop.ErrDevice, wrong(func(c *channel.Begin) { c.Device = strings.Repeat("x", 81) }))
	s.Refused(s.Owner, shop.ErrDenied, good)
	s.Replayed()
}

func TestSayAndPost(t *testing.T) {
	s := newStage(t)
	one, other := s.come("이서연", "010-0000-1234"), s.come("박지호", "010-0000-5678")
	s.say(one, "  안녕하세요\n케이크 되나요?  ")
	c := s.conversation(one)
	if c.GetPreview() != "안녕하세요 케이크 되나요?" || c.GetUnread() != 1 || c.GetWaitsSinceMs() == 0 || c.GetLastSeq() != 1 {
		t.Errorf("said: %v", c)
	}
	s.Do(channel.Post{ShopID: s.Shop, ConversationID: one, Text: "네, 됩니다"})
	c = s.conversation(one)
	if c.GetWaitsSinceMs() != 0 || c.GetUnread() != 1 || c.GetLastSide() != channelv1.Side_SIDE_STAFF {
		t.Errorf("answered, and not read: %v", c)
	}
	m := s.messages(one)
	if len(m) != 2 || m[0].GetStaffId() != s.Owner.String() || m[1].GetSide() != channelv1.Side_SIDE_CUSTOMER ||
		m[1].GetCommandId() == "" {
		t.Errorf("messages: %v", m)
	}
	s.Refused(other, channel.ErrNotYours, channel.Say{ConversationID: one, Text: "x"})
	s.Refused(s.Owner, channel.ErrNotYours, channel.Say{ConversationID: one, Text: "x"})
	s.Refused(id.ID{}, channel.ErrNotYours, channel.Say{ConversationID: one, Text: "x"})
	s.Refused(one, channel.ErrEmpty, channel.Say{ConversationID: one, Text: "  "})
	s.Refused(one, channel.ErrText, channel.Say{ConversationID: one, Text: strings.Repeat("가", channel.MaxText+1)})
	s.Refused(one, shop.ErrDenied, channel.Post{ShopID: s.Shop, ConversationID: one, Text: "x"})
	_, stranger := s.OpenShop("달빛케이크")
	s.Refused(stranger, shop.ErrDenied, channel.Post{ShopID: s.Shop, ConversationID: one, Text: "x"})
	theirs, theirOwner := s.OpenShop("별빛케이크")
	s.Refused(theirOwner, channel.ErrNoConversation, channel.Post{ShopID: theirs, ConversationID: one, Text: "x"})
	s.Replayed()
}

func TestPhotos(t *testing.T) {
	s := newStage(t)
	one := s.come("이서연", "010-0000-1234")
	photo := channel.Photo{SHA256: hash("a"), Width: 800, Height: 600, Thumb: []byte("\xff\xd8\xff\xe0")}
	s.Ask(channel.Say{ConversationID: one, Photos: []channel.Photo{photo}}, one, nil)
	if s.conversation(one).GetPreview() != "사진" || len(s.messages(one)[0].GetPhotos()) != 1 {
		t.Error("a picture alone")
	}
	_ = s.Shard.Read(t.Context(), func(r *shard.Reader) error {
		if !channel.HasPhoto(r, one, photo.SHA256) || channel.HasPhoto(r, one, hash("b")) {
			t.Error("which pictures it has")
		}
		return nil
	})
	wrong := func(change func(*channel.Photo)) channel.Say {
		p := photo
		change(&p)
		return channel.Say{ConversationID: one, Photos: []channel.Photo{p}}
	}
	s.Refused(one, channel.ErrPhoto, wrong(func(p *channel.Photo) { p.SHA256 = []byte("x") }))
	s.Refused(one, channel.ErrPhoto, wrong(func(p *channel.Photo) { p.Thumb = []byte("<svg") }))
	s.Refused(one, channel.ErrPhoto, wrong(func(p *channel.Photo) { p.Thumb = append(p.Thumb, make([]byte, channel.MaxThumb)...) }))
	s.Refused(one, channel.ErrPhoto, wrong(func(p *channel.Photo) { p.Width = channel.MaxPixels + 1 }))
	s.Refused(one, channel.ErrPhotos, channel.Say{ConversationID: one, Photos: make([]channel.Photo, channel.MaxPhotos+1)})
}

func TestWhoSpeaksTooFastWaits(t *testing.T) {
	s := newStage(t)
	one := s.come("이서연", "010-0000-1234")
	for range channel.SaysAtOnce {
		s.say(one, "안녕")
		s.Do(channel.Post{ShopID: s.Shop, ConversationID: one, Text: "네"})
		s.Clock.Move(-2 * time.Second) // the stage's own steps
	}
	s.Refused(one, channel.ErrFast, channel.Say{ConversationID: one, Text: "안녕"})
	s.Clock.Move(channel.SaysWithin)
	s.say(one, "이제 돼요")
}

func TestStands(t *testing.T) {
	s := newStage(t)
	one := s.come("이서연", "010-0000-1234")
	change := func(c channel.ChangeConversation) channel.ChangeConversation {
		c.ShopID, c.ConversationID = s.Shop, one
		return c
	}
	for _, stand := range []channel.Stand{channel.Waiting, channel.Done} {
		s.Do(change(channel.ChangeConversation{Stand: stand}))
		s.say(one, "저기요")
		if c := s.conversation(one); c.GetStand() != channelv1.Stand_STAND_OPEN {
			t.Errorf("a message leaves it %v", c.GetStand())
		}
	}
	s.Do(change(channel.ChangeConversation{Stand: channel.FollowUp, FollowUpMS: 1}))
	if s.say(one, "저기요"); s.conversation(one).GetStand() != channelv1.Stand_STAND_FOLLOW_UP {
		t.Error("a follow-up is forgotten")
	}
	s.Do(change(channel.ChangeConversation{Stand: channel.Spam}))
	s.say(one, "대출 받으세요")
	if c := s.conversation(one); c.GetStand() != channelv1.Stand_STAND_SPAM || c.GetUnread() != 0 || c.GetWaitsSinceMs() != 0 {
		t.Errorf("spam tells somebody: %v", c)
	}
	s.Do(change(channel.ChangeConversation{
		StaffID: &s.Owner, AddLabels: []string{"단골", "알레르기", "단골"},
	}))
	s.Do(change(channel.ChangeConversation{RemoveLabels: []string{"단골"}}))
	if c := s.conversation(one); c.GetStaffId() != s.Owner.String() || len(c.GetLabels()) != 1 || c.GetLabels()[0] != "알레르기" {
		t.Errorf("staff and labels: %v", c)
	}
	s.Do(change(channel.ChangeConversation{StaffID: &id.ID{}}))
	if s.conversation(one).GetStaffId() != "" {
		t.Error("still looked after")
	}
	s.Refused(s.Owner, channel.ErrStand, change(channel.ChangeConversation{Stand: 6}))
	s.Refused(s.Owner, channel.ErrFollowUp, change(channel.ChangeConversation{Stand: channel.FollowUp}))
	s.Refused(s.Owner, channel.ErrFollowUp, change(channel.ChangeConversation{Stand: channel.Open, FollowUpMS: 5}))
	s.Refused(s.Owner, shop.ErrNoStaff, change(channel.ChangeConversation{StaffID: &one}))
	s.Refused(s.Owner, channel.ErrLabel, change(channel.ChangeConversation{AddLabels: []string{" "}}))
	s.Refused(s.Owner, channel.ErrLabels, change(channel.ChangeConversation{AddLabels: strings.Split("abcdefghij", "")}))
	s.Refused(one, shop.ErrDenied, change(channel.ChangeConversation{Stand: channel.Open}))
	s.Replayed()
}

func TestMarks(t *testing.T) {
	s := newStage(t)
	one := s.come("이서연", "010-0000-1234")
	for range 3 {
		s.say(one, "네")
	}
	s.Do(channel.MarkRead{ShopID: s.Shop, ConversationID: one, Seq: 2})
	if c := s.conversation(one); c.GetUnread() != 1 || c.GetShopRead() != 2 || s.talk(one).GetShopRead() != 2 {
		t.Errorf("read up to 2: %v", c)
	}
	s.Do(channel.MarkRead{ShopID: s.Shop, ConversationID: one, Seq: 1})
	s.Do(channel.MarkRead{ShopID: s.Shop, ConversationID: one, Seq: 3})
	s.Do(channel.Post{ShopID: s.Shop, ConversationID: one, Text: "네"})
	if c := s.conversation(one); c.GetUnread() != 0 || c.GetShopRead() != 4 {
		t.Errorf("read, and answered: %v", c)
	}
	s.Do(channel.MarkRead{ShopID: s.Shop, ConversationID: one})
	if c := s.conversation(one); c.GetUnread() != 1 || s.talk(one).GetShopRead() != 4 {
		t.Errorf("marked as not read: %v, and the customer sees %v", c, s.talk(one))
	}
	s.Ask(channel.Mark{ConversationID: one, Got: 4, Read: 2}, one, nil)
	s.Ask(channel.Mark{ConversationID: one, Got: 1, Read: 1}, one, nil)
	if c := s.conversation(one); c.GetCustomerGot() != 4 || c.GetCustomerRead() != 2 {
		t.Errorf("the customer's marks: %v", c)
	}
	s.Refused(one, channel.ErrSeq, channel.Mark{ConversationID: one, Got: 5})
	s.Refused(s.Owner, channel.ErrSeq, channel.MarkRead{ShopID: s.Shop, ConversationID: one, Seq: 5})
	s.Refused(s.Owner, channel.ErrNotYours, channel.Mark{ConversationID: one, Got: 1})
	s.Refused(one, shop.ErrDenied, channel.MarkRead{ShopID: s.Shop, ConversationID: one, Seq: 1})
	s.Replayed()
}

func TestNotes(t *testing.T) {
	s := newStage(t)
	one := s.come("이서연", "010-0000-1234")
	var added channelv1.AddNoteResponse
	s.Ask(channel.AddNote{ShopID: s.Shop, ConversationID: one, Text: "지난번에 안 오심"}, s.Owner, &added)
	if n := shoptest.Held[channelv1.Note](s.Stage, channel.KindNote)[added.GetNoteId()]; n.GetText() != "지난번에 안 오심" {
		t.Errorf("noted: %v", n)
	}
	if len(shoptest.Rows[channelv1.Note](s.Stage, shop.GuestTopic(one), channel.KindNote)) > 0 {
		t.Error("the customer sees a note")
	}
	note, _ := id.Parse(added.GetNoteId())
	theirs, stranger := s.OpenShop("달빛케이크")
	s.Refused(stranger, channel.ErrNoNote, channel.RemoveNote{ShopID: theirs, NoteID: note})
	s.Refused(one, shop.ErrDenied, channel.RemoveNote{ShopID: s.Shop, NoteID: note})
	s.Refused(s.Owner, channel.ErrNoteText, channel.AddNote{ShopID: s.Shop, ConversationID: one})
	s.Do(channel.RemoveNote{ShopID: s.Shop, NoteID: note})
	if len(shoptest.Held[channelv1.Note](s.Stage, channel.KindNote)) > 0 {
		t.Error("it is still there")
	}
	s.Replayed()
}

func TestChangeMeJoinAndLeave(t *testing.T) {
	s := newStage(t)
	one, other := s.come("이서연", "010-0000-1234"), s.come("박지호", "010-0000-5678")
	s.Ask(channel.ChangeMe{ConversationID: one, Name: new("서연"), Phone: new("010-0000-9999"), Consent: new(true)}, one, nil)
	if c := s.talk(one); c.GetName() != "서연" || c.GetPhone() != "01000009999" || !c.GetConsent() {
		t.Errorf("changed: %v", c)
	}
	s.Refused(one, channel.ErrPhone, channel.ChangeMe{ConversationID: one, Phone: new("")})
	s.Refused(one, channel.ErrNotYours, channel.ChangeMe{ConversationID: other, Consent: new(true)})
	customer, _ := id.Parse(s.conversation(other).GetCustomerId())
	s.Do(channel.JoinCustomer{ShopID: s.Shop, ConversationID: one, CustomerID: customer})
	if s.conversation(one).GetCustomerId() != customer.String() {
		t.Error("not joined")
	}
	s.Refused(s.Owner, shop.ErrNoCustomer, channel.JoinCustomer{ShopID: s.Shop, ConversationID: one, CustomerID: one})
	s.Refused(one, channel.ErrKey, channel.Leave{ConversationID: one, KeyHash: hash("박지호010-0000-5678")})
	s.Ask(channel.Leave{ConversationID: one, KeyHash: hash("이서연010-0000-1234")}, one, nil)
	_ = s.Shard.Read(t.Context(), func(r *shard.Reader) error {
		if _, found := channel.FindGuest(r, hash("이서연010-0000-1234")); found {
			t.Error("the key still holds")
		}
		if g, found := channel.FindGuest(r, hash("박지호010-0000-5678")); !found || g.ConversationID != other || g.ShopName != "햇살케이크" {
			t.Error("another's key holds no more", g)
		}
		if all := channel.Conversations(r, s.Shop); len(all) != 2 {
			t.Error("the shop has lost a conversation", all)
		}
		return nil
	})
	s.Replayed()
}

// The first word comes once, an away reply once in each closed period, and neither is an answer.
func TestFirstAndAway(t *testing.T) {
	s := newStage(t)
	s.Do(desk.ChangeDesk{ShopID: s.Shop, First: new("{name}님, 반가워요. {shop}입니다."), Away: new("내일 답할게요.")})
	week := make([]*channelv1.DayHours, 7)
	for i := range week {
		week[i] = &channelv1.DayHours{Spans: []*channelv1.Span{{From: 10 * 60, To: 20 * 60}}}
	}
	s.Do(desk.ChangeCard{ShopID: s.Shop, Hours: &channelv1.Hours{Week: week}})
	one := s.come("이서연", "010-0000-1234")
	if m := s.messages(one); len(m) != 1 || m[0].GetAuto() != channel.AutoFirst || m[0].GetText() != "이서연님, 반가워요. 햇살케이크입니다." {
		t.Fatalf("the first word: %v", m)
	}
	auto := func(want int) {
		t.Helper()
		n := 0
		for _, m := range s.messages(one) {
			if m.GetAuto() == channel.AutoAway {
				n++
			}
		}
		if n != want {
			t.Errorf("%d away replies, want %d", n, want)
		}
	}
	s.say(one, "지금 하세요?")
	auto(0)
	s.Clock.Move(8 * time.Hour) // 22:00
	s.say(one, "주문하고 싶어요")
	s.say(one, "내일이요")
	auto(1)
	if c := s.conversation(one); c.GetWaitsSinceMs() == 0 || c.GetUnread() != 3 {
		t.Errorf("an away reply counts as an answer: %v", c)
	}
	s.Clock.Move(24 * time.Hour)
	s.say(one, "저기요")
	auto(2)
	s.Replayed()
}

func TestPress(t *testing.T) {
	s := newStage(t)
	menu := []*channelv1.MenuButton{{Id: "price", Label: "가격표", Answer: "1호 32,000원"}, {Id: "form", Label: "주문", OpensForm: true}}
	s.Do(desk.ChangeCard{ShopID: s.Shop, Menu: &channelv1.Menu{Buttons: menu}})
	one := s.come("이서연", "010-0000-1234")
	s.Ask(channel.Press{ConversationID: one, ButtonID: "price"}, one, nil)
	m := s.messages(one)
	if m[0].GetText() != "1호 32,000원" || m[0].GetAuto() != channel.AutoMenu || m[1].GetText() != "가격표" ||
		s.conversation(one).GetWaitsSinceMs() != 0 {
		t.Errorf("pressed: %v", m)
	}
	s.Refused(one, channel.ErrButton, channel.Press{ConversationID: one, ButtonID: "form"})
	s.Refused(one, channel.ErrButton, channel.Press{ConversationID: one, ButtonID: "gone"})
	s.Refused(s.Owner, channel.ErrNotYours, channel.Press{ConversationID: one, ButtonID: "price"})
}

// What becomes of an order is seen on the customer's device, and said once.
func TestOrdersOfAConversation(t *testing.T) {
	s := newStage(t)
	one, other := s.come("이서연", "010-0000-1234"), s.come("박지호", "010-0000-5678")
	order := s.place(one, "2026-11-30T13:00")
	if o := s.guestOrder(one, order); o.GetTotalWon() != 40_000 || o.GetState() != shopv1.OrderState_ORDER_STATE_QUOTED || o.GetCode() == "" {
		t.Errorf("the customer's order: %v", o)
	}
	s.Do(channel.SendCard{ShopID: s.Shop, OrderID: order, Text: "확인해 주세요"})
	if m := s.messages(one); m[0].GetOrderId() != order.String() || m[0].GetText() != "확인해 주세요" {
		t.Errorf("the card: %v", m)
	}
	s.Do(shop.RecordPayment{ShopID: s.Shop, OrderID: order, AmountWon: 40_000})
	s.Errands()
	if m := s.messages(one); m[0].GetAuto() != channel.AutoPaid || m[0].GetOrderId() != order.String() {
		t.Errorf("paid: %v", m[0])
	}
	if s.guestOrder(one, order).GetState() != shopv1.OrderState_ORDER_STATE_CONFIRMED {
		t.Error("the customer does not see that it is paid")
	}
	s.Do(shop.MoveOrder{ShopID: s.Shop, OrderID: order, To: shop.InWork})
	s.Errands()
	if s.guestOrder(one, order).GetState() != shopv1.OrderState_ORDER_STATE_IN_WORK || len(s.messages(one)) != 2 {
		t.Error("work begins: seen, and not said")
	}
	cheaper := s.place(one, "")
	s.Do(shop.RecordPayment{ShopID: s.Shop, OrderID: cheaper, AmountWon: 30_000})
	s.Do(shop.ChangeOrder{ShopID: s.Shop, OrderID: cheaper, Details: cake(30_000)})
	s.Errands()
	if m := s.messages(one); len(m) != 3 || m[0].GetAuto() != "paid" || m[0].GetOrderId() != cheaper.String() {
		t.Errorf("confirmed by its new price: %v", m)
	}
	s.Do(shop.ChangeOrder{ShopID: s.Shop, OrderID: cheaper, Details: cake(25_000)})
	s.Errands()
	if n := len(s.messages(one)); n != 3 {
		t.Errorf("%d messages: what is confirmed already is told again", n)
	}
	late := s.place(one, "")
	s.Clock.Move(25 * time.Hour)
	s.Ask(shop.LapseOrders{ShopID: s.Shop}, id.ID{}, nil)
	s.Errands()
	if m := s.messages(one); m[0].GetAuto() != channel.AutoLapsed || m[0].GetOrderId() != late.String() {
		t.Errorf("lapsed: %v", m[0])
	}
	by := s.place(one, "")
	s.Do(shop.MoveOrder{ShopID: s.Shop, OrderID: by, To: shop.Confirmed})
	s.Errands()
	// Nobody is told of money that has not come.
	if m := s.messages(one); m[0].GetAuto() != channel.AutoFixed || m[0].GetOrderId() != by.String() ||
		strings.Contains(m[0].GetText(), "입금") {
		t.Errorf("confirmed by hand: %v", m[0])
	}
	s.Refused(s.Owner, shop.ErrOtherConversation, channel.SendCard{ShopID: s.Shop, OrderID: order, ConversationID: other})
	s.Refused(s.Owner, shop.ErrNoOrder, channel.SendCard{ShopID: s.Shop, OrderID: one})
	s.Refused(s.Owner, channel.ErrWords, channel.SendCard{ShopID: s.Shop, OrderID: order, Text: strings.Repeat("가", channel.MaxWords+1)})
	s.Refused(one, shop.ErrDenied, channel.SendCard{ShopID: s.Shop, OrderID: order})
	s.Replayed()
}

// An order of no conversation is tied by its card, and a conversation must be the shop's own.
func TestTied(t *testing.T) {
	s := newStage(t)
	one := s.come("이서연", "010-0000-1234")
	details := shop.Details{Name: "이서연", TotalWon: proto.Int64(40_000), Lines: []shop.Line{{Item: "케이크", Quantity: 1}}}
	var placed shopv1.PlaceOrderResponse
	s.Ask(shop.PlaceOrder{ShopID: s.Shop, Details: details}, s.Owner, &placed)
	order, _ := id.Parse(placed.GetOrderId())
	s.Refused(s.Owner, channel.ErrNoTalk, channel.SendCard{ShopID: s.Shop, OrderID: order})
	s.Do(channel.SendCard{ShopID: s.Shop, OrderID: order, ConversationID: one})
	if s.guestOrder(one, order) == nil {
		t.Error("the customer does not see it")
	}
	s.Refused(s.Owner, channel.ErrNoConversation, channel.PlaceOrder{ShopID: s.Shop, ConversationID: order, Details: details})
	s.Refused(s.Owner, shop.ErrEvidence, channel.PlaceOrder{
		ShopID: s.Shop, ConversationID: one, Details: details, Evidence: make([]shop.Evidence, shop.MaxEvidence+1),
	})
	said := s.say(one, "딸기로 해 주세요")
	s.Ask(channel.PlaceOrder{
		ShopID: s.Shop, ConversationID: one, Details: details,
		Evidence: []shop.Evidence{{Field: "flavor", Text: "딸기로 해 주세요", MessageID: said}},
	}, s.Owner, &placed)
	o := shoptest.Held[shopv1.Order](s.Stage, shop.KindOrder)[placed.GetOrderId()]
	if o.GetConversationId() != one.String() || len(o.GetEvidence()) != 1 || o.GetEvidence()[0].GetMessageId() != said.String() {
		t.Errorf("where it was read: %v", o)
	}
	s.Replayed()
}

// Who asks three days before gets what the row says, also when the shop answers a day later.
func TestWishes(t *testing.T) {
	s := newStage(t)
	s.Do(desk.ChangeCard{ShopID: s.Shop, Refunds: &channelv1.Refunds{Rules: []*channelv1.RefundRule{
		{Days: 7, Percent: 100}, {Days: 3, Percent: 50}, {Days: 1, Percent: 10},
	}}})
	one, other := s.come("이서연", "010-0000-1234"), s.come("박지호", "010-0000-5678")
	order := s.place(one, "2026-11-26T13:00") // in three days
	s.Do(shop.RecordPayment{ShopID: s.Shop, OrderID: order, AmountWon: 40_000})
	cancel := channel.WishFor{ConversationID: one, OrderID: order, Kind: channel.Cancel}
	var said channelv1.SayResponse
	s.Ask(cancel, one, &said)
	w := s.messages(one)[0].GetWish()
	if w.GetRefundPercent() != 50 || w.GetRefundWon() != 20_000 || w.GetState() != channelv1.WishState_WISH_STATE_OPEN ||
		s.conversation(one).GetPreview() != "취소 요청" {
		t.Errorf("the rules: %v", w)
	}
	s.Refused(one, channel.ErrWishTwice, cancel)
	s.Refused(other, shop.ErrNoOrder, channel.WishFor{ConversationID: other, OrderID: order, Kind: channel.Cancel})
	s.Refused(one, channel.ErrWish, channel.WishFor{ConversationID: one, OrderID: order})
	s.Refused(one, channel.ErrWishText, channel.WishFor{ConversationID: one, OrderID: order, Kind: channel.Change})
	s.Clock.Move(24 * time.Hour)
	message, _ := id.Parse(said.GetMessageId())
	answer := channel.AnswerWish{ShopID: s.Shop, MessageID: message, Grant: true}
	s.Refused(one, shop.ErrDenied, answer)
	theirs, stranger := s.OpenShop("달빛케이크")
	s.Refused(stranger, channel.ErrNoWish, channel.AnswerWish{ShopID: theirs, MessageID: message})
	s.Refused(s.Owner, shop.ErrRefund, channel.AnswerWish{ShopID: s.Shop, MessageID: message, Grant: true, RefundWon: proto.Int64(40_001)})
	s.Refused(s.Owner, channel.ErrRefund, channel.AnswerWish{ShopID: s.Shop, MessageID: message, RefundWon: proto.Int64(1)})
	s.Refused(s.Owner, channel.ErrRefund, channel.AnswerWish{ShopID: s.Shop, MessageID: message, Grant: true, RefundWon: proto.Int64(-1)})
	s.Do(answer)
	if o := s.guestOrder(one, order); o.GetState() != shopv1.OrderState_ORDER_STATE_CANCELLED || o.GetRefundWon() != 20_000 {
		t.Errorf("cancelled: %v", o)
	}
	m := s.messages(one)
	if m[0].GetText() != "주문을 취소했어요. 20,000원을 돌려드릴게요." || m[1].GetWish().GetState() != channelv1.WishState_WISH_STATE_GRANTED {
		t.Errorf("the answer: %v", m)
	}
	s.Refused(s.Owner, channel.ErrAnswered, answer)
	s.Refused(one, channel.ErrWishOver, cancel)
	second := s.place(one, "2026-11-30T13:00")
	s.Ask(channel.WishFor{ConversationID: one, OrderID: second, Kind: channel.Change, Text: "2호로 바꿀게요"}, one, &said)
	message, _ = id.Parse(said.GetMessageId())
	s.Do(channel.AnswerWish{ShopID: s.Shop, MessageID: message, Text: "이미 만들었어요"})
	if m := s.messages(one); m[0].GetText() != "이미 만들었어요" || m[1].GetWish().GetState() != channelv1.WishState_WISH_STATE_DECLINED {
		t.Errorf("declined: %v", m)
	}
	s.Refused(s.Owner, channel.ErrNoWish, channel.AnswerWish{ShopID: s.Shop, MessageID: one})
	s.Replayed()
}

// What the shop says by itself lifts no conversation in a list, and is no device's own message.
func TestAutoLiftsNothing(t *testing.T) {
	s := newStage(t)
	hello := "어서 오세요"
	s.Do(desk.ChangeDesk{ShopID: s.Shop, First: &hello})
	one := s.come("이서연", "010-0000-1234")
	if c := s.conversation(one); c.GetPreview() != hello || c.GetSpokenMs() == 0 {
		t.Errorf("the first word stands where nobody has spoken: %v", c)
	}
	s.say(one, "케이크 되나요?")
	spoken := s.conversation(one)
	s.Clock.Move(time.Hour)
	order := s.place(one, "")
	s.Do(shop.RecordPayment{ShopID: s.Shop, OrderID: order, AmountWon: 40_000})
	s.Errands()
	c := s.conversation(one)
	if c.GetSpokenMs() != spoken.GetSpokenMs() || c.GetPreview() != "케이크 되나요?" ||
		c.GetLastSide() != channelv1.Side_SIDE_CUSTOMER || c.GetLastSeq() != 3 || c.GetLastMs() <= spoken.GetLastMs() {
		t.Errorf("a message of the machine: %v, after %v", c, spoken)
	}
	s.Do(channel.Post{ShopID: s.Shop, ConversationID: one, Text: "네, 됩니다"})
	if k := s.conversation(one); k.GetSpokenMs() <= c.GetSpokenMs() || k.GetPreview() != "네, 됩니다" {
		t.Errorf("a person's: %v", k)
	}
	for _, m := range s.messages(one) {
		if by := m.GetSide() != channelv1.Side_SIDE_AUTO; by != (m.GetCommandId() != "") {
			t.Errorf("message %d of side %v bears the command %q", m.GetSeq(), m.GetSide(), m.GetCommandId())
		}
	}
	s.Replayed()
}
