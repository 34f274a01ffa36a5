package intake

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// clockMark is a time of day named in a line, in minutes after midnight.
type clockMark struct {
	from, to int
	minutes  int
	about    bool // a range or "쯤"
	bare     bool // said without morning or afternoon
}

// The hours at which things are handed over, for an hour said without morning or afternoon.
const (
	handedFrom  = 6 * 60
	handedUntil = 22 * 60
)

// near gives the time as meant beside the one that stood before: after "아침 8시", "7시 40분" is in the morning.
func (c clockMark) near(before int) int {
	if !c.bare || before < 0 {
		return c.minutes
	}
	other := (c.minutes + 12*60) % (24 * 60)
	if other < handedFrom || other > handedUntil || c.minutes < handedFrom {
		return c.minutes
	}
	away := func(m int) int { return max(m-before, before-m) }
	const clearly = 4 * 60
	if away(other) < away(c.minutes) && away(other) < clearly {
		return other
	}
	return c.minutes
}

const halfDay = "(오전|오후|아침|점심|저녁|밤|새벽|낮|am|pm|a\\.m\\.|p\\.m\\.)?"

var (
	hourDigits = regexp.MustCompile(halfDay + `\s?(?:에\s)?(\d{1,2})\s?시\s?(반|(\d{1,2})\s?분)?`)
	hourWords  = regexp.MustCompile(halfDay + `\s?(열두|열한|열|한|두|세|네|다섯|여섯|일곱|여덟|아홉)\s?시\s?(반|(\d{1,2})\s?분|삼십\s?분|십오\s?분)?`)
	hourColon  = regexp.MustCompile(halfDay + `\s?(\d{1,2}):(\d{2})\s?(am|pm|a\.m\.?|p\.m\.?)?`)
	hourAmPm   = regexp.MustCompile(`\b(\d{1,2})(?:[:.](\d{2}))?\s?(am|pm|a\.m\.?|p\.m\.?)`)
	hourAt     = regexp.MustCompile(`\b(?:at|around|by|to|about)\s(\d{1,2})(?:[:.](\d{2}))?(?:\s?o'?clock)?\b`)
	hourOclock = regexp.MustCompile(`\b(\d{1,2})\s?o'?clock\b`)
	noonWord   = regexp.MustCompile(`정오|\bnoon\b`)
)

var koreanHours = []string{"", "한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉", "열", "열한", "열두"}

// clocks finds the times of day in a line in lower case.
func clocks(text string) []clockMark {
	if !common.in(text).has(saysClock) {
		return nil
	}
	latin, digit := hasLatin(text), hasDigit(text)
	var found []clockMark
	add := func(c clockMark) {
		for _, o := range found {
			if c.from < o.to && o.from < c.to {
				return
			}
		}
		if c.minutes >= 0 && c.minutes < 24*60 {
			found = append(found, c)
		}
	}
	group := func(at []int, n int) string {
		if at[2*n] < 0 {
			return ""
		}
		return text[at[2*n]:at[2*n+1]]
	}
	if countedBy(text, "시", "한두세네섯곱덟홉열") {
		if digit {
			for _, at := range hourDigits.FindAllStringSubmatchIndex(text, -1) {
				if !hourFollows(text[at[1]:]) || touchesDigit(text, at[4], at[5]) {
					continue
				}
				add(readClock(at, group(at, 1), number(group(at, 2)), minutesOf(group(at, 3))))
			}
		}
		for _, at := range hourWords.FindAllStringSubmatchIndex(text, -1) {
			if !hourFollows(text[at[1]:]) || startsInWord(text, at[4]) {
				continue
			}
			add(readClock(at, group(at, 1), indexOf(koreanHours, group(at, 2)), minutesOf(group(at, 3))))
		}
	}
	clocksInDigits(text, digit, latin, group, add)
	for i := range found {
		rest := strings.TrimLeft(text[found[i].to:], " ")
		found[i].about = strings.HasPrefix(rest, "~") || strings.HasPrefix(rest, "사이") || strings.HasPrefix(rest, "에서")
	}
	for i := 1; i < len(found); i++ {
		for j := i; j > 0 && found[j].from < found[j-1].from; j-- {
			found[j], found[j-1] = found[j-1], found[j]
		}
	}
	return found
}

// clocksInDigits finds 15:30, 2pm, at 4, and noon.
func clocksInDigits(text string, digit, latin bool, group func([]int, int) string, add func(clockMark)) {
	if digit && strings.Contains(text, ":") {
		for _, at := range hourColon.FindAllStringSubmatchIndex(text, -1) {
			if !touchesDigit(text, at[4], at[1]) {
				add(readClock(at, group(at, 1)+group(at, 4), number(group(at, 2)), number(group(at, 3))))
			}
		}
	}
	if digit && latin {
		for _, at := range hourAmPm.FindAllStringSubmatchIndex(text, -1) {
			add(readClock(at, group(at, 3), number(group(at, 1)), number(group(at, 2))))
		}
		for _, at := range hourOclock.FindAllStringSubmatchIndex(text, -1) {
			add(readClock(at, "", number(group(at, 1)), 0))
		}
		for _, at := range hourAt.FindAllStringSubmatchIndex(text, -1) {
			if n := number(group(at, 1)); n >= 1 && n <= 12 && !strings.HasPrefix(text[at[1]:], ",") && !countFollows(text[at[1]:]) {
				add(readClock(at, "", n, number(group(at, 2))))
			}
		}
	}
	if strings.Contains(text, "정오") || strings.Contains(text, "noon") {
		for _, at := range noonWord.FindAllStringIndex(text, -1) {
			add(clockMark{from: at[0], to: at[1], minutes: 12 * 60})
		}
	}
}

// countedBy reports whether a unit stands right behind a digit, or behind one of the runes of words ("세시", "3 시").
func countedBy(text, unit, words string) bool {
	for at := 0; ; {
		i := strings.Index(text[at:], unit)
		if i < 0 {
			return false
		}
		at += i
		r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(text[:at], " "))
		if r >= '0' && r <= '9' || strings.ContainsRune(words, r) {
			return true
		}
		at += len(unit)
	}
}

func number(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

func indexOf(list []string, s string) int {
	for i, v := range list {
		if v == s {
			return i
		}
	}
	return -1
}

func minutesOf(s string) int {
	switch {
	case s == "":
		return 0
	case s == "반", strings.HasPrefix(s, "삼십"):
		return 30
	case strings.HasPrefix(s, "십오"):
		return 15
	default:
		return number(digits(s))
	}
}

// hourFollows refuses 3시간 (a duration) and 다시, 혹시 (words).
func hourFollows(rest string) bool {
	for _, w := range []string{"간", "작", "키", "즌", "험", "도", "안", "켜", "킬"} {
		if strings.HasPrefix(rest, w) && !(w == "도" && strings.HasPrefix(rest, "도 ")) {
			return false
		}
	}
	return true
}

// countFollows refuses "at 4 people".
func countFollows(rest string) bool {
	rest = strings.TrimLeft(rest, " ")
	for _, w := range []string{"people", "pcs", "cakes", "boxes", "won", "km", "%", "min", "day", "hour", "/", "-", "th", "st", "floor"} {
		if strings.HasPrefix(rest, w) {
			return true
		}
	}
	return false
}

// startsInWord reports whether the syllable at i has Hangul right before it ("다시" is no hour).
func startsInWord(text string, i int) bool {
	r := []rune(text[:i])
	return len(r) > 0 && isHangul(r[len(r)-1])
}

// readClock settles morning and afternoon. Without a word for it, shop hours decide: 8 to 11 is morning, 12 noon, 1 to 7 afternoon.
func readClock(at []int, half string, hour, minute int) clockMark {
	c := clockMark{from: at[0], to: at[1]}
	if hour > 24 || minute > 59 || hour < 0 {
		c.minutes = -1
		return c
	}
	switch strings.ReplaceAll(half, ".", "") {
	case "오후", "저녁", "pm", "낮", "점심":
		if hour < 12 && !(hour >= 10 && (half == "낮" || half == "점심")) {
			hour += 12
		}
	case "밤":
		if hour >= 6 && hour < 12 {
			hour += 12
		} else if hour == 12 {
			hour = 0
		}
	case "오전", "아침", "새벽", "am":
		if hour == 12 {
			hour = 0
		}
	default:
		c.bare = hour >= 1 && hour < 12
		if hour >= 1 && hour <= 7 {
			hour += 12
		}
	}
	c.minutes = hour*60 + minute
	return c
}
