package book_test

import (
	"fmt"
	"testing"
	"time"

	"dangol.example/book"
)

func TestQuadTmp(t *testing.T) {
	for _, n := range []int{1000, 2000, 4000} {
		in := book.Input{Shop: shop}
		var lines []string
		for i := range n {
			in.Rooms = append(in.Rooms, room(t, fmt.Sprintf("%d.txt", i), fmt.Sprintf("손님%d", i), "10:00 C 10월 8일 오후 3시 1호 초코케이크 하나 주문할게요", quoted, sent, seen))
			lines = append(lines, fmt.Sprintf("09:00 모름%d 77700", i))
		}
		in.Statements = paid(t, lines...)
		s := time.Now()
		build(t, in)
		t.Log(n, time.Since(s))
	}
}
