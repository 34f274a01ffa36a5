// Package money holds amounts as whole minor units, never as floating point.
//
// For the won, which has no decimals (ISO 4217 exponent 0), one unit is one won. The currency stands beside the
// amounts (on a statement, an account), not in each of them.
package money

import (
	"errors"
	"strconv"
	"strings"
)

// Amount counts minor units of its currency; a credit is positive, a debit negative.
type Amount int64

// Currency is an ISO 4217 code.
type Currency string

// KRW is the won.
const KRW Currency = "KRW"

// Exponent gives the decimals of a currency by ISO 4217; 2 for those not listed here.
func (c Currency) Exponent() int {
	switch c {
	case KRW, "JPY", "VND", "CLP", "ISK", "PYG", "UGX", "XAF", "XOF", "XPF":
		return 0
	case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND":
		return 3
	default:
		return 2
	}
}

// The ways an amount can fail to parse.
var (
	ErrSyntax    = errors.New("not an amount")
	ErrRange     = errors.New("amount out of range")
	ErrPrecision = errors.New("amount has more decimals than its currency")
)

// Parse reads a plain decimal ("-1234.50", "+12", "12.000") with the given decimal mark into minor units. Decimals
// beyond the exponent must be zeros. It knows no grouping marks: take those out first, where you know which they are.
// Amounts reach as far down as up: -(1<<63) is out of range.
func Parse(s string, c Currency, mark byte) (Amount, error) {
	unsigned, negative := cutSign(s)
	whole, decimals, _ := strings.Cut(unsigned, string(mark))
	if whole+decimals == "" || strings.ContainsFunc(whole+decimals, notDigit) {
		return 0, ErrSyntax
	}
	exponent := c.Exponent()
	if len(decimals) > exponent {
		if strings.Trim(decimals[exponent:], "0") != "" {
			return 0, ErrPrecision
		}
		decimals = decimals[:exponent]
	}
	n, err := strconv.ParseInt(whole+decimals+strings.Repeat("0", exponent-len(decimals)), 10, 64)
	if err != nil { // only digits are left
		return 0, ErrRange
	}
	if negative {
		n = -n
	}
	return Amount(n), nil
}

// cutSign takes one sign off.
func cutSign(s string) (unsigned string, negative bool) {
	if rest, ok := strings.CutPrefix(s, "-"); ok {
		return rest, true
	}
	return strings.TrimPrefix(s, "+"), false
}

func notDigit(r rune) bool { return r < '0' || r > '9' }

// Grouped writes whole units with a comma every three digits: 1234567 is "1,234,567".
func (a Amount) Grouped() string {
	digits := strconv.FormatUint(a.magnitude(), 10)
	var b strings.Builder
	if a < 0 {
		b.WriteByte('-')
	}
	for i := range len(digits) {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteByte(digits[i])
	}
	return b.String()
}

func (a Amount) magnitude() uint64 {
	if a < 0 {
		return uint64(-(a + 1)) + 1
	}
	return uint64(a)
}
