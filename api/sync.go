package api

import (
	"context"
	"errors"
	"strings"
	"time"

	"connectrpc.com/connect"

	"dangol.example/channel"
	"dangol.example/fault"
	syncv1 "dangol.example/gen/api/dangol/sync/v1"
	"dangol.example/shard"
	"dangol.example/shop"
)

// syncServer implements dangol.sync.v1.SyncService.
type syncServer struct{ *server }

// errTopic says that a cursor names nothing that can be seen.
var errTopic = fault.New(fault.Invalid, "무엇을 볼지 적어 주세요.", "Please name a topic.")

// errSkip says that a pull leaves out more kinds than there are.
var errSkip = fault.New(fault.Invalid, "건너뛸 종류가 너무 많아요.", "Too many kinds to skip.")

// maxSkip is the most kinds that a pull leaves out.
const maxSkip = 32

// watchPage is the most rows of one message of a watch.
const watchPage = 200

// Pull implements the service.
func (s *syncServer) Pull(ctx context.Context, r *syncv1.PullRequest) (*syncv1.PullResponse, error) {
	one, err := s.topic(ctx, r.GetCursor())
	if err != nil {
		return nil, err
	}
	if len(r.GetSkip()) > maxSkip {
		return nil, errSkip
	}
	rows, cursor, more, anew, err := page(ctx, one, r.GetCursor(), int(r.GetLimit()), r.GetSkip()...)
	if err != nil {
		return nil, err
	}
	return &syncv1.PullResponse{Rows: rows, Cursor: cursor, More: more, Anew: anew}, nil
}

// topic finds the shard of a topic that the session may see.
func (s *syncServer) topic(ctx context.Context, c *syncv1.Cursor) (*shard.Shard, error) {
	who := admittedOf(ctx)
	if !strings.HasPrefix(c.GetTopic(), "shop/") && !shop.IsGuestTopic(c.GetTopic()) {
		return nil, errTopic
	}
	own := shop.Topic(who.shop())
	if who.isGuest() {
		own = shop.GuestTopic(who.guest.ConversationID)
	}
	if c.GetTopic() != own {
		return nil, errNotYours
	}
	one := s.Shards.Shard(who.shop().Shard())
	if one == nil {
		return nil, errNoShard
	}
	return one, nil
}

// page gives what changed behind a cursor. A cursor of another edition begins anew, like one of a block that was never
// reached here.
func page(ctx context.Context, one *shard.Shard, c *syncv1.Cursor, limit int, skip ...string) (
	rows []*syncv1.Row, next *syncv1.Cursor, more, anew bool, err error,
) {
	after, edition := c.GetBlock(), one.Edition()
	if c.GetEdition() != edition {
		anew, after = c.GetBlock() > 0, 0
	}
	found, err := one.Changes(ctx, c.GetTopic(), after, limit, skip...)
	anew = anew || found.Anew
	for _, change := range found.Changes {
		if len(change.Data) == 0 && (after == 0 || found.Anew) {
			continue // gone, and never seen
		}
		data, wrong := channel.SeenIn(c.GetTopic(), change.Kind, change.Data)
		err = errors.Join(err, wrong)
		rows = append(rows, &syncv1.Row{Kind: change.Kind, Id: change.ID.String(), Block: change.Block, Data: data})
	}
	return rows, &syncv1.Cursor{Topic: c.GetTopic(), Block: found.UpTo, Edition: edition}, found.More, anew, err
}

// Watch implements the service: a message at once, one whenever something changes, and a beat when nothing does. It
// ends with the session.
//
// A browser's watch is handed over to the hub (package watch), which holds the connection without anything of HTTP;
// others, as over HTTP/2, stay here with a goroutine of their own. There, whether the session goes on is asked before
// everything that is sent (and believed for sessionFor).
func (s *syncServer) Watch(
	ctx context.Context,
	r *syncv1.WatchRequest,
	out *connect.ServerStream[syncv1.WatchResponse],
) error {
	one, err := s.topic(ctx, r.GetCursor())
	if err != nil {
		return err
	}
	leave, err := s.limits.watch(admittedOf(ctx).device())
	if err != nil {
		return err
	}
	s.Metrics.watching(1)
	left := func() { s.Metrics.watching(-1); leave() }
	if over, err := s.handOver(ctx, one, r.GetCursor(), left); over {
		return nil
	} else if err != nil {
		left()
		return err
	}
	defer left()
	if passed, _ := ctx.Value(doorKey{}).(*passage); passed != nil {
		passed.bodyRead()
	}
	return s.hold(ctx, one, r.GetCursor(), out)
}

// hold watches within its request.
func (s *syncServer) hold(
	ctx context.Context, one *shard.Shard, cursor *syncv1.Cursor, out *connect.ServerStream[syncv1.WatchResponse],
) error {
	w, err := one.Watch(cursor.GetTopic())
	if err != nil {
		return err
	}
	defer one.Unwatch(w)
	beat := time.NewTicker(s.Beat)
	defer beat.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-s.Stop:
			return shard.ErrStopped
		case _, going := <-w.C:
			if !going {
				return shard.ErrStopped
			}
			if cursor, err = s.send(ctx, one, cursor, out); err != nil {
				return err
			}
			beat.Reset(s.Beat)
		case <-beat.C:
			if err := s.still(ctx); err != nil {
				return err
			}
			if err := out.Send(&syncv1.WatchResponse{Cursor: cursor}); err != nil {
				return err
			}
		}
	}
}

// send sends everything behind the cursor.
func (s *syncServer) send(
	ctx context.Context, one *shard.Shard, c *syncv1.Cursor, out *connect.ServerStream[syncv1.WatchResponse],
) (*syncv1.Cursor, error) {
	for more := true; more; {
		if err := s.still(ctx); err != nil {
			return c, err
		}
		var rows []*syncv1.Row
		var anew bool
		var err error
		if rows, c, more, anew, err = page(ctx, one, c, watchPage); err != nil {
			return c, err
		}
		if err := out.Send(&syncv1.WatchResponse{Rows: rows, Cursor: c, Anew: anew}); err != nil {
			return c, err
		}
	}
	return c, nil
}
