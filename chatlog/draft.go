package chatlog

import "strings"

// maxMessageLines and maxMessageBytes bound what one message may hold, so that a quotation mark which is never closed
// cannot swallow a file into memory. KakaoTalk's own limit is 10,000 characters.
const (
	maxMessageLines = 20_000
	maxMessageBytes = 4 << 20
)

// draft is a message that is still being read.
type draft struct {
	open   bool
	line   int
	at     stamp // the time it was written; without a day, on its own, for W and I3
	known  bool  // at is a time that exists
	sender string
	system bool
	first  string
	more   []string
	size   int
	spread bool // a line was added although the line before had ended in CRLF
}

func (d *draft) add(s string) (ok bool) {
	if len(d.more) >= maxMessageLines || d.size+len(s) > maxMessageBytes {
		return false
	}
	d.more = append(d.more, s)
	d.size += len(s) + 1
	return true
}

// trimBlank drops the empty lines that the layout puts in front of a day line or at the end of the file.
func (d *draft) trimBlank() {
	for len(d.more) > 0 && isBlank(d.more[len(d.more)-1]) {
		d.more = d.more[:len(d.more)-1]
	}
}

func (d *draft) text() string {
	if len(d.more) == 0 {
		return d.first
	}
	var b strings.Builder
	b.Grow(len(d.first) + d.size)
	b.WriteString(d.first)
	for _, s := range d.more {
		b.WriteByte('\n')
		b.WriteString(s)
	}
	return b.String()
}
