package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// marker stands in what is delivered, before the time at which it was due to be sent, in Unix nanoseconds.
const marker, markerDigits = "bench:", 19

// mark makes the words of a message that was due at a time.
func mark(due time.Time) string { return marker + strconv.FormatInt(due.UnixNano(), 10) }

// swarmOrder is what a process of watchers is told: whom to call, and with which words each begins.
type swarmOrder struct {
	Address string   `json:"address"`
	First   int      `json:"first"`  // from which loopback address on it calls
	Begins  [][]byte `json:"begins"` // of each connection
}

// swarmReport is what it has seen since it was asked last.
type swarmReport struct {
	Open   int       `json:"open"`
	Failed int       `json:"failed"`
	Ended  int       `json:"ended"`
	Bytes  int64     `json:"bytes"`
	CPU    float64   `json:"cpu_s"` // since it began
	Took   []float32 `json:"took_ms"`
	Why    string    `json:"why,omitempty"`
}

// perAddress is how many connections come from one loopback address: under the number of a machine's short-lived ports.
const perAddress = 4000

// swarm is many connections in one process.
type swarm struct {
	open, failed, ended atomic.Int64
	bytes               atomic.Int64
	mu                  sync.Mutex
	took                []float32
	why                 string
}

// beWatcher opens what it is told to, and reports after every line it reads.
func beWatcher(in io.Reader, out io.Writer) error {
	openFiles()
	lines := bufio.NewReaderSize(in, 1<<20)
	first, err := lines.ReadBytes('\n')
	if err != nil {
		return err
	}
	var o swarmOrder
	if err := json.Unmarshal(first, &o); err != nil {
		return err
	}
	s := &swarm{}
	s.openAll(o)
	for {
		if err := json.NewEncoder(out).Encode(s.report()); err != nil {
			return err
		}
		if _, err := lines.ReadBytes('\n'); err != nil {
			return nil //nolint:nilerr // whoever asked has gone
		}
	}
}

func (s *swarm) openAll(o swarmOrder) {
	room := make(chan struct{}, 128)
	var group sync.WaitGroup
	for n, begin := range o.Begins {
		room <- struct{}{}
		group.Go(func() {
			defer func() { <-room }()
			from := o.First + n/perAddress
			if err := s.begin(o.Address, net.IPv4(127, 0, 1, byte(2+from)), begin); err != nil {
				s.failed.Add(1)
				s.mu.Lock()
				s.why = err.Error()
				s.mu.Unlock()
			}
		})
	}
	group.Wait()
}

// begin opens one connection and waits for the first word.
func (s *swarm) begin(address string, from net.IP, begin []byte) error {
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: from}, Timeout: 20 * time.Second}
	conn, err := dialer.Dial("tcp", address)
	if err != nil {
		return err
	}
	if _, err = conn.Write(begin); err != nil {
		return err
	}
	buffer := make([]byte, 2048)
	_ = conn.SetReadDeadline(time.Now().Add(30 * time.Second))
	n, err := conn.Read(buffer)
	if err != nil {
		return fmt.Errorf("the first word: %w", err)
	}
	if !bytes.HasPrefix(buffer, []byte("HTTP/1.1 200")) && !bytes.HasPrefix(buffer, []byte("HTTP/1.1 101")) {
		conn.Close()
		return fmt.Errorf("refused: %.200q", buffer[:n])
	}
	_ = conn.SetReadDeadline(time.Time{})
	s.open.Add(1)
	go s.listen(conn)
	return nil
}

// listen notes when what is delivered comes. The buffer is small: there are many.
func (s *swarm) listen(conn net.Conn) {
	defer s.ended.Add(1)
	defer conn.Close()
	buffer, kept := make([]byte, 1024), 0
	var seenLast [4]int64 // a message stands in its own row, and in what its conversation shows of it
	for {
		n, err := conn.Read(buffer[kept:])
		if err != nil {
			return
		}
		now := time.Now()
		s.bytes.Add(int64(n))
		seen := buffer[:kept+n]
		for {
			at := bytes.Index(seen, []byte(marker))
			if at < 0 || len(seen) < at+len(marker)+markerDigits {
				break
			}
			digits := seen[at+len(marker) : at+len(marker)+markerDigits]
			due, err := strconv.ParseInt(string(digits), 10, 64)
			if err == nil && !slices.Contains(seenLast[:], due) {
				copy(seenLast[1:], seenLast[:])
				seenLast[0] = due
				s.note(now.Sub(time.Unix(0, due)))
			}
			seen = seen[at+len(marker)+markerDigits:]
		}
		kept = copy(buffer, seen[max(0, len(seen)-len(marker)-markerDigits+1):])
	}
}

func (s *swarm) note(took time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.took = append(s.took, float32(took.Seconds()*1000))
}

func (s *swarm) report() swarmReport {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := swarmReport{
		Open: int(s.open.Load()), Failed: int(s.failed.Load()), Ended: int(s.ended.Load()), Bytes: s.bytes.Swap(0),
		Took: slices.Clone(s.took), CPU: (&process{cmd: self()}).processor().Seconds(), Why: s.why,
	}
	s.took = s.took[:0]
	return r
}
