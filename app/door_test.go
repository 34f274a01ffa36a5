package app

import (
	"errors"
	"io"
	"net"
	"testing"
	"time"
)

func TestTheDoorKeepsFilesForTheShards(t *testing.T) {
	for limit, want := range map[uint64]int64{
		0: leastConnections, 256: leastConnections, 1024: 1024 - filesKept, 20_000: 20_000 - filesKept, 1 << 62: mostConnections,
	} {
		if got := connections(limit); got != want {
			t.Errorf("of %d files %d connections, want %d", limit, got, want)
		}
	}
}

// Whoever comes when all places are taken is shut out at once, and let in when somebody has gone.
func TestAFullDoorShutsOut(t *testing.T) {
	listen, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	d := &door{Listener: listen, most: 2}
	defer d.Close()
	inside := make(chan net.Conn, 4)
	go func() {
		for {
			conn, err := d.Accept()
			if err != nil {
				return
			}
			inside <- conn
		}
	}()
	dial := func() net.Conn {
		conn, err := net.DialTimeout("tcp", listen.Addr().String(), 5*time.Second)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { conn.Close() })
		return conn
	}
	dial()
	first := <-inside
	dial()
	<-inside
	out := dial()
	_ = out.SetReadDeadline(time.Now().Add(5 * time.Second))
	if _, err := out.Read(make([]byte, 1)); !errors.Is(err, io.EOF) && d.shut.Load() != 1 {
		t.Fatalf("it is not shut out: %v", err)
	}
	_ = first.Close()
	_ = first.Close() // net/http closes more than once
	dial()
	select {
	case <-inside:
	case <-time.After(5 * time.Second):
		t.Fatal("a place was given back, and yet")
	}
	if n := d.inside.Load(); n != 2 {
		t.Errorf("%d inside", n)
	}
}
