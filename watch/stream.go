package watch

import (
	"errors"
	"sync"
	"time"

	syncv1 "dangol.example/gen/api/dangol/sync/v1"
	"dangol.example/shard"
)

// work is what there is to do for a stream.
type work uint8

const (
	changed work = 1 << iota // its topic may have changed
	beats                    // its turn has come
	ends                     // the server or the shard stops
)

// errGone says that nobody is there to hear a last word.
var errGone = errors.New("the device has gone")

// Stream is one device's.
type Stream struct {
	feed  *feed
	owner Owner
	conn  Conn
	turn  uint8

	block   uint64 // how far it is; whoever runs has it
	edition string
	last    time.Time // when something was sent
	looked  time.Time // when the owner was asked

	mu      sync.Mutex
	running bool // a goroutine is at work for it; true for ever once it has ended
	todo    work
}

// Begin lets a stream speak on a connection, which is the stream's from here on. The first message goes out at once.
func (s *Stream) Begin(conn Conn) {
	s.mu.Lock()
	s.conn = conn
	s.todo |= changed
	s.looked = s.feed.hub.options.Clock.Now() // it has just been let in
	s.mu.Unlock()
	go func() {
		defer s.feed.hub.running.Done()
		s.run()
	}()
}

// Leave ends a stream that has not begun. Its owner is not told.
func (s *Stream) Leave() {
	s.feed.hub.leave(s)
	s.feed.hub.running.Done()
}

// poke gives it something to do.
func (s *Stream) poke(what work) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.todo |= what
	if !s.running {
		s.running = true
		s.feed.hub.running.Go(s.run)
	}
}

// hurry ends it, also one that waits for its device.
func (s *Stream) hurry() {
	s.poke(ends)
	s.mu.Lock()
	conn := s.conn
	s.mu.Unlock()
	if conn != nil {
		_ = conn.SetWriteDeadline(s.feed.hub.options.Clock.Now().Add(GoodbyeWithin))
	}
}

// run does what there is to do.
func (s *Stream) run() {
	for {
		s.mu.Lock()
		todo := s.todo
		s.todo = 0
		s.running = todo != 0
		s.mu.Unlock()
		if todo == 0 {
			return
		}
		if err := s.do(todo); err != nil {
			s.finish(err)
			return
		}
	}
}

func (s *Stream) do(todo work) error {
	h := s.feed.hub
	if todo&ends != 0 {
		return shard.ErrStopped
	}
	if todo&beats != 0 {
		if s.conn.Gone() {
			return errGone
		}
		if h.options.Clock.Now().Sub(s.looked) >= h.options.Look {
			if err := s.still(); err != nil {
				return err
			}
		}
	}
	if todo&changed != 0 {
		if err := s.catchUp(); err != nil {
			return err
		}
	}
	if todo&beats == 0 || h.options.Clock.Now().Sub(s.last) < h.options.Beat/2 {
		return nil
	}
	wire, err := frame(&syncv1.WatchResponse{
		Cursor: &syncv1.Cursor{Topic: s.feed.topic, Block: s.block, Edition: s.edition},
	})
	if err != nil {
		return err
	}
	return s.write(wire, WriteWithin)
}

// catchUp sends everything behind the cursor. The first message goes out though it holds nothing.
func (s *Stream) catchUp() error {
	for more := true; more; {
		p, err := s.feed.read(s.block, s.edition)
		if err != nil {
			return err
		}
		if p.tells {
			if err := s.still(); err != nil {
				return err
			}
		}
		if p.upTo != s.block || p.edition != s.edition || s.last.IsZero() {
			if err := s.write(p.wire, WriteWithin); err != nil {
				return err
			}
		}
		s.block, s.edition = p.upTo, p.edition
		more = p.more || p.woken != s.feed.woken.Load()
	}
	return nil
}

// still asks the owner, with as many others as may read.
func (s *Stream) still() error {
	h := s.feed.hub
	h.reads <- struct{}{}
	defer func() { <-h.reads }()
	s.looked = h.options.Clock.Now()
	return s.owner.Still(h.context)
}

func (s *Stream) write(wire []byte, within time.Duration) error {
	now := s.feed.hub.options.Clock.Now()
	_ = s.conn.SetWriteDeadline(now.Add(within))
	if _, err := s.conn.Write(wire); err != nil {
		return errors.Join(errGone, err)
	}
	s.last = now
	return nil
}

// finish says the last word to a device that is there, and lets go of everything.
func (s *Stream) finish(err error) {
	s.feed.hub.leave(s)
	if !errors.Is(err, errGone) {
		_ = s.write(lastFrame(s.owner.Goodbye(err)), GoodbyeWithin) // who has gone meanwhile needs none
	}
	_ = s.conn.Close()
	s.owner.Left()
}
