package main

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"sync"
	"time"

	"dangol.example/app"
	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	"dangol.example/shard"
	"dangol.example/shop"
)

// town is the whole server in this process, full of shops, with people of some of them signed in.
type town struct {
	*house
	app    *app.App
	people []*wire
}

// peopleOfTown is how many connections there are, each of another shop.
const peopleOfTown = 64

func openTown(ctx context.Context, dir string) (*town, error) {
	c := app.Defaults()
	c.Data, c.Listen, c.Shards = dir, "127.0.0.1:0", uint8(*shards)
	a, err := app.Start(ctx, c, slog.New(slog.DiscardHandler), http.NotFoundHandler())
	if err != nil {
		return nil, err
	}
	t := &town{app: a, house: &house{shards: make([]*shard.Shard, c.Shards), shops: make([][]shopOf, c.Shards)}}
	for n := range t.shards {
		t.shards[n] = a.Shard(uint8(n))
	}
	if err := t.fill(ctx, *orders); err != nil {
		return nil, err
	}
	for n := range peopleOfTown {
		if err := t.signIn(ctx, n); err != nil {
			return nil, err
		}
	}
	return t, nil
}

func (t *town) close() error { return t.app.Close() }

// signIn signs the owner of the nth shop in, past the door, which lets one address in only so often.
func (t *town) signIn(ctx context.Context, n int) error {
	s := t.shards[n%len(t.shards)]
	shops := t.shops[n%len(t.shards)]
	one := &shops[n/len(t.shards)%len(shops)]
	w := &wire{bearer: secret(), shop: one.shop.String(), orders: one.orders}
	token, err := base64.RawURLEncoding.DecodeString(w.bearer)
	if err != nil {
		return err
	}
	key, hash := sha256.Sum256(token[:len(token)/2]), sha256.Sum256(token)
	_, err = s.Run(ctx, shard.Request{
		ID: t.command(), Actor: one.owner, Command: shop.IssueLink{ShopID: one.shop, StaffID: one.owner, KeyHash: key[:]},
	})
	if err != nil {
		return err
	}
	c := shop.SignIn{KeyHash: key[:], TokenHash: hash[:], Device: "bench"}
	if _, err := s.Run(ctx, shard.Request{ID: t.command(), Command: c}); err != nil {
		return err
	}
	w.at("http://" + t.app.Address())
	t.people = append(t.people, w)
	return nil
}

// load lets everybody write notes on orders of his shop, client and server on the same processors.
func (t *town) load(ctx context.Context, rate int) map[string]any {
	clients := make([]*plainClient, len(t.people))
	for c, w := range t.people {
		client, err := w.plain()
		if err != nil {
			return map[string]any{"error": err.Error()}
		}
		defer client.conn.Close()
		clients[c] = client
	}
	ctx, stop := context.WithTimeout(ctx, time.Duration(*seconds)*time.Second)
	defer stop()
	times := make([][]time.Duration, len(t.people))
	started := time.Now()
	var group sync.WaitGroup
	for c, w := range t.people {
		group.Go(func() {
			for i := 0; ctx.Err() == nil; i++ {
				due := time.Now()
				if rate > 0 {
					due = started.Add(time.Duration(c+i*len(t.people)) * time.Second / time.Duration(rate))
					time.Sleep(time.Until(due))
				}
				err := clients[c].post(&shopv1.NoteOrderRequest{
					CommandId: newCommand(), ShopId: w.shop, OrderId: w.orders[(c+i*7)%len(w.orders)].String(),
					Note: fmt.Sprint("메모 ", i),
				})
				if err != nil {
					fmt.Fprintln(os.Stderr, err)
					return
				}
				times[c] = append(times[c], time.Since(due))
			}
		})
	}
	group.Wait()
	return figures(times, time.Since(started))
}
