package shop_test

import (
	"fmt"
	"strings"
	"testing"

	"dangol.example/blob"
	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
	"dangol.example/shop/form"
	"dangol.example/shop/reading"
)

// Everything that people can make more of has an end.
func TestLimits(t *testing.T) {
	s := newStage(t)
	var items []shard.Command
	for n := range shop.MaxItems {
		items = append(items, shop.AddItem{ShopID: s.Shop, Name: fmt.Sprint("상품", n)})
	}
	s.Give(s.Owner, items...)
	s.refused(shop.ErrManyItems, shop.AddItem{ShopID: s.Shop, Name: "하나 더"})
	for n := range shop.MaxLinks {
		s.Do(shop.IssueLink{ShopID: s.Shop, StaffID: s.Owner, KeyHash: hash(fmt.Sprint("key", n))})
	}
	s.refused(shop.ErrManyLinks, shop.IssueLink{ShopID: s.Shop, StaffID: s.Owner, KeyHash: hash("one more")})
	s.Ask(shop.IssueLink{ShopID: s.Shop, StaffID: s.Owner, KeyHash: hash("the machine's")}, id.ID{}, nil)
	for n := range shop.MaxDevices {
		key := hash(fmt.Sprint("key", n/shop.LinkUses))
		s.Ask(shop.SignIn{KeyHash: key, TokenHash: hash(fmt.Sprint("token", n))}, id.ID{}, nil)
	}
	s.Refused(id.ID{}, shop.ErrDevices, shop.SignIn{KeyHash: hash("the machine's"), TokenHash: hash("one more")})
	for n := range shop.MaxStaff - 1 {
		s.Do(shop.AddStaff{ShopID: s.Shop, Name: fmt.Sprint("직원", n), Role: shop.Staff})
	}
	s.refused(shop.ErrManyStaff, shop.AddStaff{ShopID: s.Shop, Name: "하나 더", Role: shop.Staff})
	order, _ := s.place(cake("이서연", "", won(1000)))
	deposit := s.deposit("모르는이", "2026-11-23T10:00:00", 1000)
	parts := make([]shop.Part, shop.MaxParts+1)
	for n := range parts {
		parts[n] = shop.Part{OrderID: order, AmountWon: 1}
	}
	s.refused(shop.ErrParts, shop.MatchDeposit{ShopID: s.Shop, DepositID: deposit, Parts: parts})
	s.refused(shop.ErrFiles, shop.StartImport{ShopID: s.Shop, Files: make([]string, shop.MaxFiles+1)})
	s.refused(form.ErrTooLong, shop.StartImport{
		ShopID: s.Shop, Files: []string{strings.Repeat("가", reading.MaxFileName+1)}, Content: []blob.Hash{{}},
	})
	s.Replayed()
}

// A key is of one link, and a token of one session: who gives another's again gets nothing.
func TestKeysAreOfOne(t *testing.T) {
	s := newStage(t)
	var added shopv1.AddStaffResponse
	s.Ask(shop.AddStaff{ShopID: s.Shop, Name: "정수민", Role: shop.Staff}, s.Owner, &added)
	staff, _ := id.Parse(added.GetStaffId())
	s.Do(shop.IssueLink{ShopID: s.Shop, StaffID: s.Owner, KeyHash: hash("key")})
	s.Refused(staff, shop.ErrHash, shop.IssueLink{ShopID: s.Shop, StaffID: staff, KeyHash: hash("key")})
	s.Ask(shop.SignIn{KeyHash: hash("key"), TokenHash: hash("token")}, id.ID{}, nil)
	s.Refused(id.ID{}, shop.ErrHash, shop.SignIn{KeyHash: hash("key"), TokenHash: hash("token")})
	for _, zone := range []string{"Asia/Nowhere", "", "Local"} {
		s.Refused(id.ID{}, shop.ErrZone, shop.OpenShop{Name: "a", OwnerName: "b", Zone: zone})
	}
}
