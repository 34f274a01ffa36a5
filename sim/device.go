package sim

import (
	"context"
	"fmt"
	"maps"

	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shard/shardtest"
)

// device holds a copy that it keeps by changes, and looks only when it is woken.
type device struct {
	node    *node
	shard   *shard.Shard // at which the watch is
	watcher *shard.Watcher
	rows    map[id.ID]string
	block   uint64
}

func newDevice(n *node) *device { return &device{node: n, rows: map[id.ID]string{}} }

// look takes what has changed, when the watcher was woken.
func (d *device) look(ctx context.Context) error {
	if d.node.shard == nil {
		return nil
	}
	if d.watcher == nil {
		w, err := d.node.shard.Watch(shardtest.Topic)
		if err != nil {
			return err
		}
		d.watcher, d.shard = w, d.node.shard
	}
	select {
	case <-d.watcher.C:
		return d.pull(ctx, d.shard)
	default:
		return nil
	}
}

func (d *device) pull(ctx context.Context, s *shard.Shard) error {
	for more := true; more; {
		page, err := s.Changes(ctx, shardtest.Topic, d.block, 3)
		if err != nil {
			return err
		}
		if page.Anew {
			return fmt.Errorf("a device has block %d, which was never acknowledged", d.block)
		}
		for _, c := range page.Changes {
			d.rows[c.ID] = string(c.Data)
		}
		d.block, more = page.UpTo, page.More
	}
	return nil
}

// lose ends the watch at a node that died.
func (d *device) lose(n *node) {
	if d.node == n {
		d.watcher, d.shard = nil, nil
	}
}

// same reports whether two devices hold the same.
func (d *device) same(other *device) error {
	if !maps.Equal(d.rows, other.rows) {
		return fmt.Errorf(
			"a device holds %d rows up to block %d that are not those of a fresh one",
			len(d.rows),
			d.block,
		)
	}
	return nil
}
