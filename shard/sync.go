package shard

import (
	"bytes"
	"cmp"
	"context"
	"encoding/hex"
	"fmt"
	"hash/fnv"
	"slices"
	"sync"

	"google.golang.org/protobuf/proto"

	"dangol.example/id"
	"dangol.example/internal/planted"
)

// Change is a thing that devices may hold, as it is now.
type Change struct {
	Kind  string
	ID    id.ID
	Block uint64 // the block that changed it
	Data  []byte // the encoded resource, empty when it is gone
}

const putRow = `INSERT INTO shard_sync (id, topic, kind, block) VALUES (?, ?, ?, ?)
	ON CONFLICT (id, topic) DO UPDATE SET block = excluded.block`

// putRowOldStamp is a planted bug.
const putRowOldStamp = `INSERT INTO shard_sync (id, topic, kind, block) VALUES (?, ?, ?, ?)
	ON CONFLICT (id, topic) DO NOTHING`

// flush writes every touched thing into the sync table, once, and gives the topics that changed.
func (s *Shard) flush() map[string]struct{} {
	tx := s.view.tx
	topics := map[string]struct{}{}
	for _, k := range tx.order {
		tx.topic(k.topic) // numbered as they came
	}
	// By id, as the table lies: neighbours share a page.
	slices.SortFunc(tx.order, func(a, b touch) int {
		return cmp.Or(bytes.Compare(a.id[:], b.id[:]), cmp.Compare(a.topic, b.topic))
	})
	for _, k := range tx.order {
		if s.register.resources[k.kind] == nil {
			tx.fail(fmt.Errorf("no resource %s", k.kind), "touch")
			return topics
		}
		put := putRow
		if planted.Is(planted.OldStamp) {
			put = putRowOldStamp
		}
		tx.Exec(put, k.id, tx.topic(k.topic), k.kind, tx.touched[k])
		topics[k.topic] = struct{}{}
	}
	clear(tx.touched)
	tx.order = tx.order[:0]
	return topics
}

// build makes the resource of a thing as the view has it.
func (s *Shard) build(r *Reader, c *Change) error {
	build := s.register.resources[c.Kind]
	if build == nil {
		return fmt.Errorf("no resource %s", c.Kind)
	}
	m := build(r, c.ID)
	if r.err != nil || m == nil {
		return r.err
	}
	var err error
	c.Data, err = proto.MarshalOptions{Deterministic: true}.Marshal(m)
	return err
}

// topic gives a topic's number, which follows the order in which topics were first touched.
func (t *Tx) topic(name string) int64 {
	if n, is := t.topics[name]; is {
		return n
	}
	if n := t.Count("SELECT number FROM shard_topic WHERE name = ?", name); n > 0 {
		t.topics[name] = n
		return n
	}
	t.Exec(
		"INSERT INTO shard_topic (number, name) VALUES ((SELECT coalesce(max(number), 0) + 1 FROM shard_topic), ?)",
		name,
	)
	return t.Count("SELECT number FROM shard_topic WHERE name = ?", name)
}

// Edition tells which make of rows a shard hands out. Rows of another edition are not to be mixed with these: the
// domains' versions differ, and so may what is in the rows though no block has changed them.
func (s *Shard) Edition() string {
	h := fnv.New64a()
	for _, d := range s.register.domains {
		fmt.Fprintf(h, "%s %d;", d.Name, d.Version)
	}
	return hex.EncodeToString(h.Sum(nil))
}

const changedRows = `SELECT kind, id, block FROM shard_sync
	WHERE topic = ? AND block > ? AND block <= ? ORDER BY block, id`

// Page is a stretch of a topic's changes, oldest first.
type Page struct {
	Changes []Change
	UpTo    uint64 // the block up to which that is all
	More    bool   // there is more behind it
	Anew    bool   // the block asked for was never reached here, so that the page is the first
}

// Changes gives what changed in a topic after a block. There are at least limit changes when there is more. A block's
// changes are never torn apart. Whether a block was reached is looked up in the same moment as the changes: an answer
// can be with a device before another part of the process hears of its block.
func (s *Shard) Changes(ctx context.Context, topic string, after uint64, limit int) (p Page, err error) {
	if limit <= 0 || limit > MaxPage {
		limit = MaxPage
	}
	err = s.Read(ctx, func(r *Reader) error {
		p = Page{UpTo: uint64(r.Count("SELECT number FROM shard_head"))}
		after := after
		if after > p.UpTo {
			p.Anew, after = true, 0
		}
		number := r.Count("SELECT number FROM shard_topic WHERE name = ?", topic)
		last := r.Count("SELECT block FROM shard_sync WHERE topic = ? AND block > ? ORDER BY block LIMIT 1 OFFSET ?",
			number, after, limit-1)
		if last > 0 {
			p.More = r.Count("SELECT 1 FROM shard_sync WHERE topic = ? AND block > ? LIMIT 1", number, last) > 0
		}
		if p.More {
			p.UpTo = uint64(last)
		}
		r.Each(func(w *Row) {
			p.Changes = append(p.Changes, Change{Kind: w.Text(), ID: w.ID(), Block: uint64(w.Int())})
		}, changedRows, number, after, p.UpTo)
		for i := range p.Changes {
			if err := s.build(r, &p.Changes[i]); err != nil {
				return fmt.Errorf("resource %s: %w", p.Changes[i].Kind, err)
			}
		}
		return nil
	})
	return p, err
}

// Watcher is told when a topic has changed.
type Watcher struct {
	// C has a value when something may have changed since the last one was taken. It is closed when the shard stops.
	C     chan struct{}
	topic string
}

// watchers are all who watch a shard, by topic.
type watchers struct {
	mu      sync.Mutex
	of      map[string]map[*Watcher]struct{}
	count   int
	stopped bool
}

// Watch tells of changes of a topic until Unwatch. It starts with a value in C, so that whoever watches asks once.
func (s *Shard) Watch(topic string) (*Watcher, error) {
	w := &Watcher{C: make(chan struct{}, 1), topic: topic}
	w.C <- struct{}{}
	all := &s.watchers
	all.mu.Lock()
	defer all.mu.Unlock()
	switch {
	case all.stopped:
		return nil, ErrStopped
	case all.count >= MaxWatchers:
		return nil, ErrWatchers
	}
	if all.of[topic] == nil {
		all.of[topic] = map[*Watcher]struct{}{}
	}
	all.of[topic][w] = struct{}{}
	all.count++
	return w, nil
}

// Unwatch ends a watch.
func (s *Shard) Unwatch(w *Watcher) {
	all := &s.watchers
	all.mu.Lock()
	defer all.mu.Unlock()
	if _, is := all.of[w.topic][w]; !is {
		return
	}
	delete(all.of[w.topic], w)
	if len(all.of[w.topic]) == 0 {
		delete(all.of, w.topic)
	}
	all.count--
}

func (w *watchers) wake(topics map[string]struct{}) {
	if len(topics) == 0 || planted.Is(planted.SleepingWatchers) {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for topic := range topics {
		for one := range w.of[topic] {
			signal(one.C)
		}
	}
}

func (w *watchers) stop() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.stopped {
		w.stopped = true
		for _, watching := range w.of {
			for one := range watching {
				close(one.C)
			}
		}
		clear(w.of)
		w.count = 0
	}
}
