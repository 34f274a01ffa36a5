package journal

import (
	"context"
	"errors"
)

// Until is a log as it was when it had fewer messages.
type Until struct {
	Log
	Most uint64 // the last message that is shown
}

var errEnough = errors.New("read enough")

// Tail implements Log.
func (u *Until) Tail(ctx context.Context) (uint64, error) {
	tail, err := u.Log.Tail(ctx)
	return min(tail, u.Most), err
}

// Read implements Log.
func (u *Until) Read(ctx context.Context, after uint64, yield func(Stored) error) error {
	err := u.Log.Read(ctx, after, func(m Stored) error {
		if m.Seq > u.Most {
			return errEnough
		}
		return yield(m)
	})
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}
