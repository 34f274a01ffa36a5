package channel

import (
	"encoding/hex"

	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	channeljournalv1 "dangol.example/gen/journal/dangol/channel/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
)

func hexOf(b []byte) string { return hex.EncodeToString(b) }

// Say sends a message of a customer. Its answer is a SayResponse without a block.
type Say struct {
	ConversationID id.ID
	Text           string
	Photos         []Photo
}

// Decide implements shard.Command.
func (c Say) Decide(d *shard.Decision) error {
	talk, err := maySay(d, c.ConversationID)
	if err != nil {
		return err
	}
	text, err := words(c.Text, c.Photos)
	if err != nil {
		return err
	}
	kept, err := photos(c.Photos)
	if err != nil {
		return err
	}
	e := &channeljournalv1.MessageSaid{Text: text}
	if len(kept) > 0 {
		e.Burden = &channeljournalv1.Burden{Photos: kept}
	}
	message := say(d, c.ConversationID, Customer, e)
	sayAway(d, talk)
	d.Answer(&channelv1.SayResponse{MessageId: message.String()})
	return nil
}

// maySay finds the conversation of a guest who is about to speak, and refuses one who speaks too fast.
func maySay(d *shard.Decision, conversation id.ID) (Conversation, error) {
	talk, err := ofGuest(d, conversation)
	if err != nil {
		return talk, err
	}
	if d.Count(`SELECT count(*) FROM (SELECT at_ms, side FROM channel_message WHERE conversation = ? ORDER BY seq DESC
		LIMIT ?) WHERE side = 1 AND at_ms > ?`, conversation, 2*SaysAtOnce, d.Now().Add(-SaysWithin).UnixMilli()) >= SaysAtOnce {
		return talk, ErrFast
	}
	return talk, nil
}

// Post sends a message of a person of the shop. Its answer is a PostResponse without a block.
type Post struct {
	ShopID, ConversationID id.ID
	Text                   string
	Photos                 []Photo
}

// Decide implements shard.Command.
func (c Post) Decide(d *shard.Decision) error {
	_, staff, err := ofStaff(d, c.ShopID, c.ConversationID)
	if err != nil {
		return err
	}
	text, err := words(c.Text, c.Photos)
	if err != nil {
		return err
	}
	kept, err := photos(c.Photos)
	if err != nil {
		return err
	}
	e := &channeljournalv1.MessageSaid{Text: text, Staff: staff[:]}
	if len(kept) > 0 {
		e.Burden = &channeljournalv1.Burden{Photos: kept}
	}
	message := say(d, c.ConversationID, Staff, e)
	d.Answer(&channelv1.PostResponse{MessageId: message.String()})
	return nil
}

// What the shop says by itself.
const (
	AutoAway      = "away"
	AutoFirst     = "first"
	AutoMenu      = "menu"
	AutoReminder  = "reminder"
	AutoBroadcast = "broadcast"
	AutoScheduled = "scheduled"
	AutoLapsed    = "lapsed"
	AutoPaid      = "paid"
	AutoFixed     = "fixed"
)

// Tell has the shop say something by itself within a decision: auto is one of the words above. Whoever calls it has
// asked who may, and has found the conversation.
func Tell(d *shard.Decision, conversation id.ID, auto, text string) (message id.ID) {
	return TellOf(d, conversation, id.ID{}, auto, text)
}

// TellOf is Tell with the card of an order below.
func TellOf(d *shard.Decision, conversation, order id.ID, auto, text string) (message id.ID) {
	e := &channeljournalv1.MessageSaid{Text: text, Auto: auto}
	if !order.IsZero() {
		e.Burden = &channeljournalv1.Burden{Order: order[:]}
	}
	return say(d, conversation, Auto, e)
}
