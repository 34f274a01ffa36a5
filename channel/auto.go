package channel

import (
	"dangol.example/channel/desk"
	"dangol.example/channel/policy"
	channeljournalv1 "dangol.example/gen/journal/dangol/channel/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
)

// fields are what fields in the shop's texts become for a customer.
func fields(r *shard.Reader, talk Conversation) policy.Fields {
	front, _ := shop.FrontOf(r, talk.ShopID)
	return policy.Fields{Name: talk.Name, Account: front.Account, Shop: front.Name}
}

// greet says the shop's first word to a customer who has just come.
func greet(d *shard.Decision, conversation id.ID) {
	talk, _ := Find(d.Reader, conversation)
	if text := desk.Of(d.Reader, talk.ShopID).GetFirst(); text != "" {
		Tell(d, conversation, AutoFirst, policy.Expand(text, fields(d.Reader, talk)))
	}
}

// sayAway tells a customer who writes outside the hours that nobody is there, once in each closed period.
func sayAway(d *shard.Decision, talk Conversation) {
	if talk.Stand == Spam {
		return
	}
	at := d.Now().In(shop.Zone(d.Reader, talk.ShopID))
	period := policy.ClosedPeriod(desk.HoursOf(d.Reader, talk.ShopID), at)
	text := desk.Of(d.Reader, talk.ShopID).GetAway()
	if period == "" || period == talk.AwayPeriod || text == "" {
		return
	}
	say(d, talk.ID, Auto, &channeljournalv1.MessageSaid{
		Text: policy.Expand(text, fields(d.Reader, talk)), Auto: AutoAway, ClosedPeriod: period,
	})
}
