package shop_test

import (
	"strings"
	"testing"

	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/shop"
	"dangol.example/shop/reading"
)

// An export of before, read again, takes nothing back.
func TestOlderExportTellsNothingNew(t *testing.T) {
	s := newStage(t)
	export := func(reaches int64, pickup string, said shop.State) *shopjournalv1.ImportContent {
		o := told("방", said, 0, &shopjournalv1.OrderDetails{Name: "이서연", TotalWon: won(30_000), Pickup: pickup})
		o.Source.ReachesMs = reaches
		return orders(o)
	}
	s.bring(export(2000, "2026-11-25T14:00", shop.Cancelled))
	order, _ := s.only()
	m := s.bring(export(1000, "2026-11-24T10:00", shop.Quoted))
	if _, o := s.only(); s.state(order) != shop.Cancelled || o.GetPickup() != "2026-11-25T14:00" ||
		m.GetOrdersChanged() != 0 {
		t.Errorf("%v; %v", o, m)
	}
	s.bring(export(2000, "2026-11-25T15:00", shop.Cancelled)) // as far as before, and read better
	s.bring(export(3000, "2026-11-25T16:00", shop.Quoted))
	if _, o := s.only(); s.state(order) != shop.Quoted || o.GetPickup() != "2026-11-25T16:00" {
		t.Errorf("%v", o)
	}
	s.Replayed()
}

// The whole way: the chat of two days, and then of the first alone.
func TestOlderExportOfAChat(t *testing.T) {
	s := newStage(t)
	whole := strings.Replace(kakao, "[햇살케이크] [오후 2:30] 네!\n",
		"[이서연] [오후 2:29] 죄송해요 주문 취소할게요\n[햇살케이크] [오후 2:30] 네 취소해 드렸습니다\n", 1)
	import1 := func(text string) { s.begin([]reading.File{{Name: "a.txt", Data: []byte(text)}}); s.Errands() }
	import1(whole)
	order, o := s.only()
	if s.state(order) != shop.Cancelled {
		t.Fatalf("%v", o)
	}
	import1(whole[:strings.Index(whole, "--------------- 2026년 11월 23일")])
	if have := s.state(order); have != shop.Cancelled {
		t.Errorf("the older export brings it into state %d", have)
	}
	s.Replayed()
}

// Two exports of one room of which each holds something that the other does not are one room.
func TestOverlappingExports(t *testing.T) {
	lines := strings.SplitAfter(kakao, "\n")
	early := strings.Join(lines[:9], "") + "[햇살케이크] [오후 2:13] 확인했어요\n"
	for name, files := range map[string][]reading.File{
		"each has more":     {{Name: "a.txt", Data: []byte(early)}, {Name: "b.txt", Data: []byte(kakao)}},
		"in another order":  {{Name: "b.txt", Data: []byte(kakao)}, {Name: "a.txt", Data: []byte(early)}},
		"with the end only": {{Name: "b.txt", Data: []byte(early)}, {Name: "c.txt", Data: []byte(tail(lines))}},
		"one inside another": {
			{Name: "b.txt", Data: []byte(kakao)}, {Name: "c.txt", Data: []byte(strings.Join(lines[:8], ""))},
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t)
			bank := reading.File{
				Name: "bank.csv", Data: []byte("거래일자,거래시간,적요(입금자명),입금액\n2026-11-22,15:00:01,이서연,44000\n"),
			}
			s.begin(append(files, bank))
			s.Errands()
			_, o := s.only()
			if o.GetTotalWon() != 44_000 || o.GetPhone() != "01000000001" || o.GetPaidWon() != 44_000 ||
				o.GetState() != shopv1.OrderState_ORDER_STATE_CONFIRMED {
				t.Errorf("%v", o)
			}
			s.Replayed()
		})
	}
}

// tail is an export that begins with the second message.
func tail(lines []string) string {
	return strings.Join(append(append([]string{}, lines[:4]...), lines[5:]...), "")
}
