package ofx

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dangol.example/fault"
	"dangol.example/money"
)

// samples are the shared samples: what they hold, or why they are refused. Two break the specification (OFX 1.6
// §2.2.1: one header key a line, a blank line before the body); SECURITY:TYPE1 in a third does not, for §2.2.1.4
// allows it.
var samples = []struct {
	file                        string
	kind                        Kind
	currency                    money.Currency
	rows, cash, unread, inexact int
	ledger, available           bool
	refusal                     string
}{
	{"401k_v203.ofx", Investment, "USD", 7, 7, 0, 7, false, true, ""},
	{
		"bmo_v102__no_header_newline.qfx", "", "", 0, 0, 0, 0, false, false,
		"line 10: the blank line between the header and <OFX> is missing",
	},
	{"inv_v202.ofx", Investment, "USD", 74, 31, 0, 69, false, true, ""},
	{"ira_v202.ofx", Investment, "USD", 60, 17, 0, 56, false, true, ""},
	{"moneymrkt1_v103.ofx", Bank, "USD", 3, 3, 0, 3, true, true, ""},
	{"moneymrkt1_v103_TYPE1.ofx", Bank, "USD", 3, 3, 0, 3, true, true, ""},
	{"moneymrkt1_v203.ofx", Bank, "USD", 3, 3, 0, 3, true, true, ""},
	{"wellsfargo.qfx", "", "", 0, 0, 0, 0, false, false, "line 1: the header's keys run together"},
}

func TestSamples(t *testing.T) {
	folder := filepath.Join("..", "..", "..", "shared", "data", "bank", "ofx")
	if _, err := os.Stat(folder); err != nil {
		t.Skip("the shared bank samples are not here")
	}
	for _, want := range samples {
		data, err := os.ReadFile(filepath.Join(folder, want.file))
		if err != nil {
			t.Fatal(err)
		}
		got, err := Read(data)
		if want.refusal != "" {
			if err == nil || !strings.Contains(err.Error(), want.refusal) || fault.Message(err, fault.Korean) == "" {
				t.Errorf("%s: %v", want.file, err)
			}
			continue
		}
		if err != nil || len(got) != 1 {
			t.Errorf("%s: %d statements, %v", want.file, len(got), err)
			continue
		}
		is, s := want, got[0]
		is.kind, is.currency, is.rows, is.unread = s.Kind, s.Currency, len(s.Transactions), len(s.Unread)
		is.ledger, is.available, is.cash, is.inexact = s.Ledger != nil, s.Available != nil, 0, 0
		ids := map[string]bool{}
		for _, r := range s.Transactions {
			if r.Cash {
				is.cash++
			}
			if r.Amount.Printed != "" && !r.Amount.Exact {
				is.inexact++
			}
			if ids[r.ID] || r.ID == "" || r.Posted.Time.IsZero() {
				t.Errorf("%s: line %d has no id and day of its own", want.file, r.Line)
			}
			ids[r.ID] = true
		}
		if is != want {
			t.Errorf("is %+v\nwant %+v", is, want)
		}
		if n := strings.Count(string(data), "<FITID>"); n != len(s.Transactions) {
			t.Errorf("%s: %d FITID in the file, %d transactions", want.file, n, len(s.Transactions))
		}
	}
}

const sgmlHead = "OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\nSECURITY:NONE\r\nENCODING:USASCII\r\nCHARSET:1252\r\nCOMPRESSION:NONE\r\n" +
	"OLDFILEUID:NONE\r\nNEWFILEUID:NONE\r\n\r\n"

const sgmlBody = "<OFX>\r\n<SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS><DTSERVER>20260102<LANGUAGE>KOR<INTU.BID></SONRS></SIGNONMSGSRSV1>\r\n" +
	"<BANKMSGSRSV1><STMTTRNRS><TRNUID>1<STATUS><CODE>0<SEVERITY>INFO</STATUS>\r\n<STMTRS><CURDEF>KRW\r\n" +
	"<BANKACCTFROM><BANKID>004<BRANCHID><ACCTID>000000-00<ACCTTYPE>CHECKING</BANKACCTFROM>\r\n<BANKTRANLIST><DTSTART>20260101<DTEND>20260131\r\n" +
	"<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260102091000.500[+9:KST]<TRNAMT>+104000<FITID>A1<NAME>KIM & LEE &lt;cake&gt; FISH&REGAL<MEMO></STMTTRN>\r\n" +
	"<STMTTRN><TRNTYPE>DEBIT\r\n<DTPOSTED>20260103\r\n<TRNAMT>-50,00\r\n<FITID>A2\r\n<CHECKNUM>7\r\n<REFNUM>R7\r\n<PAYEE><NAME>Flour Co<CITY>Seoul</PAYEE>\r\n" +
	"<BANKACCTTO><BANKID>011<ACCTID>99</BANKACCTTO>\r\n<MEMO><![CDATA[a <b> & c]]>\r\n</STMTTRN>\r\n" +
	"<STMTTRN><TRNTYPE>POS<DTPOSTED>202601041200<TRNAMT>-12.345<FITID>A3<NAME>A <3 B<CURRENCY><CURRATE>1300<CURSYM>USD</CURRENCY></STMTTRN>\r\n" +
	"<STMTTRN><TRNTYPE>POS<DTPOSTED>20260230<TRNAMT>1<FITID>A4</STMTTRN>\r\n<STMTTRN><TRNTYPE>POS<DTPOSTED>20260201<TRNAMT>1,234.00<FITID>A5</STMTTRN>\r\n" +
	"</BANKTRANLIST><LEDGERBAL><BALAMT>1000<DTASOF>20260131120000</LEDGERBAL><AVAILBAL><BALAMT>900<DTASOF>20260131</AVAILBAL>" +
	"</STMTRS></STMTTRNRS></BANKMSGSRSV1>\r\n</OFX>\r\n"

func day(s string) Moment {
	t, _ := time.Parse(time.DateOnly, s)
	return Moment{t, true}
}

// TestBank reads a bank statement of OFX 1.x, whose elements have no end tags, and of 2.x, whose have.
func TestBank(t *testing.T) {
	want := []Statement{{
		Kind: Bank, Currency: "KRW", BankID: "004", Account: "000000-00", AccountType: "CHECKING", From: day("2026-01-01"),
		To:        day("2026-01-31"),
		Ledger:    &Balance{Sum{1000, "1000", true}, Moment{Time: time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)}},
		Available: &Balance{Sum{900, "900", true}, day("2026-01-31")},
		Unread:    []Unread{{29, NoDate}, {30, BadAmount}},
		Transactions: []Transaction{
			{
				Line: 17, Kind: "CREDIT", Cash: true, Posted: Moment{Time: time.Date(2026, 1, 2, 0, 10, 0, 5e8, time.UTC)},
				Amount: Sum{104000, "+104000", true}, Currency: "KRW", ID: "A1", Name: "KIM & LEE <cake> FISH&REGAL",
			},
			{
				Line: 18, Kind: "DEBIT", Cash: true, Posted: day("2026-01-03"), Amount: Sum{-50, "-50,00", true}, Currency: "KRW",
				ID:          "A2",
				CheckNumber: "7", Reference: "R7", Name: "Flour Co", Memo: "a <b> & c", CounterAccount: "99", CounterBank: "011",
			},
			{
				Line: 28, Kind: "POS", Cash: true, Posted: Moment{Time: time.Date(2026, 1, 4, 12, 0, 0, 0, time.UTC)},
				Amount: Sum{-1234, "-12.345", false}, Currency: "USD", ID: "A3", Name: "A <3 B",
			},
		},
	}}
	byTime := cmp.Comparer(func(a, b time.Time) bool { return a.Equal(b) })
	for name, text := range map[string]string{
		"CRLF": sgmlHead + sgmlBody, "LF": strings.ReplaceAll(sgmlHead+sgmlBody, "\r\n", "\n"),
		"CR": strings.ReplaceAll(sgmlHead+sgmlBody, "\r\n", "\r"), "BOM": "\uFEFF" + sgmlHead + sgmlBody,
		"lower case": sgmlHead + strings.NewReplacer("<NAME>", "<name>", "STMTTRN>", "stmttrn>").Replace(sgmlBody),
	} {
		got, err := Read([]byte(text))
		if err != nil {
			t.Fatal(name, err)
		}
		if d := cmp.Diff(want, got, byTime); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

const xmlHead = `<?xml version="1.0" encoding="utf-8"?>` + "\n" +
	`<?OFX OFXHEADER="200" VERSION="211" SECURITY="NONE" OLDFILEUID="NONE" NEWFILEUID="NONE"?>` + "\n"

// TestInvestment reads an investment account: the money that moved, and what moved without money.
func TestInvestment(t *testing.T) {
	got, err := Read([]byte(xmlHead + `<OFX><!-- a comment --><INVSTMTMSGSRSV1><INVSTMTTRNRS><INVSTMTRS><DTASOF>20260131</DTASOF><CURDEF>USD</CURDEF>
<INVACCTFROM><BROKERID>b.example</BROKERID><ACCTID>1</ACCTID></INVACCTFROM><INVTRANLIST><DTSTART>20260101</DTSTART><DTEND>junk</DTEND>
<BUYMF><INVBUY><INVTRAN><FITID>1</FITID><DTTRADE>20260102</DTTRADE><DTSETTLE>20260105</DTSETTLE><MEMO>BUY</MEMO></INVTRAN><TOTAL>-10.00</TOTAL></INVBUY><BUYTYPE>BUY</BUYTYPE></BUYMF>
<REINVEST><INVTRAN><FITID>2</FITID><DTTRADE>20260103</DTTRADE></INVTRAN><TOTAL>-1.00</TOTAL></REINVEST>
<TRANSFER><INVTRAN><FITID>3</FITID><DTTRADE>20260104</DTTRADE></INVTRAN><UNITS>5</UNITS></TRANSFER>
<INVBANKTRAN><STMTTRN><TRNTYPE>DEP</TRNTYPE><DTPOSTED>20260105</DTPOSTED><TRNAMT>5.00</TRNAMT><FITID>4</FITID><NAME/><MEMO></MEMO></STMTTRN><SUBACCTFUND>CASH</SUBACCTFUND></INVBANKTRAN>
</INVTRANLIST><INVBAL><AVAILCASH>7.00</AVAILCASH><MARGINBALANCE>0</MARGINBALANCE></INVBAL></INVSTMTRS></INVSTMTTRNRS></INVSTMTMSGSRSV1></OFX>`))
	if err != nil {
		t.Fatal(err)
	}
	want := []Statement{{
		Kind: Investment, Currency: "USD", BankID: "b.example", Account: "1", From: day("2026-01-01"),
		Available: &Balance{Amount: Sum{700, "7.00", true}},
		Transactions: []Transaction{
			{
				Line: 5, Kind: "BUYMF", Cash: true, Posted: day("2026-01-05"), Amount: Sum{-1000, "-10.00", true}, Currency: "USD",
				ID: "1", Memo: "BUY",
			},
			{Line: 6, Kind: "REINVEST", Posted: day("2026-01-03"), Amount: Sum{-100, "-1.00", true}, Currency: "USD", ID: "2"},
			{Line: 7, Kind: "TRANSFER", Posted: day("2026-01-04"), Currency: "USD", ID: "3"},
			{
				Line: 8, Kind: "DEP", Cash: true, Posted: day("2026-01-05"), Amount: Sum{500, "5.00", true}, Currency: "USD",
				ID: "4",
			},
		},
	}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// TestEncodings reads names in UTF-8, Windows-1252, CP949 and UTF-16, and believes the bytes, not the label.
func TestEncodings(t *testing.T) {
	body := func(name string) string {
		return "<OFX><STMTRS><CURDEF>KRW<BANKTRANLIST><STMTTRN><DTPOSTED>20260102<TRNAMT>1<FITID>1<NAME>" + name +
			"</STMTTRN></BANKTRANLIST></STMTRS></OFX>"
	}
	utf16 := "\xFF\xFE"
	for _, r := range xmlHead + body("김민수") {
		utf16 += string([]byte{byte(r), byte(r >> 8)})
	}
	for name, c := range map[string]struct{ text, want string }{
		"UTF-8":          {sgmlHead + body("김민수"), "김민수"},
		"1252":           {sgmlHead + body("caf\xE9"), "café"},
		"949":            {strings.Replace(sgmlHead, "1252", "949", 1) + body("\xB1\xE8\xB9\xCE\xBC\xF6"), "김민수"},
		"UTF-16":         {utf16, "김민수"},
		"label is wrong": {strings.Replace(xmlHead, "utf-8", "utf-16", 1) + body("김민수"), "김민수"},
		"escapes":        {sgmlHead + body("&#44608;&#xBBFC;&apos;&nbsp;&;&#;&unknown;&"), "김민'\u00A0&;&#;&unknown;&"},
	} {
		got, err := Read([]byte(c.text))
		if err != nil || strings.ReplaceAll(got[0].Transactions[0].Name, "\u00A0", " ") != strings.ReplaceAll(c.want,
			"\u00A0", " ") {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

func TestMoments(t *testing.T) {
	at := func(s string) time.Time {
		v, err := time.Parse(time.RFC3339Nano, s)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for s, want := range map[string]time.Time{
		"20260102":                   at("2026-01-02T00:00:00Z"),
		"202601020910":               at("2026-01-02T09:10:00Z"),
		"20260102091011":             at("2026-01-02T09:10:11Z"),
		"20260102091011.123":         at("2026-01-02T09:10:11.123Z"),
		"20260102091011[-5:EST]":     at("2026-01-02T14:10:11Z"),
		"20260102091011.000[+9:KST]": at("2026-01-02T00:10:11Z"),
		"20260102091011[+5.50]":      at("2026-01-02T03:40:11Z"),
	} {
		if got, ok := parseMoment(s); !ok || !got.Time.Equal(want) || got.DayOnly != (len(s) == 8) {
			t.Errorf("%s: %+v", s, got)
		}
	}
	for _, s := range []string{
		"", "2026", "20261301", "20260230", "20260102246060", "2026-01-02", "20260102[x]",
		"20260102[-5", "20260102[NaN]", "20260102[99]",
	} {
		if got, ok := parseMoment(s); ok {
			t.Errorf("%s: %+v", s, got)
		}
	}
}

// TestRefusals wants the line and what is wrong there.
func TestRefusals(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"empty":             {"", "line 1: there is no body"},
		"no header":         {"<OFX></OFX>", "line 1: there is no header"},
		"no body":           {sgmlHead, "line 1: there is no body"},
		"no blank line":     {strings.TrimSuffix(sgmlHead, "\r\n") + sgmlBody, "line 10: the blank line"},
		"keys run together": {strings.ReplaceAll(sgmlHead, "\r\n", "") + sgmlBody, "line 1: the header's keys run together"},
		"no key":            {"OFXHEADER:100\nwhat is this\n\n" + sgmlBody, "line 2: a header line that is no KEY:VALUE"},
		"other data":        {strings.Replace(sgmlHead, "OFXSGML", "ZIP", 1) + sgmlBody, "line 2: DATA"},
		"compressed": {
			strings.Replace(sgmlHead, "COMPRESSION:NONE", "COMPRESSION:GZ", 1) + sgmlBody,
			"line 7: compressed",
		},
		"no OFX declaration": {"<?xml version=\"1.0\"?>\n<OFX></OFX>", "line 2: the declaration <?OFX"},
		"no statement":       {sgmlHead + "<OFX><SIGNONMSGSRSV1></SIGNONMSGSRSV1></OFX>", "no statement"},
		"cut off": {
			sgmlHead + sgmlBody[:strings.Index(sgmlBody, "<FITID>A2")],
			"line 21: the file is cut off: <STMTTRN>",
		},
		"cut within a tag": {
			sgmlHead + sgmlBody[:strings.Index(sgmlBody, "ITID>A2")],
			"line 21: the file ends within a tag",
		},
		"crossed tags": {sgmlHead + strings.Replace(sgmlBody, "</STMTTRN>\r\n<STMTTRN>", "</BANKTRANLIST><STMTTRN>",
			1), "closes nothing that is open"},
		"a nested one": {
			sgmlHead + strings.Replace(sgmlBody, "</STMTTRN>\r\n<STMTTRN>", "<STMTTRN>", 1),
			"a transaction within a transaction",
		},
		"no currency": {sgmlHead + strings.Replace(sgmlBody, "<CURDEF>KRW", "", 1), "no currency"},
		"too deep":    {sgmlHead + "<OFX>" + strings.Repeat("<A>", depthMax), "nested too deeply"},
	} {
		got, err := Read([]byte(c.text))
		if err == nil || !strings.Contains(err.Error(), c.want) || fault.KindOf(err) != fault.Invalid || fault.Message(err,
			fault.Korean) == "" {
			t.Errorf("%s: %v, %v; want %q", name, got, err, c.want)
		}
	}
	if _, err := Read(make([]byte, sizeMax+1)); fault.Message(err, fault.English) != errTooLarge.Say.EN {
		t.Error(err)
	}
}

// TestLinear wants ten times the input in not much more than ten times the time, in the shapes that could be worse.
func TestLinear(t *testing.T) {
	for name, unit := range map[string]string{
		"transactions": "<STMTTRN><DTPOSTED>20260102<TRNAMT>1<FITID>1</STMTTRN>\n",
		"lone marks":   "< ",
		"ampersands":   "&",
		"sections":     "<![CDATA[x]]>",
		"comments":     "<!--x-->",
		"empty ones":   "<X></X>",
		"end tags":     "</X>",
	} {
		measure := func(n int) time.Duration {
			data := []byte(sgmlHead + "<OFX><STMTRS><CURDEF>KRW<BANKTRANLIST><NOTE>" + strings.Repeat(unit, n) +
				"</BANKTRANLIST></STMTRS></OFX>")
			best := time.Hour
			for range 3 {
				start := time.Now()
				if _, err := Read(data); err != nil {
					t.Fatal(name, err)
				}
				best = min(best, time.Since(start))
			}
			return best
		}
		small, large := measure(3000), measure(30000)
		if large > 40*small+50*time.Millisecond {
			t.Errorf("%s: 3,000 in %v, 30,000 in %v", name, small, large)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(sgmlHead + sgmlBody))
	f.Add([]byte(xmlHead + "<OFX><INVSTMTRS><CURDEF>USD</CURDEF><INVTRANLIST><INCOME><INVTRAN><FITID>1</FITID><DTTRADE>20260102</DTTRADE></INVTRAN><TOTAL>1.005</TOTAL></INCOME></INVTRANLIST></INVSTMTRS></OFX>"))
	f.Add([]byte("\xFF\xFE<\x00O\x00F\x00X\x00>\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := Read(data)
		if err != nil {
			if fault.KindOf(err) == fault.Broken {
				t.Error(err)
			}
			return
		}
		for _, s := range got {
			for _, r := range s.Transactions {
				if r.Line < 1 || r.Cash && r.Amount.Printed == "" {
					t.Errorf("%+v", r)
				}
			}
		}
	})
}
