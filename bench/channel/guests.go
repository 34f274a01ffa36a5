package main

import (
	"context"

	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	"dangol.example/gen/api/dangol/shop/v1/shopv1connect"
	"dangol.example/shard"
)

// hasGuests: the shops' devices alone watch.
const hasGuests = false

// deliveriesOf is how many devices a message reaches.
const deliveriesOf = devicesOfShop

func (s *shopOf) invite(context.Context, *shard.Shard, int) error { return nil }

// poster sends the nth message.
func (t *town) poster(address string) func(p *poster, n int, words string) error {
	return func(p *poster, n int, words string) error {
		s := t.shops[n*7919%(len(t.shops)-1)]
		order := s.orders[n/len(t.shops)%len(s.orders)]
		return p.postProto(shopv1connect.ShopServiceNoteOrderProcedure, address, s.devices[0].token, &shopv1.NoteOrderRequest{
			CommandId: newID().String(), ShopId: s.id.String(), OrderId: order.String(), Note: words,
		})
	}
}
