package shop

import (
	"strings"
	"unicode/utf8"

	"dangol.example/fault"
	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop/form"
)

// MaxParts is how many orders one deposit can pay.
const MaxParts = 10

// What is refused about matches.
var (
	ErrParts   = fault.New(fault.Invalid, "입금을 나눌 주문을 1개에서 10개까지 골라 주세요.", "Choose 1 to 10 orders, each once.")
	ErrSum     = fault.New(fault.Invalid, "나눈 금액이 입금액보다 커요.", "The parts are more than the deposit.")
	ErrMatched = fault.New(fault.Conflict, "이미 주문과 맞춘 입금이에요. 먼저 되돌려 주세요.",
		"This deposit pays an order already. Undo that first.")
	ErrUnmatched = fault.New(fault.Conflict, "맞춘 주문이 없는 입금이에요.", "This deposit pays no order.")
)

// Part is what one order gets of a deposit.
type Part struct {
	OrderID   id.ID
	AmountWon int64
}

// MatchDeposit says what a deposit pays: one order, or several that share it.
type MatchDeposit struct {
	ShopID, DepositID id.ID
	Parts             []Part
	Learn             bool // money under this name is the first order's customer's from now on
}

// Decide implements shard.Command.
func (c MatchDeposit) Decide(d *shard.Decision) error {
	if _, err := staffOf(d, c.ShopID); err != nil {
		return err
	}
	deposit, err := findDeposit(d.Reader, c.ShopID, c.DepositID)
	if err != nil {
		return err
	}
	e, err := matchOf(d, c.ShopID, deposit, c.Parts)
	if err != nil {
		return err
	}
	if c.Learn {
		e.LearnCustomer = learnt(d.Reader, deposit.name, c.Parts[0].OrderID)
	}
	e.Reasons = []string{"person"}
	d.Emit(e)
	return nil
}

// learnt gives the customer under whose names a deposit's is to stand from now on: nobody, when it is there already,
// when there is no room, and when it is an order's code, which is good for that order only.
func learnt(r *shard.Reader, name string, order id.ID) []byte {
	var customer id.ID
	var code string
	r.One(func(w *shard.Row) { customer, code = w.ID(), w.Text() },
		"SELECT customer, code FROM shop_order WHERE id = ?", order)
	if name == "" || strings.Contains(name, code) || utf8.RuneCountInString(name) > form.MaxName ||
		r.Count("SELECT count(*) FROM shop_depositor WHERE customer = ?", customer) >= MaxDepositors ||
		r.Count("SELECT 1 FROM shop_depositor WHERE customer = ? AND name = ?", customer, name) > 0 {
		return nil
	}
	return customer[:]
}

// matchOf checks what a deposit is to pay, and says what becomes of the orders.
func matchOf(d *shard.Decision, shop id.ID, deposit depositRow, parts []Part) (*shopjournalv1.DepositMatched, error) {
	if deposit.state == matched {
		return nil, ErrMatched
	}
	if len(parts) == 0 || len(parts) > MaxParts {
		return nil, ErrParts
	}
	e := &shopjournalv1.DepositMatched{Deposit: deposit.id[:]}
	sum, seen := int64(0), map[id.ID]bool{}
	for _, p := range parts {
		o, err := findOrder(d.Reader, shop, p.OrderID)
		switch {
		case err != nil:
			return nil, err
		case seen[p.OrderID] || p.AmountWon <= 0:
			return nil, ErrParts
		case p.AmountWon > deposit.amount-sum:
			return nil, ErrSum
		}
		seen[p.OrderID] = true
		sum += p.AmountWon
		told := o.toldBy(p.AmountWon)
		state := o.afterMoney(p.AmountWon - told)
		e.Parts = append(e.Parts, &shopjournalv1.DepositPart{
			Order: p.OrderID[:], AmountWon: p.AmountWon, State: uint32(state), ToldWon: told,
		})
	}
	return e, nil
}

// toldBy is how much of the money that only the chat tells of a deposit shows: all of it when the deposit is that sum,
// or just what was asked for; else it is other money, but for what would be more than the whole.
func (o orderRow) toldBy(amount int64) int64 {
	b := o.balance
	switch {
	case amount == o.told || b.total != nil && amount == *b.total || b.advance != nil && amount == *b.advance:
		return min(o.told, amount)
	case b.total == nil:
		return 0
	default:
		return min(o.told, amount, max(0, b.paid+amount-*b.total))
	}
}

func applyDepositMatched(tx *shard.Tx, e *shopjournalv1.DepositMatched) {
	deposit := id.ID(e.GetDeposit())
	kept := encode(tx, &shopjournalv1.DepositSuggested{Reasons: e.GetReasons()})
	tx.Exec("UPDATE shop_deposit SET state = 2, automatic = ?, suggestion = ?, learnt = ? WHERE id = ?",
		e.GetAutomatic(), kept, e.GetLearnCustomer(), deposit)
	for _, p := range e.GetParts() {
		tx.Exec("INSERT INTO shop_part (deposit, order_id, amount_won, told_won) VALUES (?, ?, ?, ?)",
			deposit, p.GetOrder(), p.GetAmountWon(), p.GetToldWon())
		payOrder(tx, p, 1)
	}
	if len(e.GetLearnCustomer()) > 0 {
		tx.Exec("INSERT OR IGNORE INTO shop_depositor (customer, name) SELECT ?, name FROM shop_deposit WHERE id = ?",
			e.GetLearnCustomer(), deposit)
		touchCustomer(tx, id.ID(e.GetLearnCustomer()))
		askForMatching(tx, shopOf(tx.Reader, "SELECT shop FROM shop_deposit WHERE id = ?", deposit))
	}
	touchDeposit(tx, deposit)
}

// payOrder gives an order money of a deposit, or takes it back with a sign of -1.
func payOrder(tx *shard.Tx, p *shopjournalv1.DepositPart, sign int64) {
	waited := waits(tx, id.ID(p.GetOrder()))
	tx.Exec("UPDATE shop_order SET "+setState+`, paid_won = paid_won + ?, told_won = told_won - ?,
		pay_by_ms = CASE ? WHEN 0 THEN pay_by_ms ELSE ? END, changed_ms = max(?, changed_ms + 1) WHERE id = ?`,
		p.GetState(), p.GetState(), p.GetState(), sign*p.GetAmountWon(), sign*p.GetToldWon(), p.GetPayByMs(),
		p.GetPayByMs(), tx.Header.Time.UnixMilli(), p.GetOrder())
	if p.GetAcceptedWon() > 0 {
		tx.Exec("UPDATE shop_order SET accepted_won = ? WHERE id = ?", p.GetAcceptedWon(), p.GetOrder())
	}
	touchOrder(tx, id.ID(p.GetOrder()))
	if waited && State(p.GetState()) == Confirmed {
		askToTell(tx, id.ID(p.GetOrder()), Confirmed)
	}
}
