package bankfile_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dangol.example/bankfile"
)

// noMemo are the samples whose layout has no memo column, or leaves it empty: the expected memo stands in no byte of them.
var noMemo = map[string]bool{
	"busan_biff8.xls": true, "shinhan_biff8.xls": true, "shinhan_biz_grid.xlsx": true, "woori.xlsx": true, "woori_biff8.xls": true,
}

// TestSyntheticExports reads the exports of shared/data/bank and compares every row with expected.json.
func TestSyntheticExports(t *testing.T) {
	folder := filepath.Join("..", "..", "shared", "data", "bank", "kr-synthetic")
	raw, err := os.ReadFile(filepath.Join(folder, "expected.json"))
	if err != nil {
		t.Skip("the shared bank samples are not here")
	}
	var want []struct {
		At              time.Time
		Name, Memo      string
		Amount, Balance int64
	}
	if err := json.Unmarshal(raw, &want); err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, f := range files {
		if f.Name() == "expected.json" {
			continue
		}
		n++
		t.Run(f.Name(), func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join(folder, f.Name()))
			if err != nil {
				t.Fatal(err)
			}
			o := bankfile.Options{}
			if strings.Contains(f.Name(), "_pw000101") {
				o.Password = "000101"
			}
			got, err := bankfile.Read(f.Name(), data, o)
			if err != nil {
				t.Fatal(err)
			}
			if len(got) != 1 || len(got[0].Rows) != len(want) {
				t.Fatalf("%d statements: %+v", len(got), got)
			}
			s := got[0]
			if !s.Chain.Proved() || s.Guessed || s.Bank == "" || len(s.Unread) > 0 {
				t.Errorf("chain %+v, guessed %v, bank %q, unread %v", s.Chain, s.Guessed, s.Bank, s.Unread)
			}
			for i, r := range s.Rows {
				w := want[i]
				at := w.At
				switch {
				case r.DayOnly: // the quick view has no times
					y, m, d := at.Date()
					at = time.Date(y, m, d, 0, 0, 0, 0, at.Location())
				case r.MinuteOnly:
					at = at.Truncate(time.Minute)
				}
				if noMemo[f.Name()] {
					w.Memo = ""
				}
				if !r.At.Equal(at) || r.Name != w.Name || int64(r.Amount) != w.Amount || int64(r.Balance) != w.Balance || r.Memo != w.Memo {
					t.Errorf("row %d: %v %q %q %d %d, want %+v", r.Number, r.At, r.Name, r.Memo, r.Amount, r.Balance, w)
				}
			}
		})
	}
	if n != 19 {
		t.Errorf("%d files, want 19", n)
	}
}
