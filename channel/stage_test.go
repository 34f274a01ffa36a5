package channel_test

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	"dangol.example/blob"
	"dangol.example/channel"
	"dangol.example/channel/bell"
	"dangol.example/channel/desk"
	"dangol.example/clock"
	"dangol.example/fault"
	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	sessionv1 "dangol.example/gen/api/dangol/session/v1"
	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	"dangol.example/id"
	"dangol.example/journal"
	"dangol.example/journal/memory"
	"dangol.example/shard"
	"dangol.example/shop"
)

// stage is a shop with a channel on a real shard that is driven by hand.
type stage struct {
	t     *testing.T
	log   journal.Log
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
		t: t, log: log,
		clock: clock.NewManual(time.Date(2026, 11, 23, 14, 0, 0, 0, time.FixedZone("KST", 9*3600))), // a Monday
	}
	s.shard = s.open()
	s.shop, s.owner = s.openShop("햇살케이크")
	return s
}

func (s *stage) openShop(name string) (shopID, owner id.ID) {
	s.t.Helper()
	var who sessionv1.Identity
	s.ask(id.ID{}, shop.OpenShop{Name: name, OwnerName: "최하늘", Zone: "Asia/Seoul"}, &who)
	shopID, _ = id.Parse(who.GetShopId())
	owner, _ = id.Parse(who.GetStaffId())
	return shopID, owner
}

// open opens a view of the stage's journal.
func (s *stage) open() *shard.Shard {
	s.t.Helper()
	opened, err := shard.Open(s.t.Context(), shard.Options{
		Number: 2, Log: s.log, Dir: s.t.TempDir(), Writer: "test", Clock: s.clock, Logger: slog.New(slog.DiscardHandler),
		Domains: []shard.Domain{
			shop.Domain(shop.Options{Blobs: &blob.Memory{}, Shown: desk.Show}), desk.Domain(),
			bell.Domain(bell.Options{}), channel.Domain(),
		},
	})
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { opened.Close() })
	return opened
}

// try gives a command and steps until it is answered.
func (s *stage) try(actor id.ID, c shard.Command) (shard.Result, error) {
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
func (s *stage) ask(actor id.ID, c shard.Command, answer proto.Message) {
	s.t.Helper()
	result, err := s.try(actor, c)
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
func (s *stage) do(c shard.Command) { s.t.Helper(); s.ask(s.owner, c, nil) }

// refused gives a command that must be refused with a sentence in both languages.
func (s *stage) refused(actor id.ID, want error, c shard.Command) {
	s.t.Helper()
	_, err := s.try(actor, c)
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

func hash(words string) []byte { sum := sha256.Sum256([]byte(words)); return sum[:] }

// come opens a conversation of a customer.
func (s *stage) come(name, phone string) id.ID {
	s.t.Helper()
	var opened channelv1.OpenResponse
	s.ask(id.ID{}, channel.Begin{ShopID: s.shop, Name: name, Phone: phone, KeyHash: hash(name + phone), Device: "폰"}, &opened)
	conversation, err := id.Parse(opened.GetConversationId())
	if err != nil {
		s.t.Fatal(err)
	}
	return conversation
}

// say has a customer say something, and gives the message.
func (s *stage) say(conversation id.ID, text string) id.ID {
	s.t.Helper()
	var said channelv1.SayResponse
	s.ask(conversation, channel.Say{ConversationID: conversation, Text: text}, &said)
	message, _ := id.Parse(said.GetMessageId())
	return message
}

// place has the owner write an order of 40,000 won for a conversation.
func (s *stage) place(conversation id.ID, pickup string) id.ID {
	s.t.Helper()
	var placed shopv1.PlaceOrderResponse
	details := cake(40_000)
	details.Pickup = pickup
	s.ask(s.owner, channel.PlaceOrder{ShopID: s.shop, ConversationID: conversation, Details: details}, &placed)
	order, _ := id.Parse(placed.GetOrderId())
	return order
}

// cake is what somebody orders for so many won.
func cake(won int64) shop.Details {
	return shop.Details{
		Name: "이서연", Phone: "01000001234", TotalWon: &won, Lines: []shop.Line{{Item: "케이크", Quantity: 1}},
	}
}

// rows gives what the devices of a topic hold of a kind.
func rows[M proto.Message](s *stage, topic, kind string, empty func() M) map[string]M {
	s.t.Helper()
	found := map[string]M{}
	page, err := s.shard.Changes(s.t.Context(), topic, 0, 0)
	if err != nil || page.More {
		s.t.Fatal(err, page.More)
	}
	for _, c := range page.Changes {
		if c.Kind == kind && len(c.Data) > 0 {
			m := empty()
			if err := proto.Unmarshal(c.Data, m); err != nil {
				s.t.Fatal(err)
			}
			found[c.ID.String()] = m
		}
	}
	return found
}

func (s *stage) conversation(one id.ID) *channelv1.Conversation {
	s.t.Helper()
	return rows(s, shop.Topic(s.shop), channel.KindConversation,
		func() *channelv1.Conversation { return &channelv1.Conversation{} })[one.String()]
}

func (s *stage) talk(one id.ID) *channelv1.GuestTalk {
	s.t.Helper()
	return rows(s, shop.GuestTopic(one), channel.KindTalk, func() *channelv1.GuestTalk { return &channelv1.GuestTalk{} })[one.String()]
}

func (s *stage) guestOrder(conversation, order id.ID) *channelv1.GuestOrder {
	s.t.Helper()
	return rows(s, shop.GuestTopic(conversation), shop.KindGuestOrder,
		func() *channelv1.GuestOrder { return &channelv1.GuestOrder{} })[order.String()]
}

// messages gives a conversation's messages, newest first, which devices of both sides hold alike.
func (s *stage) messages(conversation id.ID) (all []*channelv1.Message) {
	s.t.Helper()
	if err := s.shard.Read(s.t.Context(), func(r *shard.Reader) error {
		all = channel.MessagesOf(r, conversation, 0, 0)
		return nil
	}); err != nil {
		s.t.Fatal(err)
	}
	empty := func() *channelv1.Message { return &channelv1.Message{} }
	ofGuest := rows(s, shop.GuestTopic(conversation), channel.KindMessage, empty)
	ofShop := rows(s, shop.Topic(s.shop), channel.KindMessage, empty)
	for i, m := range all {
		if m.GetSeq() != uint32(len(all)-i) {
			s.t.Errorf("message %d has the number %d", len(all)-i, m.GetSeq())
		}
		if !proto.Equal(m, ofGuest[m.GetId()]) || !proto.Equal(m, ofShop[m.GetId()]) {
			s.t.Errorf("message %d is not the same on all devices: %v", m.GetSeq(), m)
		}
	}
	if len(ofGuest) != len(all) {
		s.t.Errorf("the customer holds %d messages of %d", len(ofGuest), len(all))
	}
	return all
}

// replayed checks that a view made anew of the journal is the same.
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
		s.t.Errorf("a view made anew is another:\n%v\n%v", have, want)
	}
}
