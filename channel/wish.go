package channel

import (
	channeljournalv1 "dangol.example/gen/journal/dangol/channel/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
)

func applyWishAnswered(tx *shard.Tx, e *channeljournalv1.WishAnswered) {
	state := 3
	if e.GetGranted() {
		state = 2
	}
	tx.Exec("UPDATE channel_message SET wish_state = ? WHERE id = ?", state, e.GetMessage())
	touchMessage(tx, shopOf(tx.Reader, e.GetConversation()), id.ID(e.GetConversation()), id.ID(e.GetMessage()))
}
