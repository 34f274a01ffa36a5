package jetstream

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"dangol.example/blob"
	"dangol.example/journal"
)

// Bucket is what a store of blobs is made of.
type Bucket struct {
	Name     string
	MaxBytes int64         // of all blobs together; no more than a quarter of the journal's store is taken
	TTL      time.Duration // what is older is dropped; 0 keeps it for ever
}

// renewPart is the part of its time after which a blob that is stored again is written anew, so that it lies there for
// a whole time, but for this part, from then on.
const renewPart = 10

// bucketPart is the part of the store that one bucket may take: the logs need the rest.
const bucketPart = 4

// Blobs opens a store of blobs beside the logs.
func (j *Journal) Blobs(ctx context.Context, o Bucket) (blob.Store, error) {
	b := &blobs{journal: j, bucket: o}
	js, err := j.handle()
	if err != nil {
		return nil, err
	}
	_, err = js.CreateOrUpdateObjectStore(ctx, jetstream.ObjectStoreConfig{
		Bucket: o.Name, TTL: o.TTL, MaxBytes: min(o.MaxBytes, j.options.MaxStore/bucketPart),
		Storage: jetstream.FileStorage, Replicas: 1,
	})
	if err != nil {
		return nil, fmt.Errorf("open blobs %s: %w", o.Name, err)
	}
	return b, nil
}

// blobs implements blob.Store on JetStream's object store.
type blobs struct {
	journal *Journal
	bucket  Bucket
}

func (b *blobs) store(ctx context.Context) (jetstream.ObjectStore, error) {
	js, err := b.journal.handle()
	if err != nil {
		return nil, err
	}
	return js.ObjectStore(ctx, b.bucket.Name)
}

// Put implements blob.Store.
func (b *blobs) Put(ctx context.Context, data []byte) (blob.Hash, error) {
	if len(data) > blob.MaxBytes {
		return blob.Hash{}, blob.ErrTooLarge
	}
	name := blob.HashOf(data)
	store, err := b.store(ctx)
	if err != nil {
		return name, err
	}
	if info, err := store.GetInfo(ctx, name.String()); err == nil && !b.ages(info.ModTime) {
		return name, nil // it is there
	}
	if !b.journal.room.enough() {
		return name, blob.ErrNoRoom.Because(journal.ErrFull)
	}
	_, err = store.PutBytes(ctx, name.String(), data)
	if errors.Is(said(err), journal.ErrFull) {
		return name, blob.ErrNoRoom.Because(err)
	}
	if err != nil {
		return name, fmt.Errorf("store blob %s: %w", name, err)
	}
	return name, nil
}

// ages reports whether a blob of a time must be written anew to lie there for long enough.
func (b *blobs) ages(since time.Time) bool {
	return b.bucket.TTL > 0 && b.journal.options.Clock.Now().Sub(since) > b.bucket.TTL/renewPart
}

// Get implements blob.Store.
func (b *blobs) Get(ctx context.Context, name blob.Hash) ([]byte, error) {
	store, err := b.store(ctx)
	if err != nil {
		return nil, err
	}
	data, err := store.GetBytes(ctx, name.String())
	if errors.Is(err, jetstream.ErrObjectNotFound) {
		return nil, fmt.Errorf("blob %s: %w", name, blob.ErrMissing)
	}
	if err != nil {
		return nil, fmt.Errorf("read blob %s: %w", name, err)
	}
	return data, name.Check(data)
}

// Has implements blob.Store.
func (b *blobs) Has(ctx context.Context, name blob.Hash) (bool, error) {
	store, err := b.store(ctx)
	if err != nil {
		return false, err
	}
	_, err = store.GetInfo(ctx, name.String())
	if errors.Is(err, jetstream.ErrObjectNotFound) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("look for blob %s: %w", name, err)
	}
	return true, nil
}
