// Package book is the order book: the orders read out of conversations, the deposits of a bank list, and which pays
// which.
//
// It joins chatlog, intake, bankfile and match, and settles what each of them cannot know alone: what is paid, and what
// state an order is in on the day of the export. Its types are the JSON of docs/book.md; a change to them is a change
// of a public format.
//
// It does not print: that is package book/output.
package book

import (
	"encoding/json"
	"time"

	"dangol.example/bankfile"
	"dangol.example/match"
	"dangol.example/money"
)

// Book is the whole order book.
type Book struct {
	Shop     string    `json:"shop"`  // the shop's name in the chats, "" when none was found
	AsOf     Stamp     `json:"as_of"` // the newest export's date; states are as of then
	Orders   []Order   `json:"orders"`
	Deposits []Deposit `json:"deposits"`
	Unread   []Unread  `json:"unread"`

	Learnt []match.Alias `json:"-"` // what a person's decisions taught, to be kept for the next time
}

// Order is one order. A field that nobody named is null in JSON and "" here.
type Order struct {
	Key             [16]byte            `json:"-"` // names the order for ever, see orderKey
	Opened          time.Time           `json:"-"` // when the customer first wrote about it
	PayBy           time.Time           `json:"-"` // until when the shop waits for the money, zero when it did not say
	Reaches         time.Time           `json:"-"` // how far its room was read, see reaches
	Told            money.Amount        `json:"-"` // what the shop said in the chat has come
	Said            Status              `json:"-"` // where it stands by the chat alone, without the bank
	File            string              `json:"file"`
	Index           int                 `json:"index"` // position among the orders of its file, from 0
	Room            string              `json:"room"`
	Name            Text                `json:"name"`
	Phone           Text                `json:"phone"` // digits only
	Pickup          Stamp               `json:"pickup"`
	Item            Text                `json:"item"`
	Quantity        int                 `json:"quantity"`
	Size            Text                `json:"size"`
	Flavor          Text                `json:"flavor"`
	Design          Text                `json:"design"`
	Lettering       []string            `json:"lettering"` // byte for byte as written
	Candles         Text                `json:"candles"`
	CoolerBag       *bool               `json:"cooler_bag"`
	DeliveryAddress Text                `json:"delivery_address"`
	Depositor       Text                `json:"depositor"`
	Total           *money.Amount       `json:"total"`   // won
	Advance         *money.Amount       `json:"advance"` // the part asked for first (예약금)
	Paid            money.Amount        `json:"paid"`
	Refund          money.Amount        `json:"refund"`
	Status          Status              `json:"status"`
	Requests        Text                `json:"requests"`  // allergies and other wishes
	Ambiguous       []string            `json:"ambiguous"` // the fields a person should look at
	Evidence        map[string]Evidence `json:"evidence"`
}

// Evidence is the line of the chat that a field came from.
type Evidence struct {
	Line int    `json:"line"`
	Text string `json:"text"`
}

// Deposit is one deposit of the bank list and where it went.
type Deposit struct {
	ID         bankfile.ID  `json:"-"` // names the row for ever
	Memo       string       `json:"-"`
	File       string       `json:"file"`
	Row        int          `json:"row"`  // as a spreadsheet counts, from 1
	Date       Stamp        `json:"date"` // 2006-01-02T15:04:05
	Name       string       `json:"name"`
	Amount     money.Amount `json:"amount"`
	Order      *OrderRef    `json:"order"` // null when it is no order's, or a person must say
	Auto       bool         `json:"auto"`
	NoOrder    bool         `json:"no_order"`        // income that pays no order: a settlement, interest
	Parts      []Part       `json:"parts,omitempty"` // every order it pays, when it pays more than one
	Reasons    []string     `json:"reasons"`
	Candidates []Candidate  `json:"candidates"`
}

// OrderRef points at an order of the book.
type OrderRef struct {
	File  string `json:"file"`
	Index int    `json:"index"`
}

// Part is how much of a deposit goes to one order.
type Part struct {
	OrderRef
	Amount money.Amount `json:"amount"`
}

// Candidate is an order that a deposit may pay.
type Candidate struct {
	OrderRef
	Score   float64  `json:"score"`
	Reasons []string `json:"reasons"`
}

// Unread is a line or row that could not be read.
type Unread struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Reason string `json:"reason"`
}

// Status is the state of an order as of the export's date.
type Status string

// The states of an order.
const (
	Inquiry   Status = "inquiry"   // the customer ordered, the shop has named no price yet
	Quoted    Status = "quoted"    // a price stands, no money has come
	Confirmed Status = "confirmed" // money has come (all of it or the part asked for), or the shop said it is fixed
	Cancelled Status = "cancelled"
	Lapsed    Status = "lapsed" // not paid in time
	PickedUp  Status = "picked_up"
	NoShow    Status = "no_show"
)

// Text is a string that is null in JSON when empty.
type Text string

// MarshalJSON writes null for "".
func (t Text) MarshalJSON() ([]byte, error) {
	if t == "" {
		return []byte("null"), nil
	}
	return json.Marshal(string(t))
}

// UnmarshalJSON reads null as "".
func (t *Text) UnmarshalJSON(b []byte) error {
	var s *string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	*t = ""
	if s != nil {
		*t = Text(*s)
	}
	return nil
}

// Stamp is a local wall-clock time in JSON without a zone ("2006-01-02T15:04", with seconds where there are any, the day alone
// where the hour is unknown); null when zero.
type Stamp struct {
	time.Time
	DayOnly bool
}

// The forms of a Stamp.
const (
	dayForm    = "2006-01-02"
	minuteForm = "2006-01-02T15:04"
	secondForm = "2006-01-02T15:04:05"
)

// String writes the stamp as JSON does, "" when zero.
func (s Stamp) String() string {
	switch {
	case s.IsZero():
		return ""
	case s.DayOnly:
		return s.Format(dayForm)
	case s.Second() != 0:
		return s.Format(secondForm)
	default:
		return s.Format(minuteForm)
	}
}

// MarshalJSON writes null for the zero time.
func (s Stamp) MarshalJSON() ([]byte, error) {
	if s.IsZero() {
		return []byte("null"), nil
	}
	return json.Marshal(s.String())
}

// UnmarshalJSON reads any of the forms.
func (s *Stamp) UnmarshalJSON(b []byte) error {
	var text *string
	if err := json.Unmarshal(b, &text); err != nil {
		return err
	}
	*s = Stamp{}
	if text == nil {
		return nil
	}
	for _, form := range []string{minuteForm, secondForm, dayForm} {
		t, err := time.Parse(form, *text)
		if err == nil {
			*s = Stamp{Time: t, DayOnly: form == dayForm}
			return nil
		}
	}
	return &json.UnsupportedValueError{Str: "not a date: want 2006-01-02T15:04"}
}
