package api

import (
	"context"
	"encoding/hex"

	"dangol.example/channel"
	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	"dangol.example/id"
	"dangol.example/shard"
)

// Open implements the service. Whoever opens a conversation is nobody yet.
func (s *guestServer) Open(ctx context.Context, r *channelv1.OpenRequest) (*channelv1.OpenResponse, error) {
	a := &ask{}
	shopID, command := a.id(r.GetShopId()), a.id(r.GetCommandId())
	key, well := tokenHash(r.GetToken())
	switch {
	case a.err != nil:
		return nil, a.err
	case !well:
		return nil, channel.ErrKey
	case shopID.Shard() >= s.Shards.Count():
		return nil, channel.ErrNoShop
	}
	answer := &channelv1.OpenResponse{}
	_, err := s.runOn(ctx, shopID.Shard(), shard.Request{ID: command, Command: channel.Begin{
		ShopID: shopID, Name: r.GetName(), Phone: r.GetPhone(), Consent: r.GetConsent(), KeyHash: key[:],
		Device: r.GetDevice(),
	}}, answer)
	return answer, err
}

// WhoAmI implements the service.
func (s *guestServer) WhoAmI(ctx context.Context, _ *channelv1.WhoAmIRequest) (*channelv1.OpenResponse, error) {
	return guestOf(ctx).Opened(), nil
}

// Say implements the service.
func (s *guestServer) Say(ctx context.Context, r *channelv1.SayRequest) (*channelv1.SayResponse, error) {
	a, answer := ofGuest(ctx), &channelv1.SayResponse{}
	c := channel.Say{ConversationID: guestOf(ctx).ConversationID, Text: r.GetText(), Photos: a.photos(r.GetPhotos())}
	err := s.stored(ctx, a, c.Photos)
	if err != nil {
		return nil, err
	}
	answer.Block, err = s.run(ctx, a, r.GetCommandId(), c, answer)
	return answer, err
}

// Mark implements the service.
func (s *guestServer) Mark(ctx context.Context, r *channelv1.MarkRequest) (*channelv1.ChannelDone, error) {
	c := channel.Mark{ConversationID: guestOf(ctx).ConversationID, Got: r.GetGot(), Read: r.GetRead()}
	return channelDone(s.run(ctx, ofGuest(ctx), r.GetCommandId(), c, nil))
}

// ChangeMe implements the service.
func (s *guestServer) ChangeMe(ctx context.Context, r *channelv1.ChangeMeRequest) (*channelv1.ChannelDone, error) {
	c := channel.ChangeMe{
		ConversationID: guestOf(ctx).ConversationID, Name: r.Name, Phone: r.Phone, Consent: r.Consent,
	}
	return channelDone(s.run(ctx, ofGuest(ctx), r.GetCommandId(), c, nil))
}

// Leave implements the service.
func (s *guestServer) Leave(ctx context.Context, r *channelv1.LeaveRequest) (*channelv1.ChannelDone, error) {
	hash := admittedOf(ctx).hash
	c := channel.Leave{ConversationID: guestOf(ctx).ConversationID, KeyHash: hash[:]}
	block, err := s.run(ctx, ofGuest(ctx), r.GetCommandId(), c, nil)
	if err == nil {
		s.sessions.forget(hash)
	}
	return channelDone(block, err)
}

// photos reads pictures.
func (a *ask) photos(given []*channelv1.Photo) (all []channel.Photo) {
	for _, p := range given {
		sum, err := hex.DecodeString(p.GetSha256())
		if err != nil && a.err == nil {
			a.err = channel.ErrPhoto.Because(err)
		}
		all = append(all, channel.Photo{SHA256: sum, Width: p.GetWidth(), Height: p.GetHeight(), Thumb: p.GetThumb()})
	}
	return all
}

// maybe reads an id that may be missing.
func (a *ask) maybe(text string) id.ID {
	if text == "" {
		return id.ID{}
	}
	return a.id(text)
}
