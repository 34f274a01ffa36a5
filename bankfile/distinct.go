package bankfile

import (
	"strings"
	"time"
	"unicode/utf8"

	"dangol.example/money"
)

// Distinct leaves out of later statements the rows that an earlier one has: overlapping downloads, a download as
// CSV and as XLSX, and an alert beside its row in the list. The statements keep their order; a fuller row replaces
// a poorer one, and keeps the poorer one's place.
//
// INVARIANT: a row stands for at most one row of each other statement, so that two equal deposits in one list stay
// two. Rows of accounts that are known to differ are never one.
func Distinct(statements []Statement) []Statement {
	k := known{byDay: map[likeness][]*place{}, byID: map[ID]*place{}}
	out := make([]Statement, len(statements))
	for i := range statements {
		s := &statements[i]
		out[i] = *s
		out[i].Rows = make([]Row, 0, len(s.Rows))
		k.used, k.spent = map[*place]bool{}, map[likeness]int{}
		var fresh []*place
		for _, r := range s.Rows {
			p := k.find(r, s)
			if p == nil {
				out[i].Rows = append(out[i].Rows, r)
				fresh = append(fresh, &place{i, len(out[i].Rows) - 1, r, s, FoldName(r.Name)})
				continue
			}
			k.used[p] = true
			if fuller(r, p.value) {
				out[p.statement].Rows[p.row] = r
				p.value, p.folded = r, FoldName(r.Name)
			}
		}
		k.add(fresh)
	}
	return out
}

// likeness is what two forms of one transaction share: the day and the amount.
type likeness struct {
	year, day int
	amount    money.Amount
}

func likenessOf(at time.Time, a money.Amount) likeness { return likeness{at.Year(), at.YearDay(), a} }

// place is where a row stands in the outcome.
type place struct {
	statement, row int
	value          Row
	of             *Statement
	folded         string // the name
}

// known are the rows of the statements before the one at hand.
type known struct {
	byDay map[likeness][]*place
	byID  map[ID]*place
	used  map[*place]bool  // those that a row of the statement at hand already repeats
	spent map[likeness]int // how many at the head of a list are used
}

func (k *known) add(fresh []*place) {
	for _, p := range fresh {
		like := likenessOf(p.value.At, p.value.Amount)
		k.byDay[like] = append(k.byDay[like], p)
		k.byID[p.value.ID] = p
	}
}

// sameMax is how many rows of one day and amount are compared with another, beside the one with the same ID.
const sameMax = 500

// find finds the row of an earlier statement that r repeats: the same ID first, then the likest.
func (k *known) find(r Row, s *Statement) *place {
	if p := k.byID[r.ID]; p != nil && r.ID != (ID{}) && !k.used[p] && accountsAgree(p.of, s) {
		return p
	}
	mine := place{value: r, of: s, folded: FoldName(r.Name)}
	var best *place
	bestScore := 0
	var last likeness
	for _, drift := range []time.Duration{0, -time.Minute, time.Minute} { // the alert of a row at midnight
		like := likenessOf(r.At.Add(drift), r.Amount)
		if like == last || drift != 0 && r.DayOnly {
			continue
		}
		last = like
		for k.spent[like] < len(k.byDay[like]) && k.used[k.byDay[like][k.spent[like]]] {
			k.spent[like]++
		}
		list := k.byDay[like][k.spent[like]:]
		for _, p := range list[:min(len(list), sameMax)] {
			if k.used[p] || !accountsAgree(p.of, s) {
				continue
			}
			if score := sameness(p, &mine); score > bestScore {
				best, bestScore = p, score
			}
			if bestScore == surely {
				return best
			}
		}
	}
	return best
}

// The grades of sameness.
const (
	maybe  = 1 // time and amount, and no name to the contrary
	likely = 2 // and the name
	surely = 3 // the ID, or the balance too
)

// sameness grades whether two rows of different statements are one transaction; 0 is no.
func sameness(p, q *place) int {
	a, b := &p.value, &q.value
	if a.ID != (ID{}) && a.ID == b.ID {
		return surely
	}
	both := a.HasBalance && b.HasBalance
	if both && a.Balance != b.Balance {
		return 0
	}
	if !a.DayOnly && !b.DayOnly && !sameTime(a, b, both) {
		return 0
	}
	switch x, y := p.folded, q.folded; {
	case both:
		return surely
	case x == y && x != "":
		return likely
	case namesAgree(x, y):
		return maybe
	}
	return 0
}

// sameTime compares as exactly as the poorer of two times allows. An alert may be sent a minute late, but without
// the balance another minute is another deposit.
func sameTime(a, b *Row, sameBalance bool) bool {
	if !a.MinuteOnly && !b.MinuteOnly {
		return a.At.Equal(b.At)
	}
	late := a.At.Truncate(time.Minute).Sub(b.At.Truncate(time.Minute)).Abs()
	return late == 0 || sameBalance && late <= time.Minute
}

// namesAgree reports whether two folded names can be one: the same, one cut off, one masked, or one not given.
func namesAgree(x, y string) bool {
	if strings.HasPrefix(x, y) || strings.HasPrefix(y, x) {
		return true
	}
	if utf8.RuneCountInString(x) != utf8.RuneCountInString(y) {
		return false
	}
	masked, open := []rune(x), []rune(y)
	for i := range masked {
		if masked[i] != open[i] && masked[i] != '*' && open[i] != '*' {
			return false
		}
	}
	return true
}

// accountsAgree reports whether two statements can be of one account, as far as both say.
func accountsAgree(a, b *Statement) bool {
	if a.Bank != "" && b.Bank != "" && a.Bank != b.Bank {
		return false
	}
	x, y := accountMarks(a.Account), accountMarks(b.Account)
	if x == "" || y == "" {
		return true
	}
	if len(x) == len(y) {
		return namesAgree(x, y)
	}
	head, tail := min(openHead(x), openHead(y)), min(openTail(x), openTail(y))
	return x[:head] == y[:head] && x[len(x)-tail:] == y[len(y)-tail:]
}

// accountMarks gives the digits and stars of an account number.
func accountMarks(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '*' {
			return r
		}
		return -1
	}, s)
}

// openHead is how many digits stand before the first star. A number of a few digits is the end of one.
func openHead(s string) int {
	if i := strings.IndexByte(s, '*'); i >= 0 {
		return i
	}
	if len(s) <= accountEnd {
		return 0
	}
	return len(s)
}

func openTail(s string) int { return len(s) - 1 - strings.LastIndexByte(s, '*') }

// accountEnd is the length up to which digits are only the end of an account number.
const accountEnd = 6

// fuller reports whether a says more than b of one transaction.
func fuller(a, b Row) bool {
	if a.DayOnly != b.DayOnly {
		return b.DayOnly
	}
	if a.MinuteOnly != b.MinuteOnly {
		return b.MinuteOnly
	}
	return len(a.Name) > len(b.Name)
}
