package shop_test

import (
	"testing"

	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/shop"
	"dangol.example/shop/reading"
)

// clearly is what a reading makes of an order's chat and a deposit that it gives to that order.
func clearly(o *shopjournalv1.ImportedOrder, name string, amount int64) *shopjournalv1.ImportContent {
	deposit := id.Of(2, "deposit", name)
	c := orders(o)
	c.Deposits = []*shopjournalv1.DepositImported{{
		Deposit: deposit[:], At: "2026-11-23T10:00:00", Name: name, AmountWon: amount,
	}}
	c.Matches = []*shopjournalv1.ImportedMatch{{
		Deposit: deposit[:], Reasons: []string{"name_equal"},
		Parts: []*shopjournalv1.ImportedPart{{
			Key: o.GetSource().GetKey(), AmountWon: amount, State: uint32(shop.Confirmed),
		}},
	}}
	return c
}

func seoyeon() *shopjournalv1.OrderDetails {
	return &shopjournalv1.OrderDetails{Name: "이서연", Phone: "01000000001", TotalWon: won(44_000)}
}

// The files know only their own orders: what has as good a right to the money in the shop's book stands against them.
func TestImportedMatchHasRivals(t *testing.T) {
	for name, payer := range map[string]func(code string) string{
		"the code of another order": func(code string) string { return code },
		"the same name and amount":  func(string) string { return "이서연" },
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t)
			hand, code := s.place(cake("이서연", "01000000009", won(44_000)))
			s.Errands()
			s.bring(clearly(told("방", shop.Quoted, 0, seoyeon()), payer(code), 44_000))
			for order, o := range s.orders() {
				if order != hand.String() && o.GetPaidWon() != 0 {
					t.Errorf("the order of the chat has %d", o.GetPaidWon())
				}
			}
			for _, d := range s.deposits() { // the code alone tells whose it is
				if isCode := payer(code) == code; (d.GetState() == paid) != isCode {
					t.Errorf("%v", d)
				}
			}
			s.Replayed()
		})
	}
}

// The number of a code under another's name is a doubt: a spouse may have paid.
func TestImportedMatchAgainstANumber(t *testing.T) {
	s := newStage(t)
	_, code := s.place(cake("이서연", "01000000009", won(44_000)))
	s.Errands()
	o := told("방", shop.Quoted, 0, &shopjournalv1.OrderDetails{Name: "박준호", TotalWon: won(44_000)})
	s.bring(clearly(o, "박준호"+code[len("이서연"):], 44_000))
	for _, d := range s.deposits() {
		if d.GetState() != waits || len(d.GetCandidates()) != 2 {
			t.Errorf("%v", d)
		}
	}
}

const kakao = `이서연 님과 카카오톡 대화
저장한 날짜 : 2026-11-23 18:40:11

--------------- 2026년 11월 21일 토요일 ---------------
[이서연] [오후 2:03] 레터링 케이크 1호 하나 주문하고 싶어요! 11월 28일 오후 3시 픽업이요
[햇살케이크] [오후 2:05] 네 총 44,000원입니다. 국민 000000-00-000000 햇살케이크 입금 확인 후 예약 확정됩니다
--------------- 2026년 11월 22일 일요일 ---------------
[이서연] [오후 2:11] 성함 : 이서연 연락처 : 010-0000-0001
[햇살케이크] [오후 2:12] 네 감사합니다
--------------- 2026년 11월 23일 월요일 ---------------
[이서연] [오후 2:24] 초는 긴 초 3개 주세요
[햇살케이크] [오후 2:30] 네!
`

// From the files to the book: the depositor carries the code of an order that was written by hand.
func TestImportFindsTheCodeOfAnotherOrder(t *testing.T) {
	s := newStage(t)
	hand, code := s.place(cake("이서연", "01000000009", won(44_000)))
	s.Errands()
	bank := "거래일자,거래시간,적요(입금자명),입금액\n2026-11-23,15:00:01," + code + ",44000\n"
	s.begin([]reading.File{{Name: "a.txt", Data: []byte(kakao)}, {Name: "b.csv", Data: []byte(bank)}})
	s.Errands()
	for order, o := range s.orders() {
		if want := map[bool]int64{true: 44_000}[order == hand.String()]; o.GetPaidWon() != want {
			t.Errorf("%s has %d, want %d", o.GetCode(), o.GetPaidWon(), want)
		}
	}
	s.Replayed()
}

// What was noted by hand is not paid a second time, and who is not served any more is paid by people only.
func TestImportedMatchIsLeftToPeople(t *testing.T) {
	for name, c := range map[string]struct {
		before func(s *stage, order id.ID)
		paid   int64
	}{
		"paid in cash": {func(s *stage, o id.ID) {
			s.Do(shop.RecordPayment{ShopID: s.Shop, OrderID: o, AmountWon: 44_000})
		}, 44_000},
		"paid in cash in part": {func(s *stage, o id.ID) {
			s.Do(shop.RecordPayment{ShopID: s.Shop, OrderID: o, AmountWon: 20_000})
		}, 20_000},
		"cancelled": {move(shop.Cancelled), 0},
		"not fetched": {func(s *stage, o id.ID) {
			move(shop.Confirmed)(s, o)
			move(shop.NoShow)(s, o)
		}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t)
			o := told("방", shop.Quoted, 0, seoyeon())
			s.bring(orders(o))
			order, _ := s.only()
			c.before(s, order)
			s.bring(clearly(o, "이서연", 44_000))
			if _, o := s.only(); o.GetPaidWon() != c.paid {
				t.Errorf("it has %d, want %d", o.GetPaidWon(), c.paid)
			}
			for _, d := range s.deposits() {
				if d.GetState() != waits {
					t.Errorf("%v", d)
				}
			}
			s.Replayed()
		})
	}
	s := newStage(t)
	s.bring(clearly(told("방", shop.Cancelled, 0, seoyeon()), "이서연", 44_000))
	if _, o := s.only(); o.GetPaidWon() != 0 {
		t.Errorf("called off in the chat, and paid %d", o.GetPaidWon())
	}
}

// What the shop took for enough stays enough: more money, or less of what came after it, takes nothing back.
func TestAcceptedMoneyConfirms(t *testing.T) {
	s := newStage(t)
	s.bring(clearly(told("방", shop.Quoted, 0, seoyeon()), "이서연", 40_000))
	order, _ := s.only()
	is := func(when string, want shop.State) {
		t.Helper()
		if have := s.state(order); have != want {
			t.Errorf("%s: state %d, want %d", when, have, want)
		}
	}
	is("40,000 of 44,000 were taken", shop.Confirmed)
	s.Do(shop.RecordPayment{ShopID: s.Shop, OrderID: order, AmountWon: 2000})
	is("2,000 more", shop.Confirmed)
	rest := s.deposit("모르는이", "2026-11-23T12:00:00", 2000)
	s.pays(rest, order, 2000, false)
	is("all of it", shop.Confirmed)
	s.Do(shop.UndoMatch{ShopID: s.Shop, DepositID: rest})
	s.Do(shop.RecordPayment{ShopID: s.Shop, OrderID: order, AmountWon: -2000})
	is("what was taken is left", shop.Confirmed)
	s.Do(shop.UndoMatch{ShopID: s.Shop, DepositID: id.Of(2, "deposit", "이서연")})
	is("nothing is left", shop.Quoted)
	s.Replayed()
}

// An advance that the chat tells of and the balance that the bank shows are two sums; the same sum is one.
func TestToldAdvanceAndBalance(t *testing.T) {
	for name, c := range map[string]struct {
		told, came, paid int64
	}{
		"the balance":                 {20_000, 24_000, 44_000},
		"the advance itself":          {20_000, 20_000, 20_000},
		"all, of which a part told":   {20_000, 44_000, 44_000},
		"a part of what was told":     {44_000, 20_000, 44_000},
		"another part of it":          {44_000, 11_000, 44_000},
		"told, and a stranger amount": {20_000, 7000, 27_000},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t)
			d := &shopjournalv1.OrderDetails{Name: "이서연", TotalWon: won(44_000), AdvanceWon: won(20_000)}
			s.bring(orders(told("방", shop.Confirmed, c.told, d)))
			order, _ := s.only()
			s.pays(s.deposit("모르는이", "2026-11-23T10:00:00", c.came), order, c.came, false)
			if _, o := s.only(); o.GetPaidWon() != c.paid {
				t.Errorf("it has %d, want %d", o.GetPaidWon(), c.paid)
			}
			d.Requests = "초 하나" // the chat read again tells nothing new of money
			s.bring(orders(told("방", shop.Confirmed, c.told, d)))
			if _, o := s.only(); o.GetPaidWon() != c.paid || o.GetRequests() == "" {
				t.Errorf("after another reading it has %d, want %d", o.GetPaidWon(), c.paid)
			}
			s.Replayed()
		})
	}
}
