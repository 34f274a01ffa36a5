package bankfile

import "strings"

// layout is how the rows of a sheet are to be read.
type layout struct {
	header  int // index of the heading row, the lower one where there are two
	columns []Column
	names   []int // the columns that can hold the counterparty, best first
	guessed bool
}

// headerRowsMax is how deep the heading may stand: some banks print many lines about the account first.
const headerRowsMax = 60

// columnsMax is how many columns of a list are looked at.
const columnsMax = 256

// findHeader finds the heading row by its words: a day, an amount, and as many known words as possible. Where a
// heading takes two rows ("거래금액" above "입금" and "출금"), both are read as one.
func findHeader(rows [][]string) (layout, bool) {
	best, bestScore := layout{}, 0
	for i, row := range rows[:min(len(rows), headerRowsMax)] {
		l, score := readHeader(i, row)
		if score > bestScore {
			best, bestScore = l, score
		}
		if i+1 == len(rows) || !isSubheading(rows[i+1]) {
			continue
		}
		if l, score := readHeader(i+1, stacked(row, rows[i+1])); score > bestScore {
			best, bestScore = l, score
		}
	}
	return best, bestScore > 0
}

// isSubheading reports whether a row holds headings of amounts and nothing that is a number.
func isSubheading(row []string) bool {
	sums := 0
	for _, cell := range row {
		if strings.ContainsAny(cell, "0123456789") {
			return false
		}
		if m, ok := headingRole(cell); ok && m.exact && (m.role == In || m.role == Out) {
			sums++
		}
	}
	return sums == 2
}

// stacked lays the lower row of a heading over the upper one.
func stacked(upper, lower []string) []string {
	out := make([]string, max(len(upper), len(lower)))
	copy(out, upper)
	for i, cell := range lower {
		if strings.TrimSpace(cell) != "" {
			out[i] = cell
		}
	}
	return out
}

// readHeader reads one row as headings. The score is 0 when it cannot be a heading row.
func readHeader(i int, row []string) (layout, int) {
	l := layout{header: i}
	has := map[Role]int{}
	holder := map[Role]int{} // the column that has a role which only one can have
	exact := map[int]bool{}
	ranks := map[int]int{}
	score := 0
	for c, cell := range row[:min(len(row), columnsMax)] {
		m, ok := headingRole(cell)
		role := m.role
		if ok {
			score++
		}
		if role != Name && role != Memo && role != Ignore && role != Method && has[role] > 0 {
			if m.exact && !exact[holder[role]] { // a whole word takes the role from the beginning of another
				l.columns[holder[role]].Role = Ignore
			} else {
				role = Ignore // the first one counts
			}
		}
		has[role]++
		if role == Name {
			ranks[c] = m.rank
		}
		if role != Ignore {
			holder[role], exact[c] = c, m.exact
		}
		l.columns = append(l.columns, Column{Index: c, Header: cell, Role: role})
	}
	day := has[DateTime] + has[Date]
	sum := has[In] + has[Out] + has[Signed]
	if day == 0 || sum == 0 || score < 3 {
		return l, 0
	}
	l.rankNames(ranks)
	return l, score
}

// rankNames keeps the best column for the counterparty and gives the others their second meaning.
func (l *layout) rankNames(ranks map[int]int) {
	for c := range l.columns {
		if l.columns[c].Role != Name {
			continue
		}
		at := 0
		for at < len(l.names) && ranks[l.names[at]] >= ranks[c] {
			at++
		}
		l.names = append(l.names[:at], append([]int{c}, l.names[at:]...)...)
	}
	typed := l.typed()
	for k, c := range l.names {
		if k == 0 {
			continue
		}
		switch foldHeading(l.columns[c].Header) {
		case "비고", "내용", typed:
			l.columns[c].Role = Memo
		default:
			l.columns[c].Role = Method
		}
	}
}
