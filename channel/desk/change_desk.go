package desk

import (
	channeljournalv1 "dangol.example/gen/journal/dangol/channel/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
	"dangol.example/shop/form"
)

// ChangeDesk changes what is given of how a shop works with its channel.
type ChangeDesk struct {
	ShopID                id.ID
	Away, First, Remind   *string
	RemindHours, LockDays *uint32
}

// Decide implements shard.Command.
func (c ChangeDesk) Decide(d *shard.Decision) error {
	if err := shop.OwnerOf(d, c.ShopID); err != nil {
		return err
	}
	e := &channeljournalv1.DeskChanged{Shop: c.ShopID[:], RemindHours: c.RemindHours, LockDays: c.LockDays}
	for _, t := range []struct{ from, to **string }{
		{&c.Away, &e.Away}, {&c.First, &e.First}, {&c.Remind, &e.Remind},
	} {
		if *t.from == nil {
			continue
		}
		kept, err := form.Text(**t.from, MaxText)
		if err != nil {
			return ErrText
		}
		*t.to = &kept
	}
	now := Of(d.Reader, c.ShopID)
	if e.Remind != nil {
		now.Remind = e.GetRemind()
	}
	if c.RemindHours != nil {
		now.RemindHours = *c.RemindHours
	}
	switch {
	case now.RemindHours > MaxRemind:
		return ErrRemindHours
	case now.RemindHours > 0 && now.Remind == "":
		return ErrRemind
	case c.LockDays != nil && *c.LockDays > MaxLockDays:
		return ErrLockDays
	}
	d.Emit(e)
	return nil
}

func applyDeskChanged(tx *shard.Tx, e *channeljournalv1.DeskChanged) {
	shopID := id.ID(e.GetShop())
	for _, t := range []struct {
		sql  string
		text *string
	}{
		{"UPDATE desk_shop SET away = ? WHERE shop = ?", e.Away},
		{"UPDATE desk_shop SET first = ? WHERE shop = ?", e.First},
		{"UPDATE desk_shop SET remind = ? WHERE shop = ?", e.Remind},
	} {
		if t.text != nil {
			tx.Exec(t.sql, *t.text, shopID)
		}
	}
	if e.RemindHours != nil {
		tx.Exec("UPDATE desk_shop SET remind_hours = ? WHERE shop = ?", e.GetRemindHours(), shopID)
	}
	if e.LockDays != nil {
		tx.Exec("UPDATE desk_shop SET lock_days = ? WHERE shop = ?", e.GetLockDays(), shopID)
	}
	tx.Touch(shop.Topic(shopID), KindDesk, shopID)
}
