package channel

import (
	"slices"

	channeljournalv1 "dangol.example/gen/journal/dangol/channel/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
	"dangol.example/shop/form"
)

// ChangeConversation changes what is given.
type ChangeConversation struct {
	ShopID, ConversationID  id.ID
	Stand                   Stand // 0 for as before
	FollowUpMS              int64 // with FollowUp: when
	StaffID                 *id.ID
	AddLabels, RemoveLabels []string
}

// Decide implements shard.Command.
func (c ChangeConversation) Decide(d *shard.Decision) error {
	talk, _, err := ofStaff(d, c.ShopID, c.ConversationID)
	switch {
	case err != nil:
		return err
	case c.Stand > Spam:
		return ErrStand
	case c.Stand == FollowUp && c.FollowUpMS <= 0 || c.Stand != FollowUp && c.FollowUpMS != 0:
		return ErrFollowUp
	}
	e := &channeljournalv1.ConversationChanged{
		Conversation: c.ConversationID[:], Stand: uint32(c.Stand), FollowUpMs: c.FollowUpMS,
	}
	if c.StaffID != nil {
		if !c.StaffID.IsZero() && !shop.WorksIn(d.Reader, c.ShopID, *c.StaffID) {
			return shop.ErrNoStaff
		}
		e.Staff = []byte{}
		if !c.StaffID.IsZero() {
			e.Staff = c.StaffID[:]
		}
	}
	if len(c.AddLabels)+len(c.RemoveLabels) > 0 {
		labels, err := c.labels(talk.Labels)
		if err != nil {
			return err
		}
		e.Labels = &channeljournalv1.Labels{Labels: labels}
	}
	if e.GetStand() != 0 || e.Staff != nil || e.Labels != nil {
		d.Emit(e)
	}
	return nil
}

// labels gives the labels as they are afterwards.
func (c ChangeConversation) labels(before []string) (after []string, err error) {
	after = slices.DeleteFunc(slices.Clone(before), func(s string) bool { return slices.Contains(c.RemoveLabels, s) })
	for _, s := range c.AddLabels {
		label, err := form.Text(s, MaxLabel)
		if err != nil || label == "" {
			return nil, ErrLabel.Because(err)
		}
		if !slices.Contains(after, label) {
			after = append(after, label)
		}
	}
	if len(after) > MaxLabels {
		return nil, ErrLabels
	}
	return after, nil
}

func applyConversationChanged(tx *shard.Tx, e *channeljournalv1.ConversationChanged) {
	conversation := id.ID(e.GetConversation())
	if e.GetStand() != 0 {
		tx.Exec("UPDATE channel_conversation SET stand = ?, follow_up_ms = ? WHERE id = ?",
			e.GetStand(), e.GetFollowUpMs(), conversation)
	}
	switch Stand(e.GetStand()) {
	case Spam:
		tx.Exec("UPDATE channel_conversation SET unread = 0, waits_since_ms = 0 WHERE id = ?", conversation)
	case Done, Waiting:
		tx.Exec("UPDATE channel_conversation SET waits_since_ms = 0 WHERE id = ?", conversation)
	default:
	}
	if e.Staff != nil {
		tx.Exec("UPDATE channel_conversation SET staff = ? WHERE id = ?", e.GetStaff(), conversation)
	}
	if e.GetLabels() != nil {
		tx.Exec("UPDATE channel_conversation SET labels = ? WHERE id = ?", encode(tx, e.GetLabels()), conversation)
	}
	tx.Touch(shop.Topic(shopOf(tx.Reader, e.GetConversation())), KindConversation, conversation)
}
