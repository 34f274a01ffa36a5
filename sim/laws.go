package sim

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"

	"google.golang.org/protobuf/proto"

	journalv1 "dangol.example/gen/journal/dangol/journal/v1"
	"dangol.example/id"
	"dangol.example/journal"
	"dangol.example/shard"
	"dangol.example/shard/shardtest"
)

// question is an answered command that was sent again.
type question struct {
	node   *node
	ticket *shard.Ticket
	old    *sent
	other  bool // with another content
}

// asked is checked in the end: nodes answer while they run.
func (w *world) asked(n *node, ticket *shard.Ticket, old *sent, other bool) {
	w.questions = append(w.questions, question{n, ticket, old, other})
}

// settle calms the world, and lets everything that waits come to its end.
func (w *world) settle(ctx context.Context) error {
	w.calm, w.full = true, false
	w.note("calm")
	w.journal.Deliver()
	for range settleRounds {
		waits := false
		for _, n := range w.nodes {
			if err := w.step(ctx, n); err != nil {
				return err
			}
			if err := w.errands(ctx, n); err != nil {
				return err
			}
		}
		for i, c := range w.clients {
			for range 3 {
				if c.current != nil {
					waits = true
					if err := c.act(w, w.nodes[i%nodes]); err != nil {
						return err
					}
				}
			}
		}
		if !waits {
			return w.agree(ctx)
		}
	}
	return errors.New("clients wait for answers that do not come")
}

// settleRounds is enough for everybody to be answered.
const settleRounds = 50

// agree brings every node to the tail, and every errand to its end.
func (w *world) agree(ctx context.Context) error {
	for range 3 {
		for _, n := range w.nodes {
			if err := n.shard.CatchUp(ctx); err != nil {
				return fmt.Errorf("%s: %w", n.name, err)
			}
			if err := w.errands(ctx, n); err != nil {
				return err
			}
		}
	}
	for _, n := range w.nodes {
		if err := n.shard.CatchUp(ctx); err != nil {
			return fmt.Errorf("%s: %w", n.name, err)
		}
	}
	for _, d := range w.devices {
		if err := d.look(ctx); err != nil {
			return err
		}
	}
	return nil
}

// check sees whether the laws hold.
func (w *world) check(ctx context.Context) error {
	entries, err := w.entries(ctx)
	if err != nil {
		return err
	}
	if err := w.checkAnswers(entries); err != nil {
		return err
	}
	if err := w.checkQuestions(); err != nil {
		return err
	}
	if err := w.checkViews(ctx); err != nil {
		return err
	}
	if err := w.checkDomain(ctx, entries); err != nil {
		return err
	}
	fresh := newDevice(w.nodes[0])
	if err := fresh.pull(ctx, w.nodes[0].shard); err != nil {
		return err
	}
	for _, d := range w.devices {
		if err := d.same(fresh); err != nil {
			return err
		}
	}
	return w.checkDamage(ctx)
}

// checkDamage changes one message of the journal, or takes it away. Whoever replays it then must stop. It is the last
// thing that happens to a world.
func (w *world) checkDamage(ctx context.Context) error {
	tail, err := w.nodes[0].log.Tail(ctx)
	if err != nil || tail == 0 {
		return err
	}
	seq := 1 + w.random.Uint64N(tail)
	bit := w.random.Int()
	w.journal.Damage(number, seq, func(data []byte) []byte {
		if bit%5 == 0 || len(data) == 0 {
			return nil
		}
		data[bit/8%len(data)] ^= 1 << (bit % 8)
		return data
	})
	reader := &node{name: "reader", dir: filepath.Join(w.dir, "reader")}
	err = w.boot(ctx, reader)
	if reader.shard != nil {
		reader.shard.Close() //nolint:errcheck // it should not be there
	}
	if !errors.Is(err, journal.ErrDamaged) {
		return errors.Join(fmt.Errorf("message %d of %d was changed, and no reader says so", seq, tail), err)
	}
	return nil
}

// place is where an entry stands.
type place struct{ block, order uint64 }

// entries reads the journal by itself, by the rule of the chain alone.
func (w *world) entries(ctx context.Context) (map[id.ID]place, error) {
	found := map[id.ID]place{}
	chain := journal.Chain{Shard: number}
	order := uint64(0)
	var epochs []uint64
	err := w.nodes[0].log.Read(ctx, 0, func(m journal.Stored) error {
		next, block, err := chain.Follow(m.Data)
		if err != nil {
			return w.void(m.Data)
		}
		if block.GetEpoch() != chain.Epoch {
			epochs = append(epochs, block.GetEpoch())
		}
		chain = next
		for _, e := range block.GetEntries() {
			order++
			command, err := id.FromBytes(e.GetCommand())
			if err != nil {
				return err
			}
			if _, twice := found[command]; twice {
				return fmt.Errorf("command %s is in the journal twice", command)
			}
			found[command] = place{block.GetNumber(), order}
		}
		return nil
	})
	return found, err
}

// ghost is the command of a ghost's block.
func ghost(n int) []byte {
	command := id.Of(0, "ghost", fmt.Sprint(n))
	return command[:]
}

// void checks a message that does not chain: with one block in flight and compare-and-set there is none that holds
// commands, unless two writers shared an epoch.
func (w *world) void(data []byte) error {
	b := &journalv1.Block{}
	if err := proto.Unmarshal(data, b); err != nil {
		return err
	}
	for n := range w.ghosts {
		if len(b.GetEntries()) == 1 && string(b.GetEntries()[0].GetCommand()) == string(ghost(n+1)) {
			return nil
		}
	}
	if len(b.GetEntries()) > 0 {
		return fmt.Errorf("block %d of epoch %d was stored and does not chain", b.GetNumber(), b.GetEpoch())
	}
	return nil
}

// checkAnswers holds what clients were told against the journal.
func (w *world) checkAnswers(entries map[id.ID]place) error {
	for _, c := range w.clients {
		last := uint64(0)
		for _, s := range c.answers {
			at, is := entries[s.request.ID]
			switch {
			case s.err != nil && is:
				return fmt.Errorf("command %s was refused, and is in block %d", s.request.ID, at.block)
			case s.err != nil:
				continue
			case !is:
				return fmt.Errorf("command %s was acknowledged, and is lost", s.request.ID)
			case at.block != s.result.Block:
				return fmt.Errorf(
					"command %s is in block %d, its answer said %d",
					s.request.ID,
					at.block,
					s.result.Block,
				)
			case at.order < last:
				return fmt.Errorf("client %d was answered in another order than that of the journal", c.number)
			}
			last = at.order
		}
	}
	return nil
}

// checkQuestions holds second answers against the first.
func (w *world) checkQuestions() error {
	for _, q := range w.questions {
		select {
		case <-q.ticket.Done():
		default:
			continue // its node died
		}
		result, err := q.ticket.Answer()
		switch {
		case q.other && err == nil:
			return fmt.Errorf("command %s with another content was accepted", q.old.request.ID)
		case q.other || err != nil:
			continue
		case result.Block != q.old.result.Block || string(result.Answer) != string(q.old.result.Answer):
			return fmt.Errorf("command %s was answered otherwise when it came again", q.old.request.ID)
		}
	}
	return nil
}

// checkViews compares every node's view, and one that is made anew, byte for byte.
func (w *world) checkViews(ctx context.Context) error {
	fresh := &node{name: "fresh", dir: filepath.Join(w.dir, "fresh")}
	if err := os.MkdirAll(fresh.dir, 0o700); err != nil {
		return err
	}
	if err := w.boot(ctx, fresh); err != nil {
		return err
	}
	defer fresh.shard.Close() //nolint:errcheck // nothing was written
	want, err := fresh.shard.Digest(ctx)
	if err != nil {
		return err
	}
	for _, n := range w.nodes {
		have, err := n.shard.Digest(ctx)
		if err != nil {
			return err
		}
		if have.Block != want.Block || have.Chain != want.Chain {
			return fmt.Errorf("%s is at block %d, a fresh view at %d", n.name, have.Block, want.Block)
		}
		for table, hash := range want.Tables {
			if have.Tables[table] != hash {
				return fmt.Errorf("%s and a fresh view differ in %s", n.name, table)
			}
		}
		if !maps.Equal(have.Tables, want.Tables) {
			return fmt.Errorf("%s and a fresh view have other tables", n.name)
		}
	}
	return nil
}

// checkDomain checks the sums.
func (w *world) checkDomain(ctx context.Context, entries map[id.ID]place) error {
	accepted := int64(0)
	for _, c := range w.clients {
		for n := range c.made {
			if _, is := entries[id.Of(0, fmt.Sprint(c.number), fmt.Sprint(n+1))]; is {
				accepted++
			}
		}
	}
	return w.nodes[0].shard.Read(ctx, func(r *shard.Reader) error {
		sum, count := shardtest.Sum(r)
		if sum != 0 || count != accepted {
			return fmt.Errorf("the sum is %d; %d moves, %d in the journal", sum, count, accepted)
		}
		if under := r.Count("SELECT count(*) FROM tally_account WHERE units < ?", shardtest.Floor); under > 0 {
			return fmt.Errorf("%d accounts are under their floor", under)
		}
		if never, twice := shardtest.Untold(r); never+twice > 0 {
			return fmt.Errorf("%d moves were never told, %d twice", never, twice)
		}
		if open := r.Count("SELECT count(*) FROM shard_errand"); open > 0 {
			return fmt.Errorf("%d errands are left", open)
		}
		return nil
	})
}
