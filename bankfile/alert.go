package bankfile

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"dangol.example/fault"
	"dangol.example/money"
)

// Alerts are text messages and pushes by which banks tell of money that moved. Their shapes are known from public
// parsers' fixtures. They can be forged: an alert is a hint, and the bank's list the proof.

// ReasonRepeated is an alert without a time that stands twice: it may be one deposit told twice, or two.
const ReasonRepeated Reason = "repeated"

var errNoAlert = fault.New(fault.Invalid,
	"입금 알림을 찾지 못했어요. 은행 문자를 그대로 붙여 넣어 주세요.",
	"no deposit alert was found: paste the bank's messages as they are.")

// isAlert reports whether a text is pasted alerts rather than a table.
func isAlert(text string) bool {
	head := text[:min(len(text), headBytesMax)]
	if _, found := findHeader(splitTable(head, delimiter(head))); found {
		return false
	}
	return alertSent.MatchString(head) || alertIn.MatchString(head) || alertOut.MatchString(head) ||
		tossIn.MatchString(head) || tossOut.MatchString(head) ||
		strings.Contains(head, "입금") && alertLeft.MatchString(head)
}

// ReadAlerts reads text that is known to be banks' messages, as Read does what it finds to be such.
func ReadAlerts(text string, o Options) ([]Statement, error) {
	statements, err := readAlerts(text, o.withDefaults())
	for i := range statements {
		statements[i].identify()
	}
	return statements, err
}

// alertList gathers the alerts of each account.
type alertList struct {
	options Options
	lists   []*Statement
	seen    map[alertKey]bool
}

// alertKey is what makes two alerts one: everything they say, to the minute.
type alertKey struct {
	list    *Statement
	at      time.Time
	amount  money.Amount
	balance money.Amount
	name    string
}

// readAlerts reads pasted alerts. The same alert twice counts once; another minute is another deposit.
func readAlerts(text string, o Options) ([]Statement, error) {
	l := alertList{options: o, seen: map[alertKey]bool{}}
	for _, b := range splitAlerts(text) {
		l.read(b)
	}
	if len(l.lists) == 0 {
		return nil, errNoAlert
	}
	out := make([]Statement, 0, len(l.lists))
	for _, s := range l.lists {
		slices.SortStableFunc(s.Rows, func(a, b Row) int { return a.At.Compare(b.At) })
		out = append(out, *s)
	}
	return out, nil
}

// list gives the statement of an account. Alerts that name no account have their own.
func (l *alertList) list(bank, account string) *Statement {
	for _, s := range l.lists {
		if s.Bank == bank && s.Account == account {
			return s
		}
	}
	s := &Statement{Format: Alert, Bank: bank, Account: account, Currency: l.options.Currency}
	l.lists = append(l.lists, s)
	return s
}

// alertAccountsMax is how many accounts one paste can have; more are taken together.
const alertAccountsMax = 100

func (l *alertList) read(b block) {
	text := b.text()
	bank, account := alertBank(b), alertAccount(text)
	if len(l.lists) >= alertAccountsMax {
		bank, account = "", ""
	}
	s := l.list(bank, account)
	r, why := readAlert(b, l.options)
	switch {
	case why == ReasonCancelled:
		s.Unread = append(s.Unread, Unread{b.line, why})
		s.takeBack(r)
		return
	case why != "":
		s.Unread = append(s.Unread, Unread{b.line, why})
		return
	}
	key := alertKey{s, r.At, r.Amount, r.Balance, FoldName(r.Name)}
	if l.seen[key] {
		if r.DayOnly {
			s.Unread = append(s.Unread, Unread{b.line, ReasonRepeated})
		}
		return
	}
	l.seen[key] = true
	s.Rows = append(s.Rows, r)
}

// takeBack takes out the deposit that a cancellation names, the newest of that amount and name: nobody may take it
// for paid.
func (s *Statement) takeBack(c Row) {
	if c.Amount == 0 {
		return
	}
	for i := len(s.Rows) - 1; i >= max(0, len(s.Rows)-takeBackMax); i-- {
		r := s.Rows[i]
		if r.Amount != c.Amount || r.At.After(c.At) {
			continue
		}
		if c.Name == "" || namesAgree(FoldName(r.Name), FoldName(c.Name)) {
			s.Unread = append(s.Unread, Unread{r.Number, ReasonCancelled})
			s.Rows = slices.Delete(s.Rows, i, i+1)
			return
		}
	}
}

// takeBackMax is how many alerts back a cancelled deposit is looked for.
const takeBackMax = 200

var (
	alertCancelled = regexp.MustCompile(`(?:입금|출금|이체|송금|승인|결제)\s*\(?취소|(?m)^\s*\[?취소\]?\s*$`)
	alertCard      = regexp.MustCompile(`승인|일시불|할부|체크카드|카드`)
)

// readAlert reads one alert; why is not empty when it is no deposit or withdrawal that can be read.
func readAlert(b block, o Options) (r Row, why Reason) {
	text := b.text()
	r = Row{Number: b.line, MinuteOnly: true}
	cancelled := alertCancelled.MatchString(text)
	if alertCard.MatchString(text) && !strings.Contains(text, "입금") {
		return r, ReasonCard // "김승인" pays in with the word 입금
	}
	if !cancelled && !tellsOfMoney(text) {
		return r, ReasonUnknown
	}
	if !r.alertTime(text, o) {
		return r, ReasonNoDate
	}
	if cancelled {
		text = strings.NewReplacer("입금취소", "입금", "입금 취소", "입금", "취소", "").Replace(text)
	}
	why = r.alertFields(text)
	if cancelled {
		return r, ReasonCancelled
	}
	return r, why
}

// tellsOfMoney reports whether a text has a sum that went in or out, so that advertisements are not taken for alerts.
func tellsOfMoney(text string) bool {
	return strings.Contains(text, "입금") || strings.Contains(text, "출금") || strings.Contains(text, "지급") ||
		tossIn.MatchString(text) || tossOut.MatchString(text)
}

// alertTime reads when the money moved. Most alerts have no year: it is the last one in which the day was not
// after AsOf by more than a day: clocks differ, also at the turn of the year.
func (r *Row) alertTime(text string, o Options) bool {
	m := alertDay.FindStringSubmatch(text)
	if m == nil {
		if o.AsOf.IsZero() {
			return false
		}
		y, mo, d := o.AsOf.In(o.Location).Date()
		r.At, r.DayOnly, r.MinuteOnly = time.Date(y, mo, d, 0, 0, 0, 0, o.Location), true, false
		return true
	}
	year, back := atoi(m[1]), 0
	if year == 0 {
		if o.AsOf.IsZero() {
			return false
		}
		year, back = o.AsOf.In(o.Location).AddDate(0, 0, 1).Year(), leapYears+1
	}
	month, day, hour, minute, second := atoi(m[2]), atoi(m[3]), atoi(m[4]), atoi(m[5]), atoi(m[6])
	if hour > 23 || minute > 59 || second > 59 {
		return false
	}
	for ; back >= 0; back, year = back-1, year-1 {
		at := time.Date(year, time.Month(month), day, hour, minute, second, 0, o.Location)
		if int(at.Month()) == month && at.Day() == day && (m[1] != "" || !at.After(o.AsOf.AddDate(0, 0, 1))) {
			r.At, r.MinuteOnly = at, m[6] == ""
			return true
		}
	}
	return false
}

// leapYears is how many years back a 29 February may lie.
const leapYears = 8
