package channel_test

import (
	"crypto/sha256"
	"testing"

	"google.golang.org/protobuf/proto"

	"dangol.example/blob"
	"dangol.example/channel"
	"dangol.example/channel/bell"
	"dangol.example/channel/desk"
	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
	"dangol.example/shop/shoptest"
)

// stage is a shop with a channel, on a Monday at two.
type stage struct{ *shoptest.Stage }

func newStage(t *testing.T) *stage {
	t.Helper()
	return &stage{shoptest.New(t, shoptest.Monday(14), func() []shard.Domain {
		return []shard.Domain{
			shop.Domain(shop.Options{Blobs: &blob.Memory{}, Shown: desk.Show}), desk.Domain(),
			bell.Domain(bell.Options{}), channel.Domain(),
		}
	})}
}

func hash(words string) []byte { sum := sha256.Sum256([]byte(words)); return sum[:] }

// come opens a conversation of a customer.
func (s *stage) come(name, phone string) id.ID {
	s.T.Helper()
	var opened channelv1.OpenResponse
	s.Ask(channel.Begin{ShopID: s.Shop, Name: name, Phone: phone, KeyHash: hash(name + phone), Device: "폰"}, id.ID{}, &opened)
	conversation, err := id.Parse(opened.GetConversationId())
	if err != nil {
		s.T.Fatal(err)
	}
	return conversation
}

// say has a customer say something, and gives the message.
func (s *stage) say(conversation id.ID, text string) id.ID {
	s.T.Helper()
	var said channelv1.SayResponse
	s.Ask(channel.Say{ConversationID: conversation, Text: text}, conversation, &said)
	message, _ := id.Parse(said.GetMessageId())
	return message
}

// place has the owner write an order of 40,000 won for a conversation.
func (s *stage) place(conversation id.ID, pickup string) id.ID {
	s.T.Helper()
	var placed shopv1.PlaceOrderResponse
	details := cake(40_000)
	details.Pickup = pickup
	s.Ask(channel.PlaceOrder{ShopID: s.Shop, ConversationID: conversation, Details: details}, s.Owner, &placed)
	order, _ := id.Parse(placed.GetOrderId())
	return order
}

// cake is what somebody orders for so many won.
func cake(won int64) shop.Details {
	return shop.Details{
		Name: "이서연", Phone: "01000001234", TotalWon: &won, Lines: []shop.Line{{Item: "케이크", Quantity: 1}},
	}
}

func (s *stage) conversation(one id.ID) *channelv1.Conversation {
	s.T.Helper()
	return shoptest.Held[channelv1.Conversation](s.Stage, channel.KindConversation)[one.String()]
}

func (s *stage) talk(one id.ID) *channelv1.GuestTalk {
	s.T.Helper()
	return shoptest.Rows[channelv1.GuestTalk](s.Stage, shop.GuestTopic(one), channel.KindTalk)[one.String()]
}

func (s *stage) guestOrder(conversation, order id.ID) *channelv1.GuestOrder {
	s.T.Helper()
	return shoptest.Rows[channelv1.GuestOrder](s.Stage, shop.GuestTopic(conversation), shop.KindGuestOrder)[order.String()]
}

// messages gives a conversation's messages, newest first, which devices of both sides hold alike.
func (s *stage) messages(conversation id.ID) (all []*channelv1.Message) {
	s.T.Helper()
	if err := s.Shard.Read(s.T.Context(), func(r *shard.Reader) error {
		all = channel.MessagesOf(r, conversation, 0, 0)
		return nil
	}); err != nil {
		s.T.Fatal(err)
	}
	ofGuest := shoptest.Rows[channelv1.Message](s.Stage, shop.GuestTopic(conversation), channel.KindMessage)
	ofShop := shoptest.Held[channelv1.Message](s.Stage, channel.KindMessage)
	for i, m := range all {
		if m.GetSeq() != uint32(len(all)-i) {
			s.T.Errorf("message %d has the number %d", len(all)-i, m.GetSeq())
		}
		if !proto.Equal(m, ofGuest[m.GetId()]) || !proto.Equal(m, ofShop[m.GetId()]) {
			s.T.Errorf("message %d is not the same on all devices: %v", m.GetSeq(), m)
		}
	}
	if len(ofGuest) != len(all) {
		s.T.Errorf("the customer holds %d messages of %d", len(ofGuest), len(all))
	}
	return all
}
