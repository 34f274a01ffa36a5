package api_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"connectrpc.com/connect"

	"dangol.example/api"
	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	syncv1 "dangol.example/gen/api/dangol/sync/v1"
)

// alertKey makes an address for alerts.
func (h *house) alertKey(p person, words string) (key, keyID string) {
	h.t.Helper()
	key, _ = secret(words)
	made, err := h.channels(p).MakeAlertKey(h.t.Context(), &channelv1.MakeAlertKeyRequest{
		CommandId: h.command(), ShopId: p.shop, Name: "가게 폰", Key: key,
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return key, made.GetAlertKeyId()
}

// forward sends a body to a key's address as a phone does.
func (h *house) forward(key, kind, body string) (code int, taken map[string]any) {
	h.t.Helper()
	answer, err := http.Post(h.url+"/alerts/"+key, kind, strings.NewReader(body)) //nolint:noctx // a test
	if err != nil {
		h.t.Fatal(err)
	}
	defer answer.Body.Close()
	whole, _ := io.ReadAll(answer.Body)
	_ = json.Unmarshal(whole, &taken)
	return answer.StatusCode, taken
}

func (h *house) deposits(p person) (n int) {
	h.t.Helper()
	pulled, err := h.syncs(p).Pull(h.t.Context(), &syncv1.PullRequest{Cursor: &syncv1.Cursor{Topic: "shop/" + p.shop}})
	if err != nil {
		h.t.Fatal(err)
	}
	for _, r := range pulled.GetRows() {
		if r.GetKind() == "deposit" {
			n++
		}
	}
	return n
}

func bankAlert(minute int) string {
	return fmt.Sprintf("[Web발신]\n[KB]01/02 10:%02d\n821337**680\n이서연47\n전자금융입금\n44,000\n잔액1,%03d,000", minute, minute)
}

func quoted(s string) string { b, _ := json.Marshal(s); return string(b) }

// However an app sends a message on, its deposit comes, and comes once.
func TestForwardedAlerts(t *testing.T) {
	h := newHouse(t)
	key, _ := h.alertKey(h.owner, "phone")
	for i, c := range []struct{ kind, body string }{
		{"text/plain; charset=utf-8", bankAlert(1)},
		{"application/x-www-form-urlencoded", url.Values{"from": {"15880000"}, "text": {bankAlert(2)}}.Encode()},
		{"application/json", `{"from":"15880000","message":` + quoted(bankAlert(3)) + `}`},
		{"application/json", `{"event":"sms:received","payload":{"message":` + quoted(bankAlert(4)) + `}}`},
		{"", `{"msg":` + quoted(bankAlert(5)) + `}`},
		{"application/json; charset=utf-8", `{"body":` + quoted(bankAlert(6)) + `,"ts":1}`},
	} {
		for range 2 {
			code, taken := h.forward(key, c.kind, c.body)
			if code != http.StatusOK || taken["deposits"] != 1.0 || taken["unread"] != 0.0 {
				t.Errorf("%d: %d %v", i, code, taken)
			}
		}
		if n := h.deposits(h.owner); n != i+1 {
			t.Errorf("%d deposits after %d", n, i+1)
		}
	}
	for body, want := range map[string]float64{"이따 전화해": 1, strings.ReplaceAll(bankAlert(9), "입금", "출금"): 0} {
		code, taken := h.forward(key, "text/plain", body)
		if code != http.StatusOK || taken["deposits"] != 0.0 || taken["unread"] != want {
			t.Errorf("%q: %d %v", body, code, taken)
		}
	}
}

// A key that is none, one that has ended, and what is no key at all look alike.
func TestForwardedAlertsAreRefused(t *testing.T) {
	h := newHouse(t)
	key, keyID := h.alertKey(h.owner, "phone")
	other, _ := secret("another")
	if _, err := h.channels(h.owner).EndAlertKey(t.Context(), &channelv1.EndAlertKeyRequest{
		CommandId: h.command(), ShopId: h.owner.shop, AlertKeyId: keyID,
	}); err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, k := range []string{key, other, "x", strings.Repeat("가", 20), h.owner.token} {
		code, taken := h.forward(url.PathEscape(k), "text/plain", bankAlert(1))
		if code != http.StatusNotFound {
			t.Errorf("%s: %d", k, code)
		}
		said = append(said, fmt.Sprint(taken))
	}
	for _, s := range said {
		if s != said[0] || !strings.Contains(s, "주소") {
			t.Errorf("told apart: %v", said)
		}
	}
	if h.deposits(h.owner) != 0 {
		t.Error("a deposit came")
	}
	good, _ := h.alertKey(h.owner, "second phone")
	for body, want := range map[string]int{
		" ": http.StatusBadRequest, strings.Repeat("x", api.MaxAlertBody+1): http.StatusBadRequest,
		strings.Repeat("가", 20_001): http.StatusBadRequest,
	} {
		if code, _ := h.forward(good, "text/plain", body); code != want {
			t.Errorf("%d bytes: %d", len(body), code)
		}
	}
	answer, err := http.Get(h.url + "/alerts/" + good) //nolint:noctx // a test
	if err != nil || answer.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("%v, %v", answer.StatusCode, err)
	}
	answer.Body.Close()
	code := 0
	for range api.AlertsAtOnce + 5 {
		code, _ = h.forward(good, "text/plain", " ")
	}
	if code != http.StatusTooManyRequests {
		t.Errorf("after %d at once: %d", api.AlertsAtOnce+5, code)
	}
}

func TestTakeAlert(t *testing.T) {
	h := newHouse(t)
	request := &channelv1.TakeAlertRequest{
		CommandId: h.command(), ShopId: h.owner.shop,
		Text: time.Now().Format("[KB]01/02 15:04\n821337**680\n이서연47\n전자금융입금\n44,000\n잔액1,234,567"),
	}
	first, err := h.channels(h.owner).TakeAlert(t.Context(), request)
	if err != nil || len(first.GetDepositIds()) != 1 || first.GetBlock() == 0 {
		t.Fatalf("%v, %v", first, err)
	}
	if again, err := h.channels(h.owner).TakeAlert(t.Context(), request); err != nil || again.String() != first.String() {
		t.Errorf("the same again: %v, %v", again, err)
	}
	request.Text += "!"
	if _, err := h.channels(h.owner).TakeAlert(t.Context(), request); connect.CodeOf(err) != connect.CodeFailedPrecondition {
		t.Errorf("other text under the same id: %v", err)
	}
}
