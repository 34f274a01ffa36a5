package channel

import (
	"context"

	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
)

// What the shop says by itself of an order.
const (
	saidPaid   = "입금이 확인되어 예약이 확정됐어요. 고맙습니다."
	saidFixed  = "예약이 확정됐어요. 고맙습니다." // by a person, with nothing paid
	saidLapsed = "입금 기한이 지나서 주문이 자동으로 취소됐어요. 아직 원하시면 말씀해 주세요."
)

// TellOrder has a conversation told what has become of an order of it, if that still holds. The machine gives it.
type TellOrder struct {
	OrderID id.ID
	State   shop.State
}

// Decide implements shard.Command.
func (c TellOrder) Decide(d *shard.Decision) error {
	if err := shop.MachineOnly(d); err != nil {
		return err
	}
	o, err := shop.TalkedOf(d.Reader, c.OrderID)
	if err != nil || o.State != c.State || o.ConversationID.IsZero() {
		return err // it has become something else meanwhile
	}
	if _, found := Find(d.Reader, o.ConversationID); !found {
		return nil
	}
	switch {
	case c.State == shop.Confirmed && o.PaidWon <= 0:
		TellOf(d, o.ConversationID, c.OrderID, AutoFixed, saidFixed)
	case c.State == shop.Confirmed:
		TellOf(d, o.ConversationID, c.OrderID, AutoPaid, saidPaid)
	case c.State == shop.Lapsed:
		TellOf(d, o.ConversationID, c.OrderID, AutoLapsed, saidLapsed)
	}
	return nil
}

// tellOrder is the errand by which package shop asks for it.
func tellOrder(ctx context.Context, e shard.ErrandContext) error {
	var told shopjournalv1.OrderTold
	if err := e.Decode(&told); err != nil {
		return err
	}
	order, err := id.FromBytes(told.GetOrder())
	if err != nil {
		return err
	}
	_, err = e.Shard.Run(ctx, shard.Request{
		ID: e.CommandID(0), Command: TellOrder{OrderID: order, State: shop.State(told.GetState())},
	})
	return err
}
