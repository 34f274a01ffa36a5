package shop

import (
	"google.golang.org/protobuf/proto"

	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
)

// importDeposits brings in a page of deposits.
type importDeposits struct {
	Shop, Import id.ID
	Deposits     [][]byte // each a DepositImported
}

// Decide implements shard.Command. A deposit that is there already is left alone.
func (c importDeposits) Decide(d *shard.Decision) error {
	if err := machineOnly(d); err != nil {
		return err
	}
	e := &shopjournalv1.ImportAdvanced{Import: c.Import[:], Done: uint32(len(c.Deposits))}
	for _, b := range c.Deposits {
		p := &shopjournalv1.DepositImported{}
		if err := proto.Unmarshal(b, p); err != nil {
			return err
		}
		if d.Count("SELECT 1 FROM shop_deposit WHERE id = ?", p.GetDeposit()) > 0 {
			continue
		}
		p.Shop = c.Shop[:]
		d.Emit(p)
		e.DepositsNew++
	}
	d.Emit(e)
	return nil
}

// importMatches takes over what was found with all that the chats say.
type importMatches struct {
	Shop, Import id.ID
	Matches      [][]byte // each an ImportedMatch
}

// Decide implements shard.Command. What does not fit any more is left to people.
func (c importMatches) Decide(d *shard.Decision) error {
	if err := machineOnly(d); err != nil {
		return err
	}
	advanced := &shopjournalv1.ImportAdvanced{Import: c.Import[:]}
	for _, b := range c.Matches {
		m := &shopjournalv1.ImportedMatch{}
		if err := proto.Unmarshal(b, m); err != nil {
			return err
		}
		if e := importedMatch(d, c.Shop, m); e != nil {
			d.Emit(e)
			advanced.Matched++
		}
	}
	d.Emit(advanced)
	return nil
}

// importedMatch is what a deposit pays by the chats; nothing when somebody has said something else, or the order has
// its money by now.
func importedMatch(d *shard.Decision, shop id.ID, m *shopjournalv1.ImportedMatch) *shopjournalv1.DepositMatched {
	deposit, err := findDeposit(d.Reader, shop, id.ID(m.GetDeposit()))
	if err != nil || deposit.state != unmatched || deposit.byPerson {
		return nil
	}
	var parts []Part
	for _, p := range m.GetParts() {
		order, found := orderOf(d.Reader, p.GetKey())
		o, err := findOrder(d.Reader, shop, order)
		if !found || err != nil || o.balance.total != nil && o.deposits >= *o.balance.total {
			return nil
		}
		parts = append(parts, Part{order, p.GetAmountWon()})
	}
	e, err := matchOf(d, shop, deposit, parts)
	if err != nil {
		return nil
	}
	for i, p := range e.GetParts() {
		said, state := State(m.GetParts()[i].GetState()), State(p.GetState())
		if said == Confirmed && (state.unpaid() || state == Lapsed) {
			p.State = uint32(Confirmed) // nobody told the sum that was asked for, but the shop took what came
		}
	}
	e.Automatic, e.Reasons = true, m.GetReasons()
	return e
}
