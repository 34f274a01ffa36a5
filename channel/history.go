package channel

import (
	"slices"
	"strings"

	"google.golang.org/protobuf/proto"

	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	channeljournalv1 "dangol.example/gen/journal/dangol/channel/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
)

// The limits of reading history.
const (
	MaxHistory       = 5000    // messages of one page, but for the rest of its last conversation
	DefaultHistory   = 2000    // of one page, when nobody says how many
	HistoryOfOne     = 500     // messages of one conversation
	maxHistoryBytes  = 8 << 20 // of one page, but for the rest of its last conversation
	maxHistoryOneMax = 4 << 20 // of one conversation: small pictures are what makes it long
)

// History is a page of messages, conversation by conversation, each conversation's in order.
type History struct {
	Messages []*channelv1.Message
	Next     id.ID // behind which conversation the next page begins, zero when this is the last
	Total    int64 // messages of all pages, about
}

// ReadHistory gives the messages of a shop's conversations, the newest conversation first, of those in which something
// was said since a time. After is History.Next of the page before. A conversation is never torn apart.
func ReadHistory(r *shard.Reader, shopID id.ID, sinceMs int64, after id.ID, limit int) (h History) {
	switch {
	case limit <= 0:
		limit = DefaultHistory
	case limit > MaxHistory:
		limit = MaxHistory
	}
	if after.IsZero() {
		after = last
	}
	h.Total = r.Count(`SELECT coalesce(sum(min(last_seq, ?)), 0) FROM channel_conversation WHERE shop = ? AND last_ms >= ?`,
		HistoryOfOne, shopID, sinceMs)
	var talks []id.ID
	r.Each(func(w *shard.Row) { talks = append(talks, w.ID()) }, `SELECT id FROM channel_conversation
		WHERE shop = ? AND last_ms >= ? AND id < ? AND last_seq > 0 ORDER BY id DESC LIMIT ?`,
		shopID, sinceMs, after, limit)
	bytes := 0
	for i, talk := range talks {
		if len(h.Messages) >= limit || bytes >= maxHistoryBytes {
			h.Next = talks[i-1]
			return h
		}
		some, size := lastOf(r, talk)
		h.Messages, bytes = append(h.Messages, some...), bytes+size
	}
	if len(talks) == limit {
		h.Next = talks[limit-1]
	}
	return h
}

// last is behind every id.
var last = id.ID([]byte(strings.Repeat("\xff", id.Size))) //nolint:gochecknoglobals // a constant

// lastOf gives the last messages of a conversation, in order.
func lastOf(r *shard.Reader, conversation id.ID) (some []*channelv1.Message, size int) {
	r.Each(func(w *shard.Row) {
		if size < maxHistoryOneMax {
			m := scanMessage(w)
			size += proto.Size(m)
			some = append(some, m)
		}
	}, messageColumns+" WHERE conversation = ? ORDER BY seq DESC LIMIT ?", conversation, HistoryOfOne)
	slices.Reverse(some)
	return some, size
}

// IsOf reports whether a conversation is a shop's.
func IsOf(r *shard.Reader, shopID, conversation id.ID) bool {
	return r.Count("SELECT 1 FROM channel_conversation WHERE id = ? AND shop = ?", conversation, shopID) > 0
}

// Words is everything of a message that can be found by what stands in it.
type Words struct {
	ID, ShopID id.ID
	Text       string
}

// WordsAfter gives the words of the shard's messages whose ids are behind one, by their ids.
func WordsAfter(r *shard.Reader, after id.ID, limit int) (all []Words) {
	r.Each(func(w *shard.Row) {
		one := Words{ID: w.ID(), ShopID: w.ID(), Text: w.Text()}
		b := &channeljournalv1.Burden{}
		if proto.Unmarshal(w.Bytes(), b) == nil {
			for _, a := range b.GetAnswers() {
				one.Text += "\n" + a.GetLabel() + " " + strings.Join(a.GetTexts(), " ")
			}
		}
		all = append(all, one)
	}, `SELECT m.id, c.shop, m.text, m.burden FROM channel_message m
		JOIN channel_conversation c ON c.id = m.conversation WHERE m.id > ? ORDER BY m.id LIMIT ?`, after, limit)
	return all
}

// maxPeople is how many conversations a search for a name gives.
const maxPeople = 20

// PeopleWith gives the conversations of a shop whose name or phone a function takes, who spoke last first.
func PeopleWith(r *shard.Reader, shopID id.ID, takes func(text string) bool) (found []id.ID) {
	r.Each(func(w *shard.Row) {
		talk, name, phone := w.ID(), w.Text(), w.Text()
		if len(found) < maxPeople && takes(name+"\n"+phone) {
			found = append(found, talk)
		}
	}, "SELECT id, name, phone FROM channel_conversation WHERE shop = ? ORDER BY spoken_ms DESC", shopID)
	return found
}

// MessagesWith gives messages by their ids, in that order; those of another shop are left out.
func MessagesWith(r *shard.Reader, shopID id.ID, ids []id.ID) (all []*channelv1.Message) {
	mine := map[string]bool{}
	for _, n := range ids {
		m, found := FindMessage(r, n)
		if !found {
			continue
		}
		if _, known := mine[m.GetConversationId()]; !known {
			talk, _ := id.Parse(m.GetConversationId())
			mine[m.GetConversationId()] = IsOf(r, shopID, talk)
		}
		if mine[m.GetConversationId()] {
			all = append(all, m)
		}
	}
	return all
}

// GuestGoes reports whether the key of a customer's device still holds.
func GuestGoes(r *shard.Reader, keyHash []byte) bool {
	return r.Count("SELECT 1 FROM channel_guest WHERE key_hash = ?", keyHash) > 0
}
