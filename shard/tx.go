package shard

import (
	"time"

	"google.golang.org/protobuf/proto"

	"dangol.example/id"
	"dangol.example/shard/query"
)

// Reader reads a view.
type Reader = query.Reader

// Row is one row of what a Reader finds.
type Row = query.Row

// Header is what an applier knows of the entry its event stands in.
type Header struct {
	Command id.ID
	Actor   id.ID     // zero for the machine itself
	Time    time.Time // when it was decided, to the millisecond, in UTC
	Block   uint64    // the number of its block
}

// Tx changes the view. Only appliers are given one. It keeps the first error, like a Reader.
type Tx struct {
	*query.Writer
	Header Header

	shard   uint8
	touched map[touch]uint64 // by the block that touched it last
	order   []touch
	topics  map[string]int64 // numbers of topics that are surely in the view
	errands int64            // the number of the newest errand
	asked   bool             // an errand was asked for
}

// touch is a thing that devices must see anew.
type touch struct {
	topic, kind string
	id          id.ID
}

// fail keeps the first error.
func (t *Tx) fail(err error, at string) { query.Fail(t.Reader, err, at) }

// Fail says that an event cannot be applied: the shard stops rather than show something else. It is for what cannot be.
func (t *Tx) Fail(err error) { t.fail(err, "apply") }

// Touch says that devices which hold the topic must see a thing anew. Its Resource is built when a device asks.
func (t *Tx) Touch(topic, kind string, thing id.ID) {
	k := touch{topic, kind, thing}
	if _, is := t.touched[k]; !is {
		t.order = append(t.order, k)
	}
	t.touched[k] = t.Header.Block
}

// untouch forgets what was touched after the first n.
func (t *Tx) untouch(n int) {
	for _, k := range t.order[n:] {
		delete(t.touched, k)
	}
	t.order = t.order[:n]
}

// Ask asks for an errand: once the block is acknowledged, the writer runs it until it is done. It carries what it
// needs.
func (t *Tx) Ask(kind string, data proto.Message) {
	b, err := proto.MarshalOptions{Deterministic: true}.Marshal(data)
	if err != nil {
		t.fail(err, "errand "+kind)
		return
	}
	t.errands++
	t.asked = true
	t.Exec("INSERT INTO shard_errand (number, kind, data) VALUES (?, ?, ?)", t.errands, kind, b)
}

// Shard is the number of the shard, for ids.
func (t *Tx) Shard() uint8 { return t.shard }
