package reading

import (
	"slices"
	"time"

	"dangol.example/bankfile"
	"dangol.example/fault"
	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/shop/form"
)

// MaxAlert is how many letters of alerts are read at once.
const MaxAlert = 20_000

// ErrAlertTooLong says that a text is more than a person pastes.
var ErrAlertTooLong = fault.New(fault.Invalid, "알림은 한 번에 20,000자까지 읽어요. 나누어서 넣어 주세요.",
	"At most 20,000 letters of alerts are read at once. Please paste them in parts.")

// Alerts is what banks told by message.
type Alerts struct {
	Deposits []*shopjournalv1.DepositImported
	Other    int      // messages of money that went out, or of cards
	Unread   []uint32 // lines at which a message begins that could not be read
}

// alertFile stands where a deposit of a list has the list's name.
const alertFile = "입금 알림"

// ReadAlerts reads the messages of banks. A day without a year is the last such day at the given time; the shop's clock
// is the bank's. Deposits are named by their identities within the shop, as those of lists are.
func ReadAlerts(shop id.ID, text string, now time.Time, zone *time.Location) (*Alerts, error) {
	if len(text) > 4*MaxAlert || len([]rune(text)) > MaxAlert {
		return nil, ErrAlertTooLong
	}
	lists, err := bankfile.ReadAlerts(text, bankfile.Options{AsOf: now.In(zone), Location: zone})
	if err != nil {
		return nil, err
	}
	a := &Alerts{}
	for i := range lists {
		for k := range lists[i].Rows {
			a.add(shop, &lists[i], &lists[i].Rows[k])
		}
		for _, u := range lists[i].Unread {
			if u.Reason == bankfile.ReasonCard {
				a.Other++
			} else {
				a.Unread = append(a.Unread, uint32(u.Number))
			}
		}
	}
	slices.Sort(a.Unread)
	return a, nil
}

// add takes one message over.
func (a *Alerts) add(shop id.ID, list *bankfile.Statement, row *bankfile.Row) {
	switch {
	case row.Amount <= 0:
		a.Other++
		return
	case row.Amount > form.MaxWon:
		a.Unread = append(a.Unread, uint32(row.Number))
		return
	}
	name := id.Of(shop.Shard(), "deposit", shop.String(), string(row.ID[:]))
	d := &shopjournalv1.DepositImported{
		Deposit: name[:], At: row.At.Format("2006-01-02T15:04:05"), Name: cut(row.Name, form.MaxItem),
		Memo: cut(row.Memo, form.MaxText), AmountWon: int64(row.Amount), File: alertFile, Row: uint32(row.Number),
		MinuteOnly: row.MinuteOnly, Bank: cut(list.Bank, form.MaxItem), Account: cut(list.Account, form.MaxItem),
	}
	if row.DayOnly {
		d.At = row.At.Format(time.DateOnly)
	}
	if row.HasBalance {
		balance := int64(row.Balance)
		d.BalanceWon = &balance
	}
	a.Deposits = append(a.Deposits, d)
}
