//go:build !unix

package app

import (
	"os"
	"path/filepath"

	"dangol.example/fault"
)

// errLocked says that another process is at work in the folder.
var errLocked = fault.New(
	fault.Conflict,
	"이 data 폴더에서 이미 단골이 돌고 있어요.",
	"Dangol is running on this data folder already.",
)

// lockFolder takes the folder for this process: Windows does not let a file be removed that somebody holds open.
func lockFolder(dir string) (*os.File, error) {
	name := filepath.Join(dir, "lock")
	if err := os.Remove(name); err != nil && !os.IsNotExist(err) {
		return nil, errLocked.Because(err)
	}
	return os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600)
}

// syncFolder does nothing here: Windows keeps the names in a folder by itself.
func syncFolder(string) error { return nil }
