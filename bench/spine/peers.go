package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strconv"
)

// peer is what PostgreSQL gave, with 64 connections.
type peer struct {
	PerSecond float64 `json:"commands_per_s"`
	P50MS     float64 `json:"p50_ms"`
	P99MS     float64 `json:"p99_ms"`
}

// disk is what the disk gave, appended and synced one after the other.
type disk struct {
	Raw []struct {
		Bytes     int     `json:"bytes"`
		PerSecond float64 `json:"writes_per_s"`
	} `json:"raw_fsync"`
}

// ask runs the program that measures the peers, which is a module of its own.
func ask(ctx context.Context, answer any, args ...string) error {
	c := exec.CommandContext(ctx, "go", append([]string{"run", ".", "-json"}, args...)...)
	c.Dir, c.Stderr = *peers, os.Stderr
	out, err := c.Output()
	if err != nil {
		return fmt.Errorf("measure the peers in %s: %w", *peers, err)
	}
	return json.Unmarshal(out, answer)
}

// measure asks for PostgreSQL's rate.
func (p *peer) measure(ctx context.Context) error {
	return ask(ctx, p, "-seconds", strconv.Itoa(*seconds), "-rows", strconv.Itoa(*orders))
}

// measure asks for the disk's rates.
func (d *disk) measure(ctx context.Context) error { return ask(ctx, d, "-rawfsync", "-seconds", "1") }
