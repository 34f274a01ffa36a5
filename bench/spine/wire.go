package main

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"time"

	"google.golang.org/protobuf/proto"

	sessionv1 "dangol.example/gen/api/dangol/session/v1"
	"dangol.example/gen/api/dangol/session/v1/sessionv1connect"
	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	"dangol.example/gen/api/dangol/shop/v1/shopv1connect"
	"dangol.example/gen/api/dangol/sync/v1/syncv1connect"
	"dangol.example/id"
)

// wire is a signed-in client.
type wire struct {
	url    string
	shop   string
	shops  shopv1connect.ShopServiceClient
	pulls  syncv1connect.SyncServiceClient
	bearer string
	orders []id.ID
}

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	r.Header.Set("Authorization", "Bearer "+w.bearer)
	return transport.RoundTrip(r)
}

var transport = &http.Transport{MaxIdleConnsPerHost: 256, MaxConnsPerHost: 256}

func secret() string {
	var b [32]byte
	rand.Read(b[:])
	return base64.RawURLEncoding.EncodeToString(b[:])
}

func newCommand() string {
	n, err := id.New(0, time.Now(), rand.Reader)
	if err != nil {
		return ""
	}
	return n.String()
}

// signIn uses a link.
func signIn(ctx context.Context, link string) (*wire, error) {
	url, key, _ := strings.Cut(link, "/in#")
	w := &wire{bearer: secret()}
	answer, err := sessionv1connect.NewSessionServiceClient(http.DefaultClient, url).SignIn(ctx, &sessionv1.SignInRequest{
		CommandId: newCommand(), Key: key, Token: w.bearer, Device: "bench",
	})
	if err != nil {
		return nil, err
	}
	w.shop = answer.GetIdentity().GetShopId()
	w.at(url)
	return w, nil
}

func (w *wire) at(url string) {
	w.url = url
	w.shops = shopv1connect.NewShopServiceClient(&http.Client{Transport: w}, url)
	w.pulls = syncv1connect.NewSyncServiceClient(&http.Client{Transport: w}, url)
}

func (w *wire) order(n int) *shopv1.PlaceOrderRequest {
	return &shopv1.PlaceOrderRequest{CommandId: newCommand(), ShopId: w.shop, Details: &shopv1.OrderDetails{
		Name: fmt.Sprint("손님", n), TotalWon: proto.Int64(30_000), Lines: []*shopv1.OrderLine{{Item: "케이크", Quantity: 1}},
	}}
}
