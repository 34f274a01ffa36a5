package bankfile

import (
	"errors"
	"strings"

	"dangol.example/fault"
	"dangol.example/money"
)

// The reasons why a row was not read.
const (
	ReasonNoDate      Reason = "no_date"      // there is an amount but no day
	ReasonBadAmount   Reason = "bad_amount"   // an amount that is no number
	ReasonNote        Reason = "note"         // text without a day and without an amount
	ReasonCancelled   Reason = "cancelled"    // an alert of a deposit that was taken back
	ReasonCard        Reason = "card"         // an alert of a card payment
	ReasonUnknown     Reason = "unknown"      // an alert of no known form
	ReasonBothAmounts Reason = "both_amounts" // money in and out in one row
	ReasonCurrency    Reason = "currency"     // an entry in another currency than its account
	ReasonPrecision   Reason = "precision"    // more decimals than the currency has
)

var errNoHeader = fault.New(fault.Invalid,
	"거래내역의 제목 줄을 찾지 못했어요. 은행에서 받은 파일이 맞는지 보고, 맞으면 --columns 로 열을 알려 주세요 (예: datetime,method,name,-,in,out,balance).",
	"no heading row was found. Is it a bank's list? "+
		"If so, tell the columns with --columns (datetime,method,name,-,in,out,balance).")

// readSheet reads a table of cells. Row numbers count from 1, as a spreadsheet shows them.
func readSheet(rows [][]string, format Format, o Options) (Statement, error) {
	s := Statement{Format: format, Currency: o.Currency}
	l, found := findHeader(rows)
	switch {
	case o.Columns != nil:
		l = givenLayout(rows, l, found, o.Columns)
	case !found:
		var ok bool
		if l, ok = guessLayout(rows, o); !ok {
			return s, errNoHeader
		}
	}
	s.Bank, s.Account = bankOf(rows, l), accountOf(rows, l.header)
	readRows(rows, l, o, &s)
	if o.Columns != nil || s.Chain.Checked < mendMin || len(s.Chain.Breaks)*2 <= s.Chain.Checked {
		return s, nil
	}
	if l, ok := mend(rows, l, o); ok {
		other := Statement{Format: format, Currency: o.Currency, Bank: s.Bank, Account: s.Account}
		readRows(rows, l, o, &other)
		if other.Chain.Proved() && len(other.Rows) >= len(s.Rows) {
			return other, nil
		}
	}
	return s, nil
}

// mendMin is how many balances must have been compared before the headings are doubted.
const mendMin = 3

// readRows reads the rows below the heading.
func readRows(rows [][]string, l layout, o Options, s *Statement) {
	s.Columns, s.Guessed = l.columns, l.guessed
	r := newRowReader(l, o, s)
	s.Rows = make([]Row, 0, max(len(rows)-l.header-1, 0))
	for i := l.header + 1; i < len(rows); i++ {
		r.read(i+1, rows[i])
	}
	r.finish()
}

// rowReader turns the rows below the heading into transactions.
type rowReader struct {
	layout    layout
	options   Options
	statement *Statement
	at        map[Role]int // the column of each role
	methods   []int
	clock     bool // a row has a time of day other than midnight
	unsigned  bool // the amounts have no sign
}

func newRowReader(l layout, o Options, s *Statement) *rowReader {
	r := &rowReader{layout: l, options: o, statement: s, at: map[Role]int{}, unsigned: true}
	for _, c := range l.columns {
		if c.Role == Method {
			r.methods = append(r.methods, c.Index)
		}
		if _, taken := r.at[c.Role]; !taken {
			r.at[c.Role] = c.Index
		}
	}
	return r
}

func (r *rowReader) has(role Role) bool {
	_, ok := r.at[role]
	return ok
}

func (r *rowReader) cell(row []string, role Role) string {
	i, ok := r.at[role]
	if !ok || i >= len(row) {
		return ""
	}
	return strings.TrimSpace(row[i])
}

func (r *rowReader) read(number int, row []string) {
	if blankRow(row) {
		return
	}
	when, hasDay := r.moment(row)
	if !hasDay && (totalRow(row) || r.repeatsHeading(row)) {
		return
	}
	in, out, balance, hasBalance, err := r.sums(row)
	switch {
	case err != nil && hasDay:
		r.skip(number, reasonOf(err))
		return
	case err != nil, !hasDay && in == 0 && out == 0, r.emptySums(row):
		r.skip(number, ReasonNote)
		return
	case !hasDay:
		r.skip(number, ReasonNoDate)
		return
	case in != 0 && out != 0:
		r.skip(number, ReasonBothAmounts)
		return
	}
	if h, m, s := when.at.Clock(); h+m+s > 0 {
		r.clock = true
	}
	t := Row{
		Number: number, At: when.at, DayOnly: when.dayOnly, MinuteOnly: when.minuteOnly,
		Amount: in - out, Balance: balance, HasBalance: hasBalance,
		Method: r.method(row), CounterAccount: r.cell(row, Account), CounterBank: r.cell(row, Bank),
	}
	t.Name, t.Memo = r.names(row)
	r.statement.Rows = append(r.statement.Rows, t)
}

// finish is for what only the whole list shows: the order, signs that the balances give, and midnights that are no
// times.
func (r *rowReader) finish() {
	s := r.statement
	if !r.clock { // a column of days that a spreadsheet prints with 00:00:00
		for i := range s.Rows {
			s.Rows[i].DayOnly, s.Rows[i].MinuteOnly = true, false
		}
	}
	s.order()
	if r.has(Signed) && !r.has(In) && r.unsigned {
		s.signByBalance()
	}
}

// repeatsHeading reports whether a row is the heading again, as lists printed page by page have it.
func (r *rowReader) repeatsHeading(row []string) bool {
	same := 0
	for _, c := range r.layout.columns {
		if c.Role == Ignore || strings.TrimSpace(c.Header) == "" {
			continue
		}
		if c.Index >= len(row) || strings.TrimSpace(row[c.Index]) != strings.TrimSpace(c.Header) {
			return false
		}
		same++
	}
	return same > 1
}

// emptySums reports whether no cell for an amount says anything: then a row with a day is a note ("2026.11.05 기준").
func (r *rowReader) emptySums(row []string) bool {
	for _, role := range []Role{In, Out, Signed, Balance} {
		if !saysNothing(r.cell(row, role)) {
			return false
		}
	}
	return true
}

// reasonOf tells a number with too many decimals from what is no number.
func reasonOf(err error) Reason {
	if errors.Is(err, money.ErrPrecision) {
		return ReasonPrecision
	}
	return ReasonBadAmount
}

func (r *rowReader) skip(number int, why Reason) {
	r.statement.Unread = append(r.statement.Unread, Unread{number, why})
}

func (r *rowReader) moment(row []string) (moment, bool) {
	if s := r.cell(row, DateTime); s != "" {
		m, ok := parseMoment(s, r.options.Location)
		if ok && m.dayOnly {
			m.addClock(r.cell(row, Time))
		}
		return m, ok
	}
	m, ok := parseMoment(r.cell(row, Date), r.options.Location)
	if h, mi, se := m.at.Clock(); ok && h+mi+se == 0 { // a day; spreadsheets print it with 00:00:00
		m.dayOnly, m.minuteOnly = true, false
		m.addClock(r.cell(row, Time))
	}
	return m, ok
}

// sums reads the amounts of a row as money in and money out.
func (r *rowReader) sums(row []string) (in, out, balance money.Amount, hasBalance bool, err error) {
	c := r.statement.Currency
	if text := r.cell(row, Balance); !saysNothing(text) {
		if balance, err = parseWon(text, c); err != nil {
			return 0, 0, 0, false, err
		}
		hasBalance = true
	}
	if r.has(Signed) && !r.has(In) && !r.has(Out) {
		signed, err := parseWon(r.cell(row, Signed), c)
		if err != nil {
			return 0, 0, 0, false, err
		}
		if signed < 0 {
			r.unsigned = false
		}
		if signed > 0 && r.takesOut(row) {
			signed = -signed
		}
		if signed < 0 {
			return 0, -signed, balance, hasBalance, nil
		}
		return signed, 0, balance, hasBalance, nil
	}
	if in, err = parseWon(r.cell(row, In), c); err != nil {
		return 0, 0, 0, false, err
	}
	out, err = parseWon(r.cell(row, Out), c)
	return in, out, balance, hasBalance, err
}

// takesOut reports whether a row with an unsigned amount is a withdrawal, by the word beside it.
func (r *rowReader) takesOut(row []string) bool {
	for _, c := range r.layout.columns {
		if c.Role != Kind && c.Role != Method || c.Index >= len(row) {
			continue
		}
		switch word := strings.ReplaceAll(row[c.Index], " ", ""); {
		case strings.HasPrefix(word, "출금취소"), strings.HasPrefix(word, "지급취소"):
			return false
		case strings.HasPrefix(word, "출금"), strings.HasPrefix(word, "지출"), strings.HasPrefix(word, "지급"),
			strings.HasSuffix(word, "출금"), strings.HasPrefix(word, "입금취소"), word == "출", word == "out", word == "Debit":
			return true
		}
	}
	return false
}

func blankRow(row []string) bool {
	for _, c := range row {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}

// totalRow reports whether a row without a day sums up the others.
func totalRow(row []string) bool {
	for _, c := range row {
		if len(c) > headingsMax {
			continue
		}
		word := strings.Join(strings.Fields(c), "")
		switch word {
		case "계", "누계", "Total", "TOTAL", "total":
			return true
		}
		for _, w := range []string{"합계", "총계", "소계", "누계"} {
			if strings.HasPrefix(word, w) || strings.HasSuffix(word, w) || strings.HasPrefix(word, "총"+w) {
				return true
			}
		}
	}
	return false
}
