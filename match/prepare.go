package match

import (
	"cmp"
	"slices"
	"time"

	"dangol.example/money"
)

// slot is a sum that an order asks for. Total covers both bits, so that it excludes advance and balance.
type slot struct {
	amount money.Amount
	bits   uint8
	mark   marks
}

const (
	bitAdvance uint8 = 1 << iota
	bitBalance
	bitsAll = bitAdvance | bitBalance
)

// known is a name of an order, taken apart.
type known struct {
	shape
	from  source
	short bool // two syllables, or not like a name: shared by more people
}

// want is an order prepared for matching.
type want struct {
	index    int // in the orders given
	customer int32
	names    []known
	code     string
	slots    []slot
	begun    int64 // unix seconds as given, by which orders are ranked
	opened   int64 // quoted when unknown
	quoted   int64
	end      int64 // of the life in which it may be paid
	closed   int64 // 0 when open
	total    money.Amount
	phone    string
	said     []int64
	affirmed []int64 // by the shop
	undated  bool
	anyTold  bool
	inquiry  bool
}

// payment is a deposit prepared for matching.
type payment struct {
	index    int
	name     *shape
	memo     *shape // nil when empty or the same as the name
	from, to int64  // the moment, or the whole day
	amount   money.Amount
	wallet   bool
	income   marks
	alias    []int32 // customers learnt for the name
	place    int32   // rank of the first order begun after the payment
}

// maxAmount keeps sums of a few orders far from overflow; amounts above it are compared for equality with nothing.
const maxAmount = money.Amount(1) << 56

// maxNames limits the names of one order that are looked at.
const maxNames = 16

func seconds(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

// compareOrders is a total order on what orders say, so that nothing depends on where they stand in the input.
func compareOrders(a, b *Order) int {
	if c := a.Opened.Compare(b.Opened); c != 0 {
		return c
	}
	return cmp.Or(a.Quoted.Compare(b.Quoted), a.Pickup.Compare(b.Pickup),
		cmp.Compare(a.Customer, b.Customer), cmp.Compare(a.Total, b.Total), cmp.Compare(a.Advance, b.Advance),
		cmp.Compare(a.Code, b.Code), compareBools(a.Inquiry, b.Inquiry), cmp.Compare(a.Phone, b.Phone),
		slices.Compare(a.Names, b.Names),
		slices.Compare(a.Depositors, b.Depositors), slices.Compare(a.Nicknames, b.Nicknames),
		a.Closed.Compare(b.Closed),
		a.PayBy.Compare(b.PayBy), slices.CompareFunc(a.SaidPaid, b.SaidPaid, time.Time.Compare),
		slices.CompareFunc(a.Confirmed, b.Confirmed, time.Time.Compare))
}

func compareDeposits(a, b *Deposit) int {
	if c := a.At.Compare(b.At); c != 0 {
		return c
	}
	return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Amount, b.Amount), cmp.Compare(a.Memo, b.Memo),
		compareBools(a.DayOnly, b.DayOnly))
}

func compareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

func ranked[T any](items []T, compare func(a, b *T) int) []int {
	rank := make([]int, len(items))
	for i := range rank {
		rank[i] = i
	}
	slices.SortFunc(rank, func(a, b int) int { return cmp.Or(compare(&items[a], &items[b]), cmp.Compare(a, b)) })
	return rank
}

func prepareOrder(o *Order, index int, customer int32) want {
	w := want{
		index: index, customer: customer, code: fold(o.Code), begun: o.Opened.Unix(), opened: seconds(o.Opened),
		quoted: seconds(o.Quoted),
		closed: seconds(o.Closed), anyTold: len(o.Depositors) > 0, total: o.Total, phone: o.Phone, inquiry: o.Inquiry,
	}
	words := make([]int64, 0, len(o.SaidPaid)+len(o.Confirmed))
	for _, t := range o.SaidPaid {
		words = append(words, t.Unix())
	}
	for _, t := range o.Confirmed {
		words = append(words, t.Unix())
	}
	w.said, w.affirmed = words[:len(o.SaidPaid)], words[len(o.SaidPaid):]
	w.undated = w.opened == 0 && w.quoted == 0
	if w.opened == 0 {
		w.opened = w.quoted
	}
	if w.quoted == 0 {
		w.quoted = w.opened
	}
	w.end = max(seconds(o.Pickup), seconds(o.PayBy))
	if w.end < w.opened {
		w.end = max(w.opened, w.quoted) + restLife
	}
	if w.closed != 0 {
		w.end = min(max(w.closed, w.opened), w.end)
	}
	w.slots = slotsOf(o)
	w.addNames(o.Depositors, told)
	w.addNames(o.Names, own)
	w.addNames(o.Nicknames, nick)
	return w
}

func slotsOf(o *Order) []slot {
	var all []slot
	if o.Total > 0 && o.Total < maxAmount {
		all = append(all, slot{o.Total, bitsAll, amountTotal})
	}
	if o.Advance > 0 && o.Advance < maxAmount && (o.Total == 0 || o.Advance < o.Total) {
		all = append(all, slot{o.Advance, bitAdvance, amountAdvance})
		if o.Total > 0 {
			all = append(all, slot{o.Total - o.Advance, bitBalance, amountBalance})
		}
	}
	return all
}

func (w *want) addNames(names []string, from source) {
	for _, name := range names {
		if len(w.names) == maxNames {
			return
		}
		s := parse(name)
		if s.key == "" || runeCount(s.core) < 2 {
			continue
		}
		same := func(k known) bool { return k.key == s.key && k.turned == s.turned }
		if slices.ContainsFunc(w.names, same) {
			continue
		}
		full := isFullName(s.runes) && len(s.runes) >= 3 || len(s.runes) >= 5
		w.names = append(w.names, known{shape: s, from: from, short: !full})
	}
}

func preparePayment(d *Deposit, index int, shapes map[string]*shape) payment {
	p := payment{index: index, amount: d.Amount, name: cachedShape(d.Name, shapes)}
	p.from = d.At.Unix()
	p.to = p.from
	if d.DayOnly {
		y, m, dd := d.At.Date()
		start := time.Date(y, m, dd, 0, 0, 0, 0, d.At.Location())
		p.from, p.to = start.Unix(), start.AddDate(0, 0, 1).Unix()-1
	}
	p.wallet, p.income = p.name.wallet, p.name.income
	if d.Memo != "" {
		memo := cachedShape(d.Memo, shapes)
		if memo.key != p.name.key && memo.key != "" && !memo.wallet {
			p.memo = memo
		}
		if p.income == 0 && memo.key != "" {
			p.income = memo.income
		}
	}
	return p
}

func cachedShape(name string, shapes map[string]*shape) *shape {
	if s, ok := shapes[name]; ok {
		return s
	}
	s := parse(name)
	s.wallet, s.income = isWallet(&s), incomeOf(&s)
	shapes[name] = &s
	return &s
}
