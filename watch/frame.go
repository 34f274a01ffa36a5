package watch

import (
	"encoding/binary"
	"strconv"

	"google.golang.org/protobuf/proto"
)

// An envelope is a byte of flags, four of the message's length, and the message; it lies in one chunk of the answer
// (RFC 9112, section 7.1).
const (
	envelopeHead = 5
	chunkHead    = 10 // the most that a chunk's length and its line end take
)

// frame makes the bytes of a message.
func frame(m proto.Message) ([]byte, error) {
	size := proto.Size(m)
	b := make([]byte, 0, chunkHead+envelopeHead+size+2)
	b = append(strconv.AppendInt(b, int64(envelopeHead+size), 16), "\r\n"...)
	b = binary.BigEndian.AppendUint32(append(b, 0), uint32(size))
	b, err := proto.MarshalOptions{UseCachedSize: true}.MarshalAppend(b, m)
	return append(b, "\r\n"...), err
}

// lastFrame makes the end of an answer out of an envelope.
func lastFrame(envelope []byte) []byte {
	b := append(strconv.AppendInt(nil, int64(len(envelope)), 16), "\r\n"...)
	return append(append(b, envelope...), "\r\n0\r\n\r\n"...)
}
