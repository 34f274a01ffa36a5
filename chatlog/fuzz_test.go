package chatlog

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// FuzzRead checks the laws of any input: no panic, nothing lost, and the same result when it is read again in other
// portions.
func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/layouts/*")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	for _, s := range []string{
		"", "\r\n", macHead + ",\"\",\"\n", windowsHead + "[] [] [오후 3:12] \n[a] [3:1",
		androidHead + "2024년 3월 8일 오후 3:12, :",
		timeOnlyHead + "오후 13:10, a : b\n2024년 2월 30일 금요일\n", dottedHead + "2024. 3. 8. 오후 3:12: \r\n\r\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := Open("x", strings.NewReader(string(data)), Options{})
		if err != nil {
			return
		}
		room, err := r.all()
		if err != nil {
			t.Fatal(err)
		}
		checkLaws(t, room)
		checkNothingLost(t, data, r, room.Messages)
		again, err := Read("x", strings.NewReader(string(data)), Options{})
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(room, again); d != "" {
			t.Errorf("read again it differs:\n%s", d)
		}
	})
}
