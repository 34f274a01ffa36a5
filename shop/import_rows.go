package shop

import (
	_ "embed"
	"time"

	"google.golang.org/protobuf/proto"

	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop/reading"
)

//go:embed schema_import.sql
var importSchema string

// depositOfRow finds the deposit that a row of a list is.
func depositOfRow(r *shard.Reader, row id.ID) (deposit id.ID, known bool) {
	known = r.One(func(w *shard.Row) { deposit = w.ID() }, "SELECT deposit FROM shop_row WHERE id = ?", row)
	return deposit, known
}

// maxAlike is how many rows of one amount around one day are held against another.
const maxAlike = 500

// repeatedRow finds the deposit that a row repeats, nil when it is new.
//
// INVARIANT: a deposit is repeated by at most one row of an import, so that two equal deposits stay two.
func repeatedRow(
	r *shard.Reader, row *shopjournalv1.DepositImported, taken map[id.ID]bool,
) *shopjournalv1.DepositRepeated {
	day := dayOf(row)
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return nil
	}
	var known []*shopjournalv1.DepositImported
	var deposits []id.ID
	r.Each(func(w *shard.Row) {
		deposit, b := w.ID(), w.Bytes()
		k := &shopjournalv1.DepositImported{}
		if taken[deposit] || proto.Unmarshal(b, k) != nil {
			return
		}
		known, deposits = append(known, k), append(deposits, deposit)
	}, `SELECT deposit, row FROM shop_row AS known WHERE shop = ? AND amount_won = ? AND day BETWEEN ? AND ?
		AND NOT EXISTS (SELECT 1 FROM shop_row WHERE deposit = known.deposit AND import = ?)
		ORDER BY day, id LIMIT ?`, row.GetShop(), row.GetAmountWon(), at.AddDate(0, 0, -1).Format(time.DateOnly),
		at.AddDate(0, 0, 1).Format(time.DateOnly), row.GetImport(), maxAlike)
	found, fuller := reading.Repeated(known, row)
	if found < 0 {
		return nil
	}
	return &shopjournalv1.DepositRepeated{Deposit: deposits[found][:], Row: row, Fuller: fuller}
}

func dayOf(d *shopjournalv1.DepositImported) string {
	return d.GetAt()[:min(len(d.GetAt()), len(time.DateOnly))]
}

func keepRow(tx *shard.Tx, row *shopjournalv1.DepositImported, deposit []byte) {
	tx.Exec("INSERT INTO shop_row (id, deposit, shop, import, day, amount_won, row) VALUES (?, ?, ?, ?, ?, ?, ?)",
		row.GetDeposit(), deposit, row.GetShop(), row.GetImport(), dayOf(row), row.GetAmountWon(), encode(tx, row))
}

func applyDepositRepeated(tx *shard.Tx, e *shopjournalv1.DepositRepeated) {
	keepRow(tx, e.GetRow(), e.GetDeposit())
	if e.GetFuller() {
		tx.Exec(`UPDATE shop_deposit SET at = ?, name = CASE WHEN ? = '' THEN name ELSE ? END,
			memo = CASE WHEN ? = '' THEN memo ELSE ? END WHERE id = ?`, e.GetRow().GetAt(), e.GetRow().GetName(),
			e.GetRow().GetName(), e.GetRow().GetMemo(), e.GetRow().GetMemo(), e.GetDeposit())
		touchDeposit(tx, id.ID(e.GetDeposit()))
	}
}

// dayPages cuts deposits into pages that end with a day, as far as that is possible: which row another list repeats is
// decided for all rows of a day together.
func dayPages(all []*shopjournalv1.DepositImported) (cut [][][]byte) {
	for len(all) > 0 {
		n := min(len(all), pageDeposits)
		for end := n; end > 0 && n < len(all); end-- {
			if dayOf(all[end-1]) != dayOf(all[end]) {
				n = end
				break
			}
		}
		cut = append(cut, pages(all[:n], pageDeposits)...)
		all = all[n:]
	}
	return cut
}
