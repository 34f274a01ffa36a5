package book

import (
	"time"

	"dangol.example/chatlog"
)

// orderKey names an order by the message with which the talk about it began. The same room exported again, and
// longer, has that message with the same key.
func orderKey(room *chatlog.Room, opened time.Time) (key [16]byte) {
	for i := range room.Messages {
		m := &room.Messages[i]
		if m.Kind != chatlog.System && !m.At.Before(opened) {
			return m.Key
		}
	}
	return key
}
