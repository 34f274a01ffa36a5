package search_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/types/known/wrapperspb"

	"dangol.example/channel/search"
	"dangol.example/clock"
	"dangol.example/id"
	"dangol.example/journal"
	"dangol.example/journal/memory"
	"dangol.example/shard"
	"dangol.example/shard/query"
)

// hall is a shard with messages and an index beside it.
type hall struct {
	t     testing.TB
	log   journal.Log
	clock *clock.Manual
	shard *shard.Shard
	index *search.Index
	dir   string
	given int
}

// said is a message of the test's own domain: "shop text", or "shop text" many times over.
type say struct{ Texts []string }

func (s say) Decide(d *shard.Decision) error {
	first := d.Count("SELECT count(*) FROM hall_message")
	for i, text := range s.Texts {
		message := id.Derive(1, time.UnixMilli(1_700_000_000_000+first+int64(i)), id.ID{}, 0)
		d.Emit(wrapperspb.String(message.String() + " " + text))
	}
	return nil
}

func domain(version int) shard.Domain {
	return shard.Domain{
		Name: "hall", Version: version,
		Schema: "CREATE TABLE hall_message (id BLOB PRIMARY KEY, shop BLOB NOT NULL, text TEXT NOT NULL) STRICT;",
		Events: []shard.Applier{shard.On(func(tx *shard.Tx, e *wrapperspb.StringValue) {
			parts := strings.SplitN(e.GetValue(), " ", 3)
			message, _ := id.Parse(parts[0])
			tx.Exec("INSERT INTO hall_message (id, shop, text) VALUES (?, ?, ?)", message, id.Of(1, parts[1]), parts[2])
		})},
	}
}

func source(r *shard.Reader, after id.ID, limit int) (all []search.Message) {
	r.Each(func(w *shard.Row) {
		all = append(all, search.Message{ID: w.ID(), Shop: w.ID(), Text: w.Text()})
	}, "SELECT id, shop, text FROM hall_message WHERE id > ? ORDER BY id LIMIT ?", after, limit)
	return all
}

func newHall(t testing.TB) *hall {
	t.Helper()
	log, err := memory.New(memory.Options{}).Open(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	h := &hall{t: t, log: log, clock: clock.NewManual(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)), dir: t.TempDir()}
	h.shard = h.open(1)
	h.index = search.New(h.dir, 1, source)
	return h
}

func (h *hall) open(version int) *shard.Shard {
	h.t.Helper()
	s, err := shard.Open(h.t.Context(), shard.Options{
		Number: 1, Log: h.log, Dir: h.t.TempDir(), Writer: "test", Clock: h.clock, Logger: slog.New(slog.DiscardHandler),
		Domains: []shard.Domain{domain(version)},
	})
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { s.Close() })
	return s
}

// say says texts, "a 케이크" in the shop called a.
func (h *hall) say(texts ...string) {
	h.t.Helper()
	for some := range slices.Chunk(texts, 500) {
		h.given++
		h.clock.Move(time.Millisecond)
		ticket, err := h.shard.Submit(shard.Request{ID: id.Of(0, fmt.Sprint(h.given)), Command: say{some}})
		if err != nil {
			h.t.Fatal(err)
		}
		for worked := true; worked; {
			if worked, err = h.shard.Step(h.t.Context()); err != nil {
				h.t.Fatal(err)
			}
		}
		if _, err := ticket.Answer(); err != nil {
			h.t.Fatal(err)
		}
	}
}

// follow runs the follower while f does.
func (h *hall) follow(f func()) {
	h.t.Helper()
	ctx, end := context.WithCancel(h.t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		h.index.Follow(ctx, h.shard, clock.System{}, func(err error) {
			if !query.IsDamaged(err) {
				h.t.Errorf("the follower: %v", err)
			}
		})
	}()
	defer func() { end(); <-done }()
	f()
}

// find asks until the index answers.
func (h *hall) find(q search.Question) search.Found {
	h.t.Helper()
	for range 3000 {
		found, err := h.index.Find(h.t.Context(), h.shard, q)
		if err == nil {
			return found
		}
		if !errors.Is(err, search.ErrNotYet) {
			h.t.Fatal(err)
		}
		time.Sleep(10 * time.Millisecond)
	}
	h.t.Fatal("the index never came")
	return search.Found{}
}

// texts are the texts of messages.
func (h *hall) texts(found search.Found) (all []string) {
	h.t.Helper()
	for _, m := range found.Messages {
		_ = h.shard.Read(h.t.Context(), func(r *shard.Reader) error {
			r.One(func(w *shard.Row) { all = append(all, w.Text()) }, "SELECT text FROM hall_message WHERE id = ?", m)
			return nil
		})
	}
	return all
}

func (h *hall) ask(shop, text string) string {
	h.t.Helper()
	return strings.Join(h.texts(h.find(search.Question{Shop: id.Of(1, shop), Text: text})), "|")
}

// indexed waits until so many messages are in the file, so that no more than what came after it is looked through.
func (h *hall) indexed(atLeast int) {
	h.t.Helper()
	for range 6000 {
		if search.Indexed(h.index) >= int64(atLeast) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	h.t.Fatalf("%d of %d messages are indexed", search.Indexed(h.index), atLeast)
}

// filler are messages in which nobody looks for anything.
func filler(n int) (all []string) {
	for i := range n {
		all = append(all, fmt.Sprintf("b 네네 그럼요 %d", i))
	}
	return all
}

func TestFind(t *testing.T) {
	for name, behind := range map[string]int{"in the tail": 0, "in the index": 700} {
		t.Run(name, func(t *testing.T) {
			h := newHall(t)
			h.say("a 케이크 예약하고 싶어요", "b 케이크는 남의 가게", "a 초코 케익 2호 픽업은 토요일", "a 제 번호는 010-0000-1234예요",
				"a ＨＡＰＰＹ Birthday 케이크", "a 사이\n좋게", "a "+"케이크"+strings.Repeat(" 아주", 100), "a 크리스마스 케이크 예약")
			h.say(filler(behind)...)
			h.follow(func() {
				if behind > 0 {
					h.indexed(behind)
				}
				for question, want := range map[string]string{
					"예약":         "크리스마스 케이크 예약|케이크 예약하고 싶어요",
					"이크 예약":      "크리스마스 케이크 예약|케이크 예약하고 싶어요",
					"약하고":        "케이크 예약하고 싶어요",
					"happy":      "ＨＡＰＰＹ Birthday 케이크",
					"birthday 케": "ＨＡＰＰＹ Birthday 케이크",
					"0000-12":    "제 번호는 010-0000-1234예요",
					"00001234":   "제 번호는 010-0000-1234예요",
					"1234":       "제 번호는 010-0000-1234예요",
					"이좋":         "", // two words are not one
					"토요일 초코":     "초코 케익 2호 픽업은 토요일",
					"토요일 딸기":     "",
					"남의":         "", // another shop's
					"케이쿠":        "",
				} {
					if got := h.ask("a", question); got != want {
						t.Errorf("%q finds %q, want %q", question, got, want)
					}
				}
				if got := h.ask("nowhere", "케이크"); got != "" {
					t.Errorf("a shop without messages has %q", got)
				}
				for _, bad := range []string{"", " ", "가", "가 나", strings.Repeat("가", 101)} {
					_, err := h.index.Find(t.Context(), h.shard, search.Question{Shop: id.Of(1, "a"), Text: bad})
					if !errors.Is(err, search.ErrShort) && !errors.Is(err, search.ErrLong) {
						t.Errorf("%q: %v", bad, err)
					}
				}
			})
		})
	}
}

// Whatever is asked, the index finds what a look at every text finds, in the same order and page by page, also across
// chunks and where the tail begins.
func TestFindAgainstAllTexts(t *testing.T) {
	h := newHall(t)
	r := rand.New(rand.NewSource(7))
	syllables := []rune("가나다라마바사아자차 카타파하")
	var mine []string
	var all []string
	for range 40_000 {
		var b strings.Builder
		for range 3 + r.Intn(8) {
			b.WriteRune(syllables[r.Intn(len(syllables))])
		}
		text := strings.Join(strings.Fields(b.String()), " ")
		shop := "a"
		if r.Intn(10) == 0 {
			shop = "c"
		}
		if shop == "a" {
			mine = append(mine, text)
		}
		all = append(all, shop+" "+text)
	}
	h.say(all[:39_800]...)
	h.follow(func() {
		h.indexed(39_000)
		h.say(all[39_800:]...)
		for range 40 {
			whole := []rune(strings.ReplaceAll(mine[r.Intn(len(mine))], " ", ""))
			n := min(2+r.Intn(3), len(whole))
			question := string(whole[:n])
			if r.Intn(3) == 0 {
				question += " " + string(syllables[r.Intn(10)])
			}
			var want []string
			for _, text := range slices.Backward(mine) {
				every := true
				for w := range strings.FieldsSeq(question) {
					every = every && strings.Contains(text, w)
				}
				if every && len(want) < 150 {
					want = append(want, text)
				}
			}
			var got []string
			q := search.Question{Shop: id.Of(1, "a"), Text: question, Limit: 50}
			for range 3 {
				found := h.find(q)
				got = append(got, h.texts(found)...)
				if !found.More {
					break
				}
				q.Before = found.Messages[len(found.Messages)-1]
			}
			if !slices.Equal(got, want) {
				t.Fatalf("%q finds %d, want %d", question, len(got), len(want))
			}
		}
	})
}

// An index that is gone, damaged, or of another make is made anew.
func TestIndexIsDisposable(t *testing.T) {
	h := newHall(t)
	h.say("a 케이크 예약")
	h.say(filler(600)...)
	file := filepath.Join(h.dir, "search-001.sqlite")
	look := func(why string) {
		h.follow(func() {
			h.indexed(600)
			if got := h.ask("a", "예약"); got != "케이크 예약" {
				t.Errorf("%s: %q", why, got)
			}
		})
	}
	look("new")
	look("again")
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	look("deleted")
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for i := range whole[4096:] {
		whole[4096+i] ^= 0x5a
	}
	if err := os.WriteFile(file, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	look("damaged")
	if err := os.WriteFile(file, []byte("no database at all, but words"), 0o600); err != nil {
		t.Fatal(err)
	}
	look("something else")
	h.shard = h.open(2)
	look("a view of another version")
}

// While a long history is not indexed, a question is refused with a word rather than answered in part.
func TestNotYet(t *testing.T) {
	h := newHall(t)
	if _, err := h.index.Find(t.Context(), h.shard, search.Question{Text: "예약"}); !errors.Is(err, search.ErrNotYet) {
		t.Errorf("%v", err)
	}
}
