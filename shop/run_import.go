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

// How much one command brings in. Ids of commands are by the page, so a change of these numbers ends the imports that
// are under way.
const (
	pageOrders   = 50
	pageDeposits = 500
	pageBytes    = 96 << 10 // an order that changes takes twice its bytes; well under shard.MaxEntryBytes
	maxUnread    = 500      // lines that are told of
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
	if err == nil {
		err = bringIn(ctx, e, started, content)
	}
	if errors.Is(err, blob.ErrMissing) || errors.Is(err, blob.ErrDamaged) {
		err = errImportLost.Because(err)
	}
	refusal, isRefusal := errors.AsType[*fault.Error](err)
	if !isRefusal || refusal.Kind == fault.Broken || refusal.Kind == fault.Busy {
		return err // nil, or something that passes
	}
	failed := failImport{id.ID(started.GetImport()), refusal.Say.KO, refusal.Say.EN}
	if err := give(ctx, e, 0, failed); err != nil {
		return fmt.Errorf("%w: %w", shard.ErrGiveUp, err)
	}
	return nil
}

// bringIn gives every page in its turn.
func bringIn(
	ctx context.Context, e shard.ErrandContext, started *shopjournalv1.ImportStarted, c *shopjournalv1.ImportContent,
) error {
	shop, imported := id.ID(started.GetShop()), id.ID(started.GetImport())
	var commands []shard.Command
	for _, page := range pages(c.GetOrders(), pageOrders) {
		commands = append(commands, importOrders{shop, imported, page})
	}
	for _, page := range pages(c.GetDeposits(), pageDeposits) {
		commands = append(commands, importDeposits{shop, imported, page})
	}
	for _, page := range pages(c.GetMatches(), pageOrders) {
		commands = append(commands, importMatches{shop, imported, page})
	}
	finish := finishImport{Import: imported}
	if unread := pages(c.GetUnread(), maxUnread); len(unread) > 0 {
		finish.Unread = unread[0]
	}
	for n, command := range append(commands, finish) {
		if err := give(ctx, e, uint64(n)+1, command); err != nil {
			return err
		}
	}
	return nil
}

// pages encodes messages one by one, since a command's content must be plain, and cuts them where a page is full.
func pages[M proto.Message](messages []M, most int) (all [][][]byte) {
	size := 0
	for _, m := range messages {
		b, err := proto.MarshalOptions{Deterministic: true}.Marshal(m)
		if err != nil { // it was decoded a moment ago
			continue
		}
		last := len(all) - 1
		if last < 0 || len(all[last]) == most || size+len(b) > pageBytes {
			all, size = append(all, nil), 0
			last++
		}
		all[last] = append(all[last], b)
		size += len(b)
	}
	return all
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
	askForMatching(tx, shopOf(tx.Reader, "SELECT shop FROM shop_import WHERE id = ?", id.ID(e.GetImport())))
}

// errImportLost is told when the content of an import is gone.
var errImportLost = fault.New(fault.Missing, "올린 파일을 찾을 수 없어요. 다시 올려 주세요.",
	"The uploaded files are gone. Please upload them again.")

// failImport says why it cannot be brought in.
type failImport struct {
	Import id.ID
	KO, EN string
}

// Decide implements shard.Command.
func (c failImport) Decide(d *shard.Decision) error {
	d.Emit(&shopjournalv1.ImportFailed{Import: c.Import[:], ErrorKo: c.KO, ErrorEn: c.EN})
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
		deposits_new = deposits_new + ?, matched = matched + ? WHERE id = ?`, e.GetDone(), e.GetOrdersNew(),
		e.GetOrdersChanged(), e.GetDepositsNew(), e.GetMatched(), e.GetImport())
	touchImport(tx, id.ID(e.GetImport()))
}
