package api

import (
	"context"

	"dangol.example/channel/bell"
	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	"dangol.example/push"
)

// ReadPushKey implements the service.
func (s *channelServer) ReadPushKey(
	context.Context, *channelv1.ReadPushKeyRequest,
) (*channelv1.ReadPushKeyResponse, error) {
	return &channelv1.ReadPushKeyResponse{Key: s.PushKey}, nil
}

// Subscribe implements the service.
func (s *channelServer) Subscribe(
	ctx context.Context, r *channelv1.SubscribeRequest,
) (*channelv1.ChannelDone, error) {
	session := sessionOf(ctx)
	c := bell.Hang{ShopID: session.ShopID, Holder: session.ID[:]}
	return s.subscribe(ctx, &ask{shop: session.ShopID}, r, c)
}

// Subscribe implements the service.
func (s *guestServer) Subscribe(ctx context.Context, r *channelv1.SubscribeRequest) (*channelv1.ChannelDone, error) {
	g, hash := guestOf(ctx), admittedOf(ctx).hash
	c := bell.Hang{ShopID: g.ShopID, ConversationID: g.ConversationID, Holder: hash[:]}
	return s.subscribe(ctx, ofGuest(ctx), r, c)
}

func (s *server) subscribe(
	ctx context.Context, a *ask, r *channelv1.SubscribeRequest, c bell.Hang,
) (*channelv1.ChannelDone, error) {
	to := push.Subscription{Endpoint: r.GetEndpoint(), P256DH: r.GetP256Dh(), Auth: r.GetAuth()}
	if err := to.Check(); err != nil {
		return nil, err
	}
	c.Endpoint, c.P256DH, c.Auth = to.Endpoint, to.P256DH, to.Auth
	return channelDone(s.run(ctx, a, r.GetCommandId(), c, nil))
}

// Unsubscribe implements the service.
func (s *channelServer) Unsubscribe(
	ctx context.Context, r *channelv1.UnsubscribeRequest,
) (*channelv1.ChannelDone, error) {
	shopID := sessionOf(ctx).ShopID
	c := bell.TakeDown{ShopID: shopID, Endpoint: r.GetEndpoint()}
	return channelDone(s.run(ctx, &ask{shop: shopID}, r.GetCommandId(), c, nil))
}

// Unsubscribe implements the service.
func (s *guestServer) Unsubscribe(
	ctx context.Context, r *channelv1.UnsubscribeRequest,
) (*channelv1.ChannelDone, error) {
	g := guestOf(ctx)
	c := bell.TakeDown{ShopID: g.ShopID, ConversationID: g.ConversationID, Endpoint: r.GetEndpoint()}
	return channelDone(s.run(ctx, ofGuest(ctx), r.GetCommandId(), c, nil))
}
