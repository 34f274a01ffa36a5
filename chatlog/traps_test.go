package chatlog

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dangol.example/fault"
)

// The eight traps of other people's parsers, see docs/chatlog.md.

const (
	windowsHead = "한별 님과 카카오톡 대화\r\n저장한 날짜 : 2024-03-10 18:40:11\r\n\r\n" +
		"--------------- 2024년 3월 8일 금요일 ---------------\r\n"
	androidHead  = "한별 님과 카카오톡 대화\r\n저장한 날짜 : 2024년 3월 10일 오후 6:40\n\n\r\n2024년 3월 8일 오후 3:00\r\n"
	timeOnlyHead = "한별 님과 카카오톡 대화\r\n저장한 날짜 : 2024년 3월 10일 오후 6:40\r\n\r\n\r\n2024년 3월 8일 금요일\r\n"
	dottedHead   = "Talk_2024.3.10 18:40-1.txt\r\n저장한 날짜 : 2024. 3. 10. 오후 6:40\r\n\r\n\r\n\r\n2024년 3월 8일 금요일\r\n"
)

// said gives who said what, a line each: "sender|text", with a system line as "!text".
func said(list []Message) []string {
	var out []string
	for _, m := range list {
		s := m.Sender + "|" + m.Text
		if m.Kind == System {
			s = "!" + m.Text
		}
		out = append(out, s)
	}
	return out
}

// lf makes a text of the kind that editors write: every line ends in a bare LF.
func lf(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }

type trapCase struct {
	name, data string
	want       []string
	unread     []Unread
}

func checkTraps(t *testing.T, cases []trapCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r, list := readAll(t, "x.txt", c.data)
			if d := cmp.Diff(c.want, said(list)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			if d := cmp.Diff(c.unread, r.Unread()); d != "" {
				t.Errorf("unread (-want +got):\n%s", d)
			}
			checkNothingLost(t, []byte(c.data), r, list)
		})
	}
}

func TestTrap1QuotedRecord(t *testing.T) {
	checkTraps(t, []trapCase{
		{
			name: "in the same line",
			data: windowsHead + "[한별] [오후 3:12] [엄마] [오후 3:10] 몇 시에 와?\r\n",
			want: []string{"한별|[엄마] [오후 3:10] 몇 시에 와?"},
		},
		{
			name: "on lines of its own",
			data: windowsHead + "[한별] [오후 3:12] 엄마가 이렇게\n[엄마] [오후 3:10] 몇 시에 와?\n[나] [오후 3:11] 다섯 시\r\n" +
				"[솔꽃집] [오후 3:13] 네\r\n",
			want: []string{"한별|엄마가 이렇게\n[엄마] [오후 3:10] 몇 시에 와?\n[나] [오후 3:11] 다섯 시", "솔꽃집|네"},
		},
		{
			name: "an Android line in a Windows file",
			data: windowsHead + "[한별] [오후 3:12] 보세요\r\n2024년 3월 8일 오후 3:10, 엄마 : 몇 시에 와?\r\n",
			want: []string{"한별|보세요\n2024년 3월 8일 오후 3:10, 엄마 : 몇 시에 와?"},
		},
		{
			name: "an Android line in an Android file",
			data: androidHead + "2024년 3월 8일 오후 3:12, 한별 : 보세요\n2024년 3월 8일 오후 3:10, 엄마 : 몇 시에 와?\r\n" +
				"2024년 3월 8일 오후 3:13, 회원님 : 네\r\n",
			want: []string{"한별|보세요\n2024년 3월 8일 오후 3:10, 엄마 : 몇 시에 와?", "회원님|네"},
		},
		{
			name: "of another day, where line ends prove nothing",
			data: lf(androidHead + "2024년 3월 8일 오후 3:12, 한별 : 보세요\r\n2024년 3월 7일 오후 3:10, 엄마 : 몇 시에 와?\r\n" +
				"2024년 3월 8일 오후 3:13, 회원님 : 네\r\n"),
			want: []string{"한별|보세요\n2024년 3월 7일 오후 3:10, 엄마 : 몇 시에 와?", "회원님|네"},
		},
		{
			name: "nobody can quote the future: a stray LF ends a record",
			data: androidHead + "2024년 3월 8일 오후 3:12, 한별 : 하나\r\n2024년 3월 8일 오후 3:13, 한별 : 둘\n" +
				"2024년 3월 8일 오후 3:14, 한별 : 셋\r\n2024년 3월 8일 오후 3:15, 한별 : 넷\r\n" +
				"2024년 3월 8일 오후 3:16, 한별 : 다섯\r\n2024년 3월 8일 오후 3:17, 한별 : 여섯\r\n",
			want: []string{"한별|하나", "한별|둘", "한별|셋", "한별|넷", "한별|다섯", "한별|여섯"},
		},
	})
}

func TestTrap2SenderNames(t *testing.T) {
	names := []string{"부서:영업팀", "/96/별명#1003", "[VIP] 김 하나", "🌷솔 꽃집🌷", "a, b", "[오후] [반]", "]", "님이 들어왔습니다."}
	for _, n := range names {
		for layout, data := range map[string]string{
			"windows":   windowsHead + "[" + n + "] [오후 3:12] 문구 : 축하\r\n",
			"android":   androidHead + "2024년 3월 8일 오후 3:12, " + n + " : 문구 : 축하\r\n",
			"dotted":    dottedHead + "2024. 3. 8. 오후 3:12, " + n + " : 문구 : 축하\r\n",
			"time only": timeOnlyHead + "오후 3:12, " + n + " : 문구 : 축하\r\n",
			"mac":       "Date,User,Message\n2024-03-08 15:12:00,\"" + n + "\",\"문구 : 축하\"\n",
		} {
			_, list := readAll(t, "x", data)
			if d := cmp.Diff([]string{n + "|문구 : 축하"}, said(list)); d != "" {
				t.Errorf("%s, %q (-want +got):\n%s", layout, n, d)
			}
		}
	}
	checkTraps(t, []trapCase{
		{name: "none, Windows", data: windowsHead + "[] [오후 3:12] 알림\r\n", want: []string{"!알림"}},
		{name: "none, Android", data: androidHead + "2024년 3월 8일 오후 3:12,  : 알림\r\n", want: []string{"!알림"}},
		{name: "no text", data: windowsHead + "[한별] [오후 3:12]\r\n[한별] [오후 3:13] \r\n", want: []string{"한별|", "한별|"}},
		{name: "no text, Android", data: androidHead + "2024년 3월 8일 오후 3:12, 한별 :\r\n", want: []string{"한별|"}},
	})
}

func TestTrap3NoticeOrSpeech(t *testing.T) {
	const left, spoken = "김대리님이 나갔습니다.", "아까 김대리님이 나갔습니다."
	checkTraps(t, []trapCase{
		{
			name: "speech without a full stop",
			data: windowsHead + "[한별] [오후 3:12] 글쎄요\n아까 김대리님이 나갔습니다\r\n",
			want: []string{"한별|글쎄요\n아까 김대리님이 나갔습니다"},
		},
		{
			name: "a notice",
			data: windowsHead + "[한별] [오후 3:12] 글쎄요\r\n" + left + "\r\n솔님이 한별님을 초대했습니다.\r\n[한별] [오후 3:13] 네\r\n",
			want: []string{"한별|글쎄요", "!" + left, "!솔님이 한별님을 초대했습니다.", "한별|네"},
		},
		{
			name: "behind a bare LF it is speech",
			data: windowsHead + "[한별] [오후 3:12] 글쎄요\n" + left + "\r\n[한별] [오후 3:13] 네\r\n",
			want: []string{"한별|글쎄요\n" + left, "한별|네"},
		},
		{
			name: "behind several lines that prove nothing: a name is a notice, a sentence is speech",
			data: lf(windowsHead + "[한별] [오후 3:12] 글쎄요\r\n그게\r\n" + spoken +
				"\r\n[한별] [오후 3:13] 네\r\n그게\r\n" + left + "\r\n"),
			want: []string{"한별|글쎄요\n그게\n" + spoken, "한별|네\n그게", "!" + left},
		},
		{
			name: "behind a day line",
			data: windowsHead + "채팅방이 만들어졌습니다.\r\n[한별] [오후 3:13] 네\r\n",
			want: []string{"!채팅방이 만들어졌습니다.", "한별|네"},
		},
		{
			name: "said with a sender",
			data: androidHead + "2024년 3월 8일 오후 3:12, 한별 : " + left + "\r\n2024년 3월 8일 오후 3:12, " + left + "\r\n",
			want: []string{"한별|" + left, "!" + left},
		},
		{
			name: "a Mac's rows",
			data: "Date,User,Message\n2024-03-08 15:12:00,\"한별\",\"" + spoken + "\"\n" +
				"2024-03-08 15:13:00,\"김대리\",\"" + left + "\"\n2024-03-08 15:13:00,\"한별\",\"" + left + "\"\n",
			want: []string{"한별|" + spoken, "!" + left, "한별|" + left},
		},
		{
			name: "an open chat's warning",
			data: windowsHead + "[한별] [오후 3:12] 네\r\n솔님이 들어왔습니다." + warnings[0] + "\r\n" + warnings[1] + "해 주세요.\r\n" +
				hiddenByHost + "\r\n",
			want: []string{
				"한별|네", "!솔님이 들어왔습니다." + warnings[0], "!" + warnings[1] + "해 주세요.", "!" + hiddenByHost,
			},
		},
	})
}

func TestTrap4DaysOnlyGoForward(t *testing.T) {
	const dashed = "--------------- 2024년 3월 1일 금요일 ---------------"
	checkTraps(t, []trapCase{
		{
			name: "Windows",
			data: windowsHead + "[한별] [오후 3:12] 보세요\r\n" + dashed + "\r\n[한별] [오후 3:13] 네\r\n",
			want: []string{"한별|보세요\n" + dashed, "한별|네"},
		},
		{
			name: "time only",
			data: lf(timeOnlyHead + "오후 3:12, 한별 : 기념일은\r\n2024년 3월 1일 금요일\r\n오후 3:13, 한별 : 이에요\r\n"),
			want: []string{"한별|기념일은\n2024년 3월 1일 금요일", "한별|이에요"},
		},
		{
			name: "Android",
			data: lf(androidHead + "2024년 3월 8일 오후 3:12, 한별 : 그때가\r\n2024년 3월 1일 오후 1:00\r\n" +
				"2024년 3월 8일 오후 3:13, 한별 : 네\r\n"),
			want: []string{"한별|그때가\n2024년 3월 1일 오후 1:00", "한별|네"},
		},
		{
			name: "Android, a day that goes back, with its record: a clock was wrong",
			data: androidHead + "2024년 3월 8일 오후 3:12, 한별 : 하나\r\n\r\n2024년 3월 1일 오후 1:00\r\n" +
				"2024년 3월 1일 오후 1:00, 한별 : 둘\r\n",
			want: []string{"한별|하나", "한별|둘"},
		},
		{
			name: "a customer names the day of pickup: behind a bare LF",
			data: timeOnlyHead + "오후 3:12, 한별 : 픽업은\n2024년 3월 9일 토요일\r\n오후 3:13, 한별 : 이에요\r\n",
			want: []string{"한별|픽업은\n2024년 3월 9일 토요일", "한별|이에요"},
		},
		{
			name: "a customer names the day of pickup: after the export",
			data: lf(timeOnlyHead + "오후 3:12, 한별 : 픽업은\r\n2024년 3월 16일 토요일\r\n오후 3:13, 한별 : 이에요\r\n"),
			want: []string{"한별|픽업은\n2024년 3월 16일 토요일", "한별|이에요"},
		},
		{
			name: "a customer names the day of pickup: records say another day",
			data: lf(dottedHead + "2024. 3. 8. 오후 3:12, 한별 : 픽업은\r\n2024년 3월 9일 토요일\r\n" +
				"2024. 3. 8. 오후 3:13, 한별 : 이에요\r\n"),
			want: []string{"한별|픽업은\n2024년 3월 9일 토요일", "한별|이에요"},
		},
		{
			name: "a customer names the day of pickup at the end of the day",
			data: lf(dottedHead + "2024. 3. 8. 오후 3:12, 한별 : 픽업은\r\n2024년 3월 9일 토요일\r\n\r\n2024년 3월 9일 토요일\r\n" +
				"2024. 3. 9. 오후 3:13, 한별 : 왔어요\r\n"),
			want: []string{"한별|픽업은\n2024년 3월 9일 토요일", "한별|왔어요"},
		},
		{
			name: "a day without messages",
			data: dottedHead + "2024. 3. 8. 오후 3:12, 한별 : 하나\r\n\r\n2024년 3월 9일 토요일\r\n\r\n2024년 3월 10일 일요일\r\n",
			want: []string{"한별|하나"},
		},
	})
}

func TestTrap5OwnMessages(t *testing.T) {
	for _, c := range []struct {
		data string
		own  bool
	}{
		{androidHead + "2024년 3월 8일 오후 3:12, 회원님 : 네\r\n", true},
		{"KakaoTalk Chats with A\r\n\r\nMarch 8, 2024, 3:00 PM\r\nMarch 8, 2024, 3:12 PM, you : yes\r\n", true},
		{"KakaoTalk Chats with A\r\n\r\nFriday, March 8, 2024\r\nMar 8, 2024, 3:12 PM, You : yes\r\n", true},
		{androidHead + "2024년 3월 8일 오후 3:12, 솔꽃집 : 네\r\n", false},
		{windowsHead + "[회원님] [오후 3:12] 네\r\n", false}, // a nickname: a PC has no 회원님
		{"Date,User,Message\n2024-03-08 15:12:00,\"you\",\"yes\"\n", false},
	} {
		_, list := readAll(t, "x", c.data)
		if len(list) != 1 || list[0].Own != c.own {
			t.Errorf("%q: %d messages, own %v; want %v", c.data, len(list), list, c.own)
		}
	}
}

func TestTrap6ReExportOverlaps(t *testing.T) {
	day1 := "2024년 3월 8일 오후 3:12, 한별 : 네\r\n2024년 3월 8일 오후 3:12, 한별 : 네\r\n" +
		"2024년 3월 8일 오후 3:12, 회원님 : 네\r\n2024년 3월 8일 오후 3:13, 한별 : <사진 읽지 않음>\r\n" +
		"2024년 3월 8일 오후 3:14, 한별 : 끝에\n빈 줄\n\r\n"
	day2 := "\r\n2024년 3월 9일 오전 9:00\r\n2024년 3월 9일 오전 9:00, 한별 : 네\r\n"
	_, first := readAll(t, "x", androidHead+day1)
	_, second := readAll(t, "x", androidHead+strings.ReplaceAll(day1, "<사진 읽지 않음>", "<사진>")+day2)
	_, tail := readAll(t, "x", androidHead+day2)
	if len(first) != 5 || len(second) != 6 || len(tail) != 1 {
		t.Fatalf("%d, %d and %d messages; want 5, 6 and 1", len(first), len(second), len(tail))
	}
	keys := make(map[Key]bool)
	for i, m := range first {
		keys[m.Key] = true
		if m.Key != second[i].Key {
			t.Errorf("line %d has another key in the second export", m.Line)
		}
	}
	if len(keys) != 5 || keys[second[5].Key] {
		t.Errorf("different messages have the same key")
	}
	if tail[0].Key != second[5].Key {
		t.Errorf("an export that begins later has another key")
	}
	_, other := readAll(t, "x", strings.Replace(androidHead, "한별", "한솔", 1)+day1)
	if other[0].Key == first[0].Key {
		t.Errorf("two rooms share a key")
	}
}

func TestTrap7Damage(t *testing.T) {
	checkTraps(t, []trapCase{
		{
			name:   "cut off in the record",
			data:   androidHead + "2024년 3월 8일 오후 3:12, 한별 : 네\r\n2024년 3월 8일 오후 3",
			want:   []string{"한별|네"},
			unread: []Unread{{7, ReasonCut}},
		},
		{
			name:   "cut off in the sender",
			data:   windowsHead + "[한별] [오후 3:12] 네\r\n[한별] [오",
			want:   []string{"한별|네"},
			unread: []Unread{{6, ReasonCut}},
		},
		{
			name:   "cut off in the text",
			data:   windowsHead + "[한별] [오후 3:12] 네\r\n[솔꽃집] [오후 3:13] 총 44,0",
			want:   []string{"한별|네", "솔꽃집|총 44,0"},
			unread: []Unread{{6, ReasonCut}},
		},
		{
			name:   "cut off in a letter",
			data:   windowsHead + "[한별] [오후 3:12] 네\r\n[솔꽃집] [오후 3:13] 네\xea\xb0",
			want:   []string{"한별|네", "솔꽃집|네\ufffd"},
			unread: []Unread{{6, ReasonBytes}, {6, ReasonCut}},
		},
		{
			name:   "cut off in quotation marks",
			data:   "Date,User,Message\n2024-03-08 15:12:00,\"한별\",\"하나\n둘",
			want:   []string{"한별|하나\n둘"},
			unread: []Unread{{2, ReasonCut}},
		},
		{
			name:   "오후 13:10",
			data:   windowsHead + "[한별] [오후 3:12] 네\r\n[한별] [오후 13:10] 뭐지\r\n[한별] [오후 3:14] 네\r\n",
			want:   []string{"한별|네", "한별|뭐지", "한별|네"},
			unread: []Unread{{6, ReasonTime}},
		},
		{
			name:   "30 February",
			data:   androidHead + "2024년 3월 8일 오후 3:12, 한별 : 네\r\n2024년 2월 30일 오후 3:13, 한별 : 뭐지\r\n",
			want:   []string{"한별|네", "한별|뭐지"},
			unread: []Unread{{7, ReasonTime}},
		},
		{
			name: "30 February as a day",
			data: windowsHead + "[한별] [오후 3:12] 네\r\n--------------- 2024년 2월 30일 금요일 ---------------\r\n" +
				"[한별] [오후 3:13] 언제지\r\n--------------- 2024년 3월 9일 토요일 ---------------\r\n[한별] [오후 3:14] 네\r\n",
			want:   []string{"한별|네", "한별|언제지", "한별|네"},
			unread: []Unread{{6, ReasonTime}},
		},
		{
			name:   "a row of 30 February",
			data:   "Date,User,Message\n2024-02-30 15:12:00,\"한별\",\"네\"\n",
			want:   []string{"한별|네"},
			unread: []Unread{{2, ReasonTime}},
		},
		{
			name:   "the beginning is missing",
			data:   "몇 시에 오세요?\r\n" + strings.SplitAfterN(windowsHead, "\r\n", 4)[3] + "[한별] [오후 3:12] 네\r\n",
			want:   []string{"한별|네"},
			unread: []Unread{{1, ReasonOutside}},
		},
	})
	_, list := readAll(t, "x", windowsHead+"[한별] [오후 13:10] 뭐지\r\n")
	if !list[0].At.IsZero() {
		t.Errorf("a time that does not exist became %v", list[0].At)
	}
}

func TestTrap8NoWordsInErrors(t *testing.T) {
	const secret = "비밀010-0000-0099"
	for _, data := range []string{secret, secret + "\n" + secret, "PK\x03\x04" + secret} {
		_, err := Open("x.txt", strings.NewReader(data), Options{})
		if err == nil {
			t.Fatal("no error")
		}
		for _, s := range []string{err.Error(), fault.Message(err, fault.Korean), fault.Message(err, fault.English)} {
			if strings.Contains(s, secret) || s == "" {
				t.Errorf("the error is empty or tells what was written: %d bytes", len(s))
			}
		}
		if fault.KindOf(err) != fault.Invalid {
			t.Errorf("kind %d", fault.KindOf(err))
		}
	}
	r, _ := readAll(t, "x", windowsHead+"[한별] [오후 13:12] "+secret+"\r\n")
	for _, u := range r.Unread() {
		if s := u.Reason.Sentence(); strings.Contains(string(u.Reason)+s.KO+s.EN, secret) {
			t.Error("the reason tells what was written")
		}
	}
	_, err := Shop([]Room{{Messages: []Message{{Sender: secret}, {Sender: "너"}}}}, "")
	if err == nil || strings.Contains(err.Error(), secret) {
		t.Errorf("the log would tell a name, or there is no error")
	}
}
