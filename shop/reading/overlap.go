package reading

import (
	"slices"
	"time"

	"dangol.example/book"
	"dangol.example/chatlog"
)

// joined makes one room of the exports of one room that each hold something the others do not: a phone that was
// changed, a PC that was off for a while. An order that is told in both is one order. It gives as well what could not
// be read of the exports that went into another's room.
func joined(rooms []chatlog.Room) (all []chatlog.Room, unread []book.Unread) {
	at := map[chatlog.Key]int{} // in all
	for i := range rooms {
		room := &rooms[i]
		into := -1
		for k := range room.Messages {
			if m := &room.Messages[k]; m.Kind != chatlog.System {
				if known, is := at[m.Key]; is {
					into = known
					break
				}
			}
		}
		if into < 0 {
			into = len(all)
			all = append(all, *room)
		} else {
			join(&all[into], room)
			for _, u := range room.Unread {
				unread = append(unread, book.Unread{File: room.File, Line: u.Line, Reason: string(u.Reason)})
			}
		}
		for k := range room.Messages {
			at[room.Messages[k].Key] = into
		}
	}
	return all, unread
}

// join adds to a room what another export of it has more.
func join(room, other *chatlog.Room) {
	seen := map[chatlog.Key]bool{}
	names := map[string]bool{}
	own := map[words]string{} // what the account that made the room's export wrote, and under which name
	self := ""
	for i := range room.Messages {
		m := &room.Messages[i]
		seen[m.Key] = true
		if m.Own {
			self = m.Sender
			own[wordsOf(m)] = m.Sender
		} else {
			names[m.Sender] = true
		}
	}
	all := slices.Clone(room.Messages)
	for _, m := range other.Messages {
		if !m.Own && len(own) > 0 && m.Kind != chatlog.System && !names[m.Sender] { // it has a name in the other export
			if _, said := own[wordsOf(&m)]; said {
				continue
			}
			m.Own, m.Sender = true, self
		}
		if !seen[m.Key] {
			all = append(all, m)
		}
	}
	room.Messages = inTime(all, len(room.Messages))
	if other.SavedAt.After(room.SavedAt) {
		room.SavedAt = other.SavedAt
	}
}

// words is what was said when, whoever said it.
type words struct {
	minute int64
	kind   chatlog.Kind
	text   string
}

func wordsOf(m *chatlog.Message) words {
	return words{m.At.Truncate(time.Minute).Unix(), m.Kind, m.Text}
}

// inTime puts the messages of two exports, the second beginning at a place, in the order of time. A message without a
// time stays behind the one before it.
func inTime(all []chatlog.Message, second int) []chatlog.Message {
	type timed struct {
		at time.Time
		m  chatlog.Message
	}
	order := make([]timed, len(all))
	var last time.Time
	for i, m := range all {
		if i == second {
			last = time.Time{}
		}
		if !m.At.IsZero() {
			last = m.At
		}
		order[i] = timed{last.Truncate(time.Minute), m}
	}
	slices.SortStableFunc(order, func(a, b timed) int { return a.at.Compare(b.at) })
	for i := range order {
		all[i] = order[i].m
	}
	return all
}

// longest leaves out every room that a longer export of the same room holds whole.
func longest(rooms []chatlog.Room) (kept []chatlog.Room) {
	order := make([]int, len(rooms))
	for i := range rooms {
		order[i] = i
	}
	slices.SortStableFunc(order, func(x, y int) int { return len(rooms[y].Messages) - len(rooms[x].Messages) })
	seen, held := map[chatlog.Key]bool{}, make([]bool, len(rooms))
	for _, i := range order {
		said, shared := 0, 0
		for _, m := range rooms[i].Messages {
			if m.Kind == chatlog.System {
				continue
			}
			said++
			if seen[m.Key] {
				shared++
			}
			seen[m.Key] = true
		}
		held[i] = said > 0 && shared == said
	}
	for i := range rooms {
		if !held[i] {
			kept = append(kept, rooms[i])
		}
	}
	return kept
}
