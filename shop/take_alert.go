package shop

import (
	"slices"
	"time"

	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop/reading"
)

// TakeAlert brings in the deposits of which banks told by message. It is made by NewTakeAlert. People of the shop give
// it, and the machine for a phone that forwards its messages. Its answer is a TakeAlertResponse without a block.
//
// Its content is the text: what was read of it, and by which day, is no part of what tells one command from another.
type TakeAlert struct {
	ShopID id.ID
	Text   string

	read *reading.Alerts
}

// NewTakeAlert reads the messages, outside of the shard: the writer has no time for it.
func NewTakeAlert(shop id.ID, text string, now time.Time, zone *time.Location) (TakeAlert, error) {
	read, err := reading.ReadAlerts(shop, text, now, zone)
	return TakeAlert{ShopID: shop, Text: text, read: read}, err
}

// Decide implements shard.Command. A deposit that is there already, by another message or by a list, comes once.
func (c TakeAlert) Decide(d *shard.Decision) error {
	if !d.Actor().IsZero() {
		if _, err := staffOf(d, c.ShopID); err != nil {
			return err
		}
	}
	if d.Count("SELECT 1 FROM shop_shop WHERE id = ?", c.ShopID) == 0 {
		return ErrDenied
	}
	answer := &channelv1.TakeAlertResponse{Other: uint32(c.read.Other), UnreadLines: slices.Clone(c.read.Unread)}
	e := &shopjournalv1.AlertTaken{Shop: c.ShopID[:]}
	came, taken := d.NewID(), map[id.ID]bool{}
	var fresh []*shopjournalv1.DepositImported
	for _, p := range c.read.Deposits {
		deposit, known := depositOfRow(d.Reader, id.ID(p.GetDeposit()))
		if !known {
			fresh = append(fresh, p)
			continue
		}
		taken[deposit] = true
		answer.DepositIds = append(answer.DepositIds, deposit.String())
		if len(p.GetAt()) == len(time.DateOnly) { // the same words twice in a day may be two deposits: a person looks
			answer.UnreadLines = append(answer.UnreadLines, p.GetRow())
		}
	}
	for _, p := range fresh {
		p.Shop, p.Import = c.ShopID[:], came[:]
		deposit := id.ID(p.GetDeposit())
		if r := repeatedRow(d.Reader, p, taken); r != nil {
			deposit = id.ID(r.GetDeposit())
			d.Emit(r)
		} else {
			d.Emit(p)
			e.Deposits = append(e.Deposits, p.GetDeposit())
		}
		taken[deposit] = true
		answer.DepositIds = append(answer.DepositIds, deposit.String())
	}
	if len(e.GetDeposits()) > 0 {
		d.Emit(e)
	}
	slices.Sort(answer.UnreadLines)
	d.Answer(answer)
	return nil
}

func applyAlertTaken(tx *shard.Tx, e *shopjournalv1.AlertTaken) {
	if len(e.GetDeposits()) > 0 {
		askForMatching(tx, id.ID(e.GetShop()))
	}
}
