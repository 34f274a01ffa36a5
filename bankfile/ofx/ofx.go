// Package ofx reads the statements of Open Financial Exchange files: OFX 1.x (SGML, also Quicken's QFX) and OFX 2.x
// (XML).
//
// It gives what the file says of bank, card and investment accounts, in the file's order. It speaks to no bank,
// checks no balance against the transactions, and decides nothing about what a transaction means.
//
// INVARIANT: a transaction is either in Transactions or, with its line, in Unread; a file that was cut off is refused
// whole. Section numbers are those of the OFX specification 2.2 (1.6 for the SGML header).
package ofx

import (
	"time"

	"dangol.example/fault"
	"dangol.example/money"
)

// Kind is what sort of account a statement is of.
type Kind string

// The kinds.
const (
	Bank       Kind = "bank"       // STMTRS
	Card       Kind = "card"       // CCSTMTRS
	Investment Kind = "investment" // INVSTMTRS
)

// Statement is one account's statement.
type Statement struct {
	Kind         Kind
	Currency     money.Currency // CURDEF
	BankID       string         // BANKID, or BROKERID of an investment account
	Account      string         // ACCTID
	AccountType  string         // ACCTTYPE: CHECKING, SAVINGS, MONEYMRKT, ...
	From, To     Moment         // DTSTART, DTEND; zero where they are missing or malformed
	Transactions []Transaction
	Unread       []Unread
	Ledger       *Balance // LEDGERBAL
	Available    *Balance // AVAILBAL, or AVAILCASH of an investment account
}

// Transaction is one STMTTRN, or one transaction of an investment account.
type Transaction struct {
	Line           int    // where it begins, from 1
	Kind           string // TRNTYPE (CREDIT, POS, ...), or the investment aggregate's name (BUYMF, INCOME, ...)
	Cash           bool   // money moved; not so where only shares did, or income went straight into shares
	Posted         Moment // DTPOSTED; for investments DTSETTLE, else DTTRADE
	Amount         Sum    // TRNAMT or TOTAL; a credit is positive
	Currency       money.Currency
	ID             string // FITID: never twice within one account
	CheckNumber    string // CHECKNUM
	Reference      string // REFNUM
	Name           string // NAME, or PAYEE's NAME
	Memo           string
	CounterAccount string // ACCTID of BANKACCTTO or CCACCTTO
	CounterBank    string // BANKID of BANKACCTTO
}

// Balance is an account's balance at a moment.
type Balance struct {
	Amount Sum
	AsOf   Moment
}

// Sum is an amount in minor units. Where the file gives more decimals than the currency has, Exact is false, Amount
// is cut toward zero, and Printed holds what stands in the file.
type Sum struct {
	Amount  money.Amount
	Printed string
	Exact   bool
}

// Moment is a point in time, or only a day: then Time is that day's midnight in UTC and DayOnly is true.
type Moment struct {
	Time    time.Time
	DayOnly bool
}

// Unread is a transaction that could not be read.
type Unread struct {
	Line   int
	Reason Reason
}

// Reason says why a transaction could not be read.
type Reason string

// The reasons.
const (
	NoDate    Reason = "no_date"    // there is no valid DTPOSTED
	BadAmount Reason = "bad_amount" // there is no valid TRNAMT
)

// The limits of a file: ten years of a busy shop.
const (
	sizeMax         = 64 << 20
	depthMax        = 64
	transactionsMax = 1_000_000
	statementsMax   = 1_000
)

var (
	errTooLarge = fault.New(fault.Invalid,
		"OFX 파일이 너무 커요. 기간을 나누어 내려받아 주세요.",
		"the OFX file is too large: download a shorter period.")
	errEmpty = fault.New(fault.Invalid,
		"OFX 파일에 계좌 명세가 없어요. 은행에서 거래내역을 골라 다시 내려받아 주세요.",
		"the OFX file holds no statement: choose the transactions at the bank and download it again.")
)

// malformed is a refusal that names the line and what is wrong there.
func malformed(line int, ko, en string) *fault.Error {
	return fault.New(fault.Invalid,
		"OFX 파일의 %[1]d번째 줄이 규격과 달라요: %[2]s. 은행에서 다시 내려받아 주세요.",
		"OFX, line %[1]d: %[3]s. Download the file again.", line, ko, en)
}

// Read reads the statements of a file. It refuses, with the line, a file whose header or nesting breaks the
// specification.
func Read(data []byte) ([]Statement, error) {
	if len(data) > sizeMax {
		return nil, errTooLarge
	}
	text := decode(data)
	body, line, err := header(text)
	if err != nil {
		return nil, err
	}
	r := reader{scanner: scanner{text: text[body:], line: line}}
	if err := r.read(); err != nil {
		return nil, err
	}
	if len(r.statements) == 0 {
		return nil, errEmpty
	}
	return r.statements, nil
}
