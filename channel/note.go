package channel

import (
	"google.golang.org/protobuf/proto"

	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	channeljournalv1 "dangol.example/gen/journal/dangol/channel/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
	"dangol.example/shop/form"
)

// AddNote writes a note that only the shop sees. Its answer is an AddNoteResponse without a block.
type AddNote struct {
	ShopID, ConversationID id.ID
	Text                   string
}

// Decide implements shard.Command.
func (c AddNote) Decide(d *shard.Decision) error {
	_, staff, err := ofStaff(d, c.ShopID, c.ConversationID)
	if err != nil {
		return err
	}
	text, err := form.Text(c.Text, MaxNote)
	switch {
	case err != nil || text == "":
		return ErrNoteText.Because(err)
	case d.Count("SELECT count(*) FROM channel_note WHERE conversation = ?", c.ConversationID) >= MaxNotes:
		return ErrNotes
	}
	note := d.NewID()
	d.Emit(&channeljournalv1.NoteAdded{Conversation: c.ConversationID[:], Note: note[:], Staff: staff[:], Text: text})
	d.Answer(&channelv1.AddNoteResponse{NoteId: note.String()})
	return nil
}

func applyNoteAdded(tx *shard.Tx, e *channeljournalv1.NoteAdded) {
	tx.Exec("INSERT INTO channel_note (id, conversation, staff, text, at_ms) VALUES (?, ?, ?, ?, ?)",
		e.GetNote(), e.GetConversation(), e.GetStaff(), e.GetText(), tx.Header.Time.UnixMilli())
	tx.Touch(shop.Topic(shopOf(tx.Reader, e.GetConversation())), KindNote, id.ID(e.GetNote()))
}

// RemoveNote takes a note away.
type RemoveNote struct{ ShopID, NoteID id.ID }

// Decide implements shard.Command.
func (c RemoveNote) Decide(d *shard.Decision) error {
	if _, err := shop.StaffOf(d, c.ShopID); err != nil {
		return err
	}
	if d.Count(`SELECT 1 FROM channel_note n JOIN channel_conversation c ON c.id = n.conversation
		WHERE n.id = ? AND c.shop = ?`, c.NoteID, c.ShopID) == 0 {
		return ErrNoNote
	}
	d.Emit(&channeljournalv1.NoteRemoved{Note: c.NoteID[:]})
	return nil
}

func applyNoteRemoved(tx *shard.Tx, e *channeljournalv1.NoteRemoved) {
	var conversation id.ID
	tx.One(func(w *shard.Row) { conversation = w.ID() }, "SELECT conversation FROM channel_note WHERE id = ?", e.GetNote())
	tx.Exec("DELETE FROM channel_note WHERE id = ?", e.GetNote())
	tx.Touch(shop.Topic(shopOf(tx.Reader, conversation[:])), KindNote, id.ID(e.GetNote()))
}

func noteResource(r *shard.Reader, thing id.ID) proto.Message {
	var m *channelv1.Note
	r.One(func(w *shard.Row) {
		m = &channelv1.Note{
			Id: thing.String(), ConversationId: w.ID().String(), StaffId: w.ID().String(), Text: w.Text(), AtMs: w.Int(),
		}
	}, "SELECT conversation, staff, text, at_ms FROM channel_note WHERE id = ?", thing)
	if m == nil {
		return nil
	}
	return m
}
