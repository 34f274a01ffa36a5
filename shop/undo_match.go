package shop

import (
	"slices"

	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
)

// UndoMatch takes back what a deposit pays, what was learnt by it, or that it pays nothing. It is left to people from
// then on.
type UndoMatch struct {
	ShopID, DepositID id.ID
	Seen              *Seen // as the person saw it; nil to not ask
}

// Seen is what a deposit was seen to pay.
type Seen struct {
	Ignored bool // nothing, for good
	Parts   []Part
}

// is reports whether a deposit still is as it was seen: a device that was away must not take back what another one has
// matched meanwhile.
func (s *Seen) is(state int64, now []*shopjournalv1.DepositPart) bool {
	if s == nil {
		return true
	}
	return s.Ignored == (state == ignored) && len(s.Parts) == len(now) &&
		!slices.ContainsFunc(now, func(p *shopjournalv1.DepositPart) bool {
			return !slices.Contains(s.Parts, Part{id.ID(p.GetOrder()), p.GetAmountWon()})
		})
}

// Decide implements shard.Command.
func (c UndoMatch) Decide(d *shard.Decision) error {
	if _, err := staffOf(d, c.ShopID); err != nil {
		return err
	}
	deposit, err := findDeposit(d.Reader, c.ShopID, c.DepositID)
	if err != nil {
		return err
	}
	if deposit.state == unmatched {
		return ErrUnmatched
	}
	e := &shopjournalv1.DepositReleased{Deposit: c.DepositID[:]}
	d.Each(func(w *shard.Row) {
		order := w.ID()
		e.Parts = append(e.Parts, &shopjournalv1.DepositPart{Order: order[:], AmountWon: w.Int(), ToldWon: w.Int()})
	}, "SELECT order_id, amount_won, told_won FROM shop_part WHERE deposit = ? ORDER BY order_id", c.DepositID)
	if !c.Seen.is(deposit.state, e.GetParts()) {
		return ErrChanged
	}
	var freed []orderRow
	for _, p := range e.GetParts() {
		o, err := findOrder(d.Reader, c.ShopID, id.ID(p.GetOrder()))
		if err != nil {
			return err
		}
		after := o.afterMoney(p.GetToldWon() - p.GetAmountWon())
		p.State, p.PayByMs = uint32(after), o.waitAnew(d, c.ShopID, after)
		freed = append(freed, o)
	}
	d.One(func(w *shard.Row) { e.UnlearnCustomer = w.Bytes() },
		"SELECT learnt FROM shop_deposit WHERE id = ?", c.DepositID)
	d.Emit(e)
	for _, o := range freed {
		if err := recode(d, c.ShopID, o); err != nil {
			return err
		}
	}
	return nil
}

func applyDepositReleased(tx *shard.Tx, e *shopjournalv1.DepositReleased) {
	deposit := id.ID(e.GetDeposit())
	if len(e.GetUnlearnCustomer()) > 0 {
		tx.Exec("DELETE FROM shop_depositor WHERE customer = ? AND name = (SELECT name FROM shop_deposit WHERE id = ?)",
			e.GetUnlearnCustomer(), deposit)
		touchCustomer(tx, id.ID(e.GetUnlearnCustomer()))
	}
	tx.Exec(`UPDATE shop_deposit SET state = 1, automatic = 0, by_person = 1, suggestion = x'', learnt = x''
		WHERE id = ?`, deposit)
	tx.Exec("DELETE FROM shop_part WHERE deposit = ?", deposit)
	for _, p := range e.GetParts() {
		payOrder(tx, p, -1)
	}
	touchDeposit(tx, deposit)
	askForMatching(tx, shopOf(tx.Reader, "SELECT shop FROM shop_deposit WHERE id = ?", deposit))
}
