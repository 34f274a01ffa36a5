package ofx

import (
	"cmp"

	"dangol.example/money"
)

// endRow turns a draft into a transaction or reports it.
func (r *reader) endRow() {
	d := r.row
	r.row = nil
	v := d.values
	t := Transaction{
		Line: d.line, Kind: d.name, Currency: r.now.Currency,
		ID: v["FITID"], CheckNumber: v["CHECKNUM"], Reference: v["REFNUM"],
		Name: cmp.Or(v["NAME"], v["PAYEE/NAME"]), Memo: v["MEMO"],
		CounterAccount: cmp.Or(v["BANKACCTTO/ACCTID"], v["CCACCTTO/ACCTID"]), CounterBank: v["BANKACCTTO/BANKID"],
	}
	printed, posted := v["TOTAL"], cmp.Or(v["DTSETTLE"], v["DTTRADE"])
	if d.name == "STMTTRN" {
		t.Kind, t.Cash = v["TRNTYPE"], true
		printed, posted = v["TRNAMT"], v["DTPOSTED"]
	} else {
		// REINVEST's TOTAL buys shares at once, and JRNLFUND moves it within the account (§13.9.2.4).
		t.Cash = printed != "" && d.name != "REINVEST" && d.name != "JRNLFUND"
	}
	// ORIGCURRENCY, in contrast, tells of an amount that was converted already (§5.2).
	if c := v["CURRENCY/CURSYM"]; c != "" {
		t.Currency = money.Currency(c)
	}
	var ok bool
	if t.Posted, ok = parseMoment(posted); !ok {
		r.now.Unread = append(r.now.Unread, Unread{d.line, NoDate})
		return
	}
	if printed != "" || t.Cash {
		if t.Amount, ok = parseSum(printed, t.Currency); !ok {
			r.now.Unread = append(r.now.Unread, Unread{d.line, BadAmount})
			return
		}
	}
	r.now.Transactions = append(r.now.Transactions, t)
}

// endBalance takes a balance; a malformed one is left out, for no row depends on it.
func (r *reader) endBalance(name string) {
	printed := cmp.Or(r.balance["BALAMT"], r.balance["AVAILCASH"])
	sum, ok := parseSum(printed, r.now.Currency)
	asOf, _ := parseMoment(r.balance["DTASOF"])
	r.balance = nil
	if !ok {
		return
	}
	b := &Balance{sum, asOf}
	if name == "LEDGERBAL" {
		r.now.Ledger = b
	} else {
		r.now.Available = b
	}
}
