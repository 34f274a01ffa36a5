package camt

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
)

// messages are the elements that hold statements, and what each calls a statement.
var messages = map[string]string{
	"BkToCstmrStmt":         "Stmt",
	"BkToCstmrDbtCdtNtfctn": "Ntfctn",
	"BkToCstmrAcctRpt":      "Rpt",
}

var errDepth = errors.New("nested too deeply")

// Read reads the statements of a message. It may stand alone or within a bank's envelope.
func Read(data []byte) ([]Statement, error) {
	if len(data) > sizeMax {
		return nil, errTooLarge
	}
	d, err := decoder(data)
	if err != nil {
		return nil, malformed(1, err)
	}
	var out []Statement
	var path []xml.Name
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		line, _ := d.InputPos()
		if err != nil {
			return nil, malformed(line, err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			if len(path) > 0 && messages[path[len(path)-1].Local] == t.Name.Local {
				if len(out) == statementsMax {
					return nil, errTooLarge
				}
				var raw rawStatement
				if err := d.DecodeElement(&raw, &t); err != nil {
					line, _ = d.InputPos()
					return nil, malformed(line, err)
				}
				out = append(out, raw.statement(version(path[len(path)-1].Space)))
				continue
			}
			if path = append(path, t.Name); len(path) > depthMax {
				return nil, malformed(line, errDepth)
			}
		case xml.EndElement:
			path = path[:len(path)-1]
		}
	}
	if len(out) == 0 {
		return nil, errEmpty
	}
	return out, nil
}

// decoder reads the XML in any encoding. The bytes decide before the label: what is valid UTF-8 is UTF-8.
func decoder(data []byte) (*xml.Decoder, error) {
	if bytes.HasPrefix(data, []byte("\xFF\xFE")) || bytes.HasPrefix(data, []byte("\xFE\xFF")) {
		var err error
		if data, err = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(data); err != nil {
			return nil, err
		}
	}
	data = bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))
	d := xml.NewDecoder(bytes.NewReader(data))
	d.CharsetReader = func(label string, in io.Reader) (io.Reader, error) {
		if utf8.Valid(data) {
			return in, nil
		}
		e, err := htmlindex.Get(label)
		if err != nil {
			return nil, err
		}
		return e.NewDecoder().Reader(in), nil
	}
	return d, nil
}

// version takes "camt.053.001.02" out of "urn:iso:std:iso:20022:tech:xsd:camt.053.001.02".
func version(namespace string) string {
	if i := strings.LastIndex(namespace, "camt."); i >= 0 {
		return namespace[i:]
	}
	return ""
}
