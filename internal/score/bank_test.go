package score_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"dangol.example/bankfile"
	"dangol.example/book"
	"dangol.example/money"
)

func statements(t *testing.T, folder string) []book.Statement {
	f, err := os.Open(filepath.Join(folder, "deposits.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Log(err)
		return nil
	}
	s := book.Statement{File: "deposits.csv"}
	for i, r := range rows[1:] {
		if len(r) != 4 {
			return nil
		}
		seoul, _ := time.LoadLocation("Asia/Seoul")
		at, err := time.ParseInLocation("2006-01-02 15:04:05", strings.TrimPrefix(r[0], "\ufeff")+" "+r[1], seoul)
		if err != nil {
			t.Fatal(err)
		}
		n, _ := strconv.Atoi(r[3])
		s.Rows = append(s.Rows, bankfile.Row{Number: i + 2, At: at, Name: r[2], Amount: money.Amount(n)})
	}
	return []book.Statement{s}
}
