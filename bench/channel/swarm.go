package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"time"
)

// perSwarm is the most connections of one process of watchers: its own limit of open files binds it too.
const perSwarm = 10_000

// swarms are all processes that watch.
type swarms []*swarmProcess

type swarmProcess struct {
	cmd   *exec.Cmd
	asks  io.WriteCloser
	tells *bufio.Reader
}

// startSwarms opens all connections, and returns when all are open or have failed.
func startSwarms(address string, begins [][]byte) (all swarms, r swarmReport, err error) {
	first := 0
	for chunk := range slices.Chunk(begins, perSwarm) {
		p, err := startSwarm(swarmOrder{Address: address, First: first, Begins: chunk})
		if err != nil {
			all.end()
			return nil, r, err
		}
		all = append(all, p)
		first += len(chunk)/perAddress + 1
		// One after the other, so that each has the processors to begin.
		one, err := p.read()
		if err != nil {
			all.end()
			return nil, r, err
		}
		r.add(one)
	}
	return all, r, nil
}

func startSwarm(o swarmOrder) (*swarmProcess, error) {
	own, err := os.Executable()
	if err != nil {
		return nil, err
	}
	p := &swarmProcess{cmd: exec.Command(own, "-role", "watch")}
	p.cmd.Stderr = os.Stderr
	if p.asks, err = p.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.tells = bufio.NewReaderSize(out, 1<<20)
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	return p, json.NewEncoder(p.asks).Encode(o)
}

// ask asks all what they have seen since the last time.
func (s swarms) ask() (r swarmReport, err error) {
	for _, p := range s {
		if _, err := io.WriteString(p.asks, "\n"); err != nil {
			return r, err
		}
		one, err := p.read()
		if err != nil {
			return r, err
		}
		r.add(one)
	}
	return r, nil
}

func (p *swarmProcess) read() (one swarmReport, err error) {
	line, err := p.tells.ReadBytes('\n')
	if err != nil {
		return one, fmt.Errorf("the watchers: %w", err)
	}
	return one, json.Unmarshal(line, &one)
}

func (r *swarmReport) add(one swarmReport) {
	r.Open += one.Open
	r.Failed += one.Failed
	r.Ended += one.Ended
	r.Bytes += one.Bytes
	r.CPU += one.CPU
	r.Took = append(r.Took, one.Took...)
	if one.Why != "" {
		r.Why = one.Why
	}
}

func (s swarms) end() {
	for _, p := range s {
		p.asks.Close()
		done := make(chan struct{})
		go func() { p.cmd.Wait(); close(done) }()
		select {
		case <-done:
		case <-time.After(10 * time.Second):
			p.cmd.Process.Kill()
		}
	}
}

// self is this process.
func self() *exec.Cmd { return &exec.Cmd{Process: &os.Process{Pid: os.Getpid()}} }

// times sorts and tells what deliveries took.
func times(took []float32) (p50, p99, most float64) {
	if len(took) == 0 {
		return 0, 0, 0
	}
	slices.Sort(took)
	at := func(p float64) float64 { return tenths(float64(took[int(p*float64(len(took)-1))])) }
	return at(0.5), at(0.99), at(1)
}
