package bankfile

import (
	"errors"
	"strings"

	"dangol.example/money"
)

// parseDecimal reads an amount of a wire format. printed is not empty when it has more decimals than its currency: then the amount is
// rounded toward zero, and what was printed is kept beside it.
func parseDecimal(s string, c money.Currency, mark byte) (a money.Amount, printed string, err error) {
	s = strings.TrimSpace(s)
	a, err = money.Parse(s, c, mark)
	if !errors.Is(err, money.ErrPrecision) {
		return a, "", err
	}
	whole, decimals, _ := strings.Cut(s, string(mark))
	a, err = money.Parse(whole+string(mark)+decimals[:c.Exponent()], c, mark)
	return a, s, err
}

// booked checks a wire format's opening and closing balance against its rows, the one proof such files give.
func (s *Statement) booked(opening, closing *money.Amount) {
	if opening == nil || closing == nil || len(s.Rows) == 0 {
		return
	}
	sum := *opening
	for i := range s.Rows {
		sum += s.Rows[i].Amount
	}
	s.Chain.Checked = len(s.Rows)
	if sum != *closing {
		s.Chain.Breaks = []int{s.Rows[len(s.Rows)-1].Number}
		return
	}
	balance := *opening
	for i := range s.Rows {
		balance += s.Rows[i].Amount
		s.Rows[i].Balance, s.Rows[i].HasBalance = balance, true
	}
}
