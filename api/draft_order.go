package api

import (
	"context"
	"slices"

	"dangol.example/channel"
	"dangol.example/channel/draft"
	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	"dangol.example/shard"
)

// maxDrafted is how many messages an order is read out of, the newest.
const maxDrafted = 200

// DraftOrder implements the service: what a person looks at, and places or does not.
func (s *channelServer) DraftOrder(
	ctx context.Context, r *channelv1.DraftOrderRequest,
) (*channelv1.DraftOrderResponse, error) {
	a := of(ctx, r.GetShopId())
	conversation := a.id(r.GetConversationId())
	if a.err != nil {
		return nil, a.err
	}
	zone, err := s.zone(ctx, a.shop)
	if err != nil {
		return nil, err
	}
	one := s.Shards.Shard(a.shop.Shard())
	if one == nil {
		return nil, errNoShard
	}
	talk := draft.Talk{Zone: zone, Now: s.Clock.Now()}
	var missing error
	err = one.Read(ctx, func(v *shard.Reader) error {
		var c channel.Conversation
		if c, missing = channel.FindIn(v, a.shop, conversation); missing != nil {
			return nil //nolint:nilerr // it is told below
		}
		talk.Name, talk.Phone = c.Name, c.Phone
		talk.Messages = channel.MessagesOf(v, conversation, 0, maxDrafted)
		return nil
	})
	if err != nil {
		return nil, errNoShard.Because(err)
	}
	if missing != nil {
		return nil, missing
	}
	talk.Messages = slices.DeleteFunc(talk.Messages, func(m *channelv1.Message) bool { return m.GetSeq() < r.GetFromSeq() })
	slices.Reverse(talk.Messages)
	drafts, err := draft.Read(talk)
	if err != nil {
		return nil, err
	}
	return &channelv1.DraftOrderResponse{Drafts: drafts}, nil
}
