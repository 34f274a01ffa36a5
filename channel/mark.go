package channel

import (
	channeljournalv1 "dangol.example/gen/journal/dangol/channel/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
)

// Mark says how far a customer's device has messages, and how far the customer has read. Numbers never go back.
type Mark struct {
	ConversationID id.ID
	Got, Read      uint32
}

// Decide implements shard.Command.
func (c Mark) Decide(d *shard.Decision) error {
	talk, err := ofGuest(d, c.ConversationID)
	if err != nil {
		return err
	}
	if c.Got > talk.LastSeq || c.Read > talk.LastSeq {
		return ErrSeq
	}
	read := max(c.Read, talk.CustomerRead)
	got := max(c.Got, read, talk.CustomerGot)
	if got > talk.CustomerGot || read > talk.CustomerRead {
		d.Emit(&channeljournalv1.GuestMarked{Conversation: c.ConversationID[:], Got: got, Read: read})
	}
	return nil
}

func applyGuestMarked(tx *shard.Tx, e *channeljournalv1.GuestMarked) {
	tx.Exec("UPDATE channel_conversation SET customer_got = ?, customer_read = ? WHERE id = ?",
		e.GetGot(), e.GetRead(), e.GetConversation())
	touchBoth(tx, shopOf(tx.Reader, e.GetConversation()), id.ID(e.GetConversation()))
}

// MarkRead says how far the shop has read. It never goes back, but to 0: then the customer's last message is unread
// again, for the shop only.
type MarkRead struct {
	ShopID, ConversationID id.ID
	Seq                    uint32
}

// Decide implements shard.Command.
func (c MarkRead) Decide(d *shard.Decision) error {
	talk, _, err := ofStaff(d, c.ShopID, c.ConversationID)
	if err != nil {
		return err
	}
	if c.Seq > talk.LastSeq {
		return ErrSeq
	}
	if c.Seq == 0 || c.Seq > talk.ShopRead {
		d.Emit(&channeljournalv1.ShopRead{Conversation: c.ConversationID[:], Seq: c.Seq})
	}
	return nil
}

func applyShopRead(tx *shard.Tx, e *channeljournalv1.ShopRead) {
	seq := int64(e.GetSeq())
	if seq == 0 {
		seq = max(0, tx.Count("SELECT coalesce(max(seq), 1) - 1 FROM channel_message WHERE conversation = ? AND side = 1",
			e.GetConversation()))
	}
	tx.Exec(`UPDATE channel_conversation SET shop_read = ?, shop_saw = max(shop_saw, ?), unread = CASE stand WHEN 5 THEN 0
		ELSE (SELECT count(*) FROM channel_message m WHERE m.conversation = channel_conversation.id AND m.side = 1
		AND m.seq > ?) END WHERE id = ?`, seq, seq, seq, e.GetConversation())
	touchBoth(tx, shopOf(tx.Reader, e.GetConversation()), id.ID(e.GetConversation()))
}

// JoinCustomer says whose conversation it is.
type JoinCustomer struct{ ShopID, ConversationID, CustomerID id.ID }

// Decide implements shard.Command.
func (c JoinCustomer) Decide(d *shard.Decision) error {
	if _, _, err := ofStaff(d, c.ShopID, c.ConversationID); err != nil {
		return err
	}
	if !shop.HasCustomer(d.Reader, c.ShopID, c.CustomerID) {
		return shop.ErrNoCustomer
	}
	d.Emit(&channeljournalv1.CustomerJoined{Conversation: c.ConversationID[:], Customer: c.CustomerID[:]})
	return nil
}

func applyCustomerJoined(tx *shard.Tx, e *channeljournalv1.CustomerJoined) {
	tx.Exec("UPDATE channel_conversation SET customer = ?, same_phone = 0 WHERE id = ?",
		e.GetCustomer(), e.GetConversation())
	touchBoth(tx, shopOf(tx.Reader, e.GetConversation()), id.ID(e.GetConversation()))
}
