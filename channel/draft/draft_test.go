package draft_test

import (
	"strings"
	"testing"
	"time"

	"dangol.example/channel/draft"
	channelv1 "dangol.example/gen/api/dangol/channel/v1"
)

// seoul is where the shops of these tests are: 2026-11-25 10:00 there.
var (
	seoul = time.FixedZone("Asia/Seoul", 9*3600)
	now   = time.Date(2026, 11, 25, 10, 0, 0, 0, seoul)
)

// say makes messages a minute apart; "< " is the customer's, "> " the shop's, "* " what the shop says by itself.
func say(texts ...string) (all []*channelv1.Message) {
	sides := map[string]channelv1.Side{
		"<": channelv1.Side_SIDE_CUSTOMER, ">": channelv1.Side_SIDE_STAFF, "*": channelv1.Side_SIDE_AUTO,
	}
	for i, t := range texts {
		side, text, _ := strings.Cut(t, " ")
		all = append(all, &channelv1.Message{
			Id: string(rune('a' + i)), Seq: uint32(i + 1), Side: sides[side], Text: text,
			AtMs: now.Add(time.Duration(i) * time.Minute).UnixMilli(),
		})
	}
	return all
}

func read(t *testing.T, texts ...string) []*channelv1.Draft {
	t.Helper()
	drafts, err := draft.Read(draft.Talk{
		Name: "이서연", Phone: "01000001234", Messages: say(texts...), Zone: seoul, Now: now.Add(time.Hour),
	})
	if err != nil {
		t.Fatal(err)
	}
	return drafts
}

func TestRead(t *testing.T) {
	drafts := read(
		t,
		"* 지금은 영업시간이 아니에요",
		"< 안녕하세요\n레터링 케이크 1호 주문하고 싶어요",
		"> 네 언제 찾으세요?",
		"< 내일 오후 3시 픽업이요\n문구는 '생일 축하해'로 부탁드려요",
		"> 44,000원입니다",
	)
	if len(drafts) != 1 {
		t.Fatalf("%d drafts", len(drafts))
	}
	d := drafts[0].GetDetails()
	if d.GetPickup() != "2026-11-26T15:00" || d.GetTotalWon() != 44000 || d.GetPhone() != "01000001234" {
		t.Errorf("pickup %s, total %d, phone %s", d.GetPickup(), d.GetTotalWon(), d.GetPhone())
	}
	if l := d.GetLines()[0]; l.GetSize() != "1호" || len(l.GetLettering()) != 1 || l.GetLettering()[0] != "생일 축하해" {
		t.Errorf("line %v", l)
	}
	from := map[string]string{}
	for _, s := range drafts[0].GetSources() {
		from[s.GetField()] = s.GetMessageId()
	}
	for field, message := range map[string]string{"size": "b", "pickup": "d", "lettering": "d", "total": "e"} {
		if from[field] != message {
			t.Errorf("%s was read in %q, not in %q", field, from[field], message)
		}
	}
}

// TestReadCandles: so many candles are not so many cakes.
func TestReadCandles(t *testing.T) {
	drafts := read(
		t,
		"< 레터링 케이크 1호 내일 오후 3시에 부탁드려요",
		"> 44,000원입니다",
		"< 입금했어요. 초는 긴 걸로 두 개 부탁드려요",
	)
	if len(drafts) != 1 {
		t.Fatalf("%d drafts", len(drafts))
	}
	if l := drafts[0].GetDetails().GetLines()[0]; l.GetQuantity() != 1 || !strings.Contains(l.GetCandles(), "두 개") {
		t.Errorf("%d cakes, candles %q", l.GetQuantity(), l.GetCandles())
	}
}

// TestReadNothing: talk is no order, and neither is what stands in a card or a form.
func TestReadNothing(t *testing.T) {
	if drafts := read(t, "< 안녕하세요 주차되나요?", "> 네 가게 앞에 하시면 돼요"); len(drafts) > 0 {
		t.Errorf("%d drafts out of a question", len(drafts))
	}
	card := say("> 레터링 케이크 1호 44,000원입니다")
	card[0].OrderId = "x"
	drafts, err := draft.Read(draft.Talk{Name: "이서연", Messages: card, Zone: seoul, Now: now})
	if err != nil || len(drafts) > 0 {
		t.Errorf("%d drafts out of a card, %v", len(drafts), err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("레터링 케이크 1호\n내일 3시요", "44,000원입니다", int64(1_795_000_000_000))
	f.Fuzz(func(t *testing.T, customer, shop string, at int64) {
		messages := say("< x", "> x")
		messages[0].Text, messages[1].Text, messages[0].AtMs = customer, shop, at%4_000_000_000_000
		drafts, err := draft.Read(draft.Talk{Name: "이서연", Messages: messages, Zone: seoul, Now: now})
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range drafts {
			for _, s := range d.GetSources() {
				if s.GetSeq() == 0 || s.GetSeq() > 2 {
					t.Errorf("a field of message %d", s.GetSeq())
				}
			}
		}
	})
}
