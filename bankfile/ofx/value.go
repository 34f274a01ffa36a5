package ofx

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"dangol.example/money"
)

// parseSum reads an amount: a sign, digits, and a comma or a point as the decimal mark; no grouping (§3.2.9.2).
func parseSum(s string, c money.Currency) (Sum, bool) {
	mark := byte('.')
	if strings.Contains(s, ",") {
		mark = ','
	}
	sum := Sum{Printed: s, Exact: true}
	a, err := money.Parse(s, c, mark)
	if errors.Is(err, money.ErrPrecision) {
		whole, decimals, _ := strings.Cut(s, string(mark))
		if strings.Trim(decimals, "0123456789") != "" {
			return Sum{}, false
		}
		sum.Exact = false
		a, err = money.Parse(whole+string(mark)+decimals[:c.Exponent()], c, mark)
	}
	sum.Amount = a
	return sum, err == nil
}

// parseMoment reads YYYYMMDD[HHMM[SS[.XXX]]][[offset[:zone]]] (§3.2.8.2). A time without an offset is GMT.
func parseMoment(s string) (Moment, bool) {
	s, zone, zoned := strings.Cut(strings.TrimSpace(s), "[")
	s, fraction, _ := strings.Cut(s, ".")
	if strings.Trim(s+fraction, "0123456789") != "" || len(fraction) > 9 {
		return Moment{}, false
	}
	const layout = "20060102150405"
	if len(s) != 8 && len(s) != 12 && len(s) != 14 {
		return Moment{}, false
	}
	loc := time.UTC
	if zoned {
		var ok bool
		if loc, ok = parseZone(zone); !ok {
			return Moment{}, false
		}
	}
	if len(s) == 8 {
		t, err := time.Parse(layout[:8], s)
		return Moment{t, true}, err == nil
	}
	t, err := time.ParseInLocation(layout[:len(s)], s, loc)
	if err != nil {
		return Moment{}, false
	}
	nanos, _ := strconv.Atoi((fraction + "000000000")[:9])
	return Moment{Time: t.Add(time.Duration(nanos))}, true
}

// parseZone reads "-5:EST]" or "+9.50]": hours with decimals, and a name that says nothing more.
func parseZone(s string) (*time.Location, bool) {
	s, found := strings.CutSuffix(s, "]")
	offset, _, _ := strings.Cut(s, ":")
	hours, err := strconv.ParseFloat(offset, 64)
	if !found || err != nil || !(hours >= -12 && hours <= 14) {
		return nil, false
	}
	return time.FixedZone("", int(hours*3600)), true
}
