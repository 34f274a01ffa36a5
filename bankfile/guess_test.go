package bankfile_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"dangol.example/bankfile"
	"dangol.example/fault"
)

func roles(s bankfile.Statement) []bankfile.Role {
	var out []bankfile.Role
	for _, c := range s.Columns {
		out = append(out, c.Role)
	}
	return out
}

const threeRows = "2026-11-02 09:10,홍길동,0,1000,1000\n2026-11-03 09:12,김영희,400,0,600\n2026-11-04 09:12,박보라,0,500,1100\n"

// TestGuess finds the columns by their content, and says that it guessed.
func TestGuess(t *testing.T) {
	want := []string{"261102 09:10|홍길동||1000|1000", "261103 09:12|김영희||-400|600", "261104 09:12|박보라||500|1100"}
	noBalance := []string{"261102 09:10|홍길동||1000|-", "261103 09:12|김영희||-400|-", "261104 09:12|박보라||500|-"}
	for _, c := range []struct {
		name, text string
		roles, out []string
	}{
		{"no heading", threeRows, []string{"datetime", "name", "out", "in", "balance"}, want},
		{"headings nobody knows", "언제,누구,빼신돈,넣으신돈,얼마나\n" + threeRows, []string{"datetime", "name", "out", "in", "balance"}, want},
		{
			"headings the wrong way round", "거래일시,내용,입금액,출금액,잔액\n" + threeRows + "2026-11-04 09:13,박보라,0,500,1600\n",
			[]string{"datetime", "name", "out", "in", "balance"},
			append(append([]string{}, want...), "261104 09:13|박보라||500|1600"),
		},
		{
			"no balance, words that hint", "언제,누구,빼신돈,넣으신돈\n2026-11-02 09:10,홍길동,0,1000\n2026-11-03 09:12,김영희,400,0\n2026-11-04 09:12,박보라,0,500\n",
			[]string{"datetime", "name", "out", "in"},
			noBalance,
		},
		{
			"signed, a running number in front", "1,2026-11-02 09:10,인터넷,홍길동,1000,1000\n2,2026-11-03 09:12,인터넷,김영희,-400,600\n3,2026-11-04 09:12,인터넷,박보라,500,1100\n",
			[]string{"-", "datetime", "method", "name", "amount", "balance"},
			want,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := read(t, c.text)
			var had []string
			for _, r := range roles(got[0]) {
				had = append(had, string(r))
			}
			if diff := cmp.Diff(c.roles, had); diff != "" || !got[0].Guessed {
				t.Error(diff, "guessed:", got[0].Guessed)
			}
			if diff := cmp.Diff(c.out, lines(got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestGivenColumns lets a person overrule the guess.
func TestGivenColumns(t *testing.T) {
	columns, err := bankfile.ParseColumns(" DateTime,name,in, out,balance")
	if err != nil {
		t.Fatal(err)
	}
	got, err := bankfile.Read("x", []byte(threeRows), bankfile.Options{Columns: columns})
	if err != nil || got[0].Rows[0].Amount != -1000 || got[0].Guessed || len(got[0].Chain.Breaks) != 2 {
		t.Errorf("%+v %v", got, err)
	}
	if _, err := bankfile.ParseColumns("datetime,naam"); fault.KindOf(err) != fault.Invalid {
		t.Error("a misspelt role was taken:", err)
	}
	if columns, err := bankfile.ParseColumns(""); columns != nil || err != nil {
		t.Error(columns, err)
	}
}

// TestUnsignedAmounts takes the sign from the balances where no word gives it.
func TestUnsignedAmounts(t *testing.T) {
	up := "거래일시,구분,거래금액,거래 후 잔액,내용\n2026-11-02 09:10,일반이체,1000,1000,가\n2026-11-03 09:12,체크결제,400,600,나\n2026-11-04 09:12,일반이체,400,1000,다\n"
	down := "거래일시,구분,거래금액,거래 후 잔액,내용\n2026-11-04 09:12,일반이체,400,1000,다\n2026-11-03 09:12,체크결제,400,600,나\n2026-11-02 09:10,일반이체,1000,1000,가\n"
	want := []string{"261102 09:10|가||1000|1000", "261103 09:12|나||-400|600", "261104 09:12|다||400|1000"}
	for _, text := range []string{up, down} {
		got := read(t, text)
		if diff := cmp.Diff(want, lines(got)); diff != "" || !got[0].Chain.Proved() {
			t.Error(diff, got[0].Chain)
		}
	}
}

// TestBrokenChain names the row after which one is missing.
func TestBrokenChain(t *testing.T) {
	got := read(t, kbHead+"2026.11.02 09:10:00,전자금융,가,0,1000,1000\n2026.11.03 09:10:00,전자금융,나,0,1000,2000\n2026.11.05 09:10:00,전자금융,다,0,1000,4000\n")
	if diff := cmp.Diff(bankfile.Chain{Checked: 2, Breaks: []int{4}}, got[0].Chain); diff != "" || len(got[0].Rows) != 3 {
		t.Error(diff)
	}
}
