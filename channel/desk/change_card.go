package desk

import (
	"slices"

	"google.golang.org/protobuf/proto"

	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	channeljournalv1 "dangol.example/gen/journal/dangol/channel/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
	"dangol.example/shop/form"
)

// ChangeCard changes what is given of what everybody sees of a shop.
type ChangeCard struct {
	ShopID                    id.ID
	About, Way, Phone, Notice *string
	Hours                     *channelv1.Hours
	Form                      *channelv1.Form
	Menu                      *channelv1.Menu
	Refunds                   *channelv1.Refunds
	Capacity                  *uint32
	Days                      *channelv1.DayCapacities
	LeadHours                 *uint32
}

// Decide implements shard.Command.
func (c ChangeCard) Decide(d *shard.Decision) error {
	if err := shop.OwnerOf(d, c.ShopID); err != nil {
		return err
	}
	e := &channeljournalv1.CardChanged{Shop: c.ShopID[:], Capacity: c.Capacity, LeadHours: c.LeadHours}
	if err := c.texts(e); err != nil {
		return err
	}
	if c.Capacity != nil && *c.Capacity > MaxCapacity {
		return ErrCapacity
	}
	if c.LeadHours != nil && *c.LeadHours > MaxLeadHours {
		return ErrLeadHours
	}
	if err := c.parts(e); err != nil {
		return err
	}
	d.Emit(e)
	return nil
}

// texts takes what is written.
func (c ChangeCard) texts(e *channeljournalv1.CardChanged) error {
	for _, t := range []struct{ from, to **string }{
		{&c.About, &e.About}, {&c.Way, &e.Way}, {&c.Notice, &e.Notice},
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
	if c.Phone != nil {
		kept, err := form.Phone(*c.Phone)
		if err != nil {
			return err
		}
		e.Phone = &kept
	}
	return nil
}

// parts takes what is chosen.
func (c ChangeCard) parts(e *channeljournalv1.CardChanged) error {
	if c.Hours != nil {
		if err := checkHours(c.Hours); err != nil {
			return err
		}
		e.Hours = &channeljournalv1.Hours{}
		copyPart(e.Hours, c.Hours)
	}
	if c.Form != nil {
		if err := checkForm(c.Form.GetBlocks()); err != nil {
			return err
		}
		e.Form = &channeljournalv1.Form{}
		copyPart(e.Form, c.Form)
	}
	if c.Menu != nil {
		if err := checkMenu(c.Menu.GetButtons()); err != nil {
			return err
		}
		e.Menu = &channeljournalv1.Menu{}
		copyPart(e.Menu, c.Menu)
	}
	if c.Refunds != nil {
		rules := slices.Clone(c.Refunds.GetRules())
		if err := checkRefunds(rules); err != nil {
			return err
		}
		e.Refunds = &channeljournalv1.Refunds{}
		copyPart(e.Refunds, &channelv1.Refunds{Rules: rules})
	}
	if c.Days != nil {
		if err := checkDays(c.Days.GetDays()); err != nil {
			return err
		}
		e.Days = &channeljournalv1.DayCapacities{}
		copyPart(e.Days, c.Days)
	}
	return nil
}

// copyPart takes a part of the API into the journal's part of the same name. What else a client may have put into it,
// in fields that nobody knows, is left behind.
func copyPart(to, from proto.Message) {
	b, err := proto.MarshalOptions{Deterministic: true}.Marshal(from)
	if err == nil {
		// INVARIANT: they lie alike (TestPartsLieAlike), so this cannot fail.
		_ = proto.UnmarshalOptions{DiscardUnknown: true}.Unmarshal(b, to)
	}
}

func applyCardChanged(tx *shard.Tx, e *channeljournalv1.CardChanged) {
	shopID := id.ID(e.GetShop())
	for _, t := range []struct {
		sql  string
		text *string
	}{
		{"UPDATE desk_shop SET about = ? WHERE shop = ?", e.About},
		{"UPDATE desk_shop SET way = ? WHERE shop = ?", e.Way},
		{"UPDATE desk_shop SET phone = ? WHERE shop = ?", e.Phone},
		{"UPDATE desk_shop SET notice = ? WHERE shop = ?", e.Notice},
	} {
		if t.text != nil {
			tx.Exec(t.sql, *t.text, shopID)
		}
	}
	for _, p := range []struct {
		sql  string
		part proto.Message
	}{
		{"UPDATE desk_shop SET hours = ? WHERE shop = ?", e.GetHours()},
		{"UPDATE desk_shop SET form = ? WHERE shop = ?", e.GetForm()},
		{"UPDATE desk_shop SET menu = ? WHERE shop = ?", e.GetMenu()},
		{"UPDATE desk_shop SET refunds = ? WHERE shop = ?", e.GetRefunds()},
		{"UPDATE desk_shop SET days = ? WHERE shop = ?", e.GetDays()},
	} {
		if !p.part.ProtoReflect().IsValid() {
			continue
		}
		kept, err := proto.MarshalOptions{Deterministic: true}.Marshal(p.part)
		if err != nil {
			tx.Fail(err)
			return
		}
		tx.Exec(p.sql, kept, shopID)
	}
	if e.Capacity != nil {
		tx.Exec("UPDATE desk_shop SET capacity = ? WHERE shop = ?", e.GetCapacity(), shopID)
	}
	if e.LeadHours != nil {
		tx.Exec("UPDATE desk_shop SET lead_hours = ? WHERE shop = ?", e.GetLeadHours(), shopID)
	}
	Show(tx, shopID)
}
