package app_test

import (
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"dangol.example/app"
)

func verify(t *testing.T, c app.Config) (all []app.Checked) {
	t.Helper()
	tell := func(found app.Checked) { all = append(all, found) }
	err := app.Verify(t.Context(), c, slog.New(slog.DiscardHandler), tell)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// A stopped server's folder is well, until a number in a view is another, with nothing that SQLite could notice.
func TestVerify(t *testing.T) {
	c := config(t)
	if err := app.Verify(t.Context(), c, slog.New(slog.DiscardHandler), nil); err == nil {
		t.Error("an empty folder was verified")
	}
	a := start(t, c)
	if err := app.Verify(t.Context(), c, slog.New(slog.DiscardHandler), nil); err == nil {
		t.Error("verified beside a running server")
	}
	if _, err := a.EnsureShop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	all := verify(t, c)
	if len(all) != 2 || all[0].State != app.Whole || all[0].Block < 2 || all[0].View != all[0].Block || !all[1].Well() {
		t.Fatalf("%+v", all)
	}
	view := filepath.Join(c.Data, "views", "shard-000.sqlite")
	conn, err := sqlite.OpenConn(view, sqlite.OpenReadWrite)
	if err != nil {
		t.Fatal(err)
	}
	if err := sqlitex.ExecuteTransient(conn, "UPDATE shop_shop SET name = 'x'", nil); err != nil {
		t.Fatal(err)
	}
	conn.Close()
	if all = verify(t, c); all[0].State != app.Differs || all[0].Well() ||
		!strings.Contains(strings.Join(all[0].Tables, " "), "shop_shop") {
		t.Errorf("%+v", all)
	}
	if err := os.Remove(view); err != nil {
		t.Fatal(err)
	}
	if all = verify(t, c); all[0].State != app.NoView || !all[0].Well() {
		t.Errorf("%+v", all)
	}
	err = filepath.WalkDir(c.Data, func(path string, _ fs.DirEntry, err error) error {
		if strings.Contains(path, "verify-") {
			return errors.New("it leaves its folder behind")
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
