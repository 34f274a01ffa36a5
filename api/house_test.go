package api_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/proto"

	"dangol.example/api"
	"dangol.example/blob"
	"dangol.example/channel"
	"dangol.example/channel/desk"
	"dangol.example/channel/search"
	"dangol.example/clock"
	sessionv1 "dangol.example/gen/api/dangol/session/v1"
	"dangol.example/gen/api/dangol/session/v1/sessionv1connect"
	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	"dangol.example/gen/api/dangol/shop/v1/shopv1connect"
	"dangol.example/gen/api/dangol/sync/v1/syncv1connect"
	"dangol.example/id"
	"dangol.example/journal/memory"
	"dangol.example/shard"
	"dangol.example/shop"
)

// house is a server with real shards over a journal in memory.
type house struct {
	t      *testing.T
	mu     sync.RWMutex // of shards, while watches run
	shards []*shard.Shard
	url    string
	stop   chan struct{}
	owner  person
	given  int

	searches []*search.Index
}

// person is a device that is signed in.
type person struct {
	token, shop, staff string
}

// Shard implements api.Shards.
func (h *house) Shard(n uint8) *shard.Shard {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return h.shards[n]
}

// Search implements api.Searches.
func (h *house) Search(n uint8) *search.Index { return h.searches[n] }

// close takes shards out of the server's sight.
func (h *house) close(numbers ...uint8) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, n := range numbers {
		h.shards[n] = nil
	}
}

// Replay implements api.Shards.
func (h *house) Replay(n uint8) shard.Progress { return shard.Progress{At: 3, Tail: 4, Events: 5} }

// Count implements api.Shards.
func (h *house) Count() uint8 { return uint8(len(h.shards)) }

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{t: t, stop: make(chan struct{})}
	journal := memory.New(memory.Options{})
	files := &blob.Memory{}
	metrics := api.NewMetrics(clock.System{})
	for n := range uint8(3) {
		log, err := journal.Open(t.Context(), n)
		if err != nil {
			t.Fatal(err)
		}
		one, err := shard.Open(t.Context(), shard.Options{
			Number:  n,
			Log:     log,
			Dir:     t.TempDir(),
			Writer:  "test",
			Clock:   clock.System{},
			Logger:  slog.New(slog.DiscardHandler),
			Domains: []shard.Domain{shop.Domain(shop.Options{Blobs: files, Shown: desk.Show}), desk.Domain(), channel.Domain()},
			Observe: metrics.Observe,
		})
		if err != nil {
			t.Fatal(err)
		}
		ctx, end := context.WithCancel(context.Background())
		done := make(chan struct{})
		go func() { defer close(done); one.Loop(ctx) }()
		index := search.New(t.TempDir(), n, api.WordsOf)
		followed := make(chan struct{})
		go func() { defer close(followed); index.Follow(ctx, one, clock.System{}, func(err error) { t.Log(err) }) }()
		t.Cleanup(func() { end(); <-followed })
		h.searches = append(h.searches, index)
		t.Cleanup(func() { end(); <-done; one.Close() })
		h.shards = append(h.shards, one)
	}
	handler, err := api.New(api.Options{
		Shards:  h,
		Blobs:   files,
		Photos:  &blob.Memory{},
		Clock:   clock.System{},
		Logger:  slog.New(slog.DiscardHandler),
		Beat:    50 * time.Millisecond,
		Metrics: metrics,
		Origins: []string{"https://b.example"},
		Stop:    h.stop,

		Searches: h,
	})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	h.url = server.URL
	h.owner = h.open(1, "햇살케이크")
	return h
}

// command makes a new command id.
func (h *house) command() string {
	h.given++
	return id.Of(0, "command", fmt.Sprint(h.given)).String()
}

func secret(words string) (text string, hash []byte) {
	raw := sha256.Sum256([]byte(words))
	sum := sha256.Sum256(raw[:])
	return base64.RawURLEncoding.EncodeToString(raw[:]), sum[:]
}

// open opens a shop on a shard and signs its owner in, through the API.
func (h *house) open(number uint8, name string) person {
	h.t.Helper()
	var who sessionv1.Identity
	ctx := h.t.Context()
	if _, err := shard.RunFor(ctx, h.shards[number], shard.Request{
		ID: id.Of(0, "open", name), Command: shop.OpenShop{Name: name, OwnerName: "최하늘", Zone: "Asia/Seoul"},
	}, &who); err != nil {
		h.t.Fatal(err)
	}
	shopID, _ := id.Parse(who.GetShopId())
	staffID, _ := id.Parse(who.GetStaffId())
	return h.signIn(shopID, staffID, name)
}

func (h *house) signIn(shopID, staffID id.ID, words string) person {
	h.t.Helper()
	key, hash := secret("key of " + words)
	c := shop.IssueLink{ShopID: shopID, StaffID: staffID, KeyHash: hash}
	one := h.shards[shopID.Shard()]
	if _, err := one.Run(h.t.Context(), shard.Request{ID: id.Of(0, "link", words), Command: c}); err != nil {
		h.t.Fatal(err)
	}
	token, _ := secret("token of " + words)
	request := &sessionv1.SignInRequest{CommandId: h.command(), Key: key, Token: token, Device: "시험"}
	for range 2 { // a lost answer: the same again
		answer, err := h.sessions(person{}).SignIn(h.t.Context(), request)
		if err != nil || answer.GetIdentity().GetStaffId() != staffID.String() {
			h.t.Fatalf("%v, %v", answer, err)
		}
	}
	return person{token, shopID.String(), staffID.String()}
}

// bearer puts a token on every request.
type bearer string

func (b bearer) RoundTrip(r *http.Request) (*http.Response, error) {
	if b != "" {
		r.Header.Set("Authorization", "Bearer "+string(b))
	}
	return http.DefaultTransport.RoundTrip(r)
}

func client(p person) *http.Client { return &http.Client{Transport: bearer(p.token)} }

func (h *house) sessions(p person) sessionv1connect.SessionServiceClient {
	return sessionv1connect.NewSessionServiceClient(client(p), h.url)
}

func (h *house) shops(p person) shopv1connect.ShopServiceClient {
	return shopv1connect.NewShopServiceClient(client(p), h.url, connect.WithSendGzip())
}

func (h *house) syncs(p person) syncv1connect.SyncServiceClient {
	return syncv1connect.NewSyncServiceClient(client(p), h.url)
}

func (h *house) place(p person, name string) *shopv1.PlaceOrderResponse {
	h.t.Helper()
	answer, err := h.shops(p).PlaceOrder(h.t.Context(), h.order(p, name))
	if err != nil {
		h.t.Fatal(err)
	}
	return answer
}

func (h *house) order(p person, name string) *shopv1.PlaceOrderRequest {
	return &shopv1.PlaceOrderRequest{CommandId: h.command(), ShopId: p.shop, Details: &shopv1.OrderDetails{
		Name: name, TotalWon: proto.Int64(44_000), Lines: []*shopv1.OrderLine{{Item: "케이크", Quantity: 1}},
	}}
}
