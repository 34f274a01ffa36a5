// Package mt940 reads customer statements of SWIFT (MT940, and the interim MT942), as banks hand them out: with or
// without the SWIFT blocks around them, with the bends of German, Dutch, Swiss and Polish banks, and as fragments of
// single fields.
//
// It gives what the file says, in its order. It does not check the closing balance against the entries.
//
// INVARIANT: every :61: is in Entries; a file with a field that cannot be read, that is out of place, or that was cut
// off is refused whole, with the line. The rules are those of SWIFT's Category 9 handbook, MT 940, and for the
// subfields of :86: those of the German banks (DFÜ-Abkommen, Anlage 3, 8.2).
package mt940

import (
	"time"

	"dangol.example/fault"
	"dangol.example/money"
)

// Statement is one message, or a page of one, or a fragment.
type Statement struct {
	Line      int    // where it begins, from 1
	Fragment  bool   // :20:, :60a: or :62a: is missing: fields that stand alone
	Reference string // :20:
	Related   string // :21:
	Account   string // :25: without the currency that some banks put behind it
	Number    string // :28C: the statement's number, before the slash
	Page      string // :28C: behind the slash
	Currency  money.Currency
	Opening   *Balance  // :60F:, :60M:
	Closing   *Balance  // :62F:, :62M:
	Available *Balance  // :64:
	Forward   []Balance // :65:
	Entries   []Entry
	Info      string // :86: about the whole statement
}

// Balance is a balance at the end of a day. A debit balance is negative.
type Balance struct {
	Intermediate bool      // of a page, not of the whole statement (M for F)
	Day          time.Time // UTC midnight; zero where the bank prints 000000
	Amount       Sum
	Currency     money.Currency
}

// Entry is one :61: with its :86:.
type Entry struct {
	Line          int
	Value         time.Time // the value day, UTC midnight
	Booked        time.Time // the entry day; the value day where there is none
	Mark          string    // C, D, RC (a credit taken back), RD, EC and ED (expected, MT942)
	Amount        Sum       // what it does to the account: D and RC are negative
	Funds         string    // the third letter of the currency, where printed
	Type          string    // NTRF, NMSC, ...
	Reference     string    // for the account owner; "NONREF" is given as ""
	BankReference string    // behind the //
	Supplement    string    // the further lines of :61:
	Details       Details   // :86:
}

// Details is a field :86:. All but Text is filled only where the bank writes it in subfields.
type Details struct {
	Text      string // as printed, with the bank's line breaks undone
	Code      string // Geschäftsvorfallcode, three digits
	Posting   string // ?00: SEPA-UEBERWEISUNG, ...
	Purpose   string // ?20–?29, ?60–?63 (of SEPA its SVWZ+), /REMI/
	Bank      string // ?30, /BIC/
	Account   string // ?31, ?38, /IBAN/
	Name      string // ?32, ?33, /NAME/: the other side
	Ultimate  string // ABWA+, ABWE+: the party behind the other side
	EndToEnd  string // EREF+, /EREF/
	Mandate   string // MREF+, /MARF/
	Collector string // CRED+, /CSID/: the creditor's id
}

// Sum is an amount in minor units. Where the file gives more decimals than the currency has, Exact is false, Amount
// is cut toward zero, and Printed holds what stands in the file.
type Sum struct {
	Amount  money.Amount
	Printed string
	Exact   bool
}

// The limits of a file: ten years of a busy shop.
const (
	sizeMax       = 64 << 20
	entriesMax    = 1_000_000
	statementsMax = 100_000
)

var (
	errTooLarge = fault.New(fault.Invalid,
		"MT940 파일이 너무 커요. 기간을 나누어 내려받아 주세요.",
		"the MT940 file is too large: download a shorter period.")
	errEmpty = fault.New(fault.Invalid,
		"MT940 항목(:20:, :61: 같은)이 하나도 없어요. 은행에서 받은 파일이 맞는지 봐 주세요.",
		"there is no MT940 field (:20:, :61:, ...) in the file. Is it the bank's file?")
)

// malformed is a refusal that names the line and what is wrong there.
func malformed(line int, ko, en string) error {
	return fault.New(fault.Invalid,
		"MT940 파일의 %[1]d번째 줄이 규격과 달라요: %[2]s. 은행에서 다시 내려받아 주세요.",
		"MT940, line %[1]d: %[3]s. Download the file again.", line, ko, en)
}

// Read reads the statements of a file.
func Read(data []byte) ([]Statement, error) {
	if len(data) > sizeMax {
		return nil, errTooLarge
	}
	r := reader{}
	s := scanner{text: decode(data)}
	for {
		f, ok := s.next()
		if !ok {
			break
		}
		if err := r.field(f); err != nil {
			return nil, err
		}
	}
	if err := r.finish(s.line); err != nil {
		return nil, err
	}
	if len(r.out) == 0 {
		return nil, errEmpty
	}
	return r.out, nil
}
