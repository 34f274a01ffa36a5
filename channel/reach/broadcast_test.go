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
	s.T.Helper()
	for i := range n {
		all = append(all, s.guest(fmt.Sprint("손님", i)))
	}
	return all
}

// news is the only broadcast as the shop's devices hold it.
func (s *stage) news() *channelv1.Broadcast {
	s.T.Helper()
	page, err := s.Shard.Changes(s.T.Context(), shop.Topic(s.Shop), 0, 2000)
	if err != nil {
		s.T.Fatal(err)
	}
	for _, c := range page.Changes {
		m := &channelv1.Broadcast{}
		if c.Kind == reach.KindBroadcast && proto.Unmarshal(c.Data, m) == nil {
			return m
		}
	}
	s.T.Fatal("there is no broadcast")
	return nil
}

func (s *stage) start(text string, a reach.Audience) id.ID {
	s.T.Helper()
	var started channelv1.StartBroadcastResponse
	s.Ask(reach.StartBroadcast{ShopID: s.Shop, Text: text, Audience: a}, s.Owner, &started)
	n, _ := id.Parse(started.GetBroadcastId())
	return n
}

func TestBroadcast(t *testing.T) {
	s := newStage(t)
	all := s.crowd(4)
	no := false
	s.Ask(channel.ChangeMe{ConversationID: all[0], Consent: &no}, all[0], nil)
	s.Do(channel.ChangeConversation{ShopID: s.Shop, ConversationID: all[1], Stand: channel.Spam})
	s.start("{name}님, 크리스마스 예약 받아요", reach.Audience{})
	s.Errands()
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
	s.Ask(channel.Mark{ConversationID: all[3], Got: 1, Read: 1}, all[3], nil)
	s.due()
	s.due()
	if b := s.news(); b.GetRead() != 1 {
		t.Errorf("%v", b)
	}
	s.Replayed()
}

// A broadcast that is interrupted at any place goes on behind it: nobody gets it twice, and nobody is left out.
func TestABroadcastIsContinued(t *testing.T) {
	const people = 230 // three pages
	s := newStage(t)
	all := s.crowd(people)
	s.start("소식이에요", reach.Audience{})
	for _, turn := range []int{1, 2, 40} {
		ctx, stop := context.WithCancel(t.Context())
		s.Beside(func() error { // it is broken off somewhere
			go func() {
				time.Sleep(time.Duration(turn) * time.Millisecond)
				stop()
			}()
			if _, err := s.Shard.RunErrands(ctx); err != nil && !errors.Is(err, context.Canceled) {
				return err
			}
			return nil
		})
		stop()
		s.Step()
	}
	s.Shard = s.View() // another process
	s.Errands()
	for n, conversation := range all {
		if have := s.said(conversation, "broadcast"); len(have) != 1 {
			t.Fatalf("%d got it %d times", n, len(have))
		}
	}
	if b := s.news(); b.GetSent() != people || b.GetState() != channelv1.BroadcastState_BROADCAST_STATE_DONE {
		t.Errorf("%v", b)
	}
	s.Replayed()
}

// Whoever has two conversations gets it once.
func TestOneCustomerOneCopy(t *testing.T) {
	s := newStage(t)
	all := s.crowd(2)
	var customer id.ID
	s.Read(func(r *shard.Reader) { c, _ := channel.Find(r, all[0]); customer = c.CustomerID })
	s.Do(channel.JoinCustomer{ShopID: s.Shop, ConversationID: all[1], CustomerID: customer})
	s.start("소식이에요", reach.Audience{})
	s.Errands()
	if n := len(s.said(all[0], "broadcast")) + len(s.said(all[1], "broadcast")); n != 1 || s.news().GetTotal() != 1 {
		t.Errorf("%d copies, of %d", n, s.news().GetTotal())
	}
}

func TestAudience(t *testing.T) {
	s := newStage(t)
	all := s.crowd(4)
	label := func(n int, labels ...string) {
		s.Do(channel.ChangeConversation{ShopID: s.Shop, ConversationID: all[n], AddLabels: labels})
	}
	label(0, "단골")
	label(1, "단골", "도매")
	order := s.order(all[2], "손님2", "2026-11-23T15:00")
	s.Do(shop.MoveOrder{ShopID: s.Shop, OrderID: order, To: shop.NoShow})
	var customer id.ID
	s.Read(func(r *shard.Reader) {
		r.One(func(w *shard.Row) { customer = w.ID() }, "SELECT customer FROM shop_order WHERE id = ?", order)
	})
	s.Do(channel.JoinCustomer{ShopID: s.Shop, ConversationID: all[2], CustomerID: customer})
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
		s.Read(func(r *shard.Reader) {
			if have := reach.CountAudience(r, s.Shop, c.a, s.Clock.Now()); have != c.want {
				t.Errorf("%+v: %d, want %d", c.a, have, c.want)
			}
		})
	}
}

func TestBroadcastRefuses(t *testing.T) {
	s := newStage(t)
	ok := reach.StartBroadcast{ShopID: s.Shop, Text: "소식"}
	s.Refused(s.Owner, reach.ErrNobody, ok)
	s.crowd(1)
	s.Refused(s.staff, shop.ErrOwnerOnly, ok)
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
		s.Refused(s.Owner, c.want, reach.StartBroadcast{ShopID: s.Shop, Text: c.text, Audience: c.a})
	}
	s.at(23, 21)
	s.Refused(s.Owner, reach.ErrNight, ok)
	s.at(24, 8)
	n := s.start("소식", reach.Audience{})
	s.Refused(s.Owner, reach.ErrSending, ok)
	s.Refused(s.Owner, reach.ErrNoNews, reach.StopBroadcast{ShopID: s.Shop, BroadcastID: s.Owner})
	s.Refused(n, shop.ErrDenied, reach.StopBroadcast{ShopID: s.Shop, BroadcastID: n})
	s.Refused(s.Owner, shop.ErrDenied, reach.SendPage{BroadcastID: n})
	s.Refused(s.Owner, shop.ErrDenied, reach.ResumeBroadcast{BroadcastID: n})
	s.Refused(s.Owner, shop.ErrDenied, reach.CountReads{BroadcastID: n})
	s.Errands()
	s.Refused(s.Owner, reach.ErrNotSending, reach.StopBroadcast{ShopID: s.Shop, BroadcastID: n})
}

func TestStopBroadcast(t *testing.T) {
	s := newStage(t)
	all := s.crowd(3)
	n := s.start("소식", reach.Audience{})
	s.Ask(reach.StopBroadcast{ShopID: s.Shop, BroadcastID: n}, s.staff, nil)
	s.Do(reach.StopBroadcast{ShopID: s.Shop, BroadcastID: n}) // twice does no harm
	s.Errands()
	s.due()
	if b := s.news(); b.GetSent() != 0 || b.GetState() != channelv1.BroadcastState_BROADCAST_STATE_STOPPED ||
		len(s.said(all[0], "broadcast")) != 0 {
		t.Errorf("%v", b)
	}
	s.Replayed()
}

// What is not out before the night waits for the morning.
func TestNoNewsAtNight(t *testing.T) {
	s := newStage(t)
	all := s.crowd(2)
	s.at(23, 20)
	s.start("소식", reach.Audience{})
	s.at(23, 22)
	s.Errands()
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
	s.Replayed()
}

// A changed card is told to customers' devices that were lately alive, and to no others.
func TestTheCardIsShownToGuests(t *testing.T) {
	s := newStage(t)
	old := s.guest("옛 손님")
	s.Errands()
	s.Clock.Move(40 * 24 * time.Hour)
	young := s.guest("새 손님")
	account := "가나은행 000-00-0000"
	block := func(conversation id.ID) uint64 {
		page, err := s.Shard.Changes(t.Context(), shop.GuestTopic(conversation), 0, 100)
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
	s.Do(shop.ChangeShop{ShopID: s.Shop, Account: &account})
	s.Do(shop.ChangeShop{ShopID: s.Shop, Account: &account})
	s.Errands()
	if block(old) != wasOld || block(young) == wasYoung {
		t.Errorf("blocks %d and %d, before %d and %d", block(old), block(young), wasOld, wasYoung)
	}
	if n, err := s.Shard.Errands(t.Context()); err != nil || n != 0 {
		t.Errorf("%d errands wait, %v", n, err)
	}
	s.Refused(s.Owner, shop.ErrDenied, reach.ShowCard{ShopID: s.Shop})
	s.Replayed()
}

// Sent again under its id it is answered as before; with another text it is refused, whole, also when it has gone out.
func TestBroadcastAgain(t *testing.T) {
	s := newStage(t)
	all := s.crowd(2)
	give := func(text string) (shard.Result, error) {
		ticket, err := s.Shard.Submit(shard.Request{
			ID: id.Of(0, "command", "news"), Actor: s.Owner, Command: reach.StartBroadcast{ShopID: s.Shop, Text: text},
		})
		if err != nil {
			t.Fatal(err)
		}
		s.Step()
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
		s.Errands()
	}
	for _, one := range all {
		if have := s.said(one, "broadcast"); len(have) != 1 || !strings.Contains(have[0], "소식이에요") || strings.Contains(have[0], "다른") {
			t.Errorf("the customer got %d", len(have))
		}
	}
	s.Replayed()
}

// News to everybody leave the inbox in its order.
func TestBroadcastLiftsNobody(t *testing.T) {
	s := newStage(t)
	all := s.crowd(2)
	for _, one := range []id.ID{all[1], all[0]} {
		s.Clock.Move(time.Minute)
		s.Ask(channel.Say{ConversationID: one, Text: "안녕하세요"}, one, nil) // and the shop, that nobody is there
	}
	s.Clock.Move(time.Hour)
	s.start("소식이에요", reach.Audience{})
	s.Errands()
	page, err := s.Shard.Changes(t.Context(), shop.Topic(s.Shop), 0, 2000)
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
