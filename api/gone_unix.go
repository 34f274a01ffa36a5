//go:build unix

package api

import "syscall"

// hasEnded looks, without waiting, whether the other side has closed a connection.
func hasEnded(c syscall.RawConn) (ended bool) {
	err := c.Read(func(fd uintptr) bool {
		var b [1]byte
		_, _, err := syscall.Recvfrom(int(fd), b[:], syscall.MSG_PEEK|syscall.MSG_DONTWAIT)
		ended = err != syscall.EAGAIN && err != syscall.EINTR
		return true
	})
	return ended || err != nil
}
