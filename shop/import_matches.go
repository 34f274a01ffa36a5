package shop

import (
	"slices"

	"google.golang.org/protobuf/proto"

	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/match"
	"dangol.example/shard"
	"dangol.example/shop/due"
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

// rivalsOf gives the open orders with a clear right to the deposits of matches.
func rivalsOf(r *shard.Reader, shop id.ID, matches []*shopjournalv1.ImportedMatch) (map[id.ID][]id.ID, error) {
	var deposits []due.Deposit
	for _, m := range matches {
		row, _ := depositOfRow(r, id.ID(m.GetDeposit()))
		if p, found := due.DepositOf(r, row); found {
			deposits = append(deposits, p)
		}
	}
	return due.Rivals(r, shop, deposits)
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
