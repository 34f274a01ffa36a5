package bankfile

import (
	"errors"
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"dangol.example/money"
)

var errAmount = errors.New("not an amount")

// parseWon reads an amount as banks print it: "3,052,000", "104,000원", "+50,000", "(1,000)", "１２，０００". Blank and "-" are 0.
func parseWon(s string, c money.Currency) (money.Amount, error) {
	s = strings.TrimSpace(s)
	plain := s
	for i := range len(s) {
		if s[i] >= 0x80 {
			plain = norm.NFKC.String(s)
			break
		}
	}
	plain = strings.NewReplacer(",", "", " ", "", "원", "", "₩", "", "\\", "", "KRW", "", "−", "-", "–", "-").Replace(plain)
	if plain == "" || plain == "-" {
		return 0, nil
	}
	if inner, ok := strings.CutPrefix(plain, "("); ok {
		if inner, ok = strings.CutSuffix(inner, ")"); !ok {
			return 0, errAmount
		}
		plain = "-" + inner
	}
	if strings.ContainsAny(plain, "eE") { // a spreadsheet's 1.25E7
		f, err := strconv.ParseFloat(plain, 64)
		if err != nil || f != float64(int64(f)) {
			return 0, errAmount
		}
		plain = strconv.FormatInt(int64(f), 10)
	}
	a, err := money.Parse(plain, c, '.')
	if err != nil {
		return 0, errors.Join(errAmount, err)
	}
	return a, nil
}

var (
	dayPattern     = regexp.MustCompile(`^(\d{4}|\d{2})[.\-/년]\s?(\d{1,2})[.\-/월]\s?(\d{1,2})[.일]?`)
	dayRunOn       = regexp.MustCompile(`^(20\d{2})(\d{2})(\d{2})`)
	clockPattern   = regexp.MustCompile(`(\d{1,2})[:시]\s?(\d{2})(?:[:분]\s?(\d{2}))?`)
	clockRunOn     = regexp.MustCompile(`^(\d{2})(\d{2})(\d{2})?$`)
	excelSerial    = regexp.MustCompile(`^\d{5}(\.\d+)?$`)
	excelDayShare  = regexp.MustCompile(`^0?\.\d+$`)
	excelEpoch1900 = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
)

// moment is a day with what is known of the time.
type moment struct {
	at         time.Time
	dayOnly    bool
	minuteOnly bool
}

// parseMoment reads a day with or without a time: "2026.08.01 09:10:00", "20260801091000", "2026-08-01", 46235.38.
func parseMoment(s string, loc *time.Location) (moment, bool) {
	s = strings.TrimSpace(norm.NFKC.String(s))
	if excelSerial.MatchString(s) {
		return fromSerial(s, loc)
	}
	m := dayPattern.FindStringSubmatch(s)
	rest := ""
	if m != nil {
		rest = s[len(m[0]):]
	} else if m = dayRunOn.FindStringSubmatch(s); m != nil {
		rest = s[len(m[0]):]
	} else {
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

// addClock adds the time of day, when the text has one.
func (m *moment) addClock(s string) {
	s = strings.TrimSpace(s)
	if s == "" {
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
	c := clockPattern.FindStringSubmatch(s)
	if c == nil {
		if c = clockRunOn.FindStringSubmatch(strings.TrimSpace(s)); c == nil {
			return
		}
	}
	hour, minute, second := atoi(c[1]), atoi(c[2]), atoi(c[3])
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
	m.dayOnly, m.minuteOnly = false, c[3] == ""
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

func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
