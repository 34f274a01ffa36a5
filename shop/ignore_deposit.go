package shop

import (
	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
)

// IgnoreDeposit says that a deposit pays no order. UndoMatch takes it back.
type IgnoreDeposit struct{ ShopID, DepositID id.ID }

// Decide implements shard.Command.
func (c IgnoreDeposit) Decide(d *shard.Decision) error {
	if _, err := staffOf(d, c.ShopID); err != nil {
		return err
	}
	deposit, err := findDeposit(d.Reader, c.ShopID, c.DepositID)
	if err != nil {
		return err
	}
	if deposit.state == matched {
		return ErrMatched
	}
	d.Emit(&shopjournalv1.DepositIgnored{Deposit: c.DepositID[:]})
	return nil
}

func applyDepositIgnored(tx *shard.Tx, e *shopjournalv1.DepositIgnored) {
	tx.Exec("UPDATE shop_deposit SET state = 3, suggestion = x'' WHERE id = ?", e.GetDeposit())
	touchDeposit(tx, id.ID(e.GetDeposit()))
}
