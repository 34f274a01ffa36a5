package channel

import (
	"dangol.example/channel/bell"
	channeljournalv1 "dangol.example/gen/journal/dangol/channel/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
)

// ring wakes the other side for a message. What the shop says by itself while its customer looks wakes nobody, and
// neither does who is no customer.
func ring(tx *shard.Tx, shopID, conversation id.ID, e *channeljournalv1.MessageSaid) {
	guest := shop.GuestTopic(conversation)
	switch {
	case Side(e.GetSide()) == Customer:
		kind := bell.Message
		if len(e.GetBurden().GetAnswers()) > 0 {
			kind = bell.Order
		}
		if tx.Count("SELECT 1 FROM channel_conversation WHERE id = ? AND stand = 5", conversation) == 0 {
			bell.Ring(tx, shopID, shop.Topic(shopID), kind)
		}
	case e.GetAuto() == "paid":
		bell.Ring(tx, shopID, guest, bell.Paid)
	case e.GetAuto() == "away" || e.GetAuto() == "first" || e.GetAuto() == "menu":
	case len(e.GetBurden().GetOrder()) > 0:
		bell.Ring(tx, shopID, guest, bell.Quote)
	default:
		bell.Ring(tx, shopID, guest, bell.Message)
	}
}
