package shop

import (
	"dangol.example/fault"
	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop/form"
)

// MaxItems is how many items a shop can sell at a time.
const MaxItems = 1000

// What is refused about items.
var (
	ErrNoItem    = fault.New(fault.Missing, "그런 상품이 없어요.", "There is no such item.")
	ErrManyItems = fault.New(fault.Conflict, "상품은 1,000개까지예요. 안 파는 상품을 내려 주세요.",
		"A shop sells at most 1,000 items. Please take one off the list.")
)

// AddItem adds something to sell. Its answer is an AddItemResponse without a block.
type AddItem struct {
	ShopID   id.ID
	Name     string
	PriceWon int64
}

// Decide implements shard.Command.
func (c AddItem) Decide(d *shard.Decision) error {
	if _, err := staffOf(d, c.ShopID); err != nil {
		return err
	}
	n, err := form.ItemName(c.Name)
	if err != nil {
		return err
	}
	if err := form.Won(c.PriceWon); err != nil {
		return err
	}
	if d.Count("SELECT count(*) FROM shop_item WHERE shop = ? AND retired = 0", c.ShopID) >= MaxItems {
		return ErrManyItems
	}
	item := d.NewID()
	d.Emit(&shopjournalv1.ItemAdded{Shop: c.ShopID[:], Item: item[:], Name: n, PriceWon: c.PriceWon})
	d.Answer(&shopv1.AddItemResponse{ItemId: item.String()})
	return nil
}

func applyItemAdded(tx *shard.Tx, e *shopjournalv1.ItemAdded) {
	tx.Exec("INSERT INTO shop_item (id, shop, name, price_won) VALUES (?, ?, ?, ?)",
		e.GetItem(), e.GetShop(), e.GetName(), e.GetPriceWon())
	tx.Touch(Topic(id.ID(e.GetShop())), KindItem, id.ID(e.GetItem()))
}

// ChangeItem changes the details that are given. Orders that stand keep theirs.
type ChangeItem struct {
	ShopID, ItemID id.ID
	Name           *string
	PriceWon       *int64
}

// Decide implements shard.Command.
func (c ChangeItem) Decide(d *shard.Decision) error {
	if err := itemOf(d, c.ShopID, c.ItemID); err != nil {
		return err
	}
	e := &shopjournalv1.ItemChanged{Item: c.ItemID[:], PriceWon: c.PriceWon}
	if c.Name != nil {
		n, err := form.ItemName(*c.Name)
		if err != nil {
			return err
		}
		e.Name = &n
	}
	if c.PriceWon != nil {
		if err := form.Won(*c.PriceWon); err != nil {
			return err
		}
	}
	d.Emit(e)
	return nil
}

// itemOf looks whether the item is the shop's, for one of its people.
func itemOf(d *shard.Decision, shop, item id.ID) error {
	if _, err := staffOf(d, shop); err != nil {
		return err
	}
	if d.Count("SELECT 1 FROM shop_item WHERE id = ? AND shop = ?", item, shop) == 0 {
		return ErrNoItem
	}
	return nil
}

func applyItemChanged(tx *shard.Tx, e *shopjournalv1.ItemChanged) {
	if e.Name != nil {
		tx.Exec("UPDATE shop_item SET name = ? WHERE id = ?", e.GetName(), e.GetItem())
	}
	if e.PriceWon != nil {
		tx.Exec("UPDATE shop_item SET price_won = ? WHERE id = ?", e.GetPriceWon(), e.GetItem())
	}
	touchItem(tx, id.ID(e.GetItem()))
}

func touchItem(tx *shard.Tx, item id.ID) {
	tx.Touch(Topic(shopOf(tx.Reader, "SELECT shop FROM shop_item WHERE id = ?", item)), KindItem, item)
}

// shopOf gives the shop in the one column of a query.
func shopOf(r *shard.Reader, sql string, thing id.ID) (shop id.ID) {
	r.One(func(w *shard.Row) { shop = w.ID() }, sql, thing)
	return shop
}

// RetireItem takes something off the list.
type RetireItem struct{ ShopID, ItemID id.ID }

// Decide implements shard.Command.
func (c RetireItem) Decide(d *shard.Decision) error {
	if err := itemOf(d, c.ShopID, c.ItemID); err != nil {
		return err
	}
	d.Emit(&shopjournalv1.ItemRetired{Item: c.ItemID[:]})
	return nil
}

func applyItemRetired(tx *shard.Tx, e *shopjournalv1.ItemRetired) {
	tx.Exec("UPDATE shop_item SET retired = 1 WHERE id = ?", e.GetItem())
	touchItem(tx, id.ID(e.GetItem()))
}
