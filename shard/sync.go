package shard

import (
	"context"
	"encoding/json"
	"fmt"
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

// build makes the resource of a thing as the view has it.
func (s *Shard) build(r *Reader, c *Change) error {
	build := s.register.resources[c.Kind]
	if build == nil {
		return fmt.Errorf("no resource %s", c.Kind)
	}
	m := build(r, c.ID)
	if r.Err() != nil || m == nil {
		return r.Err()
	}
	var err error
	c.Data, err = proto.MarshalOptions{Deterministic: true}.Marshal(m)
	return err
}

// Edition tells which make of rows a shard hands out. Rows of another edition are not to be mixed with these: the
// domains' versions differ, and so may what is in the rows though no block has changed them.
func (s *Shard) Edition() string { return s.register.edition }

// touchedRows are all rows of a topic (1) after a block (2): those sorted in, then those that are not yet; but for
// those of some kinds (3), as JSON.
const touchedRows = `WITH skipped (kind) AS (SELECT value FROM json_each(?3)), touched (kind, id, block) AS (
	SELECT kind, id, block FROM shard_sync WHERE topic = ?1 AND block > ?2 AND (?3 = '[]' OR kind NOT IN skipped)
	UNION ALL
	SELECT kind, id, block FROM shard_recent WHERE block > ?2 AND topic = ?1 AND (?3 = '[]' OR kind NOT IN skipped)) `

// Page is a stretch of a topic's changes, oldest first.
type Page struct {
	Changes []Change
	UpTo    uint64 // the block up to which that is all
	More    bool   // there is more behind it
	Anew    bool   // the block asked for was never reached here, so that the page is the first
}

// Changes gives what changed in a topic after a block, but for things of the kinds in skip. A page has about limit
// changes; a block's are never torn apart.
// What changes again and again may be in several pages, and is in each as it is now. Whether a block was reached is
// looked up in the same moment as the changes: an answer can be with a device before another part of the process hears
// of its block.
func (s *Shard) Changes(
	ctx context.Context, topic string, after uint64, limit int, skip ...string,
) (p Page, err error) {
	if limit <= 0 || limit > MaxPage {
		limit = MaxPage
	}
	kinds, err := json.Marshal(append([]string{}, skip...))
	if err != nil {
		return p, err
	}
	err = s.Read(ctx, func(r *Reader) error {
		var t int64 // the topic's number
		r.One(func(w *Row) { p = Page{UpTo: uint64(w.Int())}; t = w.Int() },
			"SELECT number, (SELECT number FROM shard_topic WHERE name = ?) FROM shard_head", topic)
		after := after
		if after > p.UpTo {
			p.Anew, after = true, 0
		}
		// Mostly little has changed, and one look finds it.
		var rows int
		p.Changes, rows = changesOf(r, t, after, p.UpTo, string(kinds), limit)
		if rows == limit {
			p.cut(r, t, after, string(kinds), limit)
		}
		for i := range p.Changes {
			if err := s.build(r, &p.Changes[i]); err != nil {
				return fmt.Errorf("resource %s: %w", p.Changes[i].Kind, err)
			}
		}
		return nil
	})
	return p, err
}

// cut ends a page at a block's end, where there is more than a page.
func (p *Page) cut(r *Reader, topic int64, after uint64, skip string, limit int) {
	last := r.Count(touchedRows+"SELECT block FROM touched ORDER BY block LIMIT 1 OFFSET ?4",
		topic, after, skip, limit-1)
	if p.More = r.Count(touchedRows+"SELECT 1 FROM touched LIMIT 1", topic, last, skip) > 0; p.More {
		p.UpTo = uint64(last)
	}
	p.Changes, _ = changesOf(r, topic, after, p.UpTo, skip, everyRowOf)
}

const (
	newestFirst = " ORDER BY block DESC, id DESC, kind DESC LIMIT ?5"
	everyRowOf  = -1 // no limit
)

// changesOf gives the things of a topic that blocks after one and up to another have touched, each once, by its newest,
// and out of how many rows: at most limit of the newest are looked at.
func changesOf(r *Reader, topic int64, after, upTo uint64, skip string, limit int) (
	changes []Change, rows int,
) {
	seen := map[thing]struct{}{}
	r.Each(func(w *Row) {
		rows++
		c := Change{Kind: w.Text(), ID: w.ID(), Block: uint64(w.Int())}
		if _, is := seen[thing{c.ID, c.Kind}]; !is {
			seen[thing{c.ID, c.Kind}] = struct{}{}
			changes = append(changes, c)
		}
	}, touchedRows+"SELECT kind, id, block FROM touched WHERE block <= ?4"+newestFirst,
		topic, after, skip, upTo, limit)
	slices.Reverse(changes)
	return changes, rows
}

// Watcher is told when a topic has changed.
type Watcher struct {
	// C has a value when something may have changed since the last one was taken. It is closed when the shard stops.
	// Nil for one who has given a function.
	C     chan struct{}
	told  func(going bool)
	topic string
}

// tell says that the topic may have changed, or that the shard has stopped.
func (w *Watcher) tell(going bool) {
	switch {
	case w.told != nil:
		w.told(going)
	case going:
		signal(w.C)
	default:
		close(w.C)
	}
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
	return w, s.join(w)
}

// WatchBy is Watch for one who holds no goroutine that waits: told is called when the topic may have changed, and at
// last with false when the shard stops. It is called by the writer, with everybody's watches held: it must return at
// once, and neither watch nor end a watch.
func (s *Shard) WatchBy(topic string, told func(going bool)) (*Watcher, error) {
	w := &Watcher{told: told, topic: topic}
	return w, s.join(w)
}

func (s *Shard) join(w *Watcher) error {
	topic, all := w.topic, &s.watchers
	all.mu.Lock()
	defer all.mu.Unlock()
	switch {
	case all.stopped:
		return ErrStopped
	case all.count >= MaxWatchers:
		return ErrWatchers
	}
	if all.of[topic] == nil {
		all.of[topic] = map[*Watcher]struct{}{}
	}
	all.of[topic][w] = struct{}{}
	all.count++
	return nil
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
			one.tell(true)
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
				one.tell(false)
			}
		}
		clear(w.of)
		w.count = 0
	}
}
