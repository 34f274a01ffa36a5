package bankfile

import (
	"regexp"
	"strings"
	"time"

	"dangol.example/fault"
	"dangol.example/money"
)

// Alerts are text messages and pushes by which banks tell of money that moved. Their shapes are known from public parsers'
// fixtures. They can be forged: an alert is a hint, and the bank's list the proof.

var (
	alertDay    = regexp.MustCompile(`(?:(20\d{2})[./\-])?(\d{1,2})[./](\d{1,2})[, ]*\s*(\d{1,2}):(\d{2})(?::(\d{2}))?`)
	alertIn     = regexp.MustCompile(`입금(?:액)?\s*:?\s*([\d,]+)\s*원?`)
	alertOut    = regexp.MustCompile(`(?:출금|지급|이체출금)(?:액)?\s*:?\s*([\d,]+)\s*원?`)
	alertLeft   = regexp.MustCompile(`\[?잔액\s*:?\s*([\d,]+)\s*원?\]?`)
	alertSum    = regexp.MustCompile(`^\s*([\d]{1,3}(?:,\d{3})+|\d{3,9})\s*원?\s*$`)
	alertMask   = regexp.MustCompile(`[\d]*\*+[\d*\-]*|\d{2,6}-[\d*\-]{4,}|\(\d{3,6}\)`)
	alertArrow  = regexp.MustCompile(`(?m)^\s*(\S[^\n→]*?)\s*→\s*내`)
	tossIn      = regexp.MustCompile(`([^\s\n]{2,20})님이\s*([\d,]+)\s*원을\s*(?:보냈|입금)`)
	tossOut     = regexp.MustCompile(`([^\s\n]{2,20})님(?:께|에게)\s*([\d,]+)\s*원을?\s*보냈`)
	alertMethod = regexp.MustCompile(`전자금융입금|FBS입금|인터넷입금|스마트입금|타행입금|펌뱅킹입금|오픈입금|CMS입금|대체입금|모바일입금|입금`)
)

// alertSenders begin an alert; the bank's Korean name stands beside.
var alertSenders = []struct{ word, bank string }{
	{"[카카오뱅크]", "카카오뱅크"}, {"카카오뱅크", "카카오뱅크"}, {"[KB]", "KB국민은행"}, {"[국민]", "KB국민은행"}, {"KB국민", "KB국민은행"}, {"[신한]", "신한은행"}, {"신한", "신한은행"},
	{"[우리]", "우리은행"}, {"우리", "우리은행"}, {"[농협]", "NH농협은행"}, {"농협", "NH농협은행"}, {"NH", "NH농협은행"}, {"[하나]", "하나은행"}, {"하나", "하나은행"},
	{"[IBK]", "IBK기업은행"}, {"IBK", "IBK기업은행"}, {"기업", "IBK기업은행"}, {"토스뱅크", "토스뱅크"}, {"토스", "토스뱅크"}, {"iM뱅크", "iM뱅크"}, {"iM", "iM뱅크"}, {"부산", "부산은행"},
	{"새마을금고", "새마을금고"}, {"우체국", "우체국"}, {"케이뱅크", "케이뱅크"}, {"[케이뱅크]", "케이뱅크"},
}

// isAlert reports whether a text is pasted alerts rather than a table.
func isAlert(text string) bool {
	head := text[:min(len(text), 4096)]
	if strings.Contains(head, "[Web발신]") {
		return true
	}
	_, found := findHeader(splitLoose(head))
	return !found && (alertIn.MatchString(head) || tossIn.MatchString(head) || strings.Contains(head, "입금") && alertLeft.MatchString(head))
}

func splitLoose(text string) [][]string {
	var rows [][]string
	for line := range strings.Lines(text) {
		rows = append(rows, strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(",\t;|\r\n", r) }))
	}
	return rows
}

// block is the text of one alert.
type block struct {
	line  int
	lines []string
}

func (b block) text() string { return strings.Join(b.lines, "\n") }

// readAlerts reads pasted alerts. The same alert twice counts once; another minute is another deposit.
func readAlerts(text string, o Options) ([]Statement, error) {
	byBank := map[string]*Statement{}
	var order []string
	seen := map[string]bool{}
	for _, b := range splitAlerts(text) {
		bank := alertBank(b)
		s := byBank[bank]
		if s == nil {
			s = &Statement{Format: Alert, Bank: bank, Currency: o.Currency}
			byBank[bank] = s
			order = append(order, bank)
		}
		r, why := readAlert(b, o)
		if why != "" {
			s.Unread = append(s.Unread, Unread{b.line, why})
			continue
		}
		if key := strings.Join(strings.Fields(b.text()), " "); seen[key] {
			continue
		} else {
			seen[key] = true
		}
		s.Rows = append(s.Rows, r)
	}
	out := make([]Statement, 0, len(order))
	rows := 0
	for _, bank := range order {
		byBank[bank].sortByTime()
		rows += len(byBank[bank].Rows)
		out = append(out, *byBank[bank])
	}
	if rows == 0 && len(out) == 0 {
		return nil, fault.New(fault.Invalid,
			"입금 알림을 찾지 못했어요. 은행 문자를 그대로 붙여 넣어 주세요.",
			"no deposit alert was found: paste the bank's messages as they are.")
	}
	return out, nil
}

func (s *Statement) sortByTime() {
	for i := 1; i < len(s.Rows); i++ {
		for j := i; j > 0 && s.Rows[j].At.Before(s.Rows[j-1].At); j-- {
			s.Rows[j], s.Rows[j-1] = s.Rows[j-1], s.Rows[j]
		}
	}
}

// splitAlerts cuts a text into alerts: at "[Web발신]", at blank lines, and where a line begins with a bank after one that had its sum.
func splitAlerts(text string) []block {
	var out []block
	var now block
	flush := func() {
		if len(now.lines) > 0 && strings.TrimSpace(now.text()) != "" {
			out = append(out, now)
		}
		now = block{}
	}
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimRight(line, "\r\n")
		begins := strings.Contains(line, "[Web발신]")
		if begins {
			line = strings.TrimSpace(strings.ReplaceAll(line, "[Web발신]", ""))
		}
		if begins || strings.TrimSpace(line) == "" || len(now.lines) > 0 && beginsAlert(line) && complete(now) {
			flush()
		}
		if strings.TrimSpace(line) == "" {
			continue
		}
		if len(now.lines) == 0 {
			now.line = n
		}
		now.lines = append(now.lines, line)
	}
	flush()
	return out
}

func beginsAlert(line string) bool {
	line = strings.TrimSpace(line)
	for _, s := range alertSenders {
		if strings.HasPrefix(line, s.word) && (alertDay.MatchString(line) || strings.HasPrefix(s.word, "[")) {
			return true
		}
	}
	return tossIn.MatchString(line) || alertDay.MatchString(line) && strings.Index(line, alertDay.FindString(line)) == 0
}

func complete(b block) bool {
	text := b.text()
	return alertIn.MatchString(text) || alertOut.MatchString(text) || tossIn.MatchString(text) || alertLeft.MatchString(text)
}

func alertBank(b block) string {
	for _, line := range b.lines {
		for _, s := range alertSenders {
			if strings.HasPrefix(strings.TrimSpace(line), s.word) {
				return s.bank
			}
		}
	}
	if tossIn.MatchString(b.text()) {
		return "토스뱅크"
	}
	return ""
}

// readAlert reads one alert; why is not empty when it is no deposit that can be read.
func readAlert(b block, o Options) (r Row, why Reason) {
	text := b.text()
	r = Row{Number: b.line, MinuteOnly: true}
	switch {
	case strings.Contains(text, "입금취소") || strings.Contains(text, "입금 취소") || strings.Contains(text, "취소"):
		return r, ReasonCancelled
	case strings.Contains(text, "승인") || strings.Contains(text, "체크카드") || strings.Contains(text, "일시불"):
		return r, ReasonCard
	}
	if !r.alertTime(text, o) {
		return r, ReasonNoDate
	}
	if m := tossIn.FindStringSubmatch(text); m != nil {
		r.Name = m[1]
		return r.alertAmount(m[2], 1)
	}
	if m := tossOut.FindStringSubmatch(text); m != nil {
		r.Name = m[1]
		return r.alertAmount(m[2], -1)
	}
	if m := alertLeft.FindStringSubmatch(text); m != nil {
		if balance, err := parseWon(m[1], money.KRW); err == nil {
			r.Balance, r.HasBalance = balance, true
		}
	}
	rest := alertLeft.ReplaceAllString(text, "")
	r.Name = alertName(rest)
	if m := alertIn.FindStringSubmatch(rest); m != nil && strings.Trim(m[1], ",") != "" {
		return r.alertAmount(m[1], 1)
	}
	if m := alertOut.FindStringSubmatch(rest); m != nil && strings.Trim(m[1], ",") != "" {
		return r.alertAmount(m[1], -1)
	}
	sign := money.Amount(1)
	if strings.Contains(rest, "출금") {
		sign = -1
	} else if !strings.Contains(rest, "입금") {
		return r, ReasonUnknown
	}
	for _, line := range strings.Split(rest, "\n") { // KB: the sum stands alone
		if m := alertSum.FindStringSubmatch(line); m != nil {
			return r.alertAmount(m[1], sign)
		}
	}
	return r, ReasonUnknown
}

func (r Row) alertAmount(digits string, sign money.Amount) (Row, Reason) {
	a, err := parseWon(digits, money.KRW)
	if err != nil || a == 0 {
		return r, ReasonBadAmount
	}
	r.Amount = a * sign
	return r, ""
}

// alertTime reads when the money moved. Most alerts have no year: it is the last one in which the day was not after AsOf.
func (r *Row) alertTime(text string, o Options) bool {
	m := alertDay.FindStringSubmatch(text)
	if m == nil {
		if o.AsOf.IsZero() {
			return false
		}
		y, mo, d := o.AsOf.In(o.Location).Date()
		r.At, r.DayOnly = time.Date(y, mo, d, 0, 0, 0, 0, o.Location), true
		return true
	}
	year := atoi(m[1])
	guessed := year == 0
	if guessed {
		if o.AsOf.IsZero() {
			return false
		}
		year = o.AsOf.In(o.Location).Year()
	}
	month, day, hour, minute := atoi(m[2]), atoi(m[3]), atoi(m[4]), atoi(m[5])
	at := time.Date(year, time.Month(month), day, hour, minute, atoi(m[6]), 0, o.Location)
	if guessed && at.After(o.AsOf.AddDate(0, 0, 1)) {
		at = time.Date(year-1, time.Month(month), day, hour, minute, atoi(m[6]), 0, o.Location)
	}
	if int(at.Month()) != month || at.Day() != day || hour > 23 || minute > 59 {
		return false
	}
	r.At, r.MinuteOnly = at, m[6] == ""
	return true
}

// alertName finds the counterparty: what is left when time, account, amount, balance and bank are taken away.
func alertName(text string) string {
	if m := alertArrow.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	if i := strings.Index(text, "[카카오뱅크]"); i >= 0 { // the masked name before the time is the account's holder
		if at := alertDay.FindStringIndex(text); at != nil && at[0] > i {
			text = text[at[0]:]
		}
	}
	text = alertDay.ReplaceAllString(text, "\n")
	text = alertIn.ReplaceAllString(text, "\n")
	text = alertOut.ReplaceAllString(text, "\n")
	text = alertMask.ReplaceAllString(text, "\n")
	text = alertMethod.ReplaceAllString(text, "\n")
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSpace(line)
		for _, s := range alertSenders {
			if strings.HasPrefix(line, s.word) && (len(line) == len(s.word) || strings.HasPrefix(s.word, "[") || strings.ContainsAny(line[len(s.word):len(s.word)+1], " ,")) {
				line = strings.Trim(strings.TrimPrefix(line, s.word), " ,")
			}
		}
		if line == "" || alertSum.MatchString(line) || line == "원" {
			continue
		}
		return line
	}
	return ""
}
