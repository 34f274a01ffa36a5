package jetstream

import (
	"sync/atomic"
	"time"

	"dangol.example/clock"
)

// lookEvery is how old an answer about the disk's room may be.
const lookEvery = 500 * time.Millisecond

// room tells whether the disk has room to spare.
type room struct {
	dir     string
	reserve int64
	clock   clock.Clock
	looked  atomic.Int64 // when, in Unix nanoseconds
	full    atomic.Bool
}

// enough reports whether more than the reserve is free. Where it cannot be found out, it is.
func (r *room) enough() bool {
	now := r.clock.Now().UnixNano()
	if last := r.looked.Load(); now-last >= int64(lookEvery) && r.looked.CompareAndSwap(last, now) {
		free, known := freeBytes(r.dir)
		r.full.Store(known && free < r.reserve)
	}
	return !r.full.Load()
}
