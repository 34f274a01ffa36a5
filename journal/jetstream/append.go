package jetstream

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/nats-io/nats.go/jetstream"

	"dangol.example/journal"
)

// The codes of JetStream's errors that we tell apart (server/errors.json).
const (
	codeWrongLastSequence  = 10071
	codeInsufficient       = 10023
	codeStorageExceeded    = 10047
	codeStreamStoreFailed  = 10077
	codeNotEnabled         = 10076
	codeNotEnabledAccount  = 10039
	codeTemporarilyMissing = 10008
)

// Append implements journal.Log: one publish that expects its place and has a name.
func (l *log) Append(ctx context.Context, after uint64, name string, data []byte) error {
	if len(data) > journal.MaxMessage || len(name) > journal.MaxName {
		return journal.ErrTooLarge
	}
	js, err := l.journal.handle()
	if err != nil {
		return err
	}
	if !l.journal.room.enough() {
		return journal.ErrFull
	}
	ack, err := js.Publish(ctx, l.subject, data, jetstream.WithMsgID(name), jetstream.WithExpectLastSequence(after),
		jetstream.WithRetryAttempts(0))
	if err = said(err); errors.Is(err, journal.ErrStale) {
		// It may be a repetition: the server looks at the place before it looks at the name.
		holds, unknown := l.holds(ctx, js, after+1, name)
		switch {
		case unknown != nil:
			return fmt.Errorf("%w: is it there already: %w", journal.ErrUnknown, unknown)
		case holds:
			return nil
		}
	}
	if err != nil {
		return err
	}
	if ack.Sequence != after+1 { // a repetition of what has another place
		return fmt.Errorf("it is message %d already: %w", ack.Sequence, journal.ErrStale)
	}
	return nil
}

// holds reports whether a place holds the message of a name. What cannot be read is not known.
func (l *log) holds(ctx context.Context, js jetstream.JetStream, seq uint64, name string) (bool, error) {
	stream, err := js.Stream(ctx, l.stream)
	if err != nil {
		return false, err
	}
	m, err := stream.GetMsg(ctx, seq)
	switch {
	case errors.Is(err, jetstream.ErrMsgNotFound):
		return false, nil
	case err != nil:
		return false, err
	}
	return m.Header.Get(jetstream.MsgIDHeader) == name, nil
}

// said turns what the server said into what it means.
func said(err error) error {
	if err == nil {
		return nil
	}
	var api *jetstream.APIError
	if !errors.As(err, &api) {
		return fmt.Errorf("%w: %w", journal.ErrUnknown, err)
	}
	switch api.ErrorCode {
	case codeWrongLastSequence:
		return fmt.Errorf("%w: %w", journal.ErrStale, err)
	case codeInsufficient, codeStorageExceeded:
		return fmt.Errorf("%w: %w", journal.ErrFull, err)
	case codeStreamStoreFailed:
		if strings.Contains(api.Description, "maximum") || strings.Contains(api.Description, "resource") {
			return fmt.Errorf("%w: %w", journal.ErrFull, err)
		}
		return fmt.Errorf("%w: %w", journal.ErrUnknown, err) // the disk failed: read before going on
	case codeNotEnabled, codeNotEnabledAccount, codeTemporarilyMissing:
		return fmt.Errorf("%w: %w", journal.ErrUnknown, err)
	default:
		return err
	}
}
