package due_test

import (
	"slices"
	"testing"

	"dangol.example/match"
	"dangol.example/shop/due"
)

// The order of which the depositor gave the number alone is shown, and stands against what another would get.
func TestNumberOfACode(t *testing.T) {
	var orders []due.Order
	for _, code := range []string{"이서연47", "박준호12", "김도윤47"} {
		orders = append(orders, due.Order{Match: match.Order{Code: code, Total: 44_000}})
	}
	orders[2].Match.Total = 30_000 // the number is right and the amount is not
	p := match.Deposit{Name: "박준호47", Amount: 44_000}
	full := match.Verdict{Candidates: slices.Repeat([]match.Candidate{{Order: 1}}, match.MaxCandidates)}
	for name, v := range map[string]match.Verdict{"of none": {}, "of many": full} {
		all := due.Candidates(orders, p, v)
		last := all[len(all)-1]
		if len(all) > match.MaxCandidates || last.Order != 0 || !slices.Contains(last.Reasons, "code_number") {
			t.Errorf("%s: %v", name, all)
		}
	}
	known := match.Verdict{Candidates: []match.Candidate{{Order: 0, Reasons: []match.Reason{"code"}}}}
	if all := due.Candidates(orders, p, known); len(all) != 1 || len(all[0].Reasons) != 1 {
		t.Errorf("%v", all)
	}
	if !due.Elsewhere(orders, p, []match.Part{{Order: 1}}) || due.Elsewhere(orders, p, []match.Part{{Order: 0}}) ||
		due.Elsewhere(orders, match.Deposit{Name: "박준호", Amount: 44_000}, []match.Part{{Order: 1}}) {
		t.Error("the number does not stand against another order, or stands against its own")
	}
}
