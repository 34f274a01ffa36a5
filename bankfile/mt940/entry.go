package mt940

import (
	"errors"
	"strings"
	"time"

	"dangol.example/money"
)

// The widths of the fields ([SWIFT] field 61: 6!n[4!n]2a[1!a]15d1!a3!c16x[//16x][34x]).
const (
	dayWidth       = 6
	entryDayWidth  = 4
	typeWidth      = 4
	referenceWidth = 16
	centuryTurn    = 80 // a year of two digits from here on is of the 1900s
)

// noReference is what SWIFT prescribes where there is none.
const noReference = "NONREF"

// parseEntry reads a statement line. On failure it says what is wrong.
func parseEntry(f field, c money.Currency) (e Entry, ko, en string) {
	s := f.lines[0]
	e = Entry{Line: f.line}
	var ok bool
	if e.Value, s, ok = cutDay(s); !ok || e.Value.IsZero() {
		return e, ":61: 의 날짜가 잘못됨", "the value day of :61: is no day"
	}
	e.Booked = e.Value
	if len(s) >= entryDayWidth && isDigits(s[:entryDayWidth]) {
		if e.Booked, ok = nearest(e.Value, s[:entryDayWidth]); !ok {
			return e, ":61: 의 기장일이 잘못됨", "the entry day of :61: is no day"
		}
		s = s[entryDayWidth:]
	}
	if e.Mark, s = cutMark(s); e.Mark == "" {
		return e, ":61: 에 입금(C)인지 출금(D)인지 없음", "field :61: says neither credit (C) nor debit (D)"
	}
	if s != "" && isUpper(s[0]) {
		e.Funds, s = s[:1], s[1:]
	}
	n := len(s) - len(strings.TrimLeft(s, "0123456789,"))
	if e.Amount, ok = parseSum(s[:n], c, e.Mark == "D" || e.Mark == "RC" || e.Mark == "ED"); !ok {
		return e, ":61: 의 금액을 읽을 수 없음", "the amount of :61: cannot be read"
	}
	s = s[n:]
	if s != "" {
		if len(s) < typeWidth || !isUpper(s[0]) {
			return e, ":61: 의 거래 종류를 읽을 수 없음", "the transaction type of :61: cannot be read"
		}
		e.Type, s = s[:typeWidth], s[typeWidth:]
	}
	e.references(s, f.lines[1:])
	return e, "", ""
}

// references reads what follows the type. Rabobank fills the reference up to its width and writes the name behind it.
func (e *Entry) references(s string, more []string) {
	reference, bank, found := strings.Cut(s, "//")
	extra := ""
	if runes := []rune(reference); !found && len(runes) > referenceWidth {
		reference, extra = string(runes[:referenceWidth]), string(runes[referenceWidth:])
	}
	if reference = strings.TrimSpace(reference); reference != noReference {
		e.Reference = reference
	}
	if bank = strings.TrimSpace(bank); bank != noReference {
		e.BankReference = bank
	}
	e.Supplement = strings.TrimSpace(strings.Join(append([]string{extra}, more...), " "))
}

// cutMark takes the debit or credit mark off.
func cutMark(s string) (mark, rest string) {
	for _, mark := range []string{"RC", "RD", "EC", "ED", "C", "D"} {
		if rest, found := strings.CutPrefix(s, mark); found {
			return mark, rest
		}
	}
	return "", s
}

// parseBalance reads field 60a, 62a, 64 and 65: 1!a6!n3!a15d.
func parseBalance(s string) (Balance, bool) {
	if s == "" || s[0] != 'C' && s[0] != 'D' {
		return Balance{}, false
	}
	debit := s[0] == 'D'
	var b Balance
	var ok bool
	if b.Day, s, ok = cutDay(s[1:]); !ok || len(s) < 4 || !isUpper(s[0]) || !isUpper(s[1]) || !isUpper(s[2]) {
		return Balance{}, false
	}
	b.Currency = money.Currency(s[:3])
	b.Amount, ok = parseSum(s[3:], b.Currency, debit)
	return b, ok
}

// cutDay takes YYMMDD off. 000000, which banks print before the first booking, is the zero time.
func cutDay(s string) (day time.Time, rest string, ok bool) {
	if len(s) < dayWidth || !isDigits(s[:dayWidth]) {
		return time.Time{}, s, false
	}
	digits, rest := s[:dayWidth], s[dayWidth:]
	if digits == "000000" {
		return time.Time{}, rest, true
	}
	century := "20"
	if number(digits[:2]) >= centuryTurn {
		century = "19"
	}
	day, err := time.Parse("20060102", century+digits)
	return day, rest, err == nil
}

// nearest finds the MMDD nearest to the value day: 1231 for one of 1 January is of the year before.
func nearest(value time.Time, digits string) (time.Time, bool) {
	month, day := time.Month(number(digits[:2])), number(digits[2:])
	var best time.Time
	for year := value.Year() - 1; year <= value.Year()+1; year++ {
		t := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
		if t.Month() != month || t.Day() != day {
			continue // no such day, or 29 February of another year
		}
		if best.IsZero() || t.Sub(value).Abs() < best.Sub(value).Abs() {
			best = t
		}
	}
	return best, !best.IsZero()
}

// number reads two digits.
func number(s string) int { return int(s[0]-'0')*10 + int(s[1]-'0') }

// parseSum reads an amount with a decimal comma.
func parseSum(s string, c money.Currency, debit bool) (Sum, bool) {
	s = strings.TrimSpace(s)
	if s == "" || strings.Trim(s, "0123456789,") != "" || strings.Count(s, ",") > 1 || s[0] == ',' {
		return Sum{}, false
	}
	sum := Sum{Printed: s, Exact: true}
	a, err := money.Parse(s, c, ',')
	if errors.Is(err, money.ErrPrecision) {
		whole, decimals, _ := strings.Cut(s, ",")
		sum.Exact = false
		a, err = money.Parse(whole+","+decimals[:c.Exponent()], c, ',')
	}
	if debit {
		a = -a
	}
	sum.Amount = a
	return sum, err == nil
}
