package desk

import (
	"google.golang.org/protobuf/proto"

	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	channeljournalv1 "dangol.example/gen/journal/dangol/channel/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
	"dangol.example/shop/form"
)

// SaveReply adds a saved reply, or sets one anew. Its answer is a SaveReplyResponse without a block.
type SaveReply struct {
	ShopID, ReplyID id.ID // zero for a new one
	Title, Text     string
}

// Decide implements shard.Command.
func (c SaveReply) Decide(d *shard.Decision) error {
	if _, err := shop.StaffOf(d, c.ShopID); err != nil {
		return err
	}
	title, err := form.Name(c.Title)
	if err != nil {
		return ErrReply
	}
	text, err := form.Text(c.Text, MaxReply)
	if err != nil || text == "" {
		return ErrReply
	}
	reply := c.ReplyID
	if reply.IsZero() {
		if d.Count("SELECT count(*) FROM desk_reply WHERE shop = ?", c.ShopID) >= MaxReplies {
			return ErrManyReplies
		}
		reply = d.NewID()
	} else if err := replyOf(d, c.ShopID, reply); err != nil {
		return err
	}
	d.Emit(&channeljournalv1.ReplySaved{Shop: c.ShopID[:], Reply: reply[:], Title: title, Text: text})
	d.Answer(&channelv1.SaveReplyResponse{ReplyId: reply.String()})
	return nil
}

// replyOf looks whether a reply is the shop's.
func replyOf(d *shard.Decision, shopID, reply id.ID) error {
	if d.Count("SELECT 1 FROM desk_reply WHERE id = ? AND shop = ?", reply, shopID) == 0 {
		return ErrNoReply
	}
	return nil
}

func applyReplySaved(tx *shard.Tx, e *channeljournalv1.ReplySaved) {
	tx.Exec(`INSERT INTO desk_reply (id, shop, title, text) VALUES (?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET title = excluded.title, text = excluded.text`,
		e.GetReply(), e.GetShop(), e.GetTitle(), e.GetText())
	tx.Touch(shop.Topic(id.ID(e.GetShop())), KindReply, id.ID(e.GetReply()))
}

// RemoveReply takes a saved reply away.
type RemoveReply struct{ ShopID, ReplyID id.ID }

// Decide implements shard.Command.
func (c RemoveReply) Decide(d *shard.Decision) error {
	if _, err := shop.StaffOf(d, c.ShopID); err != nil {
		return err
	}
	if err := replyOf(d, c.ShopID, c.ReplyID); err != nil {
		return err
	}
	d.Emit(&channeljournalv1.ReplyRemoved{Shop: c.ShopID[:], Reply: c.ReplyID[:]})
	return nil
}

func applyReplyRemoved(tx *shard.Tx, e *channeljournalv1.ReplyRemoved) {
	tx.Exec("DELETE FROM desk_reply WHERE id = ?", e.GetReply())
	tx.Touch(shop.Topic(id.ID(e.GetShop())), KindReply, id.ID(e.GetReply()))
}

func replyResource(r *shard.Reader, thing id.ID) proto.Message {
	var m *channelv1.Reply
	r.One(func(w *shard.Row) { m = &channelv1.Reply{Id: thing.String(), Title: w.Text(), Text: w.Text()} },
		"SELECT title, text FROM desk_reply WHERE id = ?", thing)
	if m == nil {
		return nil
	}
	return m
}
