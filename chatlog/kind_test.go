package chatlog

import (
	"strings"
	"testing"
	"time"
)

func readIn(t *testing.T, data string, loc *time.Location) (Room, []Message) {
	t.Helper()
	room, err := Read("x", strings.NewReader(data), Options{Location: loc})
	if err != nil {
		t.Fatal(err)
	}
	return room, room.Messages
}

func TestKinds(t *testing.T) {
	for s, want := range map[string]Kind{
		"사진": Photo, "사진 3장": Photo, "<사진>": Photo, "<사진 읽지 않음>": Photo, "Photo": Photo, "photo": Photo,
		"3 photos": Photo,
		"동영상":      Video, "<동영상 읽지 않음>": Video, "이모티콘": Emoticon, "(이모티콘)": Emoticon, "(emoticon) ": Emoticon,
		"음성메시지": Voice, "파일: 견적서.pdf": File, "카카오톡 프로필": Contact, "톡게시판 '투표': 언제 볼까요": Board,
		"보이스톡 해요": Call, "페이스톡 해요": Call, "보이스톡 1:23": Call, "보이스톡 부재중": Call,
		"삭제된 메시지입니다.": Deleted, "The message has been deleted.": Deleted, hiddenByHost: Deleted,
		"1712635822000.jpg": Photo, "0123456789abcdef0123456789abcdef.mp4": Video,

		"사진 보내드릴게요": Text, "사진 3장이요": Text, "사진 0장": Text, "사진 -3장": Text, "": Text, "photo please": Text,
		"파일은요": Text, "보이스톡 어때요": Text, "보이스톡 1:2a": Text, "사진\n사진": Text, "톡게시판에 있어요": Text,
		"cake.jpg": Text, "삭제된 메시지입니다. 라고 떠요": Text, "사진 99999장": Text,
	} {
		if got, n := kindOf(s); got != want || (got == Photo) != (n > 0) {
			t.Errorf("%q is %v with %d pictures, want %v", s, got, n, want)
		}
	}
	if _, n := kindOf("사진 12장"); n != 12 {
		t.Errorf("사진 12장 is %d pictures", n)
	}
	if Kind(99).String() != "unknown" || System.String() != "system" {
		t.Error("kinds have wrong names")
	}
}

func TestReasonsHaveSentences(t *testing.T) {
	seen := make(map[string]Reason)
	for _, r := range []Reason{
		ReasonOutside, ReasonTime, ReasonCut, ReasonLong, ReasonBytes, ReasonQuote, ReasonLayout, "new",
	} {
		s := r.Sentence()
		if other, twice := seen[s.KO]; twice || s.KO == "" || s.EN == "" {
			t.Errorf("%s says the same as %s, or nothing", r, other)
		}
		seen[s.KO] = r
	}
}

func TestEmptyRooms(t *testing.T) {
	for _, data := range []string{
		"한별 님과 카카오톡 대화\r\n저장한 날짜 : 2024-03-10 18:40:11\r\n\r\n",
		lf(dottedHead), dottedHead + strings.Repeat("\r\n2024년 3월 9일 토요일\r\n", 40),
	} {
		room, list := readIn(t, data, nil)
		if len(list) != 0 || room.Layout != Empty || len(room.Unread) > 0 {
			t.Errorf("%d messages, layout %s, unread %v", len(list), room.Layout, room.Unread)
		}
	}
	if room, _ := readIn(t, "Date,User,Message\n", nil); room.Layout != Mac || len(room.Unread) > 0 {
		t.Errorf("layout %s, unread %v", room.Layout, room.Unread)
	}
}

// TestLateFirstRecord: a room may begin with many days on which everything was deleted.
func TestLateFirstRecord(t *testing.T) {
	data := dottedHead + strings.Repeat("\r\n2024년 3월 9일 토요일\r\n", 40) + "2024. 3. 9. 오후 3:12, 한별 : 네\r\n"
	if room, list := readIn(t, data, nil); len(list) != 1 || room.Layout != IOSKorean || len(room.Unread) > 0 {
		t.Errorf("%d messages, layout %s, unread %v", len(list), room.Layout, room.Unread)
	}
}
