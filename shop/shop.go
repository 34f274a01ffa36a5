// Package shop is the shop: its people and their devices, what it sells, its customers, orders and deposits.
//
// Each behaviour is a file with its command, what it decides, its event and what that does to the view. The view is
// made of schema.sql; what devices hold of it is built by package shop/shown, one topic a shop.
//
// It does not know how it is asked (package api), how files are read (package shop/reading), nor what a bank is. Which
// deposit pays which order is found by package match; here it is decided, recorded and taken back.
//
// INVARIANT: an order's paid money is what deposits gave it and what was noted otherwise, never anything else.
package shop

import (
	"context"
	_ "embed"

	"dangol.example/blob"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop/shown"
)

// Version is raised with every change of the tables, the appliers or the resources.
const Version = 6

//go:embed schema.sql
var schema string

// Blobs is where the content of imports waits.
type Blobs interface {
	Get(ctx context.Context, name blob.Hash) ([]byte, error)
}

// Options is what the domain needs from outside.
type Options struct {
	Blobs Blobs
	// Shown is called by appliers, after what everybody may see of a shop has become another: its name, its account,
	// what it sells. It is an applier itself: a domain above keeps what it makes of that. Nil for nobody.
	Shown func(tx *shard.Tx, shop id.ID)
	// OrderChanged is called by appliers, after what is ordered, when it is fetched or where it stands has become
	// another. It is an applier as Shown is.
	OrderChanged func(tx *shard.Tx, order id.ID)
	// DepositCame is called by appliers when banks' messages have told of deposits that are new.
	DepositCame func(tx *shard.Tx, shop id.ID)
}

// Domain is the shop as a domain of a shard.
func Domain(o Options) shard.Domain {
	return shard.Domain{
		Name: "shop", Version: Version, Schema: schema + importSchema,
		Events: []shard.Applier{
			shard.On(telling(o.Shown, applyShopOpened, theShop)),
			shard.On(telling(o.Shown, applyShopChanged, theShop)),
			shard.On(applyStaffAdded),
			shard.On(applyStaffRemoved),
			shard.On(applyLinkIssued),
			shard.On(applySignedIn),
			shard.On(applySessionEnded),
			shard.On(telling(o.Shown, applyItemAdded, theShop)),
			shard.On(telling(o.Shown, applyItemChanged, theItems)),
			shard.On(telling(o.Shown, applyItemRetired, theItems)),
			shard.On(applyCustomerAdded),
			shard.On(applyCustomerChanged),
			shard.On(applyOrderPlaced),
			shard.On(telling(o.OrderChanged, applyOrderChanged, theOrder)),
			shard.On(telling(o.OrderChanged, applyOrderMoved, theOrder)),
			shard.On(applyOrderNoted),
			shard.On(applyOrderCoded),
			shard.On(telling(o.OrderChanged, applyOrderLapsed, theOrder)),
			shard.On(applyOrderTied),
			shard.On(applyPaymentRecorded),
			shard.On(applyRefundRecorded),
			shard.On(applyDepositImported),
			shard.On(applyDepositRepeated),
			shard.On(telling(o.DepositCame, applyAlertTaken, theShop)),
			shard.On(applyDepositMatched),
			shard.On(applyDepositReleased),
			shard.On(applyDepositIgnored),
			shard.On(applyDepositSuggested),
			shard.On(applyMatchingRun),
			shard.On(applyImportStarted),
			shard.On(applyImportAdvanced),
			shard.On(applyImportFinished),
			shard.On(applyImportFailed),
		},
		Resources: map[string]shard.Resource{
			KindShop: shown.Shop, KindStaff: shown.Staff, KindItem: shown.Item, KindCustomer: shown.Customer,
			KindOrder: shown.Order, KindGuestOrder: shown.GuestOrder,
			KindDeposit: shown.Deposit, KindImport: shown.Import,
		},
		Errands: map[string]shard.Errand{errandMatch: lookForMatches, errandImport: importer{o.Blobs}.run},
	}
}

// The kinds of things that devices hold.
const (
	KindShop     = "shop"
	KindStaff    = "staff"
	KindItem     = "item"
	KindCustomer = "customer"
	KindOrder    = "order"
	KindDeposit  = "deposit"
	KindImport   = "import"

	// KindGuestOrder is an order as its customer sees it, in the topic of its conversation.
	KindGuestOrder = "guest_order"
)

// Topic is what the devices of a shop watch.
func Topic(shop id.ID) string { return "shop/" + shop.String() }
