package score_test

import (
	"os"
	"path/filepath"
	"testing"

	"dangol.example/bankfile"
	"dangol.example/book"
)

func statements(t *testing.T, folder string) []book.Statement {
	t.Helper()
	path := filepath.Join(folder, "deposits.csv")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lists, err := bankfile.Read(path, data, bankfile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var out []book.Statement
	for _, s := range lists {
		if len(s.Chain.Breaks) > 0 {
			t.Errorf("%s: balances break at rows %v", path, s.Chain.Breaks)
		}
		out = append(out, book.Statement{File: s.File, Rows: s.Rows, Unread: s.Unread})
	}
	return out
}
