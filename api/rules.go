package api

import (
	"dangol.example/gen/api/dangol/session/v1/sessionv1connect"
	"dangol.example/gen/api/dangol/shop/v1/shopv1connect"
	"dangol.example/gen/api/dangol/sync/v1/syncv1connect"
	"dangol.example/shop"
)

// rule says who may call a procedure.
type rule uint8

// The rules. A procedure without one is refused to everybody.
const (
	nobody rule = iota
	public      // without a token
	staff       // whoever works in the shop
	owner       // owners of the shop
)

// rules is who may call what. The domain checks again where the command is decided; some are stricter there.
var rules = map[string]rule{ //nolint:gochecknoglobals // a table
	sessionv1connect.SessionServiceSignInProcedure:  public,
	sessionv1connect.SessionServiceSignOutProcedure: staff,
	sessionv1connect.SessionServiceWhoProcedure:     staff,

	syncv1connect.SyncServicePullProcedure:  staff,
	syncv1connect.SyncServiceWatchProcedure: staff,

	shopv1connect.ShopServiceChangeShopProcedure:  owner,
	shopv1connect.ShopServiceAddStaffProcedure:    owner,
	shopv1connect.ShopServiceRemoveStaffProcedure: owner,
	shopv1connect.ShopServiceIssueLinkProcedure:   staff, // for others: owners, by the domain
	shopv1connect.ShopServiceEndSessionProcedure:  staff, // of others: owners, by the domain

	shopv1connect.ShopServiceAddItemProcedure:        staff,
	shopv1connect.ShopServiceChangeItemProcedure:     staff,
	shopv1connect.ShopServiceRetireItemProcedure:     staff,
	shopv1connect.ShopServiceChangeCustomerProcedure: staff,
	shopv1connect.ShopServicePlaceOrderProcedure:     staff,
	shopv1connect.ShopServiceChangeOrderProcedure:    staff,
	shopv1connect.ShopServiceMoveOrderProcedure:      staff,
	shopv1connect.ShopServiceNoteOrderProcedure:      staff,
	shopv1connect.ShopServiceRecordPaymentProcedure:  staff,
	shopv1connect.ShopServiceRecordRefundProcedure:   staff,
	shopv1connect.ShopServiceMatchDepositProcedure:   staff,
	shopv1connect.ShopServiceUndoMatchProcedure:      staff,
	shopv1connect.ShopServiceIgnoreDepositProcedure:  staff,
	shopv1connect.ShopServicePutFileProcedure:        staff,
	shopv1connect.ShopServicePreviewImportProcedure:  staff,
	shopv1connect.ShopServiceStartImportProcedure:    staff,
}

// allows reports whether a rule lets a person through.
func (r rule) allows(role shop.Role) bool {
	return r == public || r == staff && (role == shop.Owner || role == shop.Staff) || r == owner && role == shop.Owner
}

// Routes are the addresses that are no procedures, and who may ask for them.
var Routes = map[string]string{ //nolint:gochecknoglobals // a table
	"/healthz": "everybody: says only that the process runs",
	"/readyz":  "everybody: says only whether requests are taken",
	"/metrics": "this machine only",
	"/":        "everybody: the web app, which is the same for all",
}

// Rules are the rules by procedure, in words.
func Rules() map[string]string {
	words := map[rule]string{nobody: "nobody", public: "public", staff: "staff", owner: "owner"}
	all := make(map[string]string, len(rules))
	for name, r := range rules {
		all[name] = words[r]
	}
	return all
}
