// Package due reads what waits in a shop: orders for which money may still come, deposits that pay nothing yet, and
// how likely it is that the one pays the other (package match).
//
// It reads the tables of package shop and changes nothing: what becomes of a likeness is decided there.
package due

import (
	"context"
	"slices"

	"dangol.example/id"
	"dangol.example/match"
	"dangol.example/shard"
	"dangol.example/shop/form"
)

// How much is looked at in one run: the newest.
const (
	maxOrders   = 5000
	maxDeposits = 300
	maxAliases  = 20_000
)

// SQL is which orders money may still come for; it has the words of the indexes shop_order_due and shop_order_number,
// so that they are used.
const SQL = "state <= 7 AND coalesce(paid_won + otherwise_won < total_won, 1)"

// Match weighs deposits against the orders of a shop.
func Match(r *shard.Reader, shop id.ID, orders []Order, deposits []Deposit) ([]match.Verdict, error) {
	came := make([]match.Deposit, len(deposits))
	for i := range deposits {
		came[i] = deposits[i].Match
	}
	return match.Match(context.Background(), given(orders), came, aliases(r, shop, orders), match.Options{})
}

// Rivals gives, of each deposit, the orders with a clear right to it: those whose code its name carries, or the number
// of the code, and those of its name and its amount.
func Rivals(r *shard.Reader, shop id.ID, deposits []Deposit) (map[id.ID][]id.ID, error) {
	orders := Orders(r, shop)
	verdicts, err := Match(r, shop, orders, deposits)
	rivals := map[id.ID][]id.ID{}
	for i, v := range verdicts {
		of := deposits[i].ID
		for _, c := range v.Candidates {
			if hasRight(c.Reasons) {
				rivals[of] = append(rivals[of], orders[c.Order].ID)
			}
		}
		for _, n := range numbered(orders, deposits[i].Match) {
			rivals[of] = append(rivals[of], orders[n].ID)
		}
	}
	return rivals, err
}

// The words of package match for a name that is the deposit's, and for an amount that is just what was asked for.
var (
	ownName = []match.Reason{ //nolint:gochecknoglobals // a table
		"name_told", "name_equal", "name_alias", "name_nickname", "name_suffixed", "name_prefixed", "name_cut_off",
		"name_masked", "name_given",
	}
	ownAmount = []match.Reason{"amount_total", "amount_advance", "amount_balance"} //nolint:gochecknoglobals // a table
)

func hasRight(reasons []match.Reason) bool {
	has := func(words []match.Reason) bool {
		return slices.ContainsFunc(reasons, func(r match.Reason) bool { return slices.Contains(words, r) })
	}
	return slices.Contains(reasons, "code") || has(ownName) && has(ownAmount)
}

// codeNumber is the reason of an order whose code's number, and not its name, stands behind the deposit's name.
const codeNumber match.Reason = "code_number"

// Candidates are the orders that a person is shown: those that package match found, and those of which the depositor
// gave the number alone, if need be in the last place.
func Candidates(orders []Order, p match.Deposit, v match.Verdict) []match.Candidate {
	all := slices.Clone(v.Candidates)
	for _, n := range numbered(orders, p) {
		at := slices.IndexFunc(all, func(c match.Candidate) bool { return c.Order == n })
		switch {
		case at < 0:
			all = append(all[:min(len(all), match.MaxCandidates-1)],
				match.Candidate{Order: n, Reasons: []match.Reason{codeNumber}})
		case !slices.Contains(all[at].Reasons, "code"):
			all[at].Reasons = append([]match.Reason{codeNumber}, all[at].Reasons...)
		}
	}
	return all
}

// Elsewhere reports whether the number behind a deposit's name is that of another order than those it is to pay.
func Elsewhere(orders []Order, p match.Deposit, parts []match.Part) bool {
	return slices.ContainsFunc(numbered(orders, p), func(n int) bool {
		return !slices.ContainsFunc(parts, func(part match.Part) bool { return part.Order == n })
	})
}

// numbered gives the orders that ask for just this amount and whose code has the number behind a deposit's name, also
// when the name is another: somebody else may have paid and copied the number alone.
func numbered(orders []Order, p match.Deposit) (all []int) {
	number, has := form.CodeNumber(p.Name)
	for i := range orders {
		if o := &orders[i].Match; has && (p.Amount == o.Total || p.Amount == o.Advance) {
			if own, _ := form.CodeNumber(o.Code); own == number {
				all = append(all, i)
			}
		}
	}
	return all
}
