package bankfile

import (
	"slices"
	"strings"
)

// givenLayout takes the columns that a person told. The heading row is where it was found, else above the first
// row with a day.
func givenLayout(rows [][]string, l layout, found bool, roles []Role) layout {
	out := layout{header: -1}
	if found {
		out.header = l.header
	}
	var names []int
	for i, role := range roles {
		heading := ""
		if out.header >= 0 && i < len(rows[out.header]) {
			heading = rows[out.header][i]
		}
		out.columns = append(out.columns, Column{i, heading, role})
		if role == Name {
			names = append(names, i)
		}
	}
	out.names = names
	if found {
		return out
	}
	for i := range rows {
		r := rowReader{layout: out, options: Options{Location: seoul()}, statement: &Statement{}}
		if _, ok := r.moment(rows[i]); ok {
			out.header = i - 1
			break
		}
	}
	return out
}

// The rows that are looked at to guess the columns, and the share of them that must fit.
const (
	guessRows  = 200
	guessShare = 0.8
	guessMin   = 2 // rows
)

// guessLayout guesses the columns of a list without known headings from what stands in them. The running balance
// decides between the possible meanings of the numbers; single headings that are known help with the texts.
func guessLayout(rows [][]string, o Options) (layout, bool) {
	first, body := guessBody(rows, o)
	if len(body) < guessMin {
		return layout{}, false
	}
	width := 0
	for _, r := range body {
		width = max(width, len(r))
	}
	roles := make([]Role, min(width, columnsMax))
	var numbers, texts []int
	day, clock := -1, -1
	for c := range roles {
		roles[c] = Ignore
		switch k := columnKind(body, c, o); {
		case k == DateTime && day < 0:
			day = c
		case k == Time && clock < 0:
			clock = c
		case k == Signed:
			numbers = append(numbers, c)
		case k == Name:
			texts = append(texts, c)
		}
	}
	if day < 0 || len(numbers) == 0 {
		return layout{}, false
	}
	roles[day] = DateTime
	if clock >= 0 {
		roles[day], roles[clock] = Date, Time
	}
	guessNames(body, roles, texts, headingsAbove(rows, first))
	guessSums(body, roles, numbers[:min(len(numbers), guessNumbers)], headingsAbove(rows, first), o)
	l := givenLayout(rows, layout{header: first - 1}, first > 0, roles)
	l.guessed = true
	return l, true
}

// headingsAbove gives the row above the first row with a day.
func headingsAbove(rows [][]string, first int) []string {
	if first < 1 {
		return nil
	}
	return rows[first-1]
}

// guessBody finds the rows that begin with, or hold, a day.
func guessBody(rows [][]string, o Options) (first int, body [][]string) {
	first = -1
	for i, row := range rows {
		for _, c := range row {
			if _, ok := parseMoment(c, o.Location); ok && len(strings.TrimSpace(c)) >= len("20260801") {
				if first < 0 {
					first = i
				}
				body = append(body, row)
				break
			}
		}
		if len(body) == guessRows {
			break
		}
	}
	return max(first, 0), body
}

// columnKind tells what most cells of a column look like: DateTime, Time, Signed (a number), Name (text), or nothing.
func columnKind(body [][]string, c int, o Options) Role {
	var days, clocks, sums, texts, filled int
	for _, row := range body {
		if c >= len(row) || strings.TrimSpace(row[c]) == "" {
			continue
		}
		filled++
		cell := strings.TrimSpace(row[c])
		_, isDay := parseMoment(cell, o.Location)
		_, err := parseWon(cell, o.Currency)
		switch {
		case isDay && len(cell) >= len("20260801"):
			days++
		case isClock(cell):
			clocks++
		case err == nil:
			sums++
		default:
			texts++
		}
	}
	enough := func(n int) bool { return filled > 0 && float64(n) >= guessShare*float64(filled) }
	switch {
	case enough(days):
		return DateTime
	case enough(clocks):
		return Time
	case enough(sums):
		return Signed
	case texts > 0:
		return Name
	}
	return Ignore
}

// guessNames takes the text column with the most different values as the counterparty and the others as the
// method, unless their headings tell.
func guessNames(body [][]string, roles []Role, texts []int, above []string) {
	best, bestCount := -1, 0
	for _, c := range texts {
		seen := map[string]bool{}
		for _, row := range body {
			if c < len(row) && strings.TrimSpace(row[c]) != "" && !isMethodWord(row[c]) {
				seen[row[c]] = true
			}
		}
		count := len(seen)
		roles[c] = Method
		if c < len(above) {
			if m, ok := headingRole(above[c]); ok && slices.Contains([]Role{Memo, Ignore, Kind, Bank}, m.role) {
				roles[c], count = m.role, 0
			} else if ok && m.role == Name {
				count = len(body) + m.rank
			}
		}
		if count > bestCount {
			best, bestCount = c, count
		}
	}
	if best >= 0 {
		roles[best] = Name
	}
}
