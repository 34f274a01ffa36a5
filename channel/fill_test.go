package channel

import (
	"testing"

	"dangol.example/fault"
	channelv1 "dangol.example/gen/api/dangol/channel/v1"
)

// formFields are those that a block can name.
func formFields() []string {
	return []string{
		"", "item", "size", "flavor", "design", "lettering", "candles", "quantity", "pickup", "cooler_bag",
		"delivery_address", "depositor", "requests", "refunds", "unknown",
	}
}

// Whatever is answered to whatever form, it is refused with a word, or it is an order that the shop can keep.
func FuzzFill(f *testing.F) {
	f.Add(uint8(3), uint8(1), true, "1호", "딸기", "1호")
	f.Add(uint8(4), uint8(5), false, "두\n줄", "", "x")
	f.Add(uint8(7), uint8(7), true, "12", "3", "")
	f.Add(uint8(8), uint8(9), true, "아니요", "예", "")
	f.Fuzz(func(t *testing.T, kind, field uint8, required bool, first, second, choice string) {
		names := formFields()
		blocks := []*channelv1.Block{
			{
				Id: "a", Label: "가", Kind: channelv1.BlockKind(kind % 10), Field: names[int(field)%len(names)], Required: required,
				Choices: []*channelv1.Choice{{Label: choice}},
			},
			{Id: "b", Label: "나", Kind: channelv1.BlockKind_BLOCK_KIND_TEXT, Field: names[int(field/16)%len(names)]},
		}
		answers := []Answer{{BlockID: "a", Texts: []string{first}}, {BlockID: "b", Texts: []string{second}}}
		filled, err := fill(&channelv1.Card{Form: blocks}, answers)
		if err != nil {
			if k := fault.KindOf(err); k == fault.Broken {
				t.Fatalf("refused without a word: %v", err)
			}
			return
		}
		filled.details.Name = "이서연"
		filled.details.Pickup = "" // the hours say whether that can be
		if _, err := filled.details.Check(); err != nil && fault.KindOf(err) != fault.Invalid {
			t.Fatalf("an order that cannot be kept, and no word of it: %v", err)
		}
	})
}

// What is added to a thing is no price of it: where the thing itself has none, nothing is reckoned.
func TestThePriceIsOfAThing(t *testing.T) {
	block := func(field string, choices ...*channelv1.Choice) *channelv1.Block {
		kind := channelv1.BlockKind_BLOCK_KIND_CHOICE
		return &channelv1.Block{Id: field, Label: field, Kind: kind, Field: field, Choices: choices}
	}
	choice := func(label string, won int64) *channelv1.Choice { return &channelv1.Choice{Label: label, PriceWon: won} }
	bag := block("cooler_bag", choice("필요해요", 2_000), choice("괜찮아요", 0))
	cakes := block("item", choice("레터링", 0), choice("포토", 0))
	size := func(more ...*channelv1.Choice) *channelv1.Block { return block("size", more...) }
	type blocks []*channelv1.Block
	type list []*channelv1.PriceLine
	for name, c := range map[string]struct {
		form   blocks
		prices list
		want   int64
	}{
		"no price but the bag's":   {blocks{cakes, size(choice("1호", 0)), bag}, nil, 0},
		"sizes that only add":      {blocks{cakes, size(choice("1호", 5_000), choice("미니", 0)), bag}, nil, 0},
		"sizes with their prices":  {blocks{cakes, size(choice("1호", 32_000), choice("2호", 42_000)), bag}, nil, 34_000},
		"items with their prices":  {blocks{block("item", choice("레터링", 44_000)), size(choice("1호", 0)), bag}, nil, 46_000},
		"no price of the item's":   {blocks{block("item", choice("레터링", 0), choice("포토", 9)), size(choice("1호", 5)), bag}, nil, 0},
		"an item of the list":      {blocks{cakes, bag}, list{{Name: "포토", PriceWon: 1}, {Name: "레터링", PriceWon: 40_000}}, 42_000},
		"a list without its price": {blocks{cakes, bag}, list{{Name: "레터링"}}, 0},
	} {
		answers := []Answer{{BlockID: "item", Texts: []string{"레터링"}}, {BlockID: "cooler_bag", Texts: []string{"필요해요"}}}
		for _, b := range c.form {
			if b.GetField() == "size" {
				answers = append(answers, Answer{BlockID: "size", Texts: []string{"1호"}})
			}
		}
		f, err := fill(&channelv1.Card{Form: c.form, Prices: c.prices}, answers)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if have := f.details.Lines[0].PriceWon; have != c.want {
			t.Errorf("%s: %d, want %d", name, have, c.want)
		}
	}
}

// What was agreed to stays in the answers, and the refund rules are agreed to only where there are any.
func TestAgreed(t *testing.T) {
	agree := &channelv1.Block{
		Id: "a", Label: "환불 규정에 동의해요", Kind: channelv1.BlockKind_BLOCK_KIND_AGREE, Field: "refunds", Required: true,
	}
	card := &channelv1.Card{Form: []*channelv1.Block{
		agree,
		{Id: "b", Label: "알레르기", Kind: channelv1.BlockKind_BLOCK_KIND_TEXT},
		{Id: "c", Label: "사진을 올려도 돼요", Kind: channelv1.BlockKind_BLOCK_KIND_AGREE, Field: "requests"},
	}}
	answers := []Answer{{BlockID: "b", Texts: []string{"땅콩"}}, {BlockID: "c", Texts: []string{"네"}}}
	f, err := fill(card, answers)
	if err != nil || len(f.answers) != 2 || f.details.Requests != "알레르기: 땅콩" {
		t.Errorf("without rules: %v, %v", f, err)
	}
	card.Refunds = []*channelv1.RefundRule{{Days: 3, Percent: 50}}
	if _, err := fill(card, answers); fault.KindOf(err) != fault.Invalid {
		t.Errorf("under rules that were not agreed to: %v", err)
	}
	f, err = fill(card, append(answers, Answer{BlockID: "a", Texts: []string{"네"}}))
	if err != nil || len(f.answers) != 3 || f.details.Requests != "알레르기: 땅콩" {
		t.Errorf("under rules: %v, %v", f, err)
	}
}
