package shop_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"dangol.example/fault"
	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	"dangol.example/id"
	"dangol.example/shop"
)

// alert gives a bank's messages, as the owner pastes them or as the shop's phone forwards them.
func (s *stage) alert(text string, actor id.ID) *channelv1.TakeAlertResponse {
	s.T.Helper()
	c, err := shop.NewTakeAlert(s.Shop, text, s.Clock.Now(), time.FixedZone("KST", 9*3600))
	if err != nil {
		s.T.Fatal(err)
	}
	answer := &channelv1.TakeAlertResponse{}
	s.Ask(c, actor, answer)
	s.Errands()
	return answer
}

func TestTakeAlert(t *testing.T) {
	s := newStage(t)
	order, code := s.place(cake("홍길동", "01000000001", won(104_000)))
	text := "[Web발신]\n[KB]11/23 09:30\n821337**680\n" + code + "\n전자금융입금\n104,000\n잔액1,234,567\n" +
		"[Web발신]\n[KB]11/23 09:31\n821337**680\n식자재\n전자금융출금\n20,000\n잔액1,214,567\n[Web발신]\n광고 문자\n"
	s.Clock.Move(time.Hour)
	got := s.alert(text, id.ID{})
	if len(got.GetDepositIds()) != 1 || got.GetOther() != 1 || fmt.Sprint(got.GetUnreadLines()) != "[16]" {
		t.Fatalf("%v", got)
	}
	confirmed := shopv1.OrderState_ORDER_STATE_CONFIRMED
	if o := s.orders()[order.String()]; o.GetPaidWon() != 104_000 || o.GetState() != confirmed {
		t.Errorf("the order has %d won, state %v", o.GetPaidWon(), o.GetState())
	}
	d := s.deposits()[got.GetDepositIds()[0]]
	if !d.GetAutomatic() || d.GetAt() != "2026-11-23T09:30:00" || d.GetFile() != "입금 알림" {
		t.Errorf("%v", d)
	}
	if again := s.alert(text, s.Owner); again.GetDepositIds()[0] != got.GetDepositIds()[0] || len(s.deposits()) != 1 {
		t.Errorf("pasted after it was forwarded: %v, %d deposits", again, len(s.deposits()))
	}
	s.Do(shop.UndoMatch{ShopID: s.Shop, DepositID: parse(t, got.GetDepositIds()[0])})
	s.Errands()
	if o := s.orders()[order.String()]; o.GetPaidWon() != 0 {
		t.Errorf("undone, and the order has %d won", o.GetPaidWon())
	}
	s.Replayed()
}

// A bank's clock may be some seconds before the server's: what it tells of the first minute of a day is of that day,
// and not of a year before.
func TestAlertOfTheNextDay(t *testing.T) {
	zone := time.FixedZone("KST", 9*3600)
	for _, c := range []struct{ now, day, want string }{
		{"2026-11-23T23:59", "11/24 00:00", "2026-11-24T00:00:00"},
		{"2026-12-31T23:59", "01/01 00:00", "2027-01-01T00:00:00"},
		{"2027-01-01T00:00", "12/31 23:59", "2026-12-31T23:59:00"},
		{"2026-11-23T12:00", "11/25 00:00", "2025-11-25T00:00:00"},
	} {
		s := newStage(t)
		now, err := time.ParseInLocation("2006-01-02T15:04", c.now, zone)
		if err != nil {
			t.Fatal(err)
		}
		text := "[KB]" + c.day + "\n821337**680\n이서연\n전자금융입금\n30,000\n잔액1,234,567"
		alert, err := shop.NewTakeAlert(s.Shop, text, now, zone)
		if err != nil {
			t.Fatal(err)
		}
		s.Ask(alert, s.Owner, nil)
		for _, d := range s.deposits() {
			if d.GetAt() != c.want {
				t.Errorf("%s told at %s: %s, want %s", c.day, c.now, d.GetAt(), c.want)
			}
		}
		if len(s.deposits()) != 1 {
			t.Errorf("%d deposits", len(s.deposits()))
		}
	}
}

// A message and the bank's list, in either order, are one deposit; and one that two apps tell of is one.
func TestAlertAndListAreOne(t *testing.T) {
	other := strings.ReplaceAll(strings.ReplaceAll(anAlert, "[Web발신]\n", ""), "821337**680", "821337-**-***680")
	for name, give := range map[string]func(s *stage){
		"list first":  func(s *stage) { s.lists(withBalances); s.alert(anAlert, id.ID{}) },
		"alert first": func(s *stage) { s.alert(anAlert, id.ID{}); s.lists(withBalances) },
		"between":     func(s *stage) { s.lists(daysOnly); s.alert(anAlert, id.ID{}); s.lists(withoutBalances) },
		"two apps": func(s *stage) {
			s.alert(anAlert, id.ID{})
			s.alert(other, id.ID{})
			s.lists(withBalances)
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t)
			give(s)
			if n := len(s.deposits()); n != 3 {
				t.Errorf("%d deposits, want 3", n)
			}
			s.Replayed()
		})
	}
}

// A push without a time that comes twice in a day may be one deposit or two: it is one, and its line is shown.
func TestAlertWithoutTime(t *testing.T) {
	s := newStage(t)
	push := "입금 3,500원\n홍길동 → 내 입출금통장(2856)"
	first := s.alert(push, id.ID{})
	if len(first.GetDepositIds()) != 1 || len(first.GetUnreadLines()) != 0 {
		t.Fatalf("%v", first)
	}
	if again := s.alert(push, id.ID{}); len(again.GetUnreadLines()) != 1 || len(s.deposits()) != 1 {
		t.Errorf("%v, %d deposits", again, len(s.deposits()))
	}
	s.Clock.Move(24 * time.Hour)
	if s.alert(push, id.ID{}); len(s.deposits()) != 2 {
		t.Errorf("on the next day it is another deposit, but there are %d", len(s.deposits()))
	}
}

func TestAlertIsRefused(t *testing.T) {
	s := newStage(t)
	zone := time.UTC
	if _, err := shop.NewTakeAlert(s.Shop, "안녕하세요", s.Clock.Now(), zone); fault.KindOf(err) != fault.Invalid {
		// text without an alert has one unread line at most
		c, _ := shop.NewTakeAlert(s.Shop, "안녕하세요", s.Clock.Now(), zone)
		answer := &channelv1.TakeAlertResponse{}
		s.Ask(c, s.Owner, answer)
		if len(answer.GetDepositIds()) > 0 || len(answer.GetUnreadLines()) != 1 {
			t.Errorf("%v", answer)
		}
	}
	long := strings.Repeat("가", 20_001)
	if _, err := shop.NewTakeAlert(s.Shop, long, s.Clock.Now(), zone); fault.KindOf(err) != fault.Invalid {
		t.Errorf("too long: %v", err)
	}
	c, err := shop.NewTakeAlert(s.Shop, anAlert, s.Clock.Now(), zone)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Try(c, id.Of(2, "stranger")); fault.KindOf(err) != fault.Denied {
		t.Errorf("a stranger: %v", err)
	}
	other, _ := shop.NewTakeAlert(id.Of(2, "nowhere"), anAlert, s.Clock.Now(), zone)
	if _, err := s.Try(other, id.ID{}); fault.KindOf(err) != fault.Denied {
		t.Errorf("no shop: %v", err)
	}
}
