package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"syscall"
	"time"
)

// Raw is how fast the disk takes appended bytes, each write waited for.
type Raw struct {
	Bytes     int     `json:"bytes"` // in one write
	PerSecond float64 `json:"writes_per_s"`
	MBPerS    float64 `json:"mb_per_s"`
	P50MS     float64 `json:"p50_ms"`
	P99MS     float64 `json:"p99_ms"`
}

// rawSizes are a command alone, a small block of them, and a block under load.
var rawSizes = []int{1 << 10, 16 << 10, 64 << 10}

// rawFsync appends and calls fdatasync, one after the other, for the duration at each size.
func rawFsync(ctx context.Context, parent string, d time.Duration) (all []Raw, err error) {
	for _, size := range rawSizes {
		r, err := rawSize(ctx, parent, size, d)
		if err != nil {
			return nil, fmt.Errorf("write and fdatasync %d bytes: %w", size, err)
		}
		all = append(all, r)
	}
	return all, nil
}

func rawSize(ctx context.Context, parent string, size int, d time.Duration) (r Raw, err error) {
	f, err := os.CreateTemp(parent, "bench-fsync-")
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, f.Close(), os.Remove(f.Name())) }()
	data := make([]byte, size)
	for i := range data {
		data[i] = byte(i * 7)
	}
	var took []time.Duration
	begun := now()
	for now().Sub(begun) < d {
		if err := ctx.Err(); err != nil {
			return r, err
		}
		at := now()
		if _, err := f.Write(data); err != nil {
			return r, err
		}
		if err := syscall.Fdatasync(int(f.Fd())); err != nil {
			return r, err
		}
		took = append(took, now().Sub(at))
	}
	seconds := now().Sub(begun).Seconds()
	slices.Sort(took)
	return Raw{
		Bytes: size, PerSecond: float64(len(took)) / seconds, MBPerS: float64(len(took)*size) / 1e6 / seconds,
		P50MS: milli(quantile(took, 50)), P99MS: milli(quantile(took, 99)),
	}, nil
}
