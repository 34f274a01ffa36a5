package channel

import (
	"dangol.example/id"
	"dangol.example/shard"
)

// Utterance is that somebody spoke, without what was said.
type Utterance struct {
	ConversationID id.ID
	AtMS           int64
	Side           Side
}

// spokenSQL reads the index alone, conversation after conversation of those that were alive since then: messages bear
// pictures, which are not to be turned over to count them.
const spokenSQL = `SELECT m.conversation, m.at_ms, m.side FROM channel_conversation c
	CROSS JOIN channel_message m INDEXED BY channel_message_times ON m.conversation = c.id
	WHERE c.shop = ? AND c.last_ms >= ? AND m.at_ms >= ? AND m.at_ms < ? ORDER BY c.last_ms, c.id, m.at_ms, m.seq`

// Spoken tells of all that was said in a shop from one moment to another, in Unix milliseconds, conversation after
// conversation, each in its order. What it calls asks nothing of the view.
func Spoken(r *shard.Reader, shopID id.ID, fromMS, toMS int64, tell func(Utterance)) {
	r.Each(func(w *shard.Row) { tell(Utterance{w.ID(), w.Int(), Side(w.Int())}) },
		spokenSQL, shopID, fromMS, fromMS, toMS)
}

const begunSQL = `SELECT since_ms FROM channel_conversation WHERE shop = ? AND since_ms >= ? AND since_ms < ?`

// Begun gives when the conversations of a shop began, of those that began from one moment to another.
func Begun(r *shard.Reader, shopID id.ID, fromMS, toMS int64) (all []int64) {
	r.Each(func(w *shard.Row) { all = append(all, w.Int()) }, begunSQL, shopID, fromMS, toMS)
	return all
}
