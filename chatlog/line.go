package chatlog

import (
	"bufio"
	"errors"
	"fmt"
	"io"
)

// maxLineBytes is how long one line may be. KakaoTalk cuts messages at 10,000 characters; what is longer is no chat.
const maxLineBytes = 1 << 20

// readAheadBytes is how much is read at once, and on how much the encoding is judged.
const readAheadBytes = 64 << 10

// lineEnd is how a line ends. A record ends in CRLF, a line break inside a message is a bare LF: the best evidence
// there is of where a message ends, though not every client keeps to it.
type lineEnd uint8

const (
	endNone lineEnd = iota // the file ends here
	endLF
	endCRLF
)

// line is one physical line, decoded.
type line struct {
	no   int
	text string
	end  lineEnd
	long bool // cut at maxLineBytes
	bad  bool // held bytes that are no text
}

// lines gives a stream line by line, with a look ahead.
type lines struct {
	src   *bufio.Reader
	dec   decoder
	ahead []line // read but not yet taken
	no    int
	err   error // why there are no more: io.EOF, or a fault of reading
}

func newLines(r io.Reader) *lines {
	src := bufio.NewReaderSize(r, readAheadBytes)
	l := &lines{}
	l.src, l.dec = sniff(src)
	return l
}

// next takes the next line; ok is false at the end or on an error.
func (l *lines) next() (line, bool) {
	if len(l.ahead) > 0 {
		x := l.ahead[0]
		l.ahead = l.ahead[1:]
		return x, true
	}
	return l.read()
}

// peek shows the line n after the one taken last, from 0.
func (l *lines) peek(n int) (line, bool) {
	for len(l.ahead) <= n {
		x, ok := l.read()
		if !ok {
			return line{}, false
		}
		l.ahead = append(l.ahead, x)
	}
	return l.ahead[n], true
}

// peekAll shows the next n lines, or as many as there are.
func (l *lines) peekAll(n int) []line {
	l.peek(n - 1)
	return l.ahead[:min(n, len(l.ahead))]
}

func (l *lines) read() (line, bool) {
	if l.err != nil {
		return line{}, false
	}
	raw, err := l.src.ReadSlice('\n')
	long := false
	if errors.Is(err, bufio.ErrBufferFull) {
		raw, long, err = l.readLong(raw)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		l.err = fmt.Errorf("read line %d: %w", l.no+1, err)
		return line{}, false
	}
	if err != nil {
		l.err = io.EOF
		if len(raw) == 0 {
			return line{}, false
		}
	}
	l.no++
	x := line{no: l.no, long: long}
	raw, x.end = splitEnd(raw)
	if long && x.end == endNone && err == nil {
		x.end = endLF
	}
	x.text, x.bad = l.dec.decode(raw, long)
	return x, true
}

// readLong reads the rest of a line that is longer than the buffer, keeping maxLineBytes of it.
func (l *lines) readLong(first []byte) (raw []byte, long bool, err error) {
	raw = append(make([]byte, 0, 2*len(first)), first...)
	for {
		var part []byte
		part, err = l.src.ReadSlice('\n')
		if room := maxLineBytes - len(raw); len(part) <= room {
			raw = append(raw, part...)
		} else {
			raw, long = append(raw, part[:room]...), true
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return raw, long, err
		}
	}
}

// splitEnd takes the line end off. Some tools double the CR.
func splitEnd(raw []byte) ([]byte, lineEnd) {
	n := len(raw)
	if n == 0 || raw[n-1] != '\n' {
		return raw, endNone
	}
	n--
	if n == 0 || raw[n-1] != '\r' {
		return raw[:n], endLF
	}
	for n > 0 && raw[n-1] == '\r' {
		n--
	}
	return raw[:n], endCRLF
}
