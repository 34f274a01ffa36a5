package shop

import (
	"context"
	"slices"

	"google.golang.org/protobuf/proto"

	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/match"
	"dangol.example/shard"
)

// importMatches takes over what was found with all that the chats say.
type importMatches struct {
	Shop, Import id.ID
	Matches      [][]byte // each an ImportedMatch
}

// Decide implements shard.Command. The files know nothing of the other orders of the shop, so that what they found is
// held against those; what does not fit any more is left to the next run of matching, and to people.
func (c importMatches) Decide(d *shard.Decision) error {
	if err := machineOnly(d); err != nil {
		return err
	}
	matches := make([]*shopjournalv1.ImportedMatch, len(c.Matches))
	for i, b := range c.Matches {
		matches[i] = &shopjournalv1.ImportedMatch{}
		if err := proto.Unmarshal(b, matches[i]); err != nil {
			return err
		}
	}
	rivals, err := rivalsOf(d.Reader, c.Shop, matches)
	if err != nil {
		return err
	}
	advanced := &shopjournalv1.ImportAdvanced{Import: c.Import[:]}
	for _, m := range matches {
		e := importedMatch(d, c.Shop, m)
		if e != nil && !contested(e, rivals[id.ID(e.GetDeposit())]) {
			d.Emit(e)
			advanced.Matched++
		}
	}
	d.Emit(advanced)
	return nil
}

// importedMatch is what a deposit pays by the chats; nothing when somebody has said something else, or the order has
// its money by now or is over.
func importedMatch(d *shard.Decision, shop id.ID, m *shopjournalv1.ImportedMatch) *shopjournalv1.DepositMatched {
	row, _ := depositOfRow(d.Reader, id.ID(m.GetDeposit()))
	deposit, err := findDeposit(d.Reader, shop, row)
	if err != nil || deposit.state != unmatched || deposit.byPerson {
		return nil
	}
	var parts []Part
	var before []orderRow
	for _, p := range m.GetParts() {
		order, found := orderOf(d.Reader, p.GetKey())
		o, err := findOrder(d.Reader, shop, order)
		if !found || err != nil || o.over(p.GetAmountWon()) || o.settled(p.GetAmountWon()) {
			return nil
		}
		parts, before = append(parts, Part{order, p.GetAmountWon()}), append(before, o)
	}
	e, err := matchOf(d, shop, deposit, parts)
	if err != nil {
		return nil
	}
	for i, p := range e.GetParts() {
		said, state := State(m.GetParts()[i].GetState()), State(p.GetState())
		if said == Confirmed && (state.unpaid() || state == Lapsed) {
			p.State = uint32(Confirmed) // nobody told the sum that was asked for, but the shop took what came
			p.AcceptedWon = before[i].balance.paid + p.GetAmountWon() - p.GetToldWon()
		}
	}
	e.Automatic, e.Reasons = true, m.GetReasons()
	return e
}

// over reports whether an order is done or called off, so that only people give it an amount: unless the chat that says
// so tells of that very money as well.
func (o orderRow) over(amount int64) bool {
	return o.state > Lapsed && (o.moved || o.toldBy(amount) != amount)
}

// settled reports whether an order has its money, noted by hand or by the bank, or would have more than that with an
// amount.
func (o orderRow) settled(amount int64) bool {
	known := o.deposits + o.otherwise
	return o.balance.total != nil && (known >= *o.balance.total || known > 0 && known+amount > *o.balance.total)
}

// rivalsOf gives, of each deposit, the open orders with as good a right to it: those whose code its name carries, and
// those of its name and its amount.
func rivalsOf(r *shard.Reader, shop id.ID, matches []*shopjournalv1.ImportedMatch) (map[id.ID][]id.ID, error) {
	var deposits []openDeposit
	var came []match.Deposit
	for _, m := range matches {
		row, _ := depositOfRow(r, id.ID(m.GetDeposit()))
		if p, found := openDepositOf(r, row); found {
			deposits, came = append(deposits, p), append(came, p.deposit)
		}
	}
	orders := openOrders(r, shop)
	verdicts, err := match.Match(context.Background(), given(orders), came, aliases(r, shop, orders), match.Options{})
	rivals := map[id.ID][]id.ID{}
	for i, v := range verdicts {
		of := deposits[i].id
		for _, c := range v.Candidates {
			if hasRight(c.Reasons) {
				rivals[of] = append(rivals[of], orders[c.Order].id)
			}
		}
		for _, n := range numbered(orders, came[i]) {
			rivals[of] = append(rivals[of], orders[n].id)
		}
	}
	return rivals, err
}

// contested reports whether one of the rivals is none of the orders that are to get the money, or whether there are
// more of these than rivals are looked at.
func contested(e *shopjournalv1.DepositMatched, rivals []id.ID) bool {
	return len(e.GetParts()) >= match.MaxCandidates || slices.ContainsFunc(rivals, func(rival id.ID) bool {
		return !slices.ContainsFunc(e.GetParts(), func(p *shopjournalv1.DepositPart) bool {
			return id.ID(p.GetOrder()) == rival
		})
	})
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
