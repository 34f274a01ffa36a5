// Package blob keeps bytes under the name of their hash: files that wait to be imported, and later photos and mail.
//
// A blob never changes: who has its name can check it. Storing the same bytes again is harmless. It does not know what
// the bytes mean, and does not count who needs them.
package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"sync"

	"dangol.example/fault"
)

// MaxBytes is the most bytes of one blob. Larger things are kept in parts.
const MaxBytes = 1 << 20

// ErrNoRoom says that the disk is full, or as many blobs are stored as may be. Nothing was stored.
var ErrNoRoom = fault.New(fault.Busy,
	"파일을 저장할 자리가 없어요. 디스크에 자리를 만들거나, 올려 둔 파일이 지워질 때까지 기다렸다가 다시 해 주세요.",
	"There is no room left for files. Please make room on the disk, or wait until old ones have gone, and try again.")

// The errors of a store.
var (
	ErrMissing  = errors.New("no such blob")
	ErrTooLarge = errors.New("blob too large")
	ErrDamaged  = errors.New("blob damaged")
	ErrSyntax   = errors.New("not the name of a blob: want 64 hexadecimal digits")
)

// Hash is the SHA-256 of a blob, which is its name.
type Hash [sha256.Size]byte

// HashOf names bytes.
func HashOf(data []byte) Hash { return sha256.Sum256(data) }

// String is the name in hexadecimal.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// ParseHash reads a name in hexadecimal.
func ParseHash(s string) (Hash, error) {
	var h Hash
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != len(h) {
		return h, ErrSyntax
	}
	copy(h[:], b)
	return h, nil
}

// Check reports whether bytes are what a name says.
func (h Hash) Check(data []byte) error {
	if HashOf(data) != h {
		return fmt.Errorf("blob %s: %w", h, ErrDamaged)
	}
	return nil
}

// Store keeps blobs. Its methods may be called by many goroutines.
type Store interface {
	// Put stores bytes durably and gives their name. It does not keep data. Bytes that are there already are as good as
	// new: a store that drops old ones counts from now. ErrNoRoom when they cannot be stored.
	Put(ctx context.Context, data []byte) (Hash, error)
	// Get gives the bytes of a name, checked; ErrMissing when they are not there, ErrDamaged when they are not what
	// they were. The bytes are the caller's.
	Get(ctx context.Context, name Hash) ([]byte, error)
	// Has reports whether the bytes of a name are there, without reading them.
	Has(ctx context.Context, name Hash) (bool, error)
}

// Memory is a store in memory, for tests.
type Memory struct {
	mu    sync.Mutex
	blobs map[Hash][]byte
}

// Put implements Store.
func (m *Memory) Put(_ context.Context, data []byte) (Hash, error) {
	if len(data) > MaxBytes {
		return Hash{}, ErrTooLarge
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.blobs == nil {
		m.blobs = map[Hash][]byte{}
	}
	h := HashOf(data)
	m.blobs[h] = append([]byte(nil), data...)
	return h, nil
}

// Get implements Store.
func (m *Memory) Get(_ context.Context, name Hash) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	data, is := m.blobs[name]
	if !is {
		return nil, fmt.Errorf("blob %s: %w", name, ErrMissing)
	}
	return append([]byte(nil), data...), nil
}

// Has implements Store.
func (m *Memory) Has(_ context.Context, name Hash) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	_, is := m.blobs[name]
	return is, nil
}
