package mt940

import (
	"cmp"
	"strings"
	"unicode/utf8"
)

const (
	codeWidth     = 3  // Geschäftsvorfallcode
	subfieldWidth = 27 // of the purpose and the name: a full one goes on in the next without a blank
	slashCodeMax  = 4  // letters of /NAME/, /IBAN/, ...
)

// separators are the characters that banks set before the two digits of a subfield.
const separators = "?>~^<|@"

// purposes are the marks within the purpose of a SEPA payment, each at the start of a subfield.
var purposes = []string{
	"EREF+", "KREF+", "MREF+", "CRED+", "DEBT+", "COAM+", "OAMT+", "SVWZ+", "ABWA+", "ABWE+",
	"IBAN+", "BIC+",
}

// slashCodes are the code words of Dutch and Belgian banks.
var slashCodes = map[string]bool{
	"NAME": true, "REMI": true, "EREF": true, "BENM": true, "ORDP": true, "ISDT": true, "IBAN": true, "BIC": true,
	"TRTP": true,
	"CSID": true, "MARF": true, "ADDR": true, "ID": true, "CNTP": true, "PREF": true, "TRCD": true, "RTRN": true,
	"PURP": true,
	"ULTC": true, "ULTD": true, "IREF": true, "KREF": true, "SVCL": true, "CDTR": true, "ULTB": true,
}

// structured gives the separator of a text in subfields ("166?00..."), else 0.
func structured(s string) byte {
	s = strings.TrimLeft(s, " ")
	if len(s) < codeWidth+3 || !isDigits(s[:codeWidth]) || !isDigits(s[codeWidth+1:codeWidth+3]) ||
		strings.IndexByte(separators, s[codeWidth]) < 0 {
		return 0
	}
	return s[codeWidth]
}

func parseDetails(text string) Details {
	d := Details{Text: text}
	if sep := structured(text); sep > 0 {
		d.Code = text[:codeWidth]
		d.subfields(text[codeWidth:], sep)
		return d
	}
	if len(text) == codeWidth && isDigits(text) {
		d.Code = text
	}
	if strings.HasPrefix(text, "/") {
		d.slashes(text)
	}
	return d
}

// subfields reads "?00...?20...?32...".
func (d *Details) subfields(s string, sep byte) {
	var purpose, name []string
	for s != "" {
		code, rest := s[1:3], s[3:]
		end := nextSubfield(rest, sep)
		value := rest[:end]
		s = rest[end:]
		switch code[0] {
		case '2', '6':
			purpose = append(purpose, value)
			continue
		}
		switch code {
		case "00":
			d.Posting = strings.TrimSpace(value)
		case "30":
			d.Bank = strings.TrimSpace(value)
		case "31", "38":
			d.Account = cmp.Or(strings.TrimSpace(value), d.Account)
		case "32", "33":
			name = append(name, value)
		}
	}
	d.Name = strings.Join(strings.Fields(joinSubfields(name)), " ")
	d.purpose(purpose)
}

// nextSubfield finds where the next subfield begins: a separator, and two digits that are a subfield's.
func nextSubfield(s string, sep byte) int {
	for i := 0; i < len(s); i++ {
		if s[i] == sep && i+3 <= len(s) && isSubfield(s[i+1:i+3]) {
			return i
		}
	}
	return len(s)
}

func isSubfield(code string) bool {
	switch {
	case !isDigits(code):
		return false
	case code[0] == '2', code[0] == '6', code[0] == '7':
		return true
	case code[0] == '3':
		return code[1] <= '4' || code[1] == '8'
	}
	return code == "00" || code == "10"
}

func joinSubfields(parts []string) string {
	var b strings.Builder
	for i, p := range parts {
		if i > 0 && utf8.RuneCountInString(parts[i-1]) < subfieldWidth {
			b.WriteByte(' ')
		}
		b.WriteString(p)
	}
	return strings.TrimSpace(b.String())
}

// purpose reads the purpose, and takes the marks of SEPA out of it.
func (d *Details) purpose(parts []string) {
	marked := map[string]string{}
	from, mark := 0, ""
	for i := 0; i <= len(parts); i++ {
		next := ""
		if i < len(parts) {
			if next = purposeMark(parts[i]); next == "" {
				continue
			}
		}
		if i > from {
			text := strings.TrimPrefix(joinSubfields(parts[from:i]), mark)
			marked[mark] = strings.TrimSpace(marked[mark] + " " + text)
		}
		from, mark = i, next
	}
	d.EndToEnd, d.Mandate, d.Collector = marked["EREF+"], marked["MREF+"], marked["CRED+"]
	d.Ultimate = cmp.Or(marked["ABWA+"], marked["ABWE+"])
	d.Purpose = strings.TrimSpace(marked[""] + " " + marked["SVWZ+"])
}

func purposeMark(s string) string {
	for _, m := range purposes {
		if strings.HasPrefix(s, m) {
			return m
		}
	}
	return ""
}

// slashes reads "/TRTP/SEPA OVERBOEKING/IBAN/.../NAME/.../REMI/...". A value goes on to the next code word.
func (d *Details) slashes(s string) {
	values := map[string]string{}
	code, from := "", 0
	for i := 0; i < len(s); i++ {
		if s[i] != '/' {
			continue
		}
		end := strings.IndexByte(s[i+1:min(len(s), i+slashCodeMax+2)], '/')
		if end < 0 || !slashCodes[s[i+1:i+1+end]] {
			continue
		}
		set(values, code, s[min(from, i):i])
		code, from = s[i+1:i+1+end], i+end+2
		i += end // the slash behind a code word may also be the one before the next
	}
	set(values, code, s[min(from, len(s)):])
	d.Name, d.Account, d.Bank = values["NAME"], values["IBAN"], values["BIC"]
	d.EndToEnd, d.Mandate, d.Collector = values["EREF"], values["MARF"], values["CSID"]
	d.Posting = values["TRTP"]
	remittance := values["REMI"]
	for _, kind := range []string{"USTD//", "STRD/"} {
		remittance = strings.TrimPrefix(remittance, kind)
	}
	d.Purpose = strings.Trim(remittance, " /")
	d.counterparty(values["CNTP"])
}

// counterparty reads ING's /CNTP/account/BIC/name/city/.
func (d *Details) counterparty(s string) {
	parts := strings.Split(s, "/")
	if len(parts) < 3 {
		return
	}
	d.Account, d.Bank, d.Name = cmp.Or(d.Account, parts[0]), cmp.Or(d.Bank, parts[1]), cmp.Or(d.Name, parts[2])
}

// set keeps the first value of a code word.
func set(values map[string]string, code, value string) {
	if _, twice := values[code]; !twice && code != "" {
		values[code] = strings.TrimSpace(value)
	}
}
