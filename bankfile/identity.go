package bankfile

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"dangol.example/money"
)

// identify gives every row its ID: the hash of account, time, amount, balance, name, and the ordinal among rows that are alike.
func (s *Statement) identify() {
	seen := map[string]int{}
	account := onlyDigits(s.Account)
	for i := range s.Rows {
		r := &s.Rows[i]
		key := fmt.Sprintf("%s\x00%s\x00%d\x00%d\x00%s", account, r.At.Format(time.RFC3339), r.Amount, r.Balance, FoldName(r.Name))
		ordinal := seen[key]
		seen[key]++
		sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d", key, ordinal))
		copy(r.ID[:], sum[:])
	}
}

// FoldName gives a name without blanks, width and case, for comparing.
func FoldName(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKC.String(s))
}

func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

// Distinct leaves out of later statements the rows that an earlier one has: overlapping downloads, a download as CSV and as
// XLSX, and an alert beside its row in the list. The statements keep their order; a fuller row replaces a poorer one.
func Distinct(statements []Statement) []Statement {
	known := map[likeness][]*place{}
	out := make([]Statement, len(statements))
	for i, s := range statements {
		out[i] = s
		out[i].Rows = make([]Row, 0, len(s.Rows))
		used := map[*place]bool{} // a row stands for one row of the same statement only
		var fresh []*place
		for _, r := range s.Rows {
			like := likenessOf(r)
			if p := findSame(known[like], r, used); p != nil {
				used[p] = true
				if fuller(r, out[p.statement].Rows[p.row]) {
					out[p.statement].Rows[p.row] = r
				}
				continue
			}
			out[i].Rows = append(out[i].Rows, r)
			fresh = append(fresh, &place{i, len(out[i].Rows) - 1, r})
		}
		for _, p := range fresh {
			like := likenessOf(p.value)
			known[like] = append(known[like], p)
		}
	}
	return out
}

// likeness is what two forms of one transaction always share: the minute (or the day) and the amount.
type likeness struct {
	day    string
	amount money.Amount
}

type place struct {
	statement, row int
	value          Row
}

func likenessOf(r Row) likeness { return likeness{r.At.Format(time.DateOnly), r.Amount} }

func findSame(list []*place, r Row, used map[*place]bool) *place {
	for _, p := range list {
		if !used[p] && same(p.value, r) {
			return p
		}
	}
	return nil
}

// same reports whether two rows of different statements are one transaction.
func same(a, b Row) bool {
	if a.ID == b.ID {
		return true
	}
	if a.HasBalance && b.HasBalance && a.Balance != b.Balance {
		return false
	}
	if !a.DayOnly && !b.DayOnly {
		const drift = time.Minute // an alert is sent within the minute
		if d := a.At.Sub(b.At).Abs(); d > drift {
			return false
		}
	}
	if a.HasBalance && b.HasBalance {
		return true // same amount to the same balance in the same minute
	}
	x, y := FoldName(a.Name), FoldName(b.Name)
	return x == y || x == "" || y == "" || strings.HasPrefix(x, y) || strings.HasPrefix(y, x)
}

// fuller reports whether a says more than b of one transaction.
func fuller(a, b Row) bool {
	if a.MinuteOnly != b.MinuteOnly || a.DayOnly != b.DayOnly {
		return !a.MinuteOnly && !a.DayOnly
	}
	return len(a.Name) > len(b.Name)
}
