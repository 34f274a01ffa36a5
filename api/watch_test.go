package api_test

import (
	"context"
	"encoding/base64"
	"testing"
	"time"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/proto"

	"dangol.example/api"
	sessionv1 "dangol.example/gen/api/dangol/session/v1"
	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	syncv1 "dangol.example/gen/api/dangol/sync/v1"
	"dangol.example/id"
)

// watch begins to watch a topic and gives what comes of it.
func (h *house) watch(p person, topic string) *connect.ServerStreamForClient[syncv1.WatchResponse] {
	h.t.Helper()
	ctx, end := context.WithCancel(h.t.Context())
	h.t.Cleanup(end)
	stream, err := h.syncs(p).Watch(ctx, &syncv1.WatchRequest{Cursor: &syncv1.Cursor{Topic: topic}})
	if err != nil {
		h.t.Fatal(err)
	}
	return stream
}

// staff adds somebody to the owner's shop, with a device that is signed in.
func (h *house) staff(name string) person {
	h.t.Helper()
	added, err := h.shops(h.owner).AddStaff(h.t.Context(), &shopv1.AddStaffRequest{
		CommandId: h.command(), ShopId: h.owner.shop, Name: name, Role: shopv1.Role_ROLE_STAFF,
	})
	if err != nil {
		h.t.Fatal(err)
	}
	shopID, _ := id.Parse(h.owner.shop)
	staffID, _ := id.Parse(added.GetStaffId())
	return h.signIn(shopID, staffID, name)
}

// A watch ends with its session, whichever way that ends, and shows nothing of what happens after it.
func TestWatchEndsWithItsSession(t *testing.T) {
	for name, end := range map[string]func(h *house, p person) error{
		"removed": func(h *house, p person) error {
			_, err := h.shops(h.owner).RemoveStaff(h.t.Context(), &shopv1.RemoveStaffRequest{
				CommandId: h.command(), ShopId: p.shop, StaffId: p.staff,
			})
			return err
		},
		"ended": func(h *house, p person) error {
			pulled, err := h.syncs(h.owner).Pull(h.t.Context(), &syncv1.PullRequest{
				Cursor: &syncv1.Cursor{Topic: "shop/" + p.shop},
			})
			if err != nil {
				return err
			}
			_, err = h.shops(h.owner).EndSession(h.t.Context(), &shopv1.EndSessionRequest{
				CommandId: h.command(), ShopId: p.shop, SessionId: deviceOf(h.t, pulled.GetRows(), p.staff),
			})
			return err
		},
		"signed out": func(h *house, p person) error {
			_, err := h.sessions(p).SignOut(h.t.Context(), &sessionv1.SignOutRequest{CommandId: h.command()})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			p := h.staff("정수민")
			stream := h.watch(p, "shop/"+p.shop)
			if !stream.Receive() {
				t.Fatal(stream.Err())
			}
			if err := end(h, p); err != nil {
				t.Fatal(err)
			}
			time.Sleep(api.SessionFor + 100*time.Millisecond)
			secret := h.place(h.owner, "비밀")
			for stream.Receive() {
				for _, row := range stream.Msg().GetRows() {
					if row.GetId() == secret.GetOrderId() {
						t.Fatal("the device sees what happened after")
					}
				}
			}
			if connect.CodeOf(stream.Err()) != connect.CodeUnauthenticated {
				t.Errorf("the watch ends with %v", stream.Err())
			}
		})
	}
}

// A watch goes on while nobody can say whether its session does.
func TestWatchOutlivesAClosedShard(t *testing.T) {
	h := newHouse(t)
	stream := h.watch(h.owner, "shop/"+h.owner.shop)
	h.close(1, 2)
	for until := time.Now().Add(api.SessionFor + 300*time.Millisecond); time.Now().Before(until); {
		if !stream.Receive() {
			t.Fatal(stream.Err())
		}
	}
}

// Who may not watch is told why.
func TestWatchIsRefused(t *testing.T) {
	h := newHouse(t)
	other, topic := h.open(2, "달빛케이크"), "shop/"+h.owner.shop
	nobody := base64.RawURLEncoding.EncodeToString(make([]byte, 32))
	for name, c := range map[string]struct {
		who   person
		topic string
		want  connect.Code
	}{
		"nobody":              {person{}, topic, connect.CodeUnauthenticated},
		"a token that is not": {person{token: "junk"}, topic, connect.CodeUnauthenticated},
		"a token of nobody":   {person{token: nobody}, topic, connect.CodeUnauthenticated},
		"another's shop":      {other, topic, connect.CodePermissionDenied},
		"no shop":             {h.owner, "shop/", connect.CodePermissionDenied},
		"no topic":            {h.owner, "", connect.CodeInvalidArgument},
	} {
		stream := h.watch(c.who, c.topic)
		if stream.Receive() || connect.CodeOf(stream.Err()) != c.want {
			t.Errorf("%s: %v, want %v", name, stream.Err(), c.want)
		}
		told(t, stream.Err())
	}
}

// A device has so many windows, and another's are not counted.
func TestWatchesOfADevice(t *testing.T) {
	h := newHouse(t)
	topic := "shop/" + h.owner.shop
	var last *connect.ServerStreamForClient[syncv1.WatchResponse]
	for range api.MaxWatches {
		last = h.watch(h.owner, topic)
		if !last.Receive() {
			t.Fatal(last.Err())
		}
	}
	if more := h.watch(h.owner, topic); more.Receive() || connect.CodeOf(more.Err()) != connect.CodeUnavailable {
		t.Errorf("one more: %v", more.Err())
	}
	if other := h.watch(h.staff("정수민"), topic); !other.Receive() {
		t.Errorf("another device: %v", other.Err())
	}
	last.Close()
	for until := time.Now().Add(5 * time.Second); ; {
		if again := h.watch(h.owner, topic); again.Receive() {
			break
		} else if time.Now().After(until) {
			t.Fatalf("a window was closed, and yet: %v", again.Err())
		}
	}
}

// deviceOf finds the session of somebody's device among rows.
func deviceOf(t *testing.T, rows []*syncv1.Row, staff string) string {
	t.Helper()
	for _, row := range rows {
		m := &shopv1.Staff{}
		if row.GetKind() == "staff" && row.GetId() == staff && proto.Unmarshal(row.GetData(), m) == nil {
			return m.GetDevices()[0].GetSessionId()
		}
	}
	t.Fatal("no device")
	return ""
}

// A pull leaves out the kinds it is told to, and is as far as one that leaves out none.
func TestPullSkips(t *testing.T) {
	h := newHouse(t)
	h.place(h.owner, "이서연")
	cursor := &syncv1.Cursor{Topic: "shop/" + h.owner.shop}
	all, err := h.syncs(h.owner).Pull(t.Context(), &syncv1.PullRequest{Cursor: cursor})
	if err != nil {
		t.Fatal(err)
	}
	without := &syncv1.PullRequest{Cursor: cursor, Skip: []string{"order", "staff"}}
	some, err := h.syncs(h.owner).Pull(t.Context(), without)
	if err != nil || some.GetCursor().GetBlock() < all.GetCursor().GetBlock() ||
		len(some.GetRows()) != len(all.GetRows())-2 {
		t.Fatalf("%d of %d rows, %v", len(some.GetRows()), len(all.GetRows()), err)
	}
	for _, r := range some.GetRows() {
		if r.GetKind() == "order" || r.GetKind() == "staff" {
			t.Errorf("a row of %s was not skipped", r.GetKind())
		}
	}
	many := &syncv1.PullRequest{Cursor: cursor, Skip: make([]string, 33)}
	if _, err := h.syncs(h.owner).Pull(t.Context(), many); connect.CodeOf(err) != connect.CodeInvalidArgument {
		t.Errorf("33 kinds: %v", err)
	}
}
