package shop

import (
	"strings"

	"dangol.example/fault"
	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
)

// GuestTopic is what the device of a conversation's customer watches.
func GuestTopic(conversation id.ID) string { return guestTopics + conversation.String() }

const guestTopics = "guest/"

// IsGuestTopic reports whether a topic is a customer's.
func IsGuestTopic(topic string) bool { return strings.HasPrefix(topic, guestTopics) }

// ErrandTell is the kind of errand by which orders of conversations say what has become of them: an OrderTold. Package
// channel runs it.
const ErrandTell = "tell-order"

// ErrOtherConversation says that an order is another conversation's.
var ErrOtherConversation = fault.New(fault.Conflict, "다른 대화의 주문이에요.", "This order is another conversation's.")

// touchGuest says that the device of a conversation's customer must see an order anew; there may be no conversation.
func touchGuest(tx *shard.Tx, conversation, order id.ID) {
	if !conversation.IsZero() {
		tx.Touch(GuestTopic(conversation), KindGuestOrder, order)
	}
}

// waits reports whether an order of a conversation waits for its money.
func waits(tx *shard.Tx, order id.ID) (is bool) {
	tx.One(func(w *shard.Row) { s := State(w.Int()); is = s.unpaid() || s == Lapsed },
		"SELECT state FROM shop_order WHERE id = ? AND length(conversation) > 0", order)
	return is
}

// askToTell asks that a conversation, if an order has one, be told what has become of the order.
func askToTell(tx *shard.Tx, order id.ID, s State) {
	if tx.Count("SELECT 1 FROM shop_order WHERE id = ? AND length(conversation) > 0", order) > 0 {
		tx.Ask(ErrandTell, &shopjournalv1.OrderTold{Order: order[:], State: uint32(s)})
	}
}

// Talked is an order as conversations speak of it.
type Talked struct {
	ID, ShopID, ConversationID id.ID
	State                      State
	Code, Name, Pickup         string
	TotalWon, AdvanceWon       *int64
	PaidWon, PayByMS           int64
}

// FindTalked finds an order of a shop.
func FindTalked(r *shard.Reader, shop, order id.ID) (Talked, error) {
	o, err := findOrder(r, shop, order)
	if err != nil {
		return Talked{}, err
	}
	details := &shopjournalv1.OrderDetails{}
	if err := keptDetails(r, order, details); err != nil {
		return Talked{}, err
	}
	t := Talked{
		ID: order, ShopID: shop, ConversationID: o.conversation, State: o.state, Name: details.GetName(),
		Pickup: details.GetPickup(), TotalWon: o.balance.total, AdvanceWon: o.balance.advance, PaidWon: o.balance.paid,
		PayByMS: o.payByMS,
	}
	r.One(func(w *shard.Row) { t.Code = w.Text() }, "SELECT code FROM shop_order WHERE id = ?", order)
	return t, nil
}

// Tie makes an order that is of no conversation yet one of this; whoever calls it has asked who may.
func Tie(d *shard.Decision, shop, order, conversation id.ID) error {
	o, err := findOrder(d.Reader, shop, order)
	switch {
	case err != nil:
		return err
	case o.conversation == conversation:
		return nil
	case !o.conversation.IsZero():
		return ErrOtherConversation
	}
	d.Emit(&shopjournalv1.OrderTied{Order: order[:], Conversation: conversation[:]})
	return nil
}

func applyOrderTied(tx *shard.Tx, e *shopjournalv1.OrderTied) {
	tx.Exec("UPDATE shop_order SET conversation = ? WHERE id = ?", e.GetConversation(), e.GetOrder())
	touchOrder(tx, id.ID(e.GetOrder()))
}

// Enquire writes down what a customer asks for in a conversation; whoever calls it has asked who may.
func Enquire(d *shard.Decision, shop, conversation id.ID, details Details) (order id.ID, err error) {
	kept, err := details.Check()
	if err != nil {
		return order, err
	}
	return placeOrder(d, shop, &shopjournalv1.OrderPlaced{
		Shop: shop[:], Details: kept, State: uint32(Enquiry), Conversation: conversation[:],
	})
}

// CallOff cancels an order and notes what is given back, by whoever works in the shop.
func CallOff(d *shard.Decision, shop, order id.ID, refundWon int64) error {
	if err := (MoveOrder{ShopID: shop, OrderID: order, To: Cancelled}).Decide(d); err != nil {
		return err
	}
	if refundWon == 0 {
		return nil
	}
	return RecordRefund{ShopID: shop, OrderID: order, AmountWon: refundWon}.Decide(d)
}

// TalkedOf is FindTalked by the order alone.
func TalkedOf(r *shard.Reader, order id.ID) (Talked, error) {
	return FindTalked(r, shopOf(r, "SELECT shop FROM shop_order WHERE id = ?", order), order)
}

// WorksIn reports whether a person works in a shop.
func WorksIn(r *shard.Reader, shop, staff id.ID) bool {
	return r.Count("SELECT 1 FROM shop_staff WHERE id = ? AND shop = ? AND removed = 0", staff, shop) > 0
}
