package api

import (
	"context"

	"dangol.example/channel"
	"dangol.example/channel/search"
	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	"dangol.example/id"
	"dangol.example/shard"
)

// Searches finds the search index of a shard, nil when there is none.
type Searches interface {
	Search(number uint8) *search.Index
}

// ReadHistory implements the service.
func (s *channelServer) ReadHistory(
	ctx context.Context, r *channelv1.ReadHistoryRequest,
) (*channelv1.ReadHistoryResponse, error) {
	a := of(ctx, r.GetShopId())
	after := a.maybe(r.GetAfter())
	if a.err != nil {
		return nil, a.err
	}
	var h channel.History
	err := s.readShop(ctx, a.shop, func(v *shard.Reader) error {
		h = channel.ReadHistory(v, a.shop, r.GetSinceMs(), after, int(r.GetLimit()))
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &channelv1.ReadHistoryResponse{
		Messages: h.Messages, Next: h.Next.String(), Total: uint64(h.Total),
	}, nil
}

// ReadMessages implements the service.
func (s *channelServer) ReadMessages(
	ctx context.Context, r *channelv1.ReadMessagesRequest,
) (*channelv1.ReadMessagesResponse, error) {
	a := of(ctx, r.GetShopId())
	conversation := a.id(r.GetConversationId())
	if a.err != nil {
		return nil, a.err
	}
	answer := &channelv1.ReadMessagesResponse{}
	return answer, s.readShop(ctx, a.shop, func(v *shard.Reader) error {
		if !channel.IsOf(v, a.shop, conversation) {
			return channel.ErrNoConversation
		}
		answer.Messages = channel.MessagesOf(v, conversation, r.GetBeforeSeq(), int(r.GetLimit()))
		return nil
	})
}

// defaultHits is how many hits a search gives when nobody says how many.
const defaultHits = 50

// Search implements the service.
func (s *channelServer) Search(ctx context.Context, r *channelv1.SearchRequest) (*channelv1.SearchResponse, error) {
	a := of(ctx, r.GetShopId())
	before := a.maybe(r.GetBefore())
	if a.err != nil {
		return nil, a.err
	}
	takes, err := search.Matcher(r.GetText())
	if err != nil {
		return nil, err
	}
	one := s.Shards.Shard(a.shop.Shard())
	if one == nil {
		return nil, errNoShard
	}
	index := s.Searches.Search(a.shop.Shard())
	if index == nil {
		return nil, search.ErrNotYet
	}
	limit := int(r.GetLimit())
	if limit == 0 {
		limit = defaultHits
	}
	found, err := index.Find(ctx, one, search.Question{Shop: a.shop, Text: r.GetText(), Limit: limit, Before: before})
	if err != nil {
		return nil, err
	}
	answer := &channelv1.SearchResponse{More: found.More}
	return answer, one.Read(ctx, func(v *shard.Reader) error {
		var people []id.ID
		if before.IsZero() {
			people = channel.PeopleWith(v, a.shop, takes)
		}
		for _, p := range people {
			answer.ConversationIds = append(answer.ConversationIds, p.String())
		}
		answer.Messages = channel.MessagesWith(v, a.shop, found.Messages)
		return nil
	})
}

// WordsOf gives the channel's messages to an index.
func WordsOf(r *shard.Reader, after id.ID, limit int) []search.Message {
	words := channel.WordsAfter(r, after, limit)
	all := make([]search.Message, len(words))
	for i, w := range words {
		all[i] = search.Message{ID: w.ID, Shop: w.ShopID, Text: w.Text}
	}
	return all
}
