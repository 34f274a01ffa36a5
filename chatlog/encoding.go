package chatlog

import (
	"bufio"
	"bytes"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/unicode"
)

const (
	utf8Name    = "UTF-8"
	utf8BOMName = "UTF-8 BOM"
	cp949Name   = "CP949"
	utf16Name   = "UTF-16"
)

// decoder turns a line's bytes into text.
type decoder struct {
	name string
	// open is true while nothing but ASCII has been seen: the first other line decides between UTF-8 and CP949.
	open  bool
	cp949 *encoding.Decoder
}

// sniff finds out the encoding from the beginning of the stream and returns the stream without its byte-order mark.
func sniff(src *bufio.Reader) (*bufio.Reader, decoder) {
	head, err := src.Peek(readAheadBytes)
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		skip(src, 3)
		return src, decoder{name: utf8BOMName}
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		wide := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder()
		return bufio.NewReaderSize(wide.Reader(src), readAheadBytes), decoder{name: utf16Name}
	}
	if err == nil {
		head = wholeLines(head)
	}
	return src, decoderFor(head)
}

// skip steps over bytes that have been peeked, so it cannot fail.
func skip(src io.Reader, n int64) { _, _ = io.CopyN(io.Discard, src, n) }

// wholeLines drops the part behind the last line end, which may end in half a letter.
func wholeLines(head []byte) []byte {
	if i := bytes.LastIndexByte(head, '\n'); i >= 0 {
		return head[:i+1]
	}
	return head
}

// decoderFor judges bytes. A UTF-8 file with a few broken letters is still UTF-8, while CP949 read as UTF-8 is broken
// nearly everywhere: so the majority decides.
func decoderFor(b []byte) decoder {
	good, broken := 0, 0
	for len(b) > 0 {
		if b[0] < utf8.RuneSelf {
			b = b[1:]
			continue
		}
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			broken++
		} else {
			good++
		}
		b = b[n:]
	}
	switch {
	case good == 0 && broken == 0:
		return decoder{name: utf8Name, open: true}
	case good > broken:
		return decoder{name: utf8Name}
	}
	return decoder{name: cp949Name, cp949: korean.EUCKR.NewDecoder()}
}

// decode gives a line's text and tells whether it held bytes that are no text. The tail of a line that was cut may be
// half a letter, which is dropped.
func (d *decoder) decode(raw []byte, cut bool) (text string, bad bool) {
	if d.open && !isASCII(raw) {
		*d = decoderFor(raw)
	}
	if d.cp949 != nil && !isASCII(raw) {
		out, err := d.cp949.Bytes(raw)
		text = string(out)
		if cut {
			text = strings.TrimSuffix(text, string(utf8.RuneError))
		}
		return text, err != nil || strings.ContainsRune(text, utf8.RuneError)
	}
	if utf8.Valid(raw) {
		return string(raw), false
	}
	if cut {
		raw = raw[:len(raw)-halfLetter(raw)]
	}
	return strings.ToValidUTF8(string(raw), string(utf8.RuneError)), !utf8.Valid(raw)
}

// halfLetter counts the bytes of an unfinished letter at the end.
func halfLetter(raw []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(raw); n++ {
		tail := raw[len(raw)-n:]
		if utf8.RuneStart(tail[0]) {
			if tail[0] >= utf8.RuneSelf && !utf8.FullRune(tail) {
				return n
			}
			return 0
		}
	}
	return 0
}

func isASCII(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
