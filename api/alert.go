package api

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"dangol.example/api/quota"
	"dangol.example/channel/desk"
	"dangol.example/fault"
	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
	"dangol.example/shop/reading"
)

// The limits of forwarded alerts. A phone forwards some messages an hour; one that was off brings a day's at once.
const (
	MaxAlertBody   = 128 << 10       // bytes
	AlertsEvery    = 2 * time.Second // of one key, on average
	AlertsAtOnce   = 60              // of one key
	WrongKeysEvery = time.Minute     // from one address, on average
	WrongKeysMost  = 20              // from one address at once
	maxAlertDepth  = 3               // of objects in objects in which the text is looked for
)

// What is refused about forwarded alerts. A key that is none, one that has ended, and what is no key at all look alike.
var (
	errAlertKey = fault.New(fault.Missing, "이 주소는 쓸 수 없어요. 가게 설정에서 새 주소를 만들어 주세요.",
		"This address does not work. Please make a new one in the shop's settings.")
	errAlertRate = fault.New(fault.Busy, "알림이 너무 많이 왔어요. 잠시 뒤에 다시 보내 주세요.",
		"Too many alerts at once. Please send them again in a moment.")
	errAlertBody = fault.New(fault.Invalid, "읽을 문자가 없어요. text에 은행 문자를 그대로 넣어 주세요.",
		"There is no text to read: put the bank's message into text.")
)

// TakeAlert implements the service.
func (s *channelServer) TakeAlert(
	ctx context.Context, r *channelv1.TakeAlertRequest,
) (*channelv1.TakeAlertResponse, error) {
	a, answer := of(ctx, r.GetShopId()), &channelv1.TakeAlertResponse{}
	if a.err != nil {
		return nil, a.err
	}
	c, err := s.readAlert(ctx, a.shop, r.GetText())
	if err != nil {
		return nil, err
	}
	answer.Block, err = s.run(ctx, a, r.GetCommandId(), c, answer)
	return answer, err
}

func (s *server) readAlert(ctx context.Context, shopID id.ID, text string) (shop.TakeAlert, error) {
	zone, err := s.zone(ctx, shopID)
	if err != nil {
		return shop.TakeAlert{}, err
	}
	return shop.NewTakeAlert(shopID, text, s.Clock.Now(), zone)
}

// alertTaken is what a phone that forwarded a message is told.
type alertTaken struct {
	Deposits int `json:"deposits"`
	Other    int `json:"other"`
	Unread   int `json:"unread"`
}

// alertRefused is what it is told instead.
type alertRefused struct {
	KO string `json:"ko"`
	EN string `json:"en"`
}

// forwarded takes a message that a shop's phone forwards to "/alerts/<key>". What is no alert is well taken: the phone
// forwards whatever comes, and would send it again and again.
func (s *server) forwarded(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	leave, err := s.limits.enter(r.URL.Path, r.RemoteAddr)
	if err != nil {
		s.refuseAlert(w, r, err)
		return
	}
	defer leave()
	ctx, stop := context.WithTimeout(r.Context(), RequestTimeout)
	defer stop()
	(&passage{controller: http.NewResponseController(w), clock: s.Clock}).readUntil(RequestTimeout)
	taken, err := s.forward(ctx, w, r)
	if err != nil {
		s.refuseAlert(w, r, err)
		return
	}
	answer(w, http.StatusOK, taken)
}

// forward finds the shop of the key and gives it what the body holds.
func (s *server) forward(ctx context.Context, w http.ResponseWriter, r *http.Request) (taken alertTaken, err error) {
	shopID, key, err := s.alertShop(ctx, r.PathValue("key"), r.RemoteAddr)
	if err != nil {
		return taken, err
	}
	if !s.limits.alerts.Allow(key.String(), s.Clock.Now()) {
		return taken, errAlertRate
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, MaxAlertBody))
	if err != nil {
		return taken, reading.ErrAlertTooLong.Because(err)
	}
	text := alertText(r.Header.Get("Content-Type"), body)
	if strings.TrimSpace(text) == "" {
		return taken, errAlertBody
	}
	c, err := s.readAlert(ctx, shopID, text)
	if fault.KindOf(err) == fault.Invalid && !errors.Is(err, error(reading.ErrAlertTooLong)) {
		return alertTaken{Unread: 1}, nil
	}
	if err != nil {
		return taken, err
	}
	// Each forwarding is a command of its own: what comes twice is known by what it says (shop.TakeAlert).
	command := id.Of(shopID.Shard(), "alert", key.String(), strconv.FormatInt(s.Clock.Now().UnixNano(), 36), text)
	var found channelv1.TakeAlertResponse
	if _, err := s.runOn(ctx, shopID.Shard(), shard.Request{ID: command, Command: c}, &found); err != nil {
		return taken, err
	}
	return alertTaken{len(found.GetDepositIds()), int(found.GetOther()), len(found.GetUnreadLines())}, nil
}

// alertShop finds whose key it is. While a shard cannot be asked it may be the one that knows.
func (s *server) alertShop(ctx context.Context, text, address string) (shopID, key id.ID, err error) {
	wrong := quota.HostOf(address)
	if s.limits.wrongKeys.Spent(wrong, s.Clock.Now()) {
		return shopID, key, errAlertRate
	}
	hash, well := tokenHash(text)
	refusal := error(errAlertKey)
	for n := uint8(0); well && n < s.Shards.Count(); n++ {
		one := s.Shards.Shard(n)
		if one == nil {
			refusal = errNoShard
			continue
		}
		found := false
		err := one.Read(ctx, func(r *shard.Reader) error {
			shopID, key, found = desk.FindAlertKey(r, hash[:])
			return nil
		})
		if err != nil {
			refusal = errNoShard.Because(err)
		}
		if err == nil && found {
			return shopID, key, nil
		}
	}
	if errors.Is(refusal, error(errAlertKey)) {
		s.limits.wrongKeys.Allow(wrong, s.Clock.Now())
	}
	return shopID, key, refusal
}

// refuseAlert says why not. The text and the key stand in no log.
func (s *server) refuseAlert(w http.ResponseWriter, r *http.Request, err error) {
	code := map[fault.Kind]int{
		fault.Invalid: http.StatusBadRequest, fault.Missing: http.StatusNotFound,
		fault.Busy: http.StatusServiceUnavailable, fault.Denied: http.StatusNotFound,
	}[fault.KindOf(err)]
	switch {
	case errors.Is(err, error(errAlertRate)):
		code = http.StatusTooManyRequests
	case code == 0:
		s.Logger.ErrorContext(r.Context(), "a forwarded alert is broken", "because", err)
		code, err = http.StatusInternalServerError, errBroken
	}
	answer(w, code, alertRefused{fault.Message(err, fault.Korean), fault.Message(err, fault.English)})
}

// alertFields are the names under which apps that forward messages send the text.
var alertFields = []string{"text", "message", "body", "msg", "content", "sms"} //nolint:gochecknoglobals // a table

// alertText finds the message in what an app sends: plain, in a field of a form, or in JSON.
func alertText(contentType string, body []byte) string {
	text := strings.ToValidUTF8(string(body), "\uFFFD")
	kind, _, _ := mime.ParseMediaType(contentType)
	if kind == "application/x-www-form-urlencoded" {
		if form, err := url.ParseQuery(text); err == nil {
			for _, name := range alertFields {
				if form.Get(name) != "" {
					return form.Get(name)
				}
			}
		}
	}
	if kind == "application/json" || strings.HasPrefix(strings.TrimSpace(text), "{") {
		var fields map[string]json.RawMessage
		if json.Unmarshal([]byte(text), &fields) == nil {
			return alertField(fields, 0)
		}
	}
	return text
}

// alertField finds the text in an object, or in one that stands in it.
func alertField(fields map[string]json.RawMessage, depth int) string {
	for _, name := range alertFields {
		var found string
		if json.Unmarshal(fields[name], &found) == nil && found != "" {
			return found
		}
	}
	if depth >= maxAlertDepth {
		return ""
	}
	for _, name := range []string{"payload", "data", "message", "sms"} {
		var inner map[string]json.RawMessage
		if json.Unmarshal(fields[name], &inner) == nil && len(inner) > 0 {
			if found := alertField(inner, depth+1); found != "" {
				return found
			}
		}
	}
	return ""
}
