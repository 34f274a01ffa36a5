package bell_test

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	"dangol.example/blob"
	"dangol.example/channel"
	"dangol.example/channel/bell"
	"dangol.example/channel/desk"
	"dangol.example/clock"
	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	sessionv1 "dangol.example/gen/api/dangol/session/v1"
	"dangol.example/id"
	"dangol.example/journal"
	"dangol.example/journal/memory"
	"dangol.example/shard"
	"dangol.example/shop"
)

// stage is a shop with a channel on a real shard that is driven by hand, and what went out of it.
type stage struct {
	t           *testing.T
	log         journal.Log
	clock       *clock.Manual
	shard       *shard.Shard
	shop, owner id.ID
	given       int
	out         []bell.Push
}

func newStage(t *testing.T) *stage {
	t.Helper()
	log, err := memory.New(memory.Options{}).Open(t.Context(), 2)
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{t: t, log: log, clock: clock.NewManual(time.Date(2026, 11, 23, 5, 0, 0, 0, time.UTC))}
	s.shard = s.open(func(_ *shard.Shard, pushes []bell.Push) { s.out = append(s.out, pushes...) })
	var who sessionv1.Identity
	s.ask(id.ID{}, shop.OpenShop{Name: "햇살케이크", OwnerName: "최하늘", Zone: "Asia/Seoul"}, &who)
	s.shop, _ = id.Parse(who.GetShopId())
	s.owner, _ = id.Parse(who.GetStaffId())
	return s
}

func (s *stage) open(out func(*shard.Shard, []bell.Push)) *shard.Shard {
	s.t.Helper()
	opened, err := shard.Open(s.t.Context(), shard.Options{
		Number: 2, Log: s.log, Dir: s.t.TempDir(), Writer: "test", Clock: s.clock, Logger: slog.New(slog.DiscardHandler),
		Domains: []shard.Domain{
			shop.Domain(shop.Options{Blobs: &blob.Memory{}, Shown: desk.Show, DepositCame: bell.DepositCame}),
			desk.Domain(), bell.Domain(bell.Options{GuestGoes: channel.GuestGoes, Out: out}), channel.Domain(),
		},
	})
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { opened.Close() })
	return opened
}

func (s *stage) try(actor id.ID, c shard.Command) (shard.Result, error) {
	s.t.Helper()
	s.given++
	s.clock.Move(time.Second)
	ticket, err := s.shard.Submit(shard.Request{ID: id.Of(0, "command", fmt.Sprint(s.given)), Actor: actor, Command: c})
	if err != nil {
		s.t.Fatal(err)
	}
	s.step()
	<-ticket.Done()
	return ticket.Answer()
}

func (s *stage) ask(actor id.ID, c shard.Command, answer proto.Message) {
	s.t.Helper()
	result, err := s.try(actor, c)
	if err != nil {
		s.t.Fatalf("%T: %v", c, err)
	}
	if answer != nil {
		if err := proto.Unmarshal(result.Answer, answer); err != nil {
			s.t.Fatal(err)
		}
	}
}

func (s *stage) step() {
	s.t.Helper()
	for worked := true; worked; {
		var err error
		if worked, err = s.shard.Step(s.t.Context()); err != nil {
			s.t.Fatal(err)
		}
	}
}

// rung runs what is to be done outside until nothing is left, and gives what went out, by endpoint.
func (s *stage) rung() map[string]map[string]any {
	s.t.Helper()
	s.out = nil
	for left := true; left; {
		done := make(chan int, 1)
		go func() {
			n, err := s.shard.RunErrands(s.t.Context())
			if err != nil {
				s.t.Error(err)
			}
			done <- n
		}()
		for going := true; going; {
			select {
			case n := <-done:
				left, going = n > 0, false
			default:
				s.step()
			}
		}
	}
	all := map[string]map[string]any{}
	for _, p := range s.out {
		words := map[string]any{}
		if err := json.Unmarshal(p.Words, &words); err != nil {
			s.t.Fatal(err)
		}
		if all[p.Endpoint] != nil {
			s.t.Errorf("%s is woken twice at once", p.Endpoint)
		}
		all[p.Endpoint] = words
	}
	return all
}

func hash(words string) []byte { sum := sha256.Sum256([]byte(words)); return sum[:] }

// device signs a device of the owner in, and gives its session.
func (s *stage) device(name string) id.ID {
	s.t.Helper()
	key := hash("link of " + name)
	s.ask(s.owner, shop.IssueLink{ShopID: s.shop, StaffID: s.owner, KeyHash: key}, nil)
	var in sessionv1.SignInResponse
	s.ask(id.ID{}, shop.SignIn{KeyHash: key, TokenHash: hash(name), Device: name}, &in)
	session, _ := id.Parse(in.GetSessionId())
	return session
}

func (s *stage) hangShop(session id.ID, endpoint string) {
	s.t.Helper()
	s.ask(s.owner, bell.Hang{ShopID: s.shop, Holder: session[:], Endpoint: endpoint, P256DH: "p", Auth: "a"}, nil)
}

// come opens a conversation of a customer, whose device's key is his name.
func (s *stage) come(name string) id.ID {
	s.t.Helper()
	var opened channelv1.OpenResponse
	begin := channel.Begin{ShopID: s.shop, Name: name, Phone: "01000001234", KeyHash: hash(name), Device: "폰"}
	s.ask(id.ID{}, begin, &opened)
	conversation, _ := id.Parse(opened.GetConversationId())
	return conversation
}

func (s *stage) hangGuest(conversation id.ID, name, endpoint string) {
	s.t.Helper()
	s.ask(conversation, bell.Hang{
		ShopID: s.shop, ConversationID: conversation, Holder: hash(name), Endpoint: endpoint, P256DH: "p", Auth: "a",
	}, nil)
}

func (s *stage) say(conversation id.ID, text string) {
	s.t.Helper()
	s.ask(conversation, channel.Say{ConversationID: conversation, Text: text}, nil)
}

func (s *stage) post(conversation id.ID, text string) {
	s.t.Helper()
	s.ask(s.owner, channel.Post{ShopID: s.shop, ConversationID: conversation, Text: text}, nil)
}

// alert has a bank tell of money.
func (s *stage) alert(text string) {
	s.t.Helper()
	c, err := shop.NewTakeAlert(s.shop, text, s.clock.Now(), time.FixedZone("KST", 9*3600))
	if err != nil {
		s.t.Fatal(err)
	}
	s.ask(id.ID{}, c, nil)
}

// hung counts the browsers that are woken.
func (s *stage) hung() (n int) {
	s.t.Helper()
	if err := s.shard.Read(s.t.Context(), func(r *shard.Reader) error {
		n = int(r.Count("SELECT count(*) FROM bell_hung"))
		return nil
	}); err != nil {
		s.t.Fatal(err)
	}
	return n
}

func (s *stage) replayed() {
	s.t.Helper()
	have, err := s.shard.Digest(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	want, err := s.open(nil).Digest(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	if have.Block != want.Block || !maps.Equal(have.Tables, want.Tables) {
		s.t.Errorf("a view made anew is another:\n%v\n%v", have, want)
	}
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
		"shop_id": s.shop.String(), "shop": "햇살케이크", "topic": shop.Topic(s.shop), "kind": bell.Message, "count": 2.0,
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
	s.replayed()
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
	s.replayed()
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
	s.ask(s.owner, shop.EndSession{ShopID: s.shop, SessionID: old}, nil)
	s.say(seoyeon, "안녕하세요")
	if out := s.rung(); len(out) != 1 || out["https://push.example/shop"] == nil {
		t.Errorf("%v", out)
	}
	s.ask(seoyeon, channel.Leave{ConversationID: seoyeon, KeyHash: hash("이서연")}, nil)
	s.post(seoyeon, "어디 계세요?")
	if out := s.rung(); len(out) != 0 || s.hung() != 1 {
		t.Errorf("woken %v, %d are kept", out, s.hung())
	}
	s.replayed()
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
	down := bell.TakeDown{ShopID: s.shop, Endpoint: "https://push.example/shop"}
	// A customer cannot quiet the shop.
	s.ask(seoyeon, bell.TakeDown{ShopID: s.shop, ConversationID: seoyeon, Endpoint: down.Endpoint}, nil)
	if s.hung() != 1 {
		t.Error("a customer has taken the shop's bell down")
	}
	s.ask(s.owner, down, nil)
	s.ask(s.owner, down, nil)
	s.say(seoyeon, "계세요?")
	if out := s.rung(); len(out) != 0 || s.hung() != 0 {
		t.Errorf("%v", out)
	}
	s.replayed()
}

// The push service says that a browser is gone: the machine forgets it, and people cannot have it forgotten.
func TestDrop(t *testing.T) {
	s := newStage(t)
	s.hangShop(s.device("가게 폰"), "https://push.example/shop")
	gone := bell.Drop{Hash: hash("https://push.example/shop")}
	if _, err := s.try(s.owner, gone); !errors.Is(err, shop.ErrDenied) || s.hung() != 1 {
		t.Errorf("%v", err)
	}
	if s.ask(id.ID{}, gone, nil); s.hung() != 0 {
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
		"a customer at the shop's bell": {seoyeon, bell.Hang{ShopID: s.shop, Holder: hash("이서연")}},
		"at another's conversation":     {seoyeon, bell.Hang{ShopID: s.shop, ConversationID: hajun, Holder: hash("이서연")}},
		"nobody":                        {id.ID{}, bell.Hang{ShopID: s.shop, Holder: session[:]}},
	} {
		c.hang.Endpoint = "https://push.example/x"
		if _, err := s.try(c.actor, c.hang); !errors.Is(err, shop.ErrDenied) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for i := range bell.MaxOfHolder {
		s.hangShop(session, fmt.Sprintf("https://push.example/%d", i))
	}
	_, err := s.try(s.owner, bell.Hang{ShopID: s.shop, Holder: session[:], Endpoint: "https://push.example/more"})
	if !errors.Is(err, bell.ErrMany) || s.hung() != bell.MaxOfHolder {
		t.Errorf("one device has %d: %v", s.hung(), err)
	}
	s.hangShop(session, "https://push.example/0") // the same again is none more
}
