package book

import (
	"cmp"
	"slices"

	"dangol.example/chatlog"
)

// orderKey names an order by the message in which it was first spoken of. The same room exported again, and longer, has that
// message with the same key.
func orderKey(room *chatlog.Room, evidence map[string]Evidence) (key [16]byte) {
	first := 0
	for _, e := range evidence {
		if e.Line > 0 && (first == 0 || e.Line < first) {
			first = e.Line
		}
	}
	i, found := slices.BinarySearchFunc(room.Messages, first, func(m chatlog.Message, line int) int {
		return cmp.Compare(m.Line, line)
	})
	if !found {
		i-- // the line is within the message before
	}
	if i < 0 || i >= len(room.Messages) {
		return key
	}
	return room.Messages[i].Key
}
