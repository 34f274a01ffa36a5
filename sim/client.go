package sim

import (
	"errors"
	"fmt"

	"dangol.example/fault"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shard/shardtest"
)

// client gives one command after another, and the same again until it is answered.
type client struct {
	number  int
	made    int
	current *sent
	answers []*sent // in the order in which they were answered
}

// sent is a command on its way, or answered.
type sent struct {
	request shard.Request
	node    *node
	ticket  *shard.Ticket
	result  shard.Result
	err     error
	decided bool // answered for good
}

// act is what a client does when it is its turn.
func (c *client) act(w *world, n *node) error {
	switch {
	case c.current == nil && len(c.answers) > 0 && w.random.IntN(5) == 0:
		return c.ask(w, n)
	case c.current == nil:
		c.make(w)
		return c.send(n)
	case c.current.ticket == nil:
		return c.send(n)
	default:
		return c.look(w)
	}
}

// make thinks of a new command.
func (c *client) make(w *world) {
	c.made++
	units := int64(w.random.IntN(30))
	if w.random.IntN(3) == 0 {
		units = 10 * (1 + units%3)
	}
	move := shardtest.Move{
		From: fmt.Sprint("a", w.random.IntN(5)), To: fmt.Sprint("a", w.random.IntN(5)), Units: units,
	}
	c.current = &sent{request: shard.Request{ID: id.Of(0, fmt.Sprint(c.number), fmt.Sprint(c.made)), Command: move}}
}

// send gives the command to a node.
func (c *client) send(n *node) error {
	if n.shard == nil {
		return nil
	}
	ticket, err := n.shard.Submit(c.current.request)
	if errors.Is(err, shard.ErrBusy) || errors.Is(err, shard.ErrStopped) {
		return nil
	}
	c.current.ticket, c.current.node = ticket, n
	return err
}

// look sees whether the answer is there, and gets tired of waiting at times.
func (c *client) look(w *world) error {
	s := c.current
	select {
	case <-s.ticket.Done():
	default:
		if w.random.IntN(10) == 0 {
			s.ticket = nil // sent again, to whichever node comes
		}
		return nil
	}
	result, err := s.ticket.Answer()
	if err != nil && fault.KindOf(err) == fault.Busy {
		s.ticket = nil // no room, not known, stopping: the same again
		return nil
	}
	s.result, s.err, s.decided = result, err, true
	c.answers = append(c.answers, s)
	c.current = nil
	if err != nil && !errors.Is(err, shardtest.ErrFloor) && !errors.Is(err, shardtest.ErrUnits) {
		return fmt.Errorf("an answer that nobody can give: %w", err)
	}
	return nil
}

// ask sends an answered command again, as it was or with another content.
func (c *client) ask(w *world, n *node) error {
	old := c.answers[w.random.IntN(len(c.answers))]
	if n.shard == nil || old.err != nil {
		return nil //nolint:nilerr // an error is an answer here
	}
	request := old.request
	other := w.random.IntN(3) == 0
	if other {
		move := request.Command.(shardtest.Move) //nolint:errcheck // clients give nothing else
		move.Units++
		request.Command = move
	}
	ticket, err := n.shard.Submit(request)
	if err != nil {
		return nil //nolint:nilerr // not taken, so not answered
	}
	w.asked(n, ticket, old, other)
	return nil
}

// lose forgets a ticket of a node that died: no answer will come.
func (c *client) lose(n *node) {
	if c.current == nil || c.current.node != n || c.current.ticket == nil {
		return
	}
	select {
	case <-c.current.ticket.Done(): // it was answered before
		if _, err := c.current.ticket.Answer(); err == nil {
			return
		}
	default:
	}
	c.current.ticket = nil
}
