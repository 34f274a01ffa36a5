package shop

import (
	"context"
	"slices"
	"time"

	"google.golang.org/protobuf/proto"

	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/match"
	"dangol.example/money"
	"dangol.example/shard"
	"dangol.example/shop/form"
)

// How much is looked at in one run: the newest.
const (
	matchOrders   = 5000
	matchDeposits = 300
	matchAliases  = 20_000
)

// errandMatch is the errand that looks for matches.
const errandMatch = "shop.match"

// askForMatching asks for a run, when none waits already.
func askForMatching(tx *shard.Tx, shop id.ID) {
	if tx.Count("SELECT matching FROM shop_shop WHERE id = ?", shop) == 0 {
		tx.Exec("UPDATE shop_shop SET matching = 1 WHERE id = ?", shop)
		tx.Ask(errandMatch, &shopjournalv1.MatchingAsked{Shop: shop[:]})
	}
}

// lookForMatches is the errand.
func lookForMatches(ctx context.Context, e shard.ErrandContext) error {
	var asked shopjournalv1.MatchingAsked
	if err := e.Decode(&asked); err != nil {
		return err
	}
	_, err := e.Shard.Run(ctx, shard.Request{ID: e.CommandID(0), Command: RunMatching{ShopID: id.ID(asked.GetShop())}})
	return err
}

// RunMatching matches what clearly belongs together, and suggests the rest. The machine gives it.
type RunMatching struct{ ShopID id.ID }

// Decide implements shard.Command. What is found depends on the view alone: no clock, no chance.
func (c RunMatching) Decide(d *shard.Decision) error {
	if err := machineOnly(d); err != nil {
		return err
	}
	d.Emit(&shopjournalv1.MatchingRun{Shop: c.ShopID[:]})
	deposits := openDeposits(d.Reader, c.ShopID)
	if len(deposits) == 0 {
		return nil
	}
	orders := openOrders(d.Reader, c.ShopID)
	came := make([]match.Deposit, len(deposits))
	for i := range deposits {
		came[i] = deposits[i].deposit
	}
	known := aliases(d.Reader, c.ShopID, orders)
	verdicts, err := match.Match(context.Background(), given(orders), came, known, match.Options{})
	if err != nil {
		return err
	}
	for i, v := range verdicts {
		if err := settle(d, c.ShopID, deposits[i], orders, v); err != nil {
			return err
		}
	}
	return nil
}

// settle matches one deposit, or suggests orders for it.
func settle(d *shard.Decision, shop id.ID, p openDeposit, orders []openOrder, v match.Verdict) error {
	if v.Auto && !p.byPerson && !numberElsewhere(orders, p.deposit, v.Parts) {
		var parts []Part
		for _, part := range v.Parts {
			parts = append(parts, Part{orders[part.Order].id, int64(part.Amount)})
		}
		e, err := matchOf(d, shop, depositRow{id: p.id, state: unmatched, amount: int64(p.deposit.Amount)}, parts)
		if err == nil { // else a person must look
			e.Automatic, e.Reasons = true, words(v.Reasons)
			d.Emit(e)
			return nil
		}
	}
	e := &shopjournalv1.DepositSuggested{Deposit: p.id[:], Reasons: words(v.Reasons)}
	for _, c := range candidates(orders, p.deposit, v) {
		order := orders[c.Order].id
		e.Candidates = append(e.Candidates, &shopjournalv1.Candidate{Order: order[:], Reasons: words(c.Reasons)})
	}
	kept := &shopjournalv1.DepositSuggested{}
	if err := proto.Unmarshal(p.suggestion, kept); err != nil {
		return err
	}
	if !proto.Equal(kept, e) {
		d.Emit(e)
	}
	return nil
}

// codeNumber is the reason of an order whose code's number, and not its name, stands behind the deposit's name.
const codeNumber match.Reason = "code_number"

// candidates are the orders that a person is shown: those that package match found, and those of which the depositor
// gave the number alone, if need be in the last place.
func candidates(orders []openOrder, p match.Deposit, v match.Verdict) []match.Candidate {
	all := slices.Clone(v.Candidates)
	for _, n := range numbered(orders, p) {
		at := slices.IndexFunc(all, func(c match.Candidate) bool { return c.Order == n })
		switch {
		case at < 0:
			all = append(all[:min(len(all), match.MaxCandidates-1)],
				match.Candidate{Order: n, Reasons: []match.Reason{codeNumber}})
		case !slices.Contains(all[at].Reasons, "code"):
			all[at].Reasons = append([]match.Reason{codeNumber}, all[at].Reasons...)
		}
	}
	return all
}

// numberElsewhere reports whether the number behind a deposit's name is that of another order than those it is to pay.
func numberElsewhere(orders []openOrder, p match.Deposit, parts []match.Part) bool {
	return slices.ContainsFunc(numbered(orders, p), func(n int) bool {
		return !slices.ContainsFunc(parts, func(part match.Part) bool { return part.Order == n })
	})
}

func words(reasons []match.Reason) []string {
	all := make([]string, len(reasons))
	for i, r := range reasons {
		all[i] = string(r)
	}
	return all
}

// openDeposit is a deposit that pays nothing yet.
type openDeposit struct {
	id         id.ID
	deposit    match.Deposit
	byPerson   bool
	suggestion []byte
}

const (
	openDepositColumns = "SELECT id, at, name, memo, amount_won, by_person, suggestion FROM shop_deposit WHERE "
	openDepositsSQL    = openDepositColumns + "shop = ? AND state = 1 ORDER BY at DESC, id LIMIT ?"
)

func readOpenDeposit(w *shard.Row) (p openDeposit) {
	p.id = w.ID()
	p.deposit.At, p.deposit.DayOnly = wall(w.Text())
	p.deposit.Name, p.deposit.Memo, p.deposit.Amount = w.Text(), w.Text(), money.Amount(w.Int())
	p.byPerson, p.suggestion = w.Bool(), w.Bytes()
	return p
}

func openDeposits(r *shard.Reader, shop id.ID) (all []openDeposit) {
	r.Each(func(w *shard.Row) { all = append(all, readOpenDeposit(w)) }, openDepositsSQL, shop, matchDeposits)
	return all
}

func openDepositOf(r *shard.Reader, deposit id.ID) (p openDeposit, found bool) {
	found = r.One(func(w *shard.Row) { p = readOpenDeposit(w) }, openDepositColumns+"id = ? AND state = 1", deposit)
	return p, found
}

// wall reads a time by the shop's clock.
func wall(s string) (at time.Time, dayOnly bool) {
	for _, form := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04"} {
		if at, err := time.Parse(form, s); err == nil {
			return at, false
		}
	}
	at, _ = time.Parse("2006-01-02", s)
	return at, true
}

// openOrder is an order that may still be paid.
type openOrder struct {
	id, customer id.ID
	order        match.Order
}

// given is what package match is given of orders.
func given(orders []openOrder) []match.Order {
	all := make([]match.Order, len(orders))
	for i := range orders {
		all[i] = orders[i].order
	}
	return all
}

// numbered gives the orders that ask for just this amount and whose code has the number behind a deposit's name, though
// the name is another: somebody else may have paid and copied the number alone.
func numbered(orders []openOrder, p match.Deposit) (all []int) {
	number, has := form.CodeNumber(p.Name)
	for i := range orders {
		if o := &orders[i].order; has && (p.Amount == o.Total || p.Amount == o.Advance) {
			if own, _ := form.CodeNumber(o.Code); own == number {
				all = append(all, i)
			}
		}
	}
	return all
}

// alone reports whether matching takes the order for a customer of its own.
func (o openOrder) alone() bool { return o.order.Customer != o.customer.String() }

// openOrdersSQL has the words of the index shop_order_due, so that it is used.
const openOrdersSQL = `SELECT id, customer, (SELECT length(phone) FROM shop_customer WHERE id = customer), code, state,
	total_won, advance_won, paid_won + otherwise_won, created_ms, pay_by_ms, changed_ms, details FROM shop_order
	WHERE shop = ? AND state <= 7 AND coalesce(paid_won + otherwise_won < total_won, 1) ORDER BY id DESC LIMIT ?`

// openOrders gives the orders for which money may come: unpaid ones, also when it is late, those that are paid in part,
// and those of which only the chat says that they are paid.
//
// INVARIANT: same name and same amount is left to people. A customer without a phone is known by a name alone, which
// may be several people's, so that matching takes each order of theirs for somebody else's.
func openOrders(r *shard.Reader, shop id.ID) (all []openOrder) {
	zone := Zone(r, shop)
	var details [][]byte
	r.Each(func(w *shard.Row) {
		var o openOrder
		var state State
		var b balance
		o.id, o.customer = w.ID(), w.ID()
		o.order.Customer = o.customer.String()
		if w.Int() == 0 {
			o.order.Customer = o.id.String()
		}
		o.order.Code, state = w.Text(), State(w.Int())
		b.total, b.advance, b.paid = optional(w), optional(w), w.Int()
		o.order.Opened = local(w.Int(), zone)
		if by := w.Int(); by > 0 {
			o.order.PayBy = local(by, zone)
		}
		changed := local(w.Int(), zone)
		if state == Lapsed {
			o.order.Closed = changed
		}
		o.order.Inquiry = state == Enquiry
		o.order.Quoted = o.order.Opened
		o.order.Total, o.order.Advance = due(b)
		all, details = append(all, o), append(details, w.Bytes())
	}, openOrdersSQL, shop, matchOrders)
	for i := range all {
		describe(&all[i].order, details[i])
	}
	slices.Reverse(all)
	return all
}

// due is what is still to come: the whole and, while nothing has come, the part asked for first.
func due(b balance) (total, advance money.Amount) {
	if b.total != nil {
		total = money.Amount(*b.total - b.paid)
	}
	if b.advance != nil && b.paid == 0 {
		advance = money.Amount(*b.advance)
	}
	return total, advance
}

// describe adds names, phone and pickup.
func describe(o *match.Order, details []byte) {
	var d shopjournalv1.OrderDetails
	if proto.Unmarshal(details, &d) != nil {
		return
	}
	o.Names, o.Phone = []string{d.GetName()}, d.GetPhone()
	if d.GetDepositor() != "" {
		o.Depositors = []string{d.GetDepositor()}
	}
	o.Pickup, _ = wall(d.GetPickup())
}

const aliasesSQL = `SELECT d.customer, d.name FROM shop_customer c JOIN shop_depositor d ON d.customer = c.id
	WHERE c.shop = ? ORDER BY d.customer DESC, d.name LIMIT ?`

// aliases are the names under which customers' money comes, and that of their open orders which stand alone.
func aliases(r *shard.Reader, shop id.ID, orders []openOrder) (all []match.Alias) {
	alone := map[string][]string{}
	for _, o := range orders {
		if o.alone() {
			alone[o.customer.String()] = append(alone[o.customer.String()], o.order.Customer)
		}
	}
	r.Each(func(w *shard.Row) {
		customer, name := w.ID().String(), w.Text()
		all = append(all, match.Alias{Customer: customer, Depositor: name})
		for _, order := range alone[customer] {
			all = append(all, match.Alias{Customer: order, Depositor: name})
		}
	}, aliasesSQL, shop, matchAliases)
	return all
}

// Zone is where the shop's clock is; bank lists and chats are written by it.
func Zone(r *shard.Reader, shop id.ID) *time.Location {
	var name string
	r.One(func(w *shard.Row) { name = w.Text() }, "SELECT zone FROM shop_shop WHERE id = ?", shop)
	zone, err := time.LoadLocation(name)
	if err != nil {
		return time.UTC
	}
	return zone
}

// local is the wall clock of an instant, as a time without a zone.
func local(ms int64, zone *time.Location) time.Time {
	t := time.UnixMilli(ms).In(zone)
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}

func applyMatchingRun(tx *shard.Tx, e *shopjournalv1.MatchingRun) {
	tx.Exec("UPDATE shop_shop SET matching = 0 WHERE id = ?", e.GetShop())
}

func applyDepositSuggested(tx *shard.Tx, e *shopjournalv1.DepositSuggested) {
	tx.Exec("UPDATE shop_deposit SET suggestion = ? WHERE id = ?", encode(tx, e), e.GetDeposit())
	touchDeposit(tx, id.ID(e.GetDeposit()))
}
