package shard

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"dangol.example/journal"
	"dangol.example/shard/query"
)

// Digest is a hash over everything in a view that the journal determines, table by table, row by row, and over what
// devices are given of it. Two views of one
// journal, up to the same block, have the same digest wherever and however they were made.
type Digest struct {
	Block  uint64
	Chain  journal.Hash
	Tables map[string]string // by table, in hexadecimal
}

// Digest reads the whole view.
func (s *Shard) Digest(ctx context.Context) (Digest, error) {
	d := Digest{Tables: map[string]string{}}
	err := s.Read(ctx, func(r *Reader) error {
		r.One(func(w *Row) {
			d.Block = uint64(w.Int())
			copy(d.Chain[:], w.Bytes())
		}, "SELECT number, hash FROM shard_head")
		var tables []string
		r.Each(func(w *Row) { tables = append(tables, w.Text()) },
			"SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
		for _, table := range tables {
			if table != "shard_recent" && table != "shard_sync" {
				columns := "*"
				if table == "shard_head" { // how many messages were void is no part of what was decided
					columns = "epoch, number, hash, time_ms, errands"
				}
				d.Tables[table] = query.HashTable(r, table, columns)
			}
		}
		d.Tables["newest rows"] = digestRows(r)
		resources, err := s.digestResources(r)
		d.Tables["resources"] = resources
		return err
	})
	return d, err
}

// digestRows hashes the newest row of every thing. Which older ones are still there is nobody's concern.
func digestRows(r *Reader) string {
	return query.Hash(r, "SELECT topic, id, kind, max(block) FROM ("+everyRow+") GROUP BY topic, id, kind")
}

const everyRow = `SELECT topic, id, kind, block FROM shard_sync
	UNION ALL SELECT topic, id, kind, block FROM shard_recent`

// digestResources hashes what devices are given of every thing.
func (s *Shard) digestResources(r *Reader) (string, error) {
	var all []Change
	r.Each(func(w *Row) { all = append(all, Change{Kind: w.Text(), ID: w.ID()}) },
		"SELECT DISTINCT kind, id FROM ("+everyRow+") ORDER BY id, kind")
	h := sha256.New()
	for i := range all {
		if err := s.build(r, &all[i]); err != nil {
			return "", err
		}
		fmt.Fprintf(h, "%s %s %d ", all[i].Kind, all[i].ID, len(all[i].Data))
		h.Write(all[i].Data)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
