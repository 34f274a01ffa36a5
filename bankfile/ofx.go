package bankfile

import (
	"time"

	"dangol.example/bankfile/ofx"
	"dangol.example/money"
)

// readOFX takes the transactions in which money moved out of an OFX or QFX file.
func readOFX(data []byte, o Options) ([]Statement, error) {
	found, err := ofx.Read(data)
	if err != nil {
		return nil, err
	}
	out := make([]Statement, 0, len(found))
	for _, f := range found {
		s := Statement{Format: OFX, Currency: f.Currency, Account: f.Account}
		if s.Currency == "" {
			s.Currency = o.Currency
		}
		for _, t := range f.Transactions {
			if !t.Cash {
				continue // shares moved, no money
			}
			s.Rows = append(s.Rows, Row{
				Number: t.Line, At: localDay(t.Posted.Time, t.Posted.DayOnly, o), DayOnly: t.Posted.DayOnly,
				Name: t.Name, Memo: t.Memo, Method: t.Kind, Amount: t.Amount.Amount, Printed: inexact(t.Amount.Printed, t.Amount.Exact),
				CounterAccount: t.CounterAccount, CounterBank: t.CounterBank,
			})
		}
		for _, u := range f.Unread {
			s.Unread = append(s.Unread, Unread{u.Line, Reason(u.Reason)})
		}
		out = append(out, s)
	}
	return out, nil
}

// localDay keeps a day the same day in the bank's time: the wire formats give it as midnight UTC.
func localDay(t time.Time, dayOnly bool, o Options) time.Time {
	if !dayOnly || t.IsZero() {
		return t
	}
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, o.Location)
}

// inexact keeps what was printed of an amount that has more decimals than its currency.
func inexact(printed string, exact bool) string {
	if exact {
		return ""
	}
	return printed
}

// booked checks the opening and closing balance of a wire format against its rows, the one proof such files give.
func (s *Statement) booked(opening, closing *money.Amount) {
	if opening == nil || closing == nil || len(s.Rows) == 0 {
		return
	}
	balance := *opening
	for i := range s.Rows {
		balance += s.Rows[i].Amount
	}
	s.Chain.Checked = len(s.Rows)
	if balance != *closing {
		s.Chain.Breaks = []int{s.Rows[len(s.Rows)-1].Number}
		return
	}
	balance = *opening
	for i := range s.Rows {
		balance += s.Rows[i].Amount
		s.Rows[i].Balance, s.Rows[i].HasBalance = balance, true
	}
}
