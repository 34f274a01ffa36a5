package channel

import (
	"time"

	"dangol.example/channel/desk"
	"dangol.example/channel/policy"
	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	channeljournalv1 "dangol.example/gen/journal/dangol/channel/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
	"dangol.example/shop/count"
)

// Submit sends the filled-in order form; it becomes an enquiry. Its answer is a SubmitResponse without a block.
type Submit struct {
	ConversationID id.ID
	Answers        []Answer
}

// Decide implements shard.Command.
func (c Submit) Decide(d *shard.Decision) error {
	talk, err := maySay(d, c.ConversationID)
	if err != nil {
		return err
	}
	card := desk.CardOf(d.Reader, talk.ShopID)
	filled, err := fill(card, c.Answers)
	if err != nil {
		return err
	}
	filled.details.Name, filled.details.Phone = talk.Name, talk.Phone
	if pickup := filled.details.Pickup; pickup != "" {
		day := pickup
		if at, err := time.Parse(policy.PickupForm, pickup); err == nil {
			day = at.Format(policy.DayForm)
		}
		at := d.Now().In(shop.Zone(d.Reader, talk.ShopID))
		if err := policy.CheckPickup(card, pickup, at, count.PickupsOn(d.Reader, talk.ShopID, day)); err != nil {
			return err
		}
	}
	order, err := shop.Enquire(d, talk.ShopID, c.ConversationID, filled.details)
	if err != nil {
		return err
	}
	message := say(d, c.ConversationID, Customer, &channeljournalv1.MessageSaid{
		Burden: &channeljournalv1.Burden{Order: order[:], Answers: filled.answers},
	})
	sayAway(d, talk)
	d.Answer(&channelv1.SubmitResponse{MessageId: message.String(), OrderId: order.String()})
	return nil
}
