package shop

import (
	"slices"
	"strings"
	"testing"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"dangol.example/shop/due"
)

// A shard has many shops: what is asked often must not read the rows of all.
func TestQueriesReadOneShop(t *testing.T) {
	conn, err := sqlite.OpenConn(":memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := sqlitex.ExecuteScript(conn, schema, nil); err != nil {
		t.Fatal(err)
	}
	for _, sql := range []string{
		due.OrdersSQL, due.DepositsSQL, due.AliasesSQL, numberTaken, numbersTaken, stillDue, orderColumns, lateSQL,
		pickupsSQL, upcomingSQL, madeSQL, noShowsSQL, depositsSQL, habitsSQL,
	} {
		err := sqlitex.ExecuteTransient(conn, "EXPLAIN QUERY PLAN "+sql, &sqlitex.ExecOptions{
			Args: make([]any, strings.Count(sql, "?")),
			ResultFunc: func(stmt *sqlite.Stmt) error {
				if step := stmt.ColumnText(3); strings.HasPrefix(step, "SCAN") {
					t.Errorf("%s: %s", step, sql)
				}
				return nil
			},
		})
		if err != nil {
			t.Error(sql, err)
		}
	}
}

// When the numbers that are tried are all taken, the least free one is found.
func TestFirstFreeNumber(t *testing.T) {
	all := make([]uint32, 0, lastNumber)
	for n := uint32(firstNumber); n <= lastNumber; n++ {
		all = append(all, n)
	}
	for name, c := range map[string]struct {
		taken []uint32
		want  uint32
	}{
		"none": {nil, firstNumber}, "the first": {all[:1], firstNumber + 1}, "all": {all, lastNumber + 1},
		"all but one": {slices.Concat(all[:700], all[701:]), firstNumber + 700},
		"twice":       {[]uint32{10, 10, 11}, 12}, "the last": {all[len(all)-1:], firstNumber},
	} {
		if have := firstFree(c.taken); have != c.want {
			t.Errorf("%s: %d, want %d", name, have, c.want)
		}
	}
}
