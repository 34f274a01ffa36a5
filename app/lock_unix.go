//go:build unix

package app

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"

	"dangol.example/fault"
)

// errLocked says that another process is at work in the folder.
var errLocked = fault.New(
	fault.Conflict,
	"이 data 폴더에서 이미 단골이 돌고 있어요.",
	"Dangol is running on this data folder already.",
)

// lockFolder takes the folder for this process. The system gives it back when the process ends, however it ends.
func lockFolder(dir string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = f.Close()
		return nil, errLocked.Because(err)
	}
	return f, nil
}

// syncFolder makes the names in a folder durable.
func syncFolder(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
