package bankfile_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dangol.example/bankfile"
)

const web = "[Web발신]\n"

// TestAlertShapes reads every shape of alert that is known. The numbers and people are invented.
func TestAlertShapes(t *testing.T) {
	for _, c := range []struct {
		name, text, bank, account string
		want                      []string
	}{
		{
			"KB, name before the sum", web + "[KB]08/11 14:20\n821337**680\n홍*동\n전자금융입금\n104,000\n[잔액1,234,567]\n", "KB국민은행", "821337**680",
			[]string{"260811 14:20|홍*동||104000|1234567"},
		},
		{
			"KB, a telephone number as the name", web + "[KB]08/11 14:20\n821337**680\n010-0000-0000\nFBS입금\n104,000\n잔액1,234,567", "KB국민은행", "821337**680",
			[]string{"260811 14:20|010-0000-0000||104000|1234567"},
		},
		{
			"KB on one line", "[KB]08/11 14:20 821337**680 홍길동 입금 104,000 잔액1,234,567", "KB국민은행", "821337**680",
			[]string{"260811 14:20|홍길동||104000|1234567"},
		},
		{
			"Shinhan", "신한06/12 14:23\n110-***-123456\n입금     50,000\n잔액  1,234,567\n 박보라", "신한은행", "110-***-123456",
			[]string{"260612 14:23|박보라||50000|1234567"},
		},
		{
			"Woori, and a depositor named like a card's word", "우리 06/12 14:23\n*420576\n입금 100,000원\n김승인\n잔액 200,000원", "우리은행", "*420576",
			[]string{"260612 14:23|김승인||100000|200000"},
		},
		{
			"NH, time on the second line", "농협 입금300,000원\n06/12 11:02 301-****-2640-41 홍길동 잔액1,305,428원", "NH농협은행", "301-****-2640-41",
			[]string{"260612 11:02|홍길동||300000|1305428"},
		},
		{
			"Hana with commas", "하나,06/12,14:23\n123******12345\n입금10,000원\n홍길동\n잔액20,000원", "하나은행", "123******12345",
			[]string{"260612 14:23|홍길동||10000|20000"},
		},
		{
			"Hana without a name", "하나,10/02, 15:00\n123******12345\n입금10,000원\n잔액20,000원", "하나은행", "123******12345",
			[]string{"261002 15:00|||10000|20000"},
		},
		{
			"IBK with the year, and a depositor named like a bank", "2026/06/12 09:05\n입금 100,000원\n잔액 200,000원\n우리꽃집\n469***03801011\n기업",
			"IBK기업은행", "469***03801011",
			[]string{"260612 09:05|우리꽃집||100000|200000"},
		},
		{"IBK in brackets", "[IBK]06/12 14:23\n입금 5,000원\n홍길동\n잔액 6,000원", "IBK기업은행", "", []string{"260612 14:23|홍길동||5000|6000"}},
		{
			"KakaoBank: the masked name is the holder", "[카카오뱅크] 가*짜(1234) 12/30 14:23 입금 50,000원 이서연47 잔액 70,000원", "카카오뱅크", "1234",
			[]string{"261230 14:23|이서연47||50000|70000"},
		},
		{"KakaoBank push", "입금 3,500원\n홍길동 → 내 입출금통장(2856)", "", "2856", []string{"270105|홍길동||3500|-"}},
		{"Toss push", "JENNY KIM님이 50,000원을 보냈어요", "토스뱅크", "", []string{"270105|JENNY KIM||50000|-"}},
		{"Toss, the other way", "박보라님께 3,000원을 보냈어요", "토스뱅크", "", []string{"270105|박보라||-3000|-"}},
		{
			"iM", "iM뱅크 09/27 13:52\n50813*03093\n입금 1,000,000\n잔액 2,000,000\n토스홍길동", "iM뱅크", "50813*03093",
			[]string{"260927 13:52|토스홍길동||1000000|2000000"},
		},
		{
			"a withdrawal", "신한06/12 14:23\n110-***-123456\n출금 5,000\n잔액 1,000\n식자재", "신한은행", "110-***-123456",
			[]string{"260612 14:23|식자재||-5000|1000"},
		},
		{
			"Woori on one line", "우리 07/18 16:50 *420576 입금 8,000원 떼껄룩스", "우리은행", "*420576",
			[]string{"260718 16:50|떼껄룩스||8000|-"},
		},
		{
			"as a forwarder begins it", "보낸사람 : 15882100\n농협 입금10,000원\n07/04 15:18 352-****-4273-63 김하나 잔액3,710,000원",
			"NH농협은행", "352-****-4273-63",
			[]string{"260704 15:18|김하나||10000|3710000"},
		},
		{
			"KFCC, generic", "[새마을금고]07/04 15:18\n9002-****-1234-5\n입금 30,000원\n박보라\n잔액 40,000원", "새마을금고", "9002-****-1234-5",
			[]string{"260704 15:18|박보라||30000|40000"},
		},
		{
			"Post, generic", web + "우체국 07/04 15:18 104***-02-****** 입금 30,000원 박보라 잔액 40,000원", "우체국", "104***-02-******",
			[]string{"260704 15:18|박보라||30000|40000"},
		},
		{
			"K bank, generic", "[케이뱅크]\n07/04 15:18\n100-***-123456\n입금 30,000원\n박보라", "케이뱅크", "100-***-123456",
			[]string{"260704 15:18|박보라||30000|-"},
		},
		{
			"blank lines inside", web + "\n신한06/12 14:23\n\n110-***-123456\n\n입금 50,000\n\n잔액 60,000\n박보라", "신한은행", "110-***-123456",
			[]string{"260612 14:23|박보라||50000|60000"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := read(t, c.text)
			if diff := cmp.Diff(c.want, lines(got)); diff != "" {
				t.Error(diff)
			}
			if len(got) != 1 || got[0].Bank != c.bank || got[0].Account != c.account || got[0].Format != bankfile.Alert || len(got[0].Unread) > 0 {
				t.Errorf("%+v", got)
			}
		})
	}
}

// pasted are alerts in a row; between them stands what the test puts there.
var pasted = []string{
	"농협 입금300,000원\n06/12 11:02 301-****-2640-41 홍길동 잔액1,305,428원",
	"농협 입금10,000원\n06/12 11:05 301-****-2640-41 김영희 잔액1,315,428원",
	"2026/06/12 11:06\n입금 100,000원\n잔액 200,000원\n나나\n469***03801011\n기업",
	"2026/06/12 11:07\n입금 100,000원\n잔액 300,000원\n나나\n469***03801011\n기업",
	"신한06/12 14:23\n110-***-123456\n입금     50,000\n잔액  60,000\n 박보라",
	"[KB]08/11 14:20\n821337**680\n다라\n전자금융입금\n104,000\n[잔액1,234,567]",
	"입금 3,500원\n마바 → 내 입출금통장(2856)",
	"출금 4,500원\n내 입출금통장(2856) → 사아",
	"자차님이 50,000원을 보냈어요",
	"카타님께 3,000원을 보냈어요",
	"[카카오뱅크] 가*짜(1234) 12/30 14:23 입금 50,000원 파하 잔액 70,000원",
}

// TestAlertsPastedTogether cuts them apart with and without blank lines.
func TestAlertsPastedTogether(t *testing.T) {
	want := []string{
		"260612 11:02|홍길동||300000|1305428", "260612 11:05|김영희||10000|1315428", "260612 11:06|나나||100000|200000",
		"260612 11:07|나나||100000|300000", "260612 14:23|박보라||50000|60000", "260811 14:20|다라||104000|1234567",
		"270105|마바||3500|-", "270105|사아||-4500|-", "270105|자차||50000|-", "270105|카타||-3000|-",
		"261230 14:23|파하||50000|70000",
	}
	for _, between := range []string{"\n", "\n\n", "\r\n", "\n" + web} {
		text := pasted[0]
		for _, p := range pasted[1:] {
			text += between + p
		}
		got := read(t, text)
		if diff := cmp.Diff(want, lines(got)); diff != "" {
			t.Errorf("between %q: %s", between, diff)
		}
		if u := unread(got); u != nil {
			t.Errorf("between %q: unread %v", between, u)
		}
	}
}

// TestAlertTraps has what looks like a deposit and is none.
func TestAlertTraps(t *testing.T) {
	one := "신한06/12 14:23\n110-***-123456\n입금 50,000\n잔액 60,000\n박보라\n"
	for _, c := range []struct {
		name, text   string
		want, unread []string
	}{
		{"the same twice", one + "\n" + one, []string{"260612 14:23|박보라||50000|60000"}, nil},
		{
			"another minute", one + "\n신한06/12 14:24\n110-***-123456\n입금 50,000\n잔액 110,000\n박보라\n",
			[]string{"260612 14:23|박보라||50000|60000", "260612 14:24|박보라||50000|110000"},
			nil,
		},
		{"a push without a time twice", "가나님이 5,000원을 보냈어요\n가나님이 5,000원을 보냈어요", []string{"270105|가나||5000|-"}, []string{"2 repeated"}},
		{"taken back", one + "\n신한06/12 14:30\n110-***-123456\n입금취소 50,000\n잔액 10,000\n박보라\n", nil, []string{"7 cancelled", "1 cancelled"}},
		{
			"another one taken back", one + "\n신한06/12 14:30\n110-***-123456\n입금취소 40,000\n잔액 10,000\n박보라\n",
			[]string{"260612 14:23|박보라||50000|60000"},
			[]string{"7 cancelled"},
		},
		{"a card", web + "[KB국민카드]홍*동님 12,000원 승인 08/11 15:00 편의점", nil, []string{"2 card"}},
		{"the pension is no bank", web + "[국민연금공단] 11월 연금보험료 90,000원 납부 안내 11/10 09:00", nil, []string{"2 unknown"}},
		{
			"a deposit from the pension", "[KB]08/11 14:20\n821337**680\n국민연금공단\n전자금융입금\n104,000\n잔액105,000",
			[]string{"260811 14:20|국민연금공단||104000|105000"},
			nil,
		},
		{
			"the balance above the sum", "우리 06/12 14:23\n*420576\n잔액 900,000원\n입금\n100,000원\n가나",
			[]string{"260612 14:23|가나||100000|900000"},
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
		})
	}
}

// TestAlertYear gives an alert without a year the last one that fits.
func TestAlertYear(t *testing.T) {
	kst := time.FixedZone("KST", 9*60*60)
	for _, c := range []struct {
		day  string
		asOf time.Time
		want string
	}{
		{"12/31", time.Date(2027, 1, 2, 0, 0, 0, 0, kst), "261231"},
		{"01/02", time.Date(2027, 1, 2, 9, 0, 0, 0, kst), "270102"}, // later on the same day: clocks differ
		{"01/05", time.Date(2027, 1, 2, 0, 0, 0, 0, kst), "260105"},
		{"02/29", time.Date(2027, 3, 1, 0, 0, 0, 0, kst), "240229"},
	} {
		got, err := bankfile.Read("sms", []byte("신한"+c.day+" 14:23\n110-***-123456\n입금 50,000\n박보라"), bankfile.Options{AsOf: c.asOf})
		if err != nil || len(got) != 1 || len(got[0].Rows) != 1 || got[0].Rows[0].At.Format("060102") != c.want {
			t.Errorf("%s at %v: %+v %v", c.day, c.asOf, got, err)
		}
	}
	got, err := bankfile.Read("sms", []byte("신한06/12 14:23\n입금 50,000\n박보라"), bankfile.Options{})
	if err != nil || len(got) != 1 || len(got[0].Rows) != 0 || got[0].Unread[0].Reason != bankfile.ReasonNoDate {
		t.Errorf("without AsOf a year was invented: %+v %v", got, err)
	}
}
