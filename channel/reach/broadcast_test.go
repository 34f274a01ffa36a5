package reach_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	"dangol.example/channel"
	"dangol.example/channel/reach"
	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
)

// crowd opens conversations.
func (s *stage) crowd(n int) (all []id.ID) {
	s.t.Helper()
	for i := range n {
		all = append(all, s.guest(fmt.Sprint("손님", i)))
	}
	return all
}

// news is the only broadcast as the shop's devices hold it.
func (s *stage) news() *channelv1.Broadcast {
	s.t.Helper()
	page, err := s.shard.Changes(s.t.Context(), shop.Topic(s.shop), 0, 2000)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, c := range page.Changes {
		m := &channelv1.Broadcast{}
		if c.Kind == reach.KindBroadcast && proto.Unmarshal(c.Data, m) == nil {
			return m
		}
	}
	s.t.Fatal("there is no broadcast")
	return nil
}

func (s *stage) start(text string, a reach.Audience) id.ID {
	s.t.Helper()
	var started channelv1.StartBroadcastResponse
	s.ask(reach.StartBroadcast{ShopID: s.shop, Text: text, Audience: a}, s.owner, &started)
	n, _ := id.Parse(started.GetBroadcastId())
	return n
}

func TestBroadcast(t *testing.T) {
	s := newStage(t)
	all := s.crowd(4)
	no := false
	s.ask(channel.ChangeMe{ConversationID: all[0], Consent: &no}, all[0], nil)
	s.do(channel.ChangeConversation{ShopID: s.shop, ConversationID: all[1], Stand: channel.Spam})
	s.start("{name}님, 크리스마스 예약 받아요", reach.Audience{})
	s.errands()
	for n, conversation := range all {
		have := s.said(conversation, "broadcast")
		if n < 2 && len(have) != 0 {
			t.Errorf("%d got %q", n, have)
		}
		if n >= 2 && (len(have) != 1 || !strings.HasPrefix(have[0], fmt.Sprintf("(광고) 햇살케이크\n손님%d님, ", n)) ||
			!strings.Contains(have[0], "무료 수신거부")) {
			t.Errorf("%d got %q", n, have)
		}
	}
	if b := s.news(); b.GetState() != channelv1.BroadcastState_BROADCAST_STATE_DONE || b.GetTotal() != 2 ||
		b.GetSent() != 2 {
		t.Errorf("%v", b)
	}
	s.ask(channel.Mark{ConversationID: all[3], Got: 1, Read: 1}, all[3], nil)
	s.due()
	s.due()
	if b := s.news(); b.GetRead() != 1 {
		t.Errorf("%v", b)
	}
	s.replayed()
}

// A broadcast that is interrupted at any place goes on behind it: nobody gets it twice, and nobody is left out.
func TestABroadcastIsContinued(t *testing.T) {
	const people = 230 // three pages
	s := newStage(t)
	all := s.crowd(people)
	s.start("소식이에요", reach.Audience{})
	for _, turn := range []int{1, 2, 40} {
		ctx, stop := context.WithCancel(t.Context())
		s.beside(func() error { // it is broken off somewhere
			go func() {
				time.Sleep(time.Duration(turn) * time.Millisecond)
				stop()
			}()
			if _, err := s.shard.RunErrands(ctx); err != nil && !errors.Is(err, context.Canceled) {
				return err
			}
			return nil
		})
		stop()
		s.step()
	}
	s.shard = s.open() // another process
	s.errands()
	for n, conversation := range all {
		if have := s.said(conversation, "broadcast"); len(have) != 1 {
			t.Fatalf("%d got it %d times", n, len(have))
		}
	}
	if b := s.news(); b.GetSent() != people || b.GetState() != channelv1.BroadcastState_BROADCAST_STATE_DONE {
		t.Errorf("%v", b)
	}
	s.replayed()
}

// Whoever has two conversations gets it once.
func TestOneCustomerOneCopy(t *testing.T) {
	s := newStage(t)
	all := s.crowd(2)
	var customer id.ID
	s.read(func(r *shard.Reader) { c, _ := channel.Find(r, all[0]); customer = c.CustomerID })
	s.do(channel.JoinCustomer{ShopID: s.shop, ConversationID: all[1], CustomerID: customer})
	s.start("소식이에요", reach.Audience{})
	s.errands()
	if n := len(s.said(all[0], "broadcast")) + len(s.said(all[1], "broadcast")); n != 1 || s.news().GetTotal() != 1 {
		t.Errorf("%d copies, of %d", n, s.news().GetTotal())
	}
}

func TestAudience(t *testing.T) {
	s := newStage(t)
	all := s.crowd(4)
	label := func(n int, labels ...string) {
		s.do(channel.ChangeConversation{ShopID: s.shop, ConversationID: all[n], AddLabels: labels})
	}
	label(0, "단골")
	label(1, "단골", "도매")
	order := s.order(all[2], "손님2", "2026-11-23T15:00")
	s.do(shop.MoveOrder{ShopID: s.shop, OrderID: order, To: shop.NoShow})
	var customer id.ID
	s.read(func(r *shard.Reader) {
		r.One(func(w *shard.Row) { customer = w.ID() }, "SELECT customer FROM shop_order WHERE id = ?", order)
	})
	s.do(channel.JoinCustomer{ShopID: s.shop, ConversationID: all[2], CustomerID: customer})
	s.at(25, 10)
	for _, c := range []struct {
		a    reach.Audience
		want uint32
	}{
		{reach.Audience{}, 4},
		{reach.Audience{Include: []string{"단골"}}, 2},
		{reach.Audience{Include: []string{"단골"}, Exclude: []string{"도매"}}, 1},
		{reach.Audience{Exclude: []string{"도매"}}, 3},
		{reach.Audience{ExcludeNoShows: 1}, 3},
		{reach.Audience{ExcludeNoShows: 2}, 4},
		{reach.Audience{OrderedWithinDays: 3}, 1},
		{reach.Audience{OrderedWithinDays: 1}, 0},
		{reach.Audience{OrderedWithinDays: 3, ExcludeNoShows: 1}, 0},
	} {
		s.read(func(r *shard.Reader) {
			if have := reach.CountAudience(r, s.shop, c.a, s.clock.Now()); have != c.want {
				t.Errorf("%+v: %d, want %d", c.a, have, c.want)
			}
		})
	}
}

func TestBroadcastRefuses(t *testing.T) {
	s := newStage(t)
	ok := reach.StartBroadcast{ShopID: s.shop, Text: "소식"}
	s.refused(s.owner, reach.ErrNobody, ok)
	s.crowd(1)
	s.refused(s.staff, shop.ErrOwnerOnly, ok)
	long := make([]string, reach.MaxAudienceLabels+1)
	for _, c := range []struct {
		want error
		text string
		a    reach.Audience
	}{
		{reach.ErrNews, " ", reach.Audience{}},
		{reach.ErrNews, strings.Repeat("가", reach.MaxNews+1), reach.Audience{}},
		{reach.ErrNewsFields, "{code}", reach.Audience{}},
		{reach.ErrAudience, "소식", reach.Audience{Include: long}},
		{reach.ErrAudience, "소식", reach.Audience{Exclude: []string{""}}},
		{reach.ErrAudience, "소식", reach.Audience{OrderedWithinDays: reach.MaxOrderedDays + 1}},
		{reach.ErrNobody, "소식", reach.Audience{Include: []string{"단골"}}},
	} {
		s.refused(s.owner, c.want, reach.StartBroadcast{ShopID: s.shop, Text: c.text, Audience: c.a})
	}
	s.at(23, 21)
	s.refused(s.owner, reach.ErrNight, ok)
	s.at(24, 8)
	n := s.start("소식", reach.Audience{})
	s.refused(s.owner, reach.ErrSending, ok)
	s.refused(s.owner, reach.ErrNoNews, reach.StopBroadcast{ShopID: s.shop, BroadcastID: s.owner})
	s.refused(n, shop.ErrDenied, reach.StopBroadcast{ShopID: s.shop, BroadcastID: n})
	s.refused(s.owner, shop.ErrDenied, reach.SendPage{BroadcastID: n})
	s.refused(s.owner, shop.ErrDenied, reach.ResumeBroadcast{BroadcastID: n})
	s.refused(s.owner, shop.ErrDenied, reach.CountReads{BroadcastID: n})
	s.errands()
	s.refused(s.owner, reach.ErrNotSending, reach.StopBroadcast{ShopID: s.shop, BroadcastID: n})
}

func TestStopBroadcast(t *testing.T) {
	s := newStage(t)
	all := s.crowd(3)
	n := s.start("소식", reach.Audience{})
	s.ask(reach.StopBroadcast{ShopID: s.shop, BroadcastID: n}, s.staff, nil)
	s.do(reach.StopBroadcast{ShopID: s.shop, BroadcastID: n}) // twice does no harm
	s.errands()
	s.due()
	if b := s.news(); b.GetSent() != 0 || b.GetState() != channelv1.BroadcastState_BROADCAST_STATE_STOPPED ||
		len(s.said(all[0], "broadcast")) != 0 {
		t.Errorf("%v", b)
	}
	s.replayed()
}

// What is not out before the night waits for the morning.
func TestNoNewsAtNight(t *testing.T) {
	s := newStage(t)
	all := s.crowd(2)
	s.at(23, 20)
	s.start("소식", reach.Audience{})
	s.at(23, 22)
	s.errands()
	s.due()
	s.at(24, 7)
	s.due()
	if len(s.said(all[0], "broadcast")) != 0 {
		t.Fatal("it came at night")
	}
	s.at(24, 8)
	s.due()
	s.due()
	if len(s.said(all[0], "broadcast")) != 1 || s.news().GetState() != channelv1.BroadcastState_BROADCAST_STATE_DONE {
		t.Errorf("%v", s.news())
	}
	s.replayed()
}

// A changed card is told to customers' devices that were lately alive, and to no others.
func TestTheCardIsShownToGuests(t *testing.T) {
	s := newStage(t)
	old := s.guest("옛 손님")
	s.errands()
	s.clock.Move(40 * 24 * time.Hour)
	young := s.guest("새 손님")
	account := "가나은행 000-00-0000"
	block := func(conversation id.ID) uint64 {
		page, err := s.shard.Changes(t.Context(), shop.GuestTopic(conversation), 0, 100)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range page.Changes {
			m := &channelv1.Card{}
			if c.Kind == "card" && proto.Unmarshal(c.Data, m) == nil {
				return c.Block
			}
		}
		t.Fatal("there is no card")
		return 0
	}
	wasOld, wasYoung := block(old), block(young)
	s.do(shop.ChangeShop{ShopID: s.shop, Account: &account})
	s.do(shop.ChangeShop{ShopID: s.shop, Account: &account})
	s.errands()
	if block(old) != wasOld || block(young) == wasYoung {
		t.Errorf("blocks %d and %d, before %d and %d", block(old), block(young), wasOld, wasYoung)
	}
	if n, err := s.shard.Errands(t.Context()); err != nil || n != 0 {
		t.Errorf("%d errands wait, %v", n, err)
	}
	s.refused(s.owner, shop.ErrDenied, reach.ShowCard{ShopID: s.shop})
	s.replayed()
}

// Sent again under its id it is answered as before; with another text it is refused, whole, also when it has gone out.
func TestBroadcastAgain(t *testing.T) {
	s := newStage(t)
	all := s.crowd(2)
	give := func(text string) (shard.Result, error) {
		ticket, err := s.shard.Submit(shard.Request{
			ID: id.Of(0, "command", "news"), Actor: s.owner, Command: reach.StartBroadcast{ShopID: s.shop, Text: text},
		})
		if err != nil {
			t.Fatal(err)
		}
		s.step()
		<-ticket.Done()
		return ticket.Answer()
	}
	first, err := give("소식이에요")
	if err != nil {
		t.Fatal(err)
	}
	for _, gone := range []bool{false, true} {
		if again, err := give("소식이에요"); err != nil || !again.Again || string(again.Answer) != string(first.Answer) {
			t.Errorf("gone out %v, again: %v, %v", gone, again, err)
		}
		if _, err := give("다른 소식이에요"); !errors.Is(err, shard.ErrReused) {
			t.Errorf("gone out %v, with another text: %v", gone, err)
		}
		s.errands()
	}
	for _, one := range all {
		if have := s.said(one, "broadcast"); len(have) != 1 || !strings.Contains(have[0], "소식이에요") || strings.Contains(have[0], "다른") {
			t.Errorf("the customer got %d", len(have))
		}
	}
	s.replayed()
}

// News to everybody leave the inbox in its order.
func TestBroadcastLiftsNobody(t *testing.T) {
	s := newStage(t)
	all := s.crowd(2)
	for _, one := range []id.ID{all[1], all[0]} {
		s.clock.Move(time.Minute)
		s.ask(channel.Say{ConversationID: one, Text: "안녕하세요"}, one, nil) // and the shop, that nobody is there
	}
	s.clock.Move(time.Hour)
	s.start("소식이에요", reach.Audience{})
	s.errands()
	page, err := s.shard.Changes(t.Context(), shop.Topic(s.shop), 0, 2000)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]*channelv1.Conversation{}
	for _, c := range page.Changes {
		if m := (&channelv1.Conversation{}); c.Kind == channel.KindConversation && proto.Unmarshal(c.Data, m) == nil {
			found[m.GetId()] = m
		}
	}
	late, early := found[all[0].String()], found[all[1].String()]
	if late.GetSpokenMs() != early.GetSpokenMs()+time.Minute.Milliseconds()+1 || late.GetPreview() != "안녕하세요" ||
		late.GetLastSeq() != 3 || late.GetUnread() != 1 {
		t.Errorf("%v\n%v", late, early)
	}
}
