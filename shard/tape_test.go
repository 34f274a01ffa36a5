package shard_test

import (
	"context"
	"sync"

	"dangol.example/journal"
)

// tape is a log whose every append can be told how to end. The journals' own suite is journaltest; this one is for
// outcomes that are put one after the other by hand.
type tape struct {
	mu       sync.Mutex
	messages [][]byte
	called   []string // the name of each message
	names    map[string]uint64
	outcomes []outcome // of the next appends; then all go well
	appends  int
	tailErr  error // of every Tail
	readErr  error // of every Read
}

// outcome is how an append ends.
type outcome struct {
	stored bool
	err    error
}

func (l *tape) Append(_ context.Context, after uint64, name string, data []byte) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.appends++
	o := outcome{stored: true}
	if len(l.outcomes) > 0 {
		o, l.outcomes = l.outcomes[0], l.outcomes[1:]
	}
	if !o.stored {
		return o.err
	}
	if at, is := l.names[name]; is && at == after+1 {
		return o.err
	}
	if uint64(len(l.messages)) != after {
		return journal.ErrStale
	}
	l.messages = append(l.messages, append([]byte(nil), data...))
	l.called = append(l.called, name)
	if l.names == nil {
		l.names = map[string]uint64{}
	}
	l.names[name] = after + 1
	return o.err
}

func (l *tape) Read(_ context.Context, after uint64, yield func(journal.Stored) error) error {
	l.mu.Lock()
	messages, called, err := l.messages, l.called, l.readErr
	l.mu.Unlock()
	if err != nil {
		return err
	}
	for i := after; i < uint64(len(messages)); i++ {
		m := journal.Stored{Seq: i + 1, Name: called[i], Data: append([]byte(nil), messages[i]...)}
		if err := yield(m); err != nil {
			return err
		}
	}
	return nil
}

func (l *tape) Tail(context.Context) (uint64, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return uint64(len(l.messages)), l.tailErr
}

// part is the log as it would be with fewer messages.
func (l *tape) part(n int) *tape { return &tape{messages: l.messages[:n], called: l.called[:n]} }

// harmed is the log with a flipped bit in a message.
func (l *tape) harmed(seq int) *tape {
	messages := append([][]byte(nil), l.messages...)
	messages[seq-1] = append([]byte(nil), messages[seq-1]...)
	messages[seq-1][len(messages[seq-1])/2] ^= 1
	return &tape{messages: messages, called: l.called}
}
