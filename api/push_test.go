package api_test

import (
	"crypto/ecdh"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"

	"connectrpc.com/connect"

	channelv1 "dangol.example/gen/api/dangol/channel/v1"
)

// Who has subscribed is told of what comes, in words that say nothing of what was written.
func TestSubscribe(t *testing.T) {
	h := newHouse(t)
	key, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	request := &channelv1.SubscribeRequest{
		CommandId: h.command(), Endpoint: "https://push.example/1",
		P256Dh: base64.RawURLEncoding.EncodeToString(key.PublicKey().Bytes()),
		Auth:   base64.RawURLEncoding.EncodeToString(make([]byte, 16)),
	}
	if _, err := h.channels(h.owner).Subscribe(t.Context(), request); err != nil {
		t.Fatal(err)
	}
	who, _ := h.guest(h.owner, "이서연", "010-0000-1234")
	h.says(who, "비밀 이야기")
	out := <-h.pushed
	var words map[string]any
	if err := json.Unmarshal(out.Words, &words); err != nil || out.Endpoint != request.GetEndpoint() {
		t.Fatal(err, out.Endpoint)
	}
	if words["ko"] != "새 메시지 1건" || words["shop"] != "햇살케이크" || strings.Contains(string(out.Words), "비밀") {
		t.Errorf("%s", out.Words)
	}
	request.CommandId, request.Endpoint = h.command(), "http://push.example/1"
	_, err = h.channels(h.owner).Subscribe(t.Context(), request)
	if connect.CodeOf(err) != connect.CodeInvalidArgument {
		t.Errorf("not https: %v", err)
	}
}
