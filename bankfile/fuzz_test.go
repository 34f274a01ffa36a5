package bankfile_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dangol.example/bankfile"
	"dangol.example/fault"
)

// lawful checks what holds of every outcome, whatever the input was.
func lawful(t *testing.T, data []byte) {
	got, err := bankfile.Read("x", data, bankfile.Options{AsOf: asOf(), Password: "000101"})
	if err != nil {
		if fault.KindOf(err) == fault.Broken || fault.Message(err, fault.Korean) == "" {
			t.Fatalf("a refusal without a sentence: %v", err)
		}
		return
	}
	rows := 0
	for _, s := range got {
		seen := map[bankfile.ID]bool{}
		for _, r := range s.Rows {
			if seen[r.ID] || r.ID == (bankfile.ID{}) || r.At.IsZero() {
				t.Fatalf("row %d: %+v", r.Number, r)
			}
			seen[r.ID] = true
		}
		rows += len(s.Rows)
	}
	left := 0
	for _, s := range bankfile.Distinct(append(got, got...)) {
		left += len(s.Rows)
	}
	if left > rows {
		t.Fatalf("the same list twice gives %d rows of %d", left, rows)
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{
		page, threeRows, kbHead + "2026.11.02 09:10:00,전자금융,\"가\",0,1000,1000\n", "거래일시;입금;잔액\n46235.5;1;1\n",
		"거래일시,거래금액,,잔액\n,입금,출금,\n2026-11-02,1,,1\n",
	} {
		f.Add([]byte(s))
	}
	files, _ := filepath.Glob(filepath.Join("..", "..", "shared", "data", "bank", "kr-synthetic", "*"))
	for _, name := range files {
		if strings.Contains(name, "_pw") {
			continue // a password costs 100 ms by design; TestPassword has them
		}
		if data, err := os.ReadFile(name); err == nil && len(data) < 16<<10 {
			f.Add(data)
		}
	}
	f.Fuzz(lawful)
}

func FuzzAlerts(f *testing.F) {
	for _, p := range pasted {
		f.Add(p + "\n" + pasted[0])
		f.Add(web + p)
	}
	f.Add("신한06/12 14:23\n입금 50,000\n박보라\n신한06/12 14:30\n입금취소 50,000\n박보라")
	f.Fuzz(func(t *testing.T, text string) { lawful(t, []byte("[Web발신]\n"+text)) })
}
