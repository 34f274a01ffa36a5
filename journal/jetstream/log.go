package jetstream

import (
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
)

// natsLogger takes the server's words. Its Fatalf does not end the process, as the server's own would: it is kept for
// whoever started the server.
type natsLogger struct {
	logger *slog.Logger
	mu     sync.Mutex
	fatal  error
	fails  atomic.Pointer[failure] // told of what is fatal once the server has started
	stuck  atomic.Bool             // a store has failed to write, and takes nothing more before it is opened anew
}

// criticalWrite is how the server says that a store has failed to write (filestore.go, setWriteErr). It has no other
// way to tell.
const criticalWrite = "ritical write error"

func (l *natsLogger) failed() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.fatal
}

// Noticef implements server.Logger. Its notices are for people who run NATS, not for ours.
func (l *natsLogger) Noticef(string, ...any) {}

// Warnf implements server.Logger.
func (l *natsLogger) Warnf(format string, v ...any) {
	l.logger.Warn("journal", "says", fmt.Sprintf(format, v...))
}

// Errorf implements server.Logger.
func (l *natsLogger) Errorf(format string, v ...any) {
	said := fmt.Sprintf(format, v...)
	if strings.Contains(said, criticalWrite) {
		l.stuck.Store(true)
	}
	l.logger.Error("journal", "says", said)
}

// Fatalf implements server.Logger.
func (l *natsLogger) Fatalf(format string, v ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.fatal = fmt.Errorf(format, v...)
	l.logger.Error("journal", "fails", l.fatal)
	if f := l.fails.Load(); f != nil {
		f.meet(l.fatal)
	}
}

// Debugf implements server.Logger.
func (l *natsLogger) Debugf(string, ...any) {}

// Tracef implements server.Logger.
func (l *natsLogger) Tracef(string, ...any) {}
