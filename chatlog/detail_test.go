package chatlog

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestClock(t *testing.T) {
	for s, want := range map[string]string{
		"오전 1:05 뒤": "01:05| 뒤", "오후 12:00": "12:00|", "13:18": "13:18|",
		"1:18 PM, a": "13:18|, a", "1:18pm, a": "13:18|, a",
		"1:18 p.m.: a": "13:18|: a", "1:18\u202fa.m.": "01:18|", "9:05 AMY": "09:05| AMY", "9:05 pizza": "09:05| pizza",
		"오후1:05": "", "1:5": "", "1": "", ":05": "", "": "", "오후 ": "", "123:05": "", "오후 a:05": "",
	} {
		c := cursor{s: s}
		at, ok := c.clock()
		got := ""
		if ok {
			got = at.on(stamp{year: 2024, month: 1, day: 1}).time(time.UTC).Format("15:04|") + c.rest()
		}
		if got != want || !ok && c.i != 0 {
			t.Errorf("%q: %q at %d, want %q", s, got, c.i, want)
		}
	}
}

func TestDatesExist(t *testing.T) {
	for s, want := range map[string]bool{
		"2024년 2월 29일": true, "2023년 2월 29일": false, "2024년 13월 1일": false, "2024년 0월 1일": false,
		"2024년 4월 31일": false, "2024년 12월 31일": true, "0000년 1월 1일": false, "2024년 1월 0일": false,
	} {
		c := cursor{s: s}
		if day, ok := c.koreanDate(); !ok || day.dayExists() != want {
			t.Errorf("%q: read %v, exists %v, want %v", s, ok, day.dayExists(), want)
		}
	}
}

func TestDayLines(t *testing.T) {
	dashes := strings.Repeat("-", 15)
	for _, c := range []struct {
		form form
		line string
		want bool
	}{
		{windowsForm, dashes + " 2024년 3월 8일 금요일 " + dashes, true},
		{windowsForm, dashes + " Friday, March 8, 2024 " + dashes, true},
		{windowsForm, "--- 2024년 3월 8일 금요일 ---", false},
		{windowsForm, "2024년 3월 8일 금요일", false},
		{windowsForm, dashes + " 주문 " + dashes, false},
		{windowsForm, dashes, false},
		{koreanForm, "2024년 3월 8일 오후 3:12", true},
		{koreanForm, "2024년 3월 8일 오후 3:12, 한별 : 네", false},
		{koreanForm, "2024년 3월 8일", false},
		{dottedForm, "2024년 3월 8일 금요일", true},
		{dottedForm, "2024년 3월 8일 금요일에 갈게요", false},
		{englishForm, "Friday, March 8, 2024", true},
		{englishForm, "Friday, 8 March 2024", true},
		{englishForm, "March 8, 2024, 3:12 PM", true},
		{englishForm, "Friday, March 8, 2024 is fine", false},
		{timeFirstForm, "3:12pm, March 8, 2024", true},
		{timeOnlyForm, "2024년 3월 8일 금요일 ", true},
		{timeOnlyForm, "오후 3:12", false},
	} {
		day, ok := c.form.dayLine(c.line)
		if ok != c.want || ok && day.dayNumber() != (stamp{year: 2024, month: 3, day: 8}).dayNumber() {
			t.Errorf("form %d, %q: %v, want %v", c.form, c.line, ok, c.want)
		}
	}
}

func TestNotices(t *testing.T) {
	for s, want := range map[string]string{
		"솔님이 나갔습니다.": "솔", "솔님이 들어왔습니다.": "솔", "솔님을 내보냈습니다.": "솔", "솔님을 초대하였습니다.": "솔",
		"솔님이 한별님을 초대했습니다.": "솔", "솔님이 한별님과 한솔님을 초대했습니다.": "솔", "A invited B and.": "A", "A invited B and C.": "A",
		"A left this chatroom.": "A", "A joined this chatroom.": "A", "A has been removed from this chatroom.": "A",
		"솔님이 나갔습니다": "-", "님이 나갔습니다.": "-", "네": "-", "I was invited by B": "-", " left this chatroom.": "-",
		strings.Repeat("솔", 200) + "님이 나갔습니다.": "-", strings.Repeat("솔", 2000) + "님이 나갔습니다.": "-",
	} {
		who, ok := noticeAbout(s)
		if !ok {
			who = "-"
		}
		if who != want {
			t.Errorf("%.40q: %q, want %q", s, who, want)
		}
	}
}

func TestKeysDiffer(t *testing.T) {
	base := Message{Sender: "한별", Text: "네"}
	at := stamp{year: 2024, month: 3, day: 8, hour: 15, minute: 12}
	key := func(room string, at stamp, m Message) Key {
		k := keyer{room: room, minute: at}
		return k.key(m)
	}
	first := key("꽃", at, base)
	later, shifted := at, base
	later.minute++
	shifted.Sender, shifted.Text = "한별네", ""
	for name, other := range map[string]Key{
		"room":                    key("떡", at, base),
		"minute":                  key("꽃", later, base),
		"sender":                  key("꽃", at, Message{Sender: "한솔", Text: "네"}),
		"text":                    key("꽃", at, Message{Sender: "한별", Text: "아니요"}),
		"kind":                    key("꽃", at, Message{Sender: "한별", Text: "네", Kind: System}),
		"the border of the parts": key("꽃", at, shifted),
	} {
		if other == first {
			t.Errorf("another %s gives the same key", name)
		}
	}
	at.sec = 7
	if key("꽃", at, base) != first {
		t.Error("another second gives another key")
	}
}

// TestEqualMessages: each of many equal messages has its own key, and the same one when it is read again.
func TestEqualMessages(t *testing.T) {
	data := windowsHead + strings.Repeat("[한별] [오후 3:12] 네\r\n", 3*keyMemory)
	_, list := readAll(t, "x", data)
	seen := make(map[Key]bool)
	for _, m := range list {
		seen[m.Key] = true
	}
	if len(seen) != 3*keyMemory {
		t.Errorf("%d keys for %d messages", len(seen), 3*keyMemory)
	}
	_, again := readAll(t, "x", data)
	if !slices.Equal(list, again) {
		t.Error("read again it differs")
	}
}

func TestLookAhead(t *testing.T) {
	in := newLines(strings.NewReader("a\r\nb\nc"))
	if l, ok := in.peek(2); !ok || l.text != "c" || l.end != endNone || l.no != 3 {
		t.Errorf("%+v, %v", l, ok)
	}
	if _, ok := in.peek(3); ok {
		t.Error("there is no fourth line")
	}
	want := []line{{no: 1, text: "a", end: endCRLF}, {no: 2, text: "b", end: endLF}, {no: 3, text: "c"}}
	for _, w := range want {
		if l, ok := in.next(); !ok || l != w {
			t.Errorf("%+v, want %+v", l, w)
		}
	}
	if _, ok := in.next(); ok {
		t.Error("there is a fourth line")
	}
}

func TestHalfLetter(t *testing.T) {
	for s, want := range map[string]int{
		"a": 0, "가": 0, "가\xea": 1, "가\xea\xb0": 2, "\xf0\x9f\x8e": 3, "": 0, "\x80\x80\x80\x80": 0,
	} {
		if n := halfLetter([]byte(s)); n != want {
			t.Errorf("%q: %d, want %d", s, n, want)
		}
	}
}

func TestBinaryIsNoConversation(t *testing.T) {
	for _, data := range [][]byte{nil, {0}, bytes.Repeat([]byte{0xff, 0xd8, 0x00}, 100_000), []byte("\xff\xfe")} {
		if _, err := Open("x", bytes.NewReader(data), Options{}); err == nil {
			t.Errorf("%d bytes are taken for a conversation", len(data))
		}
	}
}

// TestStop: behind the end Next goes on to say so, and the messages of Read and Next are the same.
func TestStop(t *testing.T) {
	data := windowsHead + "[한별] [오후 3:12] 네\r\n[한별] [오후 3:13] 네\r\n"
	r, err := Open("한별.txt", strings.NewReader(data), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if room := r.Room(); room.Name != "한별" || room.File != "한별.txt" || room.SavedAt.IsZero() || room.Messages != nil {
		t.Errorf("%+v", room)
	}
	var list []Message
	for {
		m, err := r.Next()
		if err != nil {
			break
		}
		list = append(list, m)
	}
	if _, err := r.Next(); err == nil {
		t.Error("there is a message behind the end")
	}
	if _, whole := readAll(t, "한별.txt", data); !slices.Equal(list, whole) {
		t.Error("Next and Read differ")
	}
}
