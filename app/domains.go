package app

import (
	"dangol.example/blob"
	"dangol.example/shard"
	"dangol.example/shop"
)

// domains is THE list of what lives on every shard.
func domains(files blob.Store) []shard.Domain {
	return []shard.Domain{shop.Domain(shop.Options{Blobs: files})}
}
