package channel

import (
	"dangol.example/id"
	"dangol.example/shard"
)

const pageSQL = conversationColumns + " WHERE shop = ? AND id > ? ORDER BY id LIMIT ?"

// Page gives conversations of a shop behind one, by id: for who goes through all of them.
func Page(r *shard.Reader, shopID, after id.ID, limit int) (all []Conversation) {
	r.Each(func(w *shard.Row) { all = append(all, scanConversation(w)) }, pageSQL, shopID, after, limit)
	return all
}

const latelySQL = `SELECT id FROM channel_conversation WHERE shop = ? AND id > ? AND max(last_ms, since_ms) >= ?
	ORDER BY id LIMIT ?`

// Lately gives conversations of a shop behind one, by id, that began or in which something was said since then, in Unix
// milliseconds.
func Lately(r *shard.Reader, shopID, after id.ID, sinceMS int64, limit int) (all []id.ID) {
	r.Each(func(w *shard.Row) { all = append(all, w.ID()) }, latelySQL, shopID, after, sinceMS, limit)
	return all
}
