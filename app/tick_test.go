package app

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	"dangol.example/clock"
	sessionv1 "dangol.example/gen/api/dangol/session/v1"
	"dangol.example/id"
	"dangol.example/journal/memory"
	"dangol.example/shard"
	"dangol.example/shop"
)

// An order whose money does not come lapses by the clock alone, in a shop where nothing else happens.
func TestLateOrdersLapse(t *testing.T) {
	now := clock.NewManual(time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC))
	log, err := memory.New(memory.Options{}).Open(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	one, err := shard.Open(t.Context(), shard.Options{
		Log: log, Domains: domains(nil, nil), Dir: t.TempDir(), Writer: "test", Clock: now, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	a := &App{clock: now, logger: slog.New(slog.DiscardHandler), shards: make([]slot, 1)}
	a.shards[0].running.Store(one)
	ctx, end := context.WithCancel(t.Context())
	a.group.Go(func() { one.Loop(ctx) })
	a.group.Go(func() { a.tick(ctx) })
	defer func() { end(); a.group.Wait(); one.Close() }()

	var who sessionv1.Identity
	open := shop.OpenShop{Name: "햇살케이크", OwnerName: "최하늘", Zone: "Asia/Seoul"}
	if _, err := shard.RunFor(ctx, one, shard.Request{ID: id.Of(0, "open"), Command: open}, &who); err != nil {
		t.Fatal(err)
	}
	shopID, _ := id.Parse(who.GetShopId())
	staffID, _ := id.Parse(who.GetStaffId())
	place := shop.PlaceOrder{ShopID: shopID, Details: shop.Details{
		Name: "이서연", TotalWon: proto.Int64(44_000), Lines: []shop.Line{{Item: "케이크", Quantity: 1}},
	}}
	if _, err := one.Run(ctx, shard.Request{ID: id.Of(0, "place"), Actor: staffID, Command: place}); err != nil {
		t.Fatal(err)
	}
	waiting := func() int64 { return countOf(t, one, "SELECT count(*) FROM shop_order WHERE state = 2") }
	if waiting() != 1 {
		t.Fatal("the order does not wait for its money")
	}
	for deadline := time.Now().Add(30 * time.Second); waiting() > 0; time.Sleep(time.Millisecond) {
		now.Move(time.Hour)
		if time.Now().After(deadline) {
			t.Fatal("the order does not lapse")
		}
	}
	if n := countOf(t, one, "SELECT count(*) FROM shop_order WHERE state = 7"); n != 1 {
		t.Errorf("%d orders have lapsed", n)
	}
}

func countOf(t *testing.T, s *shard.Shard, sql string) (n int64) {
	t.Helper()
	if err := s.Read(t.Context(), func(r *shard.Reader) error { n = r.Count(sql); return nil }); err != nil {
		t.Fatal(err)
	}
	return n
}
