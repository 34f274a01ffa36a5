//go:build !unix

package app

// openFiles is the most files that this process may have open: here the system sets no such bound.
func openFiles() uint64 { return 1 << 20 }
