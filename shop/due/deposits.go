package due

import (
	"dangol.example/id"
	"dangol.example/match"
	"dangol.example/money"
	"dangol.example/shard"
)

// Deposit is a deposit that pays nothing yet.
type Deposit struct {
	ID         id.ID
	Match      match.Deposit
	ByPerson   bool // a match of it was undone: it is left to people
	Suggestion []byte
}

// DepositsSQL asks for the deposits, the newest first.
const (
	depositColumns = "SELECT id, at, name, memo, amount_won, by_person, suggestion FROM shop_deposit WHERE "
	DepositsSQL    = depositColumns + "shop = ? AND state = 1 ORDER BY at DESC, id LIMIT ?"
)

func readDeposit(w *shard.Row) (p Deposit) {
	p.ID = w.ID()
	p.Match.At, p.Match.DayOnly = wall(w.Text())
	p.Match.Name, p.Match.Memo, p.Match.Amount = w.Text(), w.Text(), money.Amount(w.Int())
	p.ByPerson, p.Suggestion = w.Bool(), w.Bytes()
	return p
}

// Deposits gives the deposits that pay nothing yet.
func Deposits(r *shard.Reader, shop id.ID) (all []Deposit) {
	r.Each(func(w *shard.Row) { all = append(all, readDeposit(w)) }, DepositsSQL, shop, maxDeposits)
	return all
}

// DepositOf gives one of them.
func DepositOf(r *shard.Reader, deposit id.ID) (p Deposit, found bool) {
	found = r.One(func(w *shard.Row) { p = readDeposit(w) }, depositColumns+"id = ? AND state = 1", deposit)
	return p, found
}
