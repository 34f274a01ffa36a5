package shard

import (
	"errors"
	"fmt"
	"runtime/debug"

	"dangol.example/fault"
	"dangol.example/shard/query"
)

// ErrBroken says that the code has a bug which this command, errand or question has met. Nothing of it was kept.
var ErrBroken = fault.New(fault.Broken,
	"서버 안에 잘못된 데가 있어서 이 일을 하지 못했어요. 적힌 것은 모두 그대로 있어요.",
	"Something in the server is wrong, so this was not done. Everything stored is safe.")

var errPanic = errors.New("panic")

// contained turns a panic into an error, so that it ends what it has met and not the process with all its shards. The
// log is told where it was and at what, but not what the panic says: that may hold what people have written.
func (s *Shard) contained(at string) error {
	s.options.Logger.Error("a panic", "shard", s.options.Number, "at", at, "stack", string(debug.Stack()))
	return ErrBroken.Because(fmt.Errorf("%w at %s", errPanic, at))
}

// decide lets a command decide. One that panics is refused, and what it had begun can be taken back.
func (s *Shard) decide(c Command, d *Decision) (refusal error) {
	defer func() {
		if recover() != nil {
			refusal = s.contained(fmt.Sprintf("command %T", c))
			query.Settle(s.view.tx.Writer)
		}
	}()
	return c.Decide(d)
}

// afterPanic ends what Step was at. What became of its commands is not known: the block may be stored.
func (s *Shard) afterPanic() error {
	err := s.contained("writing")
	query.Settle(s.view.tx.Writer)
	for _, t := range s.writer.taken {
		t.uncertain = true
	}
	finishAll(s.writer.taken, ErrStopped.Because(err))
	return err
}
