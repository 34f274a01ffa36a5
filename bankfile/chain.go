package bankfile

import "slices"

// order puts the rows oldest first and checks that the running balances chain. Banks print either order; the balances tell
// which, and where there are none, the times do.
func (s *Statement) order() {
	down := breaks(s.Rows, false)
	up := breaks(s.Rows, true)
	checked := 0
	for i := 1; i < len(s.Rows); i++ {
		if s.Rows[i].HasBalance && s.Rows[i-1].HasBalance {
			checked++
		}
	}
	newest := len(up) < len(down)
	if checked == 0 && len(s.Rows) > 1 {
		newest = s.Rows[0].At.After(s.Rows[len(s.Rows)-1].At)
	}
	s.Chain = Chain{Checked: checked, Breaks: down, Newest: newest}
	if newest {
		s.Chain.Breaks = up
		slices.Reverse(s.Rows)
	}
}

// breaks gives the numbers of the rows whose balance does not follow from the row before. up reads from the bottom.
func breaks(rows []Row, up bool) []int {
	var out []int
	for i := 1; i < len(rows); i++ {
		before, after := rows[i-1], rows[i]
		if up {
			before, after = rows[i], rows[i-1]
		}
		if before.HasBalance && after.HasBalance && before.Balance+after.Amount != after.Balance {
			out = append(out, after.Number)
		}
	}
	return out
}
