package chatlog

import (
	"fmt"
	"slices"
	"strings"

	"dangol.example/fault"
)

// Exporter is the name of a shop that has no nickname in any room: it wrote as "회원님" or "you".
const Exporter = ""

// maxNamesAsked is how many names a person is asked to choose from.
const maxNamesAsked = 10

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

// Shop finds out which name the shop has in rooms that one shop collected: its own exports, from phone, PC or Mac, and
// its customers'. It returns that name, or Exporter when the shop appears only as the account that made the exports.
//
// A name that is given is checked: it must be somebody's in the rooms, or there must be exports of the shop's own
// phone. Without one the shop is
//
//  1. the exporter, if there is one room only and it was exported on a phone;
//  2. the one name that more than half of the rooms share in which nobody, or everybody, is the exporter;
//  3. the one who is not the room's title, if all 1:1 rooms that can tell agree;
//  4. the exporter, if every room has one.
//
// Else a person must say: the error is an *UndecidedShop, a fault of kind Conflict.
func Shop(rooms []Room, name string) (string, error) {
	rooms = distinct(rooms)
	if name = strings.TrimSpace(name); name != "" {
		return name, checkShop(rooms, name)
	}
	v := vote(rooms)
	switch {
	case len(rooms) == 1 && v.ownRooms == 1:
		return Exporter, nil
	case v.silent == 0 && v.ownRooms > 0: // phones only: a name that most share is the shop, its customers exported
		if top, n, alone := v.top(v.all); alone && n >= 2 && 2*n > v.ownRooms {
			return top, nil
		}
		return Exporter, nil
	}
	if top, n, alone := v.top(v.named); alone && n >= 2 && 2*n > v.silent {
		return top, nil
	}
	if len(v.opposite) == 1 {
		for top := range v.opposite {
			return top, nil
		}
	}
	if v.silent == 0 {
		return Exporter, nil // no messages at all
	}
	return "", &UndecidedShop{names: v.order}
}

// ballot counts, over rooms, who could be the shop.
type ballot struct {
	ownRooms int            // rooms with messages of the exporter
	silent   int            // rooms without, in which two or more people speak
	all      map[string]int // rooms in which a name speaks
	named    map[string]int // of these, the ones without an exporter
	opposite map[string]int // 1:1 rooms in which the name is not the title, and the other one is
	order    []string
}

func vote(rooms []Room) ballot {
	v := ballot{all: make(map[string]int), named: make(map[string]int), opposite: make(map[string]int)}
	for _, r := range rooms {
		s := r.speakers()
		for _, n := range s.names {
			if v.all[n] == 0 {
				v.order = append(v.order, n)
			}
			v.all[n]++
			if s.own == 0 {
				v.named[n]++
			}
		}
		switch {
		case s.own > 0:
			v.ownRooms++
		case len(s.names) >= 2:
			v.silent++
			v.oppose(strings.TrimSpace(r.Name), s)
		}
	}
	slices.SortStableFunc(v.order, func(a, b string) int { return v.all[b] - v.all[a] })
	return v
}

func (v *ballot) oppose(title string, s speakers) {
	if len(s.names) != 2 || s.count[title] == 0 {
		return
	}
	for _, n := range s.names {
		if n != title {
			v.opposite[n]++
		}
	}
}

// top returns the name with the most rooms, and whether no other has as many.
func (v *ballot) top(of map[string]int) (name string, rooms int, alone bool) {
	for _, n := range v.order {
		switch {
		case of[n] > rooms:
			name, rooms, alone = n, of[n], true
		case of[n] == rooms:
			alone = false
		}
	}
	return name, rooms, alone
}

func checkShop(rooms []Room, name string) error {
	v := vote(rooms)
	if v.all[name] > 0 || v.ownRooms > 0 || len(rooms) == 0 {
		return nil
	}
	for _, r := range rooms {
		if strings.TrimSpace(r.Name) == name {
			return nil
		}
	}
	return &UndecidedShop{names: v.order, given: true}
}

// distinct leaves one of several exports of the same room: they share messages.
func distinct(rooms []Room) []Room {
	seen := make(map[Key]struct{})
	var list []Room
	for _, r := range rooms {
		again := false
		for _, m := range r.Messages {
			if m.Kind == System {
				continue
			}
			if _, ok := seen[m.Key]; ok {
				again = true
				break
			}
		}
		if again {
			continue
		}
		for _, m := range r.Messages {
			seen[m.Key] = struct{}{}
		}
		list = append(list, r)
	}
	return list
}

// UndecidedShop says that a person must name the shop. Names are somebody's data: they stand in the sentence for the
// person, which fault.Message gives, and not in Error, which goes to logs.
type UndecidedShop struct {
	names []string
	given bool // a name was given, and nobody has it
}

// Error says what is wrong without any name.
func (e *UndecidedShop) Error() string {
	if e.given {
		return "nobody in the conversations has the shop's name that was given"
	}
	return fmt.Sprintf("cannot tell which of %d names is the shop", len(e.names))
}

// As makes a fault of it, with the names.
func (e *UndecidedShop) As(target any) bool {
	f, ok := target.(**fault.Error)
	if !ok {
		return false
	}
	names := strings.Join(e.names[:min(len(e.names), maxNamesAsked)], ", ")
	if e.given {
		*f = fault.New(fault.Missing,
			"그 이름으로 대화한 사람이 없습니다. 대화에 나오는 이름: %s. 이 가운데 가게 이름을 --shop 으로 알려 주세요.",
			"Nobody in the conversations has that name. The names are: %s. Tell the shop's with --shop NAME.", names)
		return true
	}
	*f = fault.New(fault.Conflict,
		"어느 쪽이 가게인지 알 수 없습니다. 대화에 나오는 이름: %s. 가게 이름을 --shop 이름 으로 알려 주세요.",
		"Which side is the shop is not clear. The names are: %s. Tell the shop's with --shop NAME.", names)
	return true
}
