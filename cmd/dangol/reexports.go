package main

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"

	"dangol.example/chatlog"
)

// latest leaves out every room that a longer export of the same room holds whole, so that a second export of a room adds
// what is new and doubles nothing. Rooms that overlap only in part are both kept, and a person is told: which of their orders
// are the same cannot be seen from here.
func latest(rooms []chatlog.Room, c console) []chatlog.Room {
	byLength := make([]int, len(rooms))
	for i := range rooms {
		byLength[i] = i
	}
	slices.SortStableFunc(byLength, func(x, y int) int { return cmp.Compare(len(rooms[y].Messages), len(rooms[x].Messages)) })
	holder := map[chatlog.Key]int{} // the room that a message was first seen in
	held := make([]bool, len(rooms))
	for _, i := range byLength {
		shared, said, with := 0, 0, 0
		for _, m := range rooms[i].Messages {
			if m.Kind == chatlog.System {
				continue
			}
			said++
			if at, ok := holder[m.Key]; ok {
				shared, with = shared+1, at
			} else {
				holder[m.Key] = i
			}
		}
		held[i] = said > 0 && shared == said
		if shared > 0 && shared < said {
			fmt.Fprintf(c.err, c.say("%s 와 %s 는 같은 대화방이 일부만 겹쳐요. 같은 주문이 두 번 나올 수 있으니 새로 내보낸 파일 하나만 넣어 주세요.\n",
				"%s and %s are one room and overlap in part: orders may stand twice. Export the room once more and give that file alone.\n"),
				filepath.Base(rooms[with].File), filepath.Base(rooms[i].File))
		}
	}
	var kept []chatlog.Room
	for i := range rooms {
		if !held[i] {
			kept = append(kept, rooms[i])
		}
	}
	return kept
}
