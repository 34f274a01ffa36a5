package shop

import (
	"time"

	"google.golang.org/protobuf/proto"

	"dangol.example/fault"
	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop/form"
)

// PlaceOrder writes an order by hand: an enquiry without a total, quoted with one. Its answer is a PlaceOrderResponse
// without a block.
type PlaceOrder struct {
	ShopID         id.ID
	Details        Details
	ConversationID id.ID // in which it was agreed on; zero for none. Whoever asks knows that there is such a one
	Evidence       []Evidence
}

// MaxEvidence is how many fields of an order can say where they were read.
const MaxEvidence = 60

// ErrEvidence says that where an order was read is not well told.
var ErrEvidence = fault.New(fault.Invalid, "어디에서 읽은 주문인지 알 수 없어요. 다시 읽어 주세요.",
	"It is not well told where this order was read. Please read it again.")

// Evidence is where a field was read in a conversation.
type Evidence struct {
	Field, Text string
	MessageID   id.ID
	Unsure      bool
}

// Decide implements shard.Command.
func (c PlaceOrder) Decide(d *shard.Decision) error {
	if _, err := staffOf(d, c.ShopID); err != nil {
		return err
	}
	details, err := c.Details.Check()
	if err != nil {
		return err
	}
	e := &shopjournalv1.OrderPlaced{Shop: c.ShopID[:], Details: details, State: uint32(Enquiry)}
	if e.Evidence, err = evidence(c.Evidence); err != nil {
		return err
	}
	if !c.ConversationID.IsZero() {
		e.Conversation = c.ConversationID[:]
	}
	if details.TotalWon != nil {
		e.State, e.PayByMs = uint32(Quoted), payBy(d, c.ShopID)
	}
	order, err := placeOrder(d, c.ShopID, e)
	if err != nil {
		return err
	}
	d.Answer(&shopv1.PlaceOrderResponse{
		OrderId: order.String(), Code: e.GetCode(), ChangedMs: d.Now().UnixMilli(),
	})
	return nil
}

// evidence takes where fields were read.
func evidence(read []Evidence) (kept []*shopjournalv1.Evidence, err error) {
	if len(read) > MaxEvidence {
		return nil, ErrEvidence
	}
	for _, r := range read {
		field, err := form.Text(r.Field, form.MaxName)
		text, errText := form.Text(r.Text, form.MaxNote)
		if err != nil || errText != nil || field == "" {
			return nil, ErrEvidence
		}
		kept = append(kept, &shopjournalv1.Evidence{Field: field, Text: text, Message: r.MessageID[:], Unsure: r.Unsure})
	}
	return kept, nil
}

// placeOrder gives an order its id, its customer and its code, and emits it.
func placeOrder(d *shard.Decision, shop id.ID, e *shopjournalv1.OrderPlaced) (order id.ID, err error) {
	order = d.NewID()
	customer := customerFor(d, shop, e.GetDetails().GetName(), e.GetDetails().GetPhone())
	e.Order, e.Customer = order[:], customer[:]
	if e.Code, e.CodeNumber, err = newCode(d, shop, e.GetDetails().GetName(), order); err != nil {
		return order, err
	}
	d.Emit(e)
	return order, nil
}

// payBy is until when a price named now waits for its money, 0 for ever.
func payBy(d *shard.Decision, shop id.ID) int64 {
	hours := d.Count("SELECT pay_within_hours FROM shop_shop WHERE id = ?", shop)
	if hours == 0 {
		return 0
	}
	return d.Now().Add(time.Duration(hours) * time.Hour).UnixMilli()
}

func applyOrderPlaced(tx *shard.Tx, e *shopjournalv1.OrderPlaced) {
	details := encode(tx, e.GetDetails())
	now := tx.Header.Time.UnixMilli()
	created := now
	if opened := e.GetSource().GetOpenedMs(); opened > 0 {
		created = opened
	}
	key := e.GetSource().GetKey()
	tx.Exec(`INSERT INTO shop_order (id, shop, customer, code, code_number, state, total_won, advance_won, told_won,
		refund_won, pay_by_ms, created_ms, changed_ms, details_ms, details_by, imported, conversation, pickup,
		details) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		e.GetOrder(), e.GetShop(), e.GetCustomer(), e.GetCode(), e.GetCodeNumber(), e.GetState(),
		nullable(e.GetDetails().TotalWon), nullable(e.GetDetails().AdvanceWon), e.GetSource().GetPaidWon(),
		e.GetSource().GetRefundWon(), e.GetPayByMs(), created, now, now, by(tx), len(key) > 0,
		e.GetConversation(), e.GetDetails().GetPickup(), details)
	if len(e.GetEvidence()) > 0 {
		tx.Exec("INSERT INTO shop_evidence (order_id, read) VALUES (?, ?)", e.GetOrder(),
			encode(tx, &shopjournalv1.OrderSource{Evidence: e.GetEvidence()}))
	}
	if len(key) > 0 {
		tx.Exec("INSERT INTO shop_source (key, order_id, source, read) VALUES (?, ?, ?, ?)",
			key, e.GetOrder(), encode(tx, e.GetSource()), details)
	}
	if len(e.GetConversation()) > 0 {
		touchGuest(tx, id.ID(e.GetConversation()), id.ID(e.GetOrder()))
	}
	topic := Topic(id.ID(e.GetShop()))
	tx.Touch(topic, KindOrder, id.ID(e.GetOrder()))
	tx.Touch(topic, KindCustomer, id.ID(e.GetCustomer()))
	if e.GetState() == uint32(Quoted) && e.GetSource() == nil { // an import asks at its end
		askForMatching(tx, id.ID(e.GetShop()))
	}
}

// encode is what a message is kept as; nothing for none.
func encode(tx *shard.Tx, m proto.Message) []byte {
	if !m.ProtoReflect().IsValid() {
		return []byte{}
	}
	b, err := proto.MarshalOptions{Deterministic: true}.Marshal(m)
	if err != nil {
		tx.Fail(err)
	}
	return b
}

func nullable(n *int64) any {
	if n == nil {
		return nil
	}
	return *n
}
