package shard

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"

	"dangol.example/id"
	"dangol.example/internal/planted"
)

// The sync table is made so that a touch costs the writer little: a block's rows are put behind those of the last block
// (shard_recent), and are sorted into their topics (shard_sync) many at a time. Which rows of a thing are left beside
// its newest depends on when that was done; nothing that anybody is told does.

const (
	// sortFrom is how many rows come together before they are sorted in.
	sortFrom = 1024
	// sweepFrom is how many rows a topic may have beside the newest of each thing, before those are swept out; a topic
	// of more things may have as many as things.
	sweepFrom = 1024
)

const (
	putRecent = "INSERT INTO shard_recent (block, topic, id, kind) VALUES (?, ?, ?, ?)"
	putSorted = "INSERT INTO shard_sync (block, topic, id, kind) VALUES (?, ?, ?, ?)"
	sortRows  = `INSERT INTO shard_sync (topic, block, id, kind) SELECT topic, max(block) AS newest, id, kind
	FROM shard_recent GROUP BY topic, id, kind ORDER BY topic, newest, id, kind`
	sizeOfTopic = "SELECT count(DISTINCT id||kind), count(*) - count(DISTINCT id||kind) FROM shard_sync WHERE topic = ?"
	sweepRow    = "DELETE FROM shard_sync WHERE topic = ? AND block = ? AND id = ? AND kind = ?"
)

// rowCounts tells when rows are to be sorted in and swept out. It is the writer's, guesses high after a rollback, and
// is made anew with the process.
type rowCounts struct {
	recent int64                // in shard_recent, once it was counted
	topics map[int64]*topicRows // those that something was sorted into
}

// topicRows are the rows of one topic in shard_sync.
type topicRows struct {
	things int64 // that they tell of, at the last sweep
	spare  int64 // at most so many are older than the newest of their thing
}

// thing is what devices may hold, within a topic.
type thing struct {
	id   id.ID
	kind string
}

func (t thing) compare(o thing) int {
	return cmp.Or(bytes.Compare(t.id[:], o.id[:]), cmp.Compare(t.kind, o.kind))
}

// touchedRow is a row of the sync table.
type touchedRow struct {
	block, topic int64
	thing
}

// flush writes every touched thing into the sync table, once, and gives the topics that changed.
func (s *Shard) flush() map[string]struct{} {
	tx := s.view.tx
	topics := map[string]struct{}{}
	rows := make([]touchedRow, 0, len(tx.order))
	for _, k := range tx.order {
		if s.register.resources[k.kind] == nil {
			tx.fail(fmt.Errorf("no resource %s", k.kind), "touch")
			return topics
		}
		topics[k.topic] = struct{}{}
		row := touchedRow{block: int64(tx.touched[k]), topic: tx.topic(k.topic), thing: thing{k.id, k.kind}}
		if !planted.Is(planted.OldStamp) || !tx.knows(row) {
			rows = append(rows, row)
		}
	}
	s.rows.put(tx, rows)
	clear(tx.touched)
	tx.order = tx.order[:0]
	return topics
}

// put writes rows in the order in which the tables lie: neighbours share a page.
func (c *rowCounts) put(tx *Tx, rows []touchedRow) {
	if len(rows) < sortFrom {
		slices.SortFunc(rows, func(a, b touchedRow) int {
			return cmp.Or(cmp.Compare(a.block, b.block), cmp.Compare(a.topic, b.topic), a.compare(b.thing))
		})
		for _, r := range rows {
			tx.Exec(putRecent, r.block, r.topic, r.id, r.kind)
		}
		c.cameIn(tx, int64(len(rows)))
		return
	}
	slices.SortFunc(rows, func(a, b touchedRow) int {
		return cmp.Or(cmp.Compare(a.topic, b.topic), cmp.Compare(a.block, b.block), a.compare(b.thing))
	})
	added := map[int64]int64{}
	for _, r := range rows {
		tx.Exec(putSorted, r.block, r.topic, r.id, r.kind)
		added[r.topic]++
	}
	c.sorted(tx, added)
}

// cameIn counts rows that were put into shard_recent, and sorts all of it in when there are many.
func (c *rowCounts) cameIn(tx *Tx, n int64) {
	if c.topics == nil {
		c.topics = map[int64]*topicRows{}
		c.recent = tx.Count("SELECT count(*) FROM shard_recent") - n
	}
	if c.recent += n; c.recent < sortFrom {
		return
	}
	added := map[int64]int64{}
	tx.Each(func(r *Row) { topic := r.Int(); added[topic] = r.Int() },
		"SELECT topic, count(*) FROM shard_recent GROUP BY topic")
	tx.Exec(sortRows)
	tx.Exec("DELETE FROM shard_recent")
	c.recent = 0
	c.sorted(tx, added)
}

// sorted counts rows that were put into shard_sync, and sweeps the topics that have many to spare.
func (c *rowCounts) sorted(tx *Tx, added map[int64]int64) {
	if c.topics == nil {
		c.cameIn(tx, 0)
	}
	fullest := int64(0) // one at a time: the writer's commands wait for it
	for topic, n := range added {
		t := c.topics[topic]
		if t == nil {
			t = &topicRows{}
			tx.One(func(r *Row) { t.things, t.spare = r.Int(), r.Int() }, sizeOfTopic, topic)
			c.topics[topic] = t
		} else {
			t.spare += n
		}
		if t.spare >= max(sweepFrom, t.things) && (fullest == 0 || t.spare > c.topics[fullest].spare) {
			fullest = topic
		}
	}
	if fullest > 0 {
		c.topics[fullest].things, c.topics[fullest].spare = tx.sweep(fullest), 0
	}
}

// sweep takes out the rows of a topic that are not the newest of their thing, and gives how many things there are.
func (t *Tx) sweep(topic int64) (things int64) {
	seen := map[thing]struct{}{}
	var old []touchedRow
	t.Each(func(r *Row) {
		one := touchedRow{block: r.Int(), thing: thing{r.ID(), r.Text()}}
		if _, is := seen[one.thing]; is {
			old = append(old, one)
		}
		seen[one.thing] = struct{}{}
	}, "SELECT block, id, kind FROM shard_sync WHERE topic = ? ORDER BY block DESC", topic)
	for _, o := range slices.Backward(old) {
		t.Exec(sweepRow, topic, o.block, o.id, o.kind)
	}
	return int64(len(seen))
}

// knows reports whether a thing has a row already.
func (t *Tx) knows(r touchedRow) bool {
	return t.Count("SELECT 1 FROM ("+everyRow+") WHERE topic = ? AND id = ? AND kind = ?", r.topic, r.id, r.kind) > 0
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
