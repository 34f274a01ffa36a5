package api

import (
	"context"

	"dangol.example/channel"
	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	"dangol.example/shard"
	"dangol.example/shop"
)

// details takes what a person wrote of an order.
func details(d *shopv1.OrderDetails) shop.Details {
	c := shop.Details{
		Name: d.GetName(), Phone: d.GetPhone(), Pickup: d.GetPickup(), DeliveryAddress: d.GetDeliveryAddress(),
		Requests: d.GetRequests(), Depositor: d.GetDepositor(),
	}
	if d != nil {
		c.CoolerBag, c.TotalWon, c.AdvanceWon = d.CoolerBag, d.TotalWon, d.AdvanceWon
	}
	for _, l := range d.GetLines() {
		c.Lines = append(c.Lines, shop.Line{
			Item:      l.GetItem(),
			Quantity:  l.GetQuantity(),
			Size:      l.GetSize(),
			Flavor:    l.GetFlavor(),
			Design:    l.GetDesign(),
			Lettering: l.GetLettering(),
			Candles:   l.GetCandles(),
			PriceWon:  l.GetPriceWon(),
		})
	}
	return c
}

// PlaceOrder implements the service.
func (s *shopServer) PlaceOrder(ctx context.Context, r *shopv1.PlaceOrderRequest) (*shopv1.PlaceOrderResponse, error) {
	a, answer := of(ctx, r.GetShopId()), &shopv1.PlaceOrderResponse{}
	var err error
	c := shop.PlaceOrder{
		ShopID: a.shop, Details: details(r.GetDetails()), ConversationID: a.maybe(r.GetConversationId()),
	}
	for _, e := range r.GetEvidence() {
		c.Evidence = append(c.Evidence, shop.Evidence{
			Field: e.GetField(), Text: e.GetText(), MessageID: a.maybe(e.GetMessageId()), Unsure: e.GetUnsure(),
		})
	}
	var command shard.Command = c
	if !c.ConversationID.IsZero() {
		command = channel.PlaceOrder(c)
	}
	answer.Block, err = s.run(ctx, a, r.GetCommandId(), command, answer)
	return answer, err
}

// ChangeOrder implements the service.
func (s *shopServer) ChangeOrder(ctx context.Context, r *shopv1.ChangeOrderRequest) (*shopv1.Done, error) {
	a := of(ctx, r.GetShopId())
	c := shop.ChangeOrder{
		ShopID:        a.shop,
		OrderID:       a.id(r.GetOrderId()),
		SeenChangedMS: r.GetSeenChangedMs(),
		Details:       details(r.GetDetails()),
	}
	answer := &shopv1.Done{}
	var err error
	answer.Block, err = s.run(ctx, a, r.GetCommandId(), c, answer)
	return answer, err
}

// MoveOrder implements the service.
func (s *shopServer) MoveOrder(ctx context.Context, r *shopv1.MoveOrderRequest) (*shopv1.Done, error) {
	a := of(ctx, r.GetShopId())
	c := shop.MoveOrder{
		ShopID: a.shop, OrderID: a.id(r.GetOrderId()), From: shop.State(r.GetFrom()), To: shop.State(r.GetTo()),
	}
	return done(s.run(ctx, a, r.GetCommandId(), c, nil))
}

// NoteOrder implements the service.
func (s *shopServer) NoteOrder(ctx context.Context, r *shopv1.NoteOrderRequest) (*shopv1.Done, error) {
	a := of(ctx, r.GetShopId())
	c := shop.NoteOrder{ShopID: a.shop, OrderID: a.id(r.GetOrderId()), Note: r.GetNote(), Seen: r.Seen}
	return done(s.run(ctx, a, r.GetCommandId(), c, nil))
}

// RecordPayment implements the service.
func (s *shopServer) RecordPayment(ctx context.Context, r *shopv1.RecordPaymentRequest) (*shopv1.Done, error) {
	a := of(ctx, r.GetShopId())
	c := shop.RecordPayment{ShopID: a.shop, OrderID: a.id(r.GetOrderId()), AmountWon: r.GetAmountWon()}
	return done(s.run(ctx, a, r.GetCommandId(), c, nil))
}

// RecordRefund implements the service.
func (s *shopServer) RecordRefund(ctx context.Context, r *shopv1.RecordRefundRequest) (*shopv1.Done, error) {
	a := of(ctx, r.GetShopId())
	c := shop.RecordRefund{ShopID: a.shop, OrderID: a.id(r.GetOrderId()), AmountWon: r.GetAmountWon()}
	return done(s.run(ctx, a, r.GetCommandId(), c, nil))
}

// parts takes what orders get of a deposit.
func (a *ask) parts(of []*shopv1.DepositPart) (all []shop.Part) {
	for _, p := range of {
		all = append(all, shop.Part{OrderID: a.id(p.GetOrderId()), AmountWon: p.GetAmountWon()})
	}
	return all
}

// MatchDeposit implements the service.
func (s *shopServer) MatchDeposit(ctx context.Context, r *shopv1.MatchDepositRequest) (*shopv1.Done, error) {
	a := of(ctx, r.GetShopId())
	c := shop.MatchDeposit{
		ShopID: a.shop, DepositID: a.id(r.GetDepositId()), Learn: r.GetLearn(), Parts: a.parts(r.GetParts()),
	}
	return done(s.run(ctx, a, r.GetCommandId(), c, nil))
}

// UndoMatch implements the service.
func (s *shopServer) UndoMatch(ctx context.Context, r *shopv1.UndoMatchRequest) (*shopv1.Done, error) {
	a := of(ctx, r.GetShopId())
	c := shop.UndoMatch{ShopID: a.shop, DepositID: a.id(r.GetDepositId())}
	if seen := r.GetSeen(); seen != nil {
		c.Seen = &shop.Seen{Ignored: seen.GetIgnored(), Parts: a.parts(seen.GetParts())}
	}
	return done(s.run(ctx, a, r.GetCommandId(), c, nil))
}

// IgnoreDeposit implements the service.
func (s *shopServer) IgnoreDeposit(ctx context.Context, r *shopv1.IgnoreDepositRequest) (*shopv1.Done, error) {
	a := of(ctx, r.GetShopId())
	c := shop.IgnoreDeposit{ShopID: a.shop, DepositID: a.id(r.GetDepositId())}
	return done(s.run(ctx, a, r.GetCommandId(), c, nil))
}
