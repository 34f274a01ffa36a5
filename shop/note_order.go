package shop

import (
	"strings"

	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop/form"
)

// NoteOrder sets the shop's own note.
type NoteOrder struct {
	ShopID, OrderID id.ID
	Note            string
	Seen            *string // the note as the person saw it; nil to not ask
}

// Decide implements shard.Command.
func (c NoteOrder) Decide(d *shard.Decision) error {
	if _, err := staffOf(d, c.ShopID); err != nil {
		return err
	}
	if _, err := findOrder(d.Reader, c.ShopID, c.OrderID); err != nil {
		return err
	}
	note, err := form.Text(c.Note, form.MaxNote)
	if err != nil {
		return err
	}
	if c.Seen != nil {
		var now string
		d.One(func(w *shard.Row) { now = w.Text() }, "SELECT note FROM shop_order WHERE id = ?", c.OrderID)
		if now != strings.TrimSpace(*c.Seen) && now != note {
			return ErrChanged
		}
	}
	d.Emit(&shopjournalv1.OrderNoted{Shop: c.ShopID[:], Order: c.OrderID[:], Note: note})
	return nil
}

func applyOrderNoted(tx *shard.Tx, e *shopjournalv1.OrderNoted) {
	tx.Exec("UPDATE shop_order SET note = ? WHERE id = ?", e.GetNote(), e.GetOrder())
	tx.Touch(Topic(id.ID(e.GetShop())), KindOrder, id.ID(e.GetOrder()))
}
