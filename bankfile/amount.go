package bankfile

import (
	"errors"
	"math"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"dangol.example/money"
)

var errAmount = errors.New("not an amount")

// amountMarks are what banks print around the digits. Grouping, units and blanks go; every kind of minus becomes one.
var amountMarks = strings.NewReplacer(
	",", "", " ", "", "\t", "", "\n", "", "\r", "", "'", "", "원정", "", "원", "", "₩", "", "\\", "", "KRW", "", "krw", "",
	"−", "-", "–", "-", "—", "-", "△", "-", "▲", "-", "▵", "-")

// parseWon reads an amount as banks print it: "3,052,000", "104,000원", "+50,000", "(1,000)", "△1,000", "1,000-",
// "１２，０００". Blank and "-" are 0.
func parseWon(s string, c money.Currency) (money.Amount, error) {
	if len(s) > amountMax {
		return 0, errAmount
	}
	if a, ok := plainWon(s); ok && c.Exponent() == 0 {
		return a, nil
	}
	plain := amountMarks.Replace(norm.NFKC.String(s))
	if strings.Trim(plain, "-") == "" {
		return 0, nil
	}
	if inner, ok := strings.CutPrefix(plain, "("); ok {
		if inner, ok = strings.CutSuffix(inner, ")"); !ok {
			return 0, errAmount
		}
		plain = "-" + inner
	}
	if inner, ok := strings.CutSuffix(plain, "-"); ok {
		plain = "-" + inner
	}
	if strings.ContainsAny(plain, "eE") { // a spreadsheet's 1.25E7
		f, err := strconv.ParseFloat(plain, 64)
		if err != nil || math.Abs(f) > 1<<53 || f != math.Trunc(f) {
			return 0, errAmount
		}
		plain = strconv.FormatInt(int64(f), 10)
	}
	a, err := money.Parse(plain, c, '.')
	if err != nil {
		return 0, errors.Join(errAmount, err)
	}
	return a, nil
}

// plainWonMax is how many characters surely fit into an amount.
const plainWonMax = 18

// plainWon reads digits and commas: nearly every amount of a long list is printed so.
func plainWon(s string) (money.Amount, bool) {
	if s == "" || len(s) > plainWonMax {
		return 0, false
	}
	n := money.Amount(0)
	for i := range len(s) {
		switch {
		case s[i] >= '0' && s[i] <= '9':
			n = n*10 + money.Amount(s[i]-'0')
		case s[i] != ',' || i == 0:
			return 0, false
		}
	}
	return n, true
}

// amountMax is how long a printed amount may be, in bytes.
const amountMax = 80

// saysNothing reports whether a cell for an amount is empty or has a dash for "none".
func saysNothing(s string) bool { return strings.Trim(s, "- ") == "" }
