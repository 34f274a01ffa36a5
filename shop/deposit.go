package shop

import (
	"google.golang.org/protobuf/proto"

	"dangol.example/fault"
	shopv1 "dangol.example/gen/api/dangol/shop/v1"
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
	tx.Touch(Topic(id.ID(e.GetShop())), KindDeposit, id.ID(e.GetDeposit()))
}

func depositResource(r *shard.Reader, thing id.ID) proto.Message {
	var m *shopv1.Deposit
	var kept []byte
	r.One(func(w *shard.Row) {
		m = &shopv1.Deposit{
			Id: thing.String(), At: w.Text(), Name: w.Text(), Memo: w.Text(), AmountWon: w.Int(),
			State: shopv1.DepositState(w.Int()), Automatic: w.Bool(), File: w.Text(), Row: uint32(w.Int()),
		}
		kept = w.Bytes()
	}, `SELECT at, name, memo, amount_won, state, automatic, file, row, suggestion FROM shop_deposit
		WHERE id = ?`, thing)
	if m == nil {
		return nil
	}
	suggestion := &shopjournalv1.DepositSuggested{}
	if proto.Unmarshal(kept, suggestion) != nil {
		return nil
	}
	m.Reasons = suggestion.GetReasons()
	for _, c := range suggestion.GetCandidates() {
		m.Candidates = append(m.Candidates, &shopv1.DepositCandidate{
			OrderId: id.ID(c.GetOrder()).String(), Reasons: c.GetReasons(),
		})
	}
	r.Each(func(w *shard.Row) {
		m.Parts = append(m.Parts, &shopv1.DepositPart{OrderId: w.ID().String(), AmountWon: w.Int()})
	}, "SELECT order_id, amount_won FROM shop_part WHERE deposit = ? ORDER BY order_id", thing)
	return m
}
