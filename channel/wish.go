package channel

import (
	"dangol.example/channel/desk"
	"dangol.example/channel/policy"
	"dangol.example/fault"
	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	channeljournalv1 "dangol.example/gen/journal/dangol/channel/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
	"dangol.example/shop/form"
)

// WishKind is what a customer wishes for an order. The numbers are those of the journal.
type WishKind uint32

// The kinds of wishes.
const (
	Change WishKind = 1 // something else, in words
	Cancel WishKind = 2 // to call it off
)

// What is refused about wishes.
var (
	ErrWish     = fault.New(fault.Invalid, "변경인지 취소인지 골라 주세요.", "Please choose: to change it, or to cancel it.")
	ErrWishText = fault.New(fault.Invalid, "무엇을 어떻게 바꾸고 싶은지 적어 주세요.", "Please write what should be different.")
	ErrWishOver = fault.New(fault.Conflict, "이미 끝난 주문이에요. 가게에 말씀해 주세요.",
		"This order is over. Please write to the shop.")
	ErrWishTwice = fault.New(fault.Conflict, "이미 요청했어요. 가게의 답을 기다려 주세요.",
		"You have asked already. Please wait for the shop's answer.")
	ErrNoWish   = fault.New(fault.Missing, "그런 요청이 없어요.", "There is no such request.")
	ErrAnswered = fault.New(fault.Conflict, "이미 답한 요청이에요.", "This request was answered already.")
	ErrRefund   = fault.New(fault.Invalid, "돌려줄 금액을 다시 확인해 주세요.", "Please check what is given back.")
	ErrNoRule   = fault.New(fault.Invalid, "환불 규정이 없어요. 돌려줄 금액을 적어 주세요.",
		"There are no refund rules. Please write what is given back.")
)

// WishFor asks the shop to change or cancel an order. A cancellation says what the shop's rules give back of what was
// paid, at the time of asking: the shop's delay costs nobody anything. Its answer is a SayResponse without a block.
type WishFor struct {
	ConversationID, OrderID id.ID
	Kind                    WishKind
	Text                    string
}

// Decide implements shard.Command.
func (c WishFor) Decide(d *shard.Decision) error {
	talk, err := maySay(d, c.ConversationID)
	if err != nil {
		return err
	}
	o, err := shop.FindTalked(d.Reader, talk.ShopID, c.OrderID)
	switch {
	case err != nil || o.ConversationID != c.ConversationID:
		return shop.ErrNoOrder // another's looks like none
	case c.Kind != Change && c.Kind != Cancel:
		return ErrWish
	case o.State >= shop.PickedUp:
		return ErrWishOver
	}
	text, err := form.Text(c.Text, MaxWords)
	if err != nil {
		return ErrWords.Because(err)
	}
	if c.Kind == Change && text == "" {
		return ErrWishText
	}
	if err := openWishes(d, c); err != nil {
		return err
	}
	w := &channeljournalv1.Wish{Kind: uint32(c.Kind), Order: c.OrderID[:]}
	if c.Kind == Cancel {
		at := d.Now().In(shop.Zone(d.Reader, talk.ShopID))
		percent, ruled := policy.RefundPercent(desk.CardOf(d.Reader, talk.ShopID).GetRefunds(), o.Pickup, at)
		w.RefundPercent, w.RefundOpen = percent, !ruled
		w.RefundWon = policy.RefundWon(o.PaidWon, w.GetRefundPercent())
	}
	message := say(d, c.ConversationID, Customer, &channeljournalv1.MessageSaid{
		Text: text, Burden: &channeljournalv1.Burden{Order: c.OrderID[:], Wish: w},
	})
	sayAway(d, talk)
	d.Answer(&channelv1.SayResponse{MessageId: message.String()})
	return nil
}

// openWishes refuses a wish of which the shop has one already, or when it has too many.
func openWishes(d *shard.Decision, c WishFor) error {
	var open []*channelv1.Message
	d.Each(func(w *shard.Row) { open = append(open, scanMessage(w)) },
		messageColumns+" WHERE conversation = ? AND wish_state = 1 ORDER BY seq", c.ConversationID)
	for _, m := range open {
		if m.GetWish().GetOrderId() == c.OrderID.String() && uint32(m.GetWish().GetKind()) == uint32(c.Kind) {
			return ErrWishTwice
		}
	}
	if len(open) >= MaxWishes {
		return ErrWishTwice
	}
	return nil
}

// AnswerWish grants or declines a wish. A granted cancellation cancels the order and notes what is given back. Its
// answer is a PostResponse without a block.
type AnswerWish struct {
	ShopID, MessageID id.ID
	Grant             bool
	RefundWon         *int64 // for a granted cancellation, when it is not what the rules gave, or when there were none
	Text              string
}

// Words of the shop's answer where the person writes none.
const (
	saidGranted   = "요청하신 대로 해 드릴게요."
	saidCancelled = "주문을 취소했어요."
	saidNothing   = "돌려드릴 금액은 없어요."
	saidDeclined  = "죄송하지만 요청을 들어드리기 어려워요."
)

// Decide implements shard.Command.
func (c AnswerWish) Decide(d *shard.Decision) error {
	staff, err := shop.StaffOf(d, c.ShopID)
	if err != nil {
		return err
	}
	m, found := FindMessage(d.Reader, c.MessageID)
	if !found || m.GetWish() == nil {
		return ErrNoWish
	}
	conversation, err := id.Parse(m.GetConversationId())
	if err != nil {
		return err
	}
	if _, err := FindIn(d.Reader, c.ShopID, conversation); err != nil {
		return ErrNoWish
	}
	if m.GetWish().GetState() != channelv1.WishState_WISH_STATE_OPEN {
		return ErrAnswered
	}
	text, err := form.Text(c.Text, MaxWords)
	if err != nil {
		return ErrWords.Because(err)
	}
	order, err := id.Parse(m.GetWish().GetOrderId())
	if err != nil {
		return err
	}
	said, err := c.done(d, m.GetWish(), order)
	if err != nil {
		return err
	}
	d.Emit(&channeljournalv1.WishAnswered{Conversation: conversation[:], Message: c.MessageID[:], Granted: c.Grant})
	if text == "" {
		text = said
	}
	message := say(d, conversation, Staff, &channeljournalv1.MessageSaid{
		Staff: staff[:], Text: text, Burden: &channeljournalv1.Burden{Order: order[:]},
	})
	d.Answer(&channelv1.PostResponse{MessageId: message.String()})
	return nil
}

// done does what was granted, and gives the words for it.
func (c AnswerWish) done(d *shard.Decision, w *channelv1.Wish, order id.ID) (said string, err error) {
	cancel := c.Grant && WishKind(w.GetKind()) == Cancel
	switch {
	case c.RefundWon != nil && !cancel:
		return "", ErrRefund
	case !c.Grant:
		return saidDeclined, nil
	case !cancel:
		return saidGranted, nil
	}
	o, err := shop.FindTalked(d.Reader, c.ShopID, order)
	if err != nil {
		return "", err
	}
	refund := policy.RefundLeft(w.GetRefundWon(), w.GetRefundPercent(), o.PaidWon)
	switch {
	case c.RefundWon != nil:
		refund = *c.RefundWon
	case w.GetRefundOpen() && o.PaidWon > 0:
		return "", ErrNoRule
	}
	if refund < 0 {
		return "", ErrRefund
	}
	if err := shop.CallOff(d, c.ShopID, order, refund); err != nil {
		return "", err
	}
	switch {
	case refund > 0:
		return saidCancelled + " " + policy.Won(refund) + "을 돌려드릴게요.", nil
	case o.PaidWon > 0 && (c.RefundWon != nil || w.GetRefundWon() == 0):
		return saidCancelled + " " + saidNothing, nil
	default: // nothing was paid, or a person has given it back before
		return saidCancelled, nil
	}
}

func applyWishAnswered(tx *shard.Tx, e *channeljournalv1.WishAnswered) {
	state := channelv1.WishState_WISH_STATE_DECLINED
	if e.GetGranted() {
		state = channelv1.WishState_WISH_STATE_GRANTED
	}
	tx.Exec("UPDATE channel_message SET wish_state = ? WHERE id = ?", int64(state), e.GetMessage())
	touchMessage(tx, shopOf(tx.Reader, e.GetConversation()), id.ID(e.GetConversation()), id.ID(e.GetMessage()))
}
