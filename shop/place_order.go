package shop

import (
	"time"

	"google.golang.org/protobuf/proto"

	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
)

// PlaceOrder writes an order by hand: an enquiry without a total, quoted with one. Its answer is a PlaceOrderResponse
// without a block.
type PlaceOrder struct {
	ShopID  id.ID
	Details Details
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
	if details.TotalWon != nil {
		e.State, e.PayByMs = uint32(Quoted), payBy(d, c.ShopID)
	}
	order, err := placeOrder(d, c.ShopID, e)
	if err != nil {
		return err
	}
	d.Answer(&shopv1.PlaceOrderResponse{OrderId: order.String(), Code: e.GetCode()})
	return nil
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
		refund_won, pay_by_ms, created_ms, changed_ms, details_ms, imported, details)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		e.GetOrder(), e.GetShop(), e.GetCustomer(), e.GetCode(), e.GetCodeNumber(), e.GetState(),
		nullable(e.GetDetails().TotalWon), nullable(e.GetDetails().AdvanceWon), e.GetSource().GetPaidWon(),
		e.GetSource().GetRefundWon(), e.GetPayByMs(), created, now, now, len(key) > 0, details)
	keepPickup(tx, id.ID(e.GetOrder()), e.GetDetails())
	if len(key) > 0 {
		tx.Exec("INSERT INTO shop_source (key, order_id, source, read) VALUES (?, ?, ?, ?)",
			key, e.GetOrder(), encode(tx, e.GetSource()), details)
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
