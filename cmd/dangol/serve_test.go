package main

import (
	"io"
	"os"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"dangol.example/app"
)

// The page of the settings has every flag, with the name it has in the environment and its default, and no other.
func TestThePageOfTheSettings(t *testing.T) {
	page, err := os.ReadFile("../../docs/config.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string][]string{}
	for line := range strings.Lines(string(page)) {
		if cells := strings.Split(line, "|"); strings.HasPrefix(line, "| `--") {
			rows[strings.Trim(cells[1], " `-")] = cells
		}
	}
	cfg := app.Defaults()
	flags := serveFlags(&cfg, console{err: io.Discard, env: func(string) string { return "" }})
	flags.VisitAll(func(f *pflag.Flag) {
		row := rows[f.Name]
		delete(rows, f.Name)
		if row == nil {
			t.Errorf("--%s is not on the page", f.Name)
			return
		}
		if env := strings.Trim(row[2], " `"); env != "DANGOL_"+strings.ToUpper(f.Name) {
			t.Errorf("--%s: %s", f.Name, env)
		}
		if is := strings.Trim(row[3], " `"); is != f.DefValue && !(is == "none" && strings.Trim(f.DefValue, "[]") == "") {
			t.Errorf("--%s: the page says %s, it is %s", f.Name, is, f.DefValue)
		}
	})
	for name := range rows {
		t.Errorf("--%s is no flag", name)
	}
}
