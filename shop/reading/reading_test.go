package reading_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"google.golang.org/protobuf/proto"

	"dangol.example/blob"
	"dangol.example/fault"
	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/id"
	"dangol.example/shop/reading"
)

func sample(t testing.TB, patterns ...string) (all []reading.File) {
	t.Helper()
	for _, p := range patterns {
		names, _ := filepath.Glob(filepath.Join("../../testdata/orders_synthetic", p))
		for _, n := range names {
			data, err := os.ReadFile(n)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, reading.File{Name: filepath.Base(n), Data: data})
		}
	}
	if len(all) == 0 {
		t.Fatal("no files")
	}
	return all
}

func TestRead(t *testing.T) {
	files := append(
		sample(t, "r*.txt", "r*.csv", "deposits.csv"),
		reading.File{Name: "photo.jpg", Data: []byte("\xff\xd8\xff\xe0junk")},
		reading.File{Name: "empty.txt"},
	)
	r, err := reading.Read(t.Context(), files, reading.Options{})
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[reading.Kind]int{}
	for _, p := range r.Files {
		kinds[p.Kind]++
		if p.Kind == reading.Unknown && (p.Err == nil || fault.Message(p.Err, fault.Korean) == "") {
			t.Errorf("%s cannot be read, and nobody says why: %v", p.Name, p.Err)
		}
		if p.Kind != reading.Unknown && (p.Count == 0 || p.Layout == "" || p.Err != nil) {
			t.Errorf("%+v", p)
		}
	}
	if kinds[reading.Chat] != 10 || kinds[reading.Bank] != 1 || kinds[reading.Unknown] != 2 {
		t.Errorf("%v", kinds)
	}
	if r.Unclear || len(r.Speakers) == 0 || len(r.Book.Orders) < 9 || len(r.Book.Deposits) < 8 {
		t.Errorf(
			"unclear %v, %d speakers, %d orders, %d deposits",
			r.Unclear,
			len(r.Speakers),
			len(r.Book.Orders),
			len(r.Book.Deposits),
		)
	}
	keys := map[[16]byte]bool{}
	for _, o := range r.Book.Orders {
		if keys[o.Key] || o.Key == [16]byte{} {
			t.Errorf("order %s#%d has no key of its own", o.File, o.Index)
		}
		keys[o.Key] = true
	}
}

func TestReadRefuses(t *testing.T) {
	for _, c := range []struct {
		files []reading.File
		o     reading.Options
		want  error
	}{
		{[]reading.File{{Name: "a.jpg", Data: []byte("junk")}}, reading.Options{}, reading.ErrNothing},
		{nil, reading.Options{}, reading.ErrNothing},
		{[]reading.File{{Name: "a", Data: make([]byte, reading.MaxBytes+1)}}, reading.Options{}, reading.ErrTooLarge},
	} {
		if _, err := reading.Read(t.Context(), c.files, c.o); !errors.Is(err, c.want) {
			t.Errorf("%v, want %v", err, c.want)
		}
	}
}

func TestPiecesComeTogether(t *testing.T) {
	r, err := reading.Read(t.Context(), sample(t, "r*.txt", "deposits.csv"), reading.Options{})
	if err != nil {
		t.Fatal(err)
	}
	content := r.Content(id.Of(1, "shop"), time.UTC)
	for range 12 { // more than one blob
		content.Orders = append(content.Orders, content.GetOrders()...)
		if proto.Size(content) > 2*blob.MaxBytes {
			break
		}
	}
	pieces, err := reading.Pieces(content)
	if err != nil || len(pieces) < 2 {
		t.Fatalf("%d pieces, %v", len(pieces), err)
	}
	var all []byte
	for _, p := range pieces {
		all = append(all, p...)
	}
	again := &shopjournalv1.ImportContent{}
	if err := proto.Unmarshal(all, again); err != nil || !proto.Equal(again, content) {
		t.Error("the pieces are not what they were", err)
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range sample(f, "r1.txt", "deposits.csv") {
		f.Add(s.Data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := reading.Read(t.Context(), []reading.File{{Name: "f", Data: data}}, reading.Options{})
		if err == nil && !r.Unclear && r.Book == nil {
			t.Error("no error and no book")
		}
		if r != nil {
			r.Content(id.Of(1, "s"), time.UTC)
		}
	})
}

// Names of files and rows of banks may be as long as they like: what is kept of them has an end.
func TestWhatIsKeptHasAnEnd(t *testing.T) {
	long := strings.Repeat("가", 5000)
	bank := "거래일자,거래시간,적요(입금자명),메모,입금액\n2026-11-22,15:00:01," + long + "," + long + ",44000\n"
	r, err := reading.Read(t.Context(), []reading.File{{Name: long + "\n.csv", Data: []byte(bank)}}, reading.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if n := utf8.RuneCountInString(r.Files[0].Name); n > reading.MaxFileName || !strings.HasSuffix(r.Files[0].Name, ".csv") {
		t.Errorf("%d letters: %s", n, r.Files[0].Name)
	}
	content := r.Content(id.Of(1, "shop"), time.UTC)
	if len(content.GetDeposits()) != 1 || content.GetDeposits()[0].GetName() == "" {
		t.Fatalf("%v", content)
	}
	if size := proto.Size(content); size > 4096 {
		t.Errorf("the row takes %d bytes", size)
	}
}

// Nobody waits any more: nothing more is read.
func TestReadStops(t *testing.T) {
	ctx, end := context.WithCancel(t.Context())
	end()
	for _, pattern := range []string{"r*.txt", "deposits.csv"} {
		if _, err := reading.Read(ctx, sample(t, pattern), reading.Options{}); !errors.Is(err, reading.ErrStopped) {
			t.Errorf("%s: %v", pattern, err)
		}
	}
}
