package shard

import (
	"time"

	"google.golang.org/protobuf/proto"

	journalv1 "dangol.example/gen/journal/dangol/journal/v1"
	"dangol.example/id"
	"dangol.example/shard/query"
)

// Command is a wish. Decide looks at the view and either refuses, with an error that says why, or says what happens by
// emitting events. It changes nothing itself and does nothing outside: it may run again, or be taken back.
//
// Its exported fields are its content, by which a repetition is told from another command (package content).
type Command interface {
	Decide(d *Decision) error
}

// Decision is what a command decides with: a look at the view as the commands before have left it, and a pen.
type Decision struct {
	*Reader
	tx     *Tx
	types  *typeTable
	events []*journalv1.Event
	bytes  int
	full   bool // it has emitted too much: nothing more is applied, and it will be refused
	made   uint64
	answer []byte
	begun  func() // before the first event is applied
}

// Emit says that something happened. The view shows it at once.
func (d *Decision) Emit(event proto.Message) {
	if d.Err() != nil {
		return
	}
	name := event.ProtoReflect().Descriptor().FullName()
	a := d.types.register.appliers[name]
	if a == nil {
		query.Fail(d.Reader, errNoApplier, string(name))
		return
	}
	data, err := proto.MarshalOptions{Deterministic: true}.Marshal(event)
	if err != nil {
		query.Fail(d.Reader, err, string(name))
		return
	}
	if d.full = d.full || len(d.events) >= MaxEvents || d.bytes+len(data) > MaxEntryBytes; d.full {
		return
	}
	if len(d.events) == 0 {
		d.begun()
	}
	d.events = append(d.events, &journalv1.Event{Type: d.types.position(string(name)), Data: data})
	d.bytes += len(data)
	a.apply(d.tx, event)
}

// Answer sets what the command is answered, now and whenever it is sent again.
func (d *Decision) Answer(m proto.Message) {
	b, err := proto.MarshalOptions{Deterministic: true}.Marshal(m)
	if err != nil {
		query.Fail(d.Reader, err, "answer")
		return
	}
	d.answer = b
}

// NewID makes an id with its home in this shard: the same command makes the same ids.
func (d *Decision) NewID() id.ID {
	n := id.Derive(d.tx.shard, d.tx.Header.Time, d.tx.Header.Command, d.made)
	d.made++
	return n
}

// Now is the time of the decision, to the millisecond. It never runs back within a shard.
func (d *Decision) Now() time.Time { return d.tx.Header.Time }

// Actor is who gave the command, zero for the machine itself.
func (d *Decision) Actor() id.ID { return d.tx.Header.Actor }

// Shard is the number of the shard.
func (d *Decision) Shard() uint8 { return d.tx.shard }

// typeTable gives each type of event its position in the block's list.
type typeTable struct {
	register *register
	names    []string
	at       map[string]uint32
}

func (t *typeTable) position(name string) uint32 {
	if at, is := t.at[name]; is {
		return at
	}
	at := uint32(len(t.names))
	t.names = append(t.names, name)
	t.at[name] = at
	return at
}

// cut forgets the types after the first n.
func (t *typeTable) cut(n int) {
	for _, name := range t.names[n:] {
		delete(t.at, name)
	}
	t.names = t.names[:n]
}
