package api

import (
	"dangol.example/gen/api/dangol/channel/v1/channelv1connect"
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
	guest       // customers in a shop's channel
	anyone      // people of the shop, and customers in its channel
)

// rules is who may call what. The domain checks again where the command is decided; some are stricter there.
var rules = map[string]rule{ //nolint:gochecknoglobals // a table
	sessionv1connect.SessionServiceSignInProcedure:  public,
	sessionv1connect.SessionServiceSignOutProcedure: staff,
	sessionv1connect.SessionServiceWhoProcedure:     staff,

	syncv1connect.SyncServicePullProcedure:  anyone,
	syncv1connect.SyncServiceWatchProcedure: anyone,

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

	channelv1connect.ChannelServicePostProcedure:               staff,
	channelv1connect.ChannelServiceSendCardProcedure:           staff,
	channelv1connect.ChannelServiceMarkReadProcedure:           staff,
	channelv1connect.ChannelServiceChangeConversationProcedure: staff,
	channelv1connect.ChannelServiceJoinCustomerProcedure:       staff,
	channelv1connect.ChannelServiceAddNoteProcedure:            staff,
	channelv1connect.ChannelServiceRemoveNoteProcedure:         staff,
	channelv1connect.ChannelServiceAnswerWishProcedure:         staff,
	channelv1connect.ChannelServiceDraftOrderProcedure:         staff,
	channelv1connect.ChannelServiceReadHistoryProcedure:        staff,
	channelv1connect.ChannelServiceReadMessagesProcedure:       staff,
	channelv1connect.ChannelServiceSearchProcedure:             staff,
	channelv1connect.ChannelServiceReadStatisticsProcedure:     staff,
	channelv1connect.ChannelServiceChangeCardProcedure:         owner,
	channelv1connect.ChannelServiceChangeDeskProcedure:         owner,
	channelv1connect.ChannelServiceSaveReplyProcedure:          staff,
	channelv1connect.ChannelServiceRemoveReplyProcedure:        staff,
	channelv1connect.ChannelServiceScheduleProcedure:           staff,
	channelv1connect.ChannelServiceUnscheduleProcedure:         staff,
	channelv1connect.ChannelServiceCountAudienceProcedure:      staff,
	channelv1connect.ChannelServiceStartBroadcastProcedure:     owner,
	channelv1connect.ChannelServiceStopBroadcastProcedure:      staff,
	channelv1connect.ChannelServiceTakeAlertProcedure:          staff,
	channelv1connect.ChannelServiceMakeAlertKeyProcedure:       owner,
	channelv1connect.ChannelServiceEndAlertKeyProcedure:        owner,
	channelv1connect.ChannelServicePutPhotoProcedure:           staff,
	channelv1connect.ChannelServiceGetPhotoProcedure:           staff,
	channelv1connect.ChannelServiceReadPushKeyProcedure:        staff,
	channelv1connect.ChannelServiceSubscribeProcedure:          staff,
	channelv1connect.ChannelServiceUnsubscribeProcedure:        staff,

	channelv1connect.GuestServiceReadCardProcedure:    public,
	channelv1connect.GuestServiceReadDaysProcedure:    public,
	channelv1connect.GuestServiceOpenProcedure:        public,
	channelv1connect.GuestServiceWhoAmIProcedure:      guest,
	channelv1connect.GuestServiceSayProcedure:         guest,
	channelv1connect.GuestServicePressProcedure:       guest,
	channelv1connect.GuestServiceSubmitProcedure:      guest,
	channelv1connect.GuestServiceWishForProcedure:     guest,
	channelv1connect.GuestServiceMarkProcedure:        guest,
	channelv1connect.GuestServiceChangeMeProcedure:    guest,
	channelv1connect.GuestServiceLeaveProcedure:       guest,
	channelv1connect.GuestServicePutPhotoProcedure:    guest,
	channelv1connect.GuestServiceGetPhotoProcedure:    guest,
	channelv1connect.GuestServiceSubscribeProcedure:   guest,
	channelv1connect.GuestServiceUnsubscribeProcedure: guest,
}

// allows reports whether a rule lets a person through.
func (r rule) allows(role shop.Role) bool {
	return r == public || (r == staff || r == anyone) && (role == shop.Owner || role == shop.Staff) ||
		r == owner && role == shop.Owner
}

// Routes are the addresses that are no procedures, and who may ask for them.
var Routes = map[string]string{ //nolint:gochecknoglobals // a table
	"/healthz": "everybody: says only that the process runs",
	"/readyz":  "everybody: says only whether requests are taken",
	"/metrics": "this machine only",
	"/alerts/": "who has a shop's key for bank alerts, which stands behind it (POST): takes in what they tell",
	"/":        "everybody: the web app, which is the same for all",
}

// Rules are the rules by procedure, in words.
func Rules() map[string]string {
	words := map[rule]string{
		nobody: "nobody", public: "public", staff: "staff", owner: "owner", guest: "guest", anyone: "staff or guest",
	}
	all := make(map[string]string, len(rules))
	for name, r := range rules {
		all[name] = words[r]
	}
	return all
}
