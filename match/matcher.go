package match

import (
	"cmp"
	"slices"
	"sort"

	"dangol.example/money"
)

// matcher holds one run. Orders and deposits are known by their rank, which depends on what they say and not on where
// they stood.
type matcher struct {
	orders       []Order
	threshold    float64
	margin       float64
	strangers    bool
	wants        []want
	payments     []payment
	byCustomer   [][]int32 // orders of a customer, earliest quoted first
	strong, weak index
	strange      index   // claims of strangers by order
	byAmount     []timed // slots by amount and time of quote
	bySaid       []timed // slots by amount and time of words
	count        map[money.Amount]int

	found    [][]explanation         // of each payment, best first
	shared   map[int32][]explanation // splits that a payment has part in but does not carry
	near     [][]int32               // payments of each order under a certain name whose amount fits nothing
	joins    []join
	chosen   []int32 // of each payment: place in found of the payment that carries it, or none
	holder   []int32 // payment whose found holds the chosen one
	doubts   []marks // of the assignment, per payment
	anyLatin bool    // some order has a name in Latin letters
	lists    map[marks][]Reason
	scratch  []int32
	drafts   []explanation
	seen     []int32   // stamp per order, for candidates
	given    [][]int32 // payments by the order they were given
}

// timed is an amount asked for at a time.
type timed struct {
	amount money.Amount
	at     int64
	order  int32
}

const none = int32(-1)

func compareTimed(a, b timed) int {
	return cmp.Or(cmp.Compare(a.amount, b.amount), cmp.Compare(a.at, b.at), cmp.Compare(a.order, b.order))
}

func newMatcher(orders []Order, deposits []Deposit, aliases []Alias, o Options) *matcher {
	m := &matcher{
		orders: orders, threshold: o.Threshold, margin: o.Margin, strangers: o.Strangers,
		count: map[money.Amount]int{},
	}
	if m.threshold == 0 {
		m.threshold = DefaultThreshold
	}
	if m.margin == 0 {
		m.margin = DefaultMargin
	}
	customers := m.prepareOrders()
	m.strong = make(index, 0, 2*len(orders))
	m.weak = make(index, 0, 8*len(orders))
	for rank := range m.wants {
		m.indexOrder(int32(rank))
		m.indexAmounts(int32(rank))
	}
	m.strong.sort()
	m.weak.sort()
	slices.SortFunc(m.byAmount, compareTimed)
	slices.SortFunc(m.bySaid, compareTimed)
	m.preparePayments(deposits, learnt(aliases, customers))
	m.found = make([][]explanation, len(deposits))
	m.lists = map[marks][]Reason{}
	m.shared = map[int32][]explanation{}
	m.near = make([][]int32, len(orders))
	m.chosen = make([]int32, len(deposits))
	m.holder = make([]int32, len(deposits))
	m.doubts = make([]marks, len(deposits))
	for i := range m.chosen {
		m.chosen[i], m.holder[i] = none, none
	}
	m.seen = make([]int32, len(orders))
	return m
}

// prepareOrders ranks the orders and numbers their customers. An order without a customer stands alone.
func (m *matcher) prepareOrders() map[string]int32 {
	customers := map[string]int32{}
	m.wants = make([]want, 0, len(m.orders))
	for _, i := range ranked(m.orders, compareOrders) {
		name := m.orders[i].Customer
		id, ok := customers[name]
		if !ok || name == "" {
			id = int32(len(m.byCustomer))
			customers[name] = id
			m.byCustomer = append(m.byCustomer, nil)
		}
		m.byCustomer[id] = append(m.byCustomer[id], int32(len(m.wants)))
		m.wants = append(m.wants, prepareOrder(&m.orders[i], i, id))
	}
	for _, all := range m.byCustomer {
		slices.SortFunc(all, func(a, b int32) int {
			return cmp.Or(cmp.Compare(m.wants[a].quoted, m.wants[b].quoted), cmp.Compare(a, b))
		})
	}
	return customers
}

func (m *matcher) indexAmounts(rank int32) {
	w := &m.wants[rank]
	o := &m.orders[w.index]
	for i, s := range w.slots {
		same := func(t slot) bool { return t.amount == s.amount }
		if slices.ContainsFunc(w.slots[:i], same) {
			continue
		}
		m.count[s.amount]++
		m.byAmount = append(m.byAmount, timed{s.amount, w.quoted, rank})
		for _, t := range o.SaidPaid {
			m.bySaid = append(m.bySaid, timed{s.amount, t.Unix(), rank})
		}
	}
}

func (m *matcher) preparePayments(deposits []Deposit, known map[string][]int32) {
	shapes := map[string]*shape{}
	m.payments = make([]payment, 0, len(deposits))
	for _, i := range ranked(deposits, compareDeposits) {
		p := preparePayment(&deposits[i], i, shapes)
		p.alias = known[p.name.key]
		p.place = int32(sort.Search(len(m.wants), func(i int) bool { return m.wants[i].begun > p.to }))
		m.payments = append(m.payments, p)
	}
}

// learnt gives the customers of each learnt name. The name of a company that pays for many is never learnt, nor is
// income.
func learnt(aliases []Alias, customers map[string]int32) map[string][]int32 {
	known := map[string][]int32{}
	for _, a := range aliases {
		s := parse(a.Depositor)
		id, ok := customers[a.Customer]
		if !ok || a.Customer == "" || s.key == "" || s.masked || isWallet(&s) || incomeOf(&s) != 0 {
			continue
		}
		if !slices.Contains(known[s.key], id) {
			known[s.key] = append(known[s.key], id)
		}
	}
	for _, ids := range known {
		slices.Sort(ids)
	}
	return known
}

// forgetIndexes gives back the memory that only the search for candidates needs.
func (m *matcher) forgetIndexes() {
	m.strong, m.weak, m.byAmount, m.bySaid, m.scratch, m.drafts = nil, nil, nil, nil, nil, nil
	for i := range m.wants {
		m.wants[i].names = nil
	}
}
