package shard

import (
	"context"
	"encoding/hex"
	"fmt"
	"hash/fnv"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"dangol.example/id"
)

// Domain is a part of the product that lives on shards: its tables, what its events do to them, what devices see of
// them, and what is to be done outside.
type Domain struct {
	Name      string              // one noun; its tables begin with it
	Version   int                 // raised with every change of schema, appliers or resources: the view is made anew
	Schema    string              // SQL that makes the tables
	Events    []Applier           // one for each event
	Resources map[string]Resource // by kind, what devices hold
	Errands   map[string]Errand   // by kind, what is done outside
}

// Resource builds what devices hold of a thing out of the view. Nil means that it is gone.
type Resource func(r *Reader, thing id.ID) proto.Message

// Errand does something outside of the shard, after the command that asked for it was acknowledged. It is tried again
// after an error, also by another process after a crash, so it may run more than once: what it does must bear that.
// Commands that it gives take their ids from ErrandContext.CommandID. An error that wraps ErrGiveUp ends it for good.
type Errand func(ctx context.Context, e ErrandContext) error

// Applier changes the view by one type of event. It is made by On.
type Applier struct {
	name  protoreflect.FullName
	empty func() proto.Message
	apply func(*Tx, proto.Message)
}

// message is a pointer to a message's struct.
type message[E any] interface {
	*E
	proto.Message
}

// On makes an applier of the function that applies one type of event; the type is read off its signature.
//
// An applier is a function of the view, the event and the entry's header alone: no clock, no randomness, no order of a
// map. It decides nothing, for what it is given has happened. It may not fail for a reason that lies in the event.
func On[E any, P message[E]](apply func(*Tx, P)) Applier {
	return Applier{
		name:  P(new(E)).ProtoReflect().Descriptor().FullName(),
		empty: func() proto.Message { return P(new(E)) },
		apply: func(tx *Tx, m proto.Message) { apply(tx, m.(P)) }, //nolint:errcheck // keyed by its very type
	}
}

// register holds every domain of a shard by what is asked for.
type register struct {
	domains   []Domain
	edition   string
	appliers  map[protoreflect.FullName]*Applier
	resources map[string]Resource
	errands   map[string]Errand
}

// newRegister puts domains together, the shard's own first.
func newRegister(domains []Domain) (*register, error) {
	g := &register{
		domains:   append([]Domain{own}, domains...),
		appliers:  map[protoreflect.FullName]*Applier{},
		resources: map[string]Resource{},
		errands:   map[string]Errand{},
	}
	edition := fnv.New64a()
	for _, d := range g.domains {
		fmt.Fprintf(edition, "%s %d;", d.Name, d.Version)
		for i := range d.Events {
			a := &d.Events[i]
			if g.appliers[a.name] != nil {
				return nil, fmt.Errorf("domain %s: event %s has two appliers", d.Name, a.name)
			}
			g.appliers[a.name] = a
		}
		for kind, build := range d.Resources {
			if g.resources[kind] != nil {
				return nil, fmt.Errorf("domain %s: resource %s is another domain's", d.Name, kind)
			}
			g.resources[kind] = build
		}
		for kind, run := range d.Errands {
			if g.errands[kind] != nil {
				return nil, fmt.Errorf("domain %s: errand %s is another domain's", d.Name, kind)
			}
			g.errands[kind] = run
		}
	}
	g.edition = hex.EncodeToString(edition.Sum(nil))
	return g, nil
}

// applierOf gives the applier of an event by its full name, nil when there is none.
func (g *register) applierOf(name string) *Applier { return g.appliers[protoreflect.FullName(name)] }
