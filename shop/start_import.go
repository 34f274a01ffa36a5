package shop

import (
	"dangol.example/blob"
	"dangol.example/fault"
	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop/form"
	"dangol.example/shop/reading"
)

// The most of one import.
const (
	MaxFiles   = 200
	MaxContent = 256 // blobs
)

// ErrFiles says that there are no files, or too many.
var ErrFiles = fault.New(fault.Invalid, "파일을 1개에서 200개까지 골라 주세요.", "Choose 1 to 200 files.")

// StartImport begins to bring in what was read out of files. Its answer is a StartImportResponse without a block.
type StartImport struct {
	ShopID  id.ID
	Files   []string    // their names, for people
	Content []blob.Hash // an ImportContent, cut into blobs
	Total   uint32      // orders and deposits in it
}

// Decide implements shard.Command.
func (c StartImport) Decide(d *shard.Decision) error {
	if _, err := staffOf(d, c.ShopID); err != nil {
		return err
	}
	if len(c.Files) == 0 || len(c.Files) > MaxFiles || len(c.Content) == 0 || len(c.Content) > MaxContent {
		return ErrFiles
	}
	for _, f := range c.Files {
		if _, err := form.Text(f, reading.MaxFileName); err != nil {
			return err
		}
	}
	imported := d.NewID()
	e := &shopjournalv1.ImportStarted{Shop: c.ShopID[:], Import: imported[:], Files: c.Files, Total: c.Total}
	for _, h := range c.Content {
		e.Content = append(e.Content, h[:])
	}
	d.Emit(e)
	d.Answer(&shopv1.StartImportResponse{ImportId: imported.String()})
	return nil
}

func applyImportStarted(tx *shard.Tx, e *shopjournalv1.ImportStarted) {
	kept := encode(tx, e)
	tx.Exec("INSERT INTO shop_import (id, shop, state, files, total, started_ms) VALUES (?, ?, 1, ?, ?, ?)",
		e.GetImport(), e.GetShop(), kept, e.GetTotal(), tx.Header.Time.UnixMilli())
	tx.Ask(errandImport, e)
	tx.Touch(Topic(id.ID(e.GetShop())), KindImport, id.ID(e.GetImport()))
}
