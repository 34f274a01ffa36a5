package picture

import "encoding/binary"

// The markers of JPEG that matter here (T.81, table B.1).
const (
	markTEM   = 0x01
	markSOF0  = 0xC0
	markDHT   = 0xC4
	markJPG   = 0xC8
	markDAC   = 0xCC
	markSOF15 = 0xCF
	markRST0  = 0xD0
	markSOI   = 0xD8
	markEOI   = 0xD9
	markSOS   = 0xDA
	markAPP0  = 0xE0
	markAPP1  = 0xE1
	markAPP2  = 0xE2
	markAPP13 = 0xED
	markAPP14 = 0xEE
	markAPP15 = 0xEF
	markCOM   = 0xFE
)

// readJPEG walks through the segments up to the end of the picture. Of the application's segments only those that say how
// pixels are meant may be there: JFIF (APP0), a colour profile (APP2), Adobe's transform (APP14), and what Safari writes.
func readJPEG(data []byte) (p Picture, err error) {
	p.Kind = JPEG
	at := 2
	for at+1 < len(data) {
		if data[at] != 0xFF {
			return p, ErrDamaged
		}
		mark := data[at+1]
		switch {
		case mark == 0xFF: // a filler
			at++
			continue
		case mark == markEOI:
			if p.Width == 0 || len(data) != at+2 { // phones hide a film behind the picture
				return p, hidden(p, len(data) > at+2)
			}
			return p, nil
		case mark == markTEM || mark >= markRST0 && mark <= markSOI:
			at += 2
			continue
		}
		body, ok := segment(data, at)
		if !ok {
			return p, ErrDamaged
		}
		switch {
		case private(mark, body):
			return p, ErrPrivate
		case mark >= markSOF0 && mark <= markSOF15 && mark != markDHT && mark != markJPG && mark != markDAC:
			if len(body) < 6 {
				return p, ErrDamaged
			}
			p.Height, p.Width = int(binary.BigEndian.Uint16(body[1:])), int(binary.BigEndian.Uint16(body[3:]))
		}
		at += 2 + 2 + len(body)
		if mark == markSOS {
			at = afterScan(data, at)
		}
	}
	return p, ErrDamaged // no end
}

// hidden says what is wrong with a picture that ends before its file does, or before it began.
func hidden(p Picture, more bool) error {
	if more && p.Width > 0 {
		return ErrPrivate
	}
	return ErrDamaged
}

// segment gives what stands in the segment whose marker begins at a place.
func segment(data []byte, at int) (body []byte, ok bool) {
	if at+4 > len(data) {
		return nil, false
	}
	n := int(binary.BigEndian.Uint16(data[at+2:]))
	if n < 2 || at+2+n > len(data) {
		return nil, false
	}
	return data[at+4 : at+2+n], true
}

// private reports whether a segment may hold what no picture needs.
func private(mark byte, body []byte) bool {
	switch mark {
	case markCOM:
		return true
	case markAPP0:
		return !begins(body, "JFIF\x00") && !begins(body, "JFXX\x00")
	case markAPP1:
		return !begins(body, exifMark) || !plainExif(body[len(exifMark):])
	case markAPP13:
		return !plainPhotoshop(body)
	case markAPP2:
		return !begins(body, "ICC_PROFILE\x00")
	case markAPP14:
		return !begins(body, "Adobe")
	}
	return mark > markAPP0 && mark <= markAPP15
}

func begins(body []byte, with string) bool {
	return len(body) >= len(with) && string(body[:len(with)]) == with
}

// afterScan finds the marker that ends a scan's data: in it a marker's first byte is followed by zero, or by a restart.
func afterScan(data []byte, at int) int {
	for ; at+1 < len(data); at++ {
		if data[at] == 0xFF && data[at+1] != 0 && data[at+1] != 0xFF &&
			(data[at+1] < markRST0 || data[at+1] >= markSOI) {
			return at
		}
	}
	return len(data)
}
