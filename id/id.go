// Package id names things: sixteen bytes that carry where the thing has its home and when it was made.
//
//	byte 0      the home shard, 0..255 (0 as well where there is none: command ids)
//	bytes 1..6  Unix time in milliseconds, big endian: ids made later sort later, so indexes grow at their end
//	bytes 7..15 random, or derived from the command that made the thing
//
// The text form is 26 letters of Crockford's base32 in lower case (https://www.crockford.com/base32.html): no i, l, o,
// u, easily read aloud, sorts as the bytes do.
//
// It does not know what is named. Packages give their ids types of their own, so that an order is no customer.
package id

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"time"
)

// Size is the number of bytes of an id, Letters that of its text form.
const (
	Size    = 16
	Letters = 26
)

// ID names one thing for ever. The zero ID names nothing.
type ID [Size]byte

// ErrSyntax is a text that is no id.
var ErrSyntax = errors.New("not an id: want 26 letters or digits")

var letters = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// New makes an id from an instant and a source of randomness, of which it reads nine bytes.
func New(shard uint8, at time.Time, random io.Reader) (ID, error) {
	n := head(shard, at)
	_, err := io.ReadFull(random, n[7:])
	return n, err
}

// Derive makes the id of the nth thing that a command makes. The same command makes the same ids again, wherever it
// is replayed. Devices count on it (web/src/lib/id.ts): by the end of an id they know what they have made.
func Derive(shard uint8, at time.Time, command ID, nth uint64) ID {
	var seed [Size + 8]byte
	copy(seed[:], command[:])
	binary.BigEndian.PutUint64(seed[Size:], nth)
	sum := sha256.Sum256(seed[:])
	n := head(shard, at)
	copy(n[7:], sum[:])
	return n
}

// Of makes an id of what names a thing elsewhere already: the same words give the same id. It carries no time.
func Of(shard uint8, words ...string) ID {
	h := sha256.New()
	for _, w := range words {
		var size [8]byte
		binary.BigEndian.PutUint64(size[:], uint64(len(w)))
		h.Write(size[:])
		io.WriteString(h, w) //nolint:errcheck // a hash accepts everything
	}
	var n ID
	n[0] = shard
	copy(n[1:], h.Sum(nil))
	return n
}

func head(shard uint8, at time.Time) ID {
	var ms [8]byte
	binary.BigEndian.PutUint64(ms[:], uint64(max(at.UnixMilli(), 0)))
	n := ID{shard}
	copy(n[1:7], ms[2:]) // the top two bytes of a time are empty until the year 10889
	return n
}

// Shard is the home of the thing.
func (n ID) Shard() uint8 { return n[0] }

// Time is when the id was made, to the millisecond. It is meaningless for ids made by Of.
func (n ID) Time() time.Time {
	var whole [8]byte
	copy(whole[2:], n[1:7])
	return time.UnixMilli(int64(binary.BigEndian.Uint64(whole[:])))
}

// IsZero reports whether the id names nothing.
func (n ID) IsZero() bool { return n == ID{} }

// String is the text form, "" for the zero ID.
func (n ID) String() string {
	if n.IsZero() {
		return ""
	}
	return letters.EncodeToString(n[:])
}

// Parse reads the text form, in upper or lower case.
func Parse(s string) (ID, error) {
	var n ID
	if len(s) != Letters {
		return n, ErrSyntax
	}
	b, err := letters.DecodeString(strings.ToLower(s))
	if err != nil || len(b) != Size {
		return n, ErrSyntax
	}
	copy(n[:], b)
	if n.String() != strings.ToLower(s) { // the last letter has bits to spare: one id has one text
		return ID{}, ErrSyntax
	}
	return n, nil
}

// FromBytes reads sixteen bytes.
func FromBytes(b []byte) (ID, error) {
	if len(b) != Size {
		return ID{}, ErrSyntax
	}
	return ID(b), nil
}
