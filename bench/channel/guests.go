package main

import (
	"context"
	"fmt"

	"dangol.example/channel"
	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	"dangol.example/gen/api/dangol/channel/v1/channelv1connect"
	syncv1 "dangol.example/gen/api/dangol/sync/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
)

// deliveriesOf is how many devices a message reaches: those of the shop, and the customer's own.
const deliveriesOf = devicesOfShop + 1

// invite begins conversations, each with a customer's device.
func (s *shopOf) invite(ctx context.Context, one *shard.Shard, guests int) error {
	for n := range guests {
		token, hash := secret()
		opened := &channelv1.OpenResponse{}
		_, err := shard.RunFor(ctx, one, shard.Request{ID: newID(), Command: channel.Begin{
			ShopID: s.id, Name: fmt.Sprint("손님", n), Phone: fmt.Sprintf("0100000%04d", n), KeyHash: hash, Device: "bench",
		}}, opened)
		if err != nil {
			return err
		}
		talk, err := id.Parse(opened.GetConversationId())
		if err != nil {
			return err
		}
		s.guests = append(s.guests, device{token, &syncv1.Cursor{Topic: shop.GuestTopic(talk)}})
		s.talks = append(s.talks, talk)
	}
	return nil
}

// poster sends the nth message: by turns a customer's and the shop's, of any conversation of any shop whose devices
// watch.
func (t *town) poster(address string) func(p *poster, n int, words string) error {
	shops := max(1, len(t.shops)-1) // of the last one not all may watch
	return func(p *poster, n int, words string) error {
		s := t.shops[n*7919%shops]
		talk := n / shops % len(s.talks)
		words = "내일 두 시에 찾으러 갈게요 " + words
		if n/shops/len(s.talks)%2 == 0 {
			return p.postProto(channelv1connect.GuestServiceSayProcedure, address, s.guests[talk].token, &channelv1.SayRequest{
				CommandId: newID().String(), Text: words,
			})
		}
		return p.postProto(channelv1connect.ChannelServicePostProcedure, address, s.devices[0].token, &channelv1.PostRequest{
			CommandId: newID().String(), ShopId: s.id.String(), ConversationId: s.talks[talk].String(), Text: words,
		})
	}
}
