// Package biff8 reads the cells of old Excel workbooks (.xls of Excel 97 to 2003, [MS-XLS]), as Korean banks still
// hand them out.
//
// It gives every cell as the text that a person would see: numbers in plain decimal, days as 2006-01-02 15:04:05. It
// does not calculate, and knows no styles but the ones that tell a day from a number.
//
// A merged cell has its text in its first cell only, as in the file. Hidden sheets are read like the others. Charts
// and macro sheets are not.
//
// INVARIANT: no count in the file is believed before the bytes for it are there.
// INVARIANT: nothing is dropped silently: what does not fit the limits refuses the file.
package biff8

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strings"

	"github.com/richardlehane/mscfb"

	"dangol.example/fault"
)

// Sheet is one sheet of a workbook; Rows[r][c] is the cell in row r+1, column c+1.
type Sheet struct {
	Name string
	Rows [][]string
}

// The limits of a workbook.
const (
	sizeMax    = 64 << 20 // bytes of the file
	columnsMax = 256      // of the format ([MS-XLS] 2.5.51); its 65,536 rows need no check, for a row number has 16 bits
	sheetsMax  = 255
	cellsMax   = 4 << 20 // cells and rows of all sheets, the empty ones before the last included
)

var (
	errDamaged = fault.New(fault.Invalid,
		"엑셀(.xls) 파일이 깨져 있어요. 은행에서 다시 내려받아 주세요.",
		"the .xls file is damaged: download it again from the bank.")
	errTooLarge = fault.New(fault.Invalid,
		"엑셀(.xls) 파일이 너무 커요. 기간을 나누어 내려받아 주세요.",
		"the .xls file is too large: download a shorter period.")
	errOld = fault.New(fault.Invalid,
		"아주 오래된 엑셀 형식이에요. 엑셀에서 열어 .xlsx 로 다시 저장해 주세요.",
		"the workbook is of Excel 95 or older: open it and save it as .xlsx.")
	errLocked = fault.New(fault.Denied,
		"비밀번호가 걸린 .xls 파일이에요. 엑셀에서 비밀번호 없이 다시 저장해 주세요.",
		"the .xls file has a password: save it again without one.")
	errCFB    = errors.New("the compound file's sectors lead astray")
	errNoBook = fault.New(fault.Invalid,
		"엑셀 파일이 아니에요. 은행에서 받은 파일이 맞는지 봐 주세요.",
		"this is no workbook. Is it the bank's file?")
)

// Read reads the sheets of a workbook. A password, a workbook of Excel 95 and a damaged file are refused.
func Read(data []byte) ([]Sheet, error) {
	if len(data) > sizeMax {
		return nil, errTooLarge
	}
	stream, err := workbookStream(data)
	if err != nil {
		return nil, err
	}
	return readStream(stream)
}

func readStream(stream []byte) ([]Sheet, error) {
	b := book{stream: stream, unread: len(stream)}
	if err := b.readGlobals(); err != nil {
		return nil, err
	}
	var out []Sheet
	for _, s := range b.sheets {
		rows, err := b.readSheet(s.offset)
		if err != nil {
			return nil, err
		}
		out = append(out, Sheet{s.name, rows})
	}
	return out, nil
}

// workbookStream takes the stream "Workbook" out of the compound file ([MS-CFB]).
func workbookStream(data []byte) (stream []byte, err error) {
	defer func() {
		// mscfb follows the sector numbers of the file. Fuzzing found no panic in v1.0.9, but it indexes by numbers out of
		// the file all over; a file made to hurt must not take the process down.
		if cause := recover(); cause != nil {
			stream, err = nil, errDamaged.Because(errCFB)
		}
	}()
	return bookStream(data)
}

func bookStream(data []byte) ([]byte, error) {
	doc, err := mscfb.New(bytes.NewReader(data))
	if err != nil {
		return nil, errNoBook.Because(err)
	}
	old := false
	for entry, err := doc.Next(); ; entry, err = doc.Next() {
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, errDamaged.Because(err)
		}
		switch {
		case len(entry.Path) > 0: // a workbook that is embedded in this one
		case strings.EqualFold(entry.Name, "Workbook"): // names know no case ([MS-CFB] 2.6.4)
			if entry.Size > int64(len(data)) {
				return nil, errDamaged
			}
			stream, err := io.ReadAll(entry)
			if err != nil {
				return nil, errDamaged.Because(err)
			}
			return stream, nil
		case strings.EqualFold(entry.Name, "Book"):
			old = true
		}
	}
	if old {
		return nil, errOld
	}
	return nil, errNoBook
}

// The record types that are read ([MS-XLS] 2.3).
const (
	recFormula    = 0x0006
	recEOF        = 0x000A
	recDate1904   = 0x0022
	recFilePass   = 0x002F
	recContinue   = 0x003C
	recCodePage   = 0x0042
	recBoundSheet = 0x0085
	recMulRk      = 0x00BD
	recRString    = 0x00D6
	recXF         = 0x00E0
	recSST        = 0x00FC
	recLabelSST   = 0x00FD
	recNumber     = 0x0203
	recLabel      = 0x0204
	recBoolErr    = 0x0205
	recString     = 0x0207
	recRk         = 0x027E
	recFormat     = 0x041E
	recBOF        = 0x0809
)

// record is one record and where the next begins.
type record struct {
	kind uint16
	data []byte
	next int
}

// recordAt reads the record at an offset.
func recordAt(stream []byte, at int) (record, bool) {
	if at < 0 || at+4 > len(stream) {
		return record{}, false
	}
	kind := binary.LittleEndian.Uint16(stream[at:])
	size := int(binary.LittleEndian.Uint16(stream[at+2:]))
	if at+4+size > len(stream) {
		return record{}, false
	}
	return record{kind, stream[at+4 : at+4+size], at + 4 + size}, true
}
