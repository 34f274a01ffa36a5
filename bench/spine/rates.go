package main

import (
	"context"
	"math"
	"path/filepath"
	"slices"
)

// rates measures how many durable commands go through in a second: in process, through the API, in PostgreSQL, and how
// often the disk can be written and synced. Each round takes all, so that a busy moment meets all; the ratios are medians
// of each round's own.
func rates(ctx context.Context, dir string) error {
	h, err := openHouse(ctx, filepath.Join(dir, "process"), uint8(*shards))
	if err != nil {
		return err
	}
	defer h.close()
	if err := h.fill(ctx, *orders); err != nil {
		return err
	}
	a, err := openTown(ctx, filepath.Join(dir, "api"))
	if err != nil {
		return err
	}
	defer a.close()
	all := map[string][]float64{}
	for round := range *rounds {
		if err := h.round(ctx, a, round, all); err != nil {
			return err
		}
	}
	for _, name := range slices.Sorted(keys(all)) {
		say(name, map[string]any{"median": median(all[name]), "rounds": all[name]})
	}
	for _, kind := range []work{notes, mixed} {
		say("in process at half, "+string(kind), h.load(ctx, kind, int(median(all["in process, "+string(kind)])/2)))
		h.blocks.say()
	}
	say("through the API at half", a.load(ctx, int(median(all["through the API"])/2)))
	return nil
}

// round takes every rate once.
func (h *house) round(ctx context.Context, a *town, round int, all map[string][]float64) error {
	var raw disk
	if err := raw.measure(ctx); err != nil {
		return err
	}
	for _, r := range raw.Raw {
		say("write and fsync", map[string]any{"bytes": r.Bytes, "per_s": int(r.PerSecond)})
	}
	var pg peer
	if err := pg.measure(ctx); err != nil {
		return err
	}
	say("PostgreSQL, mixed", map[string]any{"per_s": int(pg.PerSecond), "p50_ms": pg.P50MS, "p99_ms": pg.P99MS})
	took := map[string]float64{"PostgreSQL, mixed": pg.PerSecond, "write and fsync of 1 KB": raw.Raw[0].PerSecond}
	for _, kind := range []work{notes, mixed} {
		stop := startProfile(string(kind))
		told := h.load(ctx, kind, 0)
		stop()
		say("in process, "+string(kind), told)
		h.blocks.say()
		took["in process, "+string(kind)] = perSecond(told)
	}
	stop := startProfile("api")
	told := a.load(ctx, 0)
	stop()
	say("through the API", told)
	took["through the API"] = perSecond(told)
	if round == 0 {
		say("in process, one at a time", h.alone(ctx))
	}
	for name, rate := range took {
		all[name] = append(all[name], hundredths(rate))
		if name != "PostgreSQL, mixed" && name != "write and fsync of 1 KB" {
			all[name+" : PostgreSQL"] = append(all[name+" : PostgreSQL"], hundredths(rate/pg.PerSecond))
			all[name+" : write and fsync"] = append(all[name+" : write and fsync"], hundredths(rate/raw.Raw[0].PerSecond))
		}
	}
	return nil
}

func hundredths(f float64) float64 { return math.Round(f*100) / 100 }

func perSecond(told map[string]any) float64 {
	n, _ := told["per_s"].(int)
	return float64(n)
}

func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

func keys(m map[string][]float64) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}
