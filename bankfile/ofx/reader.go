package ofx

import (
	"slices"

	"dangol.example/money"
)

// aggregates are the ones whose place in the nesting is relied on. They must be closed; other tags that stand open
// without a value are taken for empty elements, which OFX 1.x writes without an end tag.
var aggregates = []string{
	"OFX", "SIGNONMSGSRSV1", "SONRS", "STATUS", "BANKMSGSRSV1", "CREDITCARDMSGSRSV1", "INVSTMTMSGSRSV1",
	"STMTTRNRS", "CCSTMTTRNRS", "INVSTMTTRNRS", "STMTRS", "CCSTMTRS", "INVSTMTRS", "BANKTRANLIST", "INVTRANLIST",
	"STMTTRN",
	"BANKACCTFROM", "CCACCTFROM", "INVACCTFROM", "BANKACCTTO", "CCACCTTO", "PAYEE", "CURRENCY", "ORIGCURRENCY",
	"LEDGERBAL", "AVAILBAL", "INVBAL", "INVTRAN", "INVBANKTRAN", "INVPOSLIST", "SECLISTMSGSRSV1", "SECLIST",
}

// leaves are elements that banks leave empty and, in OFX 1.x, unclosed.
var leaves = []string{
	"NAME", "MEMO", "CHECKNUM", "REFNUM", "SIC", "PAYEEID", "EXTDNAME", "SRVRTID", "CORRECTFITID",
	"DTUSER", "DTAVAIL",
	"BRANCHID", "ACCTKEY", "USERKEY", "MESSAGE", "ORG", "FID",
}

var statementKinds = map[string]Kind{"STMTRS": Bank, "CCSTMTRS": Card, "INVSTMTRS": Investment}

// open is one aggregate that is not closed yet.
type open struct {
	name string
	line int
}

// reader puts the tags together into statements.
type reader struct {
	scanner
	statements []Statement
	stack      []open
	now        *Statement
	row        *draft
	count      int
	balance    map[string]string // the elements of the balance being read
}

// draft is a transaction being read: its elements by name, those of inner aggregates as "PAYEE/NAME".
type draft struct {
	line   int
	name   string // the aggregate
	values map[string]string
}

func (r *reader) read() error {
	for {
		t, ok, err := r.next()
		if err != nil {
			return err
		}
		if !ok {
			break
		}
		switch {
		case t.end:
			err = r.end(t)
		case t.value != "":
			r.element(t.name, t.value)
		case t.void || slices.Contains(leaves, t.name):
		default:
			err = r.begin(t)
		}
		if err != nil {
			return err
		}
		if t.end && len(r.stack) == 0 {
			return nil // </OFX>: what some programs write behind it is not of the file
		}
	}
	last := open{"OFX", 1}
	if len(r.stack) > 0 {
		last = r.stack[len(r.stack)-1]
	}
	return malformed(r.line, "파일이 끊김: <"+last.name+"> 이 닫히지 않음", "the file is cut off: <"+last.name+"> is never closed")
}

func (r *reader) begin(t token) error {
	if len(r.stack) == depthMax {
		return malformed(t.line, "태그가 너무 깊이 들어 있음", "the tags are nested too deeply")
	}
	parent := r.top()
	r.stack = append(r.stack, open{t.name, t.line})
	kind, isStatement := statementKinds[t.name]
	switch {
	case isStatement:
		if len(r.statements) == statementsMax {
			return errTooLarge
		}
		r.statements = append(r.statements, Statement{Kind: kind})
		r.now = &r.statements[len(r.statements)-1]
	case r.now == nil:
	case t.name == "STMTTRN", parent == "INVTRANLIST" && t.name != "INVBANKTRAN":
		if r.count++; r.count > transactionsMax {
			return errTooLarge
		}
		if r.row != nil {
			return malformed(t.line, "거래 안에 또 다른 거래가 있음", "a transaction within a transaction")
		}
		r.row = &draft{line: t.line, name: t.name, values: map[string]string{}}
	case t.name == "LEDGERBAL", t.name == "AVAILBAL", t.name == "INVBAL":
		r.balance = map[string]string{}
	}
	return nil
}

func (r *reader) top() string {
	if len(r.stack) == 0 {
		return ""
	}
	return r.stack[len(r.stack)-1].name
}

func (r *reader) end(t token) error {
	if t.name == "" {
		return malformed(t.line, "</> 에 이름이 없음", "</> has no name")
	}
	for len(r.stack) > 0 && r.top() != t.name && !slices.Contains(aggregates, r.top()) && r.opened(t.name) {
		r.stack = r.stack[:len(r.stack)-1] // an empty element that has no end tag
	}
	switch {
	case r.top() != t.name && slices.Contains(aggregates, t.name):
		return malformed(t.line, "</"+t.name+"> 의 짝이 맞지 않음", "</"+t.name+"> closes nothing that is open")
	case r.top() != t.name:
		return nil // the end tag of an element, which OFX 1.x may write apart from its value
	}
	r.stack = r.stack[:len(r.stack)-1]
	_, isStatement := statementKinds[t.name]
	switch {
	case isStatement:
		return r.endStatement(t)
	case r.row != nil && r.row.name == t.name:
		r.endRow()
	case r.balance != nil && (t.name == "LEDGERBAL" || t.name == "AVAILBAL" || t.name == "INVBAL"):
		r.endBalance(t.name)
	}
	return nil
}

func (r *reader) opened(name string) bool {
	return slices.ContainsFunc(r.stack, func(o open) bool { return o.name == name })
}

func (r *reader) endStatement(t token) error {
	if r.now != nil && r.now.Currency == "" {
		return malformed(t.line, "통화(CURDEF)가 없음", "the statement has no currency (CURDEF)")
	}
	r.now, r.row, r.balance = nil, nil, nil
	return nil
}

func (r *reader) element(name, value string) {
	if r.now == nil {
		return
	}
	parent := r.top()
	switch {
	case r.row != nil:
		if parent == "PAYEE" || parent == "BANKACCTTO" || parent == "CCACCTTO" || parent == "CURRENCY" ||
			parent == "ORIGCURRENCY" {
			name = parent + "/" + name
		}
		if _, twice := r.row.values[name]; !twice {
			r.row.values[name] = value
		}
	case r.balance != nil:
		r.balance[name] = value
	case name == "CURDEF":
		r.now.Currency = money.Currency(value)
	case name == "DTSTART":
		r.now.From, _ = parseMoment(value)
	case name == "DTEND":
		r.now.To, _ = parseMoment(value)
	case parent != "BANKACCTFROM" && parent != "CCACCTFROM" && parent != "INVACCTFROM":
	case name == "ACCTID":
		r.now.Account = value
	case name == "BANKID", name == "BROKERID":
		r.now.BankID = value
	case name == "ACCTTYPE":
		r.now.AccountType = value
	}
}
