package chatlog

import (
	"testing"
	"time"
)

func TestTitles(t *testing.T) {
	for _, c := range []struct {
		line, name string
		members    int
	}{
		{"한별 님과 카카오톡 대화", "한별", 0},
		{"고객 A,고객B,사장님 4 님과 카카오톡 대화", "고객 A,고객B,사장님", 4},
		{"하은 2 님과 카카오톡 대화", "하은 2", 0},
		{"꽃 모임 카카오톡 대화", "꽃 모임", 0},
		{"꽃 모임 (4명)과 카카오톡 대화-1.txt", "꽃 모임", 4},
		{"영어과 카카오톡 대화", "영어과", 0},
		{"KakaoTalk Chats with A, B (4)", "A, B", 4},
		{"KakaoTalk Chats with 꽃 모임 (4 people)-12.txt", "꽃 모임", 4},
		{"KakaoTalk Chats with room-101", "room-101", 0},
		{"꽃 모임 with KakaoTalk Chats", "꽃 모임", 0},
		{"꽃 (강남점) 님과 카카오톡 대화", "꽃 (강남점)", 0},
		{"Talk_2026.8.21 23:43-1.txt", "", 0},
	} {
		h := readHeader([]line{{no: 1, text: c.line}})
		if h.name != c.name || h.members != c.members || h.lines != 1 {
			t.Errorf("%q: %q, %d people, %d lines", c.line, h.name, h.members, h.lines)
		}
	}
	if h := readHeader([]line{{no: 1, text: "안녕하세요"}}); h.lines != 0 {
		t.Errorf("words are taken for a title")
	}
}

func TestSavedLine(t *testing.T) {
	for s, want := range map[string]string{
		"저장한 날짜 : 2026년 2월 16일 오후 4:45":             "2026-02-16 16:45:00",
		"저장한 날짜 : 2026년 2월 16일 16:45":               "2026-02-16 16:45:00",
		"저장한 날짜 : 2026. 8. 22. 오전 12:16":            "2026-08-22 00:16:00",
		"저장한 날짜 : 2026. 4. 11. 16:32":               "2026-04-11 16:32:00",
		"저장한 날짜 : 2020-11-03 10:44:52":              "2020-11-03 10:44:52",
		"Date Saved : November 3, 2020, 1:08 PM":    "2020-11-03 13:08:00",
		"Date Saved : 1:01am, August 3, 2015":       "2015-08-03 01:01:00",
		"Date Saved : Apr 25, 2026 at 10:38":        "2026-04-25 10:38:00",
		"Date Saved : Aug 3, 2015, 12:20 AM":        "2015-08-03 00:20:00",
		"Date Saved : 2015-08-03 00:47:14":          "2015-08-03 00:47:14",
		"Date Saved : 3 May 2023 at 8:34\u202fp.m.": "2023-05-03 20:34:00",
		"저장한 날짜 : 언제인지":                             "",
	} {
		at, _, ok := savedLine(s)
		got := ""
		if at.dayExists() {
			got = at.time(time.UTC).Format(time.DateTime)
		}
		if !ok || got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

func TestMacFileName(t *testing.T) {
	for name, want := range map[string]string{
		"KakaoTalk_Chat_솔_꽃집_2026-04-22-12-40-45.csv":       "솔_꽃집 2026-04-22 12:40:45",
		`C:\내 문서\KakaoTalk_Chat_한별_2026-04-22-12-40-45.csv`: "한별 2026-04-22 12:40:45",
		"KakaoTalk_Chat_한별_2026-04-22.csv":                  "한별 2026-04-22 00:00:00",
		"r06_mac.csv":                                       "",
		"KakaoTalk_Chat_한별_어제.csv":                          "",
	} {
		room, at := macFileName(name)
		got := ""
		if room != "" {
			got = room + " " + at.time(time.UTC).Format(time.DateTime)
		}
		if got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

// TestBlankBeforePM: iOS writes U+202F or U+00A0 before "p.m." since about 2023, and a blank before.
func TestBlankBeforePM(t *testing.T) {
	for _, s := range []string{
		"July 9, 2023 at 8:34\u202fp.m.", "July 9, 2023 at 8:34\u00a0p.m.", "July 9, 2023 at 8:34 p.m.",
		"July 9, 2023 at 8:34\u202fPM", "Jul 9, 2023, 8:34 pm", "9 July 2023 at 20:34", "9 Jul 2023, 8:34pm",
	} {
		_, list := readAll(t, "x", "Sunday, July 9, 2023\r\n"+s+", A : hello\r\n"+s+": A left.\r\n")
		if len(list) != 2 || list[0].At.Format(time.DateTime) != "2023-07-09 20:34:00" || list[0].Sender != "A" ||
			list[1].Kind != System {
			t.Errorf("%q: %+v", s, list)
		}
	}
}

func TestMidnightAndNoon(t *testing.T) {
	for clock, want := range map[string]string{
		"오전 12:05": "00:05", "오후 12:05": "12:05", "오전 1:05": "01:05", "오후 11:59": "23:59",
		"12:05 AM": "00:05", "12:05 PM": "12:05", "00:05": "00:05", "24:00": "", "23:60": "", "오후 13:00": "",
	} {
		_, list := readAll(t, "x", windowsHead+"[한별] ["+clock+"] 네\r\n")
		got := ""
		if !list[0].At.IsZero() {
			got = list[0].At.Format("15:04")
		}
		if got != want {
			t.Errorf("%s: %q, want %q", clock, got, want)
		}
	}
}

func TestLocation(t *testing.T) {
	ny, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Skip("no time zones on this machine")
	}
	data := windowsHead + "[한별] [오후 3:12] 네\r\n"
	_, korean := readAll(t, "x", data)
	if _, off := korean[0].At.Zone(); off != 9*60*60 {
		t.Errorf("without a location the zone is %d s", off)
	}
	_, abroad := readIn(t, data, ny)
	if abroad[0].At.Location() != ny || abroad[0].At.Hour() != 15 || abroad[0].Key != korean[0].Key {
		t.Errorf("got %v, or another key", abroad[0].At)
	}
}
