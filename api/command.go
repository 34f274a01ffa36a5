package api

import (
	"context"

	"google.golang.org/protobuf/proto"

	"dangol.example/fault"
	"dangol.example/id"
	"dangol.example/shard"
)

// What is refused about ids.
var (
	errID      = fault.New(fault.Invalid, "번호가 올바르지 않아요.", "This is not an id.")
	errNoShard = fault.New(fault.Busy, "지금 이 가게의 자리가 쉬고 있어요. 잠시 뒤에 다시 해 주세요.",
		"This shop is not available right now. Please try again in a moment.")
)

// ask is a command on its way to a shop's shard, with the first fault met while it was put together.
type ask struct {
	shop id.ID
	err  error
}

// of begins a command of a session: the shop must be the session's own.
func of(ctx context.Context, shopID string) *ask {
	a := &ask{}
	a.shop = a.id(shopID)
	if a.err == nil && a.shop != sessionOf(ctx).ShopID {
		a.err = errNotYours
	}
	return a
}

// ofGuest begins a command of a customer: it is for the shop of his own conversation.
func ofGuest(ctx context.Context) *ask { return &ask{shop: guestOf(ctx).ShopID} }

// actorOf is who gives the commands of a request: a person of a shop, or a customer by the conversation.
func actorOf(ctx context.Context) id.ID {
	if a := admittedOf(ctx); a.isGuest() {
		return a.guest.ConversationID
	}
	return sessionOf(ctx).StaffID
}

// id reads an id.
func (a *ask) id(text string) id.ID {
	n, err := id.Parse(text)
	if (err != nil || n.IsZero()) && a.err == nil {
		a.err = errID.Because(err)
	}
	return n
}

// run gives a command to the shop's shard and decodes its answer, if any. It gives the block.
func (s *server) run(
	ctx context.Context,
	a *ask,
	commandID string,
	c shard.Command,
	answer proto.Message,
) (uint64, error) {
	command := a.id(commandID)
	if a.err != nil {
		return 0, a.err
	}
	if who := admittedOf(ctx); who.isGuest() && !s.limits.acts.Allow(who.guest.ConversationID.String(), s.Clock.Now()) {
		return 0, errActs
	}
	return s.runOn(ctx, a.shop.Shard(), shard.Request{ID: command, Actor: actorOf(ctx), Command: c}, answer)
}

func (s *server) runOn(ctx context.Context, number uint8, r shard.Request, answer proto.Message) (uint64, error) {
	one := s.Shards.Shard(number)
	if one == nil {
		return 0, errNoShard
	}
	ctx, span := traceCommand(ctx, number, r.Command)
	result, err := one.Run(ctx, r)
	span.end(result.Block, err)
	if err != nil {
		return 0, err
	}
	if answer != nil {
		err = proto.Unmarshal(result.Answer, answer)
	}
	return result.Block, err
}
