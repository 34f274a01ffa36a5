// Package bankfile reads lists of bank transactions: the exports of Korean banks (CSV, XLSX, XLS, and HTML called XLS), OFX,
// CAMT.053/054, MT940, and pasted deposit alerts.
//
// It does not decide which order a deposit pays: that is package match's work.
//
// INVARIANT: a row that cannot be read is reported in Unread, never dropped. Where the file has running balances they must
// chain (balance before + amount = balance after), which proves that the columns were understood.
package bankfile

import (
	"time"

	"dangol.example/money"
)

// ID names one transaction for ever: the same transaction in an overlapping export has the same ID.
type ID [16]byte

// Row is one transaction.
type Row struct {
	ID             ID
	Number         int          // the row as a spreadsheet shows it (or the line of a text file), from 1
	At             time.Time    // when the bank booked it, in the bank's local time
	DayOnly        bool         // the file gives a day but no time
	MinuteOnly     bool         // the file gives no seconds
	Name           string       // the counterparty as printed, blanks at both ends removed; full-width forms kept
	Memo           string       // what the holder or payer wrote beside it
	Method         string       // how: 타행입금, 전자금융, CD, ...
	Amount         money.Amount // a deposit is positive, a withdrawal negative
	Balance        money.Amount // after this row
	HasBalance     bool
	Printed        string // the amount as printed, where it has more decimals than its currency; Amount is then cut
	CounterAccount string // the other side's account number, where given
	CounterBank    string
}

// Unread is a row that could not be read, or was left out for a reason worth saying.
type Unread struct {
	Number int
	Reason Reason
}

// Reason says why a row could not be read. It never repeats the row's content.
type Reason string

// Format is the kind of file.
type Format string

// The formats.
const (
	CSV   Format = "csv"
	XLSX  Format = "xlsx"
	XLS   Format = "xls"
	HTML  Format = "html"
	OFX   Format = "ofx"
	CAMT  Format = "camt"
	MT940 Format = "mt940"
	Alert Format = "alert"
)

// Role is what a column means.
type Role string

// The roles a column can have. Date and Time may be one column (DateTime); In and Out may be one signed Amount.
const (
	Ignore   Role = "-"
	DateTime Role = "datetime"
	Date     Role = "date"
	Time     Role = "time"
	Name     Role = "name"
	Memo     Role = "memo"
	Method   Role = "method"
	In       Role = "in"
	Out      Role = "out"
	Signed   Role = "amount"
	Kind     Role = "kind" // 입금/출금, 수입/지출: gives an unsigned amount its sign
	Balance  Role = "balance"
	Account  Role = "account"
	Bank     Role = "bank"
)

// Column is one column as it was understood.
type Column struct {
	Index  int    // from 0
	Header string // as printed
	Role   Role
}

// Chain is the outcome of checking the running balances.
type Chain struct {
	Checked int   // pairs of neighbouring rows that were compared
	Breaks  []int // row numbers at which the balance does not follow from the row before it
	Newest  bool  // the newest row stands first
}

// Proved reports whether the balances prove the parse: at least one pair was compared and none broke.
func (c Chain) Proved() bool { return c.Checked > 0 && len(c.Breaks) == 0 }

// Statement is one account's list as read from one file.
type Statement struct {
	File     string
	Format   Format
	Bank     string // the bank's name in Korean, "" when not recognised
	Account  string // as printed, may be masked or ""
	Currency money.Currency
	Columns  []Column // nil for formats whose fields have fixed meanings
	Guessed  bool     // the columns were guessed from their content, not known by the bank's layout: show them
	Rows     []Row    // oldest first
	Unread   []Unread
	Chain    Chain
}
