package api

import (
	"context"
	"errors"
	"time"

	"dangol.example/blob"
	"dangol.example/fault"
	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
	"dangol.example/shop/reading"
	"dangol.example/shop/shown"
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
	a := of(ctx, r.GetShopId())
	if a.err != nil {
		return nil, a.err
	}
	name, err := blob.ParseHash(r.GetSha256())
	if err != nil || len(r.GetData()) > blob.MaxBytes || name.Check(r.GetData()) != nil {
		return nil, errPart
	}
	if !s.limits.filesOfShop.Take(a.shop, len(r.GetData()), s.Clock.Now()) {
		return nil, errUploads
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
	leave, err := s.limits.read()
	if err != nil {
		return nil, err
	}
	defer leave()
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
	zone, err := s.zone(ctx, a.shop)
	if err != nil {
		return nil, err
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
	preview(m, found.Content(a.shop, zone))
	return m, nil
}

// preview shows what would come in, as far as it can be looked through.
func preview(m *shopv1.PreviewImportResponse, c *shopjournalv1.ImportContent) {
	orders, deposits, unread := c.GetOrders(), c.GetDeposits(), c.GetUnread()
	m.OrdersTotal, m.DepositsTotal, m.UnreadTotal = uint32(len(orders)), uint32(len(deposits)), uint32(len(unread))
	for _, o := range orders[:min(len(orders), MaxPreview)] {
		m.Orders = append(m.Orders, shown.PreviewOrder(o))
	}
	matches := make(map[id.ID]*shopjournalv1.ImportedMatch, len(c.GetMatches()))
	for _, i := range c.GetMatches() {
		matches[id.ID(i.GetDeposit())] = i
	}
	for _, d := range deposits[:min(len(deposits), MaxPreview)] {
		m.Deposits = append(m.Deposits, previewDeposit(d, matches[id.ID(d.GetDeposit())]))
	}
	for _, u := range unread[:min(len(unread), MaxPreview)] {
		m.Unread = append(m.Unread, &shopv1.UnreadLine{File: u.GetFile(), Line: u.GetLine(), Reason: u.GetReason()})
	}
}

// previewDeposit is what an imported deposit would be, with what it clearly pays, if anything.
func previewDeposit(d *shopjournalv1.DepositImported, match *shopjournalv1.ImportedMatch) *shopv1.Deposit {
	p := &shopv1.Deposit{
		Id: id.ID(d.GetDeposit()).String(), At: d.GetAt(), Name: d.GetName(), Memo: d.GetMemo(),
		AmountWon: d.GetAmountWon(), State: shopv1.DepositState_DEPOSIT_STATE_UNMATCHED, File: d.GetFile(),
		Row: d.GetRow(),
	}
	if match == nil {
		return p
	}
	p.State, p.Automatic, p.Reasons = shopv1.DepositState_DEPOSIT_STATE_MATCHED, true, match.GetReasons()
	for _, part := range match.GetParts() {
		p.Parts = append(p.Parts, &shopv1.DepositPart{
			OrderId: id.ID(part.GetKey()).String(), AmountWon: part.GetAmountWon(),
		})
	}
	return p
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
	zone, err := s.zone(ctx, a.shop)
	if err != nil {
		return nil, err
	}
	c, err := Begin(ctx, s.Blobs, a.shop, zone, found)
	if err != nil {
		return nil, err
	}
	answer := &shopv1.StartImportResponse{}
	answer.Block, err = s.run(ctx, a, r.GetCommandId(), c, answer)
	return answer, err
}

// zone is where the shop's clock is.
func (s *server) zone(ctx context.Context, shopID id.ID) (zone *time.Location, err error) {
	one := s.Shards.Shard(shopID.Shard())
	if one == nil {
		return nil, errNoShard
	}
	err = one.Read(ctx, func(r *shard.Reader) error { zone = shop.Zone(r, shopID); return nil })
	if err != nil {
		return nil, errNoShard.Because(err)
	}
	return zone, nil
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
