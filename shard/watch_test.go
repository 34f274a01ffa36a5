package shard_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/wrapperspb"

	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shard/shardtest"
)

// device is a copy that is kept by changes alone.
type device struct {
	rows  map[id.ID]string
	block uint64
}

// pull takes pages until there is no more, and checks that nothing is torn or out of order.
func (d *device) pull(t *testing.T, s *shard.Shard, limit int) (pages int) {
	t.Helper()
	for more := true; more; pages++ {
		page, err := s.Changes(t.Context(), shardtest.Topic, d.block, limit)
		if err != nil || page.Anew {
			t.Fatal(err, page.Anew)
		}
		changes, upTo, again := page.Changes, page.UpTo, page.More
		last := d.block
		for _, c := range changes {
			if c.Block < last || c.Block <= d.block || c.Block > upTo {
				t.Fatalf("a change of block %d after %d, in a page from %d to %d", c.Block, last, d.block, upTo)
			}
			last = c.Block
			var value wrapperspb.StringValue
			if err := proto.Unmarshal(c.Data, &value); err != nil {
				t.Fatal(err)
			}
			d.rows[c.ID] = value.GetValue()
		}
		if again && len(changes) < limit {
			t.Fatalf("a page of %d with more behind it", len(changes))
		}
		d.block, more = upTo, again
	}
	return pages
}

func TestChangesKeepADeviceUpToDate(t *testing.T) {
	s := open(t, options(t, &tape{}))
	often, once := device{rows: map[id.ID]string{}}, device{rows: map[id.ID]string{}}
	for n := range 30 {
		r := shard.Request{ID: command(n), Command: shardtest.Move{From: "bank", To: fmt.Sprint("p", n%7), Units: 1}}
		step(t, s, r)
		if n%4 == 0 {
			often.pull(t, s, 100)
		}
	}
	often.pull(t, s, 100)
	if pages := once.pull(t, s, 3); pages < 2 {
		t.Errorf("%d pages for 8 rows", pages)
	}
	if len(once.rows) != 8 || fmt.Sprint(once) != fmt.Sprint(often) {
		t.Errorf("one pull gives %v, many give %v", once, often)
	}
	if pages := once.pull(t, s, 3); pages != 1 {
		t.Errorf("%d pages when nothing has changed", pages)
	}
}

// A shard that had nothing to replay knows its head, and only a block that was never reached begins anew.
func TestChangesAfterAReopen(t *testing.T) {
	o := options(t, &tape{})
	s := open(t, o)
	for n := range 6 {
		step(t, s, shard.Request{ID: command(n), Command: shardtest.Move{From: "bank", To: fmt.Sprint(n), Units: 1}})
	}
	head := s.Head()
	s.Close()
	s = open(t, o)
	if s.Head() != head || head == 0 {
		t.Errorf("the head is %d, it was %d", s.Head(), head)
	}
	for after, want := range map[uint64]struct {
		rows int
		anew bool
	}{0: {7, false}, head - 1: {2, false}, head: {0, false}, head + 1: {7, true}} {
		page, err := s.Changes(t.Context(), shardtest.Topic, after, 0)
		if err != nil || len(page.Changes) != want.rows || page.Anew != want.anew || page.UpTo != head {
			t.Errorf("after %d: %d rows, %+v, %v", after, len(page.Changes), page.Anew, err)
		}
	}
}

func TestWatchersAreWoken(t *testing.T) {
	s := start(t, options(t, &tape{}))
	w, err := s.Watch(shardtest.Topic)
	if err != nil {
		t.Fatal(err)
	}
	other, err := s.Watch("something else")
	if err != nil {
		t.Fatal(err)
	}
	<-w.C
	<-other.C
	for n := range 3 {
		if _, err := s.Run(t.Context(), move(n, 1)); err != nil {
			t.Fatal(err)
		}
		<-w.C
	}
	select {
	case <-other.C:
		t.Error("a watcher of another topic was woken")
	default:
	}
	s.Unwatch(w)
	if _, err := s.Run(t.Context(), move(9, 1)); err != nil {
		t.Fatal(err)
	}
	select {
	case <-w.C:
		t.Error("woken after its end")
	default:
	}
}

func TestWatchersEndWithTheShard(t *testing.T) {
	s := open(t, options(t, &tape{}))
	w, err := s.Watch(shardtest.Topic)
	if err != nil {
		t.Fatal(err)
	}
	<-w.C
	s.Close()
	if _, going := <-w.C; going {
		t.Error("the watch goes on")
	}
	if _, err := s.Watch(shardtest.Topic); !errors.Is(err, shard.ErrStopped) {
		t.Errorf("%v", err)
	}
}

func TestEditionFollowsVersions(t *testing.T) {
	o := options(t, &tape{})
	a := open(t, o).Edition()
	o.Dir = t.TempDir()
	o.Domains[0].Version++
	if b := open(t, o).Edition(); a == b || a == "" {
		t.Errorf("editions %s and %s", a, b)
	}
}

func TestDomainsAreChecked(t *testing.T) {
	o := options(t, &tape{})
	o.Domains = append(o.Domains, o.Domains[0])
	if _, err := shard.Open(t.Context(), o); err == nil || !strings.Contains(err.Error(), "two appliers") {
		t.Errorf("%v", err)
	}
}

// Kinds that are skipped are in no page and count for none, and the cursor passes them by.
func TestChangesSkipKinds(t *testing.T) {
	s := open(t, options(t, &tape{}))
	for n := range 20 {
		step(t, s, shard.Request{ID: command(n), Command: shardtest.Move{From: "bank", To: fmt.Sprint(n), Units: 1}})
	}
	page, err := s.Changes(t.Context(), shardtest.Topic, 0, 3, shardtest.Kind)
	if err != nil || len(page.Changes) > 0 || page.More || page.UpTo != s.Head() {
		t.Errorf("%d rows, more %v, up to %d of %d, %v", len(page.Changes), page.More, page.UpTo, s.Head(), err)
	}
	page, err = s.Changes(t.Context(), shardtest.Topic, 0, 3, "message", `a "kind", that is none`)
	if err != nil || len(page.Changes) < 3 || !page.More {
		t.Errorf("%d rows, more %v, %v", len(page.Changes), page.More, err)
	}
}
