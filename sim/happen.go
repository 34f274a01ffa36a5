package sim

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/wrapperspb"

	journalv1 "dangol.example/gen/journal/dangol/journal/v1"
	"dangol.example/journal"
	"dangol.example/journal/memory"
)

var errOutside = errors.New("nobody answers outside")

// fault says what becomes of an append.
func (w *world) fault(uint8) memory.Outcome {
	if w.calm {
		return memory.Good
	}
	if w.full {
		return memory.Full
	}
	w.clock.Move(time.Duration(w.random.IntN(300)) * time.Millisecond) // a slow disk
	switch n := w.random.IntN(100); {
	case n < 8:
		return memory.AckLost
	case n < 14:
		return memory.Lost
	case n < 20:
		return memory.Late
	case n < 25:
		return memory.Twice
	case n < 29: // dies before it is stored
		w.crash = true
		return memory.Lost
	case n < 33: // dies after it is stored
		w.crash = true
		return memory.AckLost
	case n < 36: // dies, and the message is still on its way
		w.crash = true
		return memory.Late
	default:
		return memory.Good
	}
}

// readFault says what becomes of a read of the journal: now and then there is no answer.
func (w *world) readFault(uint8) error {
	if w.calm || w.random.IntN(100) > 0 {
		return nil
	}
	return fmt.Errorf("%w: a read", journal.ErrUnknown)
}

// happen lets one thing happen.
func (w *world) happen(ctx context.Context) error {
	n := w.nodes[w.random.IntN(nodes)]
	switch pick := w.random.IntN(100); {
	case pick < 40:
		return w.clients[w.random.IntN(clients)].act(w, n)
	case pick < 70:
		return w.step(ctx, n)
	case pick < 76:
		return w.errands(ctx, n)
	case pick < 84:
		return w.devices[w.random.IntN(devices)].look(ctx)
	case pick < 88:
		w.note("%d late messages arrive", w.journal.Deliver())
	case pick < 92:
		w.note("%s is killed", n.name)
		return w.down(n)
	case pick < 94:
		return w.loseView(ctx, n)
	case pick < 96:
		w.full = !w.full
		w.note("disk full: %v", w.full)
	case pick < 97:
		w.journal.Forget()
	case pick < 98:
		return w.haunt(ctx, n)
	default:
		w.clock.Move(time.Duration(w.random.IntN(10_000)) * time.Millisecond)
	}
	return nil
}

// up starts a node that is down.
func (w *world) up(ctx context.Context, n *node) error {
	if n.shard != nil {
		return nil
	}
	w.note("%s starts", n.name)
	if err := w.boot(ctx, n); err != nil {
		return fmt.Errorf("start %s: %w", n.name, err)
	}
	return nil
}

// step lets a node write one block. A fault may kill it on the way.
func (w *world) step(ctx context.Context, n *node) error {
	if err := w.up(ctx, n); err != nil || n.shard == nil {
		return err
	}
	w.crash = false
	dying, kill := context.WithCancel(ctx)
	defer kill()
	worked, err := n.shard.Step(&mortal{dying, &w.crash}) //nolint:contextcheck // it is made of ctx
	if w.crash {
		w.note("%s dies in the middle of a write", n.name)
		return w.down(n)
	}
	if worked {
		w.note("%s has written up to %d", n.name, n.shard.Head())
	}
	if err != nil {
		return fmt.Errorf("%s: %w", n.name, err)
	}
	return nil
}

// mortal is a context that ends when its process is to die.
type mortal struct {
	context.Context //nolint:containedctx // it is the context
	dead            *bool
}

// Err implements context.Context.
func (m *mortal) Err() error {
	if *m.dead {
		return context.Canceled
	}
	return m.Context.Err()
}

// errands lets a node run its errands, stepping beside since errands give commands. The queue is emptied first, so that
// every step finds the one command of an errand and a seed stays a seed.
func (w *world) errands(ctx context.Context, n *node) error {
	for worked := true; worked && n.shard != nil; {
		before := n.shard.Waiting()
		if err := w.step(ctx, n); err != nil {
			return err
		}
		worked = n.shard != nil && n.shard.Waiting() > 0 && n.shard.Waiting() != before
	}
	if n.shard == nil || n.shard.Waiting() > 0 {
		return nil
	}
	s := n.shard
	trying, stop := context.WithCancel(ctx)
	defer stop()
	done := make(chan int, 1)
	go func() {
		count, _ := s.RunErrands(trying)
		done <- count
	}()
	for tries := 0; n.shard == s; {
		select {
		case count := <-done:
			w.note("%s has run %d errands", n.name, count)
			return nil
		default:
		}
		if tries > patience {
			stop()
			<-done
			return fmt.Errorf("%s does not get on with its errands", n.name)
		}
		if s.Waiting() == 0 {
			runtime.Gosched()
			continue
		}
		tries++
		if err := w.step(ctx, n); err != nil {
			stop()
			<-done
			return err
		}
	}
	stop()
	<-done
	return nil
}

// patience is how many steps the errands of a node may take.
const patience = 500

// haunt lets a writer of an epoch before append a block that stands on nothing. Everybody must pass over it.
func (w *world) haunt(ctx context.Context, n *node) error {
	if n.log == nil {
		return nil
	}
	chain := journal.Chain{Shard: number}
	tail := uint64(0)
	err := n.log.Read(ctx, 0, func(m journal.Stored) error {
		tail = m.Seq
		chain, _, _ = chain.Follow(m.Data) // void ones are passed over
		return nil
	})
	if errors.Is(err, journal.ErrUnknown) || chain.Epoch < 2 {
		return nil
	}
	if err != nil {
		return err
	}
	w.ghosts++
	block := journal.Chain{Shard: number, Epoch: chain.Epoch - 1, Number: tail}.Next()
	block.Types = []string{"google.protobuf.StringValue"}
	move, err := proto.Marshal(wrapperspb.String("a0 a1 5"))
	if err != nil {
		return err
	}
	block.Entries = []*journalv1.Entry{{Command: ghost(w.ghosts), Events: []*journalv1.Event{{Data: move}}}}
	data, hash, err := journal.Encode(block)
	if err != nil {
		return err
	}
	w.note("a ghost appends behind %d: %v", tail, n.log.Append(ctx, tail, hash.Name(), data))
	return nil
}

// loseView takes a node's view away.
func (w *world) loseView(ctx context.Context, n *node) error {
	if err := w.down(n); err != nil {
		return err
	}
	w.note("%s loses its view", n.name)
	if err := os.RemoveAll(n.dir); err != nil {
		return err
	}
	return w.up(ctx, n)
}
