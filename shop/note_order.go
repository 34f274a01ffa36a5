package shop

import (
	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop/form"
)

// NoteOrder sets the shop's own note.
type NoteOrder struct {
	ShopID, OrderID id.ID
	Note            string
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
	d.Emit(&shopjournalv1.OrderNoted{Shop: c.ShopID[:], Order: c.OrderID[:], Note: note})
	return nil
}

func applyOrderNoted(tx *shard.Tx, e *shopjournalv1.OrderNoted) {
	tx.Exec("UPDATE shop_order SET note = ? WHERE id = ?", e.GetNote(), e.GetOrder())
	tx.Touch(Topic(id.ID(e.GetShop())), KindOrder, id.ID(e.GetOrder()))
}
