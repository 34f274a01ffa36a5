package mt940

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dangol.example/fault"
	"dangol.example/money"
)

// samples are the shared samples, each with how many statements and entries it holds, how many of the statements are
// fragments, and how many of the whole ones add up: opening balance and entries give the closing balance. By SWIFT's
// rules:
//   - a message has :20:, :25:, :28C:, :60a: and :62a:, in this order, and each :61: may have a :86: behind it;
//   - what holds only single fields is a fragment of a message, well formed in itself;
//   - of the samples one alone is malformed: in sepa_snippet_broken a second :25: stands where :86: should.
//
// Where "sums" is below the whole statements, the sample's makers changed or cut the amounts: the fields are still
// well formed.
var samples = []struct {
	file                                 string
	statements, entries, fragments, sums int
}{
	{"betterplace__amount_formats.sta", 6, 0, 6, 0},
	{"betterplace__currency_in_25.sta", 1, 0, 1, 0},
	{"betterplace__empty_86.sta", 1, 0, 1, 0},
	{"betterplace__empty_entry_date.sta", 1, 1, 1, 0},
	{"betterplace__empty_line.sta", 1, 0, 1, 0},
	{"betterplace__missing_crlf_at_end.sta", 1, 0, 1, 0},
	{"betterplace__sepa_mt9401.sta", 26, 97, 0, 26},
	{"betterplace__sepa_snippet.sta", 2, 11, 0, 1},
	{"betterplace__with_binary_character.sta", 2, 4, 0, 2},
	{"cmxl__account_balance_credit.sta", 1, 0, 1, 0},
	{"cmxl__account_balance_debit.sta", 1, 0, 1, 0},
	{"cmxl__account_identification_iban.sta", 1, 0, 1, 0},
	{"cmxl__account_identification_legacy.sta", 1, 0, 1, 0},
	{"cmxl__available_balance.sta", 1, 0, 1, 0},
	{"cmxl__closing_balance.sta", 1, 0, 1, 0},
	{"cmxl__mt940.sta", 3, 16, 0, 3},
	{"cmxl__reference.sta", 1, 0, 1, 0},
	{"cmxl__statement_details.sta", 1, 1, 1, 0},
	{"cmxl__statement_line.sta", 1, 1, 1, 0},
	{"cmxl__statement_number.sta", 1, 0, 1, 0},
	{"jejik__abnamro.sta", 2, 10, 0, 0},
	{"jejik__generic.sta", 2, 2, 0, 2},
	{"jejik__ing.sta", 1, 7, 0, 0},
	{"jejik__knab.sta", 2, 3, 0, 1},
	{"jejik__postfinance.sta", 2, 4, 0, 1},
	{"jejik__rabobank-iban.sta", 2, 4, 0, 2},
	{"jejik__rabobank.sta", 4, 5, 0, 2},
	{"jejik__sns.sta", 2, 2, 0, 2},
	{"jejik__triodos.sta", 1, 2, 0, 0},
}

func TestSamples(t *testing.T) {
	folder := filepath.Join("..", "..", "..", "shared", "data", "bank", "mt940")
	files, err := filepath.Glob(filepath.Join(folder, "*.sta"))
	if err != nil || len(files) == 0 {
		t.Skip("the shared bank samples are not here")
	}
	if len(files) != len(samples)+1 {
		t.Errorf("%d samples, %d are judged here", len(files), len(samples)+1)
	}
	for _, want := range samples {
		data, err := os.ReadFile(filepath.Join(folder, want.file))
		if err != nil {
			t.Fatal(err)
		}
		got, err := Read(data)
		if err != nil {
			t.Errorf("%s: %v", want.file, err)
			continue
		}
		is := want
		is.statements, is.entries, is.fragments, is.sums = len(got), 0, 0, 0
		for _, s := range got {
			is.entries += len(s.Entries)
			if s.Fragment {
				is.fragments++
			} else if addsUp(s) {
				is.sums++
			}
		}
		if is != want {
			t.Errorf("is %+v, want %+v", is, want)
		}
		if tags := bytes.Count(append([]byte("\n"), data...), []byte("\n:61:")); tags != is.entries {
			t.Errorf("%s: %d :61: in the file, %d entries", want.file, tags, is.entries)
		}
	}
	broken, err := os.ReadFile(filepath.Join(folder, "betterplace__sepa_snippet_broken.sta"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err = Read(broken); err == nil || !strings.Contains(err.Error(), "line 6: the field :25: is out of place") {
		t.Errorf("the broken sample: %v", err)
	}
}

func addsUp(s Statement) bool {
	sum := s.Opening.Amount.Amount
	for _, e := range s.Entries {
		sum += e.Amount.Amount
	}
	return sum == s.Closing.Amount.Amount
}

func day(s string) time.Time {
	t, _ := time.Parse(time.DateOnly, s)
	return t
}

func exact(a money.Amount, printed string) Sum { return Sum{a, printed, true} }

const message = "{1:F01TESTKRSEAXXX0000000000}{2:I940TESTKRSEXXXXN}{4:\r\n" +
	":20:STARTUMS\r\n:21:NONREF\r\n:25:KR00TEST/0000\r\n:28C:12/3\r\n:60F:C251231EUR100,00\r\n" +
	":61:2601021231CR30,5NTRFNONREF//BANK1\r\nmore of it\r\n" +
	":86:166?00GUTSCHRIFT?100399?20EREF+ORDER-47?21SVWZ+Cake for the birthday o?22f Kim?30TESTDEFF\r\n?31DE00123?32Kim Min\r\n?33su?34000\r\n" +
	":61:2601030103RC10,NCHGREF123456\r\n:86:free words\r\nof two lines\r\n" +
	":61:260104D0,50N654NONREF\r\n" +
	":62F:C260104EUR120,00\r\n:64:C260104EUR119,\r\n:65:C260105EUR118,00\r\n:65:C260106EUR117,00\r\n:86:have a nice day\r\n-}\r\n"

func TestMessage(t *testing.T) {
	want := []Statement{{
		Line: 2, Reference: "STARTUMS", Related: "NONREF", Account: "KR00TEST/0000", Number: "12", Page: "3", Currency: "EUR",
		Opening:   &Balance{Day: day("2025-12-31"), Amount: exact(10000, "100,00"), Currency: "EUR"},
		Closing:   &Balance{Day: day("2026-01-04"), Amount: exact(12000, "120,00"), Currency: "EUR"},
		Available: &Balance{Day: day("2026-01-04"), Amount: exact(11900, "119,"), Currency: "EUR"},
		Forward: []Balance{
			{Day: day("2026-01-05"), Amount: exact(11800, "118,00"), Currency: "EUR"},
			{Day: day("2026-01-06"), Amount: exact(11700, "117,00"), Currency: "EUR"},
		},
		Info: "have a nice day",
		Entries: []Entry{
			{
				Line: 7, Value: day("2026-01-02"), Booked: day("2025-12-31"), Mark: "C", Funds: "R", Amount: exact(3050, "30,5"),
				Type:          "NTRF",
				BankReference: "BANK1", Supplement: "more of it", Details: Details{
					Text: "166?00GUTSCHRIFT?100399?20EREF+ORDER-47?21SVWZ+Cake for the birthday o?22f Kim" +
						"?30TESTDEFF?31DE00123?32Kim Min?33su?34000",
					Code: "166", Posting: "GUTSCHRIFT", Purpose: "Cake for the birthday of Kim", Bank: "TESTDEFF", Account: "DE00123",
					Name: "Kim Min su", EndToEnd: "ORDER-47",
				},
			},
			{
				Line: 12, Value: day("2026-01-03"), Booked: day("2026-01-03"), Mark: "RC", Amount: exact(-1000, "10,"),
				Type:      "NCHG",
				Reference: "REF123456", Details: Details{Text: "free words of two lines"},
			},
			{Line: 15, Value: day("2026-01-04"), Booked: day("2026-01-04"), Mark: "D", Amount: exact(-50, "0,50"), Type: "N654"},
		},
	}}
	for _, text := range []string{message, strings.ReplaceAll(message, "\r\n", "\n"), strings.ReplaceAll(message, "\r\n",
		"\r"), "\uFEFF" + message} {
		got, err := Read([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Fatal(d)
		}
	}
	if !addsUp(want[0]) {
		t.Error("the message does not add up")
	}
}

// TestLines reads single :61: lines.
func TestLines(t *testing.T) {
	for line, want := range map[string]Entry{
		"110701CN50,00NZ10NONREF": {
			Value: day("2011-07-01"), Booked: day("2011-07-01"), Mark: "C", Funds: "N",
			Amount: exact(5000, "50,00"), Type: "NZ10",
		},
		"2601021231D1,NTRFA//B": {
			Value: day("2026-01-02"), Booked: day("2025-12-31"), Mark: "D",
			Amount: exact(-100, "1,"), Type: "NTRF", Reference: "A", BankReference: "B",
		},
		"2512310102D1,NTRFA": {
			Value: day("2025-12-31"), Booked: day("2026-01-02"), Mark: "D",
			Amount: exact(-100, "1,"), Type: "NTRF", Reference: "A",
		},
		"2403010229RD1,NTRF": {
			Value: day("2024-03-01"), Booked: day("2024-02-29"), Mark: "RD",
			Amount: exact(100, "1,"), Type: "NTRF",
		},
		"991231EC1,5S103X": {
			Value: day("1999-12-31"), Booked: day("1999-12-31"), Mark: "EC",
			Amount: exact(150, "1,5"), Type: "S103", Reference: "X",
		},
		"260102C0,005NTRFX": {
			Value: day("2026-01-02"), Booked: day("2026-01-02"), Mark: "C",
			Amount: Sum{0, "0,005", false}, Type: "NTRF", Reference: "X",
		},
		"260102C7": {
			Value: day("2026-01-02"), Booked: day("2026-01-02"), Mark: "C",
			Amount: exact(700, "7"),
		},
		"260102D1,N0440121470966      J. Test": {
			Value: day("2026-01-02"), Booked: day("2026-01-02"), Mark: "D",
			Amount: exact(-100, "1,"), Type: "N044", Reference: "0121470966", Supplement: "J. Test",
		},
	} {
		got, err := Read([]byte(":61:" + line + "\n"))
		if err != nil {
			t.Errorf("%s: %v", line, err)
			continue
		}
		want.Line = 1
		if d := cmp.Diff([]Statement{{Line: 1, Fragment: true, Entries: []Entry{want}}}, got); d != "" {
			t.Errorf("%s: %s", line, d)
		}
	}
}

// TestCurrencies reads amounts in the decimals of their currency.
func TestCurrencies(t *testing.T) {
	for line, want := range map[string]Balance{
		":60F:C260102KRW104000,": {Day: day("2026-01-02"), Amount: exact(104000, "104000,"), Currency: "KRW"},
		":62M:D260102KWD1,005": {
			Intermediate: true, Day: day("2026-01-02"), Amount: exact(-1005, "1,005"),
			Currency: "KWD",
		},
		":60F:C000000EUR0,00": {Amount: exact(0, "0,00"), Currency: "EUR"},
	} {
		got, err := Read([]byte(line))
		if err != nil {
			t.Fatal(line, err)
		}
		b := got[0].Opening
		if b == nil {
			b = got[0].Closing
		}
		if d := cmp.Diff(&want, b); d != "" {
			t.Errorf("%s: %s", line, d)
		}
	}
	got, err := Read([]byte(":25:1291.99.348KRW\n:61:260102C104000,NTRFX\n"))
	if err != nil || got[0].Account != "1291.99.348" || got[0].Currency != "KRW" ||
		got[0].Entries[0].Amount.Amount != 104000 {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err = Read([]byte(":25:BR00000000000000000010000001ABC\n")); err != nil || got[0].Currency != "" {
		t.Errorf("the letters of an IBAN are no currency: %+v, %v", got, err)
	}
}

// TestDetails reads :86: in the manners of the banks.
func TestDetails(t *testing.T) {
	for text, want := range map[string]Details{
		"091":        {Code: "091"},
		"free words": {},
		"171?00SEPA?20EREF+A-12345678901234567890?2112345?22MREF+M1?23CRED+C1?24SVWZ+FOO 12345678901234567890?25BAR?26ABWA+Lee": {
			Code: "171", Posting: "SEPA", EndToEnd: "A-1234567890123456789012345", Mandate: "M1", Collector: "C1",
			Purpose: "FOO 12345678901234567890BAR", Ultimate: "Lee",
		},
		"020~00Wyplata~20jeden~21dwa~38PL00~32HUTA": {
			Code: "020", Posting: "Wyplata",
			Purpose: "jeden dwa", Account: "PL00", Name: "HUTA",
		},
		"166?20why?45not?32Kim": {Code: "166", Purpose: "why?45not", Name: "Kim"},
		"/EREF/01-01-2013 12:00/BENM//NAME/JOHN TEST/REMI//ISDT/2013-07-11": {
			EndToEnd: "01-01-2013 12:00",
			Name:     "JOHN TEST",
		},
		"/TRTP/SEPA OVERBOEKING/IBAN/NL00TEST/BIC/TESTNL2A/NAME/J. TEST/REMI/inv 1/2/EREF/NOTPROVIDED": {
			Posting: "SEPA OVERBOEKING", Account: "NL00TEST", Bank: "TESTNL2A", Name: "J. TEST", Purpose: "inv 1/2",
			EndToEnd: "NOTPROVIDED",
		},
		"/CNTP/NL00TEST/TESTNL2A/J. TEST/SEOUL//REMI/USTD//cake/": {
			Account: "NL00TEST", Bank: "TESTNL2A", Name: "J. TEST",
			Purpose: "cake",
		},
	} {
		want.Text = text
		got, err := Read([]byte(":61:260102C1,NTRFX\n:86:" + text + "\n"))
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if d := cmp.Diff(want, got[0].Entries[0].Details); d != "" {
			t.Errorf("%s: %s", text, d)
		}
	}
}

// TestBreaks undoes the bank's line breaks: a full line went on, a shorter one ended.
func TestBreaks(t *testing.T) {
	full := strings.Repeat("x", wrapColumn-len(":86:"))
	got, err := Read([]byte(":61:260102C1,NTRFX\n:86:" + full + "\ny\n\nz\n:86:again\n"))
	if err != nil || got[0].Entries[0].Details.Text != full+"y z again" {
		t.Errorf("%+v, %v", got, err)
	}
}

// TestEncodings reads UTF-8, CP949 and Windows-1252.
func TestEncodings(t *testing.T) {
	for text, want := range map[string]string{
		"김민수": "김민수", "\xB1\xE8\xB9\xCE\xBC\xF6": "김민수",
		"\xDCberweisung M\xFCller": "Überweisung Müller",
	} {
		got, err := Read([]byte(":61:260102C1,NTRFX\n:86:" + text + "\n"))
		if err != nil || got[0].Entries[0].Details.Text != want {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
}

// TestRefusals wants the line and what is wrong there.
func TestRefusals(t *testing.T) {
	head := ":20:A\n:25:1\n:28C:1\n:60F:C260101EUR1,\n"
	for text, want := range map[string]string{
		"": "no MT940 field",
		"날짜,이름,금액\n2026-01-02,김민수,1000\n": "no MT940 field",
		head:                                                "line 4: the statement is cut off",
		head + ":61:260102C1,NTRFX\n:86:half":               "line 6: the statement is cut off",
		":20:A\n:62F:C260101EUR1,\n":                        "line 1: the statement has no opening balance",
		":20:A\n:61:260102C1,NTRFX\n":                       "line 1: the statement has no opening balance",
		head + ":60F:C260101EUR1,\n":                        "line 5: the field :60F: is out of place",
		head + ":25:1\n":                                    "line 5: the field :25: is out of place",
		head + ":62F:C260101EUR1,\n:61:260102C1,":           "line 6: the field :61: is out of place",
		":61:260102C1,NTRFX\n:20:A\n":                       "line 1: a statement does not begin with :20:",
		head + ":62F:C260101EUR1,\n-\n:61:260102C1,NTRFX\n": "line 7: a statement does not begin with :20:",
		":60F:X260101EUR1,":                                 "line 1: the balance of :60F:",
		":60F:C261301EUR1,":                                 "line 1: the balance of :60F:",
		":60F:C260101EUR1.234,00":                           "line 1: the balance of :60F:",
		":60F:C260101EUR":                                   "line 1: the balance of :60F:",
		":61:260230C1,NTRFX":                                "line 1: the value day",
		":61:":                                              "line 1: the value day",
		":61:2601021331C1,NTRFX":                            "line 1: the entry day",
		":61:260102X1,NTRFX":                                "line 1: field :61: says neither",
		":61:260102CNTRFX":                                  "line 1: the amount",
		":61:260102C1,,NTRFX":                               "line 1: the amount",
		":61:260102C99999999999999999999,NTRFX":             "line 1: the amount",
		":61:260102C1,NT":                                   "line 1: the transaction type",
	} {
		got, err := Read([]byte(text))
		if err == nil || !strings.Contains(err.Error(), want) || fault.KindOf(err) != fault.Invalid || fault.Message(err,
			fault.Korean) == "" {
			t.Errorf("%q: %v, %v; want %q", text, got, err, want)
		}
	}
	if _, err := Read(make([]byte, sizeMax+1)); fault.Message(err, fault.English) != errTooLarge.Say.EN {
		t.Error(err)
	}
}

// TestInterim reads an MT942, which has no balances.
func TestInterim(t *testing.T) {
	got, err := Read([]byte(":20:A\n:25:1\n:28C:1\n:34F:KRW0,\n:13D:2601021200+0900\n:61:260102C104000,NTRFX\n:NS:bank's own\n:90D:0KRW0,\n:90C:1KRW104000,\n-\n"))
	if err != nil || len(got) != 1 || got[0].Currency != "KRW" || got[0].Entries[0].Amount.Amount != 104000 {
		t.Errorf("%+v, %v", got, err)
	}
}

// TestLinear wants ten times the input in not much more than ten times the time, in the shapes that could be worse.
func TestLinear(t *testing.T) {
	for name, unit := range map[string]string{
		"entries":    ":61:260102C1,NTRFX\n:86:166?00A?20B?32C\n",
		"words":      ":86:again and again\n",
		"lines":      "a line that goes on\n",
		"subfields":  "?20x?21",
		"separators": "?????",
		"slashes":    "/NAME/x/",
		"fragments":  ":60F:C260101EUR1,\n",
	} {
		measure := func(n int) time.Duration {
			data := []byte(":61:260102C1,NTRFX\n:86:166?00/NAME/" + strings.Repeat(unit, n))
			if name == "slashes" {
				data = []byte(":61:260102C1,NTRFX\n:86:" + strings.Repeat(unit, n))
			}
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
		small, large := measure(2000), measure(20000)
		if large > 40*small+50*time.Millisecond {
			t.Errorf("%s: 2,000 in %v, 20,000 in %v", name, small, large)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		message, ":86:091\n-\n",
		":61:1409010902DR000000000001,62NTRF0000//0254\n:86:171?00X?20EREF+A\n",
		":940:\n:20:A\n:25:1EUR\n:28:0/0\n:60F:C110614EUR473,17\n:61:110527D1213,28N0440121470966      J. Test\n:86:a\n:86:b\n:62F:C110615EUR395,82\n",
		":61:260102C1,NTRFX\n:86:/BENM//NAME/J/REMI//ISDT/2013\n", "{1:F01}{2:}{4::20:A\n-}{5:}",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := Read(data)
		if err != nil {
			if fault.KindOf(err) == fault.Broken {
				t.Error(err)
			}
			return
		}
		for _, s := range got {
			for _, e := range s.Entries {
				if e.Line < s.Line || e.Value.IsZero() || e.Booked.IsZero() || e.Mark == "" {
					t.Errorf("%+v", e)
				}
			}
		}
	})
}
