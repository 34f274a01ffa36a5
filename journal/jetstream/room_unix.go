//go:build unix

package jetstream

import "golang.org/x/sys/unix"

// freeBytes is what an ordinary user may still write on the folder's disk.
func freeBytes(dir string) (free int64, known bool) {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return 0, false
	}
	return int64(s.Bavail) * s.Bsize, true
}

// diskBytes is how large the folder's disk is.
func diskBytes(dir string) (size int64, known bool) {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return 0, false
	}
	return int64(s.Blocks) * s.Bsize, true
}
