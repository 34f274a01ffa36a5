package shop_test

import (
	"fmt"
	"strings"
	"testing"

	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	"dangol.example/id"
	"dangol.example/shop"
	"dangol.example/shop/reading"
)

// The same three deposits as four lists tell them, and the first of them as an alert does.
const (
	withBalances = "거래일시,적요,보낸분/받는분,송금메모,출금액,입금액,잔액,거래점,구분\n" +
		"2026.08.11 14:20:31,전자금융,홍길동,,0,104000,1234567,강남,\n" +
		"2026.08.12 09:01:10,전자금융,이서연,,0,44000,1278567,강남,\n" +
		"2026.08.12 09:01:40,전자금융,이서연,,0,44000,1322567,강남,\n"
	withoutBalances = "거래일자,거래시간,적요(입금자명),입금액\n" +
		"2026-08-11,14:20:31,홍길동,104000\n2026-08-12,09:01:10,이서연,44000\n2026-08-12,09:01:40,이서연,44000\n"
	daysOnly = "거래일자,적요(입금자명),입금액\n2026-08-11,홍길동,104000\n2026-08-12,이서연,44000\n2026-08-12,이서연,44000\n"
	anAlert  = "[Web발신]\n[KB]2026/08/11 14:20\n821337**680\n홍*동\n전자금융입금\n104,000\n잔액1,234,567\n"
)

// lists imports texts as bank lists, one after another.
func (s *stage) lists(lists ...string) {
	s.T.Helper()
	for i, l := range lists {
		s.begin([]reading.File{{Name: fmt.Sprintf("bank%d.csv", i), Data: []byte(l)}})
		s.Errands()
	}
}

// However often and in whatever form the bank tells of a deposit, and in whatever order, it came once.
func TestDepositsComeOnce(t *testing.T) {
	lists := map[string]string{
		"balances": withBalances, "no balances": withoutBalances, "days": daysOnly, "alert": anAlert,
	}
	for first, a := range lists {
		for second, b := range lists {
			if first == "alert" && second == "alert" {
				continue
			}
			t.Run(first+", then "+second, func(t *testing.T) {
				s := newStage(t)
				s.lists(a, b, a, b)
				if n := len(s.deposits()); n != 3 {
					t.Errorf("%d deposits, want 3", n)
				}
				s.Replayed()
			})
		}
	}
}

// What is equal in one list was two deposits, and what differs in a later list is another.
func TestEqualDepositsStayTwo(t *testing.T) {
	for name, c := range map[string]struct {
		lists []string
		want  int
	}{
		"a third one on the day": {[]string{daysOnly, daysOnly + "2026-08-12,이서연,44000\n"}, 4},
		"another second":         {[]string{withoutBalances, strings.ReplaceAll(withoutBalances, "09:01:40", "09:01:41")}, 4},
		"another name":           {[]string{daysOnly, strings.ReplaceAll(daysOnly, "홍길동", "김도윤")}, 4},
		"another balance":        {[]string{withBalances, strings.ReplaceAll(anAlert, "1,234,567", "1,234,568")}, 4},
		"another day":            {[]string{daysOnly, strings.ReplaceAll(daysOnly, "2026-08-11", "2026-08-10")}, 4},
		"another bank": {
			[]string{withBalances, strings.ReplaceAll(anAlert, "[KB]", "[IBK]")}, 4,
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t)
			s.lists(c.lists...)
			if n := len(s.deposits()); n != c.want {
				t.Errorf("%d deposits, want %d", n, c.want)
			}
		})
	}
}

// More equal deposits of one day than a page holds: each is known again.
func TestDepositsOfABusyDay(t *testing.T) {
	var list strings.Builder
	list.WriteString("거래일자,적요(입금자명),입금액\n")
	for day := range 3 {
		for range 300 {
			fmt.Fprintf(&list, "2026-08-%02d,모임,5000\n", 10+day)
		}
	}
	s := newStage(t)
	s.lists(list.String(), list.String())
	if n := len(s.deposits()); n != 900 {
		t.Errorf("%d deposits, want 900", n)
	}
}

// An alert names its sender in part. The list says the rest, also when a person has matched it by then, and nothing is
// paid twice.
func TestListCompletesAlert(t *testing.T) {
	s := newStage(t)
	order, _ := s.place(cake("홍길동", "01000000001", won(104_000)))
	s.Errands()
	s.lists(anAlert)
	for n, d := range s.deposits() {
		if d.GetState() != shopv1.DepositState_DEPOSIT_STATE_MATCHED {
			s.Do(shop.MatchDeposit{ShopID: s.Shop, DepositID: parse(t, n), Parts: []shop.Part{{order, 104_000}}})
		}
	}
	s.lists(withBalances)
	if o := s.orders()[order.String()]; o.GetPaidWon() != 104_000 || len(o.GetPayments()) != 1 {
		t.Errorf("paid %d by %d deposits", o.GetPaidWon(), len(o.GetPayments()))
	}
	names := map[string]int{}
	for _, d := range s.deposits() {
		names[d.GetName()+" "+d.GetAt()]++
	}
	if names["홍길동 2026-08-11T14:20:31"] != 1 || len(names) != 3 {
		t.Errorf("%v", names)
	}
	s.Replayed()
}

func parse(t *testing.T, s string) id.ID {
	t.Helper()
	n, err := id.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
