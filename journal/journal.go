// Package journal is what a shard's history looks like: blocks in a chain, kept by a log that acknowledges none before
// it is durable.
//
// A Log keeps messages in order and numbers them from 1 without a gap. It does not know what is in them. A message is
// one encoded Block. Blocks form a chain: each carries its number, its writer's epoch and the hash of the block before.
// Chain tells which messages belong: one that does not chain is void, for everybody alike, and leaves no trace.
//
// Why a chain when the log orders already: a number is not an identity. A block that was computed on a lost block can
// win the number after it (measured: docs/adr/0005-one-block-in-flight.md). The hash shows it.
//
// It is not a queue and not a database: it has no consumers, and nothing is ever changed or taken out.
package journal

import (
	"context"
	"errors"
	"fmt"
)

// The outcomes of an append that is not known to have been stored.
var (
	// ErrStale says that another message has the place: the caller's picture of the log is old. Nothing was stored.
	ErrStale = errors.New("another block is there already")
	// ErrUnknown says that no answer came: the message may be stored now, later or never. The caller appends the same
	// bytes under the same name again, or reads what is there, and decides nothing before that.
	ErrUnknown = errors.New("no answer from the journal")
	// ErrFull says that there is no room. Nothing was stored; it may be tried again when there is room.
	ErrFull = errors.New("no room left for the journal")
	// ErrTooLarge says that the message is over MaxMessage. Nothing was stored.
	ErrTooLarge = errors.New("block too large for the journal")
	// ErrDamaged says that a message which should be there cannot be read, or is not what was stored.
	ErrDamaged = errors.New("journal damaged")
	// ErrClosed says that the journal has been shut down.
	ErrClosed = errors.New("journal closed")
)

// The limits of a log.
const (
	// MaxMessage is the most bytes of one message.
	MaxMessage = 1 << 20
	// MaxName is the most bytes of a message's name.
	MaxName = 64
	// MaxShards is how many shards there can be: an id has one byte for its home.
	MaxShards = 256
)

// Stored is one message of a log.
type Stored struct {
	Seq  uint64 // from 1, without a gap
	Name string // under which it was appended
	Data []byte // the reader's to keep
}

// Check hashes a message. A block's message is named after its hash, so that bytes which have changed since they were
// acknowledged are found out: they are ErrDamaged, and never void.
func (m Stored) Check() (Hash, error) {
	hash := HashOf(m.Data)
	if hash.Name() != m.Name {
		return hash, fmt.Errorf("message %d is not what was stored: %w", m.Seq, ErrDamaged)
	}
	return hash, nil
}

// Log is the journal of one shard. Its methods may be called by many goroutines.
type Log interface {
	// Append stores data as message number after+1 and returns when it is durable. The name tells a repetition: the
	// same name and after again, within the log's memory (two minutes at least), is answered as the first time and
	// stored once. Errors: ErrStale, ErrUnknown, ErrFull, ErrTooLarge, ErrClosed, each possibly wrapped; anything
	// else means that nothing was stored. A context that ends gives ErrUnknown. Data is not kept after the return.
	Append(ctx context.Context, after uint64, name string, data []byte) error

	// Read hands over every message after the given number, in order, up to the tail at the time of the call or later.
	// It stops at the first error of yield and returns it. A message that is missing or does not check is ErrDamaged.
	Read(ctx context.Context, after uint64, yield func(Stored) error) error

	// Tail is the number of the last message that is stored, 0 when there is none.
	Tail(ctx context.Context) (uint64, error)
}

// Journal keeps the logs of all shards.
type Journal interface {
	// Open gives the log of a shard, and makes it when it is not there.
	Open(ctx context.Context, shard uint8) (Log, error)
	// Close shuts the journal down. What was acknowledged stays. It may be called twice.
	Close() error
}
