package main

import (
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
)

//go:embed schema.sql
var schema string

const (
	shops        = 64     // topics of the sync table: a shard holds many shops
	resourceLen  = 300    // bytes of what devices hold of an order
	clockErrorMS = 500    // of devices that make command ids
	startMS      = 1.8e12 // when the first order of an invented shard was made
	newEvery     = 2      // of so many commands, one makes a new order; the others change one that is there
)

// command is what one command writes.
type command struct {
	id, fingerprint, answer []byte
	order                   uint64
	shop                    int
	state, price            int64
	note                    string
	data                    []byte
}

// orderID is like the product's ids: by time first, so that new ones stand at the end of their index.
func orderID(n uint64) []byte {
	b := make([]byte, 16)
	binary.BigEndian.PutUint64(b, uint64(startMS)+n/10)
	binary.BigEndian.PutUint64(b[8:], n*0x9e3779b97f4a7c15)
	return b
}

// topics of the sync table, one a shop.
var topics = func() (t [shops]string) {
	for i := range t {
		t[i] = fmt.Sprintf("shop/%026d", i)
	}
	return t
}()

// commandID is by time first as well, with what a device's clock is wrong by; or random, as a client's that knows no better.
func commandID(r *rand.Rand, n uint64, random bool) []byte {
	b := make([]byte, 16)
	binary.BigEndian.PutUint64(b[8:], r.Uint64())
	binary.BigEndian.PutUint64(b, r.Uint64())
	if !random {
		binary.BigEndian.PutUint64(b, (uint64(startMS)+n/10+r.Uint64N(clockErrorMS))<<8)
	}
	return b
}

// habit is what clients do.
type habit struct {
	random bool // their command ids are random, not by time
	recent int  // changes strike this many of the newest orders; 0: any
}

// makeCommands makes n commands for a view of rows orders.
func makeCommands(seed uint64, n, rows int, h habit) []command {
	r := rand.New(rand.NewPCG(seed, 1))
	note := strings.Repeat("레터링 문구와 픽업 때 부탁 ", 3)
	blob := func(n int) []byte {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(r.Uint32())
		}
		return b
	}
	next := uint64(rows)
	commands := make([]command, n)
	for i := range commands {
		c := command{
			id: commandID(r, uint64(rows+i), h.random), fingerprint: blob(32), answer: blob(24), data: blob(resourceLen), note: note,
			state: int64(r.IntN(9)), price: int64(10_000 + r.IntN(90_000)),
		}
		if rows == 0 || i%newEvery == 0 {
			c.order, next = next, next+1
		} else {
			reach := uint64(rows)
			if h.recent > 0 {
				reach = min(reach, uint64(h.recent))
			}
			c.order = next - 1 - r.Uint64N(reach)
		}
		c.shop = int(c.order % shops)
		commands[i] = c
	}
	return commands
}

// writer does what a shard's writer does with a group of commands, journal left out.
type writer struct {
	session
	begin, commit, savepoint, release statement
	look, order, command, sync        statement
	block                             int64
	points                            bool // a savepoint around each command
	seen                              int64
}

const (
	lookSQL  = "SELECT revision, price_won, note FROM shop_order WHERE id = ?"
	orderSQL = `INSERT INTO shop_order (id, shop, customer, code, state, pickup_ms, price_won, paid_won, made_ms, revision, note)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET state = excluded.state, pickup_ms = excluded.pickup_ms,
price_won = excluded.price_won, paid_won = excluded.paid_won, revision = excluded.revision, note = excluded.note`
	commandSQL = "INSERT INTO shard_command (id, fingerprint, block, answer) VALUES (?, ?, ?, ?)"
	syncSQL    = `INSERT INTO shard_sync (topic, kind, id, block, data) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (topic, kind, id) DO UPDATE SET block = excluded.block, data = excluded.data`
	pageSQL = `SELECT block, length(id), data FROM shard_sync WHERE topic = ? AND block > ? ORDER BY block LIMIT ?`
)

func newWriter(s session, points bool) (*writer, error) {
	w := &writer{session: s, points: points}
	var failed error
	prepare := func(query string) statement {
		st, err := s.prepare(query)
		failed = errors.Join(failed, err)
		return st
	}
	w.begin, w.commit = prepare("BEGIN IMMEDIATE"), prepare("COMMIT")
	w.savepoint, w.release = prepare("SAVEPOINT one"), prepare("RELEASE one")
	w.look, w.order, w.command, w.sync = prepare(lookSQL), prepare(orderSQL), prepare(commandSQL), prepare(syncSQL)
	return w, failed
}

// group writes the commands in one transaction.
func (w *writer) group(commands []command) error {
	w.block++
	if err := w.begin.exec(); err != nil {
		return err
	}
	for i := range commands {
		if err := w.one(&commands[i]); err != nil {
			return err
		}
	}
	return w.commit.exec()
}

func (w *writer) one(c *command) error {
	if w.points {
		if err := w.savepoint.exec(); err != nil {
			return err
		}
	}
	id := orderID(c.order)
	revision := int64(0)
	if err := w.look.query(func(have, _ int64, note []byte) { revision = have; w.seen += int64(len(note)) }, id); err != nil {
		return err
	}
	topic := topics[c.shop]
	made := int64(startMS) + int64(c.order)/10
	if err := w.order.exec(id, []byte(topic[:16]), c.id, "이서연47", c.state, made+86_400_000, c.price, int64(0), made,
		revision+1, c.note); err != nil {
		return err
	}
	if err := w.command.exec(c.id, c.fingerprint, w.block, c.answer); err != nil {
		return err
	}
	if err := w.sync.exec(topic, "order", id, w.block, c.data); err != nil {
		return err
	}
	if !w.points {
		return nil
	}
	return w.release.exec()
}

// close closes the statements and the connection.
func (w *writer) close() error {
	var failed error
	for _, s := range []statement{w.begin, w.commit, w.savepoint, w.release, w.look, w.order, w.command, w.sync} {
		if s != nil {
			failed = errors.Join(failed, s.close())
		}
	}
	return errors.Join(failed, w.session.close())
}
