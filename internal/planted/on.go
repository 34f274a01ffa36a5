//go:build planted

package planted

import "sync/atomic"

var planted atomic.Uint32 //nolint:gochecknoglobals // only in builds that look for planted bugs

// Is reports whether a bug is planted.
func Is(b Bug) bool { return planted.Load() == uint32(b) && b != None }

// Plant puts one bug in, and takes out the one before; None takes it out.
func Plant(b Bug) { planted.Store(uint32(b)) }
