// Package memory is a journal in memory, with whatever can go wrong on the way to a real one.
//
// It passes the same suite as the real one (journaltest), so that what is proved over it holds there. It has no
// goroutines and no clock: whoever drives it says when a late message arrives. It is for tests and the simulator; what
// it holds is gone with the process.
package memory

import (
	"bytes"
	"context"
	"fmt"
	"sync"

	"dangol.example/journal"
)

// Outcome is what becomes of an append.
type Outcome uint8

// The outcomes.
const (
	Good    Outcome = iota // stored and acknowledged
	AckLost                // stored, and no answer
	Lost                   // not stored, and no answer
	Late                   // no answer; it arrives at the next Deliver, when its place may be taken
	Twice                  // stored and acknowledged; it arrives once more at the next Deliver
	Full                   // not stored for lack of room
)

// Options is what goes wrong.
type Options struct {
	// Faults is asked for every append before it is done; nil for a journal in which all goes well.
	Faults func(shard uint8) Outcome
	// Reads is asked before every Tail, and before every message that is read: what it gives is their error. Nil for a
	// journal that can always be read.
	Reads func(shard uint8) error
}

// Journal is one handle on a journal. Several handles can share what is stored: Reopen makes them.
type Journal struct {
	disk   *disk
	faults Options
	closed bool // guarded by disk.mu
}

// disk is what several handles share.
type disk struct {
	mu   sync.Mutex
	logs map[uint8]*stored
	late []request // on their way
}

// stored is the log of one shard.
type stored struct {
	messages []message
	names    map[string]uint64 // those that are remembered
}

// message is one that is stored. Its data is nil when it was taken away.
type message struct {
	name string
	data []byte
}

// request is an append that has not arrived.
type request struct {
	shard uint8
	after uint64
	name  string
	data  []byte
}

// New makes an empty journal.
func New(o Options) *Journal {
	return &Journal{disk: &disk{logs: map[uint8]*stored{}}, faults: o}
}

// Reopen gives another handle on what is stored, as another process or the next one would have it.
func (j *Journal) Reopen() *Journal { return &Journal{disk: j.disk, faults: j.faults} }

// Open implements journal.Journal.
func (j *Journal) Open(_ context.Context, shard uint8) (journal.Log, error) {
	j.disk.mu.Lock()
	defer j.disk.mu.Unlock()
	if j.closed {
		return nil, journal.ErrClosed
	}
	if j.disk.logs[shard] == nil {
		j.disk.logs[shard] = &stored{names: map[string]uint64{}}
	}
	return &log{j, shard}, nil
}

// Close implements journal.Journal.
func (j *Journal) Close() error {
	j.disk.mu.Lock()
	defer j.disk.mu.Unlock()
	j.closed = true
	return nil
}

// Deliver lets every message arrive that is on its way, and says how many there were.
func (j *Journal) Deliver() int {
	j.disk.mu.Lock()
	defer j.disk.mu.Unlock()
	late := j.disk.late
	j.disk.late = nil
	for _, r := range late {
		j.disk.store(r) //nolint:errcheck // nobody waits for the answer
	}
	return len(late)
}

// Forget lets the journal forget the names of messages, as the real one does after a while.
func (j *Journal) Forget() {
	j.disk.mu.Lock()
	defer j.disk.mu.Unlock()
	for _, s := range j.disk.logs {
		clear(s.names)
	}
}

// Damage changes a stored message behind the journal's back. Nil takes it away.
func (j *Journal) Damage(shard uint8, seq uint64, harm func([]byte) []byte) {
	j.disk.mu.Lock()
	defer j.disk.mu.Unlock()
	m := &j.disk.logs[shard].messages[seq-1]
	m.data = harm(bytes.Clone(m.data))
}

// store puts a request where it belongs, if it still does.
func (d *disk) store(r request) error {
	s := d.logs[r.shard]
	if at, is := s.names[r.name]; is {
		if at == r.after+1 {
			return nil // a repetition
		}
		return journal.ErrStale
	}
	if uint64(len(s.messages)) != r.after {
		return fmt.Errorf("the last message is %d: %w", len(s.messages), journal.ErrStale)
	}
	s.messages = append(s.messages, message{r.name, r.data})
	s.names[r.name] = r.after + 1
	return nil
}

// log implements journal.Log.
type log struct {
	journal *Journal
	shard   uint8
}

func (l *log) Append(ctx context.Context, after uint64, name string, data []byte) error {
	if len(data) > journal.MaxMessage || len(name) > journal.MaxName {
		return journal.ErrTooLarge
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("%w: %w", journal.ErrUnknown, err)
	}
	outcome := Good
	if l.journal.faults.Faults != nil {
		outcome = l.journal.faults.Faults(l.shard)
	}
	d := l.journal.disk
	d.mu.Lock()
	defer d.mu.Unlock()
	if l.journal.closed {
		return journal.ErrClosed
	}
	r := request{l.shard, after, name, append([]byte{}, data...)} // not nil, which stands for taken away
	switch outcome {
	case AckLost:
		d.store(r) //nolint:errcheck // the answer is lost
		return journal.ErrUnknown
	case Lost:
		return journal.ErrUnknown
	case Late:
		d.late = append(d.late, r)
		return journal.ErrUnknown
	case Twice:
		d.late = append(d.late, r)
		return d.store(r)
	case Full:
		return journal.ErrFull
	default:
		return d.store(r)
	}
}

func (l *log) Read(ctx context.Context, after uint64, yield func(journal.Stored) error) error {
	for seq := after + 1; ; seq++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := l.unreadable(); err != nil {
			return err
		}
		m, there, err := l.message(seq)
		if err != nil || !there {
			return err
		}
		if err := yield(m); err != nil {
			return err
		}
	}
}

// message gives one message, and whether there is one.
func (l *log) message(seq uint64) (journal.Stored, bool, error) {
	d := l.journal.disk
	d.mu.Lock()
	defer d.mu.Unlock()
	messages := d.logs[l.shard].messages
	switch {
	case l.journal.closed:
		return journal.Stored{}, false, journal.ErrClosed
	case seq > uint64(len(messages)):
		return journal.Stored{}, false, nil
	case messages[seq-1].data == nil:
		return journal.Stored{}, false, fmt.Errorf("message %d: %w", seq, journal.ErrDamaged)
	}
	m := messages[seq-1]
	return journal.Stored{Seq: seq, Name: m.name, Data: bytes.Clone(m.data)}, true, nil
}

// unreadable is what goes wrong with a read.
func (l *log) unreadable() error {
	if l.journal.faults.Reads == nil {
		return nil
	}
	return l.journal.faults.Reads(l.shard)
}

func (l *log) Tail(context.Context) (uint64, error) {
	if err := l.unreadable(); err != nil {
		return 0, err
	}
	d := l.journal.disk
	d.mu.Lock()
	defer d.mu.Unlock()
	if l.journal.closed {
		return 0, journal.ErrClosed
	}
	return uint64(len(d.logs[l.shard].messages)), nil
}
