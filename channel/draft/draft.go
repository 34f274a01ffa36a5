// Package draft reads orders out of what a shop and a customer have said to each other: proposals, each field with the
// message it was read in. It changes nothing and decides nothing: a person looks, and places the order or does not.
//
// How people order is known by package intake; here messages become turns, and lines become messages again.
package draft

import (
	"slices"
	"sort"
	"strings"
	"time"

	"dangol.example/book"
	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	shopv1 "dangol.example/gen/api/dangol/shop/v1"
	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/intake"
	"dangol.example/shop/form"
	"dangol.example/shop/reading"
)

// MaxDrafts is how many orders are proposed, the newest.
const MaxDrafts = 5

// Talk is a part of a conversation, oldest message first.
type Talk struct {
	Name     string // the customer's
	Phone    string // digits only
	Messages []*channelv1.Message
	Zone     *time.Location // the shop's clock: "내일" is said by it
	Now      time.Time
}

// Read gives the orders that the messages speak of, newest first. What the shop has said by itself, cards and filled-in
// forms are passed over: their orders are there already.
func Read(t Talk) ([]*channelv1.Draft, error) {
	reader, err := intake.New()
	if err != nil {
		return nil, err
	}
	lines := &lines{}
	said := intake.Conversation{Title: t.Name, AsOf: t.wall(t.Now), Wanted: true}
	for _, m := range t.Messages {
		if m.GetSide() == channelv1.Side_SIDE_AUTO || m.GetOrderId() != "" || len(m.GetAnswers()) > 0 {
			continue
		}
		turn := intake.Turn{Line: lines.add(m), At: t.wall(time.UnixMilli(m.GetAtMs())), Text: m.GetText()}
		turn.FromShop = m.GetSide() == channelv1.Side_SIDE_STAFF
		if len(m.GetPhotos()) > 0 {
			picture := turn
			picture.Photo, picture.Text = true, ""
			said.Turns = append(said.Turns, picture)
		}
		if turn.Text != "" {
			said.Turns = append(said.Turns, turn)
		}
	}
	var drafts []*channelv1.Draft
	for _, read := range reader.Orders(said) {
		if d := t.draft(read, lines); len(d.GetSources()) > 0 {
			drafts = append(drafts, d)
		}
	}
	slices.Reverse(drafts)
	return drafts[:min(len(drafts), MaxDrafts)], nil
}

// wall is what the shop's clock shows, as package intake takes it.
func (t Talk) wall(at time.Time) time.Time {
	at = at.In(t.Zone)
	return time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), at.Second(), 0, time.UTC)
}

// draft is one order as a proposal. Name and phone are the conversation's where nothing else was said.
func (t Talk) draft(read intake.Order, lines *lines) *channelv1.Draft {
	o := book.FromIntake(read)
	o.Room = t.Name
	kept := reading.Details(&o)
	if kept.GetPhone() == "" {
		kept.Phone = t.Phone
	}
	d := &channelv1.Draft{Details: details(kept)}
	fields := make([]string, 0, len(o.Evidence))
	for f := range o.Evidence {
		fields = append(fields, f)
	}
	slices.Sort(fields)
	for _, f := range fields {
		e := o.Evidence[f]
		if m := lines.message(e.Line); m != nil {
			d.Sources = append(d.Sources, &channelv1.Source{
				Field: f, MessageId: m.GetId(), Seq: m.GetSeq(), Text: first(e.Text, form.MaxText),
				Unsure: slices.Contains(o.Ambiguous, f),
			})
		}
	}
	return d
}

// details are the fields as a client writes them.
func details(k *shopjournalv1.OrderDetails) *shopv1.OrderDetails {
	d := &shopv1.OrderDetails{
		Name: k.GetName(), Phone: k.GetPhone(), Pickup: k.GetPickup(), CoolerBag: k.CoolerBag,
		DeliveryAddress: k.GetDeliveryAddress(), Requests: k.GetRequests(), Depositor: k.GetDepositor(),
		TotalWon: k.TotalWon, AdvanceWon: k.AdvanceWon,
	}
	for _, l := range k.GetLines() {
		d.Lines = append(d.Lines, &shopv1.OrderLine{
			Item:      l.GetItem(),
			Quantity:  l.GetQuantity(),
			Size:      l.GetSize(),
			Flavor:    l.GetFlavor(),
			Design:    l.GetDesign(),
			Lettering: l.GetLettering(),
			Candles:   l.GetCandles(),
			PriceWon:  l.GetPriceWon(),
		})
	}
	return d
}

// lines numbers the lines of all messages one after another, from 1, as if they stood in one file.
type lines struct {
	starts   []int
	messages []*channelv1.Message
	next     int
}

// add gives the line at which a message begins.
func (l *lines) add(m *channelv1.Message) int {
	start := l.next + 1
	l.starts, l.messages = append(l.starts, start), append(l.messages, m)
	l.next = start + strings.Count(m.GetText(), "\n")
	return start
}

// message is the one that a line is of, nil for none.
func (l *lines) message(line int) *channelv1.Message {
	i := sort.SearchInts(l.starts, line+1) - 1
	if i < 0 || line > l.next {
		return nil
	}
	return l.messages[i]
}

// first takes the first letters of a text.
func first(text string, most int) string {
	letters := []rune(strings.ToValidUTF8(text, ""))
	return string(letters[:min(len(letters), most)])
}
