package bankfile

import (
	"strings"
	"time"

	"dangol.example/bankfile/camt"
	"dangol.example/money"
)

// readCAMT takes the entries of CAMT.053 and CAMT.054 messages.
func readCAMT(data []byte, o Options) ([]Statement, error) {
	found, err := camt.Read(data)
	if err != nil {
		return nil, err
	}
	out := make([]Statement, 0, len(found))
	for i := range found {
		f := &found[i]
		s := Statement{Format: CAMT, Currency: f.Currency, Account: f.Account, Bank: f.Bank}
		if s.Currency == "" {
			s.Currency = o.Currency
		}
		for k := range f.Entries {
			s.camtEntry(&f.Entries[k], f.Created, o)
		}
		for _, u := range f.Unread {
			s.Unread = append(s.Unread, Unread{u.Line, Reason(u.Reason)})
		}
		s.booked(camtBalance(f, "OPBD", "PRCD"), camtBalance(f, "CLBD"))
		out = append(out, s)
	}
	return out, nil
}

// camtEntry gives an entry as one row, or as one for each of its transactions when they add up to it.
func (s *Statement) camtEntry(e *camt.Entry, created camt.Moment, o Options) {
	if e.Currency != "" && e.Currency != s.Currency {
		s.Unread = append(s.Unread, Unread{e.Line, ReasonCurrency})
		return
	}
	when := e.Booked
	for _, other := range []camt.Moment{e.Value, created} {
		if when.Time.IsZero() {
			when = other
		}
	}
	if when.Time.IsZero() {
		s.Unread = append(s.Unread, Unread{e.Line, ReasonNoDate})
		return
	}
	row := Row{
		Number: e.Line, At: camtTime(when, o), DayOnly: when.DayOnly, Memo: e.Info, Method: e.Code,
		Amount: e.Amount.Amount, Printed: inexact(e.Amount.Printed, e.Amount.Exact),
	}
	if parts := camtParts(e, row); parts != nil {
		s.Rows = append(s.Rows, parts...)
		return
	}
	if len(e.Transactions) > 0 {
		row.camtSide(&e.Transactions[0])
	}
	s.Rows = append(s.Rows, row)
}

func camtTime(m camt.Moment, o Options) time.Time {
	if m.Local {
		y, mo, d := m.Time.Date()
		h, mi, se := m.Time.Clock()
		return time.Date(y, mo, d, h, mi, se, 0, o.Location)
	}
	return localDay(m.Time, m.DayOnly, o)
}

// camtParts gives the transactions of a batch, nil when they do not add up to it.
func camtParts(e *camt.Entry, row Row) []Row {
	if len(e.Transactions) < 2 {
		return nil
	}
	var sum money.Amount
	out := make([]Row, 0, len(e.Transactions))
	for i := range e.Transactions {
		t := &e.Transactions[i]
		part := row
		part.Amount, part.Printed = t.Amount.Amount, inexact(t.Amount.Printed, t.Amount.Exact)
		part.camtSide(t)
		sum += part.Amount
		out = append(out, part)
	}
	if sum != e.Amount.Amount {
		return nil
	}
	return out
}

// camtSide takes the other side's name and the words that go with the money.
func (r *Row) camtSide(t *camt.Transaction) {
	side, ultimate := t.Debtor, t.UltimateDebtor
	if r.Amount < 0 {
		side, ultimate = t.Creditor, t.UltimateCreditor
	}
	r.Name = side.Name
	if ultimate != "" {
		r.Name = ultimate
	}
	r.CounterAccount, r.CounterBank = side.Account, side.Bank
	words := strings.Join(t.Unstructured, " ")
	if words == "" {
		words = strings.Join(t.References, " ")
	}
	if words != "" {
		r.Memo = words
	}
}

// camtBalance finds a booked balance in the account's currency.
func camtBalance(f *camt.Statement, types ...string) *money.Amount {
	for _, kind := range types {
		for i := range f.Balances {
			if b := &f.Balances[i]; b.Type == kind && b.Currency == f.Currency && b.Amount.Exact {
				return &b.Amount.Amount
			}
		}
	}
	return nil
}
