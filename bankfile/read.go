package bankfile

import (
	"bytes"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"dangol.example/fault"
	"dangol.example/money"
)

// Options say what the file itself may not.
type Options struct {
	Password string         // of an encrypted workbook
	Columns  []Role         // what the columns mean, when they were guessed wrong; nil: find out
	Location *time.Location // of the bank; nil means Asia/Seoul
	AsOf     time.Time      // about when alerts without a year were pasted; zero: alerts need a year
	Currency money.Currency // of lists that do not say; "" means KRW
}

// The largest file that is read, in bytes: ten years of a busy shop.
const sizeMax = 64 << 20

var errTooLarge = fault.New(fault.Invalid,
	"파일이 너무 커요 (64MB까지). 기간을 나누어 내려받아 주세요.",
	"the file is too large (64 MB at most): download a shorter period.")

var errEmpty = fault.New(fault.Invalid,
	"파일이 비어 있어요. 은행에서 다시 내려받아 주세요.",
	"the file is empty: download it again from the bank.")

// Read reads a file of any known format. The name is only for messages; the format is found in the bytes.
func Read(name string, data []byte, o Options) ([]Statement, error) {
	if len(data) > sizeMax {
		return nil, errTooLarge
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, errEmpty
	}
	o = o.withDefaults()
	statements, err := read(data, o)
	if err != nil {
		return nil, err
	}
	for i := range statements {
		statements[i].File = name
		statements[i].identify()
	}
	return statements, nil
}

func (o Options) withDefaults() Options {
	if o.Location == nil {
		o.Location = seoul()
	}
	if o.Currency == "" {
		o.Currency = money.KRW
	}
	return o
}

// seoul is the banks' time. Korea has had no summer time since 1988, so that the fixed zone is exact where the zone file is missing.
func seoul() *time.Location {
	if l, err := time.LoadLocation("Asia/Seoul"); err == nil {
		return l
	}
	return time.FixedZone("KST", 9*60*60)
}

func read(data []byte, o Options) ([]Statement, error) {
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return readXLSX(data, o)
	case bytes.HasPrefix(data, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")):
		return readCompound(data, o)
	}
	text := decode(data)
	head := strings.ToLower(strings.TrimSpace(text[:min(len(text), 4096)]))
	switch {
	case strings.Contains(head, "ofxheader") || strings.Contains(head, "<ofx>"):
		return readOFX(data, o)
	case strings.HasPrefix(head, "<?xml") && strings.Contains(head, "camt.05") || strings.Contains(head, "<bktocstmr"):
		return readCAMT(data, o)
	case strings.HasPrefix(head, "<"):
		return readHTML(text, o)
	case mtHead.MatchString(head):
		return readMT940(data, o)
	}
	if isAlert(text) {
		return readAlerts(text, o)
	}
	return readCSV(text, o)
}

// mtHead is how a SWIFT statement, or a fragment of one, begins within its first lines.
var mtHead = regexp.MustCompile(`^\{1:|(?:^|\n):(?:20|25|28c?|60[fm]|61|62[fm]|64|86):`)

// decode gives a text file as UTF-8: by its byte order mark, else strictly UTF-8, else CP949.
func decode(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte("\xEF\xBB\xBF")):
		return string(data[3:])
	case bytes.HasPrefix(data, []byte("\xFF\xFE")), bytes.HasPrefix(data, []byte("\xFE\xFF")):
		out, _, err := transform.Bytes(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder(), data)
		if err == nil {
			return string(out)
		}
	case utf8.Valid(data):
		return string(data)
	}
	out, _, err := transform.Bytes(korean.EUCKR.NewDecoder(), data)
	if err != nil {
		return strings.ToValidUTF8(string(data), "\uFFFD")
	}
	return string(out)
}
