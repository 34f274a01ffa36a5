package picture

import "encoding/binary"

// Safari writes an EXIF block into every picture it draws, with the size and the colour space alone. Such a block may
// stay; one with any other tag (a place, a time, a camera, a maker's notes, a small picture) may not.

// The tags of TIFF and EXIF that say nothing but how pixels are meant (Exif 3.0, tables 4 to 8).
var exifPlain = map[uint16]bool{ //nolint:gochecknoglobals // a table
	0x0100: true, // ImageWidth
	0x0101: true, // ImageLength
	0x0112: true, // Orientation
	0x011A: true, // XResolution
	0x011B: true, // YResolution
	0x0128: true, // ResolutionUnit
	0x0213: true, // YCbCrPositioning
	0x8769: true, // where the EXIF tags are
	0x9000: true, // ExifVersion
	0x9101: true, // ComponentsConfiguration
	0xA000: true, // FlashpixVersion
	0xA001: true, // ColorSpace
	0xA002: true, // PixelXDimension
	0xA003: true, // PixelYDimension
	0xA406: true, // SceneCaptureType
}

const (
	tagExif     = 0x8769
	typeLong    = 4
	exifMark    = "Exif\x00\x00"
	exifEntry   = 12
	exifTagsMax = 32
	exifMost    = 512 // bytes: these tags need less, and nothing may hide between them
	tiffHead    = 8
)

// plainExif reports whether a TIFF block has harmless tags only.
func plainExif(block []byte) bool {
	if len(block) < tiffHead || len(block) > exifMost {
		return false
	}
	var order binary.ByteOrder = binary.BigEndian
	if begins(block, "II") {
		order = binary.LittleEndian
	} else if !begins(block, "MM") {
		return false
	}
	inner, ok := plainTags(block, order.Uint32(block[4:]), order)
	if !ok || inner == 0 {
		return ok
	}
	deeper, ok := plainTags(block, inner, order)
	return ok && deeper == 0
}

// plainTags reads one directory of tags; inner is where the EXIF directory is, 0 for none.
func plainTags(block []byte, at uint32, order binary.ByteOrder) (inner uint32, ok bool) {
	if uint64(at)+2 > uint64(len(block)) {
		return 0, false
	}
	n := int(order.Uint16(block[at:]))
	end := int(at) + 2 + n*exifEntry
	if n > exifTagsMax || end+4 > len(block) {
		return 0, false
	}
	for e := int(at) + 2; e < end; e += exifEntry {
		tag := order.Uint16(block[e:])
		if !exifPlain[tag] {
			return 0, false
		}
		if tag == tagExif {
			if order.Uint16(block[e+2:]) != typeLong {
				return 0, false
			}
			inner = order.Uint32(block[e+8:])
		}
	}
	return inner, order.Uint32(block[end:]) == 0 // a next directory is a small picture
}

const photoshopMark = "Photoshop 3.0\x00"

// plainPhotoshop reports whether a Photoshop block holds no more than an empty IPTC record and its checksum, as Safari
// writes it beside its EXIF.
func plainPhotoshop(body []byte) bool {
	if !begins(body, photoshopMark) {
		return false
	}
	for rest := body[len(photoshopMark):]; len(rest) > 0; {
		if len(rest) < 12 || !begins(rest, "8BIM") || rest[6] != 0 || rest[7] != 0 {
			return false
		}
		name, n := binary.BigEndian.Uint16(rest[4:]), binary.BigEndian.Uint32(rest[8:])
		if uint64(n)+12 > uint64(len(rest)) || name == 0x0404 && n != 0 || name == 0x0425 && n != 16 ||
			name != 0x0404 && name != 0x0425 {
			return false
		}
		rest = rest[12+n:]
	}
	return true
}
