package chatlog

import (
	"crypto/sha256"
	"encoding/binary"
	"strings"
)

// keyMemory is how many different messages are remembered, at the least, to number equal ones. Equal messages of one
// minute stand closer together than that even where two phones' clocks disagree.
const keyMemory = 4096

// keyer makes the keys of one room. It is deterministic: the same messages in the same order get the same keys, and so
// do those of a longer export, whatever comes before or after.
type keyer struct {
	room   string
	minute stamp // of the last message that had a time: the context of those that have none
	fresh  map[Key]uint32
	old    map[Key]uint32
	buf    []byte
}

// key makes the key of the next message.
func (k *keyer) key(m Message) Key {
	base := k.base(m)
	n := k.fresh[base]
	if n == 0 {
		n = k.old[base]
	}
	if len(k.fresh) >= keyMemory {
		k.old, k.fresh = k.fresh, k.old
		clear(k.fresh)
	}
	if k.fresh == nil {
		k.fresh = make(map[Key]uint32, keyMemory)
	}
	k.fresh[base] = n + 1
	if n == 0 {
		return base
	}
	sum := sha256.Sum256(binary.BigEndian.AppendUint32(append(k.buf[:0], base[:]...), n))
	return Key(sum[:len(base)])
}

// base hashes room, minute, sender and text. What is no text counts by its kind: "<사진 읽지 않음>" becomes "<사진>" in
// the next export. Empty lines at the end do not count: where a day line follows they cannot be seen.
func (k *keyer) base(m Message) Key {
	b := binary.BigEndian.AppendUint64(k.buf[:0], uint64(k.minute.minuteNumber()))
	b = append(b, byte(m.Kind), byte(m.Count))
	b = appendPart(b, k.room)
	b = appendPart(b, m.Sender)
	switch m.Kind {
	case Text, System, File, Board:
		b = appendPart(b, strings.TrimRight(m.Text, "\n \t"))
	}
	k.buf = b
	sum := sha256.Sum256(b)
	return Key(sum[:len(Key{})])
}

func appendPart(b []byte, s string) []byte {
	b = binary.BigEndian.AppendUint32(b, uint32(len(s)))
	return append(b, s...)
}
