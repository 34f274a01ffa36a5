package bankfile

import (
	"bytes"
	"errors"

	"github.com/richardlehane/mscfb"
	"github.com/xuri/excelize/v2"

	"dangol.example/bankfile/biff8"
	"dangol.example/fault"
)

var (
	errPasswordNeeded = fault.New(fault.Denied,
		"비밀번호가 걸린 파일이에요. --password 로 알려 주세요 (보통 생년월일 6자리나 사업자번호).",
		"the file has a password: give it with --password (most often the birth date, YYMMDD, or the business number).")
	errPasswordWrong = fault.New(fault.Denied,
		"비밀번호가 맞지 않아요. --password 로 다시 알려 주세요 (보통 생년월일 6자리나 사업자번호).",
		"the password is wrong: give it again with --password (most often the birth date, YYMMDD, or the business number).")
	errWorkbook = fault.New(fault.Invalid,
		"엑셀 파일이 깨져 있어요. 은행에서 다시 내려받아 주세요.",
		"the workbook is damaged: download it again from the bank.")
)

// The limits of a workbook once unpacked, against files made to fill the memory.
const (
	unzipMax    = 256 << 20
	unzipXMLMax = 128 << 20
	sheetsMax   = 50
	rowsMax     = 500_000
)

// readXLSX reads an Office Open XML workbook (ECMA-376); with a password also an encrypted one.
func readXLSX(data []byte, o Options) ([]Statement, error) {
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		Password: o.Password, RawCellValue: true, UnzipSizeLimit: unzipMax, UnzipXMLSizeLimit: unzipXMLMax,
	})
	if err != nil {
		if errors.Is(err, excelize.ErrWorkbookPassword) {
			return nil, errPasswordWrong.Because(err)
		}
		return nil, errWorkbook.Because(err)
	}
	defer func() { _ = f.Close() }()
	var sheets [][][]string
	if len(f.GetSheetList()) > sheetsMax {
		return nil, errTooLarge
	}
	for _, name := range f.GetSheetList() {
		rows, err := f.GetRows(name, excelize.Options{RawCellValue: true})
		if err != nil {
			return nil, errWorkbook.Because(err)
		}
		if len(rows) > rowsMax {
			return nil, errTooLarge // cutting it would lose rows without a word
		}
		sheets = append(sheets, rows)
	}
	return readSheets(sheets, XLSX, o)
}

// readSheets takes every sheet that is a list. A workbook without any is refused with the reason of its first sheet.
func readSheets(sheets [][][]string, format Format, o Options) ([]Statement, error) {
	var out []Statement
	var first error
	for _, rows := range sheets {
		s, err := readSheet(rows, format, o)
		if err != nil {
			if first == nil {
				first = err
			}
			continue
		}
		out = append(out, s)
	}
	if len(out) == 0 {
		if first == nil {
			first = errNoHeader
		}
		return nil, first
	}
	return out, nil
}

// readCompound reads a compound file: an encrypted workbook (MS-OFFCRYPTO) or an old one (BIFF8, MS-XLS).
func readCompound(data []byte, o Options) ([]Statement, error) {
	if encrypted(data) {
		if o.Password == "" {
			return nil, errPasswordNeeded
		}
		return readEncrypted(data, o)
	}
	sheets, err := biff8.Read(data)
	if err != nil {
		return nil, err
	}
	grids := make([][][]string, 0, len(sheets))
	for _, s := range sheets {
		grids = append(grids, s.Rows)
	}
	return readSheets(grids, XLS, o)
}

func readEncrypted(data []byte, o Options) (out []Statement, err error) {
	defer func() {
		// The decryption of excelize reads offsets out of the file without checking them; a file made to hurt
		// panics there.
		if r := recover(); r != nil {
			out, err = nil, errWorkbook
		}
	}()
	plain, err := excelize.Decrypt(data, &excelize.Options{Password: o.Password})
	if err != nil {
		return nil, errPasswordWrong.Because(err)
	}
	if !bytes.HasPrefix(plain, []byte("PK\x03\x04")) {
		return nil, errPasswordWrong
	}
	o.Password = ""
	return readXLSX(plain, o)
}

// encrypted reports whether a compound file holds an encrypted package.
func encrypted(data []byte) (yes bool) {
	defer func() {
		// mscfb trusts the sector numbers of the file.
		if recover() != nil {
			yes = false
		}
	}()
	doc, err := mscfb.New(bytes.NewReader(data))
	if err != nil {
		return false
	}
	for entry, err := doc.Next(); err == nil; entry, err = doc.Next() {
		if entry.Name == "EncryptedPackage" {
			return true
		}
	}
	return false
}
