package bankfile

import (
	"strings"

	"golang.org/x/text/unicode/norm"

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
	ReasonPrecision   Reason = "precision"    // more decimals than the currency has
)

var errNoHeader = fault.New(fault.Invalid,
	"거래내역의 제목 줄을 찾지 못했어요. 은행에서 받은 파일이 맞는지 보고, 맞으면 --columns 로 열을 알려 주세요 (예: datetime,method,name,-,in,out,balance).",
	"no heading row was found. Is it a bank's list? If so, tell the columns with --columns (datetime,method,name,-,in,out,balance).")

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
	s.Columns, s.Guessed = l.columns, l.guessed
	s.Bank, s.Account = bankOf(rows, l), accountOf(rows, l.header)
	r := rowReader{layout: l, options: o, statement: &s, header: foldRow(rows, l.header)}
	for i := l.header + 1; i < len(rows); i++ {
		r.read(i+1, rows[i])
	}
	s.order()
	return s, nil
}

func foldRow(rows [][]string, i int) string {
	if i < 0 || i >= len(rows) {
		return ""
	}
	return foldHeading(strings.Join(rows[i], ""))
}

// rowReader turns the rows below the heading into transactions.
type rowReader struct {
	layout    layout
	options   Options
	statement *Statement
	header    string
}

func (r *rowReader) cell(row []string, role Role) string {
	i := r.layout.columnOf(role)
	if i < 0 || i >= len(row) {
		return ""
	}
	return strings.TrimSpace(row[i])
}

func (r *rowReader) read(number int, row []string) {
	if blankRow(row) || totalRow(row) || foldHeading(strings.Join(row, "")) == r.header {
		return
	}
	when, hasDay := r.moment(row)
	in, out, balance, hasBalance, err := r.sums(row)
	switch {
	case err != nil && hasDay:
		r.skip(number, ReasonBadAmount)
		return
	case !hasDay && err == nil && in == 0 && out == 0 || !hasDay && err != nil:
		r.skip(number, ReasonNote)
		return
	case !hasDay:
		r.skip(number, ReasonNoDate)
		return
	case in != 0 && out != 0:
		r.skip(number, ReasonBothAmounts)
		return
	}
	t := Row{
		Number: number, At: when.at, DayOnly: when.dayOnly, MinuteOnly: when.minuteOnly,
		Amount: in - out, Balance: balance, HasBalance: hasBalance,
		Method: r.cell(row, Method), CounterAccount: r.cell(row, Account), CounterBank: r.cell(row, Bank),
	}
	t.Name, t.Memo = r.names(row)
	r.statement.Rows = append(r.statement.Rows, t)
}

func (r *rowReader) skip(number int, why Reason) {
	r.statement.Unread = append(r.statement.Unread, Unread{number, why})
}

func (r *rowReader) moment(row []string) (moment, bool) {
	if s := r.cell(row, DateTime); s != "" {
		return parseMoment(s, r.options.Location)
	}
	m, ok := parseMoment(r.cell(row, Date), r.options.Location)
	if ok && m.dayOnly {
		m.addClock(r.cell(row, Time))
	}
	return m, ok
}

// sums reads the amounts of a row as money in and money out.
func (r *rowReader) sums(row []string) (in, out, balance money.Amount, hasBalance bool, err error) {
	c := r.statement.Currency
	if text := r.cell(row, Balance); text != "" {
		if balance, err = parseWon(text, c); err != nil {
			return 0, 0, 0, false, err
		}
		hasBalance = true
	}
	if r.layout.columnOf(Signed) >= 0 && r.layout.columnOf(In) < 0 {
		signed, err := parseWon(r.cell(row, Signed), c)
		if err != nil {
			return 0, 0, 0, false, err
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
		case strings.HasPrefix(word, "출금"), strings.HasPrefix(word, "지출"), strings.HasPrefix(word, "지급"), strings.HasSuffix(word, "출금"), word == "out", word == "Debit":
			return true
		}
	}
	return false
}

// names gives the counterparty and the memo. Where a wallet's operator is the sender, the person stands in another column.
func (r *rowReader) names(row []string) (name, memo string) {
	var others []string
	for _, c := range r.layout.names {
		if c >= len(row) {
			continue
		}
		value := strings.TrimSpace(row[c])
		switch {
		case value == "":
		case name == "":
			name = value
		case IsWallet(name) && !IsWallet(value) && r.layout.columns[c].Role == Method && !isMethodWord(value):
			others = append(others, name)
			name = value
		}
	}
	for _, c := range r.layout.columns {
		if c.Role == Memo && c.Index < len(row) {
			if value := strings.TrimSpace(row[c.Index]); value != "" && value != name {
				others = append(others, value)
			}
		}
	}
	return name, strings.Join(others, " ")
}

// wallets are operators that stand as the sender for whoever pays through them.
var wallets = []string{"카카오페이", "토스페이", "비바리퍼블리카", "네이버페이", "네이버파이낸셜", "엔에이치엔페이코", "페이코", "핀크", "뱅크샐러드", "쿠팡페이"}

// IsWallet reports whether a name is a payment operator's and tells nothing of the payer.
func IsWallet(name string) bool {
	folded := strings.ReplaceAll(norm.NFKC.String(name), " ", "")
	for _, w := range wallets {
		if strings.Contains(folded, w) {
			return true
		}
	}
	return false
}

// isMethodWord reports whether a cell tells how money moved, not who moved it.
func isMethodWord(s string) bool {
	for _, w := range []string{"입금", "출금", "이체", "인터넷", "모바일", "전자금융", "스마트", "펌뱅킹", "오픈뱅킹", "FBS", "CD", "ATM", "타행", "당행", "대체", "CMS", "이자"} {
		if strings.Contains(s, w) {
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

// totalRow reports whether a row sums up the others.
func totalRow(row []string) bool {
	for _, c := range row {
		switch strings.Join(strings.Fields(c), "") {
		case "합계", "총계", "소계", "총합계", "누계", "합계금액", "계", "Total", "TOTAL", "total":
			return true
		}
	}
	return false
}
