package channel

import (
	"dangol.example/channel/desk"
	channeljournalv1 "dangol.example/gen/journal/dangol/channel/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
	"dangol.example/shop/form"
)

// Begin begins a conversation. The machine gives it: whoever comes is nobody yet. Its answer is an OpenResponse.
//
// It tells nothing of what the shop knows: also who gives the phone number of another gets a conversation of his own,
// and the shop sees that the number was known.
type Begin struct {
	ShopID      id.ID
	Name, Phone string
	Consent     bool
	KeyHash     []byte // SHA-256 of the device's key
	Device      string
}

// Decide implements shard.Command.
func (c Begin) Decide(d *shard.Decision) error {
	if err := shop.MachineOnly(d); err != nil {
		return err
	}
	if _, is := shop.FrontOf(d.Reader, c.ShopID); !is {
		return ErrNoShop
	}
	name, err := form.Name(c.Name)
	if err != nil {
		return err
	}
	phone, err := form.Phone(c.Phone)
	if err != nil {
		return err
	}
	device, err := form.Text(c.Device, shop.MaxDevice)
	switch {
	case err != nil:
		return shop.ErrDevice.Because(err)
	case phone == "":
		return ErrPhone
	case len(c.KeyHash) != hashBytes || d.Count("SELECT 1 FROM channel_guest WHERE key_hash = ?", c.KeyHash) > 0:
		return ErrKey // a key is of one conversation for ever
	}
	conversation := d.NewID()
	customer, known := shop.CustomerFor(d, c.ShopID, name, phone)
	d.Emit(&channeljournalv1.ConversationOpened{
		Shop: c.ShopID[:], Conversation: conversation[:], Customer: customer[:], Name: name, Phone: phone,
		Consent: c.Consent, KeyHash: c.KeyHash, Device: device, SamePhone: known,
	})
	greet(d, conversation)
	g, _ := FindGuest(d.Reader, c.KeyHash)
	d.Answer(g.Opened())
	return nil
}

func applyConversationOpened(tx *shard.Tx, e *channeljournalv1.ConversationOpened) {
	now := tx.Header.Time.UnixMilli()
	tx.Exec(`INSERT INTO channel_conversation (id, shop, customer, name, phone, consent, same_phone, since_ms)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, e.GetConversation(), e.GetShop(), e.GetCustomer(), e.GetName(), e.GetPhone(),
		e.GetConsent(), e.GetSamePhone(), now)
	tx.Exec("INSERT INTO channel_guest (key_hash, conversation, device, since_ms) VALUES (?, ?, ?, ?)",
		e.GetKeyHash(), e.GetConversation(), e.GetDevice(), now)
	touchBoth(tx, id.ID(e.GetShop()), id.ID(e.GetConversation()))
	tx.Touch(shop.GuestTopic(id.ID(e.GetConversation())), desk.KindCard, id.ID(e.GetShop()))
}

// ChangeMe changes a customer's name, phone or consent where they are given. The shop's own book of customers stays as
// it is: a person of the shop says whose conversation it is.
type ChangeMe struct {
	ConversationID id.ID
	Name, Phone    *string
	Consent        *bool
}

// Decide implements shard.Command.
func (c ChangeMe) Decide(d *shard.Decision) error {
	if _, err := ofGuest(d, c.ConversationID); err != nil {
		return err
	}
	e := &channeljournalv1.GuestChanged{Conversation: c.ConversationID[:], Consent: c.Consent}
	if c.Name != nil {
		name, err := form.Name(*c.Name)
		if err != nil {
			return err
		}
		e.Name = &name
	}
	if c.Phone != nil {
		phone, err := form.Phone(*c.Phone)
		if err != nil {
			return err
		}
		if phone == "" {
			return ErrPhone
		}
		e.Phone = &phone
	}
	d.Emit(e)
	return nil
}

func applyGuestChanged(tx *shard.Tx, e *channeljournalv1.GuestChanged) {
	if e.Name != nil {
		tx.Exec("UPDATE channel_conversation SET name = ? WHERE id = ?", e.GetName(), e.GetConversation())
	}
	if e.Phone != nil {
		tx.Exec("UPDATE channel_conversation SET phone = ? WHERE id = ?", e.GetPhone(), e.GetConversation())
	}
	if e.Consent != nil {
		tx.Exec("UPDATE channel_conversation SET consent = ? WHERE id = ?", e.GetConsent(), e.GetConversation())
	}
	touchBoth(tx, shopOf(tx.Reader, e.GetConversation()), id.ID(e.GetConversation()))
}

// Leave ends the key of a customer's device. The conversation stays with the shop.
type Leave struct {
	ConversationID id.ID
	KeyHash        []byte
}

// Decide implements shard.Command.
func (c Leave) Decide(d *shard.Decision) error {
	if _, err := ofGuest(d, c.ConversationID); err != nil {
		return err
	}
	const its = "SELECT 1 FROM channel_guest WHERE key_hash = ? AND conversation = ?"
	if d.Count(its, c.KeyHash, c.ConversationID) == 0 {
		return ErrKey
	}
	d.Emit(&channeljournalv1.GuestLeft{Conversation: c.ConversationID[:], KeyHash: c.KeyHash})
	return nil
}

func applyGuestLeft(tx *shard.Tx, e *channeljournalv1.GuestLeft) {
	tx.Exec("DELETE FROM channel_guest WHERE key_hash = ?", e.GetKeyHash())
	touchBoth(tx, shopOf(tx.Reader, e.GetConversation()), id.ID(e.GetConversation()))
}
