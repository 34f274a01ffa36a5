package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/proto"

	"dangol.example/api"
	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	syncv1 "dangol.example/gen/api/dangol/sync/v1"
	"dangol.example/id"
)

// guest is a customer's device.
type guest struct {
	person
	conversation string
}

// come has a customer come to the owner's shop.
func (h *house) come(name string) guest {
	h.t.Helper()
	token, _ := secret("key of guest " + name)
	request := &channelv1.OpenRequest{
		CommandId: h.command(), ShopId: h.owner.shop, Name: name, Phone: "010-0000-1234", Token: token, Device: "폰",
	}
	var opened *channelv1.OpenResponse
	for range 2 { // a lost answer: the same again
		var err error
		if opened, err = h.guests(person{}).Open(h.t.Context(), request); err != nil {
			h.t.Fatal(err)
		}
	}
	return guest{person{token: token, shop: opened.GetShopId()}, opened.GetConversationId()}
}

func (h *house) pull(p person, topic string) (*syncv1.PullResponse, error) {
	return h.syncs(p).Pull(h.t.Context(), &syncv1.PullRequest{Cursor: &syncv1.Cursor{Topic: topic}})
}

func TestGuestTalks(t *testing.T) {
	h := newHouse(t)
	g := h.come("이서연")
	who, err := h.guests(g.person).WhoAmI(t.Context(), &channelv1.WhoAmIRequest{})
	if err != nil || who.GetConversationId() != g.conversation || who.GetShopName() != "햇살케이크" || who.GetName() != "이서연" {
		t.Fatalf("who: %v, %v", who, err)
	}
	said, err := h.guests(g.person).Say(t.Context(), &channelv1.SayRequest{CommandId: h.command(), Text: "안녕하세요"})
	if err != nil || said.GetMessageId() == "" || said.GetBlock() == 0 {
		t.Fatalf("said: %v, %v", said, err)
	}
	posted, err := h.channels(h.owner).Post(t.Context(), &channelv1.PostRequest{
		CommandId: h.command(), ShopId: h.owner.shop, ConversationId: g.conversation, Text: "네",
	})
	if err != nil {
		t.Fatal(err)
	}
	page, err := h.pull(g.person, "guest/"+g.conversation)
	if err != nil {
		t.Fatal(err)
	}
	kinds, words := map[string]int{}, []string{}
	for _, row := range page.GetRows() {
		kinds[row.GetKind()]++
		m := &channelv1.Message{}
		if row.GetKind() == "message" && proto.Unmarshal(row.GetData(), m) == nil {
			words = append(words, m.GetText())
			if m.GetStaffId() != "" || (m.GetCommandId() != "") != (m.GetSide() == channelv1.Side_SIDE_CUSTOMER) {
				t.Errorf("a customer is told who of the shop wrote, or not what it wrote itself: %v", m)
			}
		}
	}
	if kinds["talk"] != 1 || kinds["card"] != 1 || !strings.Contains(strings.Join(words, "|"), "안녕하세요|네") || posted.GetBlock() == 0 {
		t.Errorf("what the customer holds: %v, %v", kinds, words)
	}
	if _, err := h.guests(g.person).Mark(t.Context(), &channelv1.MarkRequest{CommandId: h.command(), Got: 1, Read: 1}); err != nil {
		t.Error(err)
	}
}

// A customer sees nothing but the own conversation, and does nothing that people of a shop do.
func TestGuestsAreShutOut(t *testing.T) {
	h := newHouse(t)
	g, other := h.come("이서연"), h.come("박지호")
	for topic, want := range map[string]connect.Code{
		"guest/" + other.conversation: connect.CodePermissionDenied,
		"shop/" + h.owner.shop:        connect.CodePermissionDenied,
		"guest/":                      connect.CodePermissionDenied,
		"accounts":                    connect.CodeInvalidArgument,
	} {
		if _, err := h.pull(g.person, topic); connect.CodeOf(err) != want {
			t.Errorf("%s for a customer: %v", topic, err)
		}
		w, err := h.syncs(g.person).Watch(t.Context(), &syncv1.WatchRequest{Cursor: &syncv1.Cursor{Topic: topic}})
		if err == nil {
			w.Receive()
			err = w.Err()
			w.Close()
		}
		if connect.CodeOf(err) != want {
			t.Errorf("watch of %s for a customer: %v", topic, err)
		}
	}
	if _, err := h.pull(h.owner, "guest/"+g.conversation); connect.CodeOf(err) != connect.CodePermissionDenied {
		t.Errorf("a customer's topic for the owner: %v", err)
	}
	rules := api.Rules()
	for _, m := range procedures() {
		token, r := g.token, rules[procedure(m)]
		switch {
		case m.IsStreamingServer() || r == "public" || r == "staff or guest":
			continue
		case r == "guest":
			token = h.owner.token
		}
		response, err := post(t, h.url+procedure(m), token, `{"shopId": "`+h.owner.shop+`"}`)
		if err != nil || response.StatusCode != http.StatusForbidden {
			t.Errorf("%s, which is for %s: %v", procedure(m), r, response.Status)
		}
	}
}

func TestStaffOfOtherShopsSeeNoConversation(t *testing.T) {
	h := newHouse(t)
	g, other := h.come("이서연"), h.open(1, "달빛케이크") // on the same shard
	_, err := h.channels(other).Post(t.Context(), &channelv1.PostRequest{
		CommandId: h.command(), ShopId: other.shop, ConversationId: g.conversation, Text: "x",
	})
	if connect.CodeOf(err) != connect.CodeNotFound {
		t.Errorf("a conversation of another shop: %v", err)
	}
}

func TestGuestLeaves(t *testing.T) {
	h := newHouse(t)
	g := h.come("이서연")
	watch, err := h.syncs(g.person).Watch(t.Context(), &syncv1.WatchRequest{Cursor: &syncv1.Cursor{Topic: "guest/" + g.conversation}})
	if err != nil || !watch.Receive() {
		t.Fatal(err, watch.Err())
	}
	if _, err := h.guests(g.person).Leave(t.Context(), &channelv1.LeaveRequest{CommandId: h.command()}); err != nil {
		t.Fatal(err)
	}
	if _, err := h.guests(g.person).WhoAmI(t.Context(), &channelv1.WhoAmIRequest{}); connect.CodeOf(err) != connect.CodeUnauthenticated {
		t.Errorf("an ended key: %v", err)
	}
	ended := make(chan error, 1)
	go func() {
		for watch.Receive() {
		}
		ended <- watch.Err()
	}()
	select {
	case err := <-ended:
		if connect.CodeOf(err) != connect.CodeUnauthenticated {
			t.Errorf("the watch ends: %v", err)
		}
	case <-time.After(20 * time.Second):
		t.Error("the watch goes on")
	}
}

// Whoever is nobody yet cannot send much: what strangers send lies in memory before anybody looks at it.
func TestStrangersSendLittle(t *testing.T) {
	h := newHouse(t)
	g := h.come("이서연")
	much := `{"name": "` + strings.Repeat("가", api.MaxRequest/3) + `"}`
	rules := api.Rules()
	for _, m := range procedures() {
		token, want := "", http.StatusTooManyRequests
		switch {
		case m.IsStreamingServer() || rules[procedure(m)] != "public" && m.Name() != "ChangeMe":
			continue
		case m.Name() == "ChangeMe":
			token, want = g.token, http.StatusBadRequest // it is looked at
		}
		response, err := post(t, h.url+procedure(m), token, much)
		if err != nil || response.StatusCode != want {
			t.Errorf("%s: %v, want %d", procedure(m), response.Status, want)
		}
	}
}

// A customer who does something again and again is refused after a while, and nobody else is.
func TestGuestsAreLimited(t *testing.T) {
	h := newHouse(t)
	g, other := h.come("이서연"), h.come("박지호")
	name, taken := "이서연", 0
	change := func(p person) error {
		_, err := h.guests(p).ChangeMe(t.Context(), &channelv1.ChangeMeRequest{CommandId: h.command(), Name: &name})
		return err
	}
	err := change(g.person)
	for ; err == nil && taken < 10*api.ActsAtOnce; taken++ {
		err = change(g.person)
	}
	if connect.CodeOf(err) != connect.CodeUnavailable || taken < api.ActsAtOnce/2 {
		t.Errorf("after %d: %v", taken, err)
	}
	if err := change(other.person); err != nil {
		t.Errorf("another: %v", err)
	}
}

func TestOpenIsLimited(t *testing.T) {
	h := newHouse(t)
	var err error
	for range api.OpensAtOnce + 1 {
		_, err = h.guests(person{}).Open(t.Context(), &channelv1.OpenRequest{
			CommandId: h.command(), ShopId: id.Of(1, "no shop").String(), Token: h.owner.token, Name: "가", Phone: "01000000000",
		})
	}
	if connect.CodeOf(err) != connect.CodeResourceExhausted && connect.CodeOf(err) != connect.CodeUnavailable {
		t.Errorf("the last of many: %v", err)
	}
}
