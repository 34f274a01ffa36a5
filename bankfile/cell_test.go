package bankfile

import (
	"testing"
	"time"

	"dangol.example/money"
)

func TestAmounts(t *testing.T) {
	for text, want := range map[string]money.Amount{
		"": 0, "-": 0, " ": 0, "0": 0, "3,052,000": 3052000, "104,000원": 104000, "+50,000": 50000, "-50,000": -50000, "(1,000)": -1000,
		"１２，０００": 12000, "₩1,000": 1000, "￦1,000": 1000, "\\1,000": 1000, "1000.00": 1000, "1.25E7": 12500000, "△1,000": -1000, "1,000-": -1000,
		"- 5,000": -5000, "'5000": 5000, "999,999,999,999,999": 999999999999999, "9223372036854775807": 9223372036854775807,
	} {
		if got, err := parseWon(text, money.KRW); err != nil || got != want {
			t.Errorf("%q: %d %v, want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"천원", "1,000.5", "(1,000", "12a", "--5", "1e400", "1e-3", "9223372036854775808", "NaN", "Inf", "2026-11-02", "1-2"} {
		if got, err := parseWon(text, money.KRW); err == nil {
			t.Errorf("%q was read as %d", text, got)
		}
	}
	if got, err := parseWon("1,000.50", "USD"); err != nil || got != 100050 {
		t.Errorf("dollars: %d %v", got, err)
	}
}

func TestMoments(t *testing.T) {
	kst := time.FixedZone("KST", 9*60*60)
	for text, want := range map[string]string{
		"2026.08.01 09:10:00": "260801 09:10:00", "2026-08-01 09:10": "260801 09:10", "2026/08/01": "260801", "20260801091000": "260801 09:10:00",
		"20260801": "260801", "20260801 091000": "260801 09:10:00", "2026. 8. 1. 오후 3:05": "260801 15:05", "2026년 8월 1일 12시 5분": "260801",
		"26.08.01 오전 12:05": "260801 00:05", "2026-08-01T09:10:00+09:00": "260801 09:10:00", "2026.08.01(토) 09:10:00": "260801 09:10:00",
		"46235": "260801", "46235.5": "260801 12:00:00", "２０２６.08.01": "260801",
	} {
		got, ok := parseMoment(text, kst)
		form := "060102 15:04:05"
		switch {
		case got.dayOnly:
			form = "060102"
		case got.minuteOnly:
			form = "060102 15:04"
		}
		if !ok || got.at.Format(form) != want {
			t.Errorf("%q: %v %v, want %s", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "홍길동", "2026.13.01", "2026.02.30", "2026.08.01 25:00:00x", "52000", "1,000", "2026.11.01 ~ 2026.11.05", "202611021234567"} {
		if got, ok := parseMoment(text, kst); ok && !(text == "52000" || text == "2026.08.01 25:00:00x" && got.dayOnly) {
			t.Errorf("%q was read as %v", text, got)
		}
	}
}

// TestHeadings reads headings as the banks write them.
func TestHeadings(t *testing.T) {
	for text, want := range map[string]Role{
		"거래 후 잔액(원)": Balance, "출금액(원)": Out, "지급(원)": Out, "찾으신금액": Out, "맡기신금액": In, "입금(원)": In, "［입금액］": In, "거래점(명)": Ignore,
		"적요(입금자명)": Name, "보낸분/받는분": Name, "출금계좌번호": Account, "입금계좌": Account, "수수료(원)": Ignore, "거래 일시": DateTime, "거래\n일자": Date,
		"상대계좌예금주명": Name, "송금메모": Memo,
	} {
		if got, ok := headingRole(text); !ok || got.role != want {
			t.Errorf("%q: %v %v, want %s", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "홍길동", "수표·어음·증권금액(원)", "()", "조회기간"} {
		if got, ok := headingRole(text); ok {
			t.Errorf("%q was read as %v", text, got)
		}
	}
}

// TestMethodWords tells how money moved from who moved it.
func TestMethodWords(t *testing.T) {
	for _, w := range []string{"전자금융", "FBS입금", "타행건별", "인터넷", "입금|전자금융입금", "BZ뱅크", "오픈뱅킹이체"} {
		if !isMethodWord(w) {
			t.Errorf("%q is a method", w)
		}
	}
	for _, w := range []string{"", "홍길동", "이서연입금", "예금이자", "배민정산", "010-0000-0000"} {
		if isMethodWord(w) {
			t.Errorf("%q is no method", w)
		}
	}
}
