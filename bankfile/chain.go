package bankfile

import "slices"

// order puts the rows oldest first and checks that the running balances chain. Banks print either order; the
// balances tell which, and where they cannot, the times do.
func (s *Statement) order() {
	down, up := breaks(s.Rows, false), breaks(s.Rows, true)
	checked, rising, falling := 0, 0, 0
	for i := 1; i < len(s.Rows); i++ {
		before, after := &s.Rows[i-1], &s.Rows[i]
		if after.HasBalance && before.HasBalance {
			checked++
		}
		switch after.At.Compare(before.At) {
		case 1:
			rising++
		case -1:
			falling++
		}
	}
	newest := len(up) < len(down)
	if len(up) == len(down) {
		newest = falling > rising
	}
	s.Chain = Chain{Checked: checked, Breaks: down, Newest: newest}
	if newest {
		s.Chain.Breaks = up
		slices.Reverse(s.Rows)
	}
	if !s.Chain.Proved() { // the balances do not vouch for the printed order
		slices.SortStableFunc(s.Rows, func(a, b Row) int { return a.At.Compare(b.At) })
	}
}

// breaks gives the numbers of the rows whose balance does not follow from the row before. up reads from the bottom.
func breaks(rows []Row, up bool) []int {
	var out []int
	for i := 1; i < len(rows); i++ {
		before, after := &rows[i-1], &rows[i]
		if up {
			before, after = after, before
		}
		if before.HasBalance && after.HasBalance && before.Balance+after.Amount != after.Balance {
			out = append(out, after.Number)
		}
	}
	return out
}

// signByBalance gives unsigned amounts the sign that their balances show, where the word beside them did not tell
// it. It is kept only if it mends the chain in one of the two orders.
func (s *Statement) signByBalance() {
	if s.Chain.Checked == 0 || len(s.Chain.Breaks) == 0 {
		return
	}
	for _, up := range []bool{false, true} {
		rows := slices.Clone(s.Rows)
		slices.SortFunc(rows, func(a, b Row) int { return a.Number - b.Number })
		if up {
			slices.Reverse(rows)
		}
		for i := 1; i < len(rows); i++ {
			before, after := &rows[i-1], &rows[i]
			if before.HasBalance && after.HasBalance && before.Balance-after.Amount == after.Balance {
				after.Amount = -after.Amount
			}
		}
		if len(breaks(rows, false)) < len(s.Chain.Breaks) {
			signFirst(rows)
			s.Rows = rows
			s.Chain = Chain{Checked: s.Chain.Checked, Breaks: breaks(rows, false), Newest: up}
		}
	}
}

// signFirst gives the oldest row, before which no balance is known, the sign that all others of its method have.
func signFirst(rows []Row) {
	in, out := 0, 0
	for _, r := range rows[1:] {
		switch {
		case r.Method != rows[0].Method:
		case r.Amount < 0:
			out++
		default:
			in++
		}
	}
	if out > 0 && in == 0 && rows[0].Amount > 0 {
		rows[0].Amount = -rows[0].Amount
	}
}
