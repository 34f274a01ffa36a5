package bankfile

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/encoding/charmap"

	"dangol.example/fault"
	"dangol.example/money"
)

// OFX is read by the Open Financial Exchange specifications 1.6 (SGML, also Quicken's QFX) and 2.2 (XML).

var (
	errOFXHeader = fault.New(fault.Invalid,
		"OFX 파일의 머리말이 규격과 달라요 (줄바꿈이나 빈 줄이 빠졌어요). 은행에서 다시 내려받아 주세요.",
		"the OFX header is malformed (its lines or the blank line after it are missing): download the file again.")
	errOFXCut = fault.New(fault.Invalid,
		"OFX 파일이 중간에 끊겼거나 짝이 맞지 않아요. 은행에서 다시 내려받아 주세요.",
		"the OFX file is cut off or its tags do not pair: download it again.")
	errOFXEmpty = fault.New(fault.Invalid,
		"OFX 파일에 거래내역이 없어요.",
		"the OFX file holds no statement.")
)

// ofxHeader is the SGML header: one key a line, then a blank line (OFX 1.6 §2.2.1).
var ofxHeader = regexp.MustCompile(`^\s*OFXHEADER:\d+\s*\n(?:[A-Z]+:[^\n<]*\n)*\s*\n\s*<OFX>`)

// ofxOptionalEnd are elements of OFX 1.x; they have a value and no end tag. Aggregates always have one.
type ofxReader struct {
	options    Options
	statements []Statement
	open       []string
	now        *Statement
	row        *Row
	amount     string
	fitid      string
	balanceTag string
	closing    *money.Amount
	line       int
}

// readOFX reads bank, card and investment statements.
func readOFX(data []byte, o Options) ([]Statement, error) {
	text := ofxText(data)
	body := strings.Index(text, "<OFX>")
	if body < 0 {
		return nil, errOFXHeader
	}
	head := text[:body]
	if strings.Contains(head, "OFXHEADER:") && !ofxHeader.MatchString(strings.ReplaceAll(text, "\r\n", "\n")) ||
		!strings.Contains(head, "OFXHEADER") {
		return nil, errOFXHeader
	}
	r := ofxReader{options: o, line: 1 + strings.Count(head, "\n")}
	if err := r.walk(text[body:]); err != nil {
		return nil, err
	}
	if len(r.statements) == 0 {
		return nil, errOFXEmpty
	}
	return r.statements, nil
}

// ofxText decodes the file: UTF-8 where it is, else Windows-1252, which OFX 1.x names as CHARSET 1252.
func ofxText(data []byte) string {
	text := decode(data)
	if !bytes.Contains(data[:min(len(data), 512)], []byte("CHARSET:1252")) || text == string(data) {
		return text
	}
	out, err := charmap.Windows1252.NewDecoder().Bytes(data)
	if err != nil {
		return text
	}
	return string(out)
}

// walk goes over the tags. An element has a value up to the next tag; an aggregate has none, and an end tag.
func (r *ofxReader) walk(text string) error {
	for {
		from := strings.IndexByte(text, '<')
		if from < 0 {
			break
		}
		r.line += strings.Count(text[:from], "\n")
		to := strings.IndexByte(text[from:], '>')
		if to < 0 {
			return errOFXCut
		}
		tag := text[from+1 : from+to]
		text = text[from+to+1:]
		if strings.HasPrefix(tag, "?") || strings.HasPrefix(tag, "!") {
			continue
		}
		if name, ok := strings.CutPrefix(tag, "/"); ok {
			if err := r.end(name); err != nil {
				return err
			}
			continue
		}
		next := strings.IndexByte(text, '<')
		if next < 0 {
			next = len(text)
		}
		value := strings.TrimSpace(text[:next])
		if value != "" {
			r.element(tag, unescapeXML(value))
			if rest, ok := strings.CutPrefix(text[next:], "</"+tag+">"); ok {
				r.line += strings.Count(text[:next], "\n")
				text = rest
			}
			continue
		}
		if rest, ok := strings.CutPrefix(text[next:], "</"+tag+">"); ok { // an empty element
			text = rest
			continue
		}
		r.begin(tag)
	}
	if len(r.open) > 0 {
		return errOFXCut
	}
	return nil
}

func unescapeXML(s string) string {
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&", "&quot;", `"`, "&apos;", "'", "&nbsp;", " ").Replace(s)
}

// ofxDepthMax bounds the nesting.
const ofxDepthMax = 64

func (r *ofxReader) begin(tag string) {
	if len(r.open) < ofxDepthMax {
		r.open = append(r.open, tag)
	}
	switch tag {
	case "STMTRS", "CCSTMTRS", "INVSTMTRS":
		r.statements = append(r.statements, Statement{Format: OFX, Currency: r.options.Currency})
		r.now = &r.statements[len(r.statements)-1]
		r.closing = nil
	case "STMTTRN":
		if r.now != nil {
			r.row = &Row{Number: r.line}
			r.amount, r.fitid = "", ""
		}
	case "LEDGERBAL", "AVAILBAL":
		r.balanceTag = tag
	}
}

func (r *ofxReader) end(tag string) error {
	at := len(r.open) - 1
	for at >= 0 && r.open[at] != tag {
		at--
	}
	if at < 0 {
		return nil // the end of an element that is written with one
	}
	if at != len(r.open)-1 && !ofxEmpty(r.open[at+1:]) {
		return errOFXCut
	}
	r.open = r.open[:at]
	switch tag {
	case "STMTTRN":
		r.finishRow()
	case "LEDGERBAL", "AVAILBAL":
		r.balanceTag = ""
	}
	return nil
}

// ofxEmpty reports whether the tags left open can be elements without a value, which SGML need not close.
func ofxEmpty(tags []string) bool {
	for _, t := range tags {
		switch t {
		case "STMTRS", "CCSTMTRS", "INVSTMTRS", "STMTTRN", "BANKTRANLIST", "OFX", "STMTTRNRS", "INVTRANLIST", "BANKACCTFROM", "LEDGERBAL":
			return false
		}
	}
	return true
}

func (r *ofxReader) element(tag, value string) {
	if r.now == nil {
		return
	}
	if r.row == nil {
		switch tag {
		case "CURDEF":
			r.now.Currency = money.Currency(strings.ToUpper(value))
		case "ACCTID":
			if r.now.Account == "" {
				r.now.Account = value
			}
		}
		return
	}
	switch tag {
	case "DTPOSTED":
		r.row.At, r.row.DayOnly = ofxTime(value, r.options.Location)
	case "TRNAMT":
		r.amount = value
	case "TRNTYPE":
		r.row.Method = value
	case "NAME":
		r.row.Name = value
	case "MEMO":
		r.row.Memo = value
	case "FITID":
		r.fitid = value
	}
}

func (r *ofxReader) finishRow() {
	row := r.row
	r.row = nil
	if row == nil || r.now == nil {
		return
	}
	mark := byte('.')
	if strings.Contains(r.amount, ",") && !strings.Contains(r.amount, ".") {
		mark = ','
	}
	amount, printed, err := parseDecimal(r.amount, r.now.Currency, mark)
	switch {
	case err != nil:
		r.now.Unread = append(r.now.Unread, Unread{row.Number, ReasonBadAmount})
		return
	case row.At.IsZero():
		r.now.Unread = append(r.now.Unread, Unread{row.Number, ReasonNoDate})
		return
	}
	row.Amount, row.Printed = amount, printed
	r.now.Rows = append(r.now.Rows, *row)
}

var ofxMoment = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?(?:\.\d+)?)?(?:\[([+-]?\d{1,2}(?:\.\d+)?)(?::[A-Za-z]*)?\])?`)

// ofxTime reads YYYYMMDDHHMMSS.XXX[offset:zone] (OFX 1.6 §3.2.8.2). Without an offset it is GMT, and a day alone is a day.
func ofxTime(s string, loc *time.Location) (at time.Time, dayOnly bool) {
	m := ofxMoment.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return time.Time{}, false
	}
	if m[4] == "" {
		at = time.Date(atoi(m[1]), time.Month(atoi(m[2])), atoi(m[3]), 0, 0, 0, 0, loc)
		return at, true
	}
	hours, err := strconv.ParseFloat(m[7], 64)
	if err != nil {
		hours = 0
	}
	zone := time.FixedZone("", int(hours*3600))
	return time.Date(atoi(m[1]), time.Month(atoi(m[2])), atoi(m[3]), atoi(m[4]), atoi(m[5]), atoi(m[6]), 0, zone), false
}
