package camt

import (
	"cmp"
	"strconv"
	"strings"

	"dangol.example/money"
)

const (
	credit = "CRDT"
	debit  = "DBIT"
)

// first gives the first string that is not blank, without the blanks around it.
func first(s ...string) string {
	for _, v := range s {
		if v = strings.TrimSpace(v); v != "" {
			return v
		}
	}
	return ""
}

func (r rawStatement) statement(message string) Statement {
	s := Statement{
		Message: message, ID: first(r.ID), Created: parseMoment(r.Created),
		Account: first(r.Account.IBAN, r.Account.Other), AccountName: first(r.Account.Name),
		Owner: r.Account.Owner.name(), Bank: first(r.Account.Servicer.Name, r.Account.Servicer.bic()),
		Info: first(r.Info, r.Notice),
	}
	for _, b := range r.Balances {
		// A balance that is no number is left out: no entry depends on it.
		if sum, ok := parseSum(b.Amount, b.Direction); ok {
			s.Balances = append(s.Balances, Balance{first(b.Code, b.Proprietary), sum, b.Amount.currency(), b.On.moment()})
		}
	}
	for _, e := range r.Entries {
		entry, why := e.entry()
		if why != "" {
			s.Unread = append(s.Unread, Unread{e.line, why})
			continue
		}
		s.Entries = append(s.Entries, entry)
	}
	s.Currency = money.Currency(first(r.Account.Currency))
	if len(s.Balances) > 0 {
		s.Currency = cmp.Or(s.Currency, s.Balances[0].Currency)
	}
	if len(s.Entries) > 0 {
		s.Currency = cmp.Or(s.Currency, s.Entries[0].Currency)
	}
	return s
}

// entry gives the entry, or why it cannot be read.
func (r rawEntry) entry() (Entry, Reason) {
	if d := first(r.Direction); d != credit && d != debit {
		return Entry{}, NoDirection
	}
	sum, ok := parseSum(r.Amount, r.Direction)
	if !ok {
		return Entry{}, BadAmount
	}
	e := Entry{
		Line: r.line, Reference: first(r.Reference), ServicerReference: first(r.ServicerReference),
		Amount: sum, Currency: r.Amount.currency(), Reversal: isTrue(r.Reversal),
		Status: first(r.Status.Code, r.Status.Proprietary, r.Status.Text),
		Booked: r.Booked.moment(), Value: r.Value.moment(), Code: r.Code.text(), Info: first(r.Info),
	}
	for _, d := range r.Details {
		e.BatchID = cmp.Or(e.BatchID, first(d.BatchID))
		if n, err := strconv.ParseUint(first(d.BatchCount), 10, 31); err == nil {
			e.BatchCount += int(n)
		}
		for _, t := range d.Transactions {
			e.Transactions = append(e.Transactions, t.transaction(r.Direction))
		}
	}
	return e, ""
}

// transaction gives the details; their direction is the entry's unless they say.
func (r rawTransaction) transaction(direction string) Transaction {
	t := Transaction{
		EndToEndID: first(r.EndToEndID), InstructionID: first(r.InstructionID), TransactionID: first(r.TransactionID),
		ServicerReference: first(r.ServicerReference), UETR: first(r.UETR), MandateID: first(r.MandateID),
		Debtor:         Party{r.Debtor.name(), r.DebtorAccount.number(), r.DebtorBank.text()},
		Creditor:       Party{r.Creditor.name(), r.CreditorAccount.number(), r.CreditorBank.text()},
		UltimateDebtor: r.UltimateDebtor.name(), UltimateCreditor: r.UltimateCreditor.name(),
		Unstructured: r.Unstructured,
	}
	info := []string{first(r.Info)}
	for _, s := range r.Structured {
		for _, ref := range append([]string{s.Reference}, s.Documents...) {
			if ref = first(ref); ref != "" {
				t.References = append(t.References, ref)
			}
		}
		info = append(info, s.Info...)
	}
	t.Info = strings.TrimSpace(strings.Join(info, " "))
	for _, a := range []rawAmount{r.Amount, r.InnerAmount, r.Instructed} {
		if sum, ok := parseSum(a, first(r.Direction, direction)); ok {
			t.Amount, t.Currency = sum, a.currency()
			break
		}
	}
	return t
}

func (r rawParty) name() string { return first(r.Name, r.Party, r.Agent.Name, r.Agent.bic()) }

func (r rawAccount) number() string { return first(r.IBAN, r.Other) }

func (r rawAgent) bic() string { return first(r.BICFI, r.BIC) }

func (r rawAgent) text() string { return first(r.BICFI, r.BIC, r.Name) }

func (r rawCode) text() string {
	if first(r.Domain) == "" {
		return first(r.Proprietary)
	}
	return strings.Join([]string{first(r.Domain), first(r.Family), first(r.SubFamily)}, "/")
}
