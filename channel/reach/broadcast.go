package reach

import (
	"google.golang.org/protobuf/proto"

	"dangol.example/channel/policy"
	"dangol.example/fault"
	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	channeljournalv1 "dangol.example/gen/journal/dangol/channel/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
	"dangol.example/shop/form"
)

// MaxNews is the most letters of a broadcast.
const MaxNews = 1000

// The states of a broadcast, as in the journal's view and on the wire.
const (
	sending = 1
	done    = 2
	stopped = 3
)

// What is refused about broadcasts.
var (
	ErrNews  = fault.New(fault.Invalid, "소식은 1자에서 1,000자까지 적을 수 있어요.", "News have 1 to 1,000 letters.")
	ErrNight = fault.New(fault.Conflict, "저녁 8시 50분부터 아침 8시까지는 법에 따라 소식을 보낼 수 없어요. 아침 8시 뒤에 보내 주세요.",
		"By law no news go out from 20:50 to 08:00. Please send them after eight in the morning.")
	ErrNobody  = fault.New(fault.Conflict, "소식을 받겠다고 한 손님 가운데 해당하는 분이 없어요.", "No customer who agreed to news fits.")
	ErrSending = fault.New(fault.Conflict, "다른 소식을 보내는 중이에요. 끝나거나 멈춘 뒤에 보내 주세요.",
		"Another broadcast is going out. Please wait for its end, or stop it.")
	ErrNewsFields = fault.New(fault.Invalid, "소식에는 {name}과 {shop}만 쓸 수 있어요.", "News can have {name} and {shop} only.")
	ErrNoNews     = fault.New(fault.Missing, "그런 소식이 없어요.", "There is no such broadcast.")
	ErrNotSending = fault.New(fault.Conflict, "이미 끝났거나 멈춘 소식이에요.", "This broadcast is over or stopped already.")
)

// StartBroadcast sends one message to all customers of an audience, of those who agreed. Its answer is a
// StartBroadcastResponse without a block.
type StartBroadcast struct {
	ShopID   id.ID
	Text     string
	Audience Audience
}

// Decide implements shard.Command.
func (c StartBroadcast) Decide(d *shard.Decision) error {
	if err := shop.OwnerOf(d, c.ShopID); err != nil {
		return err
	}
	text, err := form.Text(c.Text, MaxNews)
	if err != nil || text == "" {
		return ErrNews
	}
	for _, f := range policy.Uses(text) {
		if f != "name" && f != "shop" {
			return ErrNewsFields
		}
	}
	if err := c.Audience.check(); err != nil {
		return err
	}
	if policy.Night(d.Now().In(zoneOf(d.Reader, c.ShopID))) {
		return ErrNight
	}
	if d.Count("SELECT 1 FROM reach_broadcast WHERE shop = ? AND state = 1", c.ShopID) > 0 {
		return ErrSending
	}
	total := CountAudience(d.Reader, c.ShopID, c.Audience, d.Now())
	if total == 0 {
		return ErrNobody
	}
	n := d.NewID()
	d.Emit(&channeljournalv1.BroadcastStarted{
		Shop: c.ShopID[:], Broadcast: n[:], Text: text, Audience: c.Audience.kept(), Total: total,
	})
	d.Answer(&channelv1.StartBroadcastResponse{BroadcastId: n.String()})
	return nil
}

func applyBroadcastStarted(tx *shard.Tx, e *channeljournalv1.BroadcastStarted) {
	audience, err := proto.MarshalOptions{Deterministic: true}.Marshal(e.GetAudience())
	if err != nil {
		tx.Fail(err)
		return
	}
	tx.Exec(`INSERT INTO reach_broadcast (id, shop, text, audience, state, total, since_ms) VALUES (?, ?, ?, ?, 1, ?, ?)`,
		e.GetBroadcast(), e.GetShop(), e.GetText(), audience, e.GetTotal(), tx.Header.Time.UnixMilli())
	tx.Touch(shop.Topic(id.ID(e.GetShop())), KindBroadcast, id.ID(e.GetBroadcast()))
	tx.Ask(errandBroadcast, &channeljournalv1.BroadcastErrand{Broadcast: e.GetBroadcast()})
}

// StopBroadcast stops what has not gone out yet.
type StopBroadcast struct{ ShopID, BroadcastID id.ID }

// Decide implements shard.Command.
func (c StopBroadcast) Decide(d *shard.Decision) error {
	if _, err := shop.StaffOf(d, c.ShopID); err != nil {
		return err
	}
	b, is := findBroadcast(d.Reader, c.BroadcastID)
	switch {
	case !is || b.shop != c.ShopID:
		return ErrNoNews
	case b.state == stopped:
		return nil // somebody else has pressed the same button
	case b.state != sending:
		return ErrNotSending
	}
	d.Emit(&channeljournalv1.BroadcastStopped{Broadcast: c.BroadcastID[:]})
	return nil
}

func applyBroadcastStopped(tx *shard.Tx, e *channeljournalv1.BroadcastStopped) {
	tx.Exec("UPDATE reach_broadcast SET state = 3, held = 0 WHERE id = ?", e.GetBroadcast())
	touchBroadcast(tx, id.ID(e.GetBroadcast()))
}

// broadcast is one as it stands.
type broadcast struct {
	id, shop id.ID
	text     string
	audience Audience
	state    int64
	held     bool
	cursor   id.ID
	sinceMS  int64
}

func findBroadcast(r *shard.Reader, n id.ID) (b broadcast, found bool) {
	var kept []byte
	b.id = n
	found = r.One(func(w *shard.Row) {
		b.shop, b.text, kept, b.state, b.held = w.ID(), w.Text(), w.Bytes(), w.Int(), w.Bool()
		b.cursor, b.sinceMS = w.ID(), w.Int()
	}, "SELECT shop, text, audience, state, held, cursor, since_ms FROM reach_broadcast WHERE id = ?", n)
	a := &channeljournalv1.Audience{}
	if !found || proto.Unmarshal(kept, a) != nil {
		return b, false
	}
	b.audience = Audience{
		Include: a.GetInclude(), Exclude: a.GetExclude(), ExcludeNoShows: a.GetExcludeNoShows(),
		OrderedWithinDays: a.GetOrderedWithinDays(),
	}
	return b, true
}

func touchBroadcast(tx *shard.Tx, n id.ID) {
	var shopID id.ID
	tx.One(func(w *shard.Row) { shopID = w.ID() }, "SELECT shop FROM reach_broadcast WHERE id = ?", n)
	tx.Touch(shop.Topic(shopID), KindBroadcast, n)
}

func broadcastResource(r *shard.Reader, thing id.ID) proto.Message {
	var m *channelv1.Broadcast
	r.One(func(w *shard.Row) {
		m = &channelv1.Broadcast{
			Id: thing.String(), Text: w.Text(), State: channelv1.BroadcastState(w.Int()), Total: uint32(w.Int()),
			Sent: uint32(w.Int()), Read: uint32(w.Int()), SinceMs: w.Int(),
		}
	}, "SELECT text, state, total, sent, read, since_ms FROM reach_broadcast WHERE id = ?", thing)
	b, is := findBroadcast(r, thing)
	if m == nil || !is {
		return nil
	}
	m.Audience = &channelv1.Audience{
		Include: b.audience.Include, Exclude: b.audience.Exclude, ExcludeNoShows: b.audience.ExcludeNoShows,
		OrderedWithinDays: b.audience.OrderedWithinDays,
	}
	return m
}
