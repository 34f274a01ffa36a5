package api

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"strings"
	"sync"
	"time"

	"connectrpc.com/connect"

	"dangol.example/channel"
	"dangol.example/clock"
	"dangol.example/fault"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
)

// What is refused at the door.
var (
	errSignIn = fault.New(fault.Denied, "로그인이 필요해요. 로그인 주소로 다시 들어와 주세요.",
		"Please sign in: open your sign-in link again.")
	errNotYours = shop.ErrDenied
	errNoRule   = fault.New(fault.Denied, "아직 열리지 않은 기능이에요.", "This is not open yet.")
)

// tokenBytes is the size of a token and of a link's key; hashBytes that of their hashes.
const (
	tokenBytes = 32
	hashBytes  = sha256.Size
)

// tokenHash reads a token or a key as clients send it, and hashes it: nothing else of it is ever kept.
func tokenHash(text string) ([hashBytes]byte, bool) {
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(raw) != tokenBytes {
		return [hashBytes]byte{}, false
	}
	return sha256.Sum256(raw), true
}

// sessionFor is how long a session that was looked up is believed without another look. Commands are checked anew where
// they are decided, so that it is reading alone that goes on so long after somebody was removed.
const sessionFor = time.Second

// maxKnown is how many sessions are remembered.
const maxKnown = 50_000

// sessions finds out whose token it is.
type sessions struct {
	shards Shards
	clock  clock.Clock
	mu     sync.Mutex
	known  map[[hashBytes]byte]known
}

// identity is whose a token is: a person's of a shop, or a customer's.
type identity struct {
	session shop.Session
	guest   channel.Guest
}

// isGuest reports whether it is a customer's.
func (i identity) isGuest() bool { return !i.guest.ConversationID.IsZero() }

// shop is the shop in which it is good.
func (i identity) shop() id.ID {
	if i.isGuest() {
		return i.guest.ShopID
	}
	return i.session.ShopID
}

// device names the session, or the customer's device.
func (i identity) device() id.ID {
	if i.isGuest() {
		return i.guest.ID
	}
	return i.session.ID
}

// known is an identity that was looked up.
type known struct {
	identity identity
	at       time.Time
}

// find gives whose a token is by its hash, or errSignIn when no shard has it. While a shard cannot be asked it may be
// the one that has it: then nobody is sent away to sign in, but told to come again (errNoShard).
func (s *sessions) find(ctx context.Context, hash [hashBytes]byte) (identity, error) {
	now := s.clock.Now()
	s.mu.Lock()
	k, is := s.known[hash]
	s.mu.Unlock()
	if is && now.Sub(k.at) < sessionFor {
		return k.identity, nil
	}
	first := uint8(0)
	if is {
		first = k.identity.shop().Shard()
	}
	refusal := error(errSignIn)
	for i := range s.shards.Count() {
		one := s.shards.Shard((first + i) % s.shards.Count())
		if one == nil {
			refusal = errNoShard
			continue
		}
		var found identity
		var there bool
		err := one.Read(ctx, func(r *shard.Reader) error {
			if found.session, there = shop.FindSession(r, hash[:]); !there {
				found.guest, there = channel.FindGuest(r, hash[:])
			}
			return nil
		})
		if err != nil {
			refusal = errNoShard.Because(err)
		}
		if err == nil && there {
			s.remember(hash, known{found, now})
			return found, nil
		}
	}
	s.forget(hash)
	return identity{}, refusal
}

func (s *sessions) remember(hash [hashBytes]byte, k known) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.known) >= maxKnown {
		clear(s.known)
	}
	s.known[hash] = k
}

// doubt lets the session of a request's context be looked up at the next find, where it was.
func (s *sessions) doubt(ctx context.Context) {
	a, _ := ctx.Value(sessionKey{}).(admitted)
	s.mu.Lock()
	defer s.mu.Unlock()
	if k, is := s.known[a.hash]; is {
		k.at = time.Time{}
		s.known[a.hash] = k
	}
}

func (s *sessions) forget(hash [hashBytes]byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.known, hash)
}

// sessionKey is where the session lies in a request's context, and doorKey what the door knows of the request.
type (
	sessionKey struct{}
	doorKey    struct{}
)

// sessionOf gives the session of a request that was let in.
func sessionOf(ctx context.Context) shop.Session {
	a, _ := ctx.Value(sessionKey{}).(admitted)
	return a.session
}

// guestOf gives the customer of a request that was let in as one.
func guestOf(ctx context.Context) channel.Guest {
	a, _ := ctx.Value(sessionKey{}).(admitted)
	return a.guest
}

// admittedOf gives whoever was let in.
func admittedOf(ctx context.Context) admitted {
	a, _ := ctx.Value(sessionKey{}).(admitted)
	return a
}

// admitted is whoever was let in, and the hash of its token, by which it is found again.
type admitted struct {
	identity
	hash [hashBytes]byte
}

// still looks again whether the session of a request goes on. While its shard cannot be asked nobody is sent away.
func (s *server) still(ctx context.Context) error {
	a, _ := ctx.Value(sessionKey{}).(admitted)
	if _, err := s.sessions.find(ctx, a.hash); errors.Is(err, errSignIn) {
		return err
	}
	return nil
}

// admit lets a request in, or says why not.
func (s *server) admit(ctx context.Context, procedure, bearer string) (context.Context, error) {
	r := rules[procedure]
	if r == nobody {
		return ctx, errNoRule
	}
	if r == public {
		return ctx, nil
	}
	token, is := strings.CutPrefix(bearer, "Bearer ")
	hash, well := tokenHash(token)
	if !is || !well {
		return ctx, errSignIn
	}
	who, err := s.sessions.find(ctx, hash)
	switch {
	case err != nil:
		return ctx, err
	case who.isGuest() != (r == guest) && r != anyone:
		return ctx, errNotYours
	case !who.isGuest() && !r.allows(who.session.Role):
		return ctx, shop.ErrOwnerOnly
	}
	return context.WithValue(ctx, sessionKey{}, admitted{who, hash}), nil
}

// guard stands behind the door: it lets nothing through that did not come by it, and gives each request its time.
type guard struct{}

// WrapUnary implements connect.Interceptor. The body has been read by now.
func (g guard) WrapUnary(next connect.UnaryFunc) connect.UnaryFunc {
	return func(ctx context.Context, r connect.AnyRequest) (connect.AnyResponse, error) {
		passed, is := ctx.Value(doorKey{}).(*passage)
		if !is {
			return nil, errNoRule
		}
		passed.bodyRead()
		ctx, stop := context.WithTimeout(ctx, RequestTimeout)
		defer stop()
		return next(ctx, r)
	}
}

// WrapStreamingClient implements connect.Interceptor; the server is no client.
func (g guard) WrapStreamingClient(next connect.StreamingClientFunc) connect.StreamingClientFunc {
	return next
}

// WrapStreamingHandler implements connect.Interceptor.
func (g guard) WrapStreamingHandler(next connect.StreamingHandlerFunc) connect.StreamingHandlerFunc {
	return func(ctx context.Context, c connect.StreamingHandlerConn) error {
		if _, is := ctx.Value(doorKey{}).(*passage); !is {
			return errNoRule
		}
		return next(ctx, c)
	}
}
