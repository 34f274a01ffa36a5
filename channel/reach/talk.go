package reach

import (
	"time"

	"dangol.example/channel"
	"dangol.example/channel/policy"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
)

// zoneOf is where a shop's clock is.
func zoneOf(r *shard.Reader, shopID id.ID) *time.Location {
	front, _ := shop.FrontOf(r, shopID)
	zone, err := time.LoadLocation(front.Zone)
	if err != nil { // it was looked at when the shop was opened
		return time.UTC
	}
	return zone
}

// needsOrder reports whether a text has fields that only an order can fill.
func needsOrder(text string) bool {
	for _, f := range policy.Uses(text) {
		switch f {
		case "pickup", "code", "total", "pay_by":
			return true
		}
	}
	return false
}

// unsaid is what stands for what nobody has said: a text that goes out by itself shows no braces to a customer.
const unsaid = "미정"

// fill puts the fields into a text that goes out by itself, with those of an order where there is one.
func fill(r *shard.Reader, t channel.Conversation, order id.ID, text string) string {
	front, _ := shop.FrontOf(r, t.ShopID)
	f := policy.Fields{
		Name: t.Name, Shop: front.Name, Account: front.Account, Pickup: unsaid, Code: unsaid, Total: unsaid,
		PayBy: unsaid,
	}
	if f.Account == "" {
		f.Account = unsaid
	}
	if o, err := shop.FindTalked(r, t.ShopID, order); err == nil {
		f.Code = o.Code
		if said := policy.Pickup(o.Pickup); said != "" {
			f.Pickup = said
		}
		if o.TotalWon != nil {
			f.Total = policy.Won(*o.TotalWon)
		}
		if o.PayByMS > 0 {
			f.PayBy = policy.Moment(time.UnixMilli(o.PayByMS).In(zoneOf(r, t.ShopID)))
		}
	}
	return policy.Expand(text, f)
}

// speak has the shop say something by itself, and gives the message's number in the conversation.
func speak(d *shard.Decision, conversation id.ID, auto, text string) (seq uint32) {
	channel.Tell(d, conversation, auto, text)
	c, _ := channel.Find(d.Reader, conversation)
	return c.LastSeq
}
