package main

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/jackc/pgx/v5"
)

const (
	shops        = 64                // topics of the sync table
	resourceLen  = 300               // bytes of what devices hold of an order
	clockErrorMS = 500               // of devices that make command ids
	startMS      = 1_700_000_000_000 // when the first order that is there was made
)

var note = strings.Repeat("레터링 문구와 픽업 때 부탁 ", 3)

// fill makes the tables, with rows orders and what devices hold of them.
func fill(ctx context.Context, c *cluster, rows int) error {
	conn, err := c.connect(ctx)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx)) //nolint:errcheck // nothing is left to do on it
	if _, err := conn.Exec(ctx, schema); err != nil {
		return fmt.Errorf("schema: %w", err)
	}
	next := 0
	source := func(row func(n uint64) []any) pgx.CopyFromSource {
		next = 0
		return pgx.CopyFromFunc(func() ([]any, error) {
			if next == rows {
				return nil, nil
			}
			next++
			return row(uint64(next - 1)), nil
		})
	}
	r := rand.New(rand.NewPCG(1, 1))
	for _, t := range []struct {
		name    string
		columns []string
		row     func(n uint64) []any
	}{
		{"command", []string{"id", "fingerprint", "answer"}, func(n uint64) []any { return []any{commandID(r, startMS+int64(n)/10), blob(r, 32), blob(r, 24)} }},
		{"shop_order", orderColumns, func(n uint64) []any { return orderRow(r, n, 1) }},
		{"sync", []string{"topic", "kind", "id", "block", "data"}, func(n uint64) []any {
			return []any{topic(n), "order", orderID(n), int64(n / 128), blob(r, resourceLen)}
		}},
	} {
		if _, err := conn.CopyFrom(ctx, pgx.Identifier{t.name}, t.columns, source(t.row)); err != nil {
			return fmt.Errorf("fill %s: %w", t.name, err)
		}
	}
	for _, q := range []string{fmt.Sprintf("SELECT setval('block', %d)", rows/128+1), "VACUUM ANALYZE", "CHECKPOINT"} {
		if _, err := conn.Exec(ctx, q); err != nil {
			return fmt.Errorf("%s: %w", q, err)
		}
	}
	return nil
}

// orderID is like the product's ids: by time first, so that new ones stand at the end of their index.
func orderID(n uint64) []byte {
	b := make([]byte, 16)
	binary.BigEndian.PutUint64(b, startMS+n/10)
	binary.BigEndian.PutUint64(b[8:], n*0x9e3779b97f4a7c15)
	return b
}

// commandID is by time first as well, with what a device's clock is wrong by.
func commandID(r *rand.Rand, ms int64) []byte {
	b := blob(r, 16)
	binary.BigEndian.PutUint64(b, (uint64(ms)+r.Uint64N(clockErrorMS))<<8)
	return b
}

func topic(n uint64) string { return fmt.Sprintf("shop/%026d", n%shops) }

func blob(r *rand.Rand, n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

var orderColumns = []string{
	"id", "shop", "customer", "code", "state", "pickup_ms", "price_won", "paid_won", "made_ms", "revision", "note",
}

func orderRow(r *rand.Rand, n uint64, revision int64) []any {
	made := startMS + int64(n)/10
	return []any{
		orderID(n), []byte(topic(n)[:16]), blob(r, 16), "이서연47", int32(r.IntN(9)), made + 86_400_000, int64(10_000 + r.IntN(90_000)),
		int64(0), made, revision, note,
	}
}

const (
	commandSQL = "INSERT INTO command (id, fingerprint, answer) VALUES ($1, $2, $3)"
	lookSQL    = "SELECT revision FROM shop_order WHERE id = $1 FOR UPDATE"
	orderSQL   = `INSERT INTO shop_order (id, shop, customer, code, state, pickup_ms, price_won, paid_won, made_ms, revision, note)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (id) DO UPDATE SET state = excluded.state,
pickup_ms = excluded.pickup_ms, price_won = excluded.price_won, paid_won = excluded.paid_won, revision = excluded.revision,
note = excluded.note`
	syncSQL = `INSERT INTO sync (topic, kind, id, block, data) VALUES ($1, 'order', $2, nextval('block'), $3)
ON CONFLICT (topic, kind, id) DO UPDATE SET block = excluded.block, data = excluded.data`
)

// write runs one command in one transaction, in two journeys to the server: what must be known to decide, and what was
// decided. The statements of a journey are sent together; asked for one by one they would take six.
func write(ctx context.Context, conn *pgx.Conn, r *rand.Rand, order uint64) error {
	var revision int64
	first := &pgx.Batch{}
	first.Queue("BEGIN")
	first.Queue(commandSQL, commandID(r, now().UnixMilli()), blob(r, 32), blob(r, 24))
	first.Queue(lookSQL, orderID(order)).QueryRow(func(row pgx.Row) error {
		if err := row.Scan(&revision); !errors.Is(err, pgx.ErrNoRows) {
			return err
		}
		return nil
	})
	if err := conn.SendBatch(ctx, first).Close(); err != nil {
		return fmt.Errorf("look: %w", err)
	}
	second := &pgx.Batch{}
	second.Queue(orderSQL, orderRow(r, order, revision+1)...)
	second.Queue(syncSQL, topic(order), orderID(order), blob(r, resourceLen))
	second.Queue("COMMIT")
	if err := conn.SendBatch(ctx, second).Close(); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return nil
}
