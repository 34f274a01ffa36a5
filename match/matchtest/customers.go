package matchtest

import (
	"fmt"
	"slices"
	"time"

	"dangol.example/match"
	"dangol.example/money"
)

// shares are how often customers of each kind come, in a thousand.
var shares = []struct {
	kind  Kind
	share int
}{
	{Exact, 330},
	{Suffix, 80},
	{Prefix, 40},
	{Mask, 50},
	{Typo, 25},
	{Phone4, 45},
	{OnlyPhone, 10},
	{Code, 45},
	{Given, 25},
	{Parent, 10},
	{CutOff, 25},
	{Told, 50},
	{Alias, 20},
	{Merged, 20},
	{Split, 20},
	{Advance, 45},
	{Spouse, 30},
	{Wallet, 25},
	{Stranger, 10},
	{Wrong, 30},
	{Repeat, 30},
	{Double, 20},
	{SameName, 15},
	{"unpaid", 40},
	{"inquiry", 40},
}

// customer adds one customer with orders and deposits.
func (m *maker) customer() {
	all := 0
	for _, s := range shares {
		all += s.share
	}
	at := m.IntN(all)
	kind := Exact
	for _, s := range shares {
		if at -= s.share; at < 0 {
			kind = s.kind
			break
		}
	}
	p, id, when := person(m.Rand), m.id(), m.someTime()
	switch kind {
	case Merged, Split, Advance, Repeat, Double, SameName, Wrong:
		m.several(kind, p, id, when)
		return
	}
	i := m.order(p, id, when)
	o := &m.shop.Orders[i]
	switch kind {
	case "inquiry":
		o.Inquiry = true
		return
	case "unpaid":
		if m.IntN(2) == 0 {
			o.Closed = o.Quoted.Add(24 * time.Hour)
		}
		return
	}
	name := m.payerName(kind, p, o)
	paid := m.pay(kind, name, m.shop.Orders[i].Total, o.Quoted, i)
	if m.IntN(25) == 0 {
		m.shop.Orders[i].Closed = paid.Add(26 * time.Hour)
	}
}

// payerName is what the bank shows.
func (m *maker) payerName(kind Kind, p Person, o *match.Order) string {
	name := []rune(p.Name())
	tail := p.Phone[len(p.Phone)-4:]
	switch kind {
	case Suffix:
		return p.Name() + pick(m.Rand, "케이크", "꽃", " 잔금", "예약금", "떡", "님", " 입금", "(주문)")
	case Prefix:
		return pick(m.Rand, "(주)", "토스", "카카오", "㈜", "토스 ", "주식회사 ") + p.Name()
	case Mask:
		if m.IntN(3) == 0 {
			name[len(name)-1] = '*'
		} else {
			name[1] = pick(m.Rand, '*', '○', 'O')
		}
		if len(name) == 2 {
			return p.Name()
		}
	case Typo:
		return slip(p.Name(), m.IntN(3))
	case Phone4:
		o.Phone = p.Phone
		return p.Name() + pick(m.Rand, "", " ") + tail
	case OnlyPhone:
		o.Phone = p.Phone
		return tail
	case Code:
		o.Code = fmt.Sprintf("%s%02d", p.Name(), m.IntN(100))
		return o.Code
	case Given:
		return p.Given
	case Parent:
		return p.Given + pick(m.Rand, "맘", "엄마")
	case CutOff:
		o.Depositors = []string{p.Name() + pick(m.Rand, "(케이크예약)", "플라워샵", "어린이집", "&친구들모임")}
		return string([]rune(o.Depositors[0])[:6])
	case Told:
		o.Depositors = []string{person(m.Rand).Name()}
		return o.Depositors[0]
	case Alias:
		other := person(m.Rand).Name()
		m.shop.Aliases = append(m.shop.Aliases, match.Alias{Depositor: other, Customer: o.Customer})
		return other
	case Wallet:
		return pick(m.Rand, "카카오페이", "(주)카카오페이", "토스", "네이버페이파이낸셜")
	case Spouse, Stranger:
		return person(m.Rand).Name()
	}
	return string(name)
}

// slip changes one letter of one syllable.
func slip(name string, at int) string {
	s := []rune(name)
	at = min(at, len(s)-1)
	n := int(s[at]) - 0xAC00
	if n < 0 {
		return name
	}
	vowel := n / 28 % 21
	other := (vowel + 1) % 21
	s[at] = rune(0xAC00 + n + (other-vowel)*28)
	return string(s)
}

// several adds the customers who have more than one order or deposit.
func (m *maker) several(kind Kind, p Person, id string, when time.Time) {
	i := m.order(p, id, when)
	o := func(i int) *match.Order { return &m.shop.Orders[i] }
	quoted := o(i).Quoted
	switch kind {
	case Merged:
		k := m.order(p, id, when.Add(time.Duration(m.IntN(48))*time.Hour))
		m.pay(Merged, p.Name(), o(i).Total+o(k).Total, o(k).Quoted, i, k)
	case Split:
		part := (o(i).Total/3 + money.Amount(m.IntN(5000))) / 1000 * 1000
		at := m.pay(Split, p.Name(), part, quoted, i)
		m.pay(Split, p.Name(), o(i).Total-part, at, i)
	case Advance:
		o(i).Advance = pick(m.Rand, o(i).Total/2, 5000, 10000)
		at := m.pay(Advance, p.Name(), o(i).Advance, quoted, i)
		if m.IntN(4) > 0 {
			later := slices.MaxFunc([]time.Time{at, o(i).Pickup.Add(-48 * time.Hour)}, time.Time.Compare)
			m.pay(Balance, p.Name()+pick(m.Rand, "", " 잔금"), o(i).Total-o(i).Advance, later, i)
		}
	case Repeat:
		m.pay(Repeat, p.Name(), o(i).Total, quoted, i)
		k := m.order(p, id, when.Add(time.Duration(1+m.IntN(30))*24*time.Hour))
		o(k).Total = o(i).Total
		m.pay(Repeat, p.Name(), o(k).Total, o(k).Quoted, k)
	case Double:
		at := m.pay(Exact, p.Name(), o(i).Total, quoted, i)
		m.deposit(Double, p.Name(), o(i).Total, at.Add(m.lag()))
	case SameName:
		q := person(m.Rand)
		q.Family, q.Given = p.Family, p.Given
		k := m.order(q, id+"b", when.Add(time.Duration(m.IntN(7*24))*time.Hour))
		o(k).Total = o(i).Total
		m.pay(SameName, p.Name(), o(i).Total, quoted, i)
		m.pay(SameName, p.Name(), o(k).Total, o(k).Quoted, k)
	case Wrong:
		off := pick(m.Rand, money.Amount(-2000), -1000, -500, -100, 100, 500, 1000, 2000, 3000, -10000)
		m.pay(Wrong, p.Name(), o(i).Total+off, quoted, i)
	}
}
