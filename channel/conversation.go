package channel

import (
	"google.golang.org/protobuf/proto"

	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	channeljournalv1 "dangol.example/gen/journal/dangol/channel/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
)

// Stand is where a conversation stands for the shop. The numbers are those of the journal.
type Stand uint32

// The stands.
const (
	Open     Stand = 1 // somebody should answer, or has just done so
	Waiting  Stand = 2 // the shop waits for the customer
	FollowUp Stand = 3 // to be taken up again at a time
	Done     Stand = 4
	Spam     Stand = 5 // not a customer: its messages are kept and tell nobody
)

// Side is who speaks. The numbers are those of the journal.
type Side uint32

// The sides.
const (
	Customer Side = 1
	Staff    Side = 2
	Auto     Side = 3 // the shop by itself
)

// Conversation is what is decided on, and what others may know of a conversation.
type Conversation struct {
	ID, ShopID, CustomerID id.ID
	Name, Phone            string
	Consent                bool
	Stand                  Stand
	StaffID                id.ID
	Labels                 []string
	LastSeq                uint32
	LastMS, SinceMS        int64
	ShopRead               uint32
	CustomerGot            uint32
	CustomerRead           uint32
	AwayPeriod             string
	FollowUpMS             int64
}

const conversationColumns = `SELECT id, shop, customer, name, phone, consent, stand, staff, labels, last_seq, last_ms,
	since_ms, shop_read, customer_got, customer_read, away_period, follow_up_ms FROM channel_conversation`

func scanConversation(w *shard.Row) Conversation {
	c := Conversation{
		ID: w.ID(), ShopID: w.ID(), CustomerID: w.ID(), Name: w.Text(), Phone: w.Text(), Consent: w.Bool(),
		Stand: Stand(w.Int()), StaffID: w.ID(),
	}
	c.Labels = labelsOf(w.Bytes())
	c.LastSeq, c.LastMS, c.SinceMS, c.ShopRead = uint32(w.Int()), w.Int(), w.Int(), uint32(w.Int())
	c.CustomerGot, c.CustomerRead, c.AwayPeriod = uint32(w.Int()), uint32(w.Int()), w.Text()
	c.FollowUpMS = w.Int()
	return c
}

// labelsOf reads labels as they are kept.
func labelsOf(kept []byte) []string {
	m := &channeljournalv1.Labels{}
	if proto.Unmarshal(kept, m) != nil {
		return nil
	}
	return m.GetLabels()
}

// Find finds a conversation.
func Find(r *shard.Reader, conversation id.ID) (c Conversation, found bool) {
	found = r.One(func(w *shard.Row) { c = scanConversation(w) }, conversationColumns+" WHERE id = ?", conversation)
	return c, found
}

// FindIn finds a conversation of a shop, or says that there is none.
func FindIn(r *shard.Reader, shopID, conversation id.ID) (Conversation, error) {
	c, found := Find(r, conversation)
	if !found || c.ShopID != shopID {
		return Conversation{}, ErrNoConversation
	}
	return c, nil
}

// Conversations gives all conversations of a shop that are not spam, those with the newest message first.
func Conversations(r *shard.Reader, shopID id.ID) (all []Conversation) {
	r.Each(func(w *shard.Row) { all = append(all, scanConversation(w)) },
		conversationColumns+" WHERE shop = ? AND stand <> 5 ORDER BY last_ms DESC, id", shopID)
	return all
}

// ofGuest finds the conversation of the guest who gives a command. Every command of guests begins with it.
func ofGuest(d *shard.Decision, conversation id.ID) (Conversation, error) {
	c, found := Find(d.Reader, conversation)
	if !found || d.Actor() != conversation {
		return Conversation{}, ErrNotYours
	}
	return c, nil
}

// ofStaff finds a conversation of the shop of who gives a command. Every command of people of the shop begins with it.
func ofStaff(d *shard.Decision, shopID, conversation id.ID) (c Conversation, staff id.ID, err error) {
	if staff, err = shop.StaffOf(d, shopID); err != nil {
		return c, staff, err
	}
	c, err = FindIn(d.Reader, shopID, conversation)
	return c, staff, err
}

// shopOf gives the shop of a conversation.
func shopOf(r *shard.Reader, conversation []byte) (shopID id.ID) {
	r.One(func(w *shard.Row) { shopID = w.ID() }, "SELECT shop FROM channel_conversation WHERE id = ?", conversation)
	return shopID
}

// conversationOf is a conversation with what only its resource tells: devices are told of one with every message, so that
// it is read by one query.
const conversationOf = `SELECT id, shop, customer, name, phone, consent, stand, staff, labels, last_seq, last_ms,
	since_ms, shop_read, customer_got, customer_read, away_period, follow_up_ms, last_side, preview, unread,
	waits_since_ms, same_phone, spoken_ms FROM channel_conversation WHERE id = ?`

func conversationResource(r *shard.Reader, thing id.ID) proto.Message {
	var m *channelv1.Conversation
	r.One(func(w *shard.Row) {
		c := scanConversation(w)
		m = &channelv1.Conversation{
			Id: thing.String(), CustomerId: c.CustomerID.String(), Name: c.Name, Phone: c.Phone, Consent: c.Consent,
			Stand: channelv1.Stand(c.Stand), FollowUpMs: c.FollowUpMS, StaffId: c.StaffID.String(), Labels: c.Labels,
			LastSeq: c.LastSeq, LastMs: c.LastMS, ShopRead: c.ShopRead, CustomerGot: c.CustomerGot,
			CustomerRead: c.CustomerRead, SinceMs: c.SinceMS,
		}
		m.LastSide, m.Preview, m.Unread = channelv1.Side(w.Int()), w.Text(), uint32(w.Int())
		m.WaitsSinceMs, m.SamePhone, m.SpokenMs = w.Int(), w.Bool(), w.Int()
	}, conversationOf, thing)
	if m == nil {
		return nil
	}
	return m
}

// talkResource is a conversation as its customer sees it: nothing of what the shop keeps to itself.
func talkResource(r *shard.Reader, thing id.ID) proto.Message {
	var m *channelv1.GuestTalk
	r.One(func(w *shard.Row) {
		m = &channelv1.GuestTalk{
			Id: thing.String(), ShopId: w.ID().String(), Name: w.Text(), Phone: w.Text(), Consent: w.Bool(),
			LastSeq: uint32(w.Int()), ShopRead: uint32(w.Int()), CustomerRead: uint32(w.Int()),
		}
	}, `SELECT shop, name, phone, consent, last_seq, shop_saw, customer_read FROM channel_conversation
		WHERE id = ?`, thing)
	if m == nil {
		return nil
	}
	return m
}
