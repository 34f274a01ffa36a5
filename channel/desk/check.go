package desk

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"dangol.example/channel/policy"
	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	"dangol.example/shop/form"
)

// The parts of a day and a week.
const (
	daysOfWeek   = 7
	minutesOfDay = 24 * 60
	whole        = 100 // percent
)

// checkHours refuses hours that cannot be.
func checkHours(h *channelv1.Hours) error {
	if len(h.GetWeek()) != daysOfWeek {
		return ErrWeek
	}
	for _, d := range h.GetWeek() {
		if err := checkSpans(d.GetSpans()); err != nil {
			return err
		}
	}
	if len(h.GetSpecial()) > MaxSpecial {
		return ErrSpecial
	}
	seen := map[string]bool{}
	for _, s := range h.GetSpecial() {
		if _, is := policy.ParseDay(s.GetDay()); !is || seen[s.GetDay()] || !within(s.GetName(), 0, MaxTitle) {
			return ErrSpecial
		}
		seen[s.GetDay()] = true
		if err := checkSpans(s.GetSpans()); err != nil {
			return err
		}
	}
	return nil
}

// checkSpans wants a day's spans in order and apart; only the last may run past midnight.
func checkSpans(all []*channelv1.Span) error {
	if len(all) > MaxSpans {
		return ErrSpans
	}
	last := uint32(0)
	for n, s := range all {
		past := s.GetTo() <= s.GetFrom()
		if s.GetFrom() >= minutesOfDay || s.GetTo() > minutesOfDay || n > 0 && s.GetFrom() <= last ||
			past && n < len(all)-1 {
			return ErrSpans
		}
		last = s.GetTo()
	}
	return nil
}

// within reports whether a text can stand on one line and has so many letters.
func within(s string, least, most int) bool {
	n := utf8.RuneCountInString(strings.TrimSpace(s))
	return n >= least && n <= most && utf8.ValidString(s) &&
		!strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f })
}

// FieldRefunds is what a sentence to agree to names as its field when it is about the shop's refund rules.
const FieldRefunds = "refunds"

// fieldsOfOrder are the fields of an order that a block can become.
func fieldsOfOrder() []string {
	return []string{
		"item", "size", "flavor", "design", "lettering", "candles", "quantity", "pickup", "cooler_bag",
		"delivery_address", "depositor", "requests",
	}
}

// checkForm refuses forms that cannot be filled in.
func checkForm(blocks []*channelv1.Block) error {
	if len(blocks) > MaxBlocks {
		return ErrForm
	}
	ids, fields := map[string]bool{}, map[string]bool{}
	for _, b := range blocks {
		switch {
		case !within(b.GetId(), 1, MaxID) || !within(b.GetLabel(), 1, MaxLabel) || !within(b.GetHelp(), 0, MaxHelp),
			b.GetKind() < channelv1.BlockKind_BLOCK_KIND_CHOICE || b.GetKind() > channelv1.BlockKind_BLOCK_KIND_AGREE:
			return ErrBlock
		case ids[b.GetId()]:
			return ErrBlockTwice
		}
		ids[b.GetId()] = true
		f := b.GetField()
		if f == "" && b.GetKind() == channelv1.BlockKind_BLOCK_KIND_PICKUP {
			f = "pickup" // it can be nothing else
		}
		agrees := f == FieldRefunds && b.GetKind() == channelv1.BlockKind_BLOCK_KIND_AGREE
		switch {
		case f != "" && !agrees && !slices.Contains(fieldsOfOrder(), f), f != "" && f != "requests" && fields[f],
			(f == "pickup") != (b.GetKind() == channelv1.BlockKind_BLOCK_KIND_PICKUP):
			return ErrField
		}
		fields[f] = true
		if err := checkChoices(b); err != nil {
			return err
		}
	}
	return nil
}

// checkChoices wants options where one is to be chosen, and none elsewhere.
func checkChoices(b *channelv1.Block) error {
	chosen := b.GetKind() == channelv1.BlockKind_BLOCK_KIND_CHOICE ||
		b.GetKind() == channelv1.BlockKind_BLOCK_KIND_CHOICES
	if n := len(b.GetChoices()); n > MaxChoices || chosen != (n > 0) {
		return ErrChoices
	}
	seen := map[string]bool{}
	for _, c := range b.GetChoices() {
		if !within(c.GetLabel(), 1, MaxLabel) || seen[c.GetLabel()] {
			return ErrChoices
		}
		seen[c.GetLabel()] = true
		if err := form.Won(c.GetPriceWon()); err != nil {
			return err
		}
	}
	return nil
}

// checkMenu refuses buttons that say nothing.
func checkMenu(buttons []*channelv1.MenuButton) error {
	if len(buttons) > MaxButtons {
		return ErrMenu
	}
	seen := map[string]bool{}
	for _, b := range buttons {
		answer, err := form.Text(b.GetAnswer(), MaxText)
		if !within(b.GetId(), 1, MaxID) || seen[b.GetId()] || !within(b.GetLabel(), 1, MaxButton) || err != nil ||
			answer == "" && !b.GetOpensForm() {
			return ErrMenu
		}
		seen[b.GetId()] = true
	}
	return nil
}

// checkRefunds puts the rules in order, most days first, and refuses what cannot be meant.
func checkRefunds(rules []*channelv1.RefundRule) error {
	if len(rules) > MaxRules {
		return ErrRefunds
	}
	slices.SortFunc(rules, func(a, b *channelv1.RefundRule) int { return cmp.Compare(b.GetDays(), a.GetDays()) })
	for n, r := range rules {
		switch {
		case r.GetPercent() > whole || r.GetDays() > MaxRuleDays || n > 0 && r.GetDays() == rules[n-1].GetDays():
			return ErrRefunds
		case n > 0 && r.GetPercent() > rules[n-1].GetPercent():
			return ErrRefundOrder
		}
	}
	return nil
}

// checkDays refuses days that are none or stand twice.
func checkDays(days []*channelv1.DayCapacity) error {
	if len(days) > MaxDays {
		return ErrDays
	}
	seen := map[string]bool{}
	for _, d := range days {
		if _, is := policy.ParseDay(d.GetDay()); !is || seen[d.GetDay()] {
			return ErrDays
		}
		if d.GetOrders() > MaxCapacity {
			return ErrCapacity
		}
		seen[d.GetDay()] = true
	}
	return nil
}
