package app_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dangol.example/app"
	"dangol.example/shard"
	"dangol.example/shop"
)

func config(t *testing.T) app.Config {
	t.Helper()
	c := app.Defaults()
	c.Listen, c.Data, c.Shards = "127.0.0.1:0", t.TempDir(), 2
	return c
}

func start(t *testing.T, c app.Config) *app.App {
	t.Helper()
	a, err := app.Start(t.Context(), c, slog.New(slog.DiscardHandler), http.NotFoundHandler())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

// The first start opens a shop, the next ones find it; the sample comes in once.
func TestStartAgain(t *testing.T) {
	c := config(t)
	orders := int64(0)
	var first app.First
	for round := range 3 {
		a := start(t, c)
		f, err := a.EnsureShop(t.Context())
		if err != nil || f.Shop.IsZero() || f.Owner.IsZero() || round > 0 && f != first {
			t.Fatalf("%+v, %v", f, err)
		}
		first = f
		if err := a.ImportSample(t.Context(), f, "../testdata/orders_synthetic"); err != nil {
			t.Fatal(err)
		}
		link, err := a.SignInLink(t.Context(), f)
		if err != nil || !strings.HasPrefix(link, "http://127.0.0.1:") || !strings.Contains(link, "/in#") {
			t.Errorf("%s, %v", link, err)
		}
		response, err := http.Get("http://" + a.Address() + "/readyz")
		if err != nil || response.StatusCode != http.StatusOK {
			t.Errorf("%v", err)
		}
		response.Body.Close()
		waitForImport(t, a.Shard(0))
		n := count(t, a.Shard(0), "SELECT count(*) FROM shop_order")
		if n < 9 || round > 0 && n != orders {
			t.Errorf("round %d: %d orders", round, n)
		}
		orders = n
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	}
}

func count(t *testing.T, s *shard.Shard, sql string) (n int64) {
	t.Helper()
	if err := s.Read(t.Context(), func(r *shard.Reader) error { n = r.Count(sql); return nil }); err != nil {
		t.Fatal(err)
	}
	return n
}

func waitForImport(t *testing.T, s *shard.Shard) {
	t.Helper()
	w, err := s.Watch(shop.Topic(firstShop(t, s)))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Unwatch(w)
	for count(t, s, "SELECT count(*) FROM shop_import WHERE state = 1") > 0 {
		<-w.C
	}
}

func firstShop(t *testing.T, s *shard.Shard) (f [16]byte) {
	t.Helper()
	if err := s.Read(t.Context(), func(r *shard.Reader) error { f = shop.Shops(r)[0]; return nil }); err != nil {
		t.Fatal(err)
	}
	return f
}

// A shard that does not open keeps nobody from working, is told of, and runs as soon as it can.
func TestOneShardDoesNotOpen(t *testing.T) {
	c := config(t)
	inTheWay := filepath.Join(c.Data, "views", "shard-001.sqlite")
	if err := os.MkdirAll(inTheWay, 0o700); err != nil {
		t.Fatal(err)
	}
	a := start(t, c)
	if _, err := a.EnsureShop(t.Context()); err != nil || a.Shard(1) != nil {
		t.Fatalf("%v", err)
	}
	ready := func() int {
		response, err := http.Get("http://" + a.Address() + "/readyz")
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		return response.StatusCode
	}
	if code := ready(); code != http.StatusServiceUnavailable {
		t.Errorf("/readyz says %d", code)
	}
	if err := os.Remove(inTheWay); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(20 * time.Second); ready() != http.StatusOK; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("it is not tried again")
		}
	}
}

func TestTwoOnOneFolder(t *testing.T) {
	c := config(t)
	start(t, c)
	if _, err := app.Start(t.Context(), c, slog.New(slog.DiscardHandler), nil); err == nil {
		t.Error("two processes on one folder")
	}
}

func TestShardsAreFixed(t *testing.T) {
	c := config(t)
	start(t, c).Close()
	c.Shards = 3
	if _, err := app.Start(t.Context(), c, slog.New(slog.DiscardHandler), nil); err == nil {
		t.Error("the number of shards was changed")
	}
	c = config(t)
	c.Shards = 0
	if _, err := app.Start(t.Context(), c, slog.New(slog.DiscardHandler), nil); err == nil {
		t.Error("a server without shards")
	}
}

// A view that was harmed while nobody looked is made anew.
func TestHarmedView(t *testing.T) {
	c := config(t)
	a := start(t, c)
	f, err := a.EnsureShop(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	a.Close()
	views, _ := filepath.Glob(filepath.Join(c.Data, "views", "*.sqlite"))
	for _, v := range views {
		if err := os.WriteFile(v, []byte("no database"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	again, err := start(t, c).EnsureShop(t.Context())
	if err != nil || again != f || len(views) != 4 { // two shards, each with its index of messages
		t.Errorf("%+v, %v, %d views", again, err, len(views))
	}
}

func TestStopEndsEverything(t *testing.T) {
	a := start(t, config(t))
	one := a.Shard(0)
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := one.Run(context.Background(), shard.Request{ID: [16]byte{1}, Command: shop.OpenShop{}})
	if !errors.Is(err, shard.ErrStopped) {
		t.Errorf("%v", err)
	}
}
