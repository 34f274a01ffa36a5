package main

import "errors"

// beside moves the log's pages into the file on a connection of its own, so that the writer does not wait for the disk.
// Alone it never gets to the end while the writer goes on: the writer's own checkpoint is the brake.
type beside struct {
	every  int
	bell   chan struct{}
	failed chan error
}

// startBeside gives nil, which does nothing, where the settings want none.
func startBeside(by way, path string, with settings) (*beside, error) {
	if with.beside == 0 {
		return nil, nil
	}
	s, err := with.open(by, path)
	if err != nil {
		return nil, err
	}
	checkpoint, err := s.prepare("PRAGMA wal_checkpoint(PASSIVE)")
	if err != nil {
		return nil, errors.Join(err, s.close())
	}
	b := &beside{with.beside, make(chan struct{}, 1), make(chan error, 1)}
	go func() {
		var err error
		for range b.bell {
			if err == nil {
				err = checkpoint.exec()
			}
		}
		b.failed <- errors.Join(err, checkpoint.close(), s.close())
	}()
	return b, nil
}

// tell says how many groups were written; it never waits.
func (b *beside) tell(groups int) {
	if b == nil || groups%b.every != 0 {
		return
	}
	select {
	case b.bell <- struct{}{}:
	default:
	}
}

func (b *beside) stop() error {
	if b == nil {
		return nil
	}
	close(b.bell)
	return <-b.failed
}
