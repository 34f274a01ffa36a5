package bankfile

import "strings"

// givenLayout takes the columns that a person told. The heading row is where it was found, else above the first row with a day.
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

// guessLayout guesses the columns of a list without known headings from what stands in them. The running balance decides between
// the possible meanings of the numbers.
func guessLayout(rows [][]string, o Options) (layout, bool) {
	first, body := guessBody(rows, o)
	if len(body) < guessMin {
		return layout{}, false
	}
	width := 0
	for _, r := range body {
		width = max(width, len(r))
	}
	roles := make([]Role, width)
	var numbers, texts []int
	day := -1
	for c := range width {
		switch k := columnKind(body, c, o); {
		case k == DateTime && day < 0:
			day, roles[c] = c, DateTime
		case k == Time:
			roles[c] = Time
		case k == Signed:
			numbers = append(numbers, c)
		case k == Name:
			texts = append(texts, c)
		}
	}
	if day < 0 || len(numbers) == 0 {
		return layout{}, false
	}
	for c, role := range roles {
		if role == Time {
			roles[day] = Date
			_ = c
		}
		if role == "" {
			roles[c] = Ignore
		}
	}
	guessNames(body, roles, texts)
	guessSums(body, roles, numbers, o)
	l := givenLayout(rows, layout{header: first - 1}, first > 0, roles)
	l.guessed = true
	return l, true
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
		case clockPattern.MatchString(cell) && len(cell) <= len("00:00:00"):
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

// guessNames takes the text column with the most different values as the counterparty, the next as the method.
func guessNames(body [][]string, roles []Role, texts []int) {
	best, bestCount := -1, 0
	for _, c := range texts {
		seen := map[string]bool{}
		for _, row := range body {
			if c < len(row) && strings.TrimSpace(row[c]) != "" {
				seen[row[c]] = true
			}
		}
		if len(seen) > bestCount {
			best, bestCount = c, len(seen)
		}
	}
	for _, c := range texts {
		roles[c] = Method
	}
	if best >= 0 {
		roles[best] = Name
	}
}

// guessSums tries every meaning of the number columns and keeps the one whose balances chain; without a balance, the first
// column is money in.
func guessSums(body [][]string, roles []Role, numbers []int, o Options) {
	type meaning struct{ in, out, signed, balance int }
	tries := []meaning{}
	for _, b := range numbers {
		for _, x := range numbers {
			if x == b {
				continue
			}
			tries = append(tries, meaning{-1, -1, x, b})
			for _, y := range numbers {
				if y != b && y != x {
					tries = append(tries, meaning{x, y, -1, b})
				}
			}
		}
	}
	best, bestBreaks := meaning{-1, -1, numbers[0], -1}, len(body)
	for _, m := range tries {
		trial := append([]Role(nil), roles...)
		for _, put := range []struct {
			at   int
			role Role
		}{{m.in, In}, {m.out, Out}, {m.signed, Signed}, {m.balance, Balance}} {
			if put.at >= 0 {
				trial[put.at] = put.role
			}
		}
		s := Statement{Currency: o.Currency}
		r := rowReader{layout: givenLayout(body, layout{}, false, trial), options: o, statement: &s}
		for i, row := range body {
			r.read(i+1, row)
		}
		s.order()
		if s.Chain.Checked > 0 && len(s.Chain.Breaks) < bestBreaks && len(s.Rows) > len(body)/2 {
			best, bestBreaks = m, len(s.Chain.Breaks)
		}
	}
	for c := range roles {
		switch c {
		case best.in:
			roles[c] = In
		case best.out:
			roles[c] = Out
		case best.signed:
			roles[c] = Signed
		case best.balance:
			roles[c] = Balance
		}
	}
}
