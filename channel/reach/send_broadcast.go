package reach

import (
	"context"
	"fmt"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/wrapperspb"

	"dangol.example/channel/desk"
	"dangol.example/channel/policy"
	channeljournalv1 "dangol.example/gen/journal/dangol/channel/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
)

// How a broadcast goes out: so many conversations are looked at with each command, and a broadcast is watched for
// readers so long.
const (
	broadcastPage = 100
	readFor       = 7 * 24 * time.Hour
	readPage      = 1000
)

// sendBroadcast is the errand that sends one, page by page. Each page is decided from how far the view says it has come;
// run again, the pages that went out before have their answers, and nothing more happens by them.
func sendBroadcast(ctx context.Context, e shard.ErrandContext) error {
	var m channeljournalv1.BroadcastErrand
	if err := e.Decode(&m); err != nil {
		return err
	}
	for nth := uint64(0); ; nth++ {
		c := SendPage{BroadcastID: id.ID(m.GetBroadcast())}
		result, err := e.Shard.Run(ctx, shard.Request{ID: e.CommandID(nth), Command: c})
		if err != nil {
			return fmt.Errorf("page %d of a broadcast: %w", nth, err)
		}
		var more wrapperspb.BoolValue
		if err := proto.Unmarshal(result.Answer, &more); err != nil || !more.GetValue() {
			return err
		}
	}
}

// SendPage sends a broadcast to some more conversations. The machine gives it. Its answer is whether there are more.
type SendPage struct{ BroadcastID id.ID }

// Decide implements shard.Command.
func (c SendPage) Decide(d *shard.Decision) error {
	if err := shop.MachineOnly(d); err != nil {
		return err
	}
	b, is := findBroadcast(d.Reader, c.BroadcastID)
	if !is || b.state != sending || b.held {
		return nil // stopped, or done by the same errand's other run
	}
	e := &channeljournalv1.BroadcastAdvanced{Broadcast: b.id[:], Cursor: b.cursor[:]}
	if policy.Night(d.Now().In(zoneOf(d.Reader, b.shop))) {
		e.Held = true
		d.Emit(e)
		return nil
	}
	page := talks(d.Reader, b.shop, b.cursor, broadcastPage)
	front, _ := shop.FrontOf(d.Reader, b.shop)
	phone := desk.CardOf(d.Reader, b.shop).GetPhone()
	got := map[id.ID]bool{} // on this page
	for _, t := range page {
		e.Cursor = t.conversation[:]
		if got[t.customer] || !b.audience.fits(d.Reader, t, d.Now()) || b.has(d.Reader, t.customer) {
			continue
		}
		got[t.customer] = true
		text := policy.Expand(b.text, policy.Fields{Name: t.name, Shop: front.Name})
		seq, err := t.speak(d, "broadcast", policy.Advertise(text, front.Name, phone))
		if err != nil {
			return err
		}
		e.Copies = append(e.Copies, &channeljournalv1.BroadcastCopy{
			Conversation: t.conversation[:], Customer: t.customer[:], Seq: seq,
		})
	}
	e.Done = len(page) < broadcastPage
	d.Emit(e)
	d.Answer(wrapperspb.Bool(!e.Done))
	return nil
}

// has reports whether a customer has got a broadcast.
func (b broadcast) has(r *shard.Reader, customer id.ID) bool {
	return r.Count("SELECT 1 FROM reach_copy WHERE broadcast = ? AND customer = ?", b.id, customer) > 0
}

func applyBroadcastAdvanced(tx *shard.Tx, e *channeljournalv1.BroadcastAdvanced) {
	for _, c := range e.GetCopies() {
		tx.Exec("INSERT INTO reach_copy (broadcast, customer, conversation, seq) VALUES (?, ?, ?, ?)",
			e.GetBroadcast(), c.GetCustomer(), c.GetConversation(), c.GetSeq())
	}
	tx.Exec(`UPDATE reach_broadcast SET cursor = ?, sent = sent + ?, held = ?, state = CASE ? WHEN 1 THEN 2 ELSE state END
		WHERE id = ?`, e.GetCursor(), len(e.GetCopies()), e.GetHeld(), e.GetDone(), e.GetBroadcast())
	touchBroadcast(tx, id.ID(e.GetBroadcast()))
}

// resume has the broadcasts go on that waited for the morning.
func resume(ctx context.Context, one *shard.Shard, now time.Time) error {
	var held []id.ID
	if err := one.Read(ctx, func(r *shard.Reader) error {
		r.Each(func(w *shard.Row) { held = append(held, w.ID()) },
			"SELECT id FROM reach_broadcast WHERE held = 1 ORDER BY id LIMIT ?", maxShops)
		for n, b := range held {
			if found, is := findBroadcast(r, b); is && policy.Night(now.In(zoneOf(r, found.shop))) {
				held[n] = id.ID{}
			}
		}
		return nil
	}); err != nil {
		return err
	}
	for _, b := range held {
		if b.IsZero() {
			continue
		}
		if err := give(ctx, one, now, ResumeBroadcast{BroadcastID: b}, "resume", b.String()); err != nil {
			return err
		}
	}
	return nil
}

// ResumeBroadcast has a broadcast go on that waited for the morning. The machine gives it.
type ResumeBroadcast struct{ BroadcastID id.ID }

// Decide implements shard.Command.
func (c ResumeBroadcast) Decide(d *shard.Decision) error {
	if err := shop.MachineOnly(d); err != nil {
		return err
	}
	b, is := findBroadcast(d.Reader, c.BroadcastID)
	if is && b.state == sending && b.held && !policy.Night(d.Now().In(zoneOf(d.Reader, b.shop))) {
		d.Emit(&channeljournalv1.BroadcastResumed{Broadcast: b.id[:]})
	}
	return nil
}

func applyBroadcastResumed(tx *shard.Tx, e *channeljournalv1.BroadcastResumed) {
	tx.Exec("UPDATE reach_broadcast SET held = 0 WHERE id = ?", e.GetBroadcast())
	touchBroadcast(tx, id.ID(e.GetBroadcast()))
	tx.Ask(errandBroadcast, &channeljournalv1.BroadcastErrand{Broadcast: e.GetBroadcast()})
}

// countReads counts who has read the broadcasts of the last days.
func countReads(ctx context.Context, one *shard.Shard, now time.Time) error {
	var young []id.ID
	if err := one.Read(ctx, func(r *shard.Reader) error {
		r.Each(func(w *shard.Row) { young = append(young, w.ID()) },
			"SELECT id FROM reach_broadcast WHERE since_ms > ? ORDER BY since_ms LIMIT ?",
			now.Add(-readFor).UnixMilli(), maxShops)
		return nil
	}); err != nil {
		return err
	}
	for _, b := range young {
		var any bool
		if err := one.Read(ctx, func(r *shard.Reader) error { any = len(readers(r, b)) > 0; return nil }); err != nil {
			return err
		}
		if !any {
			continue
		}
		if err := give(ctx, one, now, CountReads{BroadcastID: b}, "reads", b.String()); err != nil {
			return err
		}
	}
	return nil
}

// readers gives customers who have read their copy of a broadcast and are not counted yet.
func readers(r *shard.Reader, b id.ID) (customers [][]byte) {
	type copied struct {
		customer, conversation id.ID
		seq                    uint32
	}
	var unread []copied
	r.Each(func(w *shard.Row) { unread = append(unread, copied{w.ID(), w.ID(), uint32(w.Int())}) },
		"SELECT customer, conversation, seq FROM reach_copy WHERE broadcast = ? AND read = 0", b)
	for _, c := range unread {
		if len(customers) < readPage && readUpTo(r, c.conversation) >= c.seq {
			customers = append(customers, c.customer[:])
		}
	}
	return customers
}

// CountReads counts who has read a broadcast since it was last counted. The machine gives it.
type CountReads struct{ BroadcastID id.ID }

// Decide implements shard.Command.
func (c CountReads) Decide(d *shard.Decision) error {
	if err := shop.MachineOnly(d); err != nil {
		return err
	}
	if customers := readers(d.Reader, c.BroadcastID); len(customers) > 0 {
		d.Emit(&channeljournalv1.BroadcastRead{Broadcast: c.BroadcastID[:], Customers: customers})
	}
	return nil
}

func applyBroadcastRead(tx *shard.Tx, e *channeljournalv1.BroadcastRead) {
	for _, customer := range e.GetCustomers() {
		tx.Exec("UPDATE reach_copy SET read = 1 WHERE broadcast = ? AND customer = ?", e.GetBroadcast(), customer)
	}
	tx.Exec("UPDATE reach_broadcast SET read = read + ? WHERE id = ?", len(e.GetCustomers()), e.GetBroadcast())
	touchBroadcast(tx, id.ID(e.GetBroadcast()))
}
