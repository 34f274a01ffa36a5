package biff8

import (
	"encoding/binary"
	"math"
	"unicode/utf16"
)

// This file writes small workbooks: [MS-CFB] around [MS-XLS] records.

// join puts little-endian numbers, bytes and strings of bytes together.
func join(parts ...any) []byte {
	var out []byte
	for _, p := range parts {
		switch p := p.(type) {
		case []byte:
			out = append(out, p...)
		case string:
			out = append(out, p...)
		case byte:
			out = append(out, p)
		case int: // most numbers of the format have two bytes
			out = binary.LittleEndian.AppendUint16(out, uint16(p))
		case uint32:
			out = binary.LittleEndian.AppendUint32(out, p)
		case float64:
			out = binary.LittleEndian.AppendUint64(out, math.Float64bits(p))
		}
	}
	return out
}

func rec(kind int, parts ...any) []byte {
	data := join(parts...)
	return join(kind, len(data), data)
}

func wide(s string) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		out = binary.LittleEndian.AppendUint16(out, u)
	}
	return out
}

// str is an XLUnicodeString in two-byte characters.
func str(s string) []byte { return join(len(utf16.Encode([]rune(s))), byte(1), wide(s)) }

// low is an XLUnicodeString in one-byte characters.
func low(s string) []byte { return join(len(s), byte(0), s) }

var (
	bofGlobals = rec(recBOF, 0x0600, 0x0005, 0, 0, uint32(0), uint32(6))
	bofSheet   = rec(recBOF, 0x0600, 0x0010, 0, 0, uint32(0), uint32(6))
	bofChart   = rec(recBOF, 0x0600, 0x0020, 0, 0, uint32(0), uint32(6))
	eof        = rec(recEOF)
)

type sheetSource struct {
	name    string
	kind    byte // 2 is a chart
	records []byte
}

// workbook puts the globals before the sheets and sets the sheets' offsets.
func workbook(globals []byte, sheets ...sheetSource) []byte {
	names := make([][]byte, len(sheets))
	offset := len(bofGlobals) + len(globals) + len(eof)
	for i, s := range sheets {
		units := utf16.Encode([]rune(s.name))
		names[i] = join(byte(0), s.kind, byte(len(units)), byte(1), wide(s.name))
		offset += 4 + 4 + len(names[i])
	}
	out := join(bofGlobals, globals)
	var bodies []byte
	for i, s := range sheets {
		out = append(out, rec(recBoundSheet, uint32(offset+len(bodies)), names[i])...)
		bodies = append(bodies, join(bofSheet, s.records, eof)...)
	}
	return join(out, eof, bodies)
}

const (
	sectorSize = 512
	endOfChain = uint32(0xFFFFFFFE)
	noStream   = uint32(0xFFFFFFFF)
	fatSector  = uint32(0xFFFFFFFD)
)

// compound wraps one stream into a compound file. Small streams are padded so that they need no mini stream.
func compound(name string, stream []byte) []byte {
	stream = append(stream, make([]byte, max(0, 4096-len(stream)))...)
	size := len(stream)
	stream = append(stream, make([]byte, (sectorSize-len(stream)%sectorSize)%sectorSize)...)
	dataSectors := len(stream) / sectorSize
	fatSectors := (dataSectors + 2 + 126) / 127
	var fat []byte // FAT sectors, one directory sector, then the data
	for range fatSectors {
		fat = join(fat, fatSector)
	}
	fat = join(fat, endOfChain)
	for i := range dataSectors {
		next := uint32(fatSectors + 2 + i)
		if i == dataSectors-1 {
			next = endOfChain
		}
		fat = join(fat, next)
	}
	for len(fat) < fatSectors*sectorSize {
		fat = join(fat, noStream)
	}
	head := join("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", make([]byte, 16), 0x3E, 3, 0xFFFE, 9, 6, make([]byte, 6), uint32(0),
		uint32(fatSectors),
		uint32(fatSectors), uint32(0), uint32(4096), endOfChain, uint32(0), endOfChain, uint32(0))
	for i := range 109 {
		sector := noStream
		if i < fatSectors {
			sector = uint32(i)
		}
		head = join(head, sector)
	}
	directory := join(
		entry("Root Entry", 5, 1, endOfChain, 0),
		entry(name, 2, noStream, uint32(fatSectors+1), size),
		entry("", 0, noStream, 0, 0), entry("", 0, noStream, 0, 0))
	return join(head, fat, directory, stream)
}

func entry(name string, kind byte, child, start uint32, size int) []byte {
	letters := make([]byte, 64)
	n := copy(letters, wide(name))
	if n > 0 {
		n += 2
	}
	return join(letters, n, kind, byte(1), noStream, noStream, child, make([]byte, 16), uint32(0), make([]byte, 16), start,
		uint32(size), uint32(0))
}
