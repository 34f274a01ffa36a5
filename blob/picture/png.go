package picture

import (
	"encoding/binary"
	"hash/crc32"
)

const pngSignature = "\x89PNG\r\n\x1a\n"

// pngPlain are the chunks that say how pixels and colours are meant. Every other one may hold words (tEXt, zTXt, iTXt),
// a time (tIME), or what a camera wrote (eXIf).
var pngPlain = map[string]bool{ //nolint:gochecknoglobals // a table
	"IHDR": true, "PLTE": true, "IDAT": true, "IEND": true, "tRNS": true, "cHRM": true, "gAMA": true, "iCCP": true,
	"sBIT": true, "sRGB": true, "cICP": true, "bKGD": true, "pHYs": true, "acTL": true, "fcTL": true, "fdAT": true,
}

// pngFrame is what a chunk has around its data: length, name, checksum.
const pngFrame = 12

// readPNG walks through the chunks.
func readPNG(data []byte) (p Picture, err error) {
	p.Kind = PNG
	for at := len(pngSignature); at+pngFrame <= len(data); {
		n := int(binary.BigEndian.Uint32(data[at:]))
		if n < 0 || n > len(data)-at-pngFrame {
			return p, ErrDamaged
		}
		name, body := string(data[at+4:at+8]), data[at+8:at+8+n]
		if crc32.ChecksumIEEE(data[at+4:at+8+n]) != binary.BigEndian.Uint32(data[at+8+n:]) {
			return p, ErrDamaged
		}
		if first := at == len(pngSignature); first != (name == "IHDR") || first && n != 13 {
			return p, ErrDamaged
		}
		if !pngPlain[name] && !(name == "eXIf" && plainExif(body)) {
			return p, ErrPrivate
		}
		at += pngFrame + n
		switch name {
		case "IHDR":
			p.Width, p.Height = side(body), side(body[4:])
		case "IEND":
			if at != len(data) {
				return p, ErrPrivate
			}
			return p, nil
		}
	}
	return p, ErrDamaged
}

// side reads a length in pixels; one that is far too long is just that.
func side(b []byte) int { return int(min(binary.BigEndian.Uint32(b), MaxSide+1)) }
