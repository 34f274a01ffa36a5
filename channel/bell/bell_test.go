package bell_test

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"dangol.example/blob"
	"dangol.example/channel"
	"dangol.example/channel/bell"
	"dangol.example/channel/desk"
	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	sessionv1 "dangol.example/gen/api/dangol/session/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
	"dangol.example/shop/shoptest"
)

// stage is a shop with a channel, and what went out of it.
type stage struct {
	*shoptest.Stage

	out []bell.Push
}

func newStage(t *testing.T) *stage {
	t.Helper()
	s := &stage{}
	out := func(_ *shard.Shard, pushes []bell.Push) { s.out = append(s.out, pushes...) }
	s.Stage = shoptest.New(t, shoptest.Monday(14), func() []shard.Domain {
		return []shard.Domain{
			shop.Domain(shop.Options{Blobs: &blob.Memory{}, Shown: desk.Show, DepositCame: bell.DepositCame}),
			desk.Domain(), bell.Domain(bell.Options{GuestGoes: channel.GuestGoes, Out: out}), channel.Domain(),
		}
	})
	return s
}

// rung runs what is to be done outside until nothing is left, and gives what went out, by endpoint.
func (s *stage) rung() map[string]map[string]any {
	s.T.Helper()
	s.out = nil
	s.Errands()
	all := map[string]map[string]any{}
	for _, p := range s.out {
		words := map[string]any{}
		if err := json.Unmarshal(p.Words, &words); err != nil {
			s.T.Fatal(err)
		}
		if all[p.Endpoint] != nil {
			s.T.Errorf("%s is woken twice at once", p.Endpoint)
		}
		all[p.Endpoint] = words
	}
	return all
}

func hash(words string) []byte { sum := sha256.Sum256([]byte(words)); return sum[:] }

// device signs a device of the owner in, and gives its session.
func (s *stage) device(name string) id.ID {
	s.T.Helper()
	key := hash("link of " + name)
	s.Ask(shop.IssueLink{ShopID: s.Shop, StaffID: s.Owner, KeyHash: key}, s.Owner, nil)
	var in sessionv1.SignInResponse
	s.Ask(shop.SignIn{KeyHash: key, TokenHash: hash(name), Device: name}, id.ID{}, &in)
	session, _ := id.Parse(in.GetSessionId())
	return session
}

func (s *stage) hangShop(session id.ID, endpoint string) {
	s.T.Helper()
	s.Ask(bell.Hang{ShopID: s.Shop, Holder: session[:], Endpoint: endpoint, P256DH: "p", Auth: "a"}, s.Owner, nil)
}

// come opens a conversation of a customer, whose device's key is his name.
func (s *stage) come(name string) id.ID {
	s.T.Helper()
	var opened channelv1.OpenResponse
	begin := channel.Begin{ShopID: s.Shop, Name: name, Phone: "01000001234", KeyHash: hash(name), Device: "폰"}
	s.Ask(begin, id.ID{}, &opened)
	conversation, _ := id.Parse(opened.GetConversationId())
	return conversation
}

func (s *stage) hangGuest(conversation id.ID, name, endpoint string) {
	s.T.Helper()
	s.Ask(bell.Hang{
		ShopID: s.Shop, ConversationID: conversation, Holder: hash(name), Endpoint: endpoint, P256DH: "p", Auth: "a",
	}, conversation, nil)
}

func (s *stage) say(conversation id.ID, text string) {
	s.T.Helper()
	s.Ask(channel.Say{ConversationID: conversation, Text: text}, conversation, nil)
}

func (s *stage) post(conversation id.ID, text string) {
	s.T.Helper()
	s.Ask(channel.Post{ShopID: s.Shop, ConversationID: conversation, Text: text}, s.Owner, nil)
}

// alert has a bank tell of money.
func (s *stage) alert(text string) {
	s.T.Helper()
	c, err := shop.NewTakeAlert(s.Shop, text, s.Clock.Now(), time.FixedZone("KST", 9*3600))
	if err != nil {
		s.T.Fatal(err)
	}
	s.Ask(c, id.ID{}, nil)
}

// hung counts the browsers that are woken.
func (s *stage) hung() (n int) {
	s.T.Helper()
	s.Read(func(r *shard.Reader) { n = int(r.Count("SELECT count(*) FROM bell_hung")) })
	return n
}

// Each side is woken by the other's words, and by none of its own.
func TestEachSideIsWokenByTheOther(t *testing.T) {
	s := newStage(t)
	s.hangShop(s.device("가게 폰"), "https://push.example/shop")
	seoyeon, hajun := s.come("이서연"), s.come("박하준")
	s.hangGuest(seoyeon, "이서연", "https://push.example/seoyeon")
	s.hangGuest(hajun, "박하준", "https://push.example/hajun")
	s.rung()

	s.say(seoyeon, "비밀번호 같은 말")
	s.say(seoyeon, "한 번 더")
	out := s.rung()
	if len(out) != 1 {
		t.Fatalf("woken: %v", slices.Collect(maps.Keys(out)))
	}
	want := map[string]any{
		"shop_id": s.Shop.String(), "shop": "햇살케이크", "topic": shop.Topic(s.Shop), "kind": bell.Message, "count": 2.0,
		"ko": "새 메시지 2건", "en": "2 new message(s)",
	}
	if got := out["https://push.example/shop"]; !maps.Equal(got, want) {
		t.Errorf("%v", got)
	}
	for _, p := range s.out {
		if strings.Contains(string(p.Words), "비밀번호") || strings.Contains(string(p.Words), "이서연") {
			t.Error("a push says who wrote, or what")
		}
	}

	s.post(seoyeon, "네, 됩니다")
	out = s.rung()
	got := out["https://push.example/seoyeon"]
	if len(out) != 1 || got["topic"] != shop.GuestTopic(seoyeon) || got["count"] != 1.0 {
		t.Errorf("%v", out)
	}
	if out := s.rung(); len(out) != 0 {
		t.Errorf("told again of what was told: %v", out)
	}
	s.Replayed()
}

// Of much that has come at once the kind that counts most is told, and none of it again.
func TestWhatCountsMostIsTold(t *testing.T) {
	s := newStage(t)
	s.hangShop(s.device("가게 폰"), "https://push.example/shop")
	seoyeon := s.come("이서연")
	s.rung()
	s.say(seoyeon, "입금했어요")
	s.alert("[Web발신]\n[KB]11/23 09:30\n821337**680\n이서연\n전자금융입금\n44,000\n잔액1,234,567\n")
	got := s.rung()["https://push.example/shop"]
	if got["kind"] != bell.Deposit || got["count"] != 1.0 || got["ko"] != "새 입금 1건" {
		t.Errorf("%v", got)
	}
	if out := s.rung(); len(out) != 0 {
		t.Errorf("%v", out)
	}
	s.Replayed()
}

// Whose device was signed out, or whose key has ended, is woken no more, and is forgotten.
func TestWhoHasGoneIsForgotten(t *testing.T) {
	s := newStage(t)
	old := s.device("잃어버린 폰")
	s.hangShop(old, "https://push.example/lost")
	s.hangShop(s.device("가게 폰"), "https://push.example/shop")
	seoyeon := s.come("이서연")
	s.hangGuest(seoyeon, "이서연", "https://push.example/seoyeon")
	s.rung()
	s.Ask(shop.EndSession{ShopID: s.Shop, SessionID: old}, s.Owner, nil)
	s.say(seoyeon, "안녕하세요")
	if out := s.rung(); len(out) != 1 || out["https://push.example/shop"] == nil {
		t.Errorf("%v", out)
	}
	s.Ask(channel.Leave{ConversationID: seoyeon, KeyHash: hash("이서연")}, seoyeon, nil)
	s.post(seoyeon, "어디 계세요?")
	if out := s.rung(); len(out) != 0 || s.hung() != 1 {
		t.Errorf("woken %v, %d are kept", out, s.hung())
	}
	s.Replayed()
}

// A browser that hangs its bell anew is woken once; taken down it is quiet, also when it was before.
func TestHangAndTakeDown(t *testing.T) {
	s := newStage(t)
	session := s.device("가게 폰")
	s.hangShop(session, "https://push.example/shop")
	s.hangShop(session, "https://push.example/shop")
	seoyeon := s.come("이서연")
	s.say(seoyeon, "안녕하세요")
	if out := s.rung(); len(out) != 1 || s.hung() != 1 {
		t.Errorf("%v", out)
	}
	down := bell.TakeDown{ShopID: s.Shop, Endpoint: "https://push.example/shop"}
	// A customer cannot quiet the shop.
	s.Ask(bell.TakeDown{ShopID: s.Shop, ConversationID: seoyeon, Endpoint: down.Endpoint}, seoyeon, nil)
	if s.hung() != 1 {
		t.Error("a customer has taken the shop's bell down")
	}
	s.Ask(down, s.Owner, nil)
	s.Ask(down, s.Owner, nil)
	s.say(seoyeon, "계세요?")
	if out := s.rung(); len(out) != 0 || s.hung() != 0 {
		t.Errorf("%v", out)
	}
	s.Replayed()
}

// A browser has one address for everything: two conversations, and the shop's own. What ends of it ends alone.
func TestOneBrowserOfManyTopics(t *testing.T) {
	s := newStage(t)
	const browser = "https://push.example/one"
	session := s.device("가게 폰")
	seoyeon, hajun := s.come("이서연"), s.come("박하준")
	s.hangShop(session, browser)
	s.hangGuest(seoyeon, "이서연", browser)
	s.hangGuest(hajun, "박하준", browser)
	if s.hung() != 3 {
		t.Fatalf("%d are kept, want 3", s.hung())
	}
	woken := func(why string, act func(), want bool) {
		t.Helper()
		act()
		if out := s.rung(); (out[browser] != nil) != want {
			t.Errorf("%s: woken %v", why, out)
		}
	}
	woken("the shop", func() { s.say(seoyeon, "안녕하세요") }, true)
	woken("the first conversation", func() { s.post(seoyeon, "네") }, true)
	s.Ask(channel.Leave{ConversationID: seoyeon, KeyHash: hash("이서연")}, seoyeon, nil)
	woken("who has left", func() { s.post(seoyeon, "계세요?") }, false)
	woken("the other conversation", func() { s.post(hajun, "네") }, true)
	s.Ask(bell.TakeDown{ShopID: s.Shop, ConversationID: hajun, Endpoint: browser}, hajun, nil)
	woken("what was taken down", func() { s.post(hajun, "계세요?") }, false)
	woken("the shop still", func() { s.say(hajun, "안녕하세요") }, true)
	s.Ask(bell.Drop{Hash: hash(browser)}, id.ID{}, nil)
	if s.hung() != 0 {
		t.Error("a browser that is gone is still woken")
	}
	s.Replayed()
}

// The push service says that a browser is gone: the machine forgets it, and people cannot have it forgotten.
func TestDrop(t *testing.T) {
	s := newStage(t)
	s.hangShop(s.device("가게 폰"), "https://push.example/shop")
	gone := bell.Drop{Hash: hash("https://push.example/shop")}
	if _, err := s.Try(gone, s.Owner); !errors.Is(err, shop.ErrDenied) || s.hung() != 1 {
		t.Errorf("%v", err)
	}
	if s.Ask(gone, id.ID{}, nil); s.hung() != 0 {
		t.Error("it is still woken")
	}
}

func TestHangIsRefused(t *testing.T) {
	s := newStage(t)
	session := s.device("가게 폰")
	seoyeon, hajun := s.come("이서연"), s.come("박하준")
	for name, c := range map[string]struct {
		actor id.ID
		hang  bell.Hang
	}{
		"a customer at the shop's bell": {seoyeon, bell.Hang{ShopID: s.Shop, Holder: hash("이서연")}},
		"at another's conversation":     {seoyeon, bell.Hang{ShopID: s.Shop, ConversationID: hajun, Holder: hash("이서연")}},
		"nobody":                        {id.ID{}, bell.Hang{ShopID: s.Shop, Holder: session[:]}},
	} {
		c.hang.Endpoint = "https://push.example/x"
		if _, err := s.Try(c.hang, c.actor); !errors.Is(err, shop.ErrDenied) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for i := range bell.MaxOfHolder {
		s.hangShop(session, fmt.Sprintf("https://push.example/%d", i))
	}
	_, err := s.Try(bell.Hang{ShopID: s.Shop, Holder: session[:], Endpoint: "https://push.example/more"}, s.Owner)
	if !errors.Is(err, bell.ErrMany) || s.hung() != bell.MaxOfHolder {
		t.Errorf("one device has %d: %v", s.hung(), err)
	}
	s.hangShop(session, "https://push.example/0") // the same again is none more
}
