package api

import (
	"context"
	"time"

	"dangol.example/channel/desk"
	"dangol.example/channel/policy"
	"dangol.example/fault"
	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop/count"
)

// MaxOrderDays is how many days are told at a time, and farthestDay how many days ahead or back they may begin.
const (
	MaxOrderDays = 62
	farthestDay  = 400
)

// What is refused to who asks for a card.
var (
	errNoShop = fault.New(fault.Missing, "그런 가게가 없어요. 주소를 다시 확인해 주세요.",
		"There is no such shop. Please check the address.")
	errOrderDays = fault.New(fault.Invalid, "날짜는 오늘에서 400일 안쪽으로, 1일에서 62일까지 볼 수 있어요.",
		"Ask for 1 to 62 days, within 400 days of today.")
)

// ReadCard implements the service.
func (s *guestServer) ReadCard(
	ctx context.Context, r *channelv1.ReadCardRequest,
) (*channelv1.ReadCardResponse, error) {
	card, err := s.card(ctx, r.GetShopId(), nil)
	if err != nil {
		return nil, err
	}
	return &channelv1.ReadCardResponse{Card: card, PushKey: s.PushKey}, nil
}

// card reads a shop's card, and more in the same look at the view.
func (s *guestServer) card(
	ctx context.Context, shopID string, more func(*shard.Reader, id.ID),
) (card *channelv1.Card, err error) {
	one, err := id.Parse(shopID)
	if err != nil || one.Shard() >= s.Shards.Count() {
		return nil, errNoShop
	}
	lives := s.Shards.Shard(one.Shard())
	if lives == nil {
		return nil, errNoShard
	}
	err = lives.Read(ctx, func(r *shard.Reader) error {
		if card = desk.CardOf(r, one); card == nil {
			return errNoShop
		}
		if more != nil {
			more(r, one)
		}
		return nil
	})
	return card, err
}

// ReadDays implements the service.
func (s *guestServer) ReadDays(
	ctx context.Context, r *channelv1.ReadDaysRequest,
) (*channelv1.ReadDaysResponse, error) {
	first, is := policy.ParseDay(r.GetFrom())
	many := int(r.GetCount())
	now := s.Clock.Now()
	if away := first.Sub(now) / (24 * time.Hour); !is || many < 1 || many > MaxOrderDays ||
		away > farthestDay || away < -farthestDay {
		return nil, errOrderDays
	}
	var taken map[string]uint32
	card, err := s.card(ctx, r.GetShopId(), func(r *shard.Reader, shopID id.ID) {
		taken = count.Pickups(r, shopID, first.Format(policy.DayForm), many)
	})
	if err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation(card.GetZone())
	if err != nil {
		return nil, err
	}
	answer := &channelv1.ReadDaysResponse{}
	for n := range many {
		d := first.AddDate(0, 0, n)
		day := &channelv1.OrderDay{
			Day:   d.Format(policy.DayForm),
			Spans: policy.FreeSpans(card.GetHours(), d, now.In(zone), card.GetLeadHours()),
		}
		if left, limited := policy.Left(card, day.GetDay(), taken[day.GetDay()]); limited {
			day.Left = &left
		}
		answer.Days = append(answer.Days, day)
	}
	return answer, nil
}
