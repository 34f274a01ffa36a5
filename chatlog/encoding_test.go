package chatlog

import (
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/unicode"
)

func TestEncodings(t *testing.T) {
	b, err := os.ReadFile("testdata/layouts/w1_windows_ko.txt")
	if err != nil {
		t.Fatal(err)
	}
	text := string(b)
	cp949, err := korean.EUCKR.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	_, want := readAll(t, "x", text)
	for _, c := range []struct{ name, data string }{
		{utf8Name, text}, {utf8BOMName, "\ufeff" + text}, {cp949Name, cp949}, {utf16Name, utf16},
	} {
		r, list := readAll(t, "x", c.data)
		if d := cmp.Diff(want, list); d != "" {
			t.Errorf("%s (-UTF-8 +it):\n%s", c.name, d)
		}
		if got := r.Room().Encoding; got != c.name || len(r.Unread()) > 0 {
			t.Errorf("encoding %s, want %s; unread %v", got, c.name, r.Unread())
		}
	}
}

// TestCP949AfterEnglish: the encoding shows only where the first Korean letter stands, far behind what is judged first.
func TestCP949AfterEnglish(t *testing.T) {
	head := "KakaoTalk Chats with A\r\n\r\n" + strings.Repeat("March 8, 2024, 3:12 PM, A : yes\r\n", 4000)
	tail, err := korean.EUCKR.NewEncoder().String("March 8, 2024, 3:13 PM, you : 뷁 네\r\n")
	if err != nil {
		t.Fatal(err)
	}
	r, list := readAll(t, "x", head+tail)
	if got := list[len(list)-1].Text; got != "뷁 네" || r.Room().Encoding != cp949Name || len(r.Unread()) > 0 {
		t.Errorf("%q in %s, unread %v", got, r.Room().Encoding, r.Unread())
	}
}

// TestBrokenLetter: one broken letter does not make a UTF-8 file CP949; it is shown and reported.
func TestBrokenLetter(t *testing.T) {
	r, list := readAll(t, "x", windowsHead+"[한별] [오후 3:12] 문구\xff축하\r\n[한별] [오후 3:13] 네\r\n")
	if d := cmp.Diff([]string{"한별|문구\ufffd축하", "한별|네"}, said(list)); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]Unread{{5, ReasonBytes}}, r.Unread()); d != "" {
		t.Error(d)
	}
}

func TestLongLine(t *testing.T) {
	long := strings.Repeat("가", maxLineBytes)
	r, list := readAll(t, "x", windowsHead+"[한별] [오후 3:12] "+long+"\r\n[한별] [오후 3:13] 네\r\n")
	if len(list) != 2 || len(list[0].Text) > maxLineBytes || strings.Trim(list[0].Text, "가") != "" {
		t.Errorf("%d messages, the first of %d bytes", len(list), len(list[0].Text))
	}
	if d := cmp.Diff([]Unread{{5, ReasonLong}}, r.Unread()); d != "" {
		t.Error(d)
	}
}

// TestAnyChunks: it does not matter in what portions the stream arrives, or how its lines end at CR CR LF.
func TestAnyChunks(t *testing.T) {
	data := windowsHead + "[한별] [오후 3:12] 하나\n둘\r\n[한별] [오후 3:13] 네\r\n"
	_, want := readAll(t, "x", data)
	room, err := Read("x", iotest.OneByteReader(strings.NewReader(data)), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, room.Messages); d != "" {
		t.Error(d)
	}
	_, list := readAll(t, "x", strings.ReplaceAll(data, "\r\n", "\r\r\n"))
	if d := cmp.Diff(want, list); d != "" {
		t.Error(d)
	}
}

func TestReadErrorAndProgress(t *testing.T) {
	wrong := errors.New("the disk is gone")
	data := windowsHead + strings.Repeat("[한별] [오후 3:12] 네\r\n", 10_000)
	_, err := Read("x", io.MultiReader(strings.NewReader(data), iotest.ErrReader(wrong)), Options{})
	if !errors.Is(err, wrong) {
		t.Errorf("got %v", err)
	}
	if _, err := Read("x", iotest.ErrReader(wrong), Options{}); !errors.Is(err, wrong) {
		t.Errorf("got %v", err)
	}
	var told []int64
	_, err = Read("x", strings.NewReader(data), Options{Progress: func(n int64) { told = append(told, n) }})
	if err != nil || len(told) < 3 || told[len(told)-1] != int64(len(data)) {
		t.Errorf("%v; told %v of %d", err, told, len(data))
	}
}
