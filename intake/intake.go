// Package intake reads orders out of a conversation between a customer and a shop: order intake, as the trade calls it.
//
// It walks through the messages once, in order. Each message is read for facts (a date, a phone number, a price: one file
// each) and for acts (orders, quotes, says paid, cancels: rules/acts.txt), and both change the order being talked about
// (thread.go). What is a rule of language stands as data in rules/, what is arithmetic stands in Go.
//
// It is tuned to no shop and no trade: it knows words, not forms. It does not know the bank list; what is paid for sure is
// settled by package book.
//
// INVARIANT: every field it fills names the line it came from, and says whether a person should look at it.
package intake

import (
	"time"

	"dangol.example/money"
)

// Turn is one message as this package needs it.
type Turn struct {
	Line     int // line in the file where it starts; the n-th line of Text (from 0) is Line+n
	At       time.Time
	FromShop bool
	Photo    bool   // a picture was sent; Text is its marker
	Text     string // "" for everything that has no words
}

// Conversation is one room.
type Conversation struct {
	Title  string // the room's name, most often the customer's nickname
	Turns  []Turn
	AsOf   time.Time // when the export was made
	Wanted bool      // a person looks for an order here: talk about goods is given too that became none yet
}

// FieldName names a field of an order, as in docs/book.md.
type FieldName string

// The fields.
const (
	Name      FieldName = "name"
	Phone     FieldName = "phone"
	Pickup    FieldName = "pickup"
	Item      FieldName = "item"
	Quantity  FieldName = "quantity"
	Size      FieldName = "size"
	Flavor    FieldName = "flavor"
	Design    FieldName = "design"
	Lettering FieldName = "lettering"
	Candles   FieldName = "candles"
	CoolerBag FieldName = "cooler_bag"
	Address   FieldName = "delivery_address"
	Depositor FieldName = "depositor"
	Total     FieldName = "total"
	Advance   FieldName = "advance"
	Paid      FieldName = "paid"
	Refund    FieldName = "refund"
	Status    FieldName = "status"
	Requests  FieldName = "requests"
)

// Evidence is where a field came from.
type Evidence struct {
	Line   int
	Text   string // the line whole
	Unsure bool   // a person should look
}

// State is how far an order has come, by the words of the conversation alone.
type State uint8

// The states.
const (
	Asked State = iota // ordered, no price named
	Quoted
	Confirmed
	Cancelled
	Lapsed
	PickedUp
	NoShow
)

// Order is one order read out of a conversation.
type Order struct {
	Values     map[FieldName]string // the text fields that were named
	Lettering  []string
	Quantity   int // 1 when unsaid
	Pickup     time.Time
	PickupHour bool // the hour is known, not only the day
	CoolerBag  *bool
	Total      money.Amount // 0 when never named
	Advance    money.Amount
	PaidByTalk money.Amount // what the shop said has come
	Refund     money.Amount
	State      State
	Opened     time.Time
	Quoted     time.Time // when a price was first named; zero when never
	SaidPaid   []time.Time
	Confirmed  []time.Time // when the shop said money had come
	PayBy      time.Time
	Closed     time.Time // when it was cancelled or lapsed
	Code       string    // a depositor code that the shop gave (이서연47)
	Evidence   map[FieldName]Evidence
}
