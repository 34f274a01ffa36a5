package bankfile

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"
)

var (
	dayPattern     = regexp.MustCompile(`^(\d{4}|\d{2})[.\-/년]\s?(\d{1,2})[.\-/월]\s?(\d{1,2})[.일]?`)
	dayRunOn       = regexp.MustCompile(`^(20\d{2})(\d{2})(\d{2})(?:\D|\d{4}(?:\d{2})?(?:\D|$)|$)`)
	clockPattern   = regexp.MustCompile(`(\d{1,2})[:시]\s?(\d{2})(?:[:분]\s?(\d{2}))?`)
	clockRunOn     = regexp.MustCompile(`^(\d{1,2})(\d{2})(\d{2})$|^(\d{2})(\d{2})$`)
	excelSerial    = regexp.MustCompile(`^\d{5}(\.\d+)?$`)
	excelDayShare  = regexp.MustCompile(`^0?\.\d+$`)
	excelEpoch1900 = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
)

// momentMax is how long a printed day and time may be, in bytes.
const momentMax = 80

// runOnDay is the length of a day without marks, "20060102".
const runOnDay = 8

// moment is a day with what is known of the time.
type moment struct {
	at         time.Time
	dayOnly    bool
	minuteOnly bool
}

// parseMoment reads a day with or without a time: "2026.08.01 09:10:00", "20260801091000", "2026-08-01", 46235.38.
func parseMoment(s string, loc *time.Location) (moment, bool) {
	if len(s) > momentMax {
		return moment{}, false
	}
	s = strings.TrimSpace(norm.NFKC.String(s))
	if s == "" || s[0] < '0' || s[0] > '9' {
		return moment{}, false
	}
	if m, ok := plainMoment(s, loc); ok {
		return m, true
	}
	if excelSerial.MatchString(s) {
		return fromSerial(s, loc)
	}
	m := dayPattern.FindStringSubmatch(s)
	rest := ""
	if m != nil {
		rest = s[len(m[0]):]
	} else if m = dayRunOn.FindStringSubmatch(s); m != nil {
		rest = s[runOnDay:]
	} else {
		return moment{}, false
	}
	if strings.HasPrefix(strings.TrimLeft(rest, " "), "~") { // the period of the list, not the day of a row
		return moment{}, false
	}
	year, month, day := atoi(m[1]), atoi(m[2]), atoi(m[3])
	if year < 100 {
		year += 2000
	}
	out := moment{at: time.Date(year, time.Month(month), day, 0, 0, 0, 0, loc), dayOnly: true}
	if out.at.Day() != day || int(out.at.Month()) != month {
		return moment{}, false
	}
	out.addClock(rest)
	return out, true
}

// plainMoment reads the form that nearly every bank prints, "2006?01?02 15:04:05", without the patterns: long
// lists are full of it.
func plainMoment(s string, loc *time.Location) (moment, bool) {
	const form = "2006-01-02 15:04:05"
	if len(s) != len(form) || s[4] != s[7] || !strings.ContainsRune(".-/", rune(s[4])) {
		return moment{}, false
	}
	var n [len(form)]int
	for i := range len(s) {
		switch form[i] {
		case '-':
		case ' ':
			if s[i] != ' ' && s[i] != 'T' {
				return moment{}, false
			}
		case ':':
			if s[i] != ':' {
				return moment{}, false
			}
		default:
			if n[i] = int(s[i]) - '0'; n[i] < 0 || n[i] > 9 {
				return moment{}, false
			}
		}
	}
	year, month, day := n[0]*1000+n[1]*100+n[2]*10+n[3], n[5]*10+n[6], n[8]*10+n[9]
	hour, minute, second := n[11]*10+n[12], n[14]*10+n[15], n[17]*10+n[18]
	at := time.Date(year, time.Month(month), day, hour, minute, second, 0, loc)
	ok := at.Day() == day && int(at.Month()) == month && hour < 24 && minute < 60 && second < 60
	return moment{at: at}, ok
}

// addClock adds the time of day, when the text has one.
func (m *moment) addClock(s string) {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > momentMax {
		return
	}
	if excelDayShare.MatchString(s) {
		share, err := strconv.ParseFloat(s, 64)
		if err == nil {
			m.at = m.at.Add(time.Duration(share*86400+0.5) * time.Second)
			m.dayOnly = false
		}
		return
	}
	clock := clockPattern.FindStringSubmatch(s)
	if clock == nil {
		r := clockRunOn.FindStringSubmatch(s)
		switch {
		case r == nil:
			return
		case r[1] != "":
			clock = []string{s, r[1], r[2], r[3]} // "091000", or "91000" where a spreadsheet took it for a number
		default:
			clock = []string{s, r[4], r[5], ""}
		}
	}
	hour, minute, second := atoi(clock[1]), atoi(clock[2]), atoi(clock[3])
	if strings.Contains(s, "오후") && hour < 12 {
		hour += 12
	}
	if strings.Contains(s, "오전") && hour == 12 {
		hour = 0
	}
	if hour > 23 || minute > 59 || second > 59 {
		return
	}
	y, mo, d := m.at.Date()
	m.at = time.Date(y, mo, d, hour, minute, second, 0, m.at.Location())
	m.dayOnly, m.minuteOnly = false, clock[3] == ""
}

// fromSerial reads a spreadsheet's day number ([MS-XLS] 2.5.342, 1900 system).
func fromSerial(s string, loc *time.Location) (moment, bool) {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || f < 30000 || f > 80000 { // 1982 to 2119
		return moment{}, false
	}
	seconds := int64(f*86400 + 0.5)
	t := excelEpoch1900.Add(time.Duration(seconds) * time.Second)
	y, mo, d := t.Date()
	h, mi, se := t.Clock()
	return moment{at: time.Date(y, mo, d, h, mi, se, 0, loc), dayOnly: f == float64(int64(f))}, true
}

// isClock reports whether a cell holds a time of day and nothing else.
func isClock(s string) bool {
	return len(s) <= len("00:00:00") && clockPattern.MatchString(s)
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
