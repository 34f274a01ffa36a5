// Package camt reads ISO 20022 cash management messages: camt.053 (statements), camt.054 (debit and credit notices)
// and camt.052 (reports), of every version: the versions differ in their outer parts, and where they differ in the
// inner ones (a party's name moved under Pty in version 8, Sts got a Cd) both places are looked at.
//
// It gives what the message says, in its order. It checks no balance against the entries and validates no schema: a
// bank's own additions do not matter.
//
// INVARIANT: an entry is either in Entries or, with its line, in Unread; a message that was cut off is refused whole.
package camt

import (
	"time"

	"dangol.example/fault"
	"dangol.example/money"
)

// Statement is one Stmt, Ntfctn or Rpt.
type Statement struct {
	Message     string // "camt.053.001.08", from the namespace; "" when it does not say
	ID          string
	Created     Moment
	Account     string // IBAN, else the bank's own number
	AccountName string
	Owner       string
	Bank        string         // the servicer's name, else its BIC
	Currency    money.Currency // of the account, else of its first balance or entry
	Balances    []Balance
	Entries     []Entry
	Unread      []Unread
	Info        string // AddtlStmtInf, AddtlNtfctnInf
}

// Balance is one Bal. A debit balance is negative.
type Balance struct {
	Type     string // OPBD, PRCD, CLBD, ITBD, OPAV, CLAV, FWAV, ITAV, INFO, XPCD, or the bank's own
	Amount   Sum
	Currency money.Currency
	On       Moment
}

// Entry is one Ntry.
type Entry struct {
	Line              int    // where it begins, from 1
	Reference         string // NtryRef
	ServicerReference string // AcctSvcrRef: the bank's own, which names the entry for ever
	Amount            Sum    // a credit is positive, also when it takes back a debit
	Currency          money.Currency
	Reversal          bool   // RvslInd
	Status            string // BOOK, PDNG (not booked yet), INFO, FUTR
	Booked, Value     Moment
	Code              string // BkTxCd: PMNT/RCDT/ESCT, else the bank's own
	BatchCount        int    // NbOfTxs; 0 when not said
	BatchID           string // PmtInfId of the batch
	Info              string // AddtlNtryInf
	Transactions      []Transaction
}

// Transaction is one TxDtls. Amount.Printed is empty when the details give none.
type Transaction struct {
	Amount            Sum // a credit is positive
	Currency          money.Currency
	EndToEndID        string
	InstructionID     string
	TransactionID     string
	ServicerReference string
	UETR              string
	MandateID         string
	Debtor            Party
	Creditor          Party
	UltimateDebtor    string
	UltimateCreditor  string
	Unstructured      []string // Ustrd, as it is
	References        []string // creditor references and document numbers of Strd
	Info              string   // AddtlTxInf, and AddtlRmtInf of Strd
}

// Party is one side of a transaction.
type Party struct {
	Name    string
	Account string // IBAN, else the bank's own number
	Bank    string // BIC, else the bank's name
}

// Sum is an amount in minor units. Where the message gives more decimals than the currency has, Exact is false,
// Amount is cut toward zero, and Printed holds what stands in the message.
type Sum struct {
	Amount  money.Amount
	Printed string
	Exact   bool
}

// Moment is a point in time, or only a day: then Time is that day's midnight in UTC and DayOnly is true. Where a time
// has no zone, Local is true and Time shows the bank's wall clock as if it were UTC.
type Moment struct {
	Time           time.Time
	DayOnly, Local bool
}

// Unread is an entry that could not be read.
type Unread struct {
	Line   int
	Reason Reason
}

// Reason says why an entry could not be read.
type Reason string

// The reasons.
const (
	BadAmount   Reason = "bad_amount"   // Amt is missing or no number
	NoDirection Reason = "no_direction" // CdtDbtInd is neither CRDT nor DBIT
)

// The limits of a message: ten years of a busy shop.
const (
	sizeMax       = 64 << 20
	depthMax      = 64
	statementsMax = 10_000
)

var (
	errTooLarge = fault.New(fault.Invalid,
		"CAMT(XML) 파일이 너무 커요. 기간을 나누어 내려받아 주세요.",
		"the CAMT file is too large: download a shorter period.")
	errEmpty = fault.New(fault.Invalid,
		"CAMT(XML) 파일에 계좌 명세가 없어요. 은행에서 거래내역을 골라 다시 내려받아 주세요.",
		"the CAMT file holds no statement: choose the transactions at the bank and download it again.")
)

// malformed is a refusal that names the line.
func malformed(line int, err error) error {
	return fault.New(fault.Invalid,
		"CAMT(XML) 파일의 %d번째 줄에서 파일이 끊겼거나 XML 이 깨져 있어요. 은행에서 다시 내려받아 주세요.",
		"CAMT, line %d: the file is cut off or is no well-formed XML. Download it again.", line).Because(err)
}
