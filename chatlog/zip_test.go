package chatlog

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/korean"

	"dangol.example/fault"
)

type member struct {
	name, data string
	raw        bool // the name is not marked as UTF-8
}

func writeZip(t *testing.T, members ...member) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, m := range members {
		w, err := z.CreateHeader(&zip.FileHeader{Name: m.name, Method: zip.Deflate, NonUTF8: m.raw})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(m.data)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "KakaoTalkChats.zip")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestZip(t *testing.T) {
	cp949, err := korean.EUCKR.NewEncoder().String("대화/한별.txt")
	if err != nil {
		t.Fatal(err)
	}
	path := writeZip(t,
		member{name: "KakaoTalkChats.txt", data: androidHead + "2024년 3월 8일 오후 3:12, 한별 : 네\r\n"},
		member{name: cp949, raw: true, data: windowsHead + "[솔] [오후 3:12] 네\r\n"},
		member{name: "읽어보기.txt", data: "압축을 푸세요"},
		member{name: "__MACOSX/._KakaoTalkChats.txt", data: "\x00\x05\x16\x07"},
		member{name: "folder/"},
		member{name: "1709878320000.jpg", data: "\xff\xd8"},
	)
	rooms, err := ReadFile(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range rooms {
		got = append(got, fmt.Sprintln(strings.TrimPrefix(r.File, path), r.Layout, len(r.Messages), r.Unread))
	}
	want := []string{
		"/KakaoTalkChats.txt android-ko 1 []\n", "/대화/한별.txt windows-ko 1 []\n",
		"/읽어보기.txt unknown 0 [{1 layout}]\n",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestZipPictures(t *testing.T) {
	at := func(clock string) int64 {
		x, err := time.ParseInLocation(time.DateTime, "2024-03-08 "+clock, korea)
		if err != nil {
			t.Fatal(err)
		}
		return x.UnixMilli()
	}
	name := func(clock string) string { return fmt.Sprintf("chat/%d.jpg", at(clock)) }
	path := writeZip(t,
		member{name: "chat/KakaoTalkChats.txt", data: androidHead + "2024년 3월 8일 오후 3:12, 한별 : 사진 2장\r\n" +
			"2024년 3월 8일 오후 3:20, 한별 : 사진\r\n2024년 3월 8일 오후 3:30, 한별 : 네\r\n"},
		member{name: name("15:20:10")}, member{name: name("15:12:05")}, member{name: name("15:12:06")},
		member{name: name("15:40:00")}, member{name: "chat/꽃.png"},
	)
	rooms, err := ReadFile(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range rooms[0].Pictures {
		got = append(got, fmt.Sprint(p.Name, " ", p.Line))
	}
	want := []string{
		"chat/꽃.png 0", name("15:12:05") + " 6", name("15:12:06") + " 6", name("15:20:10") + " 7",
		name("15:40:00") + " 0",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestReadFileRefuses(t *testing.T) {
	dir := t.TempDir()
	broken := filepath.Join(dir, "broken.zip")
	if err := os.WriteFile(broken, []byte("PK\x03\x04 and no more"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		path string
		kind fault.Kind
	}{
		{filepath.Join(dir, "missing.txt"), fault.Missing},
		{dir, fault.Invalid},
		{broken, fault.Invalid},
		{writeZip(t, member{name: "a.jpg", data: "\xff\xd8"}), fault.Invalid},
		{writeZip(t, member{name: "a.txt", data: "안녕"}), fault.Invalid},
	} {
		rooms, err := ReadFile(c.path, Options{})
		if fault.KindOf(err) != c.kind || rooms != nil || fault.Message(err, fault.Korean) == "" {
			t.Errorf("%s: %v of kind %d, want %d", filepath.Base(c.path), err, fault.KindOf(err), c.kind)
		}
		if err != nil && strings.Contains(err.Error(), dir) {
			t.Errorf("the error tells where the file is: %v", err)
		}
	}
}

// TestZipBomb: what unpacks to more than the limit is refused while it is read, whatever its header says.
func TestZipBomb(t *testing.T) {
	left := int64(1000)
	in := strings.NewReader(windowsHead + strings.Repeat("[a] [오후 3:12] 네\r\n", 100))
	r := limited{r: in, left: &left, zip: "a.zip"}
	_, err := Read("a.zip/a.txt", r, Options{})
	if fault.KindOf(err) != fault.Invalid || left != 0 {
		t.Errorf("%v, %d bytes left", err, left)
	}
}

func FuzzZip(f *testing.F) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range []string{"a.txt", "1709878320000.jpg"} {
		w, err := z.Create(name)
		if err != nil {
			f.Fatal(err)
		}
		if _, err := w.Write([]byte(windowsHead + "[a] [오후 3:12] 사진\r\n")); err != nil {
			f.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		rooms, err := readZip("a.zip", bytes.NewReader(data), int64(len(data)), Options{})
		if err != nil && fault.KindOf(err) == fault.Broken {
			t.Errorf("an input is no bug: %v", err)
		}
		for _, r := range rooms {
			checkLaws(t, r)
		}
	})
}
