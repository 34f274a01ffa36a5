package main

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"google.golang.org/protobuf/proto"

	"dangol.example/app"
	sessionv1 "dangol.example/gen/api/dangol/session/v1"
	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	syncv1 "dangol.example/gen/api/dangol/sync/v1"
	"dangol.example/gen/api/dangol/sync/v1/syncv1connect"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
)

// town is a data folder full of shops whose devices are signed in: made in this process, before the server starts on it.
type town struct {
	dir   string
	shops []*shopOf
}

// shopOf is a shop and who watches it.
type shopOf struct {
	id, owner id.ID
	devices   []device // of the shop
	guests    []device // of its customers, one a conversation
	talks     []id.ID
	links     []string // that sign a browser in
	orders    []id.ID
}

// device is signed in.
type device struct {
	token  string
	cursor *syncv1.Cursor
}

// Devices of each shop; those of customers are guests.
const devicesOfShop, ordersOfShop = 4, 8

// build makes the town.
func build(ctx context.Context, dir string, shops, guests int) (*town, error) {
	return buildWith(ctx, dir, shops, guests, nil)
}

// buildWith is build that lets more be done to the shops, before their devices are as far as all of it.
func buildWith(ctx context.Context, dir string, shops, guests int,
	more func(ctx context.Context, s *shopOf, one *shard.Shard) error,
) (*town, error) {
	c := app.Defaults()
	c.Data, c.Listen = dir, "127.0.0.1:0"
	a, err := app.Start(ctx, c, slog.New(slog.DiscardHandler), http.NotFoundHandler())
	if err != nil {
		return nil, err
	}
	if _, err := a.EnsureShop(ctx); err != nil {
		return nil, err
	}
	t := &town{dir: dir, shops: make([]*shopOf, shops)}
	var group sync.WaitGroup
	var failed atomic.Pointer[error]
	for w := range 128 {
		group.Go(func() {
			for n := w; n < shops && failed.Load() == nil; n += 128 {
				one := a.Shard(uint8(n % int(c.Shards)))
				s := &shopOf{}
				err := s.open(ctx, one, n, guests)
				if err == nil && more != nil {
					err = more(ctx, s, one)
				}
				if err != nil {
					failed.Store(&err)
				}
				t.shops[n] = s
			}
		})
	}
	group.Wait()
	for n, s := range t.shops {
		if failed.Load() == nil {
			s.reach(a.Shard(uint8(n % int(c.Shards))))
		}
	}
	err = a.Close()
	if one := failed.Load(); one != nil {
		err = *one
	}
	return t, err
}

// open opens a shop, signs its devices in and writes some orders.
func (s *shopOf) open(ctx context.Context, one *shard.Shard, n, guests int) error {
	opened := &sessionv1.Identity{}
	_, err := shard.RunFor(ctx, one, shard.Request{ID: newID(), Command: shop.OpenShop{
		Name: fmt.Sprint("가게", n), OwnerName: "사장님", Zone: "Asia/Seoul",
	}}, opened)
	if err != nil {
		return err
	}
	if s.id, err = id.Parse(opened.GetShopId()); err != nil {
		return err
	}
	if s.owner, err = id.Parse(opened.GetStaffId()); err != nil {
		return err
	}
	for range devicesOfShop {
		if err := s.signIn(ctx, one); err != nil {
			return err
		}
	}
	for i := range ordersOfShop {
		if err := s.place(ctx, one, i, "2026-11-27T14:00"); err != nil {
			return err
		}
	}
	return s.invite(ctx, one, guests)
}

func (s *shopOf) signIn(ctx context.Context, one *shard.Shard) error {
	token, hash := secret()
	key := sha256.Sum256([]byte(token))
	link := shop.IssueLink{ShopID: s.id, StaffID: s.owner, KeyHash: key[:]}
	if _, err := one.Run(ctx, shard.Request{ID: newID(), Actor: s.owner, Command: link}); err != nil {
		return err
	}
	c := shop.SignIn{KeyHash: key[:], TokenHash: hash, Device: "bench"}
	if _, err := one.Run(ctx, shard.Request{ID: newID(), Command: c}); err != nil {
		return err
	}
	s.devices = append(s.devices, device{token: token})
	return nil
}

func (s *shopOf) place(ctx context.Context, one *shard.Shard, i int, pickup string) error {
	total := int64(30_000)
	answer := &shopv1.PlaceOrderResponse{}
	_, err := shard.RunFor(ctx, one, shard.Request{ID: newID(), Actor: s.owner, Command: shop.PlaceOrder{
		ShopID: s.id, Details: shop.Details{
			Name: fmt.Sprint("손님", i), Phone: fmt.Sprintf("0100000%04d", i), Pickup: pickup, TotalWon: &total,
			Lines: []shop.Line{{Item: "레터링 케이크", Quantity: 1, Size: "1호", Lettering: []string{"생일 축하해"}}},
		},
	}}, answer)
	if err != nil {
		return err
	}
	order, err := id.Parse(answer.GetOrderId())
	s.orders = append(s.orders, order)
	return err
}

// reach says how far the devices are: up to now.
func (s *shopOf) reach(one *shard.Shard) {
	for i := range s.devices {
		s.devices[i].cursor = &syncv1.Cursor{Topic: shop.Topic(s.id), Block: one.Head(), Edition: one.Edition()}
	}
	for i := range s.guests {
		c := s.guests[i].cursor
		c.Block, c.Edition = one.Head(), one.Edition()
	}
}

// begins are the words with which every device begins to watch.
func (t *town) begins(address string, most int) (all [][]byte, err error) {
	for _, s := range t.shops {
		for _, of := range [][]device{s.devices, s.guests} {
			for _, d := range of {
				if len(all) == most {
					return all, nil
				}
				begin, err := d.begin(address)
				if err != nil {
					return nil, err
				}
				all = append(all, begin)
			}
		}
	}
	return all, nil
}

// begin is a request to watch by Connect's protocol over HTTP/1.1, as a browser makes it.
func (d device) begin(address string) ([]byte, error) {
	message, err := proto.Marshal(&syncv1.WatchRequest{Cursor: d.cursor})
	if err != nil {
		return nil, err
	}
	b := fmt.Appendf(nil, "POST %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Type: application/connect+proto\r\n"+
		"Connect-Protocol-Version: 1\r\nContent-Length: %d\r\n\r\n\x00%c%c%c%c", syncv1connect.SyncServiceWatchProcedure, address,
		d.token, len(message)+5, 0, 0, byte(len(message)>>8), byte(len(message)))
	return append(b, message...), nil
}

func secret() (token string, hash []byte) {
	var b [32]byte
	rand.Read(b[:])
	sum := sha256.Sum256(b[:])
	return base64.RawURLEncoding.EncodeToString(b[:]), sum[:]
}

func newID() id.ID {
	n, err := id.New(0, time.Now(), rand.Reader)
	if err != nil {
		panic(err) // the machine's randomness is gone
	}
	return n
}
