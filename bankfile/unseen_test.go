package bankfile_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/korean"

	"dangol.example/bankfile"
	"dangol.example/fault"
)

// asOf is when the alerts of the tests were pasted.
func asOf() time.Time { return time.Date(2027, 1, 5, 12, 0, 0, 0, time.FixedZone("KST", 9*60*60)) }

// lines writes rows short enough to compare by eye: time, name, memo, amount, balance.
func lines(statements []bankfile.Statement) []string {
	var out []string
	for _, s := range statements {
		for _, r := range s.Rows {
			at := r.At.Format("060102 15:04:05")
			switch {
			case r.DayOnly:
				at = r.At.Format("060102")
			case r.MinuteOnly:
				at = r.At.Format("060102 15:04")
			}
			balance := "-"
			if r.HasBalance {
				balance = fmt.Sprint(int64(r.Balance))
			}
			out = append(out, fmt.Sprintf("%s|%s|%s|%d|%s", at, r.Name, r.Memo, int64(r.Amount), balance))
		}
	}
	return out
}

// unread writes what was not read: row and reason.
func unread(statements []bankfile.Statement) []string {
	var out []string
	for _, s := range statements {
		for _, u := range s.Unread {
			out = append(out, fmt.Sprintf("%d %s", u.Number, u.Reason))
		}
	}
	return out
}

func read(t *testing.T, text string) []bankfile.Statement {
	t.Helper()
	got, err := bankfile.Read("list", []byte(text), bankfile.Options{AsOf: asOf()})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// TestUnseenBanks reads layouts that no sample has: other orders of columns, other words, lines above and below.
func TestUnseenBanks(t *testing.T) {
	for _, c := range []struct {
		name, text, bank string
		want, unread     []string
	}{
		{
			"K bank in another order", "거래일시,메모,상대 계좌번호,상대 예금주명,상대 은행,적요내용,잔액,출금금액,입금금액,거래구분\n" +
				"2026.11.02 09:10:00,,,홍길동,가짜은행,홍길동케이크,\"1,000\",0,\"1,000\",타행이체\n" +
				"2026.11.02 09:12:00,재료,,식자재,가짜은행,식자재,600,400,0,당행이체\n", "케이뱅크",
			[]string{"261102 09:10:00|홍길동|홍길동케이크|1000|1000", "261102 09:12:00|식자재|재료|-400|600"},
			nil,
		},
		{
			"새마을금고 with a period above", "거래내역조회\n통장(상품)명 : 새마을금고 보통예금\n조회기간 : 2026.11.01 ~ 2026.11.05\n\n" +
				"거래일자,거래시간,의뢰인/수취인,찾으신금액,맡기신금액,잔액\n2026.11.02,09:10,홍길동,0,1000,1000\n2026.11.02,09:12,나,400,0,600\n", "새마을금고",
			[]string{"261102 09:10|홍길동||1000|1000", "261102 09:12|나||-400|600"},
			nil,
		},
		{
			"우체국, days only, newest first", "우체국 거래내역\n처리일자;적요;의뢰인명;지급금액;입금금액;거래후 잔액\n" +
				"2026-11-03;인터넷;둘;;2,000원;3,000원\n2026-11-03;인터넷;하나;;1,000원;1,000원\n", "우체국",
			[]string{"261103|하나||1000|1000", "261103|둘||2000|3000"},
			nil,
		},
		{
			"전북", "거래일자,거래시간,출금금액,입금금액,거래후잔액,적요,취급은행\n2026-11-02,091000,0,1000,1000,홍길동,가짜\n" +
				"2026-11-02,91200,400,0,600,나,가짜\n", "전북은행",
			[]string{"261102 09:10:00|홍길동||1000|1000", "261102 09:12:00|나||-400|600"},
			nil,
		},
		{
			"광주, heading on row 12, notes below", strings.Repeat("광주은행 안내\n", 11) + "거래일시|적요|내용|입금액|출금액|잔액\n" +
				"2026/11/02 09:10:00|모바일|홍길동|1,000|0|1,000\n2026/11/02 09:12:00|모바일|나|0|400|600\n" +
				"합 계|||1,000|400|\n* 이 자료는 참고용입니다|||||\n2026.11.05 기준|||||\n", "광주은행",
			[]string{"261102 09:10:00|홍길동||1000|1000", "261102 09:12:00|나||-400|600"},
			[]string{"16 note", "17 note"},
		},
		{
			"SC", "거래일자,적요,들어온금액,나간금액,남은금액\n2026-11-02,홍길동,1000,,1000\n2026-11-02,나,,400,600\n", "SC제일은행",
			[]string{"261102|홍길동||1000|1000", "261102|나||-400|600"},
			nil,
		},
		{
			"신협, headings with line breaks", "신협\n\"거래\n일시\",\"입금\n(원)\",\"출금\n(원)\",\"거래 후\n잔액\",\"보낸분/\n받는분\"\n" +
				"2026-11-02 09:10,1000,0,1000,홍길동\n2026-11-02 09:12,0,400,600,나\n", "신협",
			[]string{"261102 09:10|홍길동||1000|1000", "261102 09:12|나||-400|600"},
			nil,
		},
		{
			"수협, two rows of headings", "수협은행\n거래일시,거래금액,,잔액,내용\n,입금,출금,,\n2026-11-02 09:10,1000,,1000,홍길동\n2026-11-02 09:12,,400,600,나\n",
			"수협은행",
			[]string{"261102 09:10|홍길동||1000|1000", "261102 09:12|나||-400|600"},
			nil,
		},
		{
			"KakaoBank with 수입/지출 and no signs", ",카카오뱅크 거래내역\n,성명,가짜\n\n,거래일시,구분,거래금액,거래 후 잔액,거래구분,내용,메모\n" +
				",2026.11.02 09:10:00,수입,\"1,000\",\"1,000\",일반입금,홍길동,\n,2026.11.02 09:12:00,지출,400,600,일반이체,나,재료\n", "카카오뱅크",
			[]string{"261102 09:10:00|홍길동||1000|1000", "261102 09:12:00|나|재료|-400|600"},
			nil,
		},
		{
			"Hana's payer's own words, and a wallet", "거래일시,적요,의뢰인/수취인,입금,출금,거래후잔액,구분,거래점,거래특이사항,추가메모\n" +
				"2026-11-02 09:10,홍길동케이크,홍길동,1000,0,1000,타행이체,본점,,\n2026-11-02 09:11,이서연입금,(주)카카오페이,1000,0,2000,타행이체,본점,,\n", "하나은행",
			[]string{"261102 09:10|홍길동|홍길동케이크|1000|1000", "261102 09:11|이서연입금|(주)카카오페이|1000|2000"},
			nil,
		},
		{
			"NH takes a withdrawal back", "구분,거래일자,출금금액(원),입금금액(원),거래 후 잔액(원),거래내용,거래기록사항,거래점,거래시간,이체메모\n" +
				"1,2026/11/02,5000,0,95000,인터넷,식자재,본점,09:10:00,\n2,2026/11/02,-5000,0,100000,인터넷,식자재,본점,09:12:00,\n", "NH농협은행",
			[]string{"261102 09:10:00|식자재||-5000|95000", "261102 09:12:00|식자재||5000|100000"},
			nil,
		},
		{
			"KB without a name", "거래일시,적요,보낸분/받는분,출금액,입금액,잔액\n2026.11.02 09:10:00,전자금융,,0,1000,1000\n2026.11.03 09:10:00,예금이자,,0,10,1010\n",
			"KB국민은행",
			[]string{"261102 09:10:00|||1000|1000", "261103 09:10:00|예금이자||10|1010"},
			nil,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := read(t, c.text)
			if diff := cmp.Diff(c.want, lines(got)); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(c.unread, unread(got)); diff != "" {
				t.Error(diff)
			}
			if got[0].Bank != c.bank || !got[0].Chain.Proved() || got[0].Guessed {
				t.Errorf("bank %q, chain %+v, guessed %v", got[0].Bank, got[0].Chain, got[0].Guessed)
			}
			cp949, err := korean.EUCKR.NewEncoder().String(c.text)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(lines(got), lines(read(t, cp949))); diff != "" {
				t.Error("as CP949:", diff)
			}
		})
	}
}

// TestUnreadIsNeverSilent has one row of each kind that cannot be read, and rows that look like totals and are none.
func TestUnreadIsNeverSilent(t *testing.T) {
	got := read(t, "거래일시,적요,보낸분/받는분,출금액,입금액,잔액\n"+
		"2026.11.02 09:10:00,전자금융,합계,0,1000,1000\n"+ // a depositor with an odd name
		"2026.11.02 09:10:00,전자금융,합계,0,1000,2000\n"+ // twice in one second
		"2026.11.03 09:10:00,전자금융,가,0,천원,3000\n"+
		"2026.11.03 09:11:00,전자금융,가,10,10,3000\n"+
		",전자금융,나,0,1000,4000\n"+
		"2026.11.03 09:12:00,전자금융,다,0,10.5,3000\n"+
		"거래일시,적요,보낸분/받는분,출금액,입금액,잔액\n"+
		"합계 (2건),,,0,2000,\n총계,,,,,\n")
	want := []string{"261102 09:10:00|합계||1000|1000", "261102 09:10:00|합계||1000|2000"}
	if diff := cmp.Diff(want, lines(got)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"4 bad_amount", "5 both_amounts", "6 no_date", "7 precision"}, unread(got)); diff != "" {
		t.Error(diff)
	}
	if got[0].Rows[0].ID == got[0].Rows[1].ID {
		t.Error("two rows have one ID")
	}
}

// TestSimpleList reads a list with neither balance nor withdrawals.
func TestSimpleList(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "testdata", "orders_synthetic", "deposits.csv"))
	if err != nil {
		t.Skip("the sample shop is not here")
	}
	got := read(t, string(data))
	if rows := got[0].Rows; len(rows) != 10 || rows[6].Name != "오세진（케이" || rows[6].Amount != 76000 {
		t.Errorf("%+v", got)
	}
}

// TestNoList refuses what is no list with a sentence that says what to do.
func TestNoList(t *testing.T) {
	for _, text := range []string{
		"", " \n", "안녕하세요\n반갑습니다\n", "<html><body>로그인이 필요합니다</body></html>", "PK\x03\x04junk",
		"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1junk",
	} {
		_, err := bankfile.Read("x", []byte(text), bankfile.Options{})
		if fault.KindOf(err) != fault.Invalid || fault.Message(err, fault.Korean) == "" {
			t.Errorf("%q: %v", text, err)
		}
	}
}
