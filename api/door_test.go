package api_test

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"connectrpc.com/connect"

	faultv1 "dangol.example/gen/api/dangol/fault/v1"
	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	"dangol.example/gen/api/dangol/shop/v1/shopv1connect"
)

// told checks that a refusal says why in both languages.
func told(t *testing.T, err error) {
	t.Helper()
	refusal := new(connect.Error)
	if !errors.As(err, &refusal) || len(refusal.Details()) != 1 {
		t.Errorf("refused without a word: %v", err)
		return
	}
	value, err := refusal.Details()[0].Value()
	if f, is := value.(*faultv1.Fault); err != nil || !is || f.GetKo() == "" || f.GetEn() == "" {
		t.Errorf("refused without a word: %v, %v", value, err)
	}
}

// Who has no session is sent away before the body comes, and a body has its time.
func TestTheDoorReadsNoBody(t *testing.T) {
	h := newHouse(t)
	stranger, _ := secret("nobody's")
	for _, authorization := range []string{"", "Basic abc", "Bearer junk", "Bearer " + stranger} {
		connection, err := new(net.Dialer).DialContext(t.Context(), "tcp", strings.TrimPrefix(h.url, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		defer connection.Close()
		fmt.Fprintf(connection, "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"+
			"Authorization: %s\r\nContent-Length: 1000000\r\n\r\n{", shopv1connect.ShopServicePutFileProcedure,
			authorization)
		if err := connection.SetReadDeadline(time.Now().Add(5 * time.Second)); err != nil {
			t.Fatal(err)
		}
		response, err := http.ReadResponse(bufio.NewReader(connection), nil)
		if err != nil {
			t.Errorf("%q waits for the body: %v", authorization, err)
			continue
		}
		response.Body.Close()
		if response.StatusCode != http.StatusUnauthorized {
			t.Errorf("%q: %s", authorization, response.Status)
		}
	}
}

// What the door refuses is said as the procedures would say it.
func TestTheDoorSpeaks(t *testing.T) {
	h := newHouse(t)
	_, err := h.shops(person{}).PlaceOrder(t.Context(), &shopv1.PlaceOrderRequest{})
	if connect.CodeOf(err) != connect.CodeUnauthenticated {
		t.Errorf("%v", err)
	}
	told(t, err)
}
