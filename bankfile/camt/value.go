package camt

import (
	"errors"
	"strings"
	"time"

	"dangol.example/money"
)

func (r rawAmount) currency() money.Currency { return money.Currency(first(r.Currency)) }

// parseSum reads an amount (an xs:decimal that is not negative) and gives it the sign of its direction.
func parseSum(r rawAmount, direction string) (Sum, bool) {
	s, c := first(r.Value), r.currency()
	if strings.HasPrefix(s, "-") {
		return Sum{}, false
	}
	sum := Sum{Printed: s, Exact: true}
	a, err := money.Parse(s, c, '.')
	if errors.Is(err, money.ErrPrecision) {
		whole, decimals, _ := strings.Cut(s, ".")
		if strings.Trim(decimals, "0123456789") != "" {
			return Sum{}, false
		}
		sum.Exact = false
		a, err = money.Parse(whole+"."+decimals[:c.Exponent()], c, '.')
	}
	if first(direction) == debit {
		a = -a
	}
	sum.Amount = a
	return sum, err == nil
}

func (r rawDay) moment() Moment {
	return parseMoment(first(r.Moment, r.Day))
}

// parseMoment reads an ISODateTime or an ISODate, both of which may have a zone; a day's zone says nothing more.
func parseMoment(s string) Moment {
	s = first(s)
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return Moment{Time: t}
	}
	if t, err := time.Parse("2006-01-02T15:04:05", s); err == nil {
		return Moment{Time: t, Local: true}
	}
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return Moment{Time: t, DayOnly: true}
	}
	if t, err := time.Parse("2006-01-02Z07:00", s); err == nil {
		y, m, d := t.Date()
		return Moment{Time: time.Date(y, m, d, 0, 0, 0, 0, time.UTC), DayOnly: true}
	}
	return Moment{}
}

func isTrue(s string) bool {
	s = first(s)
	return s == "true" || s == "1"
}
