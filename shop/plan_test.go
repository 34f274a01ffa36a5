package shop

import (
	"strings"
	"testing"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"dangol.example/shop/code"
	"dangol.example/shop/count"
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
		due.OrdersSQL, due.DepositsSQL, due.AliasesSQL, code.NumberTakenSQL, code.NumbersTakenSQL, stillDue,
		orderColumns, lateSQL,
		count.PickupsSQL, count.UpcomingSQL, count.MadeSQL, count.NoShowsSQL, count.DepositsSQL, count.HabitsSQL,
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
