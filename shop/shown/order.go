package shown

import (
	"google.golang.org/protobuf/proto"

	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
)

// Order is an order as devices hold it.
func Order(r *shard.Reader, thing id.ID) proto.Message {
	var m *shopv1.Order
	var details, source []byte
	imported := false
	r.One(func(w *shard.Row) {
		m = &shopv1.Order{
			Id: thing.String(), CustomerId: w.ID().String(), Code: w.Text(), State: shopv1.OrderState(w.Int()),
			PaidWon: w.Int(), PaidOtherwiseWon: w.Int(), RefundWon: w.Int(), PayByMs: w.Int(), CreatedMs: w.Int(),
			ChangedMs: w.Int(), Note: w.Text(), ConversationId: w.ID().String(),
			DetailsMs: w.Int(), DetailsBy: w.ID().String(),
		}
		imported, details = w.Bool(), w.Bytes()
	}, `SELECT customer, code, state, paid_won, otherwise_won + told_won, refund_won, pay_by_ms, created_ms, changed_ms,
		note, conversation, details_ms, coalesce((SELECT id FROM shop_staff WHERE id = details_by), x''), imported, details
		FROM shop_order WHERE id = ?`, thing)
	if m == nil {
		return nil
	}
	if imported {
		r.One(func(w *shard.Row) { source = w.Bytes() }, "SELECT source FROM shop_source WHERE order_id = ?", thing)
	}
	if m.GetConversationId() != "" {
		r.One(func(w *shard.Row) { source = w.Bytes() }, "SELECT read FROM shop_evidence WHERE order_id = ?", thing)
	}
	m.PaidWon += m.GetPaidOtherwiseWon()
	kept, from := &shopjournalv1.OrderDetails{}, &shopjournalv1.OrderSource{}
	if proto.Unmarshal(details, kept) != nil || proto.Unmarshal(source, from) != nil {
		return nil
	}
	fill(m, kept)
	m.Room = from.GetRoom()
	m.Evidence = evidence(from.GetEvidence())
	if m.PaidWon > m.PaidOtherwiseWon {
		r.Each(func(w *shard.Row) {
			m.Payments = append(m.Payments, &shopv1.Payment{DepositId: w.ID().String(), AmountWon: w.Int()})
		}, "SELECT deposit, amount_won FROM shop_part WHERE order_id = ? ORDER BY deposit", thing)
	}
	return m
}

// fill puts the details into the resource.
func fill(m *shopv1.Order, d *shopjournalv1.OrderDetails) {
	m.Name, m.Phone, m.Pickup, m.CoolerBag = d.GetName(), d.GetPhone(), d.GetPickup(), d.CoolerBag
	m.DeliveryAddress, m.Requests, m.Depositor = d.GetDeliveryAddress(), d.GetRequests(), d.GetDepositor()
	m.TotalWon, m.AdvanceWon = d.TotalWon, d.AdvanceWon
	for _, l := range d.GetLines() {
		m.Lines = append(m.Lines, &shopv1.OrderLine{
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
}

// PreviewOrder is what an imported order would be, under its source's key.
func PreviewOrder(o *shopjournalv1.ImportedOrder) *shopv1.Order {
	from := o.GetSource()
	m := &shopv1.Order{
		Id: id.ID(from.GetKey()).String(), State: shopv1.OrderState(o.GetState()), Room: from.GetRoom(),
		PaidWon: o.GetPaidWon(), RefundWon: from.GetRefundWon(), CreatedMs: from.GetOpenedMs(),
	}
	fill(m, o.GetDetails())
	m.Evidence = evidence(from.GetEvidence())
	return m
}

func evidence(read []*shopjournalv1.Evidence) (all []*shopv1.Evidence) {
	for _, e := range read {
		message, _ := id.FromBytes(e.GetMessage()) // none of what was read in a file
		all = append(all, &shopv1.Evidence{
			Field: e.GetField(), Line: e.GetLine(), Text: e.GetText(), Unsure: e.GetUnsure(), MessageId: message.String(),
		})
	}
	return all
}

// GuestOrder is an order of a conversation as its customer holds it: nothing of what the shop keeps to itself.
func GuestOrder(r *shard.Reader, thing id.ID) proto.Message {
	o, is := Order(r, thing).(*shopv1.Order)
	if !is || o.GetConversationId() == "" {
		return nil
	}
	return &channelv1.GuestOrder{
		Id: o.GetId(), Code: o.GetCode(), State: o.GetState(), Pickup: o.GetPickup(), Lines: o.GetLines(),
		CoolerBag: o.CoolerBag, DeliveryAddress: o.GetDeliveryAddress(), Requests: o.GetRequests(),
		TotalWon: o.TotalWon, AdvanceWon: o.AdvanceWon, PaidWon: o.GetPaidWon(), RefundWon: o.GetRefundWon(),
		PayByMs: o.GetPayByMs(), CreatedMs: o.GetCreatedMs(), ChangedMs: o.GetChangedMs(),
	}
}
