package shop

import (
	"context"
	"time"

	"google.golang.org/protobuf/proto"

	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/match"
	"dangol.example/shard"
	"dangol.example/shop/due"
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
	if err := matchOpen(d, c.ShopID); err != nil {
		return err
	}
	lapse(d, c.ShopID)
	return nil
}

// matchOpen looks at the deposits that pay nothing yet.
func matchOpen(d *shard.Decision, shop id.ID) error {
	deposits := due.Deposits(d.Reader, shop)
	if len(deposits) == 0 {
		return nil
	}
	orders := due.Orders(d.Reader, shop)
	verdicts, err := due.Match(d.Reader, shop, orders, deposits)
	if err != nil {
		return err
	}
	for i, v := range verdicts {
		if err := settle(d, shop, deposits[i], orders, v); err != nil {
			return err
		}
	}
	return nil
}

// settle matches one deposit, or suggests orders for it.
func settle(d *shard.Decision, shop id.ID, p due.Deposit, orders []due.Order, v match.Verdict) error {
	if v.Auto && !p.ByPerson && !due.Elsewhere(orders, p.Match, v.Parts) {
		var parts []Part
		for _, part := range v.Parts {
			parts = append(parts, Part{orders[part.Order].ID, int64(part.Amount)})
		}
		e, err := matchOf(d, shop, depositRow{id: p.ID, state: unmatched, amount: int64(p.Match.Amount)}, parts)
		if err == nil { // else a person must look
			e.Automatic, e.Reasons = true, words(v.Reasons)
			d.Emit(e)
			return nil
		}
	}
	e := &shopjournalv1.DepositSuggested{Deposit: p.ID[:], Reasons: words(v.Reasons)}
	for _, c := range due.Candidates(orders, p.Match, v) {
		order := orders[c.Order].ID
		e.Candidates = append(e.Candidates, &shopjournalv1.Candidate{Order: order[:], Reasons: words(c.Reasons)})
	}
	kept := &shopjournalv1.DepositSuggested{}
	if err := proto.Unmarshal(p.Suggestion, kept); err != nil {
		return err
	}
	if !proto.Equal(kept, e) {
		d.Emit(e)
	}
	return nil
}

func words(reasons []match.Reason) []string {
	all := make([]string, len(reasons))
	for i, r := range reasons {
		all[i] = string(r)
	}
	return all
}

// Zone is where the shop's clock is; bank lists and chats are written by it.
func Zone(r *shard.Reader, shop id.ID) *time.Location { return due.Zone(r, shop) }

func applyMatchingRun(tx *shard.Tx, e *shopjournalv1.MatchingRun) {
	tx.Exec("UPDATE shop_shop SET matching = 0 WHERE id = ?", e.GetShop())
}

func applyDepositSuggested(tx *shard.Tx, e *shopjournalv1.DepositSuggested) {
	tx.Exec("UPDATE shop_deposit SET suggestion = ? WHERE id = ?", encode(tx, e), e.GetDeposit())
	touchDeposit(tx, id.ID(e.GetDeposit()))
}
