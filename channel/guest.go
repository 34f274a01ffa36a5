package channel

import (
	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
)

// Guest is a customer's device.
type Guest struct {
	ID                     id.ID // of the device, made of its key
	ConversationID, ShopID id.ID
	ShopName, Name         string
}

// Opened tells whose device it is.
func (g Guest) Opened() *channelv1.OpenResponse {
	return &channelv1.OpenResponse{
		ConversationId: g.ConversationID.String(), ShopId: g.ShopID.String(), ShopName: g.ShopName, Name: g.Name,
	}
}

// FindGuest finds the device of a key by the key's SHA-256.
func FindGuest(r *shard.Reader, keyHash []byte) (g Guest, found bool) {
	found = r.One(func(w *shard.Row) { g.ConversationID, g.ShopID, g.Name = w.ID(), w.ID(), w.Text() },
		`SELECT c.id, c.shop, c.name FROM channel_guest g JOIN channel_conversation c ON c.id = g.conversation
		WHERE g.key_hash = ?`, keyHash)
	if !found {
		return g, false
	}
	g.ID = id.Of(g.ConversationID.Shard(), "guest", string(keyHash))
	front, _ := shop.FrontOf(r, g.ShopID)
	g.ShopName = front.Name
	return g, true
}
