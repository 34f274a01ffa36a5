package api

import (
	"context"
	"errors"
	"testing"

	"connectrpc.com/connect"

	"dangol.example/clock"
	shopv1 "dangol.example/gen/api/dangol/shop/v1"
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
