// Package bell wakes the browsers of a shop and of its customers when something has come: it keeps who wants to be woken,
// counts what is to be told, and hands it out. A push says the shop's name, the kind of what came and how much of it,
// never a word of what was written: it passes by strangers and lies on locked screens.
//
// It knows nothing of how a push is sent (package push, which app gives it). What it is handed may be lost when the
// process ends in that moment: the message itself is on the device as soon as that looks.
package bell

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/json"
	"fmt"

	"dangol.example/fault"
	channeljournalv1 "dangol.example/gen/journal/dangol/channel/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
)

// Version is raised with every change of the tables or the appliers.
const Version = 2

// The limits of bells.
const (
	MaxOfHolder = 3   // browsers of one session or one customer's device
	MaxOfTopic  = 100 // browsers that one thing wakes
)

//go:embed schema.sql
var schema string

// ErrMany says that enough browsers are woken.
var ErrMany = fault.New(fault.Conflict, "알림을 받는 기기가 너무 많아요. 안 쓰는 기기의 알림을 꺼 주세요.",
	"Too many devices are notified. Please turn notifications off on those you do not use.")

// What can come.
const (
	Message = "message"
	Order   = "order"   // a form was filled in
	Deposit = "deposit" // the bank has told of money
	Quote   = "quote"   // the shop sent an order's card
	Paid    = "paid"    // the shop has found the money
)

// Push is what one browser is to be told.
type Push struct {
	Hash                   []byte
	Endpoint, P256DH, Auth string
	Words                  []byte // JSON
}

// Options is what the domain needs from outside.
type Options struct {
	// GuestGoes reports whether the key of a customer's device holds.
	GuestGoes func(r *shard.Reader, keyHash []byte) bool
	// Out takes what is to be sent, and returns at once. Nil for nowhere.
	Out func(one *shard.Shard, pushes []Push)
}

const errandRing = "bell.ring"

// Domain is the bell as a domain of a shard.
func Domain(o Options) shard.Domain {
	return shard.Domain{
		Name: "bell", Version: Version, Schema: schema,
		Events: []shard.Applier{
			shard.On(applyBellHung), shard.On(applyBellsTakenDown), shard.On(applyBellRung),
		},
		Errands: map[string]shard.Errand{errandRing: ringer{o}.run},
	}
}

// Hang has a browser woken: a person's of the shop, or with a conversation its customer's.
type Hang struct {
	ShopID, ConversationID id.ID
	Holder                 []byte // the session's id, or the SHA-256 of the customer's key
	Endpoint, P256DH, Auth string
}

// Decide implements shard.Command.
func (c Hang) Decide(d *shard.Decision) error {
	topic, err := topicOf(d, c.ShopID, c.ConversationID)
	if err != nil {
		return err
	}
	hash := sha256.Sum256([]byte(c.Endpoint))
	if d.Count("SELECT count(*) FROM bell_hung WHERE holder = ? AND hash <> ?", c.Holder, hash[:]) >= MaxOfHolder ||
		d.Count("SELECT count(*) FROM bell_hung WHERE topic = ? AND hash <> ?", topic, hash[:]) >= MaxOfTopic {
		return ErrMany
	}
	d.Emit(&channeljournalv1.BellHung{
		Hash: hash[:], Shop: c.ShopID[:], Topic: topic, Holder: c.Holder, Endpoint: c.Endpoint, P256Dh: c.P256DH,
		Auth: c.Auth,
	})
	return nil
}

// topicOf says what somebody is woken for, and refuses who is somebody else.
func topicOf(d *shard.Decision, shopID, conversation id.ID) (string, error) {
	if conversation.IsZero() {
		_, err := shop.StaffOf(d, shopID)
		return shop.Topic(shopID), err
	}
	if d.Actor() != conversation {
		return "", shop.ErrDenied
	}
	return shop.GuestTopic(conversation), nil
}

func applyBellHung(tx *shard.Tx, e *channeljournalv1.BellHung) {
	tx.Exec(`INSERT OR REPLACE INTO bell_hung (hash, shop, topic, holder, endpoint, p256dh, auth, since_ms)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, e.GetHash(), e.GetShop(), e.GetTopic(), e.GetHolder(), e.GetEndpoint(),
		e.GetP256Dh(), e.GetAuth(), tx.Header.Time.UnixMilli())
}

// TakeDown ends that. It is no fault when it had ended before.
type TakeDown struct {
	ShopID, ConversationID id.ID
	Endpoint               string
}

// Decide implements shard.Command.
func (c TakeDown) Decide(d *shard.Decision) error {
	topic, err := topicOf(d, c.ShopID, c.ConversationID)
	if err != nil {
		return err
	}
	hash := sha256.Sum256([]byte(c.Endpoint))
	if d.Count("SELECT 1 FROM bell_hung WHERE hash = ? AND topic = ?", hash[:], topic) > 0 {
		d.Emit(&channeljournalv1.BellsTakenDown{Hashes: [][]byte{hash[:]}, Topic: topic})
	}
	return nil
}

// Drop forgets a browser that is gone. The machine gives it.
type Drop struct{ Hash []byte }

// Decide implements shard.Command.
func (c Drop) Decide(d *shard.Decision) error {
	if err := shop.MachineOnly(d); err != nil {
		return err
	}
	d.Emit(&channeljournalv1.BellsTakenDown{Hashes: [][]byte{c.Hash}})
	return nil
}

func applyBellsTakenDown(tx *shard.Tx, e *channeljournalv1.BellsTakenDown) {
	for _, hash := range e.GetHashes() {
		tx.Exec("DELETE FROM bell_hung WHERE hash = ? AND (? = '' OR topic = ?)", hash, e.GetTopic(), e.GetTopic())
	}
}

// Ring says that something has come, for who watches a topic. It is for appliers. What comes before the last ring was
// told goes along with it.
func Ring(tx *shard.Tx, shopID id.ID, topic, kind string) {
	if tx.Count("SELECT 1 FROM bell_hung WHERE topic = ? LIMIT 1", topic) == 0 {
		return
	}
	waits := tx.Count("SELECT 1 FROM bell_due WHERE topic = ? LIMIT 1", topic) > 0
	tx.Exec(`INSERT INTO bell_due (topic, kind, count) VALUES (?, ?, 1)
		ON CONFLICT DO UPDATE SET count = count + 1`, topic, kind)
	if !waits {
		tx.Ask(errandRing, &channeljournalv1.BellAsked{Shop: shopID[:], Topic: topic})
	}
}

// DepositCame rings for a deposit that a bank has told of: shop.Options.DepositCame.
func DepositCame(tx *shard.Tx, shopID id.ID) { Ring(tx, shopID, shop.Topic(shopID), Deposit) }

// ringer runs the errand.
type ringer struct{ Options }

func (g ringer) run(ctx context.Context, e shard.ErrandContext) error {
	var asked channeljournalv1.BellAsked
	if err := e.Decode(&asked); err != nil {
		return err
	}
	c := rung{Topic: asked.GetTopic()}
	var pushes []Push
	err := e.Shard.Read(ctx, func(r *shard.Reader) error {
		r.Each(func(w *shard.Row) {
			c.counts = append(c.counts, &channeljournalv1.BellCount{Kind: w.Text(), Count: w.Int()})
		}, "SELECT kind, count FROM bell_due WHERE topic = ? ORDER BY kind", c.Topic)
		shopID := id.ID(asked.GetShop())
		front, _ := shop.FrontOf(r, shopID)
		words, err := wordsOf(shopID, front.Name, c.Topic, c.counts)
		pushes, c.gone = g.who(r, c.Topic, words)
		return err
	})
	if err != nil {
		return err
	}
	if _, err := e.Shard.Run(ctx, shard.Request{ID: e.CommandID(0), Command: c}); err != nil {
		return err
	}
	if g.Out != nil && len(c.counts) > 0 && len(pushes) > 0 {
		g.Out(e.Shard, pushes)
	}
	return nil
}

// who gives whom a topic wakes, and the hashes of those whose session or key has ended.
func (g ringer) who(r *shard.Reader, topic string, words []byte) (pushes []Push, gone [][]byte) {
	var holders [][]byte
	var all []Push
	r.Each(func(w *shard.Row) {
		all = append(all, Push{w.Bytes(), w.Text(), w.Text(), w.Text(), words})
		holders = append(holders, w.Bytes())
	}, "SELECT hash, endpoint, p256dh, auth, holder FROM bell_hung WHERE topic = ? ORDER BY since_ms", topic)
	for i, holder := range holders {
		if session, err := id.FromBytes(holder); err == nil && shop.SessionGoes(r, session) ||
			err != nil && g.GuestGoes != nil && g.GuestGoes(r, holder) {
			pushes = append(pushes, all[i])
		} else {
			gone = append(gone, all[i].Hash)
		}
	}
	return pushes, gone
}

// spoken is what a push says of each kind, and the order in which kinds count.
var spoken = []struct{ kind, ko, en string }{ //nolint:gochecknoglobals // a table
	{Deposit, "새 입금 %d건", "%d new deposit(s)"},
	{Order, "새 주문서 %d건", "%d new order form(s)"},
	{Paid, "입금이 확인됐어요", "Your payment has arrived"},
	{Quote, "주문 안내가 왔어요", "The shop has sent your order"},
	{Message, "새 메시지 %d건", "%d new message(s)"},
}

// told is a push as the browser gets it.
type told struct {
	ShopID string `json:"shop_id"`
	Shop   string `json:"shop"`
	Topic  string `json:"topic"`
	Kind   string `json:"kind"`
	Count  int64  `json:"count"`
	KO     string `json:"ko"`
	EN     string `json:"en"`
}

// wordsOf says what has come: the kind that counts most.
func wordsOf(shopID id.ID, name, topic string, counts []*channeljournalv1.BellCount) ([]byte, error) {
	for _, s := range spoken {
		for _, c := range counts {
			if c.GetKind() == s.kind {
				return json.Marshal(told{
					shopID.String(), name, topic, s.kind, c.GetCount(), say(s.ko, c.GetCount()), say(s.en, c.GetCount()),
				})
			}
		}
	}
	return nil, nil
}

func say(words string, count int64) string {
	for i := range words {
		if words[i] == '%' {
			return fmt.Sprintf(words, count)
		}
	}
	return words
}

// rung says that what had come is out. Its content is the topic: what had come by then is no part of what it is.
type rung struct {
	Topic string

	counts []*channeljournalv1.BellCount
	gone   [][]byte
}

// Decide implements shard.Command.
func (c rung) Decide(d *shard.Decision) error {
	if len(c.gone) > 0 {
		d.Emit(&channeljournalv1.BellsTakenDown{Hashes: c.gone, Topic: c.Topic})
	}
	d.Emit(&channeljournalv1.BellRung{Topic: c.Topic, Counts: c.counts})
	return nil
}

func applyBellRung(tx *shard.Tx, e *channeljournalv1.BellRung) {
	for _, c := range e.GetCounts() {
		tx.Exec("UPDATE bell_due SET count = count - ? WHERE topic = ? AND kind = ?", c.GetCount(), e.GetTopic(), c.GetKind())
	}
	tx.Exec("DELETE FROM bell_due WHERE topic = ? AND count <= 0", e.GetTopic())
	if tx.Count("SELECT 1 FROM bell_due WHERE topic = ? LIMIT 1", e.GetTopic()) == 0 {
		return
	}
	var shopID id.ID
	if tx.One(func(w *shard.Row) { shopID = w.ID() }, "SELECT shop FROM bell_hung WHERE topic = ? LIMIT 1", e.GetTopic()) {
		tx.Ask(errandRing, &channeljournalv1.BellAsked{Shop: shopID[:], Topic: e.GetTopic()}) // it came meanwhile
		return
	}
	tx.Exec("DELETE FROM bell_due WHERE topic = ?", e.GetTopic())
}
