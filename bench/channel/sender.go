package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"google.golang.org/protobuf/proto"
)

// poster is a connection that posts by HTTP/1.1 and takes as little of the processors as it can: they are the server's.
type poster struct {
	conn   net.Conn
	answer *bufio.Reader
	buffer []byte
}

func dialPoster(address string) (*poster, error) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	return &poster{conn: conn, answer: bufio.NewReader(conn)}, nil
}

// post sends a request and reads the whole answer.
func (p *poster) post(path, host, headers string, body []byte) error {
	p.buffer = fmt.Appendf(p.buffer[:0], "POST %s HTTP/1.1\r\nHost: %s\r\n%sContent-Length: %d\r\n\r\n", path, host, headers,
		len(body))
	if _, err := p.conn.Write(append(p.buffer, body...)); err != nil {
		return err
	}
	answer, err := http.ReadResponse(p.answer, nil)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	said, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", answer.Status, said)
	}
	return err
}

// postProto is post of a command by Connect's protocol.
func (p *poster) postProto(procedure, host, token string, m proto.Message) error {
	body, err := proto.Marshal(m)
	if err != nil {
		return err
	}
	return p.post(procedure, host, "Authorization: Bearer "+token+
		"\r\nContent-Type: application/proto\r\nConnect-Protocol-Version: 1\r\n", body)
}

// posters is how many send at once: more than wait for an answer at any time, or the queue that is measured is their own.
const posters = 256

// sent is what a load of sending was.
type sent struct {
	count  int64
	failed int64
	why    error
	took   time.Duration
}

// send lets posters send at an even rate for a time: the nth message is due at its moment, and is sent late rather than
// left out when the server is slow. Its words hold when it was due.
func send(ctx context.Context, address string, perSecond int, lasts time.Duration,
	post func(p *poster, n int, words string) error,
) (s sent) {
	ctx, stop := context.WithTimeout(ctx, lasts)
	defer stop()
	var count, failed atomic.Int64
	var why atomic.Pointer[error]
	var group sync.WaitGroup
	started := time.Now()
	for c := range posters {
		group.Go(func() {
			p, err := dialPoster(address)
			if err != nil {
				why.Store(&err)
				return
			}
			defer p.conn.Close()
			for i := c; ctx.Err() == nil; i += posters {
				due := started.Add(time.Duration(i) * time.Second / time.Duration(perSecond))
				if due.Sub(started) >= lasts {
					return
				}
				select {
				case <-ctx.Done():
					return
				case <-time.After(time.Until(due)):
				}
				if err := post(p, i, mark(due)); err != nil {
					failed.Add(1)
					failure := err // err is used again below
					why.Store(&failure)
					if p, err = dialPoster(address); err != nil {
						return
					}
					continue
				}
				count.Add(1)
			}
		})
	}
	group.Wait()
	s = sent{count: count.Load(), failed: failed.Load(), took: time.Since(started)}
	if w := why.Load(); w != nil {
		s.why = *w
	}
	return s
}
