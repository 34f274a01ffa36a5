package chatlog

import (
	"errors"
	"io"
	"path"
	"strings"
	"time"

	"dangol.example/fault"
)

// Options says how to read. The zero value is right for a phone in Korea.
type Options struct {
	// Location is the time zone of the exporting phone; nil is Korean time.
	Location *time.Location
	// Progress, when not nil, is called from time to time with the number of bytes read so far.
	Progress func(read int64)
}

// korea is where exports come from unless the caller says otherwise. It has had no summer time since 1988.
var korea = time.FixedZone("KST", 9*60*60)

func (o Options) location() *time.Location {
	if o.Location == nil {
		return korea
	}
	return o.Location
}

// Open finds out the layout and reads the header. The name is the file's: it becomes Room.File, and a Mac's file name
// holds the room's name. It is a fault of kind Invalid when the stream is no conversation.
//
// The reader reads from r as it goes; r must stay open until it is done.
func Open(name string, r io.Reader, o Options) (*Reader, error) {
	in := newLines(&counter{r: r, tell: o.Progress})
	var h header
	var d detection
	var head []line
	for n := detectLines; n <= maxDetectLines && !d.found; n *= 2 {
		before := len(head)
		if head = in.peekAll(n); len(head) == before {
			break
		}
		h = readHeader(head)
		d = detect(head, h)
	}
	if in.err != nil && !errors.Is(in.err, io.EOF) {
		return nil, in.err
	}
	if !d.found {
		if h.lines == 0 || in.err == nil || !isEmptyRoom(head[h.lines:]) {
			return nil, noConversation(name)
		}
		d.layout = Empty
	}
	x := &Reader{
		lines: in, loc: o.location(), form: d.form, all24: d.all24, crlf: d.crlf, headLines: h.lines,
		own:       d.form != windowsForm && d.form != csvForm,
		lastBlank: true,
		names:     make(map[string]struct{}),
	}
	x.room = Room{File: name, Name: h.name, Members: h.members, Layout: d.layout}
	if d.form == csvForm && d.found {
		x.room.Name, h.saved = macFileName(name)
		x.headLines = 0
		if isMacHeader(head[0].text) {
			x.headLines = 1
		}
	}
	if h.saved.dayExists() && h.saved.clockExists() {
		x.room.SavedAt, x.savedDay = h.saved.time(x.loc), h.saved.dayNumber()
	}
	x.keys.room = x.room.Name
	return x, nil
}

// isEmptyRoom tells whether nothing but days stands below the header: nobody has spoken, or all of it was deleted.
func isEmptyRoom(body []line) bool {
	for _, l := range body {
		c := cursor{s: strings.TrimSpace(l.text)}
		if _, ok := c.plainDay(); !ok && !isBlank(l.text) {
			return false
		}
	}
	return true
}

// Read reads a conversation whole.
func Read(name string, r io.Reader, o Options) (Room, error) {
	x, err := Open(name, r, o)
	if err != nil {
		return Room{}, err
	}
	return x.all()
}

func (r *Reader) all() (Room, error) {
	var list []Message
	for {
		m, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return Room{}, err
		}
		list = append(list, m)
	}
	room := r.Room()
	room.Messages, room.Unread = list, r.Unread()
	return room, nil
}

// counter counts what is read and tells it.
type counter struct {
	r    io.Reader
	n    int64
	tell func(int64)
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	if c.tell != nil && n > 0 {
		c.tell(c.n)
	}
	return n, err
}

func noConversation(name string) error {
	return fault.New(fault.Invalid,
		"%s 에서 카카오톡 대화를 찾지 못했습니다. 대화방 메뉴의 '대화 내용 내보내기'로 만든 .txt, .csv, .zip 파일을 골라 주세요.",
		"No KakaoTalk conversation was found in %s. "+
			"Choose the .txt, .csv or .zip file that \"Export chat\" in the room's menu has made.",
		baseName(name))
}

func baseName(name string) string { return path.Base(strings.ReplaceAll(name, `\`, "/")) }
