package mt940

import (
	"strings"

	"dangol.example/money"
)

// place is the order of the fields of a message. Fields that are not here (a bank's own) are passed over.
var place = map[string]int{
	"20": 1, "21": 2, "25": 3, "25P": 3, "28": 4, "28C": 4, "34F": 5, "13D": 5, "13": 5, "60F": 6, "60M": 6, "61": 7,
	"86":  7,
	"90D": 8, "90C": 8, "62F": 8, "62M": 8, "64": 9, "65": 10,
}

// many are the fields that may come more than once.
var many = map[string]bool{"61": true, "86": true, "34F": true, "13D": true, "90D": true, "90C": true, "65": true}

// reader puts the fields together into statements.
type reader struct {
	out     []Statement
	now     *Statement
	at      int             // the place of the last field
	seen    map[string]bool // the fields of this statement, without F and M
	details []string        // the text of the :86: of the last entry, of which some banks write several
	count   int
	whole   bool // a message began with :20:
	bare    int  // the line of a fragment that began without :20:, 0 for none
}

// field takes the next field. In a message the fields have an order; a file of fields that stand alone has none.
func (r *reader) field(f field) error {
	if f.ends {
		return r.finish(f.line)
	}
	at, known := place[f.tag]
	if !known {
		return nil
	}
	name := strings.TrimRight(f.tag, "FMCP")
	switch again := r.now != nil && (at < r.at || r.seen[name] && !many[f.tag]); {
	case f.tag == "20", again && !r.seen["20"]:
		if err := r.finish(f.line); err != nil {
			return err
		}
	case again && f.tag == "86":
		at = r.at // words about the whole statement, behind its closing balance
	case again:
		return misplaced(f)
	}
	if err := r.begin(f); err != nil {
		return err
	}
	closed := r.at > place["61"]
	r.at, r.seen[name] = at, true
	if f.tag == "86" {
		r.words(f, closed)
		return nil
	}
	r.endDetails()
	return r.value(f)
}

func misplaced(f field) error {
	return malformed(f.line, ":"+f.tag+": 항목이 있을 자리가 아님", "the field :"+f.tag+": is out of place")
}

// begin opens a statement where none is open.
func (r *reader) begin(f field) error {
	if r.now != nil {
		return nil
	}
	if f.tag == "20" {
		r.whole = true
	} else if r.bare == 0 {
		r.bare = f.line
	}
	if r.whole && r.bare > 0 {
		return malformed(r.bare, "명세가 :20: 으로 시작하지 않음", "a statement does not begin with :20:")
	}
	if len(r.out) == statementsMax {
		return errTooLarge
	}
	r.now, r.at, r.seen = &Statement{Line: f.line}, 0, map[string]bool{}
	return nil
}

// finish closes the statement that is open and looks whether it is whole.
func (r *reader) finish(line int) error {
	if r.now == nil {
		return nil
	}
	r.endDetails()
	s := r.now
	s.Fragment = !r.seen["20"] || s.Opening == nil || s.Closing == nil
	switch {
	case !r.seen["20"]:
	case s.Opening != nil && s.Closing == nil:
		return malformed(line, "명세가 끊김: 마지막 잔액 :62F: 가 없음", "the statement is cut off: it has no closing balance :62F:")
	case s.Opening == nil && (s.Closing != nil || len(s.Entries) > 0 &&
		!r.seen["34"]): // :34F: is of MT942, which has no balances
		return malformed(s.Line, "첫 잔액 :60F: 가 없음", "the statement has no opening balance :60F:")
	}
	r.out = append(r.out, *s)
	r.now = nil
	return nil
}

// value reads what a field holds.
func (r *reader) value(f field) error {
	s := r.now
	first := strings.TrimSpace(f.lines[0])
	switch f.tag {
	case "20":
		s.Reference = first
	case "21":
		s.Related = first
	case "25", "25P":
		s.Account, s.Currency = cutCurrency(first)
	case "28", "28C":
		s.Number, s.Page, _ = strings.Cut(first, "/")
	case "34F":
		if len(first) >= 3 {
			s.Currency = money.Currency(first[:3])
		}
	case "60F", "60M", "62F", "62M", "64", "65":
		b, ok := parseBalance(first)
		if !ok {
			return malformed(f.line, ":"+f.tag+": 의 잔액을 읽을 수 없음", "the balance of :"+f.tag+": cannot be read")
		}
		b.Intermediate = strings.HasSuffix(f.tag, "M")
		s.Currency = b.Currency
		switch f.tag[:2] {
		case "60":
			s.Opening = &b
		case "62":
			s.Closing = &b
		case "64":
			s.Available = &b
		default:
			s.Forward = append(s.Forward, b)
		}
	case "61":
		if r.count++; r.count > entriesMax {
			return errTooLarge
		}
		e, ko, en := parseEntry(f, s.Currency)
		if en != "" {
			return malformed(f.line, ko, en)
		}
		s.Entries = append(s.Entries, e)
	}
	return nil
}

// words takes a field :86:, which is about the last entry, or behind the closing balance about the statement.
func (r *reader) words(f field, closed bool) {
	if len(r.now.Entries) == 0 || closed {
		r.now.Info = strings.TrimSpace(r.now.Info + " " + f.text())
		return
	}
	if structured(f.lines[0]) > 0 { // breaks within subfields mean nothing
		r.details = append(r.details, strings.Join(f.lines, ""))
		return
	}
	r.details = append(r.details, f.text())
}

func (r *reader) endDetails() {
	if r.details == nil {
		return
	}
	r.now.Entries[len(r.now.Entries)-1].Details = parseDetails(strings.TrimSpace(strings.Join(r.details, " ")))
	r.details = nil
}

// cutCurrency takes the currency off an account number, as in "1291.99.348EUR". An IBAN can end with letters of its
// own.
func cutCurrency(account string) (string, money.Currency) {
	n := len(account) - 3
	isIBAN := len(account) > 4 && isUpper(account[0]) && isUpper(account[1]) && isDigits(account[2:4])
	if n < 1 || isIBAN || !isDigits(account[n-1:n]) || !isUpper(account[n]) || !isUpper(account[n+1]) ||
		!isUpper(account[n+2]) {
		return account, ""
	}
	return account[:n], money.Currency(account[n:])
}
