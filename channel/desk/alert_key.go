package desk

import (
	"crypto/sha256"

	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	channeljournalv1 "dangol.example/gen/journal/dangol/channel/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
	"dangol.example/shop/form"
)

// MakeAlertKey makes an address to which a phone forwards bank alerts. Its answer is a MakeAlertKeyResponse without a
// block.
type MakeAlertKey struct {
	ShopID  id.ID
	Name    string
	KeyHash []byte // SHA-256 of the key
}

// Decide implements shard.Command.
func (c MakeAlertKey) Decide(d *shard.Decision) error {
	if err := shop.OwnerOf(d, c.ShopID); err != nil {
		return err
	}
	name, err := form.Name(c.Name)
	switch {
	case err != nil:
		return err
	case len(c.KeyHash) != sha256.Size,
		d.Count("SELECT 1 FROM desk_alert_key WHERE key_hash = ?", c.KeyHash) > 0: // a key is of one address for ever
		return ErrKey
	case d.Count("SELECT count(*) FROM desk_alert_key WHERE shop = ? AND ended = 0", c.ShopID) >= MaxAlertKeys:
		return ErrManyAlertKeys
	}
	key := d.NewID()
	d.Emit(&channeljournalv1.AlertKeyMade{Shop: c.ShopID[:], AlertKey: key[:], Name: name, KeyHash: c.KeyHash})
	d.Answer(&channelv1.MakeAlertKeyResponse{AlertKeyId: key.String()})
	return nil
}

func applyAlertKeyMade(tx *shard.Tx, e *channeljournalv1.AlertKeyMade) {
	tx.Exec("INSERT INTO desk_alert_key (id, shop, name, key_hash, since_ms) VALUES (?, ?, ?, ?, ?)",
		e.GetAlertKey(), e.GetShop(), e.GetName(), e.GetKeyHash(), tx.Header.Time.UnixMilli())
	shopID := id.ID(e.GetShop())
	tx.Touch(shop.Topic(shopID), KindDesk, shopID)
}

// EndAlertKey ends one.
type EndAlertKey struct{ ShopID, AlertKeyID id.ID }

// Decide implements shard.Command.
func (c EndAlertKey) Decide(d *shard.Decision) error {
	if err := shop.OwnerOf(d, c.ShopID); err != nil {
		return err
	}
	if d.Count("SELECT 1 FROM desk_alert_key WHERE id = ? AND shop = ? AND ended = 0", c.AlertKeyID, c.ShopID) == 0 {
		return ErrNoAlertKey
	}
	d.Emit(&channeljournalv1.AlertKeyEnded{Shop: c.ShopID[:], AlertKey: c.AlertKeyID[:]})
	return nil
}

func applyAlertKeyEnded(tx *shard.Tx, e *channeljournalv1.AlertKeyEnded) {
	tx.Exec("UPDATE desk_alert_key SET ended = 1 WHERE id = ?", e.GetAlertKey())
	shopID := id.ID(e.GetShop())
	tx.Touch(shop.Topic(shopID), KindDesk, shopID)
}

// FindAlertKey gives the shop whose alerts a key brings, by the key's hash, and the key's id.
func FindAlertKey(r *shard.Reader, hash []byte) (shopID, key id.ID, found bool) {
	found = r.One(func(w *shard.Row) { shopID, key = w.ID(), w.ID() },
		"SELECT shop, id FROM desk_alert_key WHERE key_hash = ? AND ended = 0", hash)
	return shopID, key, found
}
