package shard_test

import (
	"fmt"
	"sync"
	"testing"

	"dangol.example/clock"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shard/shardtest"
)

// BenchmarkCommands is what one command costs a shard beside the journal: decided, applied, shown.
func BenchmarkCommands(b *testing.B) {
	o := shard.Options{
		Number: 1, Log: &tape{}, Dir: b.TempDir(), Writer: "bench", Clock: clock.System{}, Logger: quiet(),
		Domains: []shard.Domain{shardtest.Domain(func(int64) error { return nil })},
	}
	s, err := shard.Open(b.Context(), o)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	tickets := make([]*shard.Ticket, 0, b.N)
	b.ResetTimer()
	b.ReportAllocs()
	for n := range b.N {
		c := shardtest.Move{From: fmt.Sprint("a", n%5000), To: fmt.Sprint("b", n%5000), Units: 1}
		ticket, err := s.Submit(shard.Request{ID: id.Derive(0, o.Clock.Now(), command(1), uint64(n)), Command: c})
		if err != nil {
			b.Fatal(err)
		}
		tickets = append(tickets, ticket)
		if n%512 == 511 || n == b.N-1 {
			if _, err := s.Step(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.StopTimer()
	for _, t := range tickets {
		<-t.Done()
	}
}

// BenchmarkReplay is what one event costs a view that is made anew.
func BenchmarkReplay(b *testing.B) {
	log := &tape{}
	o := shard.Options{
		Number: 1, Log: log, Dir: b.TempDir(), Writer: "bench", Clock: clock.System{}, Logger: quiet(),
		Domains: []shard.Domain{shardtest.Domain(func(int64) error { return nil })},
	}
	s, err := shard.Open(b.Context(), o)
	if err != nil {
		b.Fatal(err)
	}
	var group sync.WaitGroup
	for n := range b.N {
		c := shardtest.Move{From: fmt.Sprint("a", n%5000), To: fmt.Sprint("b", n%5000), Units: 1}
		if _, err := s.Submit(
			shard.Request{ID: id.Derive(0, o.Clock.Now(), command(1), uint64(n)), Command: c},
		); err != nil {
			b.Fatal(err)
		}
		if n%512 == 511 || n == b.N-1 {
			if _, err := s.Step(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
	}
	group.Wait()
	s.Close()
	o.Dir = b.TempDir()
	b.ResetTimer()
	s, err = shard.Open(b.Context(), o)
	if err != nil {
		b.Fatal(err)
	}
	b.StopTimer()
	s.Close()
}
