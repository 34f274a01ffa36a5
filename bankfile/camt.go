package bankfile

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"time"

	"golang.org/x/text/encoding/htmlindex"

	"dangol.example/fault"
	"dangol.example/money"
)

// CAMT.053 (statements) and CAMT.054 (notices) are messages of ISO 20022. The versions differ in their outer parts; these paths
// are the same in all of them.
type camtDocument struct {
	XMLName    xml.Name
	Statements []camtStatement `xml:"BkToCstmrStmt>Stmt"`
	Notices    []camtStatement `xml:"BkToCstmrDbtCdtNtfctn>Ntfctn"`
	Reports    []camtStatement `xml:"BkToCstmrAcctRpt>Rpt"`
}

type camtStatement struct {
	Created  string        `xml:"CreDtTm"`
	IBAN     string        `xml:"Acct>Id>IBAN"`
	Other    string        `xml:"Acct>Id>Othr>Id"`
	Currency string        `xml:"Acct>Ccy"`
	Balances []camtBalance `xml:"Bal"`
	Entries  []camtEntry   `xml:"Ntry"`
}

type camtBalance struct {
	Code   string     `xml:"Tp>CdOrPrtry>Cd"`
	Amount camtAmount `xml:"Amt"`
	Sign   string     `xml:"CdtDbtInd"`
}

type camtAmount struct {
	Value    string `xml:",chardata"`
	Currency string `xml:"Ccy,attr"`
}

type camtEntry struct {
	Amount  camtAmount   `xml:"Amt"`
	Sign    string       `xml:"CdtDbtInd"`
	Booked  camtDay      `xml:"BookgDt"`
	Value   camtDay      `xml:"ValDt"`
	Info    string       `xml:"AddtlNtryInf"`
	Details []camtDetail `xml:"NtryDtls>TxDtls"`
}

type camtDay struct {
	Day    string `xml:"Dt"`
	Moment string `xml:"DtTm"`
}

type camtDetail struct {
	Amount         camtAmount `xml:"Amt"`
	InnerAmount    camtAmount `xml:"AmtDtls>TxAmt>Amt"`
	Sign           string     `xml:"CdtDbtInd"`
	Debtor         string     `xml:"RltdPties>Dbtr>Nm"`
	DebtorNew      string     `xml:"RltdPties>Dbtr>Pty>Nm"`
	UltimateDebtor string     `xml:"RltdPties>UltmtDbtr>Nm"`
	Creditor       string     `xml:"RltdPties>Cdtr>Nm"`
	CreditorNew    string     `xml:"RltdPties>Cdtr>Pty>Nm"`
	DebtorIBAN     string     `xml:"RltdPties>DbtrAcct>Id>IBAN"`
	CreditorIBAN   string     `xml:"RltdPties>CdtrAcct>Id>IBAN"`
	Free           []string   `xml:"RmtInf>Ustrd"`
	Reference      string     `xml:"RmtInf>Strd>CdtrRefInf>Ref"`
}

var errCAMT = fault.New(fault.Invalid,
	"CAMT(XML) 파일에서 계좌 명세를 찾지 못했어요. 파일이 끊겼거나 형식이 달라요. 은행에서 다시 내려받아 주세요.",
	"the CAMT file holds no statement: it is cut off or of another kind. Download it again.")

// readCAMT reads CAMT.053 and CAMT.054 of any version.
func readCAMT(data []byte, o Options) ([]Statement, error) {
	d := xml.NewDecoder(strings.NewReader(string(data)))
	d.CharsetReader = func(charset string, in io.Reader) (io.Reader, error) {
		e, err := htmlindex.Get(charset)
		if err != nil {
			return nil, err
		}
		return e.NewDecoder().Reader(in), nil
	}
	var doc camtDocument
	if err := d.Decode(&doc); err != nil {
		return nil, errCAMT.Because(errors.Unwrap(err))
	}
	all := append(append(doc.Statements, doc.Notices...), doc.Reports...)
	if len(all) == 0 {
		return nil, errCAMT
	}
	out := make([]Statement, 0, len(all))
	for _, s := range all {
		out = append(out, s.statement(o))
	}
	return out, nil
}

func (c camtStatement) statement(o Options) Statement {
	s := Statement{Format: CAMT, Currency: c.currency(o), Account: c.IBAN}
	if s.Account == "" {
		s.Account = strings.TrimSpace(c.Other)
	}
	made := camtDay{Moment: c.Created}
	for i, e := range c.Entries {
		if e.Booked == (camtDay{}) && e.Value == (camtDay{}) {
			e.Booked = made // a notice of money that is on its way
		}
		e.rows(&s, i+1, o)
	}
	s.booked(c.balance(s.Currency, "OPBD", "PRCD"), c.balance(s.Currency, "CLBD"))
	return s
}

func (c camtStatement) currency(o Options) money.Currency {
	switch {
	case c.Currency != "":
		return money.Currency(c.Currency)
	case len(c.Entries) > 0 && c.Entries[0].Amount.Currency != "":
		return money.Currency(c.Entries[0].Amount.Currency)
	}
	return o.Currency
}

// balance finds a booked balance in the account's currency.
func (c camtStatement) balance(currency money.Currency, codes ...string) *money.Amount {
	for _, code := range codes {
		for _, b := range c.Balances {
			if b.Code != code || b.Amount.Currency != string(currency) {
				continue
			}
			a, printed, err := parseDecimal(b.Amount.Value, currency, '.')
			if err != nil || printed != "" {
				return nil
			}
			if b.Sign == "DBIT" {
				a = -a
			}
			return &a
		}
	}
	return nil
}

// rows gives an entry as one row, or as one for each of its transactions when they add up to it.
func (e camtEntry) rows(s *Statement, number int, o Options) {
	row := Row{Number: number, Memo: strings.TrimSpace(e.Info)}
	row.At, row.DayOnly = e.Booked.time(o.Location)
	if row.At.IsZero() {
		row.At, row.DayOnly = e.Value.time(o.Location)
	}
	total, printed, err := parseDecimal(e.Amount.Value, s.Currency, '.')
	switch {
	case err != nil:
		s.Unread = append(s.Unread, Unread{number, ReasonBadAmount})
		return
	case row.At.IsZero():
		s.Unread = append(s.Unread, Unread{number, ReasonNoDate})
		return
	}
	row.Amount, row.Printed = signed(total, e.Sign), printed
	if parts := e.split(row, total, s.Currency); parts != nil {
		s.Rows = append(s.Rows, parts...)
		return
	}
	if len(e.Details) > 0 {
		e.Details[0].fill(&row, e.Sign)
	}
	s.Rows = append(s.Rows, row)
}

// split gives the transactions of a batch, nil when their amounts are not given or do not add up.
func (e camtEntry) split(row Row, total money.Amount, c money.Currency) []Row {
	if len(e.Details) < 2 {
		return nil
	}
	var sum money.Amount
	var out []Row
	for _, d := range e.Details {
		text := d.Amount
		if text.Value == "" {
			text = d.InnerAmount
		}
		a, printed, err := parseDecimal(text.Value, c, '.')
		if err != nil || text.Currency != "" && text.Currency != string(c) {
			return nil
		}
		part := row
		sign := d.Sign
		if sign == "" {
			sign = e.Sign
		}
		part.Amount, part.Printed = signed(a, sign), printed
		sum += part.Amount
		d.fill(&part, sign)
		out = append(out, part)
	}
	if sum != signed(total, e.Sign) {
		return nil
	}
	return out
}

func signed(a money.Amount, sign string) money.Amount {
	if sign == "DBIT" {
		return -a
	}
	return a
}

// fill takes the other side's name and the words that go with the money.
func (d camtDetail) fill(r *Row, sign string) {
	names, account := []string{d.UltimateDebtor, d.Debtor, d.DebtorNew}, d.DebtorIBAN
	if sign == "DBIT" {
		names, account = []string{d.Creditor, d.CreditorNew}, d.CreditorIBAN
	}
	for _, n := range names {
		if n = strings.TrimSpace(n); n != "" {
			r.Name = n
			break
		}
	}
	r.CounterAccount = strings.TrimSpace(account)
	words := strings.TrimSpace(strings.Join(d.Free, " "))
	if words == "" {
		words = strings.TrimSpace(d.Reference)
	}
	if words != "" {
		r.Memo = words
	}
}

func (c camtDay) time(loc *time.Location) (at time.Time, dayOnly bool) {
	if t, err := time.Parse(time.RFC3339, strings.TrimSpace(c.Moment)); err == nil {
		return t, false
	}
	if t, err := time.ParseInLocation("2006-01-02T15:04:05", strings.TrimSpace(c.Moment), loc); err == nil {
		return t, false
	}
	day := strings.TrimSpace(c.Day)
	if t, err := time.ParseInLocation(time.DateOnly, day[:min(len(day), len(time.DateOnly))], loc); err == nil {
		return t, true
	}
	return time.Time{}, false
}
