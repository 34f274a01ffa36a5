package bankfile_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"dangol.example/bankfile"
)

// longList is a list with n rows of a bank that prints the time to the second.
func longList(n int) []byte {
	var b strings.Builder
	b.WriteString("계좌번호,000-0000-0000\n거래일시,적요,보낸분/받는분,송금메모,출금액,입금액,잔액,거래점,구분\n")
	for i := range n {
		fmt.Fprintf(&b, "2026.11.%02d %02d:%02d:%02d,전자금융,홍길동%d,,0,\"1,000\",\"%d\",본점,\n",
			i/86400%28+1, i/3600%24, i/60%60, i%60, i, (i+1)*1000)
	}
	return []byte(b.String())
}

func BenchmarkReadCSV100k(b *testing.B) {
	data := longList(100_000)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		got, err := bankfile.Read("list.csv", data, bankfile.Options{})
		if err != nil || len(got[0].Rows) != 100_000 {
			b.Fatal(err, len(got))
		}
	}
}

// took is the shortest of three runs.
func took(f func()) time.Duration {
	best := time.Hour
	for range 3 {
		start := time.Now()
		f()
		best = min(best, time.Since(start))
	}
	return best
}

// TestTimeIsLinear reads inputs that invite quadratic work, eight times as long: linear time is then eight times,
// quadratic 64.
func TestTimeIsLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	const small, times, allowed = 400, 8, 24
	for name, make := range map[string]func(n int) string{
		"rows":     func(n int) string { return string(longList(n * 3)) },
		"brackets": func(n int) string { return "거래일시," + strings.Repeat("()", n*40) + "\n" },
		"quotes":   func(n int) string { return "거래일시,입금,잔액\n" + strings.Repeat(`"a,`, n*5) },
		"columns":  func(n int) string { return strings.Repeat("적요,입금,거래일시,", n*20) + "\n" },
		"guessing": func(n int) string { return strings.Repeat("2026-11-02 09:10"+strings.Repeat(",100", n/50)+"\n", 40) },
		"tables":   func(n int) string { return "<table>" + strings.Repeat("<tr><td rowspan=64>x", n*2) },
		"alerts": func(n int) string {
			var b strings.Builder
			for i := range n {
				fmt.Fprintf(&b, "신한%02d/%02d %02d:%02d\n%d***%d\n입금 50,%03d\n박보라\n", 12-i/9000%12, 28-i/1440%28, 23-i/60%24, 59-i%60, i, i, i%1000)
			}
			return b.String()
		},
		"cancellations": func(n int) string {
			return strings.Repeat("신한06/12 14:30\n입금취소 50,000\n가\n신한06/12 14:31\n입금 4,000\n나\n", n)
		},
	} {
		t.Run(name, func(t *testing.T) {
			read := func(text string) func() {
				return func() { _, _ = bankfile.Read("x", []byte(text), bankfile.Options{AsOf: asOf()}) }
			}
			one, many := took(read(make(small))), took(read(make(small*times)))
			if many > allowed*max(one, time.Millisecond) {
				t.Errorf("%v, and %v for %d times as much", one, many, times)
			}
		})
	}
}

// TestDistinctIsLinear joins lists full of rows that are alike.
func TestDistinctIsLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	const times, allowed = 8, 24
	lists := func(n int) []bankfile.Statement {
		a := bankfile.Statement{Rows: make([]bankfile.Row, n)}
		for i := range a.Rows {
			a.Rows[i] = bankfile.Row{At: asOf(), Amount: 1000, Name: fmt.Sprint(i)}
		}
		return []bankfile.Statement{a, a}
	}
	run := func(n int) func() {
		l := lists(n)
		return func() { bankfile.Distinct(l) }
	}
	if one, many := took(run(700)), took(run(700*times)); many > allowed*max(one, time.Millisecond) {
		t.Errorf("%v, and %v for %d times as much", one, many, times)
	}
}
