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
		"delivery_address", "depositor", "requests", "unknown",
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
		filled, err := fill(blocks, []Answer{{BlockID: "a", Texts: []string{first}}, {BlockID: "b", Texts: []string{second}}})
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
