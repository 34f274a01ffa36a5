// Package matchtest makes shops with orders and deposits of which the truth is known, to measure match with.
//
// It is for tests only. It draws names by how common they are in Korea and prices from a short list, so that shared
// names and shared amounts are as frequent as in life; its delays follow no formula of the matcher. Everything comes
// from the seed.
package matchtest

import (
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"dangol.example/match"
	"dangol.example/money"
)

// Kind is how a deposit came about.
type Kind string

// The kinds. Those in Identifiable carry enough for a careful clerk.
const (
	Exact     Kind = "exact"
	Suffix    Kind = "suffix"
	Prefix    Kind = "prefix"
	Mask      Kind = "mask"
	Typo      Kind = "typo"
	Phone4    Kind = "phone4"
	OnlyPhone Kind = "only phone4"
	Code      Kind = "code"
	Given     Kind = "given name"
	Parent    Kind = "parent"
	CutOff    Kind = "cut-off"
	Told      Kind = "told"
	Alias     Kind = "alias"
	Merged    Kind = "merged"
	Split     Kind = "split"
	Advance   Kind = "advance"
	Balance   Kind = "balance"
	Spouse    Kind = "spouse"
	Wallet    Kind = "wallet"
	Stranger  Kind = "stranger"
	Wrong     Kind = "wrong amount"
	Repeat    Kind = "repeat"
	Double    Kind = "double payment"
	SameName  Kind = "same name and amount"
	Unrelated Kind = "unrelated person"
	Income    Kind = "income"
)

// Identifiable are the kinds of which nearly all must be automatic.
var Identifiable = []Kind{Exact, Suffix, Prefix, Mask, Phone4, Code, Told, CutOff}

// Truth is what a deposit really is.
type Truth struct {
	Kind   Kind
	Orders []int // none when it pays no order
}

// Shop is a made-up shop.
type Shop struct {
	Orders   []match.Order
	Deposits []match.Deposit
	Aliases  []match.Alias
	Truth    []Truth // of each deposit
}

// Style is how a shop is made.
type Style struct {
	Orders    int
	Days      int
	Prices    []money.Amount
	DayOnly   bool // the bank lists days without times
	Namesakes bool // money for other things may come under a customer's name in the very sum of the order
	Silent    bool // nobody speaks of money in the chat
}

// Usual is a cake shop of about five orders a day.
var Usual = Style{Orders: 300, Days: 60, Prices: []money.Amount{
	24000, 28000, 33000, 35000, 38000, 40000, 42000, 44000,
	48000, 52000,
	55000, 62000, 68000, 76000, 85000,
}}

// Dense is a shop with few prices and many orders a day.
var Dense = Style{Orders: 300, Days: 10, Prices: []money.Amount{12000, 24000, 35000, 38000, 44000, 55000}}

var extras = []money.Amount{0, 0, 0, 0, 0, 2000, 3000, 3500, 4000, 5000, 7000}

var seoul = time.FixedZone("KST", 9*60*60)

type maker struct {
	*rand.Rand
	style Style
	shop  Shop
	start time.Time
}

// New makes the shop of a seed.
func New(seed uint64, style Style) Shop {
	m := &maker{Rand: rand.New(rand.NewPCG(seed, 20221015)), style: style, start: time.Date(2026, 3, 2, 9, 0, 0, 0,
		seoul)}
	for len(m.shop.Orders) < style.Orders {
		m.customer()
	}
	for range style.Orders / 20 {
		m.income()
	}
	for range style.Orders / 40 {
		m.unrelated()
	}
	m.Shuffle(len(m.shop.Deposits), func(i, j int) {
		s := &m.shop
		s.Deposits[i], s.Deposits[j] = s.Deposits[j], s.Deposits[i]
		s.Truth[i], s.Truth[j] = s.Truth[j], s.Truth[i]
	})
	return m.shop
}

// order adds an order of a person, begun at a time, and gives its index. Chats know minutes only.
func (m *maker) order(p Person, id string, at time.Time) int {
	total := pick(m.Rand, m.style.Prices...) + pick(m.Rand, extras...)
	o := match.Order{
		Customer: id, Names: []string{p.Name()}, Phone: p.Phone, Total: total,
		Opened: at.Truncate(time.Minute),
	}
	o.Quoted = o.Opened.Add(time.Duration(2+m.IntN(180)) * time.Minute)
	if m.IntN(3) > 0 {
		o.Nicknames = []string{pick(m.Rand, p.Name(), p.Given, p.Given+"맘", "하루", "jj", "🌸")}
	}
	if m.IntN(10) == 0 {
		o.Phone = ""
	}
	if m.IntN(12) == 0 {
		o.Names, o.Nicknames = nil, []string{p.Name()}
	}
	o.Pickup = o.Quoted.Add(time.Duration(2+m.IntN(14)) * 24 * time.Hour).Truncate(time.Hour)
	m.shop.Orders = append(m.shop.Orders, o)
	return len(m.shop.Orders) - 1
}

func (m *maker) someTime() time.Time {
	return m.start.Add(time.Duration(m.Float64() * float64(m.style.Days) * 24 * float64(time.Hour)))
}

// lag is how long people take to pay: minutes for half of them, days for some.
func (m *maker) lag() time.Duration {
	minutes := math.Exp(m.NormFloat64()*1.6 + 3.7)
	return time.Duration(min(minutes, 4*24*60) * float64(time.Minute))
}

// pay adds a deposit after a time and lets customer and shop speak of it.
func (m *maker) pay(kind Kind, name string, amount money.Amount, after time.Time, orders ...int) time.Time {
	at := after.Add(m.lag()).Truncate(time.Second)
	m.deposit(kind, name, amount, at, orders...)
	if m.style.Silent {
		return at
	}
	said, seen := m.IntN(10) < 7, m.IntN(20) < 17
	for _, i := range orders {
		o := &m.shop.Orders[i]
		when := at.Add(time.Duration(m.IntN(25)) * time.Minute)
		if said {
			o.SaidPaid = append(o.SaidPaid, when.Truncate(time.Minute))
		}
		if seen {
			o.Confirmed = append(o.Confirmed, when.Add(time.Duration(1+m.IntN(200))*time.Minute).Truncate(time.Minute))
		}
	}
	return at
}

func (m *maker) deposit(kind Kind, name string, amount money.Amount, at time.Time, orders ...int) {
	if m.style.DayOnly {
		at = time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, at.Location())
	}
	m.shop.Deposits = append(m.shop.Deposits, match.Deposit{
		At: at, DayOnly: m.style.DayOnly, Name: name,
		Amount: amount,
	})
	m.shop.Truth = append(m.shop.Truth, Truth{Kind: kind, Orders: orders})
}

var incomes = []string{
	"배민정산", "배달의민족", "쿠팡이츠", "요기요정산", "네이버페이정산", "신한카드", "비씨카드", "현대카드(주)", "예금이자", "결산이자",
	"국세환급", "서울우유환불", "토스페이먼츠", "KB카드매출", "소상공인지원금",
}

func (m *maker) income() {
	amount := money.Amount(1000 + m.IntN(400000))
	if m.IntN(4) == 0 {
		amount = pick(m.Rand, m.style.Prices...)
	}
	m.deposit(Income, pick(m.Rand, incomes...), amount, m.someTime())
}

// unrelated is a person who pays a usual price for something that is in no chat, every third time under a customer's
// name. A namesake who happens to pay the very sum of a customer's order is left out: nothing in the input could tell.
// Namesakes puts them in.
func (m *maker) unrelated() {
	name, amount := person(m.Rand).Name(), pick(m.Rand, m.style.Prices...)
	if k := m.IntN(len(m.shop.Orders)); m.IntN(3) == 0 && len(m.shop.Orders[k].Names) > 0 {
		name = m.shop.Orders[k].Names[0]
	}
	for i := range m.shop.Orders {
		o := &m.shop.Orders[i]
		same := o.Total == amount || o.Advance == amount || o.Total-o.Advance == amount
		if len(o.Names) > 0 && o.Names[0] == name && same && !m.style.Namesakes {
			return
		}
	}
	m.deposit(Unrelated, name, amount, m.someTime())
}

func (m *maker) id() string { return fmt.Sprintf("room-%04d", len(m.shop.Orders)) }
