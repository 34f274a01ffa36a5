// Package shown is what devices hold of a shop, one function a kind of thing, made out of the view when a device asks.
//
// It reads the tables of package shop and changes nothing.
package shown

import (
	"google.golang.org/protobuf/proto"

	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	"dangol.example/id"
	"dangol.example/shard"
)

// Shop is what devices hold of a shop itself as devices hold it.
func Shop(r *shard.Reader, thing id.ID) proto.Message {
	var m *shopv1.Shop
	r.One(func(w *shard.Row) {
		m = &shopv1.Shop{
			Id: thing.String(), Name: w.Text(), Zone: w.Text(), Account: w.Text(), PayWithinHours: uint32(w.Int()),
			DayStarts: uint32(w.Int()),
		}
	}, "SELECT name, zone, account, pay_within_hours, day_starts FROM shop_shop WHERE id = ?", thing)
	if m == nil {
		return nil
	}
	return m
}

// Staff is a person of a shop as devices hold it.
func Staff(r *shard.Reader, thing id.ID) proto.Message {
	var m *shopv1.Staff
	r.One(func(w *shard.Row) {
		m = &shopv1.Staff{Id: thing.String(), Name: w.Text(), Role: shopv1.Role(w.Int()), Removed: w.Bool()}
	}, "SELECT name, role, removed FROM shop_staff WHERE id = ?", thing)
	if m == nil {
		return nil
	}
	r.Each(func(w *shard.Row) {
		m.Devices = append(m.Devices, &shopv1.Device{SessionId: w.ID().String(), Name: w.Text(), SinceMs: w.Int()})
	}, "SELECT id, device, since_ms FROM shop_session WHERE staff = ? ORDER BY since_ms, id", thing)
	return m
}

// Item is something that a shop sells as devices hold it.
func Item(r *shard.Reader, thing id.ID) proto.Message {
	var m *shopv1.Item
	r.One(func(w *shard.Row) {
		m = &shopv1.Item{Id: thing.String(), Name: w.Text(), PriceWon: w.Int(), Retired: w.Bool()}
	}, "SELECT name, price_won, retired FROM shop_item WHERE id = ?", thing)
	if m == nil {
		return nil
	}
	return m
}

// Customer is a customer as devices hold it.
func Customer(r *shard.Reader, thing id.ID) proto.Message {
	var m *shopv1.Customer
	r.One(func(w *shard.Row) {
		m = &shopv1.Customer{Id: thing.String(), Name: w.Text(), Phone: w.Text(), Note: w.Text()}
	}, "SELECT name, phone, note FROM shop_customer WHERE id = ?", thing)
	if m == nil {
		return nil
	}
	r.Each(func(w *shard.Row) { m.Depositors = append(m.Depositors, w.Text()) },
		"SELECT name FROM shop_depositor WHERE customer = ? ORDER BY name", thing)
	r.One(func(w *shard.Row) { m.Orders, m.NoShows, m.PaidWon = uint32(w.Int()), uint32(w.Int()), w.Int() },
		`SELECT count(*) FILTER (WHERE state <> 1), count(*) FILTER (WHERE state = 9),
		coalesce(sum(paid_won + otherwise_won + told_won - refund_won), 0) FROM shop_order WHERE customer = ?`, thing)
	return m
}
