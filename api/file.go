package api

import (
	"context"
	"errors"
	"slices"
	"time"

	"dangol.example/blob"
	"dangol.example/fault"
	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
	"dangol.example/shop/reading"
)

// What is refused about files.
var (
	errPart = fault.New(fault.Invalid, "올린 파일이 도중에 바뀌었어요. 다시 올려 주세요.",
		"The upload does not match its checksum. Please upload it again.")
	errGone = fault.New(fault.Missing, "올린 파일을 찾을 수 없어요. 다시 올려 주세요.",
		"The uploaded files are gone. Please upload them again.")
	errParts = fault.New(fault.Invalid, "파일을 1개에서 200개까지 골라 주세요. 파일 하나는 64MB까지예요.",
		"Choose 1 to 200 files of up to 64 MB each.")
	errWho = fault.New(fault.Conflict, "대화에서 어느 쪽이 우리 가게인지 골라 주세요.",
		"Please choose which of the people in the chats is your shop.")
)

// maxParts is how many parts a file can have.
const maxParts = 64

// PutFile implements the service.
func (s *shopServer) PutFile(ctx context.Context, r *shopv1.PutFileRequest) (*shopv1.PutFileResponse, error) {
	if a := of(ctx, r.GetShopId()); a.err != nil {
		return nil, a.err
	}
	name, err := blob.ParseHash(r.GetSha256())
	if err != nil || len(r.GetData()) > blob.MaxBytes || name.Check(r.GetData()) != nil {
		return nil, errPart
	}
	if _, err := s.Blobs.Put(ctx, r.GetData()); err != nil {
		return nil, shard.ErrNoRoom.Because(err)
	}
	return &shopv1.PutFileResponse{}, nil
}

// read reads uploaded files.
func (s *shopServer) read(ctx context.Context, refs []*shopv1.FileRef, me, password string) (*reading.Reading, error) {
	if len(refs) == 0 || len(refs) > shop.MaxFiles {
		return nil, errParts
	}
	files, size := make([]reading.File, 0, len(refs)), 0
	for _, ref := range refs {
		if len(ref.GetParts()) > maxParts {
			return nil, errParts
		}
		f := reading.File{Name: ref.GetName()}
		for _, part := range ref.GetParts() {
			name, err := blob.ParseHash(part)
			if err != nil {
				return nil, errPart.Because(err)
			}
			data, err := s.Blobs.Get(ctx, name)
			if errors.Is(err, blob.ErrMissing) {
				return nil, errGone
			}
			if err != nil {
				return nil, err
			}
			if size += len(data); size > reading.MaxBytes {
				return nil, reading.ErrTooLarge
			}
			f.Data = append(f.Data, data...)
		}
		files = append(files, f)
	}
	return reading.Read(ctx, files, reading.Options{Me: me, Password: password})
}

// PreviewImport implements the service.
func (s *shopServer) PreviewImport(
	ctx context.Context,
	r *shopv1.PreviewImportRequest,
) (*shopv1.PreviewImportResponse, error) {
	a := of(ctx, r.GetShopId())
	if a.err != nil {
		return nil, a.err
	}
	found, err := s.read(ctx, r.GetFiles(), r.GetMe(), r.GetPassword())
	if found == nil || err != nil && !errors.Is(err, reading.ErrNothing) {
		return nil, err
	}
	m := &shopv1.PreviewImportResponse{Me: found.Me, Unclear: found.Unclear}
	for _, f := range found.Files {
		m.Files = append(m.Files, &shopv1.FilePreview{
			Name: f.Name, Kind: string(f.Kind), Layout: f.Layout, Count: uint32(f.Count), Locked: f.Locked,
			ErrorKo: fault.Message(f.Err, fault.Korean), ErrorEn: fault.Message(f.Err, fault.English),
		})
	}
	for _, p := range found.Speakers {
		m.Speakers = append(
			m.Speakers,
			&shopv1.Speaker{Name: p.Name, Rooms: uint32(p.Rooms), Messages: uint32(p.Messages)},
		)
	}
	preview(m, found.Content(a.shop, time.UTC))
	return m, nil
}

// preview shows what would come in.
func preview(m *shopv1.PreviewImportResponse, c *shopjournalv1.ImportContent) {
	for _, o := range c.GetOrders() {
		m.Orders = append(m.Orders, shop.PreviewOrder(o))
	}
	for _, d := range c.GetDeposits() {
		p := &shopv1.Deposit{
			Id: id.ID(
				d.GetDeposit(),
			).String(),
			At:        d.GetAt(),
			Name:      d.GetName(),
			Memo:      d.GetMemo(),
			AmountWon: d.GetAmountWon(),
			State:     shopv1.DepositState_DEPOSIT_STATE_UNMATCHED,
			File:      d.GetFile(),
			Row:       d.GetRow(),
		}
		at := slices.IndexFunc(c.GetMatches(), func(i *shopjournalv1.ImportedMatch) bool {
			return slices.Equal(i.GetDeposit(), d.GetDeposit())
		})
		if at >= 0 {
			p.State, p.Automatic = shopv1.DepositState_DEPOSIT_STATE_MATCHED, true
			p.Reasons = c.GetMatches()[at].GetReasons()
			for _, part := range c.GetMatches()[at].GetParts() {
				p.Parts = append(p.Parts, &shopv1.DepositPart{
					OrderId: id.ID(part.GetKey()).String(), AmountWon: part.GetAmountWon(),
				})
			}
		}
		m.Deposits = append(m.Deposits, p)
	}
	for _, u := range c.GetUnread() {
		m.Unread = append(m.Unread, &shopv1.UnreadLine{File: u.GetFile(), Line: u.GetLine(), Reason: u.GetReason()})
	}
}

// StartImport implements the service. The files are read here and now, so that no password is kept; what was read
// waits in blobs for the errand that brings it in.
func (s *shopServer) StartImport(
	ctx context.Context,
	r *shopv1.StartImportRequest,
) (*shopv1.StartImportResponse, error) {
	a := of(ctx, r.GetShopId())
	if a.err != nil {
		return nil, a.err
	}
	found, err := s.read(ctx, r.GetFiles(), r.GetMe(), r.GetPassword())
	if err != nil {
		return nil, err
	}
	if found.Unclear {
		return nil, errWho
	}
	c, err := Begin(ctx, s.Blobs, a.shop, s.zone(ctx, a.shop), found)
	if err != nil {
		return nil, err
	}
	answer := &shopv1.StartImportResponse{}
	answer.Block, err = s.run(ctx, a, r.GetCommandId(), c, answer)
	return answer, err
}

// zone is where the shop's clock is.
func (s *server) zone(ctx context.Context, shopID id.ID) *time.Location {
	zone := time.UTC
	if one := s.Shards.Shard(shopID.Shard()); one != nil {
		_ = one.Read(ctx, func(r *shard.Reader) error { zone = shop.Zone(r, shopID); return nil })
	}
	return zone
}

// Begin stores what was read, and gives the command that brings it in.
func Begin(ctx context.Context, blobs blob.Store, shopID id.ID, zone *time.Location, found *reading.Reading) (
	shop.StartImport, error,
) {
	content := found.Content(shopID, zone)
	c := shop.StartImport{ShopID: shopID, Total: uint32(len(content.GetOrders()) + len(content.GetDeposits()))}
	for _, f := range found.Files {
		c.Files = append(c.Files, f.Name)
	}
	pieces, err := reading.Pieces(content)
	if err != nil {
		return c, err
	}
	for _, p := range pieces {
		name, err := blobs.Put(ctx, p)
		if err != nil {
			return c, shard.ErrNoRoom.Because(err)
		}
		c.Content = append(c.Content, name)
	}
	return c, nil
}
