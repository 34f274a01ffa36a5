package channel_test

import (
	"fmt"
	"strings"
	"testing"

	"dangol.example/channel"
	"dangol.example/channel/desk"
	"dangol.example/channel/policy"
	"dangol.example/fault"
	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	"dangol.example/shop/shoptest"
)

// cakeForm is a form as a cake shop makes it.
func cakeForm() *channelv1.Form {
	return &channelv1.Form{Blocks: []*channelv1.Block{
		{
			Id: "size", Label: "사이즈", Kind: channelv1.BlockKind_BLOCK_KIND_CHOICE, Required: true, Field: "size",
			Choices: []*channelv1.Choice{{Label: "1호", PriceWon: 32_000}, {Label: "2호", PriceWon: 42_000}},
		},
		{
			Id: "cream", Label: "크림", Kind: channelv1.BlockKind_BLOCK_KIND_CHOICES,
			Choices: []*channelv1.Choice{{Label: "생크림"}, {Label: "초코", PriceWon: 3_000}},
		},
		{Id: "words", Label: "레터링", Kind: channelv1.BlockKind_BLOCK_KIND_TEXT, Field: "lettering"},
		{Id: "when", Label: "픽업", Kind: channelv1.BlockKind_BLOCK_KIND_PICKUP, Required: true, Field: "pickup"},
		{Id: "count", Label: "수량", Kind: channelv1.BlockKind_BLOCK_KIND_NUMBER, Field: "quantity"},
		{Id: "like", Label: "시안", Kind: channelv1.BlockKind_BLOCK_KIND_PHOTO},
		{Id: "agree", Label: "환불 규정", Kind: channelv1.BlockKind_BLOCK_KIND_AGREE},
	}}
}

func answers(more ...channel.Answer) []channel.Answer {
	return append([]channel.Answer{
		{BlockID: "size", Texts: []string{"1호"}}, {BlockID: "when", Texts: []string{"2026-11-25T14:00"}},
	}, more...)
}

// formStage has a form, hours from 10 to 20, and two orders a day.
func formStage(t *testing.T) *stage {
	t.Helper()
	s := newStage(t)
	week := make([]*channelv1.DayHours, 7)
	for i := range week {
		week[i] = &channelv1.DayHours{Spans: []*channelv1.Span{{From: 10 * 60, To: 20 * 60}}}
	}
	capacity, lead := uint32(2), uint32(24)
	s.Do(desk.ChangeCard{
		ShopID: s.Shop, Form: cakeForm(), Hours: &channelv1.Hours{Week: week}, Capacity: &capacity, LeadHours: &lead,
	})
	return s
}

func TestSubmit(t *testing.T) {
	s := formStage(t)
	one := s.come("이서연", "010-0000-1234")
	var done channelv1.SubmitResponse
	s.Ask(channel.Submit{ConversationID: one, Answers: answers(
		channel.Answer{BlockID: "cream", Texts: []string{"생크림", "초코"}},
		channel.Answer{BlockID: "words", Texts: []string{" 생일 축하해 "}},
		channel.Answer{BlockID: "count", Texts: []string{"2"}},
		channel.Answer{BlockID: "like", Photos: []channel.Photo{{SHA256: hash("a")}}},
		channel.Answer{BlockID: "agree", Texts: []string{"예"}},
	)}, one, &done)
	o := shoptest.Rows[shopv1.Order](s.Stage, "shop/"+s.Shop.String(), "order")[done.GetOrderId()]
	l := o.GetLines()[0]
	if o.GetState() != shopv1.OrderState_ORDER_STATE_ENQUIRY || o.GetName() != "이서연" || o.GetPhone() != "01000001234" ||
		o.GetPickup() != "2026-11-25T14:00" || l.GetSize() != "1호" || l.GetQuantity() != 2 ||
		strings.Join(l.GetLettering(), "|") != "생일 축하해" || o.GetConversationId() != one.String() ||
		l.GetPriceWon() != 32_000+3_000 || o.TotalWon != nil ||
		o.GetRequests() != "크림: 생크림, 초코" {
		t.Errorf("the enquiry: %v", o)
	}
	m := s.messages(one)[0]
	if m.GetOrderId() != done.GetOrderId() || len(m.GetAnswers()) != 7 || m.GetId() != done.GetMessageId() ||
		m.GetAnswers()[0].GetLabel() != "사이즈" || s.conversation(one).GetPreview() != "주문서" {
		t.Errorf("the form: %v", m)
	}
	s.Ask(channel.Submit{ConversationID: one, Answers: answers()}, one, nil)
	s.Refused(one, policy.ErrPickupFull, channel.Submit{ConversationID: one, Answers: answers()})
	s.Replayed()
}

func TestSubmitIsChecked(t *testing.T) {
	s := formStage(t)
	one := s.come("이서연", "010-0000-1234")
	on := func(when string) channel.Submit {
		return channel.Submit{ConversationID: one, Answers: []channel.Answer{
			{BlockID: "size", Texts: []string{"1호"}}, {BlockID: "when", Texts: []string{when}},
		}}
	}
	with := func(a ...channel.Answer) channel.Submit {
		return channel.Submit{ConversationID: one, Answers: answers(a...)}
	}
	s.Refused(one, policy.ErrPickupClosed, on("2026-11-25T09:00"))
	s.Refused(one, policy.ErrPickupSoon, on("2026-11-24T10:00"))
	s.Refused(one, policy.ErrPickupForm, on("tomorrow"))
	s.Refused(one, channel.ErrFormChanged, with(channel.Answer{BlockID: "gone", Texts: []string{"x"}}))
	s.Refused(one, channel.ErrFormChanged, with(channel.Answer{BlockID: "size", Texts: []string{"2호"}}))
	s.Refused(one, channel.ErrFormChanged, with(channel.Answer{BlockID: "cream", Texts: []string{"녹차"}}))
	s.Refused(one, channel.ErrFormChanged, with(channel.Answer{BlockID: "words", Texts: []string{"a", "b"}}))
	s.Refused(one, channel.ErrFormChanged, with(channel.Answer{BlockID: "words", Photos: make([]channel.Photo, 1)}))
	s.Refused(one, channel.ErrPhotos, with(channel.Answer{BlockID: "like", Photos: make([]channel.Photo, channel.MaxPhotos+1)}))
	s.Refused(one, channel.ErrPhoto, with(channel.Answer{BlockID: "like", Photos: make([]channel.Photo, 1)}))
	for _, c := range []channel.Submit{
		{ConversationID: one, Answers: []channel.Answer{{BlockID: "size", Texts: []string{"1호"}}}},
		with(channel.Answer{BlockID: "count", Texts: []string{"0"}}),
		with(channel.Answer{BlockID: "words", Texts: []string{strings.Repeat("가", channel.MaxAnswer+1)}}),
	} {
		_, err := s.Try(c, one)
		if fault.KindOf(err) != fault.Invalid || !strings.Contains(fault.Message(err, fault.Korean), "‘") ||
			strings.Contains(fault.Message(err, fault.English), "%!") {
			t.Errorf("no word of the block at fault: %v", err)
		}
	}
	s.Refused(s.Owner, channel.ErrNotYours, on("2026-11-25T14:00"))
	bare := newStage(t)
	two := bare.come("박지호", "010-0000-5678")
	bare.Do(desk.ChangeCard{ShopID: bare.Shop, Form: &channelv1.Form{}})
	bare.Refused(two, channel.ErrNoForm, channel.Submit{ConversationID: two, Answers: answers()})
}

// However much is chosen, it can be sent: the whole stands in the message, the order has what its field holds.
func TestMuchIsChosen(t *testing.T) {
	s := newStage(t)
	var all []*channelv1.Choice
	var texts []string
	for n := range 40 {
		label := fmt.Sprint(n) + strings.Repeat("맛", 70)
		all, texts = append(all, &channelv1.Choice{Label: label}), append(texts, label)
	}
	for _, field := range []string{
		"item", "size", "flavor", "design", "lettering", "candles", "delivery_address", "depositor", "requests", "",
	} {
		s.Do(desk.ChangeCard{ShopID: s.Shop, Form: &channelv1.Form{Blocks: []*channelv1.Block{
			{Id: "a", Kind: channelv1.BlockKind_BLOCK_KIND_CHOICES, Label: "맛", Field: field, Choices: all},
		}}})
		one := s.come("이서연"+field, "010-0000-1234")
		s.Ask(channel.Submit{ConversationID: one, Answers: []channel.Answer{{BlockID: "a", Texts: texts}}}, one, nil)
		if m := s.messages(one); len(m[0].GetAnswers()) != 1 || len(m[0].GetAnswers()[0].GetTexts()) != len(texts) {
			t.Errorf("%q: not all that was chosen is in the message", field)
		}
	}
}
