package shop

import (
	"dangol.example/fault"
	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop/form"
)

// The most of a shop's own numbers.
const (
	MaxPayWithinHours = 24 * 60
	hoursOfDay        = 24
)

// What is refused about a shop's details.
var (
	ErrPayWithin = fault.New(fault.Invalid, "입금 기한은 1,440시간까지예요.", "The time to pay is at most 1,440 hours.")
	ErrDayStarts = fault.New(fault.Invalid, "하루의 시작은 0시에서 23시까지예요.", "A day starts at 0 to 23 o'clock.")
)

// ChangeShop changes the details that are given.
type ChangeShop struct {
	ShopID                    id.ID
	Name, Account             *string
	PayWithinHours, DayStarts *uint32
}

// Decide implements shard.Command.
func (c ChangeShop) Decide(d *shard.Decision) error {
	if err := ownerOf(d, c.ShopID); err != nil {
		return err
	}
	e := &shopjournalv1.ShopChanged{Shop: c.ShopID[:], PayWithinHours: c.PayWithinHours, DayStarts: c.DayStarts}
	if c.Name != nil {
		s, err := form.Name(*c.Name)
		if err != nil {
			return err
		}
		e.Name = &s
	}
	if c.Account != nil {
		s, err := form.Text(*c.Account, form.MaxItem)
		if err != nil {
			return err
		}
		e.Account = &s
	}
	if c.PayWithinHours != nil && *c.PayWithinHours > MaxPayWithinHours {
		return ErrPayWithin
	}
	if c.DayStarts != nil && *c.DayStarts >= hoursOfDay {
		return ErrDayStarts
	}
	d.Emit(e)
	return nil
}

func applyShopChanged(tx *shard.Tx, e *shopjournalv1.ShopChanged) {
	shop := id.ID(e.GetShop())
	if e.Name != nil {
		tx.Exec("UPDATE shop_shop SET name = ? WHERE id = ?", e.GetName(), shop)
	}
	if e.Account != nil {
		tx.Exec("UPDATE shop_shop SET account = ? WHERE id = ?", e.GetAccount(), shop)
	}
	if e.PayWithinHours != nil {
		tx.Exec("UPDATE shop_shop SET pay_within_hours = ? WHERE id = ?", e.GetPayWithinHours(), shop)
	}
	if e.DayStarts != nil {
		tx.Exec("UPDATE shop_shop SET day_starts = ? WHERE id = ?", e.GetDayStarts(), shop)
	}
	tx.Touch(Topic(shop), KindShop, shop)
}
