package shop

import (
	"google.golang.org/protobuf/proto"

	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
)

// importOrders brings in a page of orders.
type importOrders struct {
	Shop, Import id.ID
	Orders       [][]byte // each an ImportedOrder
}

// Decide implements shard.Command. An order that is there already is read anew, unless a person has edited it: what
// people wrote stays.
func (c importOrders) Decide(d *shard.Decision) error {
	if err := machineOnly(d); err != nil {
		return err
	}
	e := &shopjournalv1.ImportAdvanced{Import: c.Import[:], Done: uint32(len(c.Orders))}
	for _, b := range c.Orders {
		o := &shopjournalv1.ImportedOrder{}
		if err := proto.Unmarshal(b, o); err != nil {
			return err
		}
		isNew, changed, err := importOrder(d, c.Shop, o)
		if err != nil {
			return err
		}
		if isNew {
			e.OrdersNew++
		}
		if changed {
			e.OrdersChanged++
		}
	}
	d.Emit(e)
	return nil
}

// importOrder brings in one order.
func importOrder(d *shard.Decision, shop id.ID, o *shopjournalv1.ImportedOrder) (isNew, changed bool, err error) {
	order, found := orderOf(d.Reader, o.GetSource().GetKey())
	if !found {
		placeOrder(d, shop, &shopjournalv1.OrderPlaced{
			Shop: shop[:], Details: o.GetDetails(), State: o.GetState(), Source: o.GetSource(),
		})
		return true, false, nil
	}
	row, err := findOrder(d.Reader, shop, order)
	if err != nil || row.edited {
		return false, false, err
	}
	var kept, source []byte
	d.One(func(w *shard.Row) { kept, source = w.Bytes(), w.Bytes() },
		"SELECT details, source FROM shop_order WHERE id = ?", order)
	before, from := &shopjournalv1.OrderDetails{}, &shopjournalv1.OrderSource{}
	if err := proto.Unmarshal(kept, before); err != nil {
		return false, false, err
	}
	if err := proto.Unmarshal(source, from); err != nil {
		return false, false, err
	}
	now := proto.CloneOf(o.GetSource())
	if row.deposits > 0 { // what the bank has shown is not told a second time
		now.PaidWon = max(0, now.GetPaidWon()-row.deposits)
		from.PaidWon = now.GetPaidWon()
	}
	if proto.Equal(before, o.GetDetails()) && proto.Equal(from, now) {
		return false, false, nil
	}
	e := &shopjournalv1.OrderChanged{Order: order[:], Details: o.GetDetails(), Source: now, State: o.GetState()}
	if State(o.GetState()) < row.state { // what was done here is further than what the chat says
		e.State = uint32(row.state)
	}
	d.Emit(e)
	return false, true, nil
}

// orderOf finds the order of a source.
func orderOf(r *shard.Reader, key []byte) (order id.ID, found bool) {
	found = r.One(func(w *shard.Row) { order = w.ID() }, "SELECT order_id FROM shop_source WHERE key = ?", key)
	return order, found
}

// importDeposits brings in a page of deposits.
type importDeposits struct {
	Shop, Import id.ID
	Deposits     [][]byte // each a DepositImported
}

// Decide implements shard.Command. A deposit that is there already is left alone.
func (c importDeposits) Decide(d *shard.Decision) error {
	if err := machineOnly(d); err != nil {
		return err
	}
	e := &shopjournalv1.ImportAdvanced{Import: c.Import[:], Done: uint32(len(c.Deposits))}
	for _, b := range c.Deposits {
		p := &shopjournalv1.DepositImported{}
		if err := proto.Unmarshal(b, p); err != nil {
			return err
		}
		if d.Count("SELECT 1 FROM shop_deposit WHERE id = ?", p.GetDeposit()) > 0 {
			continue
		}
		p.Shop = c.Shop[:]
		d.Emit(p)
		e.DepositsNew++
	}
	d.Emit(e)
	return nil
}

// importMatches takes over what was found with all that the chats say.
type importMatches struct {
	Shop    id.ID
	Matches [][]byte // each an ImportedMatch
}

// Decide implements shard.Command. What does not fit any more is left to people.
func (c importMatches) Decide(d *shard.Decision) error {
	if err := machineOnly(d); err != nil {
		return err
	}
	for _, b := range c.Matches {
		m := &shopjournalv1.ImportedMatch{}
		if err := proto.Unmarshal(b, m); err != nil {
			return err
		}
		deposit, err := findDeposit(d.Reader, c.Shop, id.ID(m.GetDeposit()))
		if err != nil || deposit.state != unmatched ||
			d.Count("SELECT by_person FROM shop_deposit WHERE id = ?", m.GetDeposit()) != 0 {
			continue
		}
		var parts []Part
		for _, p := range m.GetParts() {
			if order, found := orderOf(d.Reader, p.GetKey()); found {
				parts = append(parts, Part{order, p.GetAmountWon()})
			}
		}
		e, err := matchOf(d, c.Shop, deposit, parts)
		if err != nil {
			continue
		}
		e.Automatic, e.Reasons = true, m.GetReasons()
		d.Emit(e)
	}
	return nil
}
