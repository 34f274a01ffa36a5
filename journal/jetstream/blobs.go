package jetstream

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"dangol.example/blob"
)

// Blobs opens a store of blobs beside the logs. What is older than ttl is dropped; 0 keeps it for ever.
func (j *Journal) Blobs(ctx context.Context, bucket string, ttl time.Duration) (blob.Store, error) {
	b := &blobs{journal: j, bucket: bucket}
	js, err := j.handle()
	if err != nil {
		return nil, err
	}
	_, err = js.CreateOrUpdateObjectStore(ctx, jetstream.ObjectStoreConfig{
		Bucket: bucket, TTL: ttl, Storage: jetstream.FileStorage, Replicas: 1,
	})
	if err != nil {
		return nil, fmt.Errorf("open blobs %s: %w", bucket, err)
	}
	return b, nil
}

// blobs implements blob.Store on JetStream's object store.
type blobs struct {
	journal *Journal
	bucket  string
}

func (b *blobs) store(ctx context.Context) (jetstream.ObjectStore, error) {
	js, err := b.journal.handle()
	if err != nil {
		return nil, err
	}
	return js.ObjectStore(ctx, b.bucket)
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
	if _, err := store.GetInfo(ctx, name.String()); err == nil {
		return name, nil // it is there
	}
	if _, err := store.PutBytes(ctx, name.String(), data); err != nil {
		return name, fmt.Errorf("store blob %s: %w", name, err)
	}
	return name, nil
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
