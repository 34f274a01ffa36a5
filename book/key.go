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

// reaches tells of two exports of a room which one knows more: the minute of the last message, and a millisecond more for
// each message of that minute.
func reaches(room *chatlog.Room) (last time.Time) {
	said := 0
	for i := range room.Messages {
		m := &room.Messages[i]
		if m.Kind == chatlog.System || m.At.IsZero() {
			continue
		}
		switch at := m.At.Truncate(time.Minute); {
		case at.After(last):
			last, said = at, 1
		case at.Equal(last):
			said++
		}
	}
	return last.Add(time.Duration(min(said, mostOfAMinute)) * time.Millisecond)
}

// mostOfAMinute is how many messages of one minute are told apart.
const mostOfAMinute = 999
