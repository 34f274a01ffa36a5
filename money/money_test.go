package money_test

import (
	"errors"
	"math"
	"testing"

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
		{"44000.00", money.KRW, '.', 44000, nil}, // decimals that are zeros
		{"44000.5", money.KRW, '.', 0, money.ErrPrecision},
		{"12.34", "USD", '.', 1234, nil},
		{"12,34", "EUR", ',', 1234, nil},
		{"12,", "EUR", ',', 1200, nil}, // as MT940 writes it
		{"12.3", "USD", '.', 1230, nil},
		{"12.345", "KWD", '.', 12345, nil},
		{"12.345", "USD", '.', 0, money.ErrPrecision},
		{".5", "USD", '.', 50, nil},
		{"", money.KRW, '.', 0, money.ErrSyntax},
		{"-", money.KRW, '.', 0, money.ErrSyntax},
		{".", money.KRW, '.', 0, money.ErrSyntax},
		{"1a", money.KRW, '.', 0, money.ErrSyntax},
		{"1,000", money.KRW, '.', 0, money.ErrSyntax}, // grouping marks are the caller's
		{"9223372036854775807", money.KRW, '.', math.MaxInt64, nil},
		{"9223372036854775808", money.KRW, '.', 0, money.ErrRange},
		{"92233720368547758.08", "USD", '.', 0, money.ErrRange},
	} {
		got, err := money.Parse(c.text, c.currency, c.mark)
		if got != c.want || !errors.Is(err, c.err) {
			t.Errorf("Parse(%q, %s): %d, %v; want %d, %v", c.text, c.currency, got, err, c.want, c.err)
		}
	}
}

func TestGrouped(t *testing.T) {
	for a, want := range map[money.Amount]string{
		0: "0", 7: "7", 999: "999", 1000: "1,000", 44000: "44,000", 1234567: "1,234,567", -1000: "-1,000",
		math.MinInt64: "-9,223,372,036,854,775,808",
	} {
		if got := a.Grouped(); got != want {
			t.Errorf("%d: %s, want %s", a, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"1", "-1.50", "12,34", "", ".", "9223372036854775808"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, c := range []money.Currency{money.KRW, "USD", "KWD"} {
			a, err := money.Parse(s, c, '.')
			if err != nil && a != 0 {
				t.Errorf("Parse(%q) gave %d beside %v", s, a, err)
			}
		}
	})
}
