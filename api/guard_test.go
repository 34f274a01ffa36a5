package api

import (
	"context"
	"errors"
	"strconv"
	"testing"
	"time"

	"connectrpc.com/connect"

	"dangol.example/clock"
	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
)

// SessionFor is how long a session is believed, for tests that wait for its end.
const SessionFor = sessionFor

// What did not come by the door, because nobody wrote a rule for it, goes nowhere.
func TestTheGuardKnowsTheDoor(t *testing.T) {
	next := func(context.Context, connect.AnyRequest) (connect.AnyResponse, error) {
		t.Error("it was let through")
		return nil, nil
	}
	_, err := guard{}.WrapUnary(next)(t.Context(), connect.NewRequest(&shopv1.PlaceOrderRequest{}))
	if !errors.Is(err, errNoRule) {
		t.Errorf("%v", err)
	}
	s := &server{}
	if _, err := s.admit(t.Context(), "/dangol.shop.v1.ShopService/Nothing", ""); !errors.Is(err, errNoRule) {
		t.Errorf("%v", err)
	}
	err = guard{}.WrapStreamingHandler(func(context.Context, connect.StreamingHandlerConn) error {
		t.Error("it was let through")
		return nil
	})(t.Context(), nil)
	if !errors.Is(err, errNoRule) {
		t.Errorf("%v", err)
	}
}

// There is room for so many requests, and a place that is left is another's.
func TestTheRoomIsFull(t *testing.T) {
	l := newLimits(clock.System{})
	var last func()
	for range MaxRequests {
		leave, err := l.enter("/a", "10.0.0.1:1")
		if err != nil {
			t.Fatal(err)
		}
		last = leave
	}
	if _, err := l.enter("/a", "10.0.0.1:1"); !errors.Is(err, errBusy) {
		t.Errorf("%v", err)
	}
	last()
	if _, err := l.enter("/a", "10.0.0.1:1"); err != nil {
		t.Error(err)
	}
	for range MaxWatches {
		if _, err := l.watch(id.Of(1, "a")); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := l.watch(id.Of(1, "a")); !errors.Is(err, errWatches) {
		t.Errorf("%v", err)
	}
}

// Files are read by few at once, and a shop uploads so much a day.
func TestFilesHaveLimits(t *testing.T) {
	now := clock.NewManual(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC))
	l := newLimits(now)
	var leave func()
	for range MaxReadings {
		var err error
		if leave, err = l.read(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := l.read(); !errors.Is(err, errReadings) {
		t.Errorf("%v", err)
	}
	leave()
	if _, err := l.read(); err != nil {
		t.Error(err)
	}
	one, day := id.Of(1, "a"), now.Now()
	if !l.filesOfShop.Take(one, MaxUploadADay, day) || l.filesOfShop.Take(one, 1, day) {
		t.Error("a shop uploads less, or more, than it may in a day")
	}
}

// A preview shows what can be looked through, and says how much there is.
func TestPreviewHasAnEnd(t *testing.T) {
	c, m := &shopjournalv1.ImportContent{}, &shopv1.PreviewImportResponse{}
	for n := range MaxPreview + 1 {
		key := id.Of(1, "x", strconv.Itoa(n))
		c.Orders = append(c.Orders, &shopjournalv1.ImportedOrder{
			Source: &shopjournalv1.OrderSource{Key: key[:]}, Details: &shopjournalv1.OrderDetails{},
		})
		c.Deposits = append(c.Deposits, &shopjournalv1.DepositImported{Deposit: key[:]})
		c.Matches = append(c.Matches, &shopjournalv1.ImportedMatch{Deposit: key[:], Reasons: []string{strconv.Itoa(n)}})
		c.Unread = append(c.Unread, &shopjournalv1.UnreadLine{Line: uint32(n)})
	}
	preview(m, c)
	for what, n := range map[string][2]int{
		"orders":   {len(m.GetOrders()), int(m.GetOrdersTotal())},
		"deposits": {len(m.GetDeposits()), int(m.GetDepositsTotal())},
		"unread":   {len(m.GetUnread()), int(m.GetUnreadTotal())},
	} {
		if n != [2]int{MaxPreview, MaxPreview + 1} {
			t.Errorf("%s: %d of %d", what, n[0], n[1])
		}
	}
	if d := m.GetDeposits()[7]; !d.GetAutomatic() || d.GetReasons()[0] != "7" {
		t.Errorf("%v", d)
	}
}

// One host cannot take the places of everybody with requests that need no session.
func TestStrangersLeaveRoom(t *testing.T) {
	l := newLimits(clock.System{})
	const host, other, card = "192.0.2.7:1", "192.0.2.8:1", "/dangol.channel.v1.GuestService/ReadCard"
	var leaves []func()
	for range MaxOfHost {
		leave, err := l.enter(card, host)
		if err != nil {
			t.Fatal(err)
		}
		leaves = append(leaves, leave)
	}
	for _, procedure := range []string{card, "/alerts/key"} {
		if _, err := l.enter(procedure, "192.0.2.7:2"); !errors.Is(err, errBusy) {
			t.Errorf("%s, one more of the same host: %v", procedure, err)
		}
	}
	for address, procedure := range map[string]string{other: card, host: "/dangol.channel.v1.ChannelService/Post"} {
		leave, err := l.enter(procedure, address)
		if err != nil {
			t.Fatalf("%s from %s: %v", procedure, address, err)
		}
		leave()
	}
	leaves[0]()
	if _, err := l.enter(card, host); err != nil {
		t.Errorf("after one has left: %v", err)
	}
}
