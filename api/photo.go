package api

import (
	"context"
	"errors"

	"dangol.example/blob"
	"dangol.example/blob/picture"
	"dangol.example/channel"
	"dangol.example/fault"
	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	"dangol.example/id"
	"dangol.example/shard"
)

// How many bytes of pictures are taken in a day: of one customer, and in one shop together.
const (
	MaxPhotosOfGuest = 64 << 20
	MaxPhotosOfShop  = 1 << 30
)

// What is refused about pictures.
var (
	errPhotoSum = fault.New(fault.Invalid, "사진이 도중에 바뀌었어요. 다시 보내 주세요.",
		"The picture does not match its checksum. Please send it again.")
	errNoPhoto  = fault.New(fault.Missing, "그런 사진이 없어요.", "There is no such picture.")
	errUnstored = fault.New(fault.Missing, "사진이 아직 올라오지 않았어요. 사진을 다시 골라 보내 주세요.",
		"The picture has not been uploaded. Please choose it again and send it.")
	errPhotos = fault.New(fault.Busy, "오늘 보낼 수 있는 사진을 다 보냈어요. 내일 다시 보내 주세요.",
		"No more pictures can be sent today. Please try again tomorrow.")
)

// PutPhoto implements the service.
func (s *channelServer) PutPhoto(
	ctx context.Context, r *channelv1.PutPhotoRequest,
) (*channelv1.PutPhotoResponse, error) {
	return s.putPhoto(ctx, sessionOf(ctx).ShopID, id.ID{}, r)
}

// PutPhoto implements the service.
func (s *guestServer) PutPhoto(ctx context.Context, r *channelv1.PutPhotoRequest) (*channelv1.PutPhotoResponse, error) {
	g := guestOf(ctx)
	return s.putPhoto(ctx, g.ShopID, g.ConversationID, r)
}

// putPhoto looks at a picture and stores it. Conversation is that of a customer, zero for people of the shop.
func (s *server) putPhoto(
	ctx context.Context, shopID, conversation id.ID, r *channelv1.PutPhotoRequest,
) (*channelv1.PutPhotoResponse, error) {
	name, err := blob.ParseHash(r.GetSha256())
	if err != nil || name.Check(r.GetData()) != nil {
		return nil, errPhotoSum
	}
	if _, err := picture.Check(r.GetData()); err != nil {
		return nil, err
	}
	now := s.Clock.Now()
	if !conversation.IsZero() && !s.limits.photosOfGuest.Take(conversation, len(r.GetData()), now) ||
		!s.limits.photosOfShop.Take(shopID, len(r.GetData()), now) {
		return nil, errPhotos
	}
	if _, err := s.Photos.Put(ctx, r.GetData()); err != nil {
		return nil, shard.ErrNoRoom.Because(err)
	}
	return &channelv1.PutPhotoResponse{}, nil
}

// stored refuses a command that names pictures which nobody has put: its message would show empty frames for ever. What
// no message can bear is left to the domain.
func (s *server) stored(ctx context.Context, a *ask, named []channel.Photo) error {
	if a.err != nil || len(named) > channel.MaxPhotos {
		return a.err
	}
	for _, p := range named {
		var name blob.Hash
		if copy(name[:], p.SHA256) < len(name) {
			continue
		}
		switch is, err := s.Photos.Has(ctx, name); {
		case err != nil:
			return errNoShard.Because(err)
		case !is:
			return errUnstored
		}
	}
	return nil
}

// GetPhoto implements the service.
func (s *channelServer) GetPhoto(
	ctx context.Context, r *channelv1.GetPhotoRequest,
) (*channelv1.GetPhotoResponse, error) {
	a := &ask{}
	conversation := a.id(r.GetConversationId())
	if a.err != nil {
		return nil, a.err
	}
	return s.getPhoto(ctx, sessionOf(ctx).ShopID, conversation, r.GetSha256())
}

// GetPhoto implements the service.
func (s *guestServer) GetPhoto(ctx context.Context, r *channelv1.GetPhotoRequest) (*channelv1.GetPhotoResponse, error) {
	g := guestOf(ctx)
	return s.getPhoto(ctx, g.ShopID, g.ConversationID, r.GetSha256())
}

// getPhoto gives a picture that is in a conversation of the shop. Whether others have it nobody is told.
func (s *server) getPhoto(
	ctx context.Context, shopID, conversation id.ID, sha256 string,
) (*channelv1.GetPhotoResponse, error) {
	name, err := blob.ParseHash(sha256)
	if err != nil {
		return nil, errNoPhoto.Because(err)
	}
	there := false
	if err := s.readShop(ctx, shopID, func(r *shard.Reader) error {
		there = channel.IsOf(r, shopID, conversation) && channel.HasPhoto(r, conversation, name[:])
		return nil
	}); err != nil {
		return nil, err
	}
	if !there {
		return nil, errNoPhoto
	}
	data, err := s.Photos.Get(ctx, name)
	if errors.Is(err, blob.ErrMissing) {
		return nil, errNoPhoto
	}
	if err != nil {
		return nil, err
	}
	return &channelv1.GetPhotoResponse{Data: data, Type: string(picture.KindOf(data))}, nil
}

// readShop asks the shard of a shop.
func (s *server) readShop(ctx context.Context, shopID id.ID, read func(r *shard.Reader) error) error {
	one := s.Shards.Shard(shopID.Shard())
	if one == nil {
		return errNoShard
	}
	return one.Read(ctx, read)
}
