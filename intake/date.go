package intake

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// dateMark is a day named in a line.
type dateMark struct {
	from, to int
	day      time.Time
	unsure   bool // weekday and date disagree, or the words allow two days
	weekday  bool // named by its weekday only
}

var (
	fullDate     = regexp.MustCompile(`(20\d\d|'?\d\d)\s?[년.\-/]\s?(\d{1,2})\s?[월.\-/]\s?(\d{1,2})\s?일?`)
	monthDay     = regexp.MustCompile(`(\d{1,2})\s?월\s?(\d{1,2})\s?일?`)
	slashDay     = regexp.MustCompile(`(\d{1,2})\s?/\s?(\d{1,2})`)
	dotDay       = regexp.MustCompile(`(\d{1,2})\.\s?(\d{1,2})\.?`)
	thatDay      = regexp.MustCompile(`(이번\s?달|이달|다음\s?달|담\s?달|내달)?\s?(\d{1,2})\s?일`)
	weekdayShort = regexp.MustCompile(
		`(이번\s?주|요번\s?주|금주|다다음\s?주|다담\s?주|다음\s?주|담\s?주|차주)\s?(월|화|수|목|금|토|일)`)
	weekdayEN = regexp.MustCompile(
		`\b(this coming|this|next|coming)?\s?(mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun)(day|sday|nesday|rsday|urday)?\b`)
	monthEN   = `(jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?`
	englishMD = regexp.MustCompile(`\b` + monthEN + `\s(?:the\s)?(\d{1,2})(?:st|nd|rd|th)?\b`)
	englishDM = regexp.MustCompile(`\b(\d{1,2})(?:st|nd|rd|th)?\s(?:of\s)?` + monthEN + `\b`)
	englishD  = regexp.MustCompile(`\b(\d{1,2})(st|nd|rd|th)\b`)
)

// notDay follows a number and 일 that count days instead of naming one: 3일 전, 2일간.
var notDay = []string{"전까", "간", "치", "차", "동안", "후", "뒤", "이내", "안에", "째", "정도", "만에", "내 ", "내에", "이상", "에 한", "당"}

// dates finds the days named in a line, resolved against the day it was said. loose also reads 12.24.
func dates(text string, said time.Time, loose bool) []dateMark {
	says := common.in(text)
	digits, latin := hasDigit(text), hasLatin(text)
	if !digits && !says.has(saysRelative) && !says.has(saysWeekday) && !says.has(saysHoliday) {
		return nil
	}
	var f dateFinder
	f.text, f.said, f.loose = text, said, loose
	if digits {
		f.numeric(latin)
	}
	f.words(says, latin)
	if len(f.found) < 2 {
		return f.found
	}
	sortDates(f.found)
	return joinDates(f.found)
}

func sortDates(d []dateMark) {
	for i := 1; i < len(d); i++ {
		for j := i; j > 0 && d[j].from < d[j-1].from; j-- {
			d[j], d[j-1] = d[j-1], d[j]
		}
	}
}

type dateFinder struct {
	text  string
	said  time.Time
	loose bool
	found []dateMark
}

func (f *dateFinder) add(from, to int, day time.Time, ok bool) {
	if !ok || day.IsZero() {
		return
	}
	for _, d := range f.found {
		if from < d.to && d.from < to {
			return
		}
	}
	f.found = append(f.found, dateMark{from: from, to: to, day: day})
}

func (f *dateFinder) group(at []int, n int) string {
	if at[2*n] < 0 {
		return ""
	}
	return f.text[at[2*n]:at[2*n+1]]
}

func (f *dateFinder) number(at []int, n int) int {
	v, _ := strconv.Atoi(strings.TrimPrefix(f.group(at, n), "'"))
	return v
}

// numeric finds the days written with digits.
func (f *dateFinder) numeric(latin bool) {
	if digitCount(f.text) >= 4 && (strings.Contains(f.text, "20") || strings.Contains(f.text, "년") || strings.ContainsAny(f.text, "'./-")) {
		f.fullDates()
	}
	if countedBy(f.text, "월", "") {
		f.monthDays()
	}
	if strings.Contains(f.text, "/") {
		f.slashDays()
	}
	if strings.Contains(f.text, ".") {
		f.dotDays()
	}
	if countedBy(f.text, "일", "") {
		f.dayNumbers()
	}
	if latin {
		f.english()
	}
}

func (f *dateFinder) fullDates() {
	for _, at := range fullDate.FindAllStringSubmatchIndex(f.text, -1) {
		year := f.number(at, 1)
		if year < 100 {
			year += 2000
		}
		near := year >= f.said.Year()-1 && year <= f.said.Year()+2
		day, ok := validDay(year, f.number(at, 2), f.number(at, 3), f.said.Location())
		f.add(at[0], at[1], day, ok && near && !touchesDigit(f.text, at[0], at[1]))
	}
}

func (f *dateFinder) monthDays() {
	for _, at := range monthDay.FindAllStringSubmatchIndex(f.text, -1) {
		day, ok := yearFor(f.said, f.number(at, 1), f.number(at, 2))
		f.add(at[0], at[1], day, ok)
	}
}

func (f *dateFinder) slashDays() {
	for _, at := range slashDay.FindAllStringSubmatchIndex(f.text, -1) {
		if touchesDigit(f.text, at[0], at[1]) || f.next(at[1], "/", "개", "판", "인분") {
			continue
		}
		day, ok := yearFor(f.said, f.number(at, 1), f.number(at, 2))
		f.add(at[0], at[1], day, ok)
	}
}

func (f *dateFinder) dotDays() {
	for _, at := range dotDay.FindAllStringSubmatchIndex(f.text, -1) {
		if touchesDigit(f.text, at[0], at[1]) || f.next(at[1], "만", "kg", "원", "인치", "cm") {
			continue
		}
		rest := strings.TrimLeft(f.text[at[1]:], " (")
		named := false
		for _, w := range []string{"월", "화", "수", "목", "금", "토", "일", "오전", "오후", "mon", "tue", "wed", "thu", "fri", "sat", "sun"} {
			named = named || strings.HasPrefix(rest, w)
		}
		day, ok := yearFor(f.said, f.number(at, 1), f.number(at, 2))
		f.add(at[0], at[1], day, ok && (f.loose || named))
	}
}

// dayNumbers finds 15일, 다음달 3일.
func (f *dateFinder) dayNumbers() {
	for _, at := range thatDay.FindAllStringSubmatchIndex(f.text, -1) {
		if touchesDigit(f.text, at[4], at[1]) || f.next(at[1], notDay...) || strings.HasSuffix(strings.TrimRight(f.text[:at[0]], " "), "월") ||
			f.next(at[1], " 전", " 후", " 뒤", " 이내",
				" 정도", " 동안", " 안에", "전에", "전이", "전 ") {
			continue
		}
		n := f.number(at, 2)
		month := strings.ReplaceAll(f.group(at, 1), " ", "")
		switch month {
		case "":
			day, ok := dayOfMonth(f.said, n)
			f.add(at[0], at[1], day, ok)
		case "이번달", "이달":
			day, ok := validDay(f.said.Year(), int(f.said.Month()), n, f.said.Location())
			f.add(at[0], at[1], day, ok)
		default:
			next := time.Date(f.said.Year(), f.said.Month()+1, 1, 0, 0, 0, 0, f.said.Location())
			day, ok := validDay(next.Year(), int(next.Month()), n, f.said.Location())
			f.add(at[0], at[1], day, ok)
		}
	}
}

func (f *dateFinder) english() {
	months := "janfebmaraprmayjunjulaugsepoctnovdec"
	month := func(s string) int { return strings.Index(months, s[:3])/3 + 1 }
	for _, at := range englishMD.FindAllStringSubmatchIndex(f.text, -1) {
		day, ok := yearFor(f.said, month(f.group(at, 1)), f.number(at, 2))
		f.add(at[0], at[1], day, ok)
	}
	for _, at := range englishDM.FindAllStringSubmatchIndex(f.text, -1) {
		day, ok := yearFor(f.said, month(f.group(at, 2)), f.number(at, 1))
		f.add(at[0], at[1], day, ok)
	}
	for _, at := range englishD.FindAllStringSubmatchIndex(f.text, -1) {
		if f.next(at[1], " birthday", " anniversary", " floor", " b-day", " bday", " wedding", " cake", " year", " order", " one", " grade") {
			continue
		}
		day, ok := dayOfMonth(f.said, f.number(at, 1))
		f.add(at[0], at[1], day, ok)
	}
}

// next reports whether the text goes on with one of the words.
func (f *dateFinder) next(at int, words ...string) bool {
	for _, w := range words {
		if strings.HasPrefix(f.text[at:], w) {
			return true
		}
	}
	return false
}

// words finds the days that are named without digits.
func (f *dateFinder) words(says groups, latin bool) {
	if says.has(saysHoliday) {
		f.holidays()
	}
	if says.has(saysRelative) {
		f.relative()
	}
	if says.has(saysWeekday) {
		f.weekdays(latin)
	}
}

func (f *dateFinder) holidays() {
	for _, h := range holidays {
		for _, w := range h.words {
			if i := strings.Index(f.text, w); i >= 0 {
				day, ok := yearFor(f.said, h.month, h.day)
				f.add(i, i+len(w), day, ok)
			}
		}
	}
	f.lunar()
}

func (f *dateFinder) relative() {
	today := dayOf(f.said)
	for _, r := range relativeDays {
		for at := 0; ; {
			i := strings.Index(f.text[at:], r.word)
			if i < 0 {
				break
			}
			at += i
			f.add(at, at+len(r.word), today.AddDate(0, 0, r.days), r.word != "낼" || !startsInWord(f.text, at)) // 보낼
			at += len(r.word)
		}
	}
}

func (f *dateFinder) weekdays(latin bool) {
	for _, w := range []string{"이번 주일", "이번주일", "다음 주일", "다음주일", "돌아오는 주일", "오는 주일", "담 주일"} { // Sunday, as churches say
		if i := strings.Index(f.text, w); i >= 0 && !strings.HasPrefix(f.text[i+len(w):], "요") {
			which := strings.TrimSuffix(strings.TrimSuffix(w, "주일"), " ")
			f.weekday(i, i+len(w), which, time.Sunday)
		}
	}
	for _, name := range []string{"요일", "욜"} {
		for at := 0; ; {
			i := strings.Index(f.text[at:], name)
			if i < 0 {
				break
			}
			f.koreanWeekday(at+i, at+i+len(name))
			at += i + len(name)
		}
	}
	if containsAny(f.text, []string{"번주", "번 주", "음주", "음 주", "담주", "담 주", "차주", "금주"}) {
		for _, at := range weekdayShort.FindAllStringSubmatchIndex(f.text, -1) {
			if r := []rune(f.text[at[1]:]); len(r) > 0 && isHangul(r[0]) && !strings.ContainsRune("에로날", r[0]) {
				continue
			}
			f.weekday(at[0], at[1], f.group(at, 1), koreanWeekday(f.group(at, 2)))
		}
	}
	if !latin {
		return
	}
	for _, at := range weekdayEN.FindAllStringSubmatchIndex(f.text, -1) {
		if f.group(at, 3) == "" && f.group(at, 1) == "" && (f.group(at, 2) == "sun" || f.group(at, 2) == "sat" || f.group(at, 2) == "wed") {
			continue
		}
		f.weekday(at[0], at[1], f.group(at, 1), englishWeekday(f.group(at, 2)))
	}
}

func (f *dateFinder) lunar() {
	for _, l := range []struct {
		word    string
		chuseok bool
	}{{"추석", true}, {"설날", false}, {"chuseok", true}, {"seollal", false}} {
		i := strings.Index(f.text, l.word)
		if i < 0 {
			continue
		}
		rest := strings.TrimLeft(f.text[i+len(l.word):], " ")
		day, ok := lunarHoliday(f.said, l.chuseok)
		switch {
		case strings.HasPrefix(rest, "전날"):
			f.add(i, len(f.text)-len(rest)+len("전날"), day.AddDate(0, 0, -1), ok)
		case strings.HasPrefix(rest, "당일") || strings.HasPrefix(rest, "날"):
			f.add(i, i+len(l.word), day, ok)
		}
	}
}

// relativeDays are the days named by their distance; the longer word comes first where one holds the other.
var relativeDays = []struct {
	word string
	days int
}{
	{"내일모레", 2},
	{"내일 모레", 2},
	{"낼모레", 2},
	{"낼 모레", 2},
	{"모레", 2},
	{"글피", 3},
	{"내일", 1},
	{"낼", 1},
	{"명일", 1},
	{"오늘", 0},
	{"금일", 0},
	{"day after tomorrow", 2},
	{"tomorrow", 1},
	{"tmrw", 1},
	{"tmr", 1},
	{"today", 0},
	{"tonight", 0},
}

// weekWords stand before a weekday and tell the week; the longer word comes first where one ends in the other.
var weekWords = []string{
	"다다음 주", "다다음주", "다담주", "다음 주", "다음주", "담 주", "담주", "차주", "이번 주", "이번주", "요번 주", "요번주", "금주",
	"돌아오는", "오는", "이번", "요번", "다음", "담번",
}

// koreanWeekday reads the weekday whose 요일 stands between two bytes, with the week before it.
func (f *dateFinder) koreanWeekday(from, to int) {
	r, size := utf8.DecodeLastRuneInString(f.text[:from])
	if !strings.ContainsRune("월화수목금토일", r) {
		return
	}
	start := from - size
	before := strings.TrimRight(f.text[:start], " ")
	before = strings.TrimRight(strings.TrimSuffix(before, "주말"), " ")
	for _, w := range weekWords {
		if strings.HasSuffix(before, w) {
			f.weekday(len(before)-len(w), to, w, koreanWeekday(string(r)))
			return
		}
	}
	f.weekday(start, to, "", koreanWeekday(string(r)))
}

func koreanWeekday(s string) time.Weekday {
	return time.Weekday(strings.Index("일월화수목금토", s) / len("일"))
}

func englishWeekday(s string) time.Weekday {
	return time.Weekday(strings.Index("sunmontuewedthufrisat", s[:3]) / 3)
}

// weekday resolves a weekday. Korean weeks begin on Monday: on a Sunday "다음 주" is the week that begins tomorrow.
func (f *dateFinder) weekday(from, to int, which string, wanted time.Weekday) {
	today := dayOf(f.said)
	monday := today.AddDate(0, 0, -(int(today.Weekday())+6)%7)
	inWeek := func(weeks int) time.Time { return monday.AddDate(0, 0, 7*weeks+(int(wanted)+6)%7) }
	upcoming := today.AddDate(0, 0, (int(wanted)-int(today.Weekday())+7)%7)
	var day time.Time
	unsure := false
	switch strings.ReplaceAll(which, " ", "") {
	case "이번주", "요번주", "금주", "이번", "요번":
		day = inWeek(0)
		if day.Before(today) {
			day, unsure = inWeek(1), true
		}
	case "다음주", "담주", "차주", "다음", "담번", "next":
		day = inWeek(1)
	case "다다음주", "다담주":
		day = inWeek(2)
	default:
		day = upcoming
		if unsure = upcoming.Equal(today); unsure {
			day = upcoming.AddDate(0, 0, 7) // for today people say today
		}
	}
	before := len(f.found)
	f.add(from, to, day, true)
	if len(f.found) > before {
		f.found[before].unsure = unsure
		f.found[before].weekday = true
	}
}

// joinDates takes "10월 15일 토요일" and "이번주 토요일(15일)" as one day. Where they disagree, the date wins and is unsure.
func joinDates(found []dateMark) []dateMark {
	var out []dateMark
	for _, d := range found {
		if n := len(out); n > 0 && d.from-out[n-1].to <= len(" (,") && d.weekday != out[n-1].weekday {
			last := &out[n-1]
			byDate, byWeekday := *last, d
			if last.weekday {
				byDate, byWeekday = d, *last
			}
			same := byDate.day.Weekday() == byWeekday.day.Weekday()
			*last = dateMark{from: last.from, to: d.to, day: byDate.day, unsure: !same}
			continue
		}
		out = append(out, d)
	}
	return out
}
