package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// spare is how many files a server needs besides the connections of those who watch: its shards' views and journals, and
// those who post.
const spare = 768

// room is how many connections a process can hold by the limit of open files, up to those wanted.
func room(wanted int) int {
	limit := openFiles()
	if wanted+spare > limit {
		say("the limit of open files binds", map[string]any{"limit": limit, "kept_for_files": spare, "wanted": wanted})
		return limit - spare
	}
	return wanted
}

// guestsOfShop is how many customers of each shop watch, beside its own devices.
const guestsOfShop = 76

// holdStreams holds as many devices as go, then lets messages go out to them; and the same with the peer, in every round.
func holdStreams(ctx context.Context, dir string) error {
	n := room(*streams)
	t, err := build(ctx, dir, n/(devicesOfShop+guestsOfShop)+1, guestsOfShop)
	if err != nil {
		return err
	}
	const ours = "dangol"
	peer, ways := "", []string{ours}
	if asked("peer") {
		if peer, err = buildPeer(ctx, filepath.Join(dir, "peer")); err != nil {
			return err
		}
		ways = append(ways, peerWays...)
	}
	all := map[string][]map[string]any{}
	for range *rounds {
		for _, way := range ways {
			var one map[string]any
			if way == ours {
				one, err = t.hold(ctx, n, *rate/deliveriesOf)
			} else {
				one, err = holdPeer(ctx, peer, dir, way, n)
			}
			if err != nil {
				return fmt.Errorf("%s: %w", way, err)
			}
			say("streams, a round: "+way, one)
			all[way] = append(all[way], one)
		}
	}
	for _, way := range ways {
		say("streams held, and deliveries: "+way, medians(all[way]))
	}
	for _, way := range ways[1:] {
		say("the peer's "+way+" to ours", ratios(all[way], all[ours]))
	}
	return nil
}

// ratios are the medians of each round's own.
func ratios(of, to []map[string]any) map[string]any {
	var all []map[string]any
	for i := range of {
		one := map[string]any{}
		for _, name := range []string{
			"kb_each", "kb_each_under_load", "cores_idle", "cores_under_load", "cpu_us_a_delivery", "p50_ms", "p99_ms",
		} {
			a, _ := of[i][name].(float64)
			if b, _ := to[i][name].(float64); b > 0 {
				one[name] = hundredths(a / b)
			}
		}
		all = append(all, one)
	}
	return medians(all)
}

// hold is one round.
func (t *town) hold(ctx context.Context, n, perSecond int) (map[string]any, error) {
	p, err := startServer(t.dir)
	if err != nil {
		return nil, err
	}
	defer p.end()
	begins, err := t.begins(p.address, n)
	if err != nil {
		return nil, err
	}
	return measure(ctx, p, begins, func(ctx context.Context, lasts time.Duration) sent {
		return send(ctx, p.address, perSecond, lasts, t.poster(p.address))
	})
}

// measure opens connections to a server and looks at it while messages go out over them.
func measure(ctx context.Context, p *process, begins [][]byte, load func(ctx context.Context, lasts time.Duration) sent) (
	map[string]any, error,
) {
	idle, began := p.rss(), time.Now()
	watching, opened, err := startSwarms(p.address, begins)
	if err != nil {
		return nil, err
	}
	defer watching.end()
	took := time.Since(began)
	if opened.Failed > 0 {
		fmt.Fprintln(os.Stderr, opened.Failed, "connections failed:", opened.Why)
	}
	time.Sleep(10 * time.Second) // two beats
	quiet, used := p.rss(), p.processor()
	const look = 5 * time.Second
	time.Sleep(look)
	beating := (p.processor() - used).Seconds() / look.Seconds()
	before, err := watching.ask()
	if err != nil {
		return nil, err
	}
	used = p.processor()
	blocks, steps := p.blocks()
	s := load(ctx, time.Duration(*seconds)*time.Second)
	worked := (p.processor() - used).Seconds()
	time.Sleep(time.Second) // what is still under way
	r, err := watching.ask()
	if err != nil {
		return nil, err
	}
	if s.failed > 0 {
		fmt.Fprintln(os.Stderr, s.failed, "messages failed:", s.why)
	}
	loaded := p.rss()
	p50, p99, most := times(r.Took)
	each := func(rss float64) float64 { return tenths((rss - idle) / float64(opened.Open)) }
	figures := map[string]any{
		"held": float64(r.Open - r.Ended), "opened_per_s": tenths(float64(opened.Open) / took.Seconds()),
		"idle_mb": tenths(idle / 1024), "kb_each": each(quiet), "kb_each_under_load": each(loaded),
		"files": float64(p.files()), "cores_idle": hundredths(beating), "cores_under_load": hundredths(worked / s.took.Seconds()),
		"messages_per_s":   tenths(float64(s.count) / s.took.Seconds()),
		"deliveries_per_s": tenths(float64(len(r.Took)) / s.took.Seconds()), "p50_ms": p50, "p99_ms": p99, "max_ms": most,
		"failed": float64(s.failed), "ended": float64(r.Ended),
		"cpu_us_a_delivery": tenths(worked * 1e6 / max(1, float64(len(r.Took)))),
		"watchers_cores":    hundredths((r.CPU - before.CPU) / s.took.Seconds()),
	}
	if more, now := p.blocks(); more > blocks { // the peer has none
		figures["messages_a_block"] = tenths(float64(s.count) / (more - blocks))
		for step, sum := range now {
			figures["block_"+step+"_ms"] = tenths((sum - steps[step]) * 1000 / (more - blocks))
		}
	}
	return figures, nil
}

func hundredths(f float64) float64 { return float64(int(f*100+0.5)) / 100 }
