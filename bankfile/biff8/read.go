// Package biff8 reads the cells of old Excel workbooks (.xls of Excel 97 to 2003, [MS-XLS]), as Korean banks still hand them out.
//
// It gives every cell as the text that a person would see: numbers in plain decimal, days as 2006-01-02 15:04:05. It
// does not calculate, and knows no styles but the ones that tell a day from a number.
//
// INVARIANT: no count in the file is believed before the bytes for it are there.
package biff8

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"

	"github.com/richardlehane/mscfb"

	"dangol.example/fault"
)

// Sheet is one sheet of a workbook; Rows[r][c] is the cell in row r+1, column c+1.
type Sheet struct {
	Name string
	Rows [][]string
}

// The limits of a workbook. Row and column are those of the format ([MS-XLS] 2.2.1).
const (
	rowsMax    = 65536
	columnsMax = 256
	sheetsMax  = 255
	streamMax  = 64 << 20
)

var (
	errDamaged = fault.New(fault.Invalid,
		"엑셀(.xls) 파일이 깨져 있어요. 은행에서 다시 내려받아 주세요.",
		"the .xls file is damaged: download it again from the bank.")
	errOld = fault.New(fault.Invalid,
		"아주 오래된 엑셀 형식이에요. 엑셀에서 열어 .xlsx 로 다시 저장해 주세요.",
		"the workbook is of Excel 95 or older: open it and save it as .xlsx.")
	errLocked = fault.New(fault.Denied,
		"비밀번호가 걸린 .xls 파일이에요. 엑셀에서 비밀번호 없이 다시 저장해 주세요.",
		"the .xls file has a password: save it again without one.")
	errNoBook = fault.New(fault.Invalid,
		"엑셀 파일이 아니에요. 은행에서 받은 파일이 맞는지 봐 주세요.",
		"this is no workbook. Is it the bank's file?")
)

// Read reads the sheets of a workbook.
func Read(data []byte) ([]Sheet, error) {
	stream, err := workbookStream(data)
	if err != nil {
		return nil, err
	}
	b := book{stream: stream}
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
		// mscfb follows the sector numbers of the file without checking all of them; a damaged file can panic in it.
		if recover() != nil {
			stream, err = nil, errDamaged
		}
	}()
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
		switch entry.Name {
		case "Workbook", "WORKBOOK", "workbook":
			size := min(entry.Size, int64(len(data)), streamMax)
			stream, err := io.ReadAll(io.LimitReader(entry, size))
			if err != nil {
				return nil, errDamaged.Because(err)
			}
			return stream, nil
		case "Book":
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
