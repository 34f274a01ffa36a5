package shop

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"google.golang.org/protobuf/proto"

	"dangol.example/blob"
	"dangol.example/fault"
	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
)

// errandImport is the errand that brings in what was read.
const errandImport = "shop.import"

// How much one command brings in.
const (
	pageOrders   = 50
	pageDeposits = 500
	maxUnread    = 500 // lines that are told of
)

// importer brings in what lies in the blobs of an import, page by page. A page is a command with an id of its own, so
// that an import which was interrupted goes on behind the last page that was acknowledged.
type importer struct{ blobs Blobs }

func (i importer) run(ctx context.Context, e shard.ErrandContext) error {
	started := &shopjournalv1.ImportStarted{}
	if err := e.Decode(started); err != nil {
		return err
	}
	content, err := i.content(ctx, started)
	if errors.Is(err, blob.ErrMissing) || errors.Is(err, blob.ErrDamaged) {
		return give(ctx, e, 0, failImport{Import: id.ID(started.GetImport())})
	}
	if err != nil {
		return err
	}
	shop, imported := id.ID(started.GetShop()), id.ID(started.GetImport())
	page := uint64(1)
	for orders := content.GetOrders(); len(orders) > 0; page++ {
		n := min(pageOrders, len(orders))
		if err := give(ctx, e, page, importOrders{shop, imported, encodeAll(orders[:n])}); err != nil {
			return err
		}
		orders = orders[n:]
	}
	for deposits := content.GetDeposits(); len(deposits) > 0; page++ {
		n := min(pageDeposits, len(deposits))
		if err := give(ctx, e, page, importDeposits{shop, imported, encodeAll(deposits[:n])}); err != nil {
			return err
		}
		deposits = deposits[n:]
	}
	for matches := content.GetMatches(); len(matches) > 0; page++ {
		n := min(pageOrders, len(matches))
		if err := give(ctx, e, page, importMatches{shop, encodeAll(matches[:n])}); err != nil {
			return err
		}
		matches = matches[n:]
	}
	unread := content.GetUnread()
	return give(ctx, e, page, finishImport{imported, encodeAll(unread[:min(len(unread), maxUnread)])})
}

// content puts the blobs together.
func (i importer) content(
	ctx context.Context,
	started *shopjournalv1.ImportStarted,
) (*shopjournalv1.ImportContent, error) {
	var all bytes.Buffer
	for _, name := range started.GetContent() {
		if len(name) != len(blob.Hash{}) {
			return nil, blob.ErrMissing
		}
		data, err := i.blobs.Get(ctx, blob.Hash(name))
		if err != nil {
			return nil, err
		}
		all.Write(data)
	}
	content := &shopjournalv1.ImportContent{}
	if err := proto.Unmarshal(all.Bytes(), content); err != nil {
		return nil, fmt.Errorf("%w: %w", blob.ErrDamaged, err)
	}
	return content, nil
}

// give gives the nth command of an errand.
func give(ctx context.Context, e shard.ErrandContext, nth uint64, c shard.Command) error {
	_, err := e.Shard.Run(ctx, shard.Request{ID: e.CommandID(nth), Command: c})
	return err
}

// encodeAll encodes messages one by one: a command's content must be plain.
func encodeAll[M proto.Message](messages []M) [][]byte {
	all := make([][]byte, 0, len(messages))
	for _, m := range messages {
		b, err := proto.MarshalOptions{Deterministic: true}.Marshal(m)
		if err == nil { // it was decoded a moment ago
			all = append(all, b)
		}
	}
	return all
}

// finishImport says that all is in.
type finishImport struct {
	Import id.ID
	Unread [][]byte
}

// Decide implements shard.Command.
func (c finishImport) Decide(d *shard.Decision) error {
	e := &shopjournalv1.ImportFinished{Import: c.Import[:]}
	for _, b := range c.Unread {
		u := &shopjournalv1.UnreadLine{}
		if err := proto.Unmarshal(b, u); err != nil {
			return err
		}
		e.Unread = append(e.Unread, u)
	}
	d.Emit(e)
	return nil
}

func applyImportFinished(tx *shard.Tx, e *shopjournalv1.ImportFinished) {
	endImport(tx, e.GetImport(), 2, encode(tx, e))
}

// errImportLost is told when the content of an import is gone.
var errImportLost = fault.New(fault.Missing, "올린 파일을 찾을 수 없어요. 다시 올려 주세요.",
	"The uploaded files are gone. Please upload them again.")

// failImport says that it cannot be read.
type failImport struct{ Import id.ID }

// Decide implements shard.Command.
func (c failImport) Decide(d *shard.Decision) error {
	d.Emit(&shopjournalv1.ImportFailed{
		Import: c.Import[:], ErrorKo: errImportLost.Say.KO, ErrorEn: errImportLost.Say.EN,
	})
	return nil
}

func applyImportFailed(tx *shard.Tx, e *shopjournalv1.ImportFailed) {
	endImport(tx, e.GetImport(), 3, encode(tx, e))
}

func endImport(tx *shard.Tx, imported []byte, state int, outcome []byte) {
	tx.Exec("UPDATE shop_import SET state = ?, outcome = ? WHERE id = ?", state, outcome, imported)
	touchImport(tx, id.ID(imported))
}

func touchImport(tx *shard.Tx, imported id.ID) {
	tx.Touch(Topic(shopOf(tx.Reader, "SELECT shop FROM shop_import WHERE id = ?", imported)), KindImport, imported)
}

func applyImportAdvanced(tx *shard.Tx, e *shopjournalv1.ImportAdvanced) {
	tx.Exec(`UPDATE shop_import SET done = done + ?, orders_new = orders_new + ?, orders_changed = orders_changed + ?,
		deposits_new = deposits_new + ? WHERE id = ?`, e.GetDone(), e.GetOrdersNew(), e.GetOrdersChanged(),
		e.GetDepositsNew(), e.GetImport())
	touchImport(tx, id.ID(e.GetImport()))
}
