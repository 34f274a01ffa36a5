package api

import (
	"context"

	sessionv1 "dangol.example/gen/api/dangol/session/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
)

// sessionServer implements dangol.session.v1.SessionService.
type sessionServer struct{ *server }

// SignIn implements the service. A link's key does not say where its shop lives: each shard is asked until one knows
// it.
func (s *sessionServer) SignIn(ctx context.Context, r *sessionv1.SignInRequest) (*sessionv1.SignInResponse, error) {
	command, err := id.Parse(r.GetCommandId())
	if err != nil || command.IsZero() {
		return nil, errID.Because(err)
	}
	key, well := tokenHash(r.GetKey())
	token, wellToo := tokenHash(r.GetToken())
	if !well || !wellToo {
		return nil, shop.ErrHash
	}
	err = shop.ErrLink
	for number := range s.Shards.Count() {
		one := s.Shards.Shard(number)
		if one == nil {
			err = errNoShard // it may be the one that knows the link
			continue
		}
		is, reading := s.knows(ctx, one, key[:], token[:])
		if reading != nil {
			err = errNoShard.Because(reading)
		}
		if !is {
			continue
		}
		answer := &sessionv1.SignInResponse{}
		c := shop.SignIn{KeyHash: key[:], TokenHash: token[:], Device: r.GetDevice()}
		if _, err = s.runOn(ctx, number, shard.Request{ID: command, Command: c}, answer); err != nil {
			return nil, err
		}
		return answer, nil
	}
	return nil, err
}

// knows reports whether a shard has the link, or the session that it made when it was used up by this very request.
func (s *sessionServer) knows(ctx context.Context, one *shard.Shard, key, token []byte) (is bool, err error) {
	err = one.Read(ctx, func(r *shard.Reader) error {
		_, is = shop.FindSession(r, token)
		is = is || shop.HasLink(r, key)
		return nil
	})
	return is && err == nil, err
}

// SignOut implements the service.
func (s *sessionServer) SignOut(ctx context.Context, r *sessionv1.SignOutRequest) (*sessionv1.SignOutResponse, error) {
	session := sessionOf(ctx)
	a := of(ctx, session.ShopID.String())
	_, err := s.run(ctx, a, r.GetCommandId(), shop.EndSession{ShopID: session.ShopID, SessionID: session.ID}, nil)
	if err != nil {
		return nil, err
	}
	return &sessionv1.SignOutResponse{}, nil
}

// Who implements the service.
func (s *sessionServer) Who(ctx context.Context, _ *sessionv1.WhoRequest) (*sessionv1.WhoResponse, error) {
	return &sessionv1.WhoResponse{Identity: sessionOf(ctx).Identity()}, nil
}
