package shard

import (
	"sync"
	"time"
)

// Ticket is a command on its way.
type Ticket struct {
	request     Request
	fingerprint []byte
	size        int       // of its content, in bytes
	at          time.Time // when it was given
	uncertain   bool      // its block may be stored though no answer came
	done        chan struct{}
	result      Result
	err         error
}

// Done is closed when the answer is there.
func (t *Ticket) Done() <-chan struct{} { return t.done }

// Answer is what became of the command. It may be called once Done is closed.
func (t *Ticket) Answer() (Result, error) { return t.result, t.err }

func (t *Ticket) finish(r Result, err error) {
	t.result, t.err = r, err
	close(t.done)
}

// queue is where commands wait for the writer, first come first.
type queue struct {
	mu      sync.Mutex
	waiting []*Ticket
	bytes   int   // of the commands that wait
	closed  error // why nothing is taken any more
	wake    chan struct{}
}

// Waiting is how many commands wait for the writer.
func (s *Shard) Waiting() int {
	s.queue.mu.Lock()
	defer s.queue.mu.Unlock()
	return len(s.queue.waiting)
}

// push adds a command, unless there is no room or nobody will come for it.
func (q *queue) push(t *Ticket) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	switch {
	case q.closed != nil:
		return ErrStopped.Because(q.closed)
	case len(q.waiting) >= MaxQueue, q.bytes+t.size > MaxQueueBytes:
		return ErrBusy
	}
	q.waiting = append(q.waiting, t)
	q.bytes += t.size
	signal(q.wake)
	return nil
}

// take gives the commands that wait, at most as many as a block may have.
func (q *queue) take() []*Ticket {
	q.mu.Lock()
	defer q.mu.Unlock()
	n := min(len(q.waiting), MaxBlockEntries)
	taken := q.waiting[:n:n]
	q.waiting = q.waiting[n:]
	for _, t := range taken {
		q.bytes -= t.size
	}
	return taken
}

// close empties the queue for good.
func (q *queue) close(because error) []*Ticket {
	q.mu.Lock()
	defer q.mu.Unlock()
	all := q.waiting
	q.waiting, q.bytes = nil, 0
	if q.closed == nil {
		q.closed = because
	}
	return all
}

// putBack puts commands in front again. They had room before, so they have it now.
func (q *queue) putBack(tickets []*Ticket) {
	if len(tickets) == 0 {
		return
	}
	q.mu.Lock()
	q.waiting = append(append(make([]*Ticket, 0, len(tickets)+len(q.waiting)), tickets...), q.waiting...)
	for _, t := range tickets {
		q.bytes += t.size
	}
	q.mu.Unlock()
	signal(q.wake)
}

// signal wakes one who waits, now or when he comes.
func signal(wake chan<- struct{}) {
	select {
	case wake <- struct{}{}:
	default:
	}
}
