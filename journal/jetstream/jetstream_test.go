package jetstream_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dangol.example/blob"
	"dangol.example/clock"
	"dangol.example/journal"
	"dangol.example/journal/jetstream"
	"dangol.example/journal/journaltest"
)

func open(t testing.TB, dir string) *jetstream.Journal {
	t.Helper()
	j, err := jetstream.Open(jetstream.Options{Dir: dir, Logger: slog.New(slog.DiscardHandler), Clock: clock.System{}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { j.Close() })
	return j
}

func TestSuite(t *testing.T) {
	journaltest.Run(t, func(t *testing.T) journaltest.Harness {
		dir := t.TempDir()
		j := open(t, dir)
		return journaltest.Harness{Journal: j, Reopen: func() journal.Journal { j.Close(); return open(t, dir) }}
	})
}

func log(t testing.TB, j *jetstream.Journal) journal.Log {
	t.Helper()
	l, err := j.Open(context.Background(), 1)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// TestKilled lets another process append, kills it at a random moment, and looks for everything it was acknowledged.
func TestKilled(t *testing.T) {
	if dir := os.Getenv("JOURNAL_APPENDER"); dir != "" {
		appendForEver(t, dir)
		return
	}
	dir := t.TempDir()
	acked := uint64(0)
	for round := range 8 {
		acked = max(acked, killOnce(t, dir))
		j := open(t, dir)
		l := log(t, j)
		n := uint64(0)
		err := l.Read(t.Context(), 0, func(m journal.Stored) error {
			n++
			if m.Seq != n || !strings.HasPrefix(string(m.Data), fmt.Sprintf("message %d ", n)) {
				return fmt.Errorf("message %d is %.20q", m.Seq, m.Data)
			}
			return nil
		})
		if err != nil || n < acked {
			t.Fatalf("round %d: %d of %d acknowledged messages, %v", round, n, acked, err)
		}
		j.Close()
	}
	if acked == 0 {
		t.Error("nothing was acknowledged")
	}
}

func appendForEver(t *testing.T, dir string) {
	t.Helper()
	l := log(t, open(t, dir))
	n, err := l.Tail(t.Context())
	for ; err == nil; n++ {
		data := fmt.Appendf(nil, "message %d %s", n+1, strings.Repeat("x", int(n%3000)))
		if err = l.Append(t.Context(), n, fmt.Sprint("m", n+1), data); err == nil {
			fmt.Println("acked", n+1)
		}
	}
	t.Fatal(err)
}

// killOnce runs the appender for a moment and gives the last number that was acknowledged.
func killOnce(t *testing.T, dir string) (acked uint64) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestKilled$")
	cmd.Env = append(os.Environ(), "JOURNAL_APPENDER="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	most := 20 + rand.IntN(300)
	for seen := 0; lines.Scan(); {
		if _, err := fmt.Sscanf(lines.Text(), "acked %d", &acked); err == nil {
			if seen++; seen == most {
				cmd.Process.Kill()
			}
		}
	}
	cmd.Wait()
	return acked
}

// A journal whose files were harmed is not read as if nothing had happened.
func TestHarmedFiles(t *testing.T) {
	for name, harm := range map[string]func(string) error{
		"a flipped bit": func(file string) error {
			b, err := os.ReadFile(file)
			if err != nil {
				return err
			}
			body := bytes.Index(b[len(b)/2:], []byte("abcdefghabcdefgh"))
			b[len(b)/2+body] ^= 4
			return os.WriteFile(file, b, 0o600)
		},
		"cut to half": func(file string) error {
			info, err := os.Stat(file)
			if err != nil {
				return err
			}
			return os.Truncate(file, info.Size()/2)
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			j := open(t, dir)
			l := log(t, j)
			for i := range uint64(100) {
				if err := l.Append(t.Context(), i, fmt.Sprint(i), []byte(strings.Repeat("abcdefgh", 500))); err != nil {
					t.Fatal(err)
				}
			}
			j.Close()
			files, _ := filepath.Glob(filepath.Join(dir, "jetstream/*/streams/J001/msgs/*.blk"))
			if len(files) == 0 {
				t.Fatal("no files")
			}
			if err := harm(files[0]); err != nil {
				t.Fatal(err)
			}
			l = log(t, open(t, dir))
			tail, _ := l.Tail(t.Context())
			n := uint64(0)
			err := l.Read(t.Context(), 0, func(journal.Stored) error { n++; return nil })
			if !errors.Is(err, journal.ErrDamaged) && tail == 100 && n == 100 {
				t.Errorf("%d of 100 messages were read, tail %d, and no word of damage: %v", n, tail, err)
			}
			t.Logf("tail %d, %d read, %v", tail, n, err)
		})
	}
}

// With less than the reserve free, appends are refused, and taken again as soon as there is room.
func TestReserve(t *testing.T) {
	o := jetstream.Options{
		Dir:     t.TempDir(),
		Logger:  slog.New(slog.DiscardHandler),
		Clock:   clock.System{},
		Reserve: 1 << 60,
	}
	j, err := jetstream.Open(o)
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	if err := log(t, j).Append(t.Context(), 0, "a", []byte("a")); !errors.Is(err, journal.ErrFull) {
		t.Errorf("%v", err)
	}
}

// TestFullDisk fills a small disk for real, and makes room again.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	if out, err := exec.CommandContext(
		t.Context(),
		"mount",
		"-t",
		"tmpfs",
		"-o",
		"size=24m",
		"tmpfs",
		dir,
	).CombinedOutput(); err != nil {
		t.Skipf("no small disk can be mounted here: %s", out)
	}
	t.Cleanup(func() { exec.CommandContext(context.Background(), "umount", "-l", dir).Run() })
	o := jetstream.Options{
		Dir:      dir,
		Logger:   slog.New(slog.DiscardHandler),
		Clock:    clock.System{},
		Reserve:  1,
		MaxStore: 1 << 30,
	}
	j, err := jetstream.Open(o)
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	l := log(t, j)
	filler := filepath.Join(dir, "filler")
	if err := os.WriteFile(filler, make([]byte, 12<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	var n uint64
	for {
		if err = l.Append(t.Context(), n, fmt.Sprint(n), make([]byte, 200<<10)); err != nil {
			break
		}
		if n++; n > 1000 {
			t.Fatal("the disk does not fill up")
		}
	}
	t.Logf("after %d messages: %v", n, err)
	if !errors.Is(err, journal.ErrFull) && !errors.Is(err, journal.ErrUnknown) {
		t.Errorf("%v", err)
	}
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	deadline := time.Now().Add(30 * time.Second)
	for {
		tail, err := l.Tail(t.Context())
		if err == nil && tail >= n {
			n = tail
			if err = l.Append(t.Context(), n, "again", []byte("again")); err == nil {
				break
			}
		}
		if time.Now().After(deadline) {
			t.Fatalf("it does not come back: %v, tail %d of %d", err, tail, n)
		}
		time.Sleep(100 * time.Millisecond)
	}
}

var bucket = jetstream.Bucket{Name: "files", MaxBytes: 64 << 20, TTL: time.Hour}

func TestBlobs(t *testing.T) {
	dir := t.TempDir()
	j := open(t, dir)
	store, err := j.Blobs(t.Context(), bucket)
	if err != nil {
		t.Fatal(err)
	}
	data := []byte(strings.Repeat("chat ", 100_000))
	name, err := store.Put(t.Context(), data)
	if err != nil || name != blob.HashOf(data) {
		t.Fatal(err)
	}
	if _, err := store.Put(t.Context(), data); err != nil {
		t.Errorf("again: %v", err)
	}
	if _, err := store.Put(t.Context(), make([]byte, blob.MaxBytes+1)); !errors.Is(err, blob.ErrTooLarge) {
		t.Errorf("too large: %v", err)
	}
	j.Close()
	store, err = open(t, dir).Blobs(t.Context(), bucket)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := store.Get(t.Context(), name); err != nil || string(got) != string(data) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	if _, err := store.Get(t.Context(), blob.HashOf(nil)); !errors.Is(err, blob.ErrMissing) {
		t.Errorf("%v", err)
	}
	there, err := store.Has(t.Context(), name)
	if gone, err2 := store.Has(t.Context(), blob.HashOf(nil)); !there || gone || err != nil || err2 != nil {
		t.Errorf("has: %v %v, %v %v", there, gone, err, err2)
	}
}

// Blobs are refused while less than the reserve is free, and when there are as many as may be.
func TestBlobsHaveAnEnd(t *testing.T) {
	o := jetstream.Options{Dir: t.TempDir(), Logger: slog.New(slog.DiscardHandler), Clock: clock.System{}}
	j, err := jetstream.Open(o)
	if err != nil {
		t.Fatal(err)
	}
	small := bucket
	small.MaxBytes = 1 << 20
	store, err := j.Blobs(t.Context(), small)
	if err != nil {
		t.Fatal(err)
	}
	taken := 0
	for n := range 20 {
		if _, err = store.Put(t.Context(), bytes.Repeat([]byte{byte(n)}, 200<<10)); err != nil {
			break
		}
		taken++
	}
	if !errors.Is(err, blob.ErrNoRoom) || taken == 0 {
		t.Errorf("%d taken, %v", taken, err)
	}
	j.Close()
	o.Reserve = 1 << 60
	if j, err = jetstream.Open(o); err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	if store, err = j.Blobs(t.Context(), bucket); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Put(t.Context(), []byte("more")); !errors.Is(err, blob.ErrNoRoom) {
		t.Errorf("%v", err)
	}
}

// A blob that is stored again lies there as long as a new one. The journal's own clock tells its age: the test has to
// live through it, and renews often enough that a slow machine does not matter.
func TestBlobsAreRenewed(t *testing.T) {
	j := open(t, t.TempDir())
	short := bucket
	short.TTL = 5 * time.Second
	store, err := j.Blobs(t.Context(), short)
	if err != nil {
		t.Fatal(err)
	}
	for first := time.Now(); time.Since(first) < short.TTL+2*time.Second; time.Sleep(500 * time.Millisecond) {
		if _, err := store.Put(t.Context(), []byte("photo")); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := store.Get(t.Context(), blob.HashOf([]byte("photo"))); err != nil || string(got) != "photo" {
		t.Errorf("%q, %v", got, err)
	}
}
