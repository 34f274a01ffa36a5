package picture

import "encoding/binary"

const (
	riffHead  = 12 // "RIFF", size, "WEBP"
	riffChunk = 8  // name, size
)

// webpPlain are the chunks that say how pixels and colours are meant; the others are EXIF, XMP and what nobody knows.
var webpPlain = map[string]bool{ //nolint:gochecknoglobals // a table
	"VP8 ": true, "VP8L": true, "VP8X": true, "ALPH": true, "ICCP": true,
}

// readWebP walks through the chunks.
func readWebP(data []byte) (p Picture, err error) {
	p.Kind = WebP
	size := int(binary.LittleEndian.Uint32(data[4:]))
	switch {
	case size < 4 || size+8 > len(data):
		return p, ErrDamaged
	case size+8+size%2 < len(data):
		return p, ErrPrivate // something behind it
	}
	for at := riffHead; at < size+8; {
		if at+riffChunk > len(data) {
			return p, ErrDamaged
		}
		n := int(binary.LittleEndian.Uint32(data[at+4:]))
		if n < 0 || n > len(data)-at-riffChunk {
			return p, ErrDamaged
		}
		name, body := string(data[at:at+4]), data[at+riffChunk:at+riffChunk+n]
		if !webpPlain[name] {
			if begins([]byte(name), "AN") { // a moving one: frames may hold anything
				return p, ErrKind
			}
			return p, ErrPrivate
		}
		width, height, ok := webpSize(name, body)
		if !ok {
			return p, ErrDamaged
		}
		p.Width, p.Height = max(p.Width, width), max(p.Height, height)
		at += riffChunk + n + n%2
	}
	return p, nil
}

// webpSize reads the size that a chunk tells; 0 when it tells none.
func webpSize(name string, body []byte) (width, height int, ok bool) {
	switch name {
	case "VP8 ": // RFC 6386 §9.1: three bytes of frame tag, a start code, two times 14 bits and a scale
		if len(body) < 10 || string(body[3:6]) != "\x9d\x01\x2a" {
			return 0, 0, false
		}
		return int(binary.LittleEndian.Uint16(body[6:]) & 0x3FFF), int(binary.LittleEndian.Uint16(body[8:]) & 0x3FFF), true
	case "VP8L": // RFC 9649 §3.4: a signature byte, then two times 14 bits, each one less
		if len(body) < 5 || body[0] != 0x2f {
			return 0, 0, false
		}
		bits := binary.LittleEndian.Uint32(body[1:])
		return int(bits&0x3FFF) + 1, int(bits>>14&0x3FFF) + 1, true
	case "VP8X": // RFC 9649 §2.7: flags, then two times 24 bits, each one less
		if len(body) < 10 {
			return 0, 0, false
		}
		return int(uint24(body[4:])) + 1, int(uint24(body[7:])) + 1, true
	}
	return 0, 0, true
}

func uint24(b []byte) uint32 { return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 }
