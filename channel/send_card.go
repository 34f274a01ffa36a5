package channel

import (
	"dangol.example/fault"
	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	channeljournalv1 "dangol.example/gen/journal/dangol/channel/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
	"dangol.example/shop/form"
)

// ErrNoTalk says that an order has nobody to whom its card could go.
var ErrNoTalk = fault.New(fault.Conflict, "이 주문은 대화가 없어요. 보낼 대화를 골라 주세요.",
	"This order is of no conversation. Please choose one.")

// SendCard sends an order's card to its customer: what it says is read from the order, so it is never old. Its answer is
// a PostResponse without a block.
type SendCard struct {
	ShopID, OrderID id.ID
	ConversationID  id.ID // for an order of none yet; zero for the order's own
	Text            string
}

// Decide implements shard.Command.
func (c SendCard) Decide(d *shard.Decision) error {
	staff, err := shop.StaffOf(d, c.ShopID)
	if err != nil {
		return err
	}
	o, err := shop.FindTalked(d.Reader, c.ShopID, c.OrderID)
	if err != nil {
		return err
	}
	conversation := c.ConversationID
	if conversation.IsZero() {
		conversation = o.ConversationID
	}
	if conversation.IsZero() {
		return ErrNoTalk
	}
	if _, err := FindIn(d.Reader, c.ShopID, conversation); err != nil {
		return err
	}
	text, err := form.Text(c.Text, MaxWords)
	if err != nil {
		return ErrWords.Because(err)
	}
	if err := shop.Tie(d, c.ShopID, c.OrderID, conversation); err != nil {
		return err
	}
	message := say(d, conversation, Staff, &channeljournalv1.MessageSaid{
		Staff: staff[:], Text: text, Burden: &channeljournalv1.Burden{Order: c.OrderID[:]},
	})
	d.Answer(&channelv1.PostResponse{MessageId: message.String()})
	return nil
}

// PlaceOrder is shop.PlaceOrder for an order that was agreed on in a conversation, which must be one of the shop.
type PlaceOrder shop.PlaceOrder

// Decide implements shard.Command.
func (c PlaceOrder) Decide(d *shard.Decision) error {
	if _, _, err := ofStaff(d, c.ShopID, c.ConversationID); err != nil {
		return err
	}
	return shop.PlaceOrder(c).Decide(d)
}
