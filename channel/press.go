package channel

import (
	"slices"

	"dangol.example/channel/desk"
	"dangol.example/channel/policy"
	"dangol.example/fault"
	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	channeljournalv1 "dangol.example/gen/journal/dangol/channel/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
)

// ErrButton says that the menu has changed.
var ErrButton = fault.New(fault.Missing, "가게가 메뉴를 바꿨어요. 메뉴를 다시 봐 주세요.",
	"The shop has changed its menu. Please look at it again.")

// Press presses a button of the shop's menu, which the shop answers by itself. Its answer is a SayResponse without a
// block that names the shop's message.
type Press struct {
	ConversationID id.ID
	ButtonID       string
}

// Decide implements shard.Command.
func (c Press) Decide(d *shard.Decision) error {
	talk, err := maySay(d, c.ConversationID)
	if err != nil {
		return err
	}
	menu := desk.CardOf(d.Reader, talk.ShopID).GetMenu()
	at := slices.IndexFunc(menu, func(b *channelv1.MenuButton) bool { return b.GetId() == c.ButtonID })
	if at < 0 || menu[at].GetOpensForm() {
		return ErrButton
	}
	say(d, c.ConversationID, Customer, &channeljournalv1.MessageSaid{Text: menu[at].GetLabel(), Answered: true})
	message := Tell(d, c.ConversationID, AutoMenu, policy.Expand(menu[at].GetAnswer(), fields(d.Reader, talk)))
	d.Answer(&channelv1.SayResponse{MessageId: message.String()})
	return nil
}
