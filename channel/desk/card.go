package desk

import (
	"google.golang.org/protobuf/proto"

	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
)

// CardOf gives what everybody may know of a shop, nil when there is no such shop.
func CardOf(r *shard.Reader, shopID id.ID) *channelv1.Card {
	front, is := shop.FrontOf(r, shopID)
	if !is {
		return nil
	}
	m := &channelv1.Card{
		ShopId: shopID.String(), Name: front.Name, Zone: front.Zone, Account: front.Account,
		Link: "/s/" + shopID.String(), Hours: defaultHours(),
	}
	var form, menu, refunds, days []byte
	var hours *[]byte
	r.One(func(w *shard.Row) {
		m.About, m.Way, m.Phone, m.Notice = w.Text(), w.Text(), w.Text(), w.Text()
		hours = given(w)
		form, menu, refunds, days = w.Bytes(), w.Bytes(), w.Bytes(), w.Bytes()
		m.Capacity, m.LeadHours = uint32(w.Int()), uint32(w.Int())
	}, `SELECT about, way, phone, notice, hours, form, menu, refunds, days, capacity, lead_hours FROM desk_shop
		WHERE shop = ?`, shopID)
	// INVARIANT: the parts of the journal lie as those of the API do (TestPartsLieAlike).
	var f channelv1.Form
	var b channelv1.Menu
	var t channelv1.Refunds
	var c channelv1.DayCapacities
	for part, kept := range map[proto.Message][]byte{&f: form, &b: menu, &t: refunds, &c: days} {
		if proto.Unmarshal(kept, part) != nil {
			return nil
		}
	}
	if hours != nil && proto.Unmarshal(*hours, m.Hours) != nil {
		return nil
	}
	m.Form, m.Menu, m.Refunds, m.Days = f.GetBlocks(), b.GetButtons(), t.GetRules(), c.GetDays()
	for _, p := range shop.Prices(r, shopID) {
		m.Prices = append(m.Prices, &channelv1.PriceLine{Name: p.Name, PriceWon: p.Won})
	}
	return m
}

// HoursOf gives a shop's hours: for who asks with each message, and needs no more of the card.
func HoursOf(r *shard.Reader, shopID id.ID) *channelv1.Hours {
	var kept *[]byte
	r.One(func(w *shard.Row) { kept = given(w) }, "SELECT hours FROM desk_shop WHERE shop = ?", shopID)
	h := defaultHours()
	if kept == nil || proto.Unmarshal(*kept, h) != nil {
		return defaultHours()
	}
	return h
}

// given is a column that may not be said, nil then.
func given(w *shard.Row) *[]byte {
	if w.Null() {
		w.Bytes()
		return nil
	}
	b := w.Bytes()
	return &b
}

func cardResource(r *shard.Reader, thing id.ID) proto.Message {
	if m := CardOf(r, thing); m != nil {
		return m
	}
	return nil
}
