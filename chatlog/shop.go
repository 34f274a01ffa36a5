package chatlog

import (
	"slices"
	"strings"
)

// Exporter is the name of a shop that has no nickname in any room: it wrote as "회원님" or "you".
const Exporter = ""

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
// Else a person must say: the error is an *UndecidedShopError, a fault of kind Conflict.
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
	return "", &UndecidedShopError{names: v.order}
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
	return &UndecidedShopError{names: v.order, given: true}
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
