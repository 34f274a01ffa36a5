package journal

import (
	"crypto/sha256"
	"errors"
	"fmt"

	"google.golang.org/protobuf/proto"

	journalv1 "dangol.example/gen/journal/dangol/journal/v1"
)

// Hash is the SHA-256 of an encoded block.
type Hash [sha256.Size]byte

// Chain is the head of a shard's chain. The zero value with its Shard set is the chain before the first block.
type Chain struct {
	Shard  uint8
	Epoch  uint64 // of the newest block
	Number uint64 // of the newest block, 0 when there is none
	Head   Hash   // of the newest block
}

// The reasons for which a message is void. They are no errors of the log: two writers raced, and one lost.
var (
	ErrForeign = errors.New("block of another shard")
	ErrEpoch   = errors.New("block of a writer that has been followed by another")
	ErrNumber  = errors.New("block out of its place")
	ErrHash    = errors.New("block on top of one that is not there")
	ErrOpening = errors.New("an epoch must open with a block of its own")
	ErrSyntax  = errors.New("not a block")
)

// Next gives the block that follows in the chain, without entries.
func (c Chain) Next() *journalv1.Block {
	return &journalv1.Block{Shard: uint32(c.Shard), Epoch: c.Epoch, Number: c.Number + 1, Previous: c.Head[:]}
}

// Opening gives the block with which a new writer opens its epoch.
func (c Chain) Opening(writer string) *journalv1.Block {
	b := c.Next()
	b.Epoch, b.Writer = c.Epoch+1, writer
	return b
}

// Encode gives the bytes of a block and their hash, whose text form is the message's name.
func Encode(b *journalv1.Block) ([]byte, Hash, error) {
	data, err := proto.MarshalOptions{Deterministic: true}.Marshal(b)
	if err != nil {
		return nil, Hash{}, fmt.Errorf("encode block %d: %w", b.GetNumber(), err)
	}
	if len(data) > MaxMessage {
		return nil, Hash{}, fmt.Errorf("block %d has %d bytes: %w", b.GetNumber(), len(data), ErrTooLarge)
	}
	return data, sha256.Sum256(data), nil
}

// HashOf is the hash of an encoded block.
func HashOf(data []byte) Hash { return sha256.Sum256(data) }

// Name is the name of a block's message.
func (h Hash) Name() string { return fmt.Sprintf("%x", h[:MaxName/4]) }

// Follow reads a message and gives the chain with it on top. On an error the message is void, the chain is as before,
// and the error says why. An error that is ErrDamaged too says that the log is not whole: it is not passed over.
//
// INVARIANT: the answer depends on the chain and the bytes alone, so that every reader voids the same messages.
func (c Chain) Follow(data []byte) (Chain, *journalv1.Block, error) {
	return c.FollowHashed(data, HashOf(data))
}

// FollowHashed is Follow for whoever has hashed the message already.
func (c Chain) FollowHashed(data []byte, hash Hash) (Chain, *journalv1.Block, error) {
	b := &journalv1.Block{}
	if err := proto.Unmarshal(data, b); err != nil {
		return c, nil, fmt.Errorf("%w: %w: %w", ErrDamaged, ErrSyntax, err)
	}
	if err := c.check(b); err != nil {
		if c.lacks(b) {
			err = fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		return c, nil, err
	}
	return Chain{Shard: c.Shard, Epoch: b.GetEpoch(), Number: b.GetNumber(), Head: hash}, b, nil
}

// lacks reports whether a block that does not follow shows that the log is not whole: it is another shard's, or its
// writer stood on blocks which are not here. A writer that has lost a race is always of an older epoch, or stands no
// further than the chain: it has one block in flight, and opens its epoch on what it has read.
func (c Chain) lacks(b *journalv1.Block) bool {
	return b.GetShard() != uint32(c.Shard) || b.GetEpoch() > c.Epoch ||
		b.GetEpoch() == c.Epoch && b.GetNumber() > c.Number+1
}

func (c Chain) check(b *journalv1.Block) error {
	switch {
	case b.GetShard() != uint32(c.Shard):
		return ErrForeign
	case b.GetEpoch() < c.Epoch:
		return ErrEpoch
	case b.GetNumber() != c.Number+1:
		return ErrNumber
	case len(b.GetPrevious()) != len(c.Head) || Hash(b.GetPrevious()) != c.Head:
		return ErrHash
	case b.GetEpoch() == c.Epoch && c.Epoch > 0:
		return nil
	case b.GetEpoch() != c.Epoch+1 || len(b.GetEntries()) > 0:
		return ErrOpening
	}
	return nil
}
