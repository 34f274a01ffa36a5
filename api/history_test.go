package api_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/jpeg"
	"slices"
	"strings"
	"testing"

	"connectrpc.com/connect"

	channelv1 "dangol.example/gen/api/dangol/channel/v1"
)

// guest begins a conversation with a shop.
func (h *house) guest(p person, name, phone string) (who person, conversation string) {
	h.t.Helper()
	token, _ := secret("guest " + name)
	opened, err := h.guests(person{}).Open(h.t.Context(), &channelv1.OpenRequest{
		CommandId: h.command(), ShopId: p.shop, Name: name, Phone: phone, Token: token, Device: "시험",
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return person{token: token, shop: p.shop}, opened.GetConversationId()
}

func (h *house) says(who person, text string, photos ...*channelv1.Photo) {
	h.t.Helper()
	_, err := h.guests(who).Say(h.t.Context(), &channelv1.SayRequest{CommandId: h.command(), Text: text, Photos: photos})
	if err != nil {
		h.t.Fatal(err)
	}
}

func textsOf(messages []*channelv1.Message) string {
	var all []string
	for _, m := range messages {
		if m.GetText() != "" {
			all = append(all, m.GetText())
		}
	}
	return strings.Join(all, "|")
}

// alwaysOpen opens the shop at every hour, so that it says nothing by itself whenever the test runs.
func (h *house) alwaysOpen() {
	h.t.Helper()
	week := &channelv1.Hours{}
	for range 7 {
		week.Week = append(week.Week, &channelv1.DayHours{Spans: []*channelv1.Span{{From: 0, To: 1440}}})
	}
	_, err := h.channels(h.owner).ChangeCard(h.t.Context(), &channelv1.ChangeCardRequest{
		CommandId: h.command(), ShopId: h.owner.shop, Hours: week,
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

func TestHistory(t *testing.T) {
	h := newHouse(t)
	own := h.channels(h.owner)
	h.alwaysOpen()
	var talks []string
	for n := range 5 {
		who, talk := h.guest(h.owner, fmt.Sprintf("손님%d", n), fmt.Sprintf("010-0000-%04d", n))
		talks = append(talks, talk)
		for k := range 4 {
			h.says(who, fmt.Sprintf("%d-%d", n, k))
		}
	}
	seen, pages, after := map[string][]uint32{}, 0, ""
	for {
		got, err := own.ReadHistory(t.Context(), &channelv1.ReadHistoryRequest{ShopId: h.owner.shop, After: after, Limit: 6})
		if err != nil || got.GetTotal() < 20 {
			t.Fatal(got.GetTotal(), err)
		}
		for _, m := range got.GetMessages() {
			seen[m.GetConversationId()] = append(seen[m.GetConversationId()], m.GetSeq())
		}
		pages++
		if after = got.GetNext(); after == "" {
			break
		}
	}
	if len(seen) != 5 || pages < 2 {
		t.Errorf("%d conversations on %d pages", len(seen), pages)
	}
	for talk, numbers := range seen {
		for i, n := range numbers {
			if n != uint32(i+1) {
				t.Errorf("%s: %v", talk, numbers)
			}
		}
		if len(numbers) < 4 {
			t.Errorf("%s: %v", talk, numbers)
		}
	}
	last, err := own.ReadMessages(t.Context(), &channelv1.ReadMessagesRequest{
		ShopId: h.owner.shop, ConversationId: talks[2], Limit: 2,
	})
	if err != nil || textsOf(last.GetMessages()) != "2-3|2-2" {
		t.Errorf("%v, %v", last, err)
	}
	older, err := own.ReadMessages(t.Context(), &channelv1.ReadMessagesRequest{
		ShopId: h.owner.shop, ConversationId: talks[2], BeforeSeq: last.GetMessages()[1].GetSeq(), Limit: 2,
	})
	if err != nil || textsOf(older.GetMessages()) != "2-1|2-0" {
		t.Errorf("%v, %v", older, err)
	}
	other := h.open(2, "달빛케이크")
	_, err = h.channels(other).ReadMessages(t.Context(), &channelv1.ReadMessagesRequest{
		ShopId: other.shop, ConversationId: talks[2],
	})
	if connect.CodeOf(err) != connect.CodeNotFound {
		t.Errorf("another shop's conversation: %v", err)
	}
}

func TestSearch(t *testing.T) {
	h := newHouse(t)
	one, talk := h.guest(h.owner, "이서연", "010-0000-1234")
	h.says(one, "딸기 케이크 예약하고 싶어요")
	h.says(one, "제 번호는 010-0000-5678이에요")
	two, _ := h.guest(h.owner, "김도윤", "010-0000-9999")
	h.says(two, "초코 케이크 있나요")
	ask := func(p person, text string) *channelv1.SearchResponse {
		t.Helper()
		for {
			got, err := h.channels(p).Search(t.Context(), &channelv1.SearchRequest{ShopId: p.shop, Text: text})
			if connect.CodeOf(err) == connect.CodeUnavailable {
				continue // the index opens
			}
			if err != nil {
				t.Fatal(err)
			}
			return got
		}
	}
	for text, want := range map[string]string{
		"케이크": "초코 케이크 있나요|딸기 케이크 예약하고 싶어요", "예약": "딸기 케이크 예약하고 싶어요",
		"초코 케이크": "초코 케이크 있나요", "0000-56": "제 번호는 010-0000-5678이에요", "없는 말": "",
	} {
		if got := textsOf(ask(h.owner, text).GetMessages()); got != want {
			t.Errorf("%q finds %q, want %q", text, got, want)
		}
	}
	for _, text := range []string{"서연", "1234", "이서연"} {
		if got := ask(h.owner, text); !slices.Equal(got.GetConversationIds(), []string{talk}) {
			t.Errorf("%q finds %v", text, got.GetConversationIds())
		}
	}
	other := h.open(1, "달빛케이크")
	if got := ask(other, "케이크"); len(got.GetMessages())+len(got.GetConversationIds()) > 0 {
		t.Errorf("another shop finds %v", got)
	}
	_, err := h.channels(h.owner).Search(t.Context(), &channelv1.SearchRequest{ShopId: h.owner.shop, Text: "가"})
	if connect.CodeOf(err) != connect.CodeInvalidArgument {
		t.Errorf("one letter: %v", err)
	}
}

// A picture is seen by those in whose conversation it is, and by nobody else.
func TestPhotos(t *testing.T) {
	h := newHouse(t)
	var drawn bytes.Buffer
	if err := jpeg.Encode(&drawn, image.NewRGBA(image.Rect(0, 0, 32, 24)), nil); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(drawn.Bytes())
	name := hex.EncodeToString(sum[:])
	one, talk := h.guest(h.owner, "이서연", "010-0000-1234")
	two, second := h.guest(h.owner, "김도윤", "010-0000-9999")
	put := &channelv1.PutPhotoRequest{Sha256: name, Data: drawn.Bytes()}
	for range 2 {
		if _, err := h.guests(one).PutPhoto(t.Context(), put); err != nil {
			t.Fatal(err)
		}
	}
	get := &channelv1.GetPhotoRequest{Sha256: name}
	if _, err := h.guests(one).GetPhoto(t.Context(), get); connect.CodeOf(err) != connect.CodeNotFound {
		t.Errorf("before it was sent: %v", err)
	}
	h.says(one, "", &channelv1.Photo{Sha256: name, Width: 32, Height: 24})
	got, err := h.guests(one).GetPhoto(t.Context(), get)
	if err != nil || !bytes.Equal(got.GetData(), drawn.Bytes()) || got.GetType() != "image/jpeg" {
		t.Errorf("%v", err)
	}
	for where, want := range map[string]connect.Code{talk: 0, second: connect.CodeNotFound} {
		_, err := h.channels(h.owner).GetPhoto(t.Context(), &channelv1.GetPhotoRequest{ConversationId: where, Sha256: name})
		if err != nil && connect.CodeOf(err) != want || err == nil && want != 0 {
			t.Errorf("the shop, in %s: %v", where, err)
		}
	}
	if _, err := h.guests(two).GetPhoto(t.Context(), get); connect.CodeOf(err) != connect.CodeNotFound {
		t.Errorf("another customer: %v", err)
	}
	other := h.open(2, "달빛케이크")
	_, err = h.channels(other).GetPhoto(t.Context(), &channelv1.GetPhotoRequest{ConversationId: talk, Sha256: name})
	if connect.CodeOf(err) != connect.CodeNotFound {
		t.Errorf("another shop: %v", err)
	}
	for why, bad := range map[string]*channelv1.PutPhotoRequest{
		"another sum": {Sha256: strings.Repeat("0", 64), Data: drawn.Bytes()}, "no sum": {Data: drawn.Bytes()},
		"no picture": {Sha256: hex.EncodeToString(hashOf("words")), Data: []byte("words")},
	} {
		if _, err := h.guests(one).PutPhoto(t.Context(), bad); connect.CodeOf(err) != connect.CodeInvalidArgument {
			t.Errorf("%s: %v", why, err)
		}
	}
}

func hashOf(s string) []byte { sum := sha256.Sum256([]byte(s)); return sum[:] }
