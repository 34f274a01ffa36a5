package desk_test

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"dangol.example/blob"
	"dangol.example/channel/desk"
	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	channeljournalv1 "dangol.example/gen/journal/dangol/channel/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
	"dangol.example/shop/form"
	"dangol.example/shop/shoptest"
)

// stage is a shop with a desk, on a Monday at nine, in which somebody works for the owner.
type stage struct {
	*shoptest.Stage
	staff id.ID
}

func newStage(t *testing.T) *stage {
	t.Helper()
	s := &stage{Stage: shoptest.New(t, shoptest.Monday(9), func() []shard.Domain {
		return []shard.Domain{shop.Domain(shop.Options{Blobs: &blob.Memory{}, Shown: desk.Show}), desk.Domain()}
	})}
	var added shopv1.AddStaffResponse
	s.Ask(shop.AddStaff{ShopID: s.Shop, Name: "김직원", Role: shop.Staff}, s.Owner, &added)
	s.staff, _ = id.Parse(added.GetStaffId())
	return s
}

func (s *stage) card() (c *channelv1.Card) {
	s.T.Helper()
	s.Read(func(r *shard.Reader) { c = desk.CardOf(r, s.Shop) })
	return c
}

func (s *stage) desk() (d *channelv1.Desk) {
	s.T.Helper()
	s.Read(func(r *shard.Reader) { d = desk.Of(r, s.Shop) })
	return d
}

// held is what a device of the shop holds, by kind and id.
func (s *stage) held() map[string][]byte {
	s.T.Helper()
	page, err := s.Shard.Changes(s.T.Context(), shop.Topic(s.Shop), 0, 2000)
	if err != nil {
		s.T.Fatal(err)
	}
	all := map[string][]byte{}
	for _, c := range page.Changes {
		all[c.Kind+" "+c.ID.String()] = c.Data
	}
	return all
}

// errands is how many wait to show the card.
func (s *stage) errands() (n int64) {
	s.T.Helper()
	n, err := s.Shard.Errands(s.T.Context())
	if err != nil {
		s.T.Fatal(err)
	}
	return n
}

func TestANewShopHasACard(t *testing.T) {
	s := newStage(t)
	c := s.card()
	if c.GetName() != "햇살케이크" || c.GetZone() != "Asia/Seoul" || c.GetLink() != "/s/"+s.Shop.String() ||
		len(c.GetHours().GetWeek()) != 7 || len(c.GetHours().GetWeek()[0].GetSpans()) != 1 ||
		len(c.GetHours().GetWeek()[6].GetSpans()) != 0 || len(c.GetForm()) != 0 || len(c.GetRefunds()) != 0 {
		t.Errorf("%v", c)
	}
	if d := s.desk(); d.GetAway() == "" || d.GetRemindHours() != 24 || d.GetRemind() == "" || d.GetLockDays() != 14 {
		t.Errorf("%v", d)
	}
	s.Read(func(r *shard.Reader) {
		if desk.CardOf(r, s.Owner) != nil || desk.Of(r, s.Owner) != nil {
			t.Error("a shop that is none has a card")
		}
	})
	held := s.held()
	for _, kind := range []string{"shop", desk.KindCard, desk.KindDesk} {
		if len(held[kind+" "+s.Shop.String()]) == 0 {
			t.Errorf("no %s is on the shop's device", kind)
		}
	}
	s.Replayed()
}

// form of the day: all kinds of blocks.
func cakeForm() *channelv1.Form {
	choice := func(label string, won int64) *channelv1.Choice { return &channelv1.Choice{Label: label, PriceWon: won} }
	return &channelv1.Form{Blocks: []*channelv1.Block{
		{
			Id: "size", Label: "사이즈", Kind: 1, Required: true, Field: "size",
			Choices: []*channelv1.Choice{choice("1호", 0), choice("2호", 10_000)},
		},
		{Id: "extra", Label: "추가", Kind: 2, Choices: []*channelv1.Choice{choice("초", 0)}},
		{Id: "words", Label: "문구", Kind: 3, Field: "lettering"},
		{Id: "more", Label: "요청", Help: "무엇이든", Kind: 4, Field: "requests"},
		{Id: "picture", Label: "참고 사진", Kind: 5, Field: "design"},
		{Id: "when", Label: "픽업", Kind: 6, Required: true},
		{Id: "many", Label: "수량", Kind: 7, Field: "quantity"},
		{Id: "yes", Label: "환불 규정을 읽었어요", Kind: 8, Required: true, Field: "refunds"},
	}}
}

func TestChangeCard(t *testing.T) {
	s := newStage(t)
	s.Do(desk.ChangeCard{
		ShopID: s.Shop, About: new(" 레터링 케이크 "), Way: new("2층"), Phone: new("010-0000-1234"),
		Notice: new("연말 예약 중"),
	})
	s.Do(desk.ChangeCard{
		ShopID: s.Shop, Form: cakeForm(), Menu: &channelv1.Menu{Buttons: []*channelv1.MenuButton{
			{Id: "price", Label: "가격표", Answer: "1호 32,000원"}, {Id: "order", Label: "주문하기", OpensForm: true},
		}},
		Refunds: &channelv1.Refunds{Rules: []*channelv1.RefundRule{
			{Days: 0}, {Days: 7, Percent: 100}, {Days: 3, Percent: 50},
		}},
		Capacity: new(uint32(8)), LeadHours: new(uint32(48)),
		Days: &channelv1.DayCapacities{Days: []*channelv1.DayCapacity{{Day: "2026-12-24"}}},
	})
	c := s.card()
	if c.GetAbout() != "레터링 케이크" || c.GetWay() != "2층" || c.GetPhone() != "01000001234" || c.GetNotice() == "" ||
		len(c.GetForm()) != 8 || c.GetForm()[0].GetChoices()[1].GetPriceWon() != 10_000 || len(c.GetMenu()) != 2 ||
		len(c.GetRefunds()) != 3 || c.GetRefunds()[0].GetDays() != 7 || c.GetCapacity() != 8 ||
		c.GetLeadHours() != 48 ||
		len(c.GetDays()) != 1 {
		t.Errorf("%v", c)
	}
	s.Do(desk.ChangeCard{ShopID: s.Shop, Form: &channelv1.Form{}, Notice: new("")})
	if c := s.card(); len(c.GetForm()) != 0 || c.GetNotice() != "" || len(c.GetMenu()) != 2 {
		t.Errorf("%v", c)
	}
	h := &channelv1.Hours{
		Week:    make([]*channelv1.DayHours, 7),
		Special: []*channelv1.SpecialDay{{Day: "2026-12-25", Name: "성탄절"}},
	}
	for n := range h.Week {
		h.Week[n] = &channelv1.DayHours{Spans: []*channelv1.Span{{From: 600, To: 720}, {From: 780, To: 60}}}
	}
	s.Do(desk.ChangeCard{ShopID: s.Shop, Hours: h})
	s.Read(func(r *shard.Reader) {
		if !proto.Equal(desk.HoursOf(r, s.Shop), h) || !proto.Equal(desk.CardOf(r, s.Shop).GetHours(), h) {
			t.Error("the hours are others than were given")
		}
	})
	s.Replayed()
}

// What the card takes from the shop is seen anew when it changes, and one errand waits however often it does.
func TestTheCardIsShownAnew(t *testing.T) {
	s := newStage(t)
	if s.errands() != 0 {
		t.Error("a new shop's card is shown to nobody")
	}
	var item shopv1.AddItemResponse
	for name, c := range map[string]shard.Command{
		"name":    shop.ChangeShop{ShopID: s.Shop, Name: new("달빛케이크")},
		"account": shop.ChangeShop{ShopID: s.Shop, Account: new("가나은행 000-00-0000")},
		"notice":  desk.ChangeCard{ShopID: s.Shop, Notice: new("오늘은 일찍 닫아요")},
	} {
		before := s.held()[desk.KindCard+" "+s.Shop.String()]
		s.Do(c)
		if after := s.held()[desk.KindCard+" "+s.Shop.String()]; string(before) == string(after) || s.errands() != 1 {
			t.Errorf("%s: the card is as it was, %d errands wait", name, s.errands())
		}
	}
	s.Ask(shop.AddItem{ShopID: s.Shop, Name: "레터링 1호", PriceWon: 32_000}, s.staff, &item)
	itemID, _ := id.Parse(item.GetItemId())
	won := int64(35_000)
	s.Do(shop.ChangeItem{ShopID: s.Shop, ItemID: itemID, PriceWon: &won})
	if p := s.card().GetPrices(); len(p) != 1 || p[0].GetPriceWon() != won {
		t.Errorf("%v", p)
	}
	s.Do(shop.RetireItem{ShopID: s.Shop, ItemID: itemID})
	if p := s.card().GetPrices(); len(p) != 0 || s.errands() != 1 {
		t.Errorf("%v, %d errands", p, s.errands())
	}
	s.Replayed()
}

func TestChangeCardRefuses(t *testing.T) {
	s := newStage(t)
	other := id.Of(2, "another shop")
	s.Refused(s.staff, shop.ErrOwnerOnly, desk.ChangeCard{ShopID: s.Shop, Notice: new("")})
	s.Refused(s.Owner, shop.ErrDenied, desk.ChangeCard{ShopID: other, Notice: new("")})
	long := strings.Repeat("가", desk.MaxText+1)
	span := func(all ...uint32) (spans []*channelv1.Span) {
		for n := 0; n < len(all); n += 2 {
			spans = append(spans, &channelv1.Span{From: all[n], To: all[n+1]})
		}
		return spans
	}
	week := func(spans []*channelv1.Span, special ...*channelv1.SpecialDay) *channelv1.Hours {
		h := &channelv1.Hours{Special: special}
		for range 7 {
			h.Week = append(h.Week, &channelv1.DayHours{Spans: spans})
		}
		return h
	}
	block := func(change func(*channelv1.Block)) *channelv1.Form {
		f := cakeForm()
		change(f.Blocks[0])
		return f
	}
	menu := func(b ...*channelv1.MenuButton) *channelv1.Menu { return &channelv1.Menu{Buttons: b} }
	rules := func(r ...*channelv1.RefundRule) *channelv1.Refunds { return &channelv1.Refunds{Rules: r} }
	days := func(d ...*channelv1.DayCapacity) *channelv1.DayCapacities { return &channelv1.DayCapacities{Days: d} }
	for _, c := range []struct {
		want error
		card desk.ChangeCard
	}{
		{desk.ErrText, desk.ChangeCard{About: &long}},
		{desk.ErrText, desk.ChangeCard{Notice: new("\xff")}},
		{form.ErrPhone, desk.ChangeCard{Phone: new("전화")}},
		{desk.ErrCapacity, desk.ChangeCard{Capacity: new(uint32(desk.MaxCapacity + 1))}},
		{desk.ErrLeadHours, desk.ChangeCard{LeadHours: new(uint32(desk.MaxLeadHours + 1))}},
		{desk.ErrWeek, desk.ChangeCard{Hours: &channelv1.Hours{}}},
		{desk.ErrSpans, desk.ChangeCard{Hours: week(span(1440, 10))}},
		{desk.ErrSpans, desk.ChangeCard{Hours: week(span(10, 1441))}},
		{desk.ErrSpans, desk.ChangeCard{Hours: week(span(10, 100, 50, 200))}},
		{desk.ErrSpans, desk.ChangeCard{Hours: week(span(600, 60, 700, 800))}},
		{desk.ErrSpans, desk.ChangeCard{Hours: week(span(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11))}},
		{desk.ErrSpecial, desk.ChangeCard{Hours: week(nil, &channelv1.SpecialDay{Day: "2026-13-01"})}},
		{desk.ErrSpecial, desk.ChangeCard{Hours: week(nil,
			&channelv1.SpecialDay{Day: "2026-12-01"}, &channelv1.SpecialDay{Day: "2026-12-01"})}},
		{desk.ErrSpecial, desk.ChangeCard{Hours: week(nil, make([]*channelv1.SpecialDay, desk.MaxSpecial+1)...)}},
		{desk.ErrSpans, desk.ChangeCard{Hours: week(nil, &channelv1.SpecialDay{Day: "2026-12-01", Spans: span(2000, 1)})}},
		{desk.ErrForm, desk.ChangeCard{Form: &channelv1.Form{Blocks: make([]*channelv1.Block, desk.MaxBlocks+1)}}},
		{desk.ErrBlock, desk.ChangeCard{Form: block(func(b *channelv1.Block) { b.Id = "" })}},
		{desk.ErrBlock, desk.ChangeCard{Form: block(func(b *channelv1.Block) { b.Label = " " })}},
		{desk.ErrBlock, desk.ChangeCard{Form: block(func(b *channelv1.Block) { b.Kind = 9 })}},
		{desk.ErrBlock, desk.ChangeCard{Form: block(func(b *channelv1.Block) { b.Help = long })}},
		{desk.ErrBlockTwice, desk.ChangeCard{Form: block(func(b *channelv1.Block) { b.Id = "words" })}},
		{desk.ErrField, desk.ChangeCard{Form: block(func(b *channelv1.Block) { b.Field = "price" })}},
		{desk.ErrField, desk.ChangeCard{Form: block(func(b *channelv1.Block) { b.Field = "refunds" })}},
		{desk.ErrField, desk.ChangeCard{Form: block(func(b *channelv1.Block) { b.Field = "lettering" })}},
		{desk.ErrField, desk.ChangeCard{Form: block(func(b *channelv1.Block) { b.Field = "pickup" })}},
		{desk.ErrField, desk.ChangeCard{Form: block(func(b *channelv1.Block) {
			b.Kind, b.Choices, b.Field = 6, nil, ""
		})}},
		{desk.ErrChoices, desk.ChangeCard{Form: block(func(b *channelv1.Block) { b.Choices = nil })}},
		{desk.ErrChoices, desk.ChangeCard{Form: block(func(b *channelv1.Block) { b.Kind = 3 })}},
		{desk.ErrChoices, desk.ChangeCard{Form: block(func(b *channelv1.Block) { b.Choices[1].Label = "1호" })}},
		{form.ErrWon, desk.ChangeCard{Form: block(func(b *channelv1.Block) { b.Choices[1].PriceWon = -1 })}},
		{desk.ErrMenu, desk.ChangeCard{Menu: menu(make([]*channelv1.MenuButton, desk.MaxButtons+1)...)}},
		{desk.ErrMenu, desk.ChangeCard{Menu: menu(&channelv1.MenuButton{Id: "a", Label: "가격표"})}},
		{desk.ErrMenu, desk.ChangeCard{Menu: menu(&channelv1.MenuButton{Id: "a", Answer: "가격표"})}},
		{desk.ErrMenu, desk.ChangeCard{Menu: menu(
			&channelv1.MenuButton{Id: "a", Label: "가", OpensForm: true},
			&channelv1.MenuButton{Id: "a", Label: "나", OpensForm: true})}},
		{desk.ErrRefunds, desk.ChangeCard{Refunds: rules(&channelv1.RefundRule{Percent: 101})}},
		{desk.ErrRefunds, desk.ChangeCard{Refunds: rules(
			&channelv1.RefundRule{Days: 3}, &channelv1.RefundRule{Days: 3})}},
		{desk.ErrRefunds, desk.ChangeCard{Refunds: rules(make([]*channelv1.RefundRule, desk.MaxRules+1)...)}},
		{desk.ErrRefundOrder, desk.ChangeCard{Refunds: rules(
			&channelv1.RefundRule{Days: 3, Percent: 50}, &channelv1.RefundRule{Days: 1, Percent: 60})}},
		{desk.ErrDays, desk.ChangeCard{Days: days(&channelv1.DayCapacity{Day: "내일"})}},
		{desk.ErrDays, desk.ChangeCard{Days: days(
			&channelv1.DayCapacity{Day: "2026-12-24"}, &channelv1.DayCapacity{Day: "2026-12-24"})}},
		{desk.ErrDays, desk.ChangeCard{Days: days(make([]*channelv1.DayCapacity, desk.MaxDays+1)...)}},
		{desk.ErrCapacity, desk.ChangeCard{Days: days(&channelv1.DayCapacity{Day: "2026-12-24", Orders: desk.MaxCapacity + 1})}},
	} {
		c.card.ShopID = s.Shop
		s.Refused(s.Owner, c.want, c.card)
	}
}

func TestChangeDesk(t *testing.T) {
	s := newStage(t)
	s.Do(desk.ChangeDesk{
		ShopID: s.Shop, Away: new(""), First: new("처음 오셨네요"), RemindHours: new(uint32(3)), LockDays: new(uint32(0)),
	})
	if d := s.desk(); d.GetAway() != "" || d.GetFirst() != "처음 오셨네요" || d.GetRemindHours() != 3 || d.GetLockDays() != 0 {
		t.Errorf("%v", d)
	}
	s.Do(desk.ChangeDesk{ShopID: s.Shop, Remind: new(""), RemindHours: new(uint32(0))})
	long := strings.Repeat("가", desk.MaxText+1)
	s.Refused(s.Owner, desk.ErrRemind, desk.ChangeDesk{ShopID: s.Shop, RemindHours: new(uint32(1))})
	s.Refused(s.Owner, desk.ErrRemindHours, desk.ChangeDesk{ShopID: s.Shop, RemindHours: new(uint32(169))})
	s.Refused(s.Owner, desk.ErrLockDays, desk.ChangeDesk{ShopID: s.Shop, LockDays: new(uint32(91))})
	s.Refused(s.Owner, desk.ErrText, desk.ChangeDesk{ShopID: s.Shop, Away: &long})
	s.Refused(s.staff, shop.ErrOwnerOnly, desk.ChangeDesk{ShopID: s.Shop})
	s.Replayed()
}

func TestReplies(t *testing.T) {
	s := newStage(t)
	var saved channelv1.SaveReplyResponse
	s.Ask(desk.SaveReply{ShopID: s.Shop, Title: "계좌 안내", Text: "{account}로 {total} 보내 주세요"}, s.staff, &saved)
	reply, _ := id.Parse(saved.GetReplyId())
	s.Do(desk.SaveReply{ShopID: s.Shop, ReplyID: reply, Title: "계좌", Text: "{account}"})
	have := &channelv1.Reply{}
	if err := proto.Unmarshal(s.held()[desk.KindReply+" "+reply.String()], have); err != nil || have.GetTitle() != "계좌" {
		t.Errorf("%v, %v", have, err)
	}
	s.Refused(s.Owner, desk.ErrNoReply, desk.SaveReply{ShopID: s.Shop, ReplyID: s.Shop, Title: "가", Text: "나"})
	s.Refused(s.Owner, desk.ErrReply, desk.SaveReply{ShopID: s.Shop, Text: "나"})
	s.Refused(s.Owner, desk.ErrReply, desk.SaveReply{ShopID: s.Shop, Title: "가", Text: " "})
	s.Refused(s.Owner, shop.ErrDenied, desk.SaveReply{ShopID: s.Owner, Title: "가", Text: "나"})
	s.Refused(s.Owner, desk.ErrNoReply, desk.RemoveReply{ShopID: s.Shop, ReplyID: s.Shop})
	s.Refused(s.Owner, shop.ErrDenied, desk.RemoveReply{ShopID: s.Owner, ReplyID: reply})
	s.Ask(desk.RemoveReply{ShopID: s.Shop, ReplyID: reply}, s.staff, nil)
	if data, is := s.held()[desk.KindReply+" "+reply.String()]; !is || len(data) != 0 {
		t.Error("the reply is still there")
	}
	for n := range desk.MaxReplies {
		s.Do(desk.SaveReply{ShopID: s.Shop, Title: fmt.Sprint(n), Text: "나"})
	}
	s.Refused(s.Owner, desk.ErrManyReplies, desk.SaveReply{ShopID: s.Shop, Title: "가", Text: "나"})
	s.Replayed()
}

func TestAlertKeys(t *testing.T) {
	s := newStage(t)
	hash := func(n int) []byte { h := sha256.Sum256([]byte{byte(n)}); return h[:] }
	var made channelv1.MakeAlertKeyResponse
	s.Ask(desk.MakeAlertKey{ShopID: s.Shop, Name: "가게 폰", KeyHash: hash(0)}, s.Owner, &made)
	key, _ := id.Parse(made.GetAlertKeyId())
	s.Read(func(r *shard.Reader) {
		if shopID, found, is := desk.FindAlertKey(r, hash(0)); !is || shopID != s.Shop || found != key {
			t.Error("the key is not found")
		}
	})
	if keys := s.desk().GetAlertKeys(); len(keys) != 1 || keys[0].GetName() != "가게 폰" || keys[0].GetSinceMs() == 0 {
		t.Errorf("%v", keys)
	}
	s.Refused(s.staff, shop.ErrOwnerOnly, desk.MakeAlertKey{ShopID: s.Shop, Name: "나", KeyHash: hash(1)})
	s.Refused(s.Owner, form.ErrName, desk.MakeAlertKey{ShopID: s.Shop, KeyHash: hash(1)})
	s.Refused(s.Owner, desk.ErrKey, desk.MakeAlertKey{ShopID: s.Shop, Name: "나", KeyHash: hash(0)})
	s.Refused(s.Owner, desk.ErrKey, desk.MakeAlertKey{ShopID: s.Shop, Name: "나", KeyHash: []byte("short")})
	s.Refused(s.staff, shop.ErrOwnerOnly, desk.EndAlertKey{ShopID: s.Shop, AlertKeyID: key})
	s.Do(desk.EndAlertKey{ShopID: s.Shop, AlertKeyID: key})
	s.Refused(s.Owner, desk.ErrNoAlertKey, desk.EndAlertKey{ShopID: s.Shop, AlertKeyID: key})
	s.Read(func(r *shard.Reader) {
		if _, _, is := desk.FindAlertKey(r, hash(0)); is {
			t.Error("a key that was ended is good")
		}
	})
	s.Refused(s.Owner, desk.ErrKey, desk.MakeAlertKey{ShopID: s.Shop, Name: "나", KeyHash: hash(0)}) // for ever
	for n := range desk.MaxAlertKeys {
		s.Do(desk.MakeAlertKey{ShopID: s.Shop, Name: "폰", KeyHash: hash(n + 1)})
	}
	s.Refused(s.Owner, desk.ErrManyAlertKeys, desk.MakeAlertKey{ShopID: s.Shop, Name: "나", KeyHash: hash(99)})
	s.Replayed()
}

// The parts of a card lie in the journal as they do on the wire: one is read as the other.
func TestPartsLieAlike(t *testing.T) {
	for _, pair := range [][2]proto.Message{
		{&channeljournalv1.Hours{}, &channelv1.Hours{}},
		{&channeljournalv1.Form{}, &channelv1.Form{}},
		{&channeljournalv1.Menu{}, &channelv1.Menu{}},
		{&channeljournalv1.Refunds{}, &channelv1.Refunds{}},
		{&channeljournalv1.DayCapacities{}, &channelv1.DayCapacities{}},
	} {
		alike(t, pair[0].ProtoReflect().Descriptor(), pair[1].ProtoReflect().Descriptor())
	}
}

func alike(t *testing.T, kept, wire protoreflect.MessageDescriptor) {
	t.Helper()
	if kept.Fields().Len() != wire.Fields().Len() {
		t.Errorf("%s has other fields than %s", kept.FullName(), wire.FullName())
	}
	for n := range kept.Fields().Len() {
		k := kept.Fields().Get(n)
		w := wire.Fields().ByNumber(k.Number())
		switch {
		case w == nil || w.Name() != k.Name() || w.Cardinality() != k.Cardinality():
			t.Errorf("%s is another field on the wire", k.FullName())
		case k.Message() != nil && w.Message() != nil:
			alike(t, k.Message(), w.Message())
		case k.Kind() != w.Kind() && (k.Kind() != protoreflect.Uint32Kind || w.Kind() != protoreflect.EnumKind):
			t.Errorf("%s is of another kind on the wire", k.FullName())
		}
	}
}
