package api_test

import (
	"bufio"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/proto"

	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	syncv1 "dangol.example/gen/api/dangol/sync/v1"
	"dangol.example/gen/api/dangol/sync/v1/syncv1connect"
)

// raw is a watch as a browser begins it, byte by byte.
type raw struct {
	t      *testing.T
	conn   net.Conn
	answer *http.Response
	body   *bufio.Reader
}

// raw begins a watch over HTTP/1.1.
func (h *house) raw(p person, headers string) *raw {
	h.t.Helper()
	host := strings.TrimPrefix(h.url, "http://")
	conn, err := net.Dial("tcp", host)
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { conn.Close() })
	message, _ := proto.Marshal(&syncv1.WatchRequest{Cursor: &syncv1.Cursor{Topic: "shop/" + p.shop}})
	fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Type: application/connect+proto\r\n"+
		"%sContent-Length: %d\r\n\r\n\x00\x00\x00\x00%c%s", syncv1connect.SyncServiceWatchProcedure, host, p.token, headers,
		len(message)+5, len(message), message)
	_ = conn.SetReadDeadline(time.Now().Add(10 * time.Second))
	r := &raw{t: h.t, conn: conn}
	if r.answer, err = http.ReadResponse(bufio.NewReader(conn), nil); err != nil {
		h.t.Fatal(err)
	}
	r.body = bufio.NewReader(r.answer.Body)
	return r
}

// next reads an envelope.
func (r *raw) next() (flags byte, message []byte) {
	r.t.Helper()
	_ = r.conn.SetReadDeadline(time.Now().Add(10 * time.Second))
	var head [5]byte
	if _, err := io.ReadFull(r.body, head[:]); err != nil {
		r.t.Fatal(err)
	}
	message = make([]byte, binary.BigEndian.Uint32(head[1:]))
	if _, err := io.ReadFull(r.body, message); err != nil {
		r.t.Fatal(err)
	}
	return head[0], message
}

// A watch over HTTP/1.1 is an answer like every other, though its connection has been taken out of HTTP: it has the
// headers that all have, its rows, and at its end the word that tells why, in the language that was asked for.
func TestAWatchTakenOverIsAnAnswer(t *testing.T) {
	h := newHouse(t)
	p := h.staff("정수민")
	r := h.raw(p, "Accept-Language: en\r\n")
	if r.answer.StatusCode != http.StatusOK || r.answer.Header.Get("Content-Type") != "application/connect+proto" ||
		r.answer.Header.Get("X-Content-Type-Options") != "nosniff" || r.answer.Header.Get("Date") == "" || !r.answer.Close {
		t.Errorf("%s %v", r.answer.Status, r.answer.Header)
	}
	flags, message := r.next()
	var first syncv1.WatchResponse
	if err := proto.Unmarshal(message, &first); err != nil || flags != 0 || len(first.GetRows()) == 0 {
		t.Fatalf("%d %v %v", flags, &first, err)
	}
	if _, err := h.shops(h.owner).RemoveStaff(t.Context(), &shopv1.RemoveStaffRequest{
		CommandId: h.command(), ShopId: p.shop, StaffId: p.staff,
	}); err != nil {
		t.Fatal(err)
	}
	removed := time.Now()
	for {
		flags, message = r.next()
		if flags != 0 {
			break
		}
		var m syncv1.WatchResponse
		if err := proto.Unmarshal(message, &m); err != nil || len(m.GetRows()) > 0 {
			t.Fatalf("the removed device is told of %v, %v", &m, err)
		}
	}
	if flags != 2 || !strings.Contains(string(message), `"unauthenticated"`) ||
		!strings.Contains(string(message), "Please sign in") {
		t.Errorf("%d %s", flags, message)
	}
	t.Log("it ends", time.Since(removed), "after the removal")
	if rest, err := io.ReadAll(r.body); len(rest) > 0 || err != nil {
		t.Errorf("behind the end: %q, %v", rest, err)
	}
}

// A device that goes away without a word gives its place back.
func TestWhoHasGoneGivesThePlaceBack(t *testing.T) {
	h := newHouse(t)
	p := h.staff("정수민")
	var all []*raw
	for range 16 {
		one := h.raw(p, "")
		one.next()
		all = append(all, one)
	}
	for _, one := range all {
		one.conn.Close()
	}
	for until := time.Now().Add(5 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		one := h.raw(p, "")
		if flags, message := one.next(); flags == 0 {
			return
		} else if time.Now().After(until) {
			t.Fatalf("all have gone, and yet: %s", message)
		}
		one.conn.Close()
	}
}

// What the hub does not hold is watched as before: in JSON, in another protocol, and with a time at which it ends.
func TestWatchesWithinTheirRequests(t *testing.T) {
	h := newHouse(t)
	for name, option := range map[string][]connect.ClientOption{
		"JSON": {connect.WithProtoJSON()}, "gRPC-Web": {connect.WithGRPCWeb()},
	} {
		t.Run(name, func(t *testing.T) {
			h.watched(t, syncv1connect.NewSyncServiceClient(client(h.owner), h.url, option...), h.owner)
		})
	}
	t.Run("until a time", func(t *testing.T) {
		ctx, stop := context.WithTimeout(t.Context(), time.Second)
		defer stop()
		stream, err := h.syncs(h.owner).Watch(ctx, &syncv1.WatchRequest{Cursor: &syncv1.Cursor{Topic: "shop/" + h.owner.shop}})
		if err != nil || !stream.Receive() {
			t.Fatal(err, stream.Err())
		}
		for stream.Receive() {
		}
		if connect.CodeOf(stream.Err()) != connect.CodeDeadlineExceeded {
			t.Error(stream.Err())
		}
	})
}

// watched sees a change.
func (h *house) watched(t *testing.T, c syncv1connect.SyncServiceClient, p person) {
	t.Helper()
	ctx, end := context.WithTimeout(t.Context(), 20*time.Second)
	defer end()
	stream, err := c.Watch(ctx, &syncv1.WatchRequest{Cursor: &syncv1.Cursor{Topic: "shop/" + p.shop}})
	if err != nil || !stream.Receive() {
		t.Fatal(err, stream.Err())
	}
	placed := h.place(p, "한지민")
	for stream.Receive() {
		for _, row := range stream.Msg().GetRows() {
			if row.GetId() == placed.GetOrderId() {
				return
			}
		}
	}
	t.Fatal(stream.Err())
}
