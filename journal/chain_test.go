package journal_test

import (
	"errors"
	"testing"

	journalv1 "dangol.example/gen/journal/dangol/journal/v1"
	"dangol.example/journal"
)

// start is a chain with an open epoch, and its bytes.
func start(t testing.TB) (journal.Chain, []byte) {
	t.Helper()
	c := journal.Chain{Shard: 3}
	data, _, err := journal.Encode(c.Opening("one"))
	if err != nil {
		t.Fatal(err)
	}
	next, _, err := c.Follow(data)
	if err != nil {
		t.Fatal(err)
	}
	return next, data
}

func TestFollow(t *testing.T) {
	c, opening := start(t)
	if c.Epoch != 1 || c.Number != 1 || c.Head != journal.HashOf(opening) {
		t.Fatalf("%+v", c)
	}
	block := c.Next()
	block.Entries = []*journalv1.Entry{{Command: make([]byte, 16)}}
	data, hash, err := journal.Encode(block)
	if err != nil {
		t.Fatal(err)
	}
	next, read, err := c.Follow(data)
	if err != nil || next.Number != 2 || next.Epoch != 1 || next.Head != hash || len(read.GetEntries()) != 1 {
		t.Errorf("%+v, %v, %v", next, read, err)
	}
	again, same, err := journal.Encode(block)
	if err != nil || same != hash || string(again) != string(data) || len(hash.Name()) > journal.MaxName {
		t.Error("a block has two encodings, or its name is too long")
	}
}

// Each reason for which a block is void, and that the chain stays as it was.
func TestFollowVoids(t *testing.T) {
	c, _ := start(t)
	for name, want := range map[string]struct {
		change func(*journalv1.Block)
		err    error
	}{
		"of another shard":     {func(b *journalv1.Block) { b.Shard = 4 }, journal.ErrForeign},
		"of an old epoch":      {func(b *journalv1.Block) { b.Epoch = 0 }, journal.ErrEpoch},
		"a number too far":     {func(b *journalv1.Block) { b.Number = 3 }, journal.ErrNumber},
		"a number again":       {func(b *journalv1.Block) { b.Number = 1 }, journal.ErrNumber},
		"another head":         {func(b *journalv1.Block) { b.Previous = make([]byte, 32) }, journal.ErrHash},
		"no head":              {func(b *journalv1.Block) { b.Previous = nil }, journal.ErrHash},
		"an epoch is left out": {func(b *journalv1.Block) { b.Epoch = 3 }, journal.ErrOpening},
		"opens with an entry": {func(b *journalv1.Block) {
			b.Epoch, b.Entries = 2, []*journalv1.Entry{{}}
		}, journal.ErrOpening},
	} {
		b := c.Next()
		want.change(b)
		data, _, err := journal.Encode(b)
		if err != nil {
			t.Fatal(err)
		}
		after, block, err := c.Follow(data)
		if !errors.Is(err, want.err) || after != c || block != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, _, err := c.Follow([]byte{0xff}); !errors.Is(err, journal.ErrSyntax) {
		t.Errorf("junk: %v", err)
	}
	first := journal.Chain{Shard: 3}
	data, _, _ := journal.Encode(first.Next())
	if _, _, err := first.Follow(data); !errors.Is(err, journal.ErrOpening) {
		t.Errorf("a first block that opens no epoch: %v", err)
	}
}

func TestEncodeHasALimit(t *testing.T) {
	b := journal.Chain{}.Opening(string(make([]byte, journal.MaxMessage)))
	if _, _, err := journal.Encode(b); !errors.Is(err, journal.ErrTooLarge) {
		t.Errorf("%v", err)
	}
}

func FuzzFollow(f *testing.F) {
	c, opening := start(f)
	next, _, _ := journal.Encode(c.Next())
	f.Add(opening)
	f.Add(next)
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		after, block, err := c.Follow(data)
		if err != nil && after != c || err == nil && (after.Number != c.Number+1 || block == nil) {
			t.Errorf("%+v, %v", after, err)
		}
	})
}

// What a writer that lost a race leaves behind is void; what only a log that is not whole can hold is damage.
func TestFollowTellsDamageFromRaces(t *testing.T) {
	c, _ := start(t)
	second, _, err := journal.Encode(c.Opening("two"))
	if err != nil {
		t.Fatal(err)
	}
	later, _, err := c.Follow(second)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]struct {
		on     journal.Chain
		block  *journalv1.Block
		damage bool
	}{
		"late of the epoch before":     {later, c.Next(), false},
		"again of this epoch":          {later, &journalv1.Block{Shard: 3, Epoch: 2, Number: 2}, false},
		"too far of the epoch before":  {later, &journalv1.Block{Shard: 3, Epoch: 1, Number: 9}, false},
		"too far of this epoch":        {later, &journalv1.Block{Shard: 3, Epoch: 2, Number: 9}, true},
		"of an epoch that never began": {later, &journalv1.Block{Shard: 3, Epoch: 4, Number: 3}, true},
		"of another shard":             {later, &journalv1.Block{Shard: 9, Epoch: 2, Number: 3}, true},
	} {
		data, _, err := journal.Encode(want.block)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := want.on.Follow(data); err == nil || errors.Is(err, journal.ErrDamaged) != want.damage {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestStoredIsChecked(t *testing.T) {
	m := journal.Stored{Seq: 1, Data: []byte("as it was")}
	m.Name = journal.HashOf(m.Data).Name()
	if _, err := m.Check(); err != nil {
		t.Error(err)
	}
	m.Data[0] ^= 1
	if _, err := m.Check(); !errors.Is(err, journal.ErrDamaged) {
		t.Errorf("a flipped bit: %v", err)
	}
}
