package channel

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"dangol.example/channel/desk"
	"dangol.example/fault"
	channelv1 "dangol.example/gen/api/dangol/channel/v1"
	channeljournalv1 "dangol.example/gen/journal/dangol/channel/journal/v1"
	"dangol.example/shop"
	"dangol.example/shop/form"
)

// What is refused about a form. Where a block is at fault its label is said.
var (
	ErrNoForm = fault.New(fault.Conflict, "이 가게는 주문서를 쓰지 않아요. 대화로 말씀해 주세요.",
		"This shop has no order form. Please write a message.")
	ErrFormChanged = fault.New(fault.Stale, "가게가 주문서를 바꿨어요. 주문서를 다시 열어 주세요.",
		"The shop has changed its form. Please open it again.")
)

// blockFault is what is wrong with the answer to a block.
func blockFault(b *channelv1.Block, korean, english string) error {
	return fault.New(fault.Invalid, "‘%[1]s’: %[2]s", "“%[1]s”: %[3]s", b.GetLabel(), korean, english)
}

// Answer is what a customer put into one block.
type Answer struct {
	BlockID string
	Texts   []string
	Photos  []Photo
}

// filled is a form that was checked.
type filled struct {
	details shop.Details
	answers []*channeljournalv1.Answer
}

// Words of an order that nobody has named a thing for.
const (
	noItem = "주문서 주문"
)

// fill checks answers against the form of a card, and makes of them what is ordered.
func fill(card *channelv1.Card, answers []Answer) (f filled, err error) {
	blocks := card.GetForm()
	if len(blocks) == 0 {
		return f, ErrNoForm
	}
	given := map[string]Answer{}
	pictures := 0
	for _, a := range answers {
		if _, twice := given[a.BlockID]; twice ||
			!slices.ContainsFunc(blocks, func(b *channelv1.Block) bool { return b.GetId() == a.BlockID }) {
			return f, ErrFormChanged
		}
		given[a.BlockID] = a
		if pictures += len(a.Photos); pictures > MaxPhotos {
			return f, ErrPhotos
		}
	}
	line, requests := shop.Line{Quantity: 1}, []string{}
	for _, b := range blocks {
		a, is := given[b.GetId()]
		a.Texts = trimmed(a.Texts)
		if !is || len(a.Texts) == 0 && len(a.Photos) == 0 {
			if b.GetRequired() && (b.GetField() != desk.FieldRefunds || len(card.GetRefunds()) > 0) {
				return f, blockFault(b, "꼭 적어 주세요.", "please answer this.")
			}
			continue
		}
		if err := checkAnswer(b, a); err != nil {
			return f, err
		}
		kept, err := photos(a.Photos)
		if err != nil {
			return f, err
		}
		f.answers = append(f.answers, &channeljournalv1.Answer{
			Block: b.GetId(), Label: b.GetLabel(), Texts: a.Texts, Photos: kept,
		})
		if asked := f.put(b, a, &line, requests); b.GetKind() != channelv1.BlockKind_BLOCK_KIND_AGREE {
			requests = asked // what was agreed to is nothing to be made
		}
	}
	line.PriceWon = min(max(pieceOf(card, given, line.Item), 0), form.MaxWon)
	if len(f.answers) == 0 {
		return f, ErrEmpty
	}
	if line.Item == "" {
		line.Item = noItem
	}
	f.details.Lines = []shop.Line{line}
	f.details.Requests = cut(strings.Join(requests, "\n"), form.MaxText)
	return f, nil
}

// trimmed leaves out what is only blanks.
func trimmed(texts []string) (kept []string) {
	for _, t := range texts {
		if t = strings.TrimSpace(t); t != "" {
			kept = append(kept, t)
		}
	}
	return kept
}

// checkAnswer refuses what a block does not ask for.
func checkAnswer(b *channelv1.Block, a Answer) error {
	kind := b.GetKind()
	if (kind == channelv1.BlockKind_BLOCK_KIND_PHOTO) != (len(a.Photos) > 0) ||
		kind == channelv1.BlockKind_BLOCK_KIND_PHOTO && len(a.Texts) > 0 {
		return ErrFormChanged
	}
	if kind != channelv1.BlockKind_BLOCK_KIND_CHOICES && len(a.Texts) > 1 {
		return ErrFormChanged
	}
	for i, t := range a.Texts {
		if !utf8.ValidString(t) || utf8.RuneCountInString(t) > MaxAnswer {
			return blockFault(b, "500자까지 적을 수 있어요.", "at most 500 letters.")
		}
		switch kind {
		case channelv1.BlockKind_BLOCK_KIND_CHOICE, channelv1.BlockKind_BLOCK_KIND_CHOICES:
			if !slices.ContainsFunc(b.GetChoices(), func(c *channelv1.Choice) bool { return c.GetLabel() == t }) ||
				slices.Contains(a.Texts[:i], t) {
				return ErrFormChanged
			}
		case channelv1.BlockKind_BLOCK_KIND_NUMBER:
			if n, err := strconv.Atoi(t); err != nil || n < 1 || n > form.MaxPieces {
				return blockFault(b, "1에서 1,000까지의 수를 적어 주세요.", "a number from 1 to 1,000.")
			}
		default:
		}
	}
	return nil
}

// pieceOf is what one piece comes to: the thing itself, and what the chosen add to it. The shop reads the sum, and
// names the price itself. It is nothing while the thing has no price: what is added alone is no price of it. The thing
// is what the item is, or the size where that alone has prices, or else what the price list says of the item.
func pieceOf(card *channelv1.Card, given map[string]Answer, item string) (won int64) {
	items := slices.ContainsFunc(card.GetForm(), func(b *channelv1.Block) bool {
		return b.GetField() == "item" && slices.ContainsFunc(b.GetChoices(), priced)
	})
	thing := false
	for _, b := range card.GetForm() {
		chosen := priceOf(b, given[b.GetId()])
		won += chosen
		if b.GetField() == "item" || b.GetField() == "size" && !items && !slices.ContainsFunc(b.GetChoices(), free) {
			thing = thing || chosen > 0
		}
	}
	if thing {
		return won
	}
	for _, p := range card.GetPrices() {
		if p.GetName() == item && p.GetPriceWon() > 0 {
			return won + p.GetPriceWon()
		}
	}
	return 0
}

func priced(c *channelv1.Choice) bool { return c.GetPriceWon() > 0 }

func free(c *channelv1.Choice) bool { return c.GetPriceWon() <= 0 }

// priceOf is what the chosen of a block add to the price of one piece.
func priceOf(b *channelv1.Block, a Answer) (won int64) {
	for _, c := range b.GetChoices() {
		if slices.Contains(a.Texts, c.GetLabel()) {
			won += c.GetPriceWon()
		}
	}
	return won
}

// put makes of an answer the field of the order that its block names, or a line of the requests.
func (f *filled) put(b *channelv1.Block, a Answer, line *shop.Line, requests []string) []string {
	text := strings.Join(a.Texts, ", ")
	field := b.GetField()
	if b.GetKind() == channelv1.BlockKind_BLOCK_KIND_PICKUP {
		field = "pickup"
	}
	switch field {
	case "pickup":
		f.details.Pickup = text
	case "item":
		line.Item = cut(oneLine(text), form.MaxItem)
	case "size":
		line.Size = cut(text, form.MaxText)
	case "flavor":
		line.Flavor = cut(text, form.MaxText)
	case "design":
		line.Design = cut(text, form.MaxText)
	case "lettering":
		if text != "" {
			line.Lettering = []string{cut(text, form.MaxText)}
		}
	case "candles":
		line.Candles = cut(text, form.MaxText)
	case "quantity":
		if n, err := strconv.Atoi(text); err == nil && n > 0 && n <= form.MaxPieces {
			line.Quantity = uint32(n)
			return requests
		}
		return append(requests, b.GetLabel()+": "+text)
	case "cooler_bag":
		yes := isYes(b, text)
		f.details.CoolerBag = &yes
	case "delivery_address":
		f.details.DeliveryAddress = cut(text, form.MaxText)
	case "depositor":
		f.details.Depositor = cut(oneLine(text), form.MaxName)
	case "requests":
		return append(requests, text)
	default:
		if text != "" {
			return append(requests, b.GetLabel()+": "+text)
		}
	}
	return requests
}

// isYes reports whether an answer says yes: a sentence that was agreed to, or the first of some choices that is no no.
func isYes(b *channelv1.Block, text string) bool {
	if b.GetKind() == channelv1.BlockKind_BLOCK_KIND_AGREE {
		return true
	}
	for _, no := range []string{"아니", "안 ", "없", "필요 없", "불필요", "no", "No", "NO", "X"} {
		if strings.Contains(text, no) {
			return false
		}
	}
	return true
}

// oneLine puts a text on one line.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f }), " ")
}

// cut leaves the first letters of a text: the whole stands in the message.
func cut(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most])
}
