package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"dangol.example/clock"
	sessionv1 "dangol.example/gen/api/dangol/session/v1"
	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	"dangol.example/id"
	"dangol.example/journal/jetstream"
	"dangol.example/shard"
	"dangol.example/shop"
)

// house is shards over the real journal, each with one shop.
type house struct {
	journal *jetstream.Journal
	shards  []*shard.Shard
	shops   [][]shopOf // of each shard
	stop    context.CancelFunc
	group   sync.WaitGroup
	nth     atomic.Uint64
	blocks  blocks
}

// ordersOfShop is how many orders a shop has: what one bakery takes in two months.
const ordersOfShop = 500

type shopOf struct {
	shop, owner id.ID
	orders      []id.ID
}

func openHouse(ctx context.Context, dir string, shards uint8) (*house, error) {
	h := &house{shards: make([]*shard.Shard, shards), shops: make([][]shopOf, shards)}
	if err := os.MkdirAll(filepath.Join(dir, "views"), 0o700); err != nil {
		return nil, err
	}
	quiet := slog.New(slog.DiscardHandler)
	var err error
	if h.journal, err = jetstream.Open(jetstream.Options{Dir: dir, Logger: quiet, Clock: clock.System{}}); err != nil {
		return nil, err
	}
	running, stop := context.WithCancel(ctx)
	h.stop = stop
	errs := make([]error, shards)
	var opening sync.WaitGroup
	for n := range shards {
		opening.Go(func() {
			log, err := h.journal.Open(ctx, n)
			if err != nil {
				errs[n] = err
				return
			}
			h.shards[n], errs[n] = shard.Open(ctx, shard.Options{
				Number: n, Log: log, Dir: filepath.Join(dir, "views"), Writer: "bench", Clock: clock.System{}, Logger: quiet,
				Domains: []shard.Domain{shop.Domain(shop.Options{})}, Observe: h.blocks.observe,
			})
		})
	}
	opening.Wait()
	for n, err := range errs {
		if err != nil {
			stop()
			return nil, fmt.Errorf("shard %d: %w", n, err)
		}
		h.group.Go(func() { h.shards[n].Loop(running) })
	}
	return h, nil
}

func (h *house) close() error {
	h.stop()
	h.group.Wait()
	for _, s := range h.shards {
		if err := s.Close(); err != nil {
			return err
		}
	}
	return h.journal.Close()
}

// command makes an id as clients do.
func (h *house) command() id.ID {
	return id.Derive(0, time.Now(), id.Of(0, "bench"), h.nth.Add(1))
}

// fill opens shops and writes their orders, many at a time.
func (h *house) fill(ctx context.Context, count int) error {
	started := time.Now()
	var group sync.WaitGroup
	var failed atomic.Pointer[error]
	for n, s := range h.shards {
		h.shops[n] = make([]shopOf, max(1, count/len(h.shards)/ordersOfShop))
		for w := range 64 {
			group.Go(func() {
				for i := w; i < len(h.shops[n]); i += 64 {
					if err := h.fillShop(ctx, s, &h.shops[n][i]); err != nil {
						failed.Store(&err)
						return
					}
				}
			})
		}
	}
	group.Wait()
	if err := failed.Load(); err != nil {
		return *err
	}
	say("orders written", map[string]any{"orders": count, "per_s": int(float64(count) / time.Since(started).Seconds())})
	return nil
}

func (h *house) fillShop(ctx context.Context, s *shard.Shard, one *shopOf) error {
	opened := &sessionv1.Identity{}
	_, err := shard.RunFor(ctx, s, shard.Request{ID: h.command(), Command: shop.OpenShop{
		Name: "가게", OwnerName: "사장님", Zone: "Asia/Seoul",
	}}, opened)
	if err != nil {
		return err
	}
	if one.shop, err = id.Parse(opened.GetShopId()); err != nil {
		return err
	}
	if one.owner, err = id.Parse(opened.GetStaffId()); err != nil {
		return err
	}
	one.orders = make([]id.ID, ordersOfShop)
	for i := range one.orders {
		if one.orders[i], err = place(ctx, s, h.command(), one, i); err != nil {
			return err
		}
	}
	return nil
}

// place writes an order in process.
func place(ctx context.Context, s *shard.Shard, command id.ID, one *shopOf, i int) (id.ID, error) {
	total := int64(30_000)
	answer := &shopv1.PlaceOrderResponse{}
	_, err := shard.RunFor(ctx, s, shard.Request{ID: command, Actor: one.owner, Command: shop.PlaceOrder{
		ShopID: one.shop, Details: shop.Details{
			Name: fmt.Sprint("손님", i), Phone: fmt.Sprintf("0100000%05d", i), Pickup: "2026-11-25T14:00", TotalWon: &total,
			Lines: []shop.Line{{Item: "레터링 케이크", Quantity: 1, Size: "1호", Lettering: []string{"생일 축하해"}}},
		},
	}}, answer)
	if err != nil {
		return id.ID{}, err
	}
	return id.Parse(answer.GetOrderId())
}
