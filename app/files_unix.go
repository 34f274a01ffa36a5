//go:build unix

package app

import "syscall"

// openFiles is the most files that this process may have open, and 0 when that is not known. Go has raised it at the start
// as far as the system allows.
func openFiles() uint64 {
	var l syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &l); err != nil {
		return 0
	}
	return uint64(l.Cur) //nolint:unconvert // signed on some systems
}
