package app

import (
	"net"
	"sync"
	"sync/atomic"
)

// filesKept is how many open files are kept for what is not a connection: journals, views and what they are doing. A door
// that let in as many as the system allows would leave the shards none to write to.
const filesKept = 384

// connections is how many may be open at once, by the process's limit of open files; a limit that is not known, or
// smaller than what is kept, leaves leastConnections.
func connections(limit uint64) int64 {
	if limit < filesKept+leastConnections {
		return leastConnections
	}
	return int64(min(limit-filesKept, mostConnections))
}

// The bounds of connections.
const leastConnections, mostConnections = 256, 1 << 20

// door is a listener that closes what comes when as many as may are inside. Whoever was shut out comes again by itself,
// here or at another server.
type door struct {
	net.Listener
	most   int64
	inside atomic.Int64
	shut   atomic.Int64 // how many were shut out
}

// Accept implements net.Listener.
func (d *door) Accept() (net.Conn, error) {
	for {
		conn, err := d.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if d.inside.Add(1) <= d.most {
			if tcp, is := conn.(*net.TCPConn); is {
				return &guest{TCPConn: tcp, door: d}, nil
			}
		}
		d.inside.Add(-1)
		d.shut.Add(1)
		_ = conn.Close()
	}
}

// guest is a connection that gives its place back.
type guest struct {
	*net.TCPConn
	door *door
	once sync.Once
}

// Close implements net.Conn.
func (g *guest) Close() error {
	g.once.Do(func() { g.door.inside.Add(-1) })
	return g.TCPConn.Close()
}
