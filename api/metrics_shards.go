package api

import (
	"context"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// shardMetrics reads each shard's state when it is asked for.
type shardMetrics struct{ shards Shards }

// What is told of a shard.
//
//nolint:gochecknoglobals // a table
var (
	shardUp      = aboutShard("dangol_shard_up", "1 while the shard runs.")
	shardBlock   = aboutShard("dangol_shard_block", "Number of the newest block in the view.")
	shardQueue   = aboutShard("dangol_shard_queue_commands", "Commands that wait for the writer.")
	shardErrands = aboutShard("dangol_shard_errands", "Errands that are not done yet.")
	replayAt     = aboutShard("dangol_replay_block", "How far the last replay is, in messages of the journal.")
	replayOf     = aboutShard("dangol_replay_blocks", "How far it has to go.")
	replayEvents = aboutShard("dangol_replay_events", "Events applied in the last replay.")
)

func aboutShard(name, help string) *prometheus.Desc {
	return prometheus.NewDesc(name, help, []string{"shard"}, nil)
}

// askWithin is how long a view may take to be counted.
const askWithin = time.Second

// Describe implements prometheus.Collector.
func (m shardMetrics) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{
		shardUp, shardBlock, shardQueue, shardErrands, replayAt, replayOf, replayEvents,
	} {
		to <- d
	}
}

// Collect implements prometheus.Collector.
func (m shardMetrics) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), askWithin)
	defer cancel()
	for n := range m.shards.Count() {
		tell := func(d *prometheus.Desc, v float64) {
			to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, strconv.Itoa(int(n)))
		}
		p := m.shards.Replay(n)
		tell(replayAt, float64(p.At))
		tell(replayOf, float64(p.Tail))
		tell(replayEvents, float64(p.Events))
		one := m.shards.Shard(n)
		if one == nil {
			tell(shardUp, 0)
			continue
		}
		tell(shardUp, 1)
		tell(shardBlock, float64(one.Head()))
		tell(shardQueue, float64(one.Waiting()))
		if errands, err := one.Errands(ctx); err == nil {
			tell(shardErrands, float64(errands))
		}
	}
}
