package biff8

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/korean"
)

// cursor reads on over the parts of a record and its Continue records.
type cursor struct {
	parts  [][]byte
	part   int
	at     int
	korean bool // compressed strings hold CP949
}

func (c *cursor) done() bool {
	for c.part < len(c.parts) && c.at >= len(c.parts[c.part]) {
		c.part++
		c.at = 0
	}
	return c.part >= len(c.parts)
}

func (c *cursor) byte() (byte, bool) {
	if c.done() {
		return 0, false
	}
	v := c.parts[c.part][c.at]
	c.at++
	return v, true
}

func (c *cursor) uint16() (uint16, bool) {
	var b [2]byte
	for i := range b {
		v, ok := c.byte()
		if !ok {
			return 0, false
		}
		b[i] = v
	}
	return binary.LittleEndian.Uint16(b[:]), true
}

func (c *cursor) uint32() (uint32, bool) {
	low, ok := c.uint16()
	if !ok {
		return 0, false
	}
	high, ok := c.uint16()
	return uint32(low) | uint32(high)<<16, ok
}

// skip passes over bytes; formatting runs and phonetic data go on over parts without a mark.
func (c *cursor) skip(n int) {
	for n > 0 && !c.done() {
		step := min(n, len(c.parts[c.part])-c.at)
		c.at += step
		n -= step
	}
}

// unicode reads XLUnicodeString ([MS-XLS] 2.5.294): count, flags, characters.
func (c *cursor) unicode() string {
	n, ok := c.uint16()
	if !ok {
		return ""
	}
	flags, ok := c.byte()
	if !ok {
		return ""
	}
	return c.chars(int(n), flags&1 != 0)
}

// rich reads XLUnicodeRichExtendedString ([MS-XLS] 2.5.293).
func (c *cursor) rich() string {
	n, ok := c.uint16()
	if !ok {
		return ""
	}
	flags, ok := c.byte()
	if !ok {
		return ""
	}
	var runs uint16
	var extra uint32
	if flags&0x08 != 0 {
		runs, _ = c.uint16()
	}
	if flags&0x04 != 0 {
		extra, _ = c.uint32()
	}
	s := c.chars(int(n), flags&1 != 0)
	c.skip(4 * int(runs))
	c.skip(int(min(extra, sizeMax)))
	return s
}

// chars reads n characters of one or two bytes. Where they run into the next part, that begins with a byte that says
// anew which ([MS-XLS] 2.5.293).
func (c *cursor) chars(n int, high bool) string {
	var out []uint16
	var low []byte // the characters as bytes, as long as all have one
	wide := high
	for n > 0 && c.part < len(c.parts) {
		p := c.parts[c.part]
		switch {
		case c.at >= len(p):
			if !c.nextPart() {
				n = 0
				continue
			}
			high = c.parts[c.part][0]&1 != 0
			wide = wide || high
			c.at = 1
			continue
		case high && c.at+2 > len(p):
			c.at = len(p)
			continue
		case high:
			out = append(out, binary.LittleEndian.Uint16(p[c.at:]))
			c.at += 2
		default:
			out = append(out, uint16(p[c.at]))
			low = append(low, p[c.at])
			c.at++
		}
		n--
	}
	if c.korean && !wide {
		if s, ok := decodeKorean(low); ok {
			return s
		}
	}
	return string(utf16.Decode(out))
}

// nextPart goes on to the next part; false when there is none, or nothing in it.
func (c *cursor) nextPart() bool {
	c.part, c.at = c.part+1, 0
	return c.part < len(c.parts) && len(c.parts[c.part]) > 0
}

// decodeKorean reads CP949; false for bytes that are not.
func decodeKorean(b []byte) (string, bool) {
	out, err := korean.EUCKR.NewDecoder().Bytes(b)
	return string(out), err == nil && !bytes.ContainsRune(out, utf8.RuneError)
}
