// Package channel is a shop's channel: what its customers and its people say to each other, and the orders that come
// out of it.
//
// A customer is a guest: a device with a key of its own, and one conversation with one shop. The conversation lives on
// the shop's shard. Commands of a guest have the conversation's id as their actor; nobody else can give them.
//
// It does not know how it is asked (package api), what hours and rules mean (channel/policy), nor what a shop has set
// (channel/desk).
//
// INVARIANT: the messages of a conversation are numbered 1, 2, 3 … without gaps, and none is ever changed but for what
// became of a wish.
package channel

import (
	_ "embed"

	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
)

// Version is raised with every change of the tables, the appliers or the resources.
const Version = 3

//go:embed schema.sql
var schema string

// Domain is the channel as a domain of a shard.
func Domain() shard.Domain {
	return shard.Domain{
		Name: "channel", Version: Version, Schema: schema,
		Events: []shard.Applier{
			shard.On(applyConversationOpened),
			shard.On(applyGuestChanged),
			shard.On(applyGuestLeft),
			shard.On(applyConversationChanged),
			shard.On(applyCustomerJoined),
			shard.On(applyMessageSaid),
			shard.On(applyWishAnswered),
			shard.On(applyShopRead),
			shard.On(applyGuestMarked),
			shard.On(applyNoteAdded),
			shard.On(applyNoteRemoved),
		},
		Resources: map[string]shard.Resource{
			KindConversation: conversationResource, KindMessage: messageResource, KindNote: noteResource, KindTalk: talkResource,
		},
		Errands: map[string]shard.Errand{shop.ErrandTell: tellOrder},
	}
}

// The kinds of things that devices hold.
const (
	KindConversation = "conversation"
	KindMessage      = "message"
	KindNote         = "note"
	KindTalk         = "talk" // a conversation as its customer sees it
)

// touchBoth says that the devices of the shop and of the customer must see a conversation anew.
func touchBoth(tx *shard.Tx, shopID, conversation id.ID) {
	tx.Touch(shop.Topic(shopID), KindConversation, conversation)
	tx.Touch(shop.GuestTopic(conversation), KindTalk, conversation)
}
