package reach

import (
	"context"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/wrapperspb"

	"dangol.example/channel/desk"
	channeljournalv1 "dangol.example/gen/journal/dangol/channel/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
)

// A changed card is told to customers' devices whose conversation was alive so lately. The others read it when they are
// opened again.
const (
	cardFor  = 30 * 24 * time.Hour
	cardPage = 500
)

// showCard is the errand desk.ErrandShow.
func showCard(ctx context.Context, e shard.ErrandContext) error {
	var m channeljournalv1.CardShowing
	if err := e.Decode(&m); err != nil {
		return err
	}
	after := ""
	for nth := uint64(0); ; nth++ {
		c := ShowCard{ShopID: id.ID(m.GetShop()), Begins: nth == 0}
		if after != "" {
			c.After, _ = id.Parse(after)
		}
		result, err := e.Shard.Run(ctx, shard.Request{ID: e.CommandID(nth), Command: c})
		if err != nil {
			return err
		}
		var next wrapperspb.StringValue
		if err := proto.Unmarshal(result.Answer, &next); err != nil || next.GetValue() == "" {
			return err
		}
		after = next.GetValue()
	}
}

// ShowCard has some customers' devices see a shop's card anew. The machine gives it. Its answer is the conversation
// behind which the next page begins, empty when there is none.
type ShowCard struct {
	ShopID, After id.ID
	Begins        bool
}

// Decide implements shard.Command.
func (c ShowCard) Decide(d *shard.Decision) error {
	if err := shop.MachineOnly(d); err != nil {
		return err
	}
	e := &channeljournalv1.CardShown{Shop: c.ShopID[:], Begins: c.Begins}
	page := lately(d.Reader, c.ShopID, d.Now().Add(-cardFor), c.After, cardPage)
	next := ""
	for _, conversation := range page {
		e.Conversations = append(e.Conversations, conversation[:])
		next = conversation.String()
	}
	d.Emit(e)
	if len(page) < cardPage {
		next = ""
	}
	d.Answer(wrapperspb.String(next))
	return nil
}

func applyCardShown(tx *shard.Tx, e *channeljournalv1.CardShown) {
	shopID := id.ID(e.GetShop())
	if e.GetBegins() {
		desk.Showing(tx, shopID)
	}
	for _, conversation := range e.GetConversations() {
		tx.Touch(shop.GuestTopic(id.ID(conversation)), desk.KindCard, shopID)
	}
}
