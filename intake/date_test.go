package intake

import (
	"testing"
	"time"
)

var seoul = time.FixedZone("KST", 9*60*60)

// wednesday is 12 October 2022, a Wednesday.
var wednesday = time.Date(2022, 10, 12, 14, 3, 0, 0, seoul)

func TestDates(t *testing.T) {
	for _, c := range []struct {
		text, want string
		unsure     bool
	}{
		{"10월 15일 토요일 오후 3시", "2022-10-15", false},
		{"10월 15일 일요일", "2022-10-15", true}, // the weekday is wrong
		{"15일 11시 픽업이요", "2022-10-15", false},
		{"5일에 찾을게요", "2022-11-05", false}, // past in October
		{"3일 전까지 100% 환불", "", false},
		{"2일간 보관 가능", "", false},
		{"이번주 일요일에", "2022-10-16", false},
		{"이번주 토 3시", "2022-10-15", false},
		{"다음주 화요일", "2022-10-18", false},
		{"담주 수욜이요", "2022-10-19", false},
		{"다다음주 월요일", "2022-10-24", false},
		{"토요일 18:30", "2022-10-15", false},
		{"토욜", "2022-10-15", false},
		{"내일 1시", "2022-10-13", false},
		{"낼모레", "2022-10-14", false},
		{"모레 오전", "2022-10-14", false},
		{"12/24 토요일", "2022-12-24", false},
		{"12.24(토)", "2022-12-24", false},
		{"2022.10.20", "2022-10-20", false},
		{"22년 10월 20일", "2022-10-20", false},
		{"2022-10-20", "2022-10-20", false},
		{"크리스마스 이브", "2022-12-24", false},
		{"크리스마스에", "2022-12-25", false},
		{"1월 3일", "2023-01-03", false}, // said in October
		{"다음달 3일", "2022-11-03", false},
		{"2월 30일", "", false},
		{"13월 1일", "", false},
		{"010-0000-0001", "", false},
		{"국민 000000-00-000000", "", false},
		{"this saturday, 4pm", "2022-10-15", false},
		{"next friday", "2022-10-21", false},
		{"tomorrow at 3", "2022-10-13", false},
		{"october 20th", "2022-10-20", false},
		{"on the 20th", "2022-10-20", false},
		{"20 oct", "2022-10-20", false},
		{"for his 5th birthday", "", false},
		{"christmas eve", "2022-12-24", false},
		{"설날 전날", "2023-01-21", false},
		{"보냉백 4.4", "", false},
	} {
		got := dates(c.text, wednesday, false)
		if c.want == "" {
			if len(got) != 0 {
				t.Errorf("%q: found %s, want none", c.text, got[0].day.Format(time.DateOnly))
			}
			continue
		}
		if len(got) != 1 || got[0].day.Format(time.DateOnly) != c.want || got[0].unsure != c.unsure {
			t.Errorf("%q: found %+v, want %s (unsure %v)", c.text, got, c.want, c.unsure)
		}
	}
}

func TestDatesOnSunday(t *testing.T) {
	sunday := time.Date(2022, 10, 16, 9, 0, 0, 0, seoul)
	for text, want := range map[string]string{
		"다음주 월요일": "2022-10-17", // Korean weeks begin on Monday
		"이번주 토요일": "2022-10-22", // past: the next one, unsure
		"토요일":     "2022-10-22",
	} {
		got := dates(text, sunday, false)
		if len(got) != 1 || got[0].day.Format(time.DateOnly) != want {
			t.Errorf("%q: %+v, want %s", text, got, want)
		}
	}
}

func TestDatesLoose(t *testing.T) {
	got := dates("12.24 오후 3시", wednesday, true)
	if len(got) != 1 || got[0].day.Format(time.DateOnly) != "2022-12-24" {
		t.Errorf("found %+v", got)
	}
}

func TestClocks(t *testing.T) {
	for _, c := range []struct {
		text string
		want []int
	}{
		{"3시", []int{15 * 60}},
		{"3시반", []int{15*60 + 30}},
		{"3시 30분", []int{15*60 + 30}},
		{"오후 세시", []int{15 * 60}},
		{"오전 10시", []int{10 * 60}},
		{"11시", []int{11 * 60}},
		{"12시 반에 갈게요", []int{12*60 + 30}},
		{"점심때 12시", []int{12 * 60}},
		{"저녁 7시", []int{19 * 60}},
		{"아침 7시까지", []int{7 * 60}},
		{"15:30", []int{15*60 + 30}},
		{"오후 3:30", []int{15*60 + 30}},
		{"18시", []int{18 * 60}},
		{"2pm", []int{14 * 60}},
		{"2:30 pm", []int{14*60 + 30}},
		{"at 4", []int{16 * 60}},
		{"10am pickup", []int{10 * 60}},
		{"noon", []int{12 * 60}},
		{"2시간 안에 입금", nil},
		{"혹시 3호", nil},
		{"다시 연락", nil},
		{"두시에", []int{14 * 60}},
		{"열두시", []int{12 * 60}},
		{"25시", nil},
		{"오후 5시 1호 하나요", []int{17 * 60}},
	} {
		got := clocks(c.text)
		if len(got) != len(c.want) {
			t.Errorf("%q: %+v, want %v", c.text, got, c.want)
			continue
		}
		for i := range got {
			if got[i].minutes != c.want[i] {
				t.Errorf("%q: %d minutes, want %d", c.text, got[i].minutes, c.want[i])
			}
		}
	}
}
