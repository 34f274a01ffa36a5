package reach

import (
	"time"

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

// The most of what is scheduled.
const (
	MaxScheduled  = 500 // that wait, in a shop
	MaxText       = 2000
	MaxAhead      = 366 * 24 * time.Hour
	MaxBefore     = 43_200 // minutes before a pickup
	MaxAfter      = 10_080 // minutes after it
	lateByMost    = 48 * time.Hour
	minutesToTime = time.Minute
)

// What is refused about what is scheduled.
var (
	ErrText = fault.New(fault.Invalid, "보낼 글을 1자에서 2,000자까지 적어 주세요.", "Please write 1 to 2,000 letters.")
	ErrWhen = fault.New(fault.Invalid, "보낼 시간을 정하거나 주문에 묶어 주세요. 둘 다는 안 돼요.",
		"Please say when it is sent, or tie it to an order's pickup: one of the two.")
	ErrPast = fault.New(fault.Invalid, "이미 지난 시간이에요. 지금부터 1년 안의 시간으로 정해 주세요.",
		"That time is over. Please choose one within a year from now.")
	ErrBefore = fault.New(fault.Invalid, "픽업 30일 전부터 7일 뒤까지로 정해 주세요.",
		"Please choose from 30 days before the pickup to 7 days after it.")
	ErrNoPickup = fault.New(fault.Conflict, "이 주문은 찾는 날이 아직 없어요. 먼저 적어 주세요.",
		"This order has no day of pickup yet. Please write it first.")
	ErrOver   = fault.New(fault.Conflict, "이미 끝난 주문이에요.", "This order is over.")
	ErrFields = fault.New(fault.Invalid, "{pickup}, {code}, {total}, {pay_by}는 주문에 묶은 글에만 쓸 수 있어요.",
		"{pickup}, {code}, {total} and {pay_by} need an order that the message is tied to.")
	ErrManyScheduled = fault.New(fault.Conflict, "예약 메시지는 500개까지예요. 안 보낼 것을 지워 주세요.",
		"At most 500 messages can wait. Please take one back.")
	ErrNoScheduled = fault.New(fault.Missing, "그런 예약 메시지가 없어요. 이미 보냈을 수 있어요.",
		"There is no such scheduled message. It may have been sent.")
)

// Schedule has a message sent later: at a time, or so long before an order's pickup, with which it moves. Its answer is
// a ScheduleResponse without a block.
type Schedule struct {
	ShopID, ConversationID, OrderID id.ID // the order is zero for a time
	Text                            string
	DueMS                           int64
	BeforeMinutes                   int32
}

// Decide implements shard.Command.
func (c Schedule) Decide(d *shard.Decision) error {
	staff, err := shop.StaffOf(d, c.ShopID)
	if err != nil {
		return err
	}
	if _, err := talkOf(d.Reader, c.ShopID, c.ConversationID); err != nil {
		return err
	}
	text, err := form.Text(c.Text, MaxText)
	if err != nil || text == "" {
		return ErrText
	}
	due, err := c.due(d.Reader, text)
	if err != nil {
		return err
	}
	if now := d.Now(); !due.After(now) || due.After(now.Add(MaxAhead)) {
		return ErrPast
	}
	if d.Count("SELECT count(*) FROM reach_scheduled WHERE shop = ?", c.ShopID) >= MaxScheduled {
		return ErrManyScheduled
	}
	n := d.NewID()
	e := &channeljournalv1.MessageScheduled{
		Shop: c.ShopID[:], Scheduled: n[:], Conversation: c.ConversationID[:], Text: text, DueMs: due.UnixMilli(),
		Staff: staff[:],
	}
	if !c.OrderID.IsZero() {
		e.Order, e.BeforeMinutes = c.OrderID[:], c.BeforeMinutes
	}
	d.Emit(e)
	d.Answer(&channelv1.ScheduleResponse{ScheduledId: n.String()})
	return nil
}

// due is when it is to be sent.
func (c Schedule) due(r *shard.Reader, text string) (due time.Time, err error) {
	switch {
	case c.OrderID.IsZero() == (c.DueMS <= 0):
		return due, ErrWhen
	case c.OrderID.IsZero():
		if needsOrder(text) {
			return due, ErrFields
		}
		return time.UnixMilli(c.DueMS), nil
	case c.BeforeMinutes > MaxBefore || c.BeforeMinutes < -MaxAfter:
		return due, ErrBefore
	}
	o, err := shop.FindTalked(r, c.ShopID, c.OrderID)
	switch {
	case err != nil:
		return due, err
	case o.ConversationID != c.ConversationID:
		return due, shop.ErrOtherConversation
	case over(o.State):
		return due, ErrOver
	}
	at, known := policy.PickupAt(o.Pickup, zoneOf(r, c.ShopID))
	if !known {
		return due, ErrNoPickup
	}
	return at.Add(-time.Duration(c.BeforeMinutes) * time.Minute), nil
}

// over reports whether nobody comes for an order any more, or came already.
func over(s shop.State) bool { return s >= shop.Lapsed }

func applyMessageScheduled(tx *shard.Tx, e *channeljournalv1.MessageScheduled) {
	tx.Exec(`INSERT INTO reach_scheduled (id, shop, conversation, order_id, text, due_ms, before_minutes, staff)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, e.GetScheduled(), e.GetShop(), e.GetConversation(), e.GetOrder(), e.GetText(),
		e.GetDueMs(), e.GetBeforeMinutes(), e.GetStaff())
	tx.Touch(shop.Topic(id.ID(e.GetShop())), KindScheduled, id.ID(e.GetScheduled()))
}

// Unschedule takes a scheduled message back.
type Unschedule struct{ ShopID, ScheduledID id.ID }

// Decide implements shard.Command.
func (c Unschedule) Decide(d *shard.Decision) error {
	if _, err := shop.StaffOf(d, c.ShopID); err != nil {
		return err
	}
	if d.Count("SELECT 1 FROM reach_scheduled WHERE id = ? AND shop = ?", c.ScheduledID, c.ShopID) == 0 {
		return ErrNoScheduled
	}
	d.Emit(&channeljournalv1.ScheduledDropped{Scheduled: c.ScheduledID[:]})
	return nil
}

func applyScheduledDropped(tx *shard.Tx, e *channeljournalv1.ScheduledDropped) {
	end(tx, id.ID(e.GetScheduled()))
}

// end takes a scheduled message out: it was sent, or will not be.
func end(tx *shard.Tx, scheduled id.ID) {
	touchScheduled(tx, scheduled)
	tx.Exec("DELETE FROM reach_scheduled WHERE id = ?", scheduled)
}

func touchScheduled(tx *shard.Tx, scheduled id.ID) {
	var shopID id.ID
	tx.One(func(w *shard.Row) { shopID = w.ID() }, "SELECT shop FROM reach_scheduled WHERE id = ?", scheduled)
	tx.Touch(shop.Topic(shopID), KindScheduled, scheduled)
}

func scheduledResource(r *shard.Reader, thing id.ID) proto.Message {
	var m *channelv1.Scheduled
	r.One(func(w *shard.Row) {
		m = &channelv1.Scheduled{Id: thing.String(), ConversationId: w.ID().String()}
		if order := w.ID(); !order.IsZero() {
			m.OrderId = order.String()
		}
		m.Text, m.DueMs, m.BeforeMinutes, m.StaffId = w.Text(), w.Int(), int32(w.Int()), w.ID().String()
	}, `SELECT conversation, order_id, text, due_ms, before_minutes, staff FROM reach_scheduled WHERE id = ?`, thing)
	if m == nil {
		return nil
	}
	return m
}
