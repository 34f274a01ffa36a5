package book

import (
	"slices"

	"dangol.example/intake"
	"dangol.example/money"
)

// FromIntake takes over the fields that were read out of the conversation.
// FromIntake is an order as it was read out of a conversation, before the bank was asked.
func FromIntake(r intake.Order) Order {
	text := func(f intake.FieldName) Text { return Text(r.Values[f]) }
	o := Order{
		Name: text(intake.Name), Phone: text(intake.Phone), Item: text(intake.Item), Size: text(intake.Size), Flavor: text(intake.Flavor),
		Design: text(intake.Design), Candles: text(intake.Candles), DeliveryAddress: text(intake.Address), Depositor: text(intake.Depositor),
		Requests: text(intake.Requests),
		Pickup:   Stamp{Time: r.Pickup, DayOnly: !r.PickupHour},
		Quantity: r.Quantity, Lettering: append([]string{}, r.Lettering...), CoolerBag: r.CoolerBag,
		Total: amount(r.Total), Advance: amount(r.Advance), Refund: r.Refund,
		Ambiguous: []string{}, Evidence: map[string]Evidence{},
	}
	for f, e := range r.Evidence {
		if e.Line == 0 {
			continue
		}
		o.Evidence[string(f)] = Evidence{e.Line, e.Text}
		if e.Unsure && o.has(f) {
			o.doubt(string(f))
		}
	}
	slices.Sort(o.Ambiguous)
	return o
}

// has reports whether a field that was spoken of has a value in the end.
func (o *Order) has(f intake.FieldName) bool {
	return f != intake.Pickup || !o.Pickup.IsZero()
}

func amount(a money.Amount) *money.Amount {
	if a == 0 {
		return nil
	}
	return &a
}

// doubt marks a field for a person to look at.
func (o *Order) doubt(field string) {
	if !slices.Contains(o.Ambiguous, field) {
		o.Ambiguous = append(o.Ambiguous, field)
	}
}

// settle decides what is paid and what state the order is in, from the chat and the bank together.
func (b *builder) settle(d *draft) {
	o, r := &d.order, &d.read
	listed := len(b.in.Statements) > 0
	o.Told, o.Said = r.PaidByTalk, status(r.State)
	switch {
	case d.banked > 0 && len(r.Confirmed) > d.deposits && r.PaidByTalk > d.banked:
		o.Paid = r.PaidByTalk // the shop counted more transfers than were found
		o.doubt("paid")
	case d.banked > 0:
		o.Paid = d.banked
	default:
		o.Paid = r.PaidByTalk
		if listed && o.Paid > 0 {
			o.doubt("paid")
		}
	}
	b.guessDepositor(d)
	o.Status = status(r.State)
	if d.banked > 0 && (o.Status == Inquiry || o.Status == Quoted || o.Status == Lapsed && r.Closed.IsZero()) {
		o.Status = Confirmed
	}
	if o.Status == Lapsed && d.banked > 0 {
		o.doubt("status")
	}
	if o.Total == nil && o.Status == Confirmed && o.Paid > 0 {
		o.doubt("total")
	}
	if o.Refund == 0 && o.Status == Cancelled && o.Paid > 0 {
		o.doubt("refund")
	}
	for _, field := range []struct {
		name    string
		missing bool
	}{{"name", o.Name == ""}, {"phone", o.Phone == ""}, {"pickup", o.Pickup.IsZero() || o.Pickup.DayOnly}} {
		if field.missing {
			o.doubt(field.name)
		}
	}
}

// guessDepositor names the depositor when every deposit that may pay a confirmed order has the same name.
func (b *builder) guessDepositor(d *draft) {
	o := &d.order
	if o.Depositor != "" || len(d.read.Confirmed) == 0 {
		return
	}
	name := ""
	for _, dep := range b.book.Deposits {
		for _, c := range dep.Candidates {
			if dep.Auto || c.OrderRef != (OrderRef{o.File, o.Index}) {
				continue
			}
			if name != "" && name != dep.Name {
				return
			}
			name = dep.Name
		}
	}
	if name != "" {
		o.Depositor = Text(name)
		o.doubt("depositor")
	}
}

func status(s intake.State) Status {
	switch s {
	case intake.Quoted:
		return Quoted
	case intake.Confirmed:
		return Confirmed
	case intake.Cancelled:
		return Cancelled
	case intake.Lapsed:
		return Lapsed
	case intake.PickedUp:
		return PickedUp
	case intake.NoShow:
		return NoShow
	default:
		return Inquiry
	}
}
