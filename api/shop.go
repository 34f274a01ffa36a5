package api

import (
	"context"

	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	"dangol.example/shop"
)

// shopServer implements dangol.shop.v1.ShopService: this file the shop itself, its people and items; order.go,
// deposit.go and file.go the rest.
type shopServer struct{ *server }

// done answers a command that makes nothing.
func done(block uint64, err error) (*shopv1.Done, error) {
	if err != nil {
		return nil, err
	}
	return &shopv1.Done{Block: block}, nil
}

// ChangeShop implements the service.
func (s *shopServer) ChangeShop(ctx context.Context, r *shopv1.ChangeShopRequest) (*shopv1.Done, error) {
	a := of(ctx, r.GetShopId())
	c := shop.ChangeShop{
		ShopID: a.shop, Name: r.Name, Account: r.Account, PayWithinHours: r.PayWithinHours, DayStarts: r.DayStarts,
	}
	return done(s.run(ctx, a, r.GetCommandId(), c, nil))
}

// AddStaff implements the service.
func (s *shopServer) AddStaff(ctx context.Context, r *shopv1.AddStaffRequest) (*shopv1.AddStaffResponse, error) {
	a, answer := of(ctx, r.GetShopId()), &shopv1.AddStaffResponse{}
	c := shop.AddStaff{ShopID: a.shop, Name: r.GetName(), Role: shop.Role(r.GetRole())}
	var err error
	answer.Block, err = s.run(ctx, a, r.GetCommandId(), c, answer)
	return answer, err
}

// RemoveStaff implements the service.
func (s *shopServer) RemoveStaff(ctx context.Context, r *shopv1.RemoveStaffRequest) (*shopv1.Done, error) {
	a := of(ctx, r.GetShopId())
	c := shop.RemoveStaff{ShopID: a.shop, StaffID: a.id(r.GetStaffId())}
	return done(s.run(ctx, a, r.GetCommandId(), c, nil))
}

// IssueLink implements the service.
func (s *shopServer) IssueLink(ctx context.Context, r *shopv1.IssueLinkRequest) (*shopv1.IssueLinkResponse, error) {
	a, answer := of(ctx, r.GetShopId()), &shopv1.IssueLinkResponse{}
	key, well := tokenHash(r.GetKey())
	if !well {
		return nil, shop.ErrHash
	}
	c := shop.IssueLink{ShopID: a.shop, StaffID: a.id(r.GetStaffId()), KeyHash: key[:]}
	var err error
	answer.Block, err = s.run(ctx, a, r.GetCommandId(), c, answer)
	return answer, err
}

// EndSession implements the service.
func (s *shopServer) EndSession(ctx context.Context, r *shopv1.EndSessionRequest) (*shopv1.Done, error) {
	a := of(ctx, r.GetShopId())
	c := shop.EndSession{ShopID: a.shop, SessionID: a.id(r.GetSessionId())}
	return done(s.run(ctx, a, r.GetCommandId(), c, nil))
}

// AddItem implements the service.
func (s *shopServer) AddItem(ctx context.Context, r *shopv1.AddItemRequest) (*shopv1.AddItemResponse, error) {
	a, answer := of(ctx, r.GetShopId()), &shopv1.AddItemResponse{}
	var err error
	c := shop.AddItem{ShopID: a.shop, Name: r.GetName(), PriceWon: r.GetPriceWon()}
	answer.Block, err = s.run(ctx, a, r.GetCommandId(), c, answer)
	return answer, err
}

// ChangeItem implements the service.
func (s *shopServer) ChangeItem(ctx context.Context, r *shopv1.ChangeItemRequest) (*shopv1.Done, error) {
	a := of(ctx, r.GetShopId())
	c := shop.ChangeItem{ShopID: a.shop, ItemID: a.id(r.GetItemId()), Name: r.Name, PriceWon: r.PriceWon}
	return done(s.run(ctx, a, r.GetCommandId(), c, nil))
}

// RetireItem implements the service.
func (s *shopServer) RetireItem(ctx context.Context, r *shopv1.RetireItemRequest) (*shopv1.Done, error) {
	a := of(ctx, r.GetShopId())
	c := shop.RetireItem{ShopID: a.shop, ItemID: a.id(r.GetItemId())}
	return done(s.run(ctx, a, r.GetCommandId(), c, nil))
}

// ChangeCustomer implements the service.
func (s *shopServer) ChangeCustomer(ctx context.Context, r *shopv1.ChangeCustomerRequest) (*shopv1.Done, error) {
	a := of(ctx, r.GetShopId())
	c := shop.ChangeCustomer{
		ShopID: a.shop, CustomerID: a.id(r.GetCustomerId()), Name: r.Name, Phone: r.Phone, Note: r.Note,
	}
	if r.Depositors != nil {
		names := r.GetDepositors().GetNames()
		c.Depositors = &names
	}
	return done(s.run(ctx, a, r.GetCommandId(), c, nil))
}
