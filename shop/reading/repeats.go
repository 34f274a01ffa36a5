package reading

import (
	"cmp"
	"slices"
	"time"

	"dangol.example/bankfile"
	"dangol.example/book"
	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/money"
	"dangol.example/shop/form"
)

// listed is a row of a bank list and whose account it is.
type listed struct {
	row           bankfile.Row
	bank, account string
}

// deposit is what is kept of a row: enough to know it again in another list.
func (r *Reading) deposit(d *book.Deposit, name id.ID) *shopjournalv1.DepositImported {
	m := &shopjournalv1.DepositImported{
		Deposit: name[:], At: at(d.Date), Name: cut(d.Name, form.MaxItem), Memo: cut(d.Memo, form.MaxText),
		AmountWon: int64(d.Amount), File: fileName(d.File), Row: uint32(d.Row),
	}
	if l, is := r.listed[d.ID]; is {
		m.MinuteOnly, m.Bank, m.Account = l.row.MinuteOnly, cut(l.bank, form.MaxItem), cut(l.account, form.MaxItem)
		if l.row.HasBalance {
			balance := int64(l.row.Balance)
			m.BalanceWon = &balance
		}
	}
	return m
}

// list remembers every row by its identity.
func (r *Reading) list(lists []bankfile.Statement) {
	r.listed = map[bankfile.ID]listed{}
	for i := range lists {
		for _, row := range lists[i].Rows {
			r.listed[row.ID] = listed{row, lists[i].Bank, lists[i].Account}
		}
	}
}

// Repeated finds, among rows of lists that were read before, the one that another list's row repeats: an alert and its
// line in the list, a list with balances and one without, one that has only the days. It gives its place and whether
// the new row says more, or -1.
//
// It judges as bankfile.Distinct does within one reading; where several fit, the balance decides, then the name, then
// the order in which they are known.
func Repeated(known []*shopjournalv1.DepositImported, row *shopjournalv1.DepositImported) (at int, fuller bool) {
	fresh := statement(row, freshNumber)
	order := make([]int, len(known))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(x, y int) int {
		return cmp.Compare(likeness(known[y], row), likeness(known[x], row))
	})
	for _, i := range order {
		both := bankfile.Distinct([]bankfile.Statement{statement(known[i], knownNumber), fresh})
		if len(both[1].Rows) == 0 {
			return i, both[0].Rows[0].Number == freshNumber
		}
	}
	return -1, false
}

// likeness is higher the more certainly two rows are one.
func likeness(a, b *shopjournalv1.DepositImported) int {
	switch {
	case a.BalanceWon != nil && b.BalanceWon != nil && a.GetBalanceWon() == b.GetBalanceWon():
		return 2
	case bankfile.FoldName(a.GetName()) == bankfile.FoldName(b.GetName()):
		return 1
	default:
		return 0
	}
}

// The numbers of the two rows that are held against each other: they tell which of them stands in the place in the end.
const (
	knownNumber = 1
	freshNumber = 2
)

// statement is a list with one row.
func statement(d *shopjournalv1.DepositImported, number int) bankfile.Statement {
	row := bankfile.Row{
		ID: bankfile.ID(d.GetDeposit()), Number: number, Name: d.GetName(), Memo: d.GetMemo(),
		Amount: money.Amount(d.GetAmountWon()), MinuteOnly: d.GetMinuteOnly(),
	}
	if d.BalanceWon != nil {
		row.Balance, row.HasBalance = money.Amount(d.GetBalanceWon()), true
	}
	var err error
	if row.At, err = time.Parse("2006-01-02T15:04:05", d.GetAt()); err != nil {
		row.At, _ = time.Parse(time.DateOnly, d.GetAt()) // a time that nobody can read is none
		row.DayOnly = true
	}
	return bankfile.Statement{Bank: d.GetBank(), Account: d.GetAccount(), Rows: []bankfile.Row{row}}
}
