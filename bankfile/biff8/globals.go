package biff8

import "encoding/binary"

// codePageKorean is CP949. [MS-XLS] 2.4.52 wants 1200, and strings in UTF-16; writers that are not Excel put the
// bytes of the code page into compressed strings.
const codePageKorean = 949

// book is what the first part of the stream tells about the whole workbook.
type book struct {
	stream   []byte
	unread   int // bytes of the stream that sheets may still read, so that sheets that overlap cost no more than one
	cells    int // cells and rows made so far
	sheets   []boundSheet
	strings  []string
	korean   bool // compressed strings hold CP949
	date1904 bool
	formats  map[uint16]bool // number formats by their number: whether they show a day
	xf       []uint16        // the number format of each cell style
}

type boundSheet struct {
	name   string
	offset int
}

// readGlobals reads the globals substream ([MS-XLS] 2.1.7.20.3).
func (b *book) readGlobals() error {
	b.formats = map[uint16]bool{}
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
		case recCodePage:
			b.korean = len(r.data) >= 2 && binary.LittleEndian.Uint16(r.data) == codePageKorean
		case recDate1904:
			b.date1904 = len(r.data) >= 2 && r.data[0] == 1
		case recBoundSheet:
			if err := b.addSheet(r.data); err != nil {
				return err
			}
		case recFormat:
			b.addFormat(r.data)
		case recXF:
			if len(r.data) >= 4 {
				b.xf = append(b.xf, binary.LittleEndian.Uint16(r.data[2:]))
			}
		case recSST:
			var parts [][]byte
			parts, at = b.continued(r)
			b.readStrings(parts)
		}
	}
}

// continued gives a record's data with that of its Continue records ([MS-XLS] 2.4.58), and where the next record
// begins.
func (b *book) continued(r record) (parts [][]byte, next int) {
	parts, next = [][]byte{r.data}, r.next
	for {
		c, ok := recordAt(b.stream, next)
		if !ok || c.kind != recContinue {
			return parts, next
		}
		parts, next = append(parts, c.data), c.next
	}
}

// text reads over parts as this book encodes its strings.
func (b *book) text(parts ...[]byte) cursor {
	return cursor{parts: parts, korean: b.korean}
}

// addSheet reads BoundSheet8 ([MS-XLS] 2.4.28): offset, state, kind, name. Charts and macros are passed over.
func (b *book) addSheet(data []byte) error {
	switch {
	case len(data) < 8:
		return errDamaged
	case data[5] != 0:
		return nil
	case len(b.sheets) == sheetsMax:
		return errTooLarge
	}
	// The name is a ShortXLUnicodeString ([MS-XLS] 2.5.240): its count has one byte.
	c := b.text(data[8:])
	name := c.chars(int(data[6]), data[7]&1 != 0)
	b.sheets = append(b.sheets, boundSheet{name, int(binary.LittleEndian.Uint32(data))})
	return nil
}

// addFormat reads Format ([MS-XLS] 2.4.126).
func (b *book) addFormat(data []byte) {
	if len(data) < 5 {
		return
	}
	c := b.text(data[2:])
	b.formats[binary.LittleEndian.Uint16(data)] = showsDay(c.unicode())
}

// readStrings reads the shared strings ([MS-XLS] 2.4.265), which may run over several Continue records.
func (b *book) readStrings(parts [][]byte) {
	c := b.text(parts...)
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
