package intake

import (
	"testing"

	"dangol.example/money"
)

func TestPrices(t *testing.T) {
	for _, c := range []struct {
		text string
		want []money.Amount
	}{
		{"총 44,000원입니다", []money.Amount{44000}},
		{"6만2천원이에요", []money.Amount{62000}},
		{"4만 4천원", []money.Amount{44000}},
		{"4.4만", []money.Amount{44000}},
		{"4.4 입금할게요", []money.Amount{44000}},
		{"44000", []money.Amount{44000}},
		{"3만5천", []money.Amount{35000}},
		{"5만원", []money.Amount{50000}},
		{"만오천원", []money.Amount{15000}},
		{"이만원", []money.Amount{20000}},
		{"십만원", []money.Amount{100000}},
		{"2천원 추가", []money.Amount{2000}},
		{"3만5000원", []money.Amount{35000}},
		{"38,000원씩 총 76,000원", []money.Amount{38000, 76000}},
		{"40,000 won", []money.Amount{40000}},
		{"₩40,000", []money.Amount{40000}},
		{"40k", []money.Amount{40000}},
		{"35,000+3,000=38,000", []money.Amount{35000, 3000, 38000}},
		{"국민 000000-00-000000", nil},
		{"010-0000-0001", nil},
		{"101동 1203호", nil},
		{"15:30", nil},
		{"2022년", nil},
		{"하지만 천천히", nil},
		{"1,250,000원", []money.Amount{1250000}},
		{"12만 5천원", []money.Amount{125000}},
		{"100개", nil},
		{"1.5kg", nil},
		{"2만5백원", []money.Amount{20500}},
	} {
		got := prices(c.text)
		if len(got) != len(c.want) {
			t.Errorf("%q: %+v, want %v", c.text, got, c.want)
			continue
		}
		for i := range got {
			if got[i].won != c.want[i] {
				t.Errorf("%q: %d, want %d", c.text, got[i].won, c.want[i])
			}
		}
	}
}

func TestPriceKinds(t *testing.T) {
	if p := prices("38,000원씩 두개"); len(p) != 1 || !p[0].each {
		t.Errorf("a unit price: %+v", p)
	}
	if p := prices("3호는 78,000원부터예요"); len(p) != 1 || !p[0].open {
		t.Errorf("a price from: %+v", p)
	}
}

func TestPhones(t *testing.T) {
	for text, want := range map[string]string{
		"010-0000-0001":         "01000000001",
		"01000000002 최민지":       "01000000002",
		"연락처 010 0000 0003 김도윤": "01000000003",
		"010.0000.0006 입니다":     "01000000006",
		"+82 10-0000-0007":      "01000000007",
		"+82-10-0000-0007":      "01000000007",
		"02-000-0000":           "020000000",
		"국민 000000-00-000000":   "",
		"110-000-000000 신한":     "",
		"주문번호 20221015":         "",
		"전화는 010-0000-0001 이에요": "01000000001",
	} {
		got := phones(text)
		if want == "" && len(got) != 0 || want != "" && (len(got) != 1 || got[0].value != want) {
			t.Errorf("%q: %+v, want %q", text, got, want)
		}
	}
}
