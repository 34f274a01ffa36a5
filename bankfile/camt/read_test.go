package camt

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dangol.example/fault"
	"dangol.example/money"
)

func sampleFolder(t *testing.T) string {
	t.Helper()
	folder := filepath.Join("..", "..", "..", "shared", "data", "bank", "camt")
	if _, err := os.Stat(folder); err != nil {
		t.Skip("the shared bank samples are not here")
	}
	return folder
}

// TestSamples reads the shared samples: statements, entries, transactions and balances in them.
func TestSamples(t *testing.T) {
	folder := sampleFolder(t)
	type count struct{ Statements, Entries, Transactions, Balances int }
	want := map[string]count{
		"camt053.v2.all-balance-types.xml":          {1, 1, 1, 10},
		"camt053.v2.five.decimals.xml":              {1, 1, 1, 2},
		"camt053.v2.minimal.ultimate.xml":           {1, 1, 1, 4},
		"camt053.v2.minimal.xml":                    {1, 1, 1, 4},
		"camt053.v2.multi.statement.xml":            {2, 2, 2, 4},
		"camt053.v2.with-account-name.xml":          {1, 1, 1, 1},
		"camt053.v2.with-party-ids.xml":             {1, 1, 1, 4},
		"camt053.v3.xml":                            {1, 1, 1, 4},
		"camt053.v4.xml":                            {1, 1, 1, 4},
		"camt053.v8.xml":                            {1, 1, 1, 4},
		"camt054.v2.with-account-name.xml":          {1, 1, 1, 0},
		"camt054.v2.xml":                            {1, 1, 3, 0},
		"camt054.v4.xml":                            {1, 1, 3, 0},
		"camt054.v8-with-UETR.xml":                  {1, 1, 1, 0},
		"camt054.v8-with-financial-institution.xml": {1, 1, 1, 0},
		"camt054.v8.xml":                            {1, 1, 3, 0},
	}
	files, _ := filepath.Glob(filepath.Join(folder, "*.xml"))
	if len(files) != len(want)+1 {
		t.Errorf("%d samples, %d are judged here", len(files), len(want)+1)
	}
	got := map[string]count{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(file)
		statements, err := Read(data)
		if name == "camt053.v2.wrong.xml" {
			if fault.Message(err, fault.English) != errEmpty.Say.EN {
				t.Errorf("%s, which holds no statement: %v", name, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		version := strings.ReplaceAll(name[:len("camt053.v2")], ".v", ".001.0")
		c := count{Statements: len(statements)}
		for _, s := range statements {
			c.Entries += len(s.Entries)
			c.Balances += len(s.Balances)
			for _, e := range s.Entries {
				c.Transactions += len(e.Transactions)
			}
			if len(s.Unread) > 0 || s.Account == "" || s.Currency == "" || strings.Replace(s.Message, "camt.", "camt",
				1) != version {
				t.Errorf("%s: %+v", name, s)
			}
		}
		got[name] = c
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// expected is what the samples' own library says of them: whatever this test looks at.
type expected struct {
	Entries []struct {
		Amount struct {
			Amount string `json:"getAmount"`
		} `json:"getAmount"`
		Reference *string           `json:"getReference"`
		Servicer  *string           `json:"getAccountServicerReference"`
		Status    *string           `json:"getStatus"`
		BatchID   *string           `json:"getBatchPaymentId"`
		Info      string            `json:"getAdditionalInfo"`
		Booked    *day              `json:"getBookingDate"`
		Value     *day              `json:"getValueDate"`
		Reversal  bool              `json:"getReversalIndicator"`
		Details   []json.RawMessage `json:"getTransactionDetails"`
		First     *struct {
			Amount *struct {
				Amount string `json:"getAmount"`
			} `json:"getAmount"`
			References *struct {
				EndToEnd    *string `json:"getEndToEndId"`
				Instruction *string `json:"getInstructionId"`
				UETR        *string `json:"getUuidEndToEndReference"`
			} `json:"getReference"`
			Info *string `json:"getAdditionalTransactionInformation"`
		} `json:"getTransactionDetail"`
	} `json:"getEntries"`
}

type day struct {
	At time.Time `json:"0"`
}

// TestAgainstExpected compares the entries with the .json beside each sample.
func TestAgainstExpected(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(sampleFolder(t), "*.json"))
	compared := 0
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var want expected
		if err := json.Unmarshal(raw, &want); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		data, err := os.ReadFile(strings.TrimSuffix(file, ".json") + ".xml")
		if err != nil {
			t.Fatal(err)
		}
		statements, err := Read(data)
		if err != nil {
			t.Fatal(err)
		}
		var entries []Entry
		for _, s := range statements {
			entries = append(entries, s.Entries...)
		}
		if len(want.Entries) == 0 || len(entries) < len(want.Entries) { // theirs lists the last statement's only
			t.Errorf("%s: %d entries, want %d", file, len(entries), len(want.Entries))
			continue
		}
		for i, e := range entries[len(entries)-len(want.Entries):] {
			w := want.Entries[i]
			compared++
			if printed := strconv.FormatInt(int64(e.Amount.Amount), 10); printed != w.Amount.Amount {
				t.Errorf("%s: amount %s, want %s", file, printed, w.Amount.Amount)
			}
			same := func(what, got string, want *string) {
				if want != nil && got != *want {
					t.Errorf("%s: %s %q, want %q", file, what, got, *want)
				}
			}
			same("reference", e.Reference, w.Reference)
			same("servicer's reference", e.ServicerReference, w.Servicer)
			same("status", e.Status, w.Status)
			same("batch", e.BatchID, w.BatchID)
			same("info", e.Info, &w.Info)
			if e.Reversal != w.Reversal || w.Booked != nil && !e.Booked.Time.Equal(w.Booked.At) || w.Value != nil &&
				!e.Value.Time.Equal(w.Value.At) {
				t.Errorf("%s: %+v, want %+v", file, e, w)
			}
			if len(e.Transactions) != len(w.Details) {
				t.Errorf("%s: %d transactions, want %d", file, len(e.Transactions), len(w.Details))
				continue
			}
			tx, first := e.Transactions[0], w.First
			// Theirs gives a transaction the sign of its entry; ours the sign that the transaction states, where it states one.
			if first.Amount != nil && magnitude(tx.Amount.Amount) != strings.TrimPrefix(first.Amount.Amount, "-") {
				t.Errorf("%s: %+v, want %s", file, tx.Amount, first.Amount.Amount)
			}
			if refs := first.References; refs != nil {
				same("end to end", tx.EndToEndID, refs.EndToEnd)
				same("instruction", tx.InstructionID, refs.Instruction)
				same("UETR", tx.UETR, refs.UETR)
			}
		}
	}
	if compared != 16 {
		t.Errorf("%d entries compared, want 16", compared)
	}
}

func magnitude(a money.Amount) string {
	return strings.TrimPrefix(strconv.FormatInt(int64(a), 10), "-")
}

const head = `<?xml version="1.0" encoding="UTF-8"?>` + "\n" +
	`<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId></GrpHdr>`

const tail = `</BkToCstmrStmt></Document>`

const full = head + `<Stmt><Id>S1</Id><CreDtTm>2026-01-31T18:00:00+09:00</CreDtTm>
<Acct><Id><Othr><Id>000-00</Id></Othr></Id><Ccy>KRW</Ccy><Nm>shop</Nm><Ownr><Pty><Nm>Test Bakery</Nm></Pty></Ownr><Svcr><FinInstnId><BICFI>TESTKRSE</BICFI></FinInstnId></Svcr></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="KRW">1000</Amt><CdtDbtInd>DBIT</CdtDbtInd><Dt><Dt>2026-01-01</Dt></Dt></Bal>
<Bal><Tp><CdOrPrtry><Prtry>OWN</Prtry></CdOrPrtry></Tp><Amt Ccy="USD">1.50</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><DtTm>2026-01-31T12:00:00</DtTm></Dt></Bal>
<Ntry><NtryRef>7</NtryRef><Amt Ccy="KRW">104000</Amt><CdtDbtInd>CRDT</CdtDbtInd><RvslInd>true</RvslInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-01-02+09:00</Dt></BookgDt><ValDt><Dt>2026-01-03</Dt></ValDt>
<AcctSvcrRef>B7</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>
<NtryDtls><Btch><PmtInfId>P1</PmtInfId><NbOfTxs>2</NbOfTxs></Btch>
<TxDtls><Refs><EndToEndId>E1</EndToEndId><InstrId>I1</InstrId><TxId>T1</TxId><UETR>255ae394</UETR><MndtId>D1</MndtId><AcctSvcrRef>B8</AcctSvcrRef></Refs><Amt Ccy="KRW">100000</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<RltdPties><Dbtr><Pty><Nm>김민수</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>KR00</IBAN></Id></DbtrAcct><UltmtDbtr><Pty><Nm>이서연</Nm></Pty></UltmtDbtr><Cdtr><Agt><FinInstnId><Nm>A Bank</Nm></FinInstnId></Agt></Cdtr></RltdPties>
<RltdAgts><DbtrAgt><FinInstnId><BICFI>TESTDEFF</BICFI></FinInstnId></DbtrAgt></RltdAgts>
<RmtInf><Ustrd>cake</Ustrd><Ustrd>for Friday</Ustrd><Strd><RfrdDocInf><Nb>INV1</Nb></RfrdDocInf><CdtrRefInf><Ref>RF47</Ref></CdtrRefInf><AddtlRmtInf>thanks</AddtlRmtInf></Strd></RmtInf><AddtlTxInf>app</AddtlTxInf></TxDtls>
<TxDtls><AmtDtls><TxAmt><Amt Ccy="KRW">4000</Amt></TxAmt></AmtDtls></TxDtls></NtryDtls><AddtlNtryInf>two orders</AddtlNtryInf></Ntry>
<Ntry><Amt Ccy="EUR">8.855</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>PDNG</Sts></Ntry>
<Ntry><Amt Ccy="EUR">27.050</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><DtTm>2026-01-02T09:10:00.5+09:00</DtTm></BookgDt><BkTxCd><Prtry><Cd>544</Cd></Prtry></BkTxCd></Ntry>
<Ntry><Amt Ccy="KRW">1,000</Amt><CdtDbtInd>CRDT</CdtDbtInd></Ntry>
<Ntry><Amt Ccy="KRW">-5</Amt><CdtDbtInd>CRDT</CdtDbtInd></Ntry>
<Ntry><Amt Ccy="KRW">5</Amt></Ntry>
<AddtlStmtInf>bye</AddtlStmtInf></Stmt>` + tail

func only(s string) Moment {
	t, _ := time.Parse(time.DateOnly, s)
	return Moment{Time: t, DayOnly: true}
}

func TestStatement(t *testing.T) {
	exact := func(a money.Amount, printed string) Sum { return Sum{a, printed, true} }
	want := []Statement{{
		Message: "camt.053.001.08", ID: "S1", Created: Moment{Time: time.Date(2026, 1, 31, 9, 0, 0, 0, time.UTC)},
		Account:     "000-00",
		AccountName: "shop", Owner: "Test Bakery", Bank: "TESTKRSE", Currency: "KRW", Info: "bye",
		Balances: []Balance{
			{"OPBD", exact(-1000, "1000"), "KRW", only("2026-01-01")},
			{"OWN", exact(150, "1.50"), "USD", Moment{Time: time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC), Local: true}},
		},
		Unread: []Unread{{16, BadAmount}, {17, BadAmount}, {18, NoDirection}},
		Entries: []Entry{
			{
				Line: 6, Reference: "7", ServicerReference: "B7", Amount: exact(104000, "104000"), Currency: "KRW", Reversal: true,
				Status: "BOOK",
				Booked: only("2026-01-02"), Value: only("2026-01-03"), Code: "PMNT/RCDT/ESCT", BatchCount: 2, BatchID: "P1",
				Info: "two orders",
				Transactions: []Transaction{
					{
						Amount: exact(100000, "100000"), Currency: "KRW", EndToEndID: "E1", InstructionID: "I1", TransactionID: "T1",
						ServicerReference: "B8", UETR: "255ae394", MandateID: "D1",
						Debtor: Party{"김민수", "KR00", "TESTDEFF"}, UltimateDebtor: "이서연", Creditor: Party{Name: "A Bank"},
						Unstructured: []string{"cake", "for Friday"}, References: []string{"RF47", "INV1"}, Info: "app thanks",
					},
					{Amount: exact(4000, "4000"), Currency: "KRW"},
				},
			},
			{Line: 14, Amount: Sum{-885, "8.855", false}, Currency: "EUR", Status: "PDNG"},
			{
				Line: 15, Amount: exact(-2705, "27.050"), Currency: "EUR", Status: "BOOK",
				Booked: Moment{Time: time.Date(2026, 1, 2, 0, 10, 0, 5e8, time.UTC)}, Code: "544",
			},
		},
	}}
	byTime := cmp.Comparer(func(a, b time.Time) bool { return a.Equal(b) })
	for name, text := range map[string]string{
		"plain": full,
		"BOM":   "\uFEFF" + full,
		"CRLF":  strings.ReplaceAll(full, "\n", "\r\n"),
		"envelope": strings.NewReplacer("<Document", "<Envelope xmlns:e='x'><e:Hdr/><Document", tail,
			tail+"</Envelope>").Replace(full),
		"prefix": strings.NewReplacer("<?", "<?", "</", "</c:", "<", "<c:", " xmlns=", " xmlns:c=").Replace(full),
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

// TestOldVersion reads the places of version 2: a party's name, the BIC, and the amount of a transaction.
func TestOldVersion(t *testing.T) {
	got, err := Read([]byte(`<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.02"><BkToCstmrDbtCdtNtfctn><Ntfctn><Id>1</Id><Ntry><Amt Ccy="KRW">5</Amt><CdtDbtInd>DBIT</CdtDbtInd>
<NtryDtls><TxDtls><AmtDtls><InstdAmt><Amt Ccy="KRW">5</Amt></InstdAmt></AmtDtls><RltdPties><Cdtr><Nm>Flour Co</Nm></Cdtr><CdtrAcct><Id><Othr><Id>99</Id></Othr></Id></CdtrAcct></RltdPties>
<RltdAgts><CdtrAgt><FinInstnId><BIC>TESTKRSE</BIC></FinInstnId></CdtrAgt></RltdAgts></TxDtls></NtryDtls></Ntry><AddtlNtfctnInf>hi</AddtlNtfctnInf></Ntfctn></BkToCstmrDbtCdtNtfctn></Document>`))
	if err != nil || len(got) != 1 {
		t.Fatal(got, err)
	}
	tx := got[0].Entries[0].Transactions[0]
	if tx.Creditor != (Party{"Flour Co", "99", "TESTKRSE"}) || tx.Amount.Amount != -5 || got[0].Currency != "KRW" ||
		got[0].Info != "hi" || got[0].Message != "camt.054.001.02" {
		t.Errorf("%+v", got[0])
	}
}

// TestEncodings reads UTF-16, EUC-KR, and UTF-8 whatever the label says.
func TestEncodings(t *testing.T) {
	body := func(name string) string {
		return strings.TrimPrefix(head, `<?xml version="1.0" encoding="UTF-8"?>`) + `<Stmt><Acct><Nm>` + name +
			`</Nm></Acct></Stmt>` + tail
	}
	utf16 := "\xFE\xFF"
	for _, r := range `<?xml version="1.0" encoding="UTF-16"?>` + body("김민수") {
		utf16 += string([]byte{byte(r >> 8), byte(r)})
	}
	for name, text := range map[string]string{
		"UTF-16":         utf16,
		"EUC-KR":         `<?xml version="1.0" encoding="EUC-KR"?>` + body("\xB1\xE8\xB9\xCE\xBC\xF6"),
		"label is wrong": `<?xml version="1.0" encoding="EUC-KR"?>` + body("김민수"),
	} {
		got, err := Read([]byte(text))
		if err != nil || got[0].AccountName != "김민수" {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

func TestRefusals(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"empty":            {"", "no statement"},
		"other XML":        {"<a><Stmt><Id>1</Id></Stmt></a>", "no statement"},
		"no statement":     {head + tail, "no statement"},
		"no XML":           {"날짜,이름\n1 < 2", "line 2: the file is cut off"},
		"cut off":          {full[:strings.Index(full, "<AcctSvcrRef>")], "line 7: the file is cut off"},
		"cut at the end":   {strings.TrimSuffix(full, tail), "the file is cut off"},
		"crossed tags":     {head + "<Stmt></Bal></Stmt>" + tail, "line 2: the file is cut off"},
		"unknown encoding": {`<?xml version="1.0" encoding="x-none"?><a>` + "\xFF" + `</a>`, "line 1: the file is cut off"},
		"own entities": {`<!DOCTYPE a [<!ENTITY b "c">]>` + strings.Replace(head,
			`<?xml version="1.0" encoding="UTF-8"?>`, "", 1) + "<Stmt><Id>&b;</Id></Stmt>" + tail, "the file is cut off"},
		"too deep": {strings.Repeat("<a>", depthMax+1), "the file is cut off"},
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

// TestLinear wants ten times the input in not much more than ten times the time.
func TestLinear(t *testing.T) {
	for name, parts := range map[string][3]string{
		"entries": {"", `<Ntry><Amt Ccy="KRW">5</Amt><CdtDbtInd>CRDT</CdtDbtInd></Ntry>`, ""},
		"transactions": {
			`<Ntry><Amt Ccy="KRW">5</Amt><CdtDbtInd>CRDT</CdtDbtInd><NtryDtls>`,
			`<TxDtls><RmtInf><Ustrd>x</Ustrd></RmtInf></TxDtls>`, `</NtryDtls></Ntry>`,
		},
		"words": {
			`<Ntry><Amt Ccy="KRW">5</Amt><CdtDbtInd>CRDT</CdtDbtInd><NtryDtls><TxDtls>`,
			`<RmtInf><Strd><AddtlRmtInf>x</AddtlRmtInf></Strd></RmtInf>`, `</TxDtls></NtryDtls></Ntry>`,
		},
	} {
		measure := func(n int) time.Duration {
			data := []byte(head + "<Stmt>" + parts[0] + strings.Repeat(parts[1], n) + parts[2] + "</Stmt>" + tail)
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
		small, large := measure(300), measure(3000)
		if large > 40*small+50*time.Millisecond {
			t.Errorf("%s: 300 in %v, 3,000 in %v", name, small, large)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(full))
	f.Add([]byte(strings.Replace(full, "<Sts><Cd>BOOK</Cd></Sts>", "<Sts>BOOK</Sts>", 1)))
	f.Add([]byte("\xFE\xFF\x00<\x00a\x00/\x00>"))
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
				if e.Line < 1 || e.Amount.Printed == "" {
					t.Errorf("%+v", e)
				}
			}
		}
	})
}
