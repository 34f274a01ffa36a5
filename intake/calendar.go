package intake

import "time"

// holiday is a day that people name instead of giving its date.
type holiday struct {
	words      []string
	month, day int
}

// holidays are the fixed ones; the longer name comes first where one holds the other.
var holidays = []holiday{
	{[]string{"크리스마스 이브", "크리스마스이브", "성탄 이브", "성탄이브", "christmas eve", "xmas eve", "이브날"}, 12, 24},
	{[]string{"크리스마스", "성탄절", "christmas", "xmas"}, 12, 25},
	{[]string{"어린이날", "children's day"}, 5, 5},
	{[]string{"어버이날", "parents' day", "parents day"}, 5, 8},
	{[]string{"스승의날", "스승의 날", "teacher's day", "teachers' day"}, 5, 15},
	{[]string{"발렌타인데이", "발렌타인", "밸런타인", "valentine"}, 2, 14},
	{[]string{"화이트데이", "white day"}, 3, 14},
	{[]string{"빼빼로데이"}, 11, 11},
	{[]string{"할로윈", "핼러윈", "halloween"}, 10, 31},
	{[]string{"로즈데이"}, 5, 14},
	{[]string{"삼일절", "3.1절"}, 3, 1},
	{[]string{"현충일"}, 6, 6},
	{[]string{"광복절"}, 8, 15},
	{[]string{"개천절"}, 10, 3},
	{[]string{"한글날"}, 10, 9},
	{[]string{"12월 마지막날", "새해 전날", "new year's eve"}, 12, 31},
	{[]string{"새해 첫날", "신정", "new year's day"}, 1, 1},
}

// lunarDay is a holiday of the lunar calendar as a solar date.
type lunarDay struct{ year, seollalMonth, seollalDay, chuseokMonth, chuseokDay int }

// lunarDays lists Seollal and Chuseok by the almanac of the Korea Astronomy and Space Science Institute.
var lunarDays = []lunarDay{
	{2015, 2, 19, 9, 27},
	{2016, 2, 8, 9, 15},
	{2017, 1, 28, 10, 4},
	{2018, 2, 16, 9, 24},
	{2019, 2, 5, 9, 13},
	{2020, 1, 25, 10, 1},
	{2021, 2, 12, 9, 21},
	{2022, 2, 1, 9, 10},
	{2023, 1, 22, 9, 29},
	{2024, 2, 10, 9, 17},
	{2025, 1, 29, 10, 6},
	{2026, 2, 17, 9, 25},
	{2027, 2, 7, 9, 15},
	{2028, 1, 27, 10, 3},
	{2029, 2, 13, 9, 22},
	{2030, 2, 3, 9, 12},
}

// dayOf gives midnight of the day of t.
func dayOf(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, t.Location())
}

// validDay makes a date and refuses 30 February.
func validDay(year, month, day int, where *time.Location) (time.Time, bool) {
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, where)
	return t, t.Day() == day && int(t.Month()) == month
}

// The past a date without a year may lie in. Further back it means next year: "1월 3일" said in December.
const pastDaysMax = 120

// yearFor finds the year of a month and day said on the given day: the nearest that is not long past.
func yearFor(said time.Time, month, day int) (time.Time, bool) {
	t, ok := validDay(said.Year(), month, day, said.Location())
	if !ok {
		return t, false
	}
	if said.Sub(t) > pastDaysMax*24*time.Hour {
		return validDay(said.Year()+1, month, day, said.Location())
	}
	if t.Sub(said) > (365-pastDaysMax)*24*time.Hour {
		return validDay(said.Year()-1, month, day, said.Location())
	}
	return t, true
}

// dayOfMonth finds the date of "15일" said on a day: this month, or the next when it is past.
func dayOfMonth(said time.Time, day int) (time.Time, bool) {
	first := time.Date(said.Year(), said.Month(), 1, 0, 0, 0, 0, said.Location())
	for range 3 {
		t, ok := validDay(first.Year(), int(first.Month()), day, said.Location())
		if ok && !t.Before(dayOf(said)) {
			return t, true
		}
		first = first.AddDate(0, 1, 0)
	}
	return time.Time{}, false
}

// lunarHoliday finds the next Seollal or Chuseok from the given day.
func lunarHoliday(said time.Time, chuseok bool) (time.Time, bool) {
	for _, l := range lunarDays {
		m, d := l.seollalMonth, l.seollalDay
		if chuseok {
			m, d = l.chuseokMonth, l.chuseokDay
		}
		t := time.Date(l.year, time.Month(m), d, 0, 0, 0, 0, said.Location())
		if !t.Before(dayOf(said)) {
			return t, true
		}
	}
	return time.Time{}, false
}
