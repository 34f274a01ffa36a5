package bankfile

import "strings"

// sumColumns is one possible meaning of the number columns; -1 where it has none.
type sumColumns struct{ in, out, signed, balance int }

// guessNumbers is how many number columns are tried: every meaning of them is.
const guessNumbers = 6

// guessSums tries every meaning of the number columns and keeps the one whose balances chain in the order of the
// days. Without a balance, two columns of which every row fills one are money in and money out, in this order
// unless the words above them hint at the other; else the first is the amount.
func guessSums(body [][]string, roles []Role, numbers []int, above []string, o Options) {
	best, bestBreaks := withoutBalance(body, numbers, above, o), len(body)
	for _, m := range everySumColumns(numbers) {
		s := tryColumns(body, m.put(roles), o)
		broken := len(s.Chain.Breaks)
		if againstTheDays(s) {
			broken++
		}
		// A chain proves something only where money moved, and a few breaks are missing rows, not a wrong meaning.
		proves := s.Chain.Checked > 0 && len(s.Rows) > len(body)/2 && moved(s)
		if proves && broken < bestBreaks && broken*4 <= s.Chain.Checked {
			best, bestBreaks = m, broken
		}
	}
	copy(roles, best.put(roles))
}

// put writes the meaning into a copy of the roles.
func (m sumColumns) put(roles []Role) []Role {
	out := append([]Role(nil), roles...)
	for _, p := range []struct {
		at   int
		role Role
	}{{m.in, In}, {m.out, Out}, {m.signed, Signed}, {m.balance, Balance}} {
		if p.at >= 0 {
			out[p.at] = p.role
		}
	}
	return out
}

// everySumColumns lists the meanings with a balance.
func everySumColumns(numbers []int) []sumColumns {
	var out []sumColumns
	for _, b := range numbers {
		for _, x := range numbers {
			if x == b {
				continue
			}
			out = append(out, sumColumns{-1, -1, x, b})
			for _, y := range numbers {
				if y != b && y != x {
					out = append(out, sumColumns{x, y, -1, b})
				}
			}
		}
	}
	return out
}

func tryColumns(body [][]string, roles []Role, o Options) *Statement {
	s := &Statement{Currency: o.Currency}
	r := newRowReader(givenLayout(body, layout{}, false, roles), o, s)
	for i, row := range body {
		r.read(i+1, row)
	}
	r.finish()
	return s
}

// moved reports whether most rows have an amount.
func moved(s *Statement) bool {
	n := 0
	for _, r := range s.Rows {
		if r.Amount != 0 {
			n++
		}
	}
	return n*2 > len(s.Rows)
}

// againstTheDays reports whether the order that the balances give contradicts the days.
func againstTheDays(s *Statement) bool {
	if len(s.Rows) < 2 {
		return false
	}
	return s.Rows[0].At.After(s.Rows[len(s.Rows)-1].At)
}

// withoutBalance guesses the meaning where no column is a balance.
func withoutBalance(body [][]string, numbers []int, above []string, o Options) sumColumns {
	fallback := sumColumns{-1, -1, numbers[0], -1}
	if len(numbers) < 2 {
		return fallback
	}
	for i, x := range numbers {
		for _, y := range numbers[i+1:] {
			if oneOfTwo(body, x, y, o) {
				if hints(above, x, "출", "찾", "빼", "나간", "보낸", "지급") || hints(above, y, "입", "맡", "넣", "들어", "받") {
					x, y = y, x
				}
				return sumColumns{x, y, -1, -1}
			}
		}
	}
	return fallback
}

// hints reports whether the heading of a column has one of the words.
func hints(above []string, c int, words ...string) bool {
	if c >= len(above) {
		return false
	}
	for _, w := range words {
		if strings.Contains(above[c], w) {
			return true
		}
	}
	return false
}

// mend tries other meanings of the number columns where the headings were understood and yet the balances do not
// chain. It is kept only when they then chain without a break.
func mend(rows [][]string, l layout, o Options) (layout, bool) {
	body := rows[l.header+1:]
	body = body[:min(len(body), guessRows)]
	roles := make([]Role, len(l.columns))
	var numbers []int
	for c := range roles {
		switch roles[c] = l.columns[c].Role; roles[c] {
		case In, Out, Signed, Balance, Ignore:
			roles[c] = Ignore
			if columnKind(body, c, o) == Signed {
				numbers = append(numbers, c)
			}
		}
	}
	if len(numbers) == 0 {
		return l, false
	}
	guessSums(body, roles, numbers[:min(len(numbers), guessNumbers)], headingsAbove(rows, l.header+1), o)
	out := givenLayout(rows, l, true, roles)
	out.names, out.guessed = l.names, true
	return out, true
}

// oneOfTwo reports whether every row has an amount in exactly one of two columns, and both are used.
func oneOfTwo(body [][]string, x, y int, o Options) bool {
	inX, inY := 0, 0
	for _, row := range body {
		a, b := numberAt(row, x, o), numberAt(row, y, o)
		switch {
		case a && !b:
			inX++
		case b && !a:
			inY++
		default:
			return false
		}
	}
	return inX > 0 && inY > 0
}

func numberAt(row []string, c int, o Options) bool {
	if c >= len(row) {
		return false
	}
	a, err := parseWon(row[c], o.Currency)
	return err == nil && a != 0
}
