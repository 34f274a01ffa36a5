package api

import (
	"context"
	"net/http"
	"strconv"

	"connectrpc.com/connect"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"dangol.example/clock"
	"dangol.example/shard"
)

// Metrics is what is counted, in the units that Prometheus asks for: seconds and bytes.
type Metrics struct {
	registry *prometheus.Registry
	clock    clock.Clock
	requests *prometheus.HistogramVec
	watchers prometheus.Gauge
	commands *prometheus.CounterVec
	refused  *prometheus.CounterVec
	bytes    *prometheus.CounterVec
	steps    *prometheus.HistogramVec
}

// NewMetrics makes empty counters.
func NewMetrics(c clock.Clock) *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(), clock: c,
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "dangol_request_seconds", Help: "Requests by procedure and code.",
			Buckets: prometheus.ExponentialBuckets(0.0005, 2, 14),
		}, []string{"procedure", "code"}),
		watchers: prometheus.NewGauge(prometheus.GaugeOpts{Name: "dangol_watchers", Help: "Devices that watch."}),
		commands: counter("dangol_commands_total", "Commands that were answered."),
		refused:  counter("dangol_commands_refused_total", "Commands that were refused."),
		bytes:    counter("dangol_journal_bytes_total", "Bytes of commands in blocks."),
		steps: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "dangol_block_seconds", Help: "What a block's steps took: wait, decide, append, commit.",
			Buckets: prometheus.ExponentialBuckets(0.00005, 2, 16),
		}, []string{"step"}),
	}
	m.registry.MustRegister(m.requests, m.watchers, m.commands, m.refused, m.bytes, m.steps,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func counter(name, help string) *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, []string{"shard"})
}

// Handler shows the counters.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// Observe counts a block, and traces it. It is a shard's Observe.
func (m *Metrics) Observe(b shard.Batch) {
	number := strconv.Itoa(int(b.Shard))
	m.commands.WithLabelValues(number).Add(float64(b.Commands))
	m.refused.WithLabelValues(number).Add(float64(b.Refused))
	m.bytes.WithLabelValues(number).Add(float64(b.Bytes))
	m.steps.WithLabelValues("wait").Observe(b.Waited.Seconds())
	m.steps.WithLabelValues("decide").Observe(b.Decided.Seconds())
	m.steps.WithLabelValues("append").Observe(b.Appended.Seconds())
	m.steps.WithLabelValues("commit").Observe(b.Committed.Seconds())
	traceBlock(b)
}

// watch tells of these shards too.
func (m *Metrics) watch(s Shards) error { return m.registry.Register(shardMetrics{s}) }

func (m *Metrics) watching(n float64) { m.watchers.Add(n) }

// refusedAtTheDoor counts a request that took no time. The procedure is one that has a rule.
func (m *Metrics) refusedAtTheDoor(procedure string, err error) {
	m.requests.WithLabelValues(procedure, connect.CodeOf(err).String()).Observe(0)
}

// interceptor counts requests. What a caller names is never a label: procedures that do not exist are not routed here.
func (m *Metrics) interceptor() connect.UnaryInterceptorFunc {
	return func(next connect.UnaryFunc) connect.UnaryFunc {
		return func(ctx context.Context, r connect.AnyRequest) (connect.AnyResponse, error) {
			started := m.clock.Now()
			response, err := next(ctx, r)
			code := "ok"
			if err != nil {
				code = connect.CodeOf(err).String()
			}
			m.requests.WithLabelValues(r.Spec().Procedure, code).Observe(m.clock.Now().Sub(started).Seconds())
			return response, err
		}
	}
}
