package shop

import (
	"dangol.example/fault"
	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
)

// The states of a deposit, as in the journal.
const (
	unmatched = 1
	matched   = 2
	ignored   = 3
)

// ErrNoDeposit says that there is no such deposit.
var ErrNoDeposit = fault.New(fault.Missing, "그런 입금이 없어요.", "There is no such deposit.")

// depositRow is what is decided on.
type depositRow struct {
	id       id.ID
	state    int64
	amount   int64
	name     string
	byPerson bool // it is left to people
}

func findDeposit(r *shard.Reader, shop, deposit id.ID) (p depositRow, err error) {
	p.id = deposit
	if !r.One(func(w *shard.Row) { p.state, p.amount, p.name, p.byPerson = w.Int(), w.Int(), w.Text(), w.Bool() },
		"SELECT state, amount_won, name, by_person FROM shop_deposit WHERE id = ? AND shop = ?", deposit, shop) {
		return p, ErrNoDeposit
	}
	return p, nil
}

// touchDeposit says that devices must see a deposit anew.
func touchDeposit(tx *shard.Tx, deposit id.ID) {
	tx.Touch(Topic(shopOf(tx.Reader, "SELECT shop FROM shop_deposit WHERE id = ?", deposit)), KindDeposit, deposit)
}

func applyDepositImported(tx *shard.Tx, e *shopjournalv1.DepositImported) {
	tx.Exec(`INSERT INTO shop_deposit (id, shop, at, name, memo, amount_won, state, file, row)
		VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?)`, e.GetDeposit(), e.GetShop(), e.GetAt(), e.GetName(), e.GetMemo(),
		e.GetAmountWon(), e.GetFile(), e.GetRow())
	keepRow(tx, e, e.GetDeposit())
	tx.Touch(Topic(id.ID(e.GetShop())), KindDeposit, id.ID(e.GetDeposit()))
}
