package channel

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"google.golang.org/protobuf/proto"

	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	channeljournalv1 "dangol.example/gen/journal/dangol/channel/journal/v1"
	"dangol.example/id"
	"dangol.example/shard"
	"dangol.example/shop"
	"dangol.example/shop/form"
)

// Photo is a picture that was stored before.
type Photo struct {
	SHA256        []byte
	Width, Height uint32
	Thumb         []byte
}

// photos checks pictures.
func photos(given []Photo) (kept []*channeljournalv1.Photo, err error) {
	if len(given) > MaxPhotos {
		return nil, ErrPhotos
	}
	for _, p := range given {
		if len(p.SHA256) != hashBytes || len(p.Thumb) > MaxThumb || p.Width > MaxPixels || p.Height > MaxPixels ||
			!isThumb(p.Thumb) {
			return nil, ErrPhoto
		}
		kept = append(kept, &channeljournalv1.Photo{Sha256: p.SHA256, Width: p.Width, Height: p.Height, Thumb: p.Thumb})
	}
	return kept, nil
}

// isThumb reports whether bytes begin like a JPEG or a WebP; there may be none.
func isThumb(b []byte) bool {
	return len(b) == 0 || bytes.HasPrefix(b, []byte("\xff\xd8\xff")) ||
		len(b) > 12 && bytes.HasPrefix(b, []byte("RIFF")) && string(b[8:12]) == "WEBP"
}

// words checks the text of a message.
func words(text string, given []Photo) (string, error) {
	text, err := form.Text(text, MaxText)
	switch {
	case err != nil:
		return "", ErrText.Because(err)
	case text == "" && len(given) == 0:
		return "", ErrEmpty
	default:
		return text, nil
	}
}

// say gives a message its id and its number, and emits it.
func say(d *shard.Decision, conversation id.ID, side Side, e *channeljournalv1.MessageSaid) id.ID {
	message := d.NewID()
	last := d.Count("SELECT last_seq FROM channel_conversation WHERE id = ?", conversation)
	e.Conversation, e.Message, e.Seq, e.Side = conversation[:], message[:], uint32(last)+1, uint32(side)
	d.Emit(e)
	return message
}

func applyMessageSaid(tx *shard.Tx, e *channeljournalv1.MessageSaid) {
	conversation, now := id.ID(e.GetConversation()), tx.Header.Time.UnixMilli()
	wish := 0
	if e.GetBurden().GetWish() != nil {
		wish = 1
	}
	tx.Exec(`INSERT INTO channel_message (conversation, seq, id, at_ms, side, staff, auto, text, burden, wish_state, command)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, conversation, e.GetSeq(), e.GetMessage(), now, e.GetSide(), e.GetStaff(),
		e.GetAuto(), e.GetText(), encode(tx, e.GetBurden()), wish, tx.Header.Command)
	keepPhotos(tx, conversation, e.GetBurden())
	tx.Exec("UPDATE channel_conversation SET last_seq = ?, last_ms = ? WHERE id = ?", e.GetSeq(), now, conversation)
	// A list stands in the order of what people said: news to everybody and reminders lift nobody.
	tx.Exec(`UPDATE channel_conversation SET spoken_ms = ?, last_side = ?, preview = ?
		WHERE id = ? AND (? <> 3 OR last_side = 0)`, now, e.GetSide(), preview(e), conversation, e.GetSide())
	if Side(e.GetSide()) == Customer {
		tx.Exec(`UPDATE channel_conversation SET unread = unread + 1, stand = CASE WHEN stand IN (2, 4) THEN 1 ELSE stand END,
			waits_since_ms = CASE WHEN ? OR waits_since_ms > 0 THEN waits_since_ms ELSE ? END WHERE id = ? AND stand <> 5`,
			e.GetAnswered(), now, conversation)
	} else {
		tx.Exec(`UPDATE channel_conversation SET shop_read = ?, shop_saw = ? WHERE id = ? AND unread = 0 AND shop_read = ?`,
			e.GetSeq(), e.GetSeq(), conversation, e.GetSeq()-1)
	}
	if Side(e.GetSide()) == Staff {
		tx.Exec("UPDATE channel_conversation SET waits_since_ms = 0 WHERE id = ?", conversation)
	}
	if e.GetClosedPeriod() != "" {
		tx.Exec("UPDATE channel_conversation SET away_period = ? WHERE id = ?", e.GetClosedPeriod(), conversation)
	}
	shopID := shopOf(tx.Reader, e.GetConversation())
	touchBoth(tx, shopID, conversation)
	touchMessage(tx, shopID, conversation, id.ID(e.GetMessage()))
	ring(tx, shopID, conversation, e)
}

func touchMessage(tx *shard.Tx, shopID, conversation, message id.ID) {
	tx.Touch(shop.Topic(shopID), KindMessage, message)
	tx.Touch(shop.GuestTopic(conversation), KindMessage, message)
}

// keepPhotos remembers which pictures a conversation has.
func keepPhotos(tx *shard.Tx, conversation id.ID, b *channeljournalv1.Burden) {
	all := b.GetPhotos()
	for _, a := range b.GetAnswers() {
		all = append(slices.Clip(all), a.GetPhotos()...)
	}
	for _, p := range all {
		tx.Exec("INSERT OR IGNORE INTO channel_photo (conversation, sha256) VALUES (?, ?)", conversation, p.GetSha256())
	}
}

// HasPhoto reports whether a picture is in a conversation.
func HasPhoto(r *shard.Reader, conversation id.ID, sha256 []byte) bool {
	return r.Count("SELECT 1 FROM channel_photo WHERE conversation = ? AND sha256 = ?", conversation, sha256) > 0
}

// preview is what stands of a message in a list of conversations.
func preview(e *channeljournalv1.MessageSaid) string {
	text := strings.Join(strings.Fields(e.GetText()), " ")
	b := e.GetBurden()
	switch {
	case text == "" && len(b.GetAnswers()) > 0:
		return "주문서"
	case text == "" && b.GetWish().GetKind() == uint32(channelv1.WishKind_WISH_KIND_CANCEL):
		return "취소 요청"
	case text == "" && len(b.GetOrder()) > 0:
		return "주문 안내"
	case text == "" && len(b.GetPhotos()) > 0:
		return "사진"
	case utf8.RuneCountInString(text) > previewLength:
		return string([]rune(text)[:previewLength])
	default:
		return text
	}
}

// encode is what a message is kept as; nothing for none.
func encode(tx *shard.Tx, m proto.Message) []byte {
	if !m.ProtoReflect().IsValid() {
		return []byte{}
	}
	b, err := proto.MarshalOptions{Deterministic: true}.Marshal(m)
	if err != nil {
		tx.Fail(err)
	}
	return b
}

const messageColumns = `SELECT id, conversation, seq, at_ms, side, staff, text, auto, command, wish_state, burden
	FROM channel_message`

func scanMessage(w *shard.Row) *channelv1.Message {
	m := &channelv1.Message{
		Id: w.ID().String(), ConversationId: w.ID().String(), Seq: uint32(w.Int()), AtMs: w.Int(),
		Side: channelv1.Side(w.Int()), StaffId: w.ID().String(), Text: w.Text(), Auto: w.Text(), CommandId: w.ID().String(),
	}
	if m.Side == channelv1.Side_SIDE_AUTO {
		m.CommandId = "" // of what it answers, or of a whole page of news: no device wrote it
	}
	state := channelv1.WishState(w.Int())
	b := &channeljournalv1.Burden{}
	if proto.Unmarshal(w.Bytes(), b) != nil {
		return m
	}
	m.Photos = shownPhotos(b.GetPhotos())
	m.OrderId = shownID(b.GetOrder())
	for _, a := range b.GetAnswers() {
		m.Answers = append(m.Answers, &channelv1.Answer{
			BlockId: a.GetBlock(), Label: a.GetLabel(), Texts: a.GetTexts(), Photos: shownPhotos(a.GetPhotos()),
		})
	}
	if k := b.GetWish(); k != nil {
		m.Wish = &channelv1.Wish{
			Kind: channelv1.WishKind(k.GetKind()), OrderId: shownID(k.GetOrder()), RefundWon: k.GetRefundWon(),
			RefundPercent: k.GetRefundPercent(), RefundOpen: k.GetRefundOpen(), State: state,
		}
	}
	return m
}

func shownID(b []byte) string {
	n, _ := id.FromBytes(b) // none for nothing
	return n.String()
}

func shownPhotos(kept []*channeljournalv1.Photo) (all []*channelv1.Photo) {
	for _, p := range kept {
		all = append(all, &channelv1.Photo{
			Sha256: hexOf(p.GetSha256()), Width: p.GetWidth(), Height: p.GetHeight(), Thumb: p.GetThumb(),
		})
	}
	return all
}

func messageResource(r *shard.Reader, thing id.ID) proto.Message {
	m, found := FindMessage(r, thing)
	if !found {
		return nil
	}
	return m
}

// SeenIn gives a row as who watches its topic may see it: who of the shop wrote a message, and by which command, is none
// of a customer's business.
func SeenIn(topic, kind string, data []byte) ([]byte, error) {
	m := &channelv1.Message{}
	if kind != KindMessage || len(data) == 0 || !shop.IsGuestTopic(topic) {
		return data, nil
	}
	if err := proto.Unmarshal(data, m); err != nil || m.GetSide() == channelv1.Side_SIDE_CUSTOMER {
		return data, err
	}
	m.StaffId, m.CommandId = "", ""
	return proto.MarshalOptions{Deterministic: true}.Marshal(m)
}

// FindMessage finds a message as devices hold it.
func FindMessage(r *shard.Reader, message id.ID) (m *channelv1.Message, found bool) {
	found = r.One(func(w *shard.Row) { m = scanMessage(w) }, messageColumns+" WHERE id = ?", message)
	return m, found
}

// MessagesOf gives messages of a conversation, newest first: those before a number, or the newest for 0, up to limit.
func MessagesOf(r *shard.Reader, conversation id.ID, before uint32, limit int) (all []*channelv1.Message) {
	if limit <= 0 || limit > MaxPage {
		limit = MaxPage
	}
	r.Each(func(w *shard.Row) { all = append(all, scanMessage(w)) },
		messageColumns+" WHERE conversation = ? AND (? = 0 OR seq < ?) ORDER BY seq DESC LIMIT ?",
		conversation, before, before, limit)
	return all
}
