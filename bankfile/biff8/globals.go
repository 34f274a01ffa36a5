package biff8

import (
	"encoding/binary"
	"strings"
)

// book is what the first part of the stream tells about the whole workbook.
type book struct {
	stream   []byte
	sheets   []boundSheet
	strings  []string
	date1904 bool
	formats  map[uint16]string // number formats by their number
	xf       []uint16          // the number format of each cell style
}

type boundSheet struct {
	name   string
	offset int
}

// readGlobals reads the globals substream ([MS-XLS] 2.1.7.20.3).
func (b *book) readGlobals() error {
	b.formats = map[uint16]string{}
	first, ok := recordAt(b.stream, 0)
	if !ok || first.kind != recBOF || len(first.data) < 4 {
		return errDamaged
	}
	if binary.LittleEndian.Uint16(first.data) != 0x0600 {
		return errOld
	}
	for at := first.next; ; {
		r, ok := recordAt(b.stream, at)
		if !ok {
			return errDamaged
		}
		at = r.next
		switch r.kind {
		case recEOF:
			return nil
		case recFilePass:
			return errLocked
		case recDate1904:
			b.date1904 = len(r.data) >= 2 && r.data[0] == 1
		case recBoundSheet:
			b.addSheet(r.data)
		case recFormat:
			b.addFormat(r.data)
		case recXF:
			if len(r.data) >= 4 {
				b.xf = append(b.xf, binary.LittleEndian.Uint16(r.data[2:]))
			}
		case recSST:
			parts := [][]byte{r.data}
			for {
				c, ok := recordAt(b.stream, at)
				if !ok || c.kind != recContinue {
					break
				}
				parts = append(parts, c.data)
				at = c.next
			}
			b.readStrings(parts)
		}
	}
}

// addSheet reads BoundSheet8 ([MS-XLS] 2.4.28): offset, state, kind, name. Charts and macros are passed over.
func (b *book) addSheet(data []byte) {
	if len(data) < 8 || data[5] != 0 || len(b.sheets) == sheetsMax {
		return
	}
	name, _ := shortString(data[6:])
	b.sheets = append(b.sheets, boundSheet{name, int(binary.LittleEndian.Uint32(data))})
}

// addFormat reads Format ([MS-XLS] 2.4.126).
func (b *book) addFormat(data []byte) {
	if len(data) < 5 {
		return
	}
	c := cursor{parts: [][]byte{data[2:]}}
	b.formats[binary.LittleEndian.Uint16(data)] = c.unicode()
}

// shortString reads ShortXLUnicodeString ([MS-XLS] 2.5.240).
func shortString(data []byte) (string, bool) {
	if len(data) < 2 {
		return "", false
	}
	n, high := int(data[0]), data[1]&1 != 0
	c := cursor{parts: [][]byte{data[2:]}}
	return c.chars(n, high), true
}

// readStrings reads the shared strings ([MS-XLS] 2.4.265), which may run over several Continue records.
func (b *book) readStrings(parts [][]byte) {
	c := cursor{parts: parts}
	if _, ok := c.uint32(); !ok {
		return
	}
	unique, ok := c.uint32()
	if !ok {
		return
	}
	for range unique {
		if c.done() {
			return
		}
		b.strings = append(b.strings, c.rich())
	}
}

// isDate reports whether a cell style shows a number as a day ([MS-XLS] 2.4.126, built-in formats 14–22 and 45–47, and the
// Korean ones 27–36 and 50–58).
func (b *book) isDate(xf uint16) bool {
	if int(xf) >= len(b.xf) {
		return false
	}
	n := b.xf[xf]
	switch {
	case n >= 14 && n <= 22, n >= 27 && n <= 36, n >= 45 && n <= 47, n >= 50 && n <= 58:
		return true
	}
	f := strings.ToLower(b.formats[n])
	if i := strings.IndexByte(f, ';'); i >= 0 {
		f = f[:i]
	}
	inQuote := false
	for i := 0; i < len(f); i++ {
		switch c := f[i]; {
		case c == '"':
			inQuote = !inQuote
		case inQuote:
		case c == '[':
			if j := strings.IndexByte(f[i:], ']'); j > 0 {
				i += j // a colour, a locale
			}
		case c == 'y' || c == 'd' || c == 'h' || c == 's':
			return true
		}
	}
	return false
}
