// Package planted holds bugs that are put in on purpose, to see whether the simulator finds them.
//
// A normal build has none: Is is a constant there, and the compiler drops what hangs on it. Only with the build tag
// planted can one be switched on, by tests. It is not for switching features.
package planted

// Bug is one planted bug.
type Bug uint8

// The bugs.
const (
	None             Bug = iota
	KeepRefused          // a refused command's changes stay
	ForgetCommands       // a command that comes again is done again
	IgnoreContent        // a command's id used for other content is answered as the first
	AnswerEarly          // answers go out before the journal has acknowledged
	TrustSilence         // an append without an answer counts as stored
	DecideBehind         // after trouble the writer decides without reading the journal first
	AppendBlind          // a block goes behind whatever is last, not behind what it was decided on
	NoChain              // blocks that do not chain are applied
	SkipLast             // replay drops the last entry of a block
	SleepingWatchers     // watchers are not woken
	OldStamp             // rows of the sync table keep the block they first had
	LoseErrands          // an errand is struck out before it is run
	ClockInApplier       // what is applied differs from what is replayed
	TrustBytes           // a message is not held against its name
	ForgetStretches      // a replay that was interrupted begins in the middle
	last
)

// All are the bugs that can be planted.
func All() []Bug {
	all := make([]Bug, 0, last-1)
	for b := None + 1; b < last; b++ {
		all = append(all, b)
	}
	return all
}

var names = [...]string{
	"none", "keep refused", "forget commands", "ignore content", "answer early", "trust silence", "decide behind",
	"append blind", "no chain", "skip last", "sleeping watchers", "old stamp", "lose errands", "clock in applier",
	"trust bytes", "forget stretches",
}

// String names the bug.
func (b Bug) String() string { return names[b] }
