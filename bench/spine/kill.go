package main

import (
	"context"
	"fmt"
	mathrand "math/rand/v2"
	"os"
	"sync"
	"time"

	"connectrpc.com/connect"

	syncv1 "dangol.example/gen/api/dangol/sync/v1"
)

// kill kills the server under load at random moments, starts it again, and looks for every order in the end: those that
// were acknowledged must be there once, and those of which nothing was heard are sent again under the same id.
func kill(ctx context.Context, dir string) error {
	const listen, clients = "127.0.0.1:18471", 16
	s, err := startServer(dir, listen)
	if err != nil {
		return err
	}
	w, err := signIn(ctx, s.link)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	acked := make([][]string, clients)
	var group sync.WaitGroup
	for c := range clients {
		group.Go(func() {
			for n := 0; ctx.Err() == nil; n++ {
				request := w.order(c*1_000_000 + n)
				for {
					answer, err := w.shops.PlaceOrder(context.Background(), request)
					if err == nil {
						acked[c] = append(acked[c], answer.GetOrderId())
						break
					}
					if code := connect.CodeOf(err); code != connect.CodeUnavailable && code != connect.CodeUnknown &&
						code != connect.CodeDeadlineExceeded && code != connect.CodeCanceled {
						fmt.Fprintln(os.Stderr, "refused:", err)
					}
					time.Sleep(20 * time.Millisecond)
				}
			}
		})
	}
	var longest time.Duration
	for range *kills {
		time.Sleep(time.Duration(50+mathrand.IntN(400)) * time.Millisecond)
		if err := s.cmd.Process.Kill(); err != nil {
			return err
		}
		s.cmd.Wait()
		started := time.Now()
		if s, err = startServer(dir, listen); err != nil {
			return err
		}
		longest = max(longest, time.Since(started))
	}
	stop()
	group.Wait()
	defer func() { s.cmd.Process.Signal(os.Interrupt); s.cmd.Wait() }()
	return w.count(context.Background(), acked, longest)
}

// count holds what was acknowledged against what is there.
func (w *wire) count(ctx context.Context, acked [][]string, longest time.Duration) error {
	there := map[string]int{}
	cursor := &syncv1.Cursor{Topic: "shop/" + w.shop}
	for more := true; more; {
		page, err := w.pulls.Pull(ctx, &syncv1.PullRequest{Cursor: cursor})
		if err != nil {
			return err
		}
		for _, row := range page.GetRows() {
			if row.GetKind() == "order" {
				there[row.GetId()]++
			}
		}
		cursor, more = page.GetCursor(), page.GetMore()
	}
	lost, all := 0, 0
	for _, ids := range acked {
		for _, one := range ids {
			all++
			if there[one] != 1 {
				lost++
			}
		}
	}
	say("killed under load", map[string]any{
		"kills": *kills, "acknowledged": all, "lost": lost, "doubled": len(there) - all, "longest_start_ms": longest.Milliseconds(),
	})
	if lost > 0 || len(there) != all {
		return fmt.Errorf("%d lost, %d orders there for %d acknowledged", lost, len(there), all)
	}
	return nil
}
