package bankfile

import (
	"strings"

	"dangol.example/bankfile/mt940"
	"dangol.example/money"
)

// readMT940 takes the entries of SWIFT statements.
func readMT940(data []byte, o Options) ([]Statement, error) {
	found, err := mt940.Read([]byte(decode(data)))
	if err != nil {
		return nil, err
	}
	out := make([]Statement, 0, len(found))
	for i := range found {
		f := &found[i]
		s := Statement{Format: MT940, Currency: f.Currency, Account: f.Account}
		if s.Currency == "" {
			s.Currency = o.Currency
		}
		for k := range f.Entries {
			s.Rows = append(s.Rows, mt940Row(&f.Entries[k], o))
		}
		s.booked(mt940Balance(f.Opening), mt940Balance(f.Closing))
		out = append(out, s)
	}
	return out, nil
}

func mt940Row(e *mt940.Entry, o Options) Row {
	r := Row{
		Number: e.Line, At: localDay(e.Booked, true, o), DayOnly: true, Method: e.Type, Name: e.Details.Name, Memo: e.Details.Purpose,
		Amount: e.Amount.Amount, Printed: inexact(e.Amount.Printed, e.Amount.Exact), CounterAccount: e.Details.Account, CounterBank: e.Details.Bank,
	}
	if e.Details.Posting != "" {
		r.Method = e.Details.Posting
	}
	if r.Memo == "" && r.Name == "" {
		r.Memo = strings.TrimSpace(e.Supplement + " " + e.Details.Text)
	}
	return r
}

func mt940Balance(b *mt940.Balance) *money.Amount {
	if b == nil || !b.Amount.Exact {
		return nil
	}
	return &b.Amount.Amount
}
