package money_test

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"dangol.example/money"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		text     string
		currency money.Currency
		mark     byte
		want     money.Amount
		err      error
	}{
		{"44000", money.KRW, '.', 44000, nil},
		{"-44000", money.KRW, '.', -44000, nil},
		{"+1", money.KRW, '.', 1, nil},
		{"0", money.KRW, '.', 0, nil},
		{"-0", money.KRW, '.', 0, nil},
		{"0044000", money.KRW, '.', 44000, nil},
		{"44000.00", money.KRW, '.', 44000, nil}, // decimals that are zeros
		{"44000.", money.KRW, '.', 44000, nil},
		{"44000.5", money.KRW, '.', 0, money.ErrPrecision},
		{"12.34", "USD", '.', 1234, nil},
		{"12,34", "EUR", ',', 1234, nil},
		{"12,", "EUR", ',', 1200, nil}, // as MT940 writes it
		{"12.3", "USD", '.', 1230, nil},
		{"-12.3", "USD", '.', -1230, nil},
		{"12.345", "KWD", '.', 12345, nil},
		{"12.345", "USD", '.', 0, money.ErrPrecision},
		{"12.340", "USD", '.', 1234, nil},
		{".5", "USD", '.', 50, nil},
		{"-.5", "USD", '.', -50, nil},
		{"12.5", "XYZ", '.', 1250, nil}, // an unknown currency has two decimals, as most do
		{"9223372036854775807", money.KRW, '.', math.MaxInt64, nil},
		{"-9223372036854775807", money.KRW, '.', -math.MaxInt64, nil},
		{"9223372036854775808", money.KRW, '.', 0, money.ErrRange},
		{"-9223372036854775808", money.KRW, '.', 0, money.ErrRange},
		{"92233720368547758.07", "USD", '.', math.MaxInt64, nil},
		{"92233720368547758.08", "USD", '.', 0, money.ErrRange},
		{"92233720368547759", "USD", '.', 0, money.ErrRange},
	} {
		got, err := money.Parse(c.text, c.currency, c.mark)
		if got != c.want || !errors.Is(err, c.err) {
			t.Errorf("Parse(%q, %s): %d, %v; want %d, %v", c.text, c.currency, got, err, c.want, c.err)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, text := range []string{
		"", "-", "+", ".", "-.", " 1", "1 ", "1a", "a1", "1,000", "1.000.000", "1.2.3", "--1", "-+1", "+-1", "++1", "1-",
		"1e3", "0x10", "1_000", "₩1", "1원", "１２", "٣", "1.x", "1.0x", "NaN", "99999999999999999999x", "\x00", "1\n", "\xff",
	} {
		for _, c := range []money.Currency{money.KRW, "USD", "KWD"} {
			if got, err := money.Parse(text, c, '.'); got != 0 || !errors.Is(err, money.ErrSyntax) {
				t.Errorf("Parse(%q, %s): %d, %v; want it refused", text, c, got, err)
			}
		}
	}
}

// A text of digits is refused for its size; reading it must not take longer than reading.
func TestParseTimeIsLinear(t *testing.T) {
	for _, text := range []string{strings.Repeat("9", 1<<20), "1." + strings.Repeat("0", 1<<20), strings.Repeat("-", 1<<20)} {
		start := time.Now()
		_, _ = money.Parse(text, "USD", '.')
		if took := time.Since(start); took > time.Second {
			t.Errorf("%d bytes beginning %q take %v", len(text), text[:4], took)
		}
	}
}

func TestExponent(t *testing.T) {
	for c, want := range map[money.Currency]int{
		money.KRW: 0, "JPY": 0, "VND": 0, "USD": 2, "EUR": 2, "CNY": 2, "KWD": 3, "BHD": 3, "": 2, "krw": 2,
	} {
		if got := c.Exponent(); got != want {
			t.Errorf("%q: %d decimals, want %d", c, got, want)
		}
	}
}

func TestGrouped(t *testing.T) {
	for a, want := range map[money.Amount]string{
		0: "0", 7: "7", 99: "99", 999: "999", 1000: "1,000", 44000: "44,000", 100000: "100,000", 1234567: "1,234,567",
		-1: "-1", -999: "-999", -1000: "-1,000", -100000: "-100,000",
		math.MaxInt64: "9,223,372,036,854,775,807", math.MinInt64: "-9,223,372,036,854,775,808",
	} {
		if got := a.Grouped(); got != want {
			t.Errorf("%d: %s, want %s", a, got, want)
		}
	}
}

// written is the amount as a plain decimal of its currency, which nobody but a test needs yet.
func written(a money.Amount, c money.Currency, mark byte) string {
	digits := strconv.FormatInt(int64(a), 10)
	sign, digits := digits[:len(digits)-len(strings.TrimPrefix(digits, "-"))], strings.TrimPrefix(digits, "-")
	e := c.Exponent()
	digits = strings.Repeat("0", max(0, e+1-len(digits))) + digits
	if e == 0 {
		return sign + digits
	}
	return sign + digits[:len(digits)-e] + string(mark) + digits[len(digits)-e:]
}

// FuzzRoundTrip writes amounts and reads them back.
func FuzzRoundTrip(f *testing.F) {
	for _, n := range []int64{0, 1, -1, 9, 10, 99, 100, -999, 1000, 44000, math.MaxInt64, -math.MaxInt64} {
		f.Add(n)
	}
	f.Fuzz(func(t *testing.T, n int64) {
		if n == math.MinInt64 {
			return // out of Parse's range
		}
		for _, c := range []money.Currency{money.KRW, "USD", "KWD"} {
			for _, mark := range []byte{'.', ','} {
				text := written(money.Amount(n), c, mark)
				if got, err := money.Parse(text, c, mark); got != money.Amount(n) || err != nil {
					t.Errorf("Parse(%q, %s): %d, %v; want %d", text, c, got, err, n)
				}
			}
		}
		grouped := money.Amount(n).Grouped()
		got, err := money.Parse(strings.ReplaceAll(grouped, ",", ""), money.KRW, '.')
		if got != money.Amount(n) || err != nil {
			t.Errorf("%s reads back as %d, %v; want %d", grouped, got, err, n)
		}
	})
}

// FuzzParse reads anything: what is accepted says the same when it is written and read again, and a sign turns it
// round.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"1", "-1.50", "12,34", "", ".", "-.", "-+1", "1.2.3", "9223372036854775808", "0.000", "1.0x", "원", "\xff",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, c := range []money.Currency{money.KRW, "USD", "KWD"} {
			a, err := money.Parse(s, c, '.')
			if err != nil {
				if a != 0 {
					t.Errorf("Parse(%q) gave %d beside %v", s, a, err)
				}
				continue
			}
			if strings.Trim(s, "+-.0123456789") != "" {
				t.Errorf("Parse(%q) accepted it", s)
			}
			if again, err := money.Parse(written(a, c, '.'), c, '.'); again != a || err != nil {
				t.Errorf("Parse(%q) is %d, and written and read again %d, %v", s, a, again, err)
			}
			if unsigned := strings.TrimLeft(s, "+-"); !strings.HasPrefix(s, "-") {
				if turned, err := money.Parse("-"+unsigned, c, '.'); turned != -a || err != nil {
					t.Errorf("Parse(%q) is %d, and with a minus %d, %v", s, a, turned, err)
				}
			}
		}
	})
}
