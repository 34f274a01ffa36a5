package app

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"google.golang.org/protobuf/proto"

	"dangol.example/api"
	sessionv1 "dangol.example/gen/api/dangol/session/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
	"dangol.example/shop/reading"
)

// First is what the first start makes: a shop and its owner.
type First struct{ Shop, Owner id.ID }

// firstID is the command that opens the first shop: given again at every start, it is done once.
func firstID() id.ID { return id.Of(0, "first shop") }

// EnsureShop opens the first shop, or finds the one that was opened.
func (a *App) EnsureShop(ctx context.Context) (First, error) {
	one := a.Shard(0)
	if one == nil {
		return First{}, shard.ErrStopped
	}
	var f First
	err := one.Read(ctx, func(r *shard.Reader) error {
		if all := shop.Shops(r); len(all) > 0 {
			f.Shop = all[0]
			f.Owner, _ = shop.FirstOwner(r, f.Shop)
		}
		return nil
	})
	if err != nil || !f.Shop.IsZero() {
		return f, err
	}
	who := &sessionv1.Identity{}
	c := shop.OpenShop{Name: a.Config.Shop, OwnerName: a.Config.Owner, Zone: a.Config.Zone}
	result, err := one.Run(ctx, shard.Request{ID: firstID(), Command: c})
	if err != nil {
		return f, err
	}
	if err := proto.Unmarshal(result.Answer, who); err != nil {
		return f, err
	}
	if f.Shop, err = id.Parse(who.GetShopId()); err != nil {
		return f, err
	}
	f.Owner, err = id.Parse(who.GetStaffId())
	return f, err
}

// SignInLink makes a link that signs the owner's device in. The key stands behind the #, which browsers do not send.
func (a *App) SignInLink(ctx context.Context, f First) (string, error) {
	var key [32]byte
	if _, err := rand.Read(key[:]); err != nil {
		return "", err
	}
	command, err := id.New(0, a.clock.Now(), rand.Reader)
	if err != nil {
		return "", err
	}
	hash := sha256.Sum256(key[:])
	c := shop.IssueLink{ShopID: f.Shop, StaffID: f.Owner, KeyHash: hash[:]}
	one := a.Shard(f.Shop.Shard())
	if one == nil {
		return "", shard.ErrStopped
	}
	if _, err := one.Run(ctx, shard.Request{ID: command, Command: c}); err != nil {
		return "", err
	}
	return a.base() + "/in#" + base64.RawURLEncoding.EncodeToString(key[:]), nil
}

// base is the address that a browser on this machine opens.
func (a *App) base() string {
	address := a.Address()
	if at := strings.LastIndexByte(
		address,
		':',
	); strings.HasPrefix(address, "[::]") ||
		strings.HasPrefix(address, "0.0.0.0") {
		address = "localhost" + address[at:]
	}
	return "http://" + address
}

// ImportSample imports the chats and bank lists of a folder, once.
func (a *App) ImportSample(ctx context.Context, f First, dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("read the sample: %w", err)
	}
	var files []reading.File
	for _, e := range entries {
		if ext := filepath.Ext(e.Name()); e.IsDir() || ext != ".txt" && ext != ".csv" {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return fmt.Errorf("read the sample: %w", err)
		}
		files = append(files, reading.File{Name: e.Name(), Data: data})
	}
	found, err := reading.Read(ctx, files, reading.Options{})
	if err != nil {
		return err
	}
	one := a.Shard(f.Shop.Shard())
	if one == nil {
		return shard.ErrStopped
	}
	c, err := api.Begin(ctx, a.files, f.Shop, shopZone(ctx, one, f.Shop), found)
	if err != nil {
		return err
	}
	_, err = one.Run(ctx, shard.Request{ID: id.Of(0, "sample", f.Shop.String()), Actor: f.Owner, Command: c})
	return err
}

// shopZone is where the shop's clock is.
func shopZone(ctx context.Context, one *shard.Shard, of id.ID) *time.Location {
	zone := time.UTC
	_ = one.Read(ctx, func(r *shard.Reader) error { zone = shop.Zone(r, of); return nil })
	return zone
}
