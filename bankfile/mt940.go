package bankfile

import (
	"regexp"
	"strings"
	"time"

	"dangol.example/fault"
	"dangol.example/money"
)

// MT940 is SWIFT's customer statement (FIN category 9). Banks bend it: fields over many lines, blank lines, several :86:.

var (
	mtTag  = regexp.MustCompile(`^:(\d{2}[A-Z]?):(.*)$`)
	mtLine = regexp.MustCompile(`^(\d{2})(\d{2})(\d{2})(\d{2})?(\d{2})?(RC|RD|C|D)([A-Z])?(\d[\d.]*,?\d{0,2})([NFS].{3})?(.*)$`)
	mtSum  = regexp.MustCompile(`^([CD])(\d{2})(\d{2})(\d{2})([A-Z]{3})(\d[\d.]*,?\d*)`)
	mtSub  = regexp.MustCompile(`[?>](\d{2})`)
	mtName = regexp.MustCompile(`/NAME/([^/]+)`)
	mtRemi = regexp.MustCompile(`/REMI/([^/]+)`)
)

// mtOrder is the order of the fields of a statement; a field may not come before an earlier one of the same statement.
var mtOrder = map[string]int{
	"20": 1, "21": 2, "25": 3, "28": 4, "28C": 4, "13": 5, "13D": 5, "34F": 5, "60F": 6, "60M": 6, "61": 7, "86": 7, "62F": 8, "62M": 8, "64": 9, "65": 10,
}

// mtField is one field with its further lines.
type mtField struct {
	tag, value string
	line       int
}

// readMT940 reads the statements of a file, and fragments of one.
func readMT940(data []byte, o Options) ([]Statement, error) {
	fields := mtFields(decode(data))
	var r mtReader
	r.options = o
	for _, f := range fields {
		if err := r.field(f); err != nil {
			return nil, err
		}
	}
	r.finish()
	if len(r.out) == 0 {
		return nil, mtError(1, "")
	}
	return r.out, nil
}

func mtError(line int, tag string) error {
	if tag == "" {
		return fault.New(fault.Invalid, "MT940 %d번째 줄을 읽을 수 없어요. 은행에서 다시 내려받아 주세요.", "MT940: line %d cannot be read: download the file again.", line)
	}
	return fault.New(fault.Invalid,
		"MT940 %[1]d번째 줄의 :%[2]s: 가 맞지 않는 자리에 있거나 형식이 틀려요. 은행에서 다시 내려받아 주세요.",
		"MT940: the field :%[2]s: in line %[1]d is malformed or out of place: download the file again.", line, tag)
}

// mtFields cuts the text into fields. A line without a tag goes on with the field before it; "-" ends a message.
func mtFields(text string) []mtField {
	var fields []mtField
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimRight(line, "\r\n")
		if i := strings.Index(line, "{4:"); i >= 0 { // the text block of a SWIFT message
			line = line[i+len("{4:"):]
		}
		line = strings.TrimSuffix(line, "-}")
		if m := mtTag.FindStringSubmatch(line); m != nil {
			fields = append(fields, mtField{m[1], m[2], n})
			continue
		}
		if strings.TrimSpace(line) == "-" || strings.TrimSpace(line) == "" || len(fields) == 0 {
			continue
		}
		fields[len(fields)-1].value += "\n" + line
	}
	return fields
}

// mtReader puts fields together into statements.
type mtReader struct {
	options          Options
	out              []Statement
	now              *Statement
	opening, closing *money.Amount
	at               int // how far in mtOrder the statement is
	started          bool
}

func (r *mtReader) finish() {
	if r.now == nil {
		return
	}
	r.now.booked(r.opening, r.closing)
	r.out = append(r.out, *r.now)
	r.now, r.opening, r.closing, r.at = nil, nil, nil, 0
}

func (r *mtReader) field(f mtField) error {
	place, known := mtOrder[f.tag]
	if !known {
		return nil // a bank's own field
	}
	if f.tag == "20" {
		r.finish()
	}
	if r.now == nil {
		r.now = &Statement{Format: MT940, Currency: r.options.Currency}
		r.started = f.tag == "20"
	}
	if f.tag == "86" && r.at >= mtOrder["62F"] {
		return nil // words to the holder about the whole statement
	}
	if r.started && place < r.at {
		return mtError(f.line, f.tag)
	}
	r.at = place
	switch f.tag {
	case "25":
		r.now.Account = strings.TrimSpace(firstLineOf(f.value))
	case "60F", "60M", "62F", "62M":
		return r.balance(f)
	case "61":
		return r.entry(f)
	case "86":
		r.details(f.value)
	}
	return nil
}

func firstLineOf(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

// balance reads an opening or closing balance; the first opening and the last closing count.
func (r *mtReader) balance(f mtField) error {
	m := mtSum.FindStringSubmatch(strings.TrimSpace(f.value))
	if m == nil {
		return mtError(f.line, f.tag)
	}
	r.now.Currency = money.Currency(m[5])
	a, printed, err := parseDecimal(strings.ReplaceAll(m[6], ".", ""), r.now.Currency, ',')
	if err != nil {
		return mtError(f.line, f.tag)
	}
	if m[1] == "D" {
		a = -a
	}
	if printed != "" {
		return nil
	}
	if strings.HasPrefix(f.tag, "60") {
		if r.opening == nil {
			r.opening = &a
		}
	} else {
		r.closing = &a
	}
	return nil
}

// entry reads a statement line, field 61: value day, entry day, debit or credit, amount, kind, references.
func (r *mtReader) entry(f mtField) error {
	line := firstLineOf(f.value)
	m := mtLine.FindStringSubmatch(line)
	if m == nil {
		return mtError(f.line, f.tag)
	}
	day, ok := mtDay(m[1], m[2], m[3], r.options.Location)
	if !ok {
		return mtError(f.line, f.tag)
	}
	if m[4] != "" && m[5] != "" { // the entry day has no year; it lies within half a year of the value day
		if booked := mtNear(day, atoi(m[4]), atoi(m[5])); !booked.IsZero() {
			day = booked
		}
	}
	amount, printed, err := parseDecimal(strings.ReplaceAll(m[8], ".", ""), r.now.Currency, ',')
	if err != nil {
		return mtError(f.line, f.tag)
	}
	if m[6] == "D" || m[6] == "RC" { // a reversed credit takes money out
		amount = -amount
	}
	row := Row{Number: f.line, At: day, DayOnly: true, Amount: amount, Printed: printed, Method: m[9]}
	if _, more, found := strings.Cut(f.value, "\n"); found {
		row.Memo = strings.TrimSpace(more)
	}
	r.now.Rows = append(r.now.Rows, row)
	return nil
}

func mtDay(year, month, day string, loc *time.Location) (time.Time, bool) {
	y := 2000 + atoi(year)
	if atoi(year) >= 80 {
		y -= 100
	}
	t := time.Date(y, time.Month(atoi(month)), atoi(day), 0, 0, 0, 0, loc)
	return t, int(t.Month()) == atoi(month) && t.Day() == atoi(day)
}

// mtNear finds the month and day nearest to a day: the entry of 31 December valued on 1 January is of the year before.
func mtNear(day time.Time, month, dayOfMonth int) time.Time {
	var best time.Time
	for _, year := range []int{day.Year() - 1, day.Year(), day.Year() + 1} {
		t := time.Date(year, time.Month(month), dayOfMonth, 0, 0, 0, 0, day.Location())
		if int(t.Month()) != month || t.Day() != dayOfMonth {
			continue
		}
		if best.IsZero() || t.Sub(day).Abs() < best.Sub(day).Abs() {
			best = t
		}
	}
	return best
}

// details reads field 86: structured with ?20 to ?33 (German banks), with /NAME/ (Dutch banks), or free.
func (r *mtReader) details(value string) {
	if len(r.now.Rows) == 0 {
		return
	}
	row := &r.now.Rows[len(r.now.Rows)-1]
	joined := strings.ReplaceAll(value, "\n", "")
	marks := mtSub.FindAllStringSubmatchIndex(joined, -1)
	if len(marks) >= 2 && (strings.Contains(joined, "?20") || strings.Contains(joined, ">20")) {
		row.structured(joined, marks)
		return
	}
	if m := mtName.FindStringSubmatch(joined); m != nil {
		row.Name = strings.TrimSpace(m[1])
		if m := mtRemi.FindStringSubmatch(joined); m != nil {
			row.Memo = strings.TrimSpace(m[1])
		}
		return
	}
	words := strings.Join(strings.Fields(value), " ")
	row.Memo = strings.TrimSpace(row.Memo + " " + words)
}

// structured reads the subfields: 00 the kind, 20–29 and 60–63 the purpose, 31 the account, 32–33 the name.
func (r *Row) structured(text string, marks [][]int) {
	var purpose, name strings.Builder
	for i, m := range marks {
		end := len(text)
		if i+1 < len(marks) {
			end = marks[i+1][0]
		}
		value := text[m[1]:end]
		switch code := atoi(text[m[2]:m[3]]); {
		case code == 0:
			r.Method = strings.TrimSpace(value)
		case code >= 20 && code <= 29, code >= 60 && code <= 63:
			purpose.WriteString(value)
		case code == 31:
			r.CounterAccount = strings.TrimSpace(value)
		case code == 32, code == 33:
			name.WriteString(value)
		}
	}
	r.Memo = strings.TrimSpace(purpose.String())
	r.Name = strings.Join(strings.Fields(name.String()), " ")
}
