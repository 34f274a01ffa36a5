package shown

import (
	"google.golang.org/protobuf/proto"

	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
)

// Deposit is a deposit as devices hold it.
func Deposit(r *shard.Reader, thing id.ID) proto.Message {
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

// Import is an import as devices hold it.
func Import(r *shard.Reader, thing id.ID) proto.Message {
	var m *shopv1.Import
	var files, outcome []byte
	r.One(func(w *shard.Row) {
		m = &shopv1.Import{Id: thing.String(), State: shopv1.ImportState(w.Int())}
		for _, n := range []*uint32{&m.Total, &m.Done, &m.OrdersNew, &m.OrdersChanged, &m.DepositsNew, &m.Matched} {
			*n = uint32(w.Int())
		}
		m.StartedMs = w.Int()
		files, outcome = w.Bytes(), w.Bytes()
	}, `SELECT state, total, done, orders_new, orders_changed, deposits_new, matched, started_ms, files,
		outcome FROM shop_import WHERE id = ?`, thing)
	if m == nil {
		return nil
	}
	started := &shopjournalv1.ImportStarted{}
	if proto.Unmarshal(files, started) != nil {
		return nil
	}
	m.Files = started.GetFiles()
	switch m.GetState() {
	case shopv1.ImportState_IMPORT_STATE_DONE:
		finished := &shopjournalv1.ImportFinished{}
		if proto.Unmarshal(outcome, finished) == nil {
			for _, u := range finished.GetUnread() {
				m.Unread = append(
					m.Unread,
					&shopv1.UnreadLine{File: u.GetFile(), Line: u.GetLine(), Reason: u.GetReason()},
				)
			}
		}
	case shopv1.ImportState_IMPORT_STATE_FAILED:
		failed := &shopjournalv1.ImportFailed{}
		if proto.Unmarshal(outcome, failed) == nil {
			m.ErrorKo, m.ErrorEn = failed.GetErrorKo(), failed.GetErrorEn()
		}
	default:
	}
	return m
}
