// Package desk is a shop's card and desk: what everybody may see of the shop, and how it works with its channel: its
// hours, order form, menu, refund table and capacity; what it says by itself; its saved replies; the addresses to which
// its phones forward bank alerts.
//
// It knows no conversation and no message: whoever has those reads the card and the desk here (CardOf, Of). What a card
// means is package channel/policy's.
//
// The card is in the shop's topic, and in that of each customer's device. A customer's device takes it when the
// conversation opens, and asks for it anew (GuestService.ReadCard) at each start; while it is open it is told by an
// errand of the kind ErrandShow, which pages through the conversations that were lately alive. So a changed card costs
// a shop with a long history no more than one with a short one. However often a card is changed, one errand waits.
//
// INVARIANT: every shop has a row in desk_shop from its first event on.
package desk

import (
	_ "embed"

	channeljournalv1 "dangol.example/gen/journal/dangol/channel/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
)

// Version is raised with every change of the tables, the appliers or the resources.
const Version = 1

//go:embed schema.sql
var schema string

// Domain is the desk as a domain of a shard. Its Show is shop.Options.Shown.
func Domain() shard.Domain {
	return shard.Domain{
		Name: "desk", Version: Version, Schema: schema,
		Events: []shard.Applier{
			shard.On(applyCardChanged),
			shard.On(applyDeskChanged),
			shard.On(applyReplySaved),
			shard.On(applyReplyRemoved),
			shard.On(applyAlertKeyMade),
			shard.On(applyAlertKeyEnded),
		},
		Resources: map[string]shard.Resource{
			KindCard: cardResource, KindDesk: deskResource, KindReply: replyResource,
		},
	}
}

// The kinds of things that devices hold. The card and the desk bear the shop's id.
const (
	KindCard  = "card"
	KindDesk  = "desk"
	KindReply = "reply"
)

// ErrandShow is the errand that shows a changed card to customers' devices. The domain that knows the conversations
// registers it; its data is a CardShowing. Its first event calls Showing.
const ErrandShow = "desk show"

// Show says that a card is another, to whoever has it. It is for appliers: shop.Options.Shown, and those of this
// package.
func Show(tx *shard.Tx, shopID id.ID) {
	if tx.Count("SELECT 1 FROM desk_shop WHERE shop = ?", shopID) == 0 {
		tx.Exec("INSERT INTO desk_shop (shop) VALUES (?)", shopID)
		tx.Touch(shop.Topic(shopID), KindCard, shopID)
		tx.Touch(shop.Topic(shopID), KindDesk, shopID)
		return // nobody can be in its channel yet
	}
	tx.Touch(shop.Topic(shopID), KindCard, shopID)
	if tx.Count("SELECT showing FROM desk_shop WHERE shop = ?", shopID) == 0 {
		tx.Exec("UPDATE desk_shop SET showing = 1 WHERE shop = ?", shopID)
		tx.Ask(ErrandShow, &channeljournalv1.CardShowing{Shop: shopID[:]})
	}
}

// Showing says that the card is being shown as it is now: what changes from here on is shown anew. It is for the
// applier of whoever runs ErrandShow.
func Showing(tx *shard.Tx, shopID id.ID) {
	tx.Exec("UPDATE desk_shop SET showing = 0 WHERE shop = ?", shopID)
}
