package chatlog

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// The clients, written a second time and the other way round: from messages to an export. What they write must be read
// back exactly.

type client struct {
	layout Layout
	head   string
	time   func(time.Time) string // in front of a record
	day    func(time.Time) string // the line above a day's records
	notice string                 // between the time and a notice
	square bool                   // [name] [time] text
	blank  bool                   // an empty line in front of a day
}

func amPM(t time.Time, am, pm string) string {
	if t.Hour() < 12 {
		return am
	}
	return pm
}

func korean12(t time.Time) string { return amPM(t, "오전", "오후") + t.Format(" 3:04") }

func koreanDate(t time.Time) string {
	return fmt.Sprintf("%d년 %d월 %d일", t.Year(), t.Month(), t.Day())
}

func koreanWeekday(t time.Time) string {
	return koreanDate(t) + " " + string([]rune("일월화수목금토")[t.Weekday()]) + "요일"
}

func dots(t time.Time) string { return t.Format("2006. 1. 2. ") }

func format(layout string) func(time.Time) string {
	return func(t time.Time) string { return t.Format(layout) }
}

func dashed(day func(time.Time) string) func(time.Time) string {
	line := strings.Repeat("-", 15)
	return func(t time.Time) string { return line + " " + day(t) + " " + line }
}

func clients() []client {
	android := func(t time.Time) string { return koreanDate(t) + " " + korean12(t) }
	american := format("January 2, 2006, 3:04 PM")
	early := format("3:04pm, January 2, 2006")
	english := format("Monday, January 2, 2006")
	const korean = "한별 님과 카카오톡 대화\r\n"
	region := func(t time.Time) string {
		return t.Format("January 2, 2006 at 3:04\u202f") + amPM(t, "a.m.", "p.m.")
	}
	return []client{
		{AndroidKorean, korean + "저장한 날짜 : 2025년 1월 1일 오후 6:40\n\n\r\n", android, android, ", ", false, true},
		{AndroidEnglish, "KakaoTalk Chats with 한별\r\n\n\n\r\n", american, american, ", ", false, true},
		{AndroidEnglish2015, "KakaoTalk Chats with 한별\r\n\n\n\r\n", early, early, ", ", false, true},
		{
			IOSKorean, "Talk_2025.1.1 18:40-1.txt\r\n\r\n\r\n\r\n",
			func(t time.Time) string { return dots(t) + korean12(t) }, koreanWeekday, ": ", false, true,
		},
		{
			IOSKorean24, "Talk_2025.1.1 18:40-1.txt\r\n\r\n\r\n\r\n",
			func(t time.Time) string { return dots(t) + t.Format("15:04") }, koreanWeekday, ": ", false, true,
		},
		{IOSKoreanTimeOnly, korean + "\r\n\r\n\r\n", korean12, koreanWeekday, ", ", false, true},
		{IOSEnglish24, "Talk_2025.1.1-1.txt\r\n\r\n\r\n", format("Jan 2, 2006 at 15:04"), english, ": ", false, true},
		{IOSEnglish, "Talk_2025.1.1-1.txt\r\n\r\n\r\n", format("Jan 2, 2006, 3:04 PM"), english, ": ", false, true},
		{IOSRegional, "Talk_2025.1.1-1.txt\r\n\r\n\r\n", region, english, ": ", false, true},
		{WindowsKorean, korean + "\r\n", korean12, dashed(koreanWeekday), "", true, false},
		{Windows24, korean + "\r\n", format("15:04"), dashed(koreanWeekday), "", true, false},
		{WindowsEnglish, "한별 with KakaoTalk Chats\r\n\r\n", format("3:04 PM"), dashed(english), "", true, true},
		{Mac, "Date,User,Message\n", nil, nil, "", false, false},
	}
}

// utterance is a message before it is written.
type utterance struct {
	At     time.Time
	Sender string // "" for a notice
	Text   string
}

func (c client) write(talk []utterance) string {
	var b strings.Builder
	b.WriteString(c.head)
	last := 0
	for i, u := range talk {
		if c.layout == Mac {
			sender := u.Sender
			if sender == "" {
				sender, _, _ = strings.Cut(u.Text, "님이")
			}
			quote := strings.NewReplacer(`"`, `""`)
			sender, text := quote.Replace(sender), quote.Replace(u.Text)
			fmt.Fprintf(&b, "%s,\"%s\",\"%s\"\n", u.At.Format(time.DateTime), sender, text)
			continue
		}
		if u.At.YearDay() != last {
			last = u.At.YearDay()
			if c.blank && i > 0 {
				b.WriteString("\r\n")
			}
			b.WriteString(c.day(u.At) + "\r\n")
		}
		switch {
		case u.Sender == "" && c.square:
			b.WriteString(u.Text)
		case u.Sender == "":
			b.WriteString(c.time(u.At) + c.notice + u.Text)
		case c.square:
			b.WriteString("[" + u.Sender + "] [" + c.time(u.At) + "] " + u.Text)
		default:
			b.WriteString(c.time(u.At) + ", " + u.Sender + " : " + u.Text)
		}
		b.WriteString("\r\n")
	}
	return b.String()
}

// What people write that looks like what the clients write.
var nasty = []string{
	"네", "안녕하세요 :)", "문구 : 축하해", "", " ", "[엄마] [오후 3:10] 몇 시에 와?", "[엄마] [15:10] 응", "[", "] [", "12:30, 강남 : 앞",
	"2023년 12월 1일 오후 3:10, 엄마 : 몇 시에 와?", "2023. 12. 1. 오후 3:10, 엄마 : 와?", "2023. 12. 1. 15:10: 엄마님이 나갔습니다.",
	"December 1, 2023, 3:10 PM, mom : when?", "3:10pm, December 1, 2023, mom : when?", "Dec 1, 2023 at 15:10, mom : hi",
	"오후 3:10, 엄마 : 몇 시?", "2023년 12월 1일 금요일", "2024년 12월 24일 화요일", "Friday, December 1, 2023", "2023년 2월 30일 목요일",
	"--------------- 2023년 12월 1일 금요일 ---------------", "------------------------------", "김대리님이 나갔습니다.",
	`"축하"`, `""`, `a,"b",c`, "Date,User,Message", "오후 13:10, 엄마 : 뭐?", "2023년 2월 30일 오후 1:10, 엄마 : 뭐?", "😀🎂", "끝 ",
}

var nastyNames = []string{"한별", "솔꽃집", "부서:영업팀", "/96/별명#1003", "[VIP] 김 하나", "a, b", "🌷"}

// invent makes a conversation over some days. Its texts begin with a word, so that none is a marker or, as a whole, a
// quoted record, and end in one, so that no empty line is taken for the layout's.
func invent(rnd *rand.Rand) []utterance {
	at := time.Date(2024, 3, 8, 0, 1, 0, 0, korea)
	var talk []utterance
	for range 5 + rnd.IntN(60) {
		at = at.Add(time.Duration(rnd.IntN(400)) * time.Minute)
		if rnd.IntN(12) == 0 && len(talk) > 0 {
			talk = append(talk, utterance{at, "", "손님" + fmt.Sprint(rnd.IntN(9)) + "님이 나갔습니다."})
			continue
		}
		words := []string{"말씀", "끝"}
		for range rnd.IntN(4) {
			words = append(words[:1:1], append([]string{nasty[rnd.IntN(len(nasty))]}, words[1:]...)...)
		}
		if rnd.IntN(2) == 0 {
			words = words[len(words)-1:]
		}
		talk = append(talk, utterance{at, nastyNames[rnd.IntN(len(nastyNames))], strings.Join(words, "\n")})
	}
	return talk
}

// TestWrittenIsReadBack invents conversations full of traps and reads them back from every layout, exactly.
func TestWrittenIsReadBack(t *testing.T) {
	for seed := range uint64(200) {
		talk := invent(rand.New(rand.NewPCG(seed, 7)))
		for _, c := range clients() {
			data := c.write(talk)
			r, list := readAll(t, "x", data)
			var got []utterance
			for i, m := range list {
				if c.square && m.Kind == System && m.At.IsZero() && i < len(talk) {
					m.At = talk[i].At // Windows gives its notices no time
				}
				got = append(got, utterance{m.At, m.Sender, m.Text})
			}
			if d := cmp.Diff(talk, got); d != "" {
				t.Fatalf("seed %d, %s, crlf %v (-written +read):\n%s", seed, c.layout, r.crlf, d)
			}
			if r.Room().Layout != c.layout {
				t.Errorf("seed %d: found %s, want %s", seed, r.Room().Layout, c.layout)
			}
			checkNothingLost(t, []byte(data), r, list)
		}
	}
}

// TestCutAnywhere cuts exports at every byte: what was read of the whole before the cut stays the same, and a cut in
// the middle of a line is reported.
func TestCutAnywhere(t *testing.T) {
	talk := invent(rand.New(rand.NewPCG(3, 7)))
	for _, c := range clients() {
		data := c.write(talk[:5])
		_, whole := readAll(t, "x", data)
		for n := len(c.head); n < len(data); n++ {
			r, err := Open("x", strings.NewReader(data[:n]), Options{})
			if err != nil {
				continue // nothing but the header is left, or a piece of a record
			}
			room, err := r.all()
			if err != nil {
				t.Fatal(err)
			}
			for i, m := range room.Messages {
				if i < len(room.Messages)-1 && m != whole[i] {
					t.Fatalf("%s cut at %d of %d: message %d differs", c.layout, n, len(data), i)
				}
			}
			checkNothingLost(t, []byte(data[:n]), r, room.Messages)
		}
	}
}
