package chatlog

import "strings"

// Side tells one room's messages of the shop from its customer's.
type Side struct {
	own      bool   // the shop made the export
	sender   string // else the shop is this sender
	customer string // else it is everybody but this one
	unknown  bool   // nobody in the room can be shown to be the shop
}

// Is tells whether the shop wrote a message. A system line is nobody's.
func (s Side) Is(m Message) bool {
	switch {
	case m.Kind == System || s.unknown || m.Sender == "":
		return false
	case s.own:
		return m.Own
	case s.customer != "":
		return !m.Own && m.Sender != s.customer
	}
	return !m.Own && m.Sender == s.sender
}

// Known tells whether the shop was found in the room at all.
func (s Side) Known() bool { return !s.unknown }

// Side finds the shop in a room. The shop is a name that Shop has returned.
//
// A sender of that name is the shop, and whoever is "회원님" beside it is a customer who exported his own phone. Where
// only the room itself has the name, a customer exported a room in which the shop has not spoken. Else the shop made
// the export: it is "회원님" on a phone; on a PC, under a nickname of another time, it is the one who is not the room's
// title, for a room has the other person's name.
func (r Room) Side(shop string) Side {
	s := r.speakers()
	title := strings.TrimSpace(r.Name)
	switch {
	case shop != Exporter && s.count[shop] > 0:
		return Side{sender: shop}
	case shop != Exporter && title == shop:
		return Side{unknown: true}
	case s.own > 0:
		return Side{own: true}
	case title != "" && s.count[title] > 0 && len(s.names) <= 2:
		return Side{customer: title}
	}
	return Side{unknown: true}
}

// speakers is who speaks in a room.
type speakers struct {
	own   int            // messages of the exporter
	names []string       // the others, in the order in which they first speak
	count map[string]int // their messages
}

func (r Room) speakers() speakers {
	s := speakers{count: make(map[string]int)}
	for i := range r.Messages {
		m := &r.Messages[i]
		switch {
		case m.Own:
			s.own++
		case m.Kind == System || m.Sender == "":
		default:
			if s.count[m.Sender] == 0 {
				s.names = append(s.names, m.Sender)
			}
			s.count[m.Sender]++
		}
	}
	return s
}
