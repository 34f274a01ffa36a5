package policy_test

import (
	"fmt"
	"testing"

	"dangol.example/channel/policy"
	channelv1 "dangol.example/gen/api/dangol/channel/v1"
)

func TestRefund(t *testing.T) {
	table := []*channelv1.RefundRule{{Days: 7, Percent: 100}, {Days: 3, Percent: 50}, {Days: 0, Percent: 10}}
	now := at(t, "2026-11-23T23:50")
	for pickup, want := range map[string]uint32{
		"":                 100, // no day yet
		"2026-11-30T10:00": 100,
		"2026-11-30":       100,
		"2026-11-29T23:00": 50,
		"2026-11-26T00:10": 50,
		"2026-11-25T10:00": 10,
		"2026-11-23T10:00": 10, // on the day
		"2026-11-22T10:00": 0,  // after it
	} {
		if have, said := policy.RefundPercent(table, pickup, now); have != want || !said {
			t.Errorf("%s: %d%%, said %v, want %d%%", pickup, have, said, want)
		}
	}
	if percent, said := policy.RefundPercent(table[:2], "2026-11-24T10:00", now); percent != 0 || !said {
		t.Errorf("later than every rule: %d, %v", percent, said)
	}
	if percent, said := policy.RefundPercent(nil, "2026-11-30", now); percent != 0 || said {
		t.Errorf("without a table: %d, %v", percent, said)
	}
	// The day is the shop's: it is tomorrow there already while it is today in London.
	if percent, _ := policy.RefundPercent(table, "2026-12-01", now.UTC()); percent != 100 {
		t.Error(percent)
	}
	for _, c := range [][3]int64{
		{32_000, 50, 16_000}, {33_333, 70, 23_333}, {-5, 100, 0}, {100_000_000, 100, 100_000_000},
	} {
		if have := policy.RefundWon(c[0], uint32(c[1])); have != c[2] {
			t.Errorf("%d%% of %d: %d", c[1], c[0], have)
		}
	}
}

func fields() policy.Fields {
	return policy.Fields{
		Name: "이서연", Pickup: policy.Pickup("2026-11-24T15:00"), Code: "이서연47", Total: policy.Won(32_000),
		Account: "가나은행 000-00-0000", Shop: "햇살케이크",
	}
}

func TestExpand(t *testing.T) {
	for text, want := range map[string]string{
		"{name}님, {pickup}에 뵐게요":             "이서연님, 11월 24일 (화) 오후 3시에 뵐게요",
		"{total}을 {account}에 {code}로 보내 주세요": "32,000원을 가나은행 000-00-0000에 이서연47로 보내 주세요",
		"{shop}":             "햇살케이크",
		"{pay_by}까지":         "{pay_by}까지", // nothing is known of it
		"{price} {이름} { } {": "{price} {이름} { } {",
		"{{name}}":           "{이서연}",
		"{na{name}me}":       "{na이서연me}",
		"{name":              "{name",
		"name}":              "name}",
		"":                   "",
	} {
		if have := policy.Expand(text, fields()); have != want {
			t.Errorf("%q: %q, want %q", text, have, want)
		}
	}
	if have := policy.Expand("{name}", policy.Fields{Name: "{code}", Code: "나"}); have != "{code}" {
		t.Errorf("a customer's name was read as a field: %q", have)
	}
	if have := fmt.Sprint(policy.Uses("{pickup} {no} {name} {pickup}")); have != "[pickup name]" {
		t.Error(have)
	}
	for _, name := range policy.Names() {
		if len(policy.Uses("{"+name+"}")) != 1 {
			t.Errorf("%s is no field", name)
		}
	}
}

func TestPickupInWords(t *testing.T) {
	for pickup, want := range map[string]string{
		"2026-11-23T15:00": "11월 23일 (월) 오후 3시",
		"2026-11-23T11:30": "11월 23일 (월) 오전 11시 30분",
		"2026-11-23T12:00": "11월 23일 (월) 낮 12시",
		"2026-11-23T00:05": "11월 23일 (월) 밤 12시 5분",
		"2026-11-29":       "11월 29일 (일)",
		"":                 "",
		"곧":                "",
	} {
		if have := policy.Pickup(pickup); have != want {
			t.Errorf("%q: %q, want %q", pickup, have, want)
		}
	}
}

// A text of which no field is known stays, letter for letter, and what has no braces always does.
func FuzzExpand(f *testing.F) {
	for _, s := range []string{"{name}님", "{{name}", "}{", "{name}{code}", "{\x00}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if have := policy.Expand(text, policy.Fields{}); have != text {
			t.Errorf("%q became %q", text, have)
		}
		if have := policy.Expand(text, fields()); len(policy.Uses(text)) == 0 && have != text {
			t.Errorf("%q became %q without a field", text, have)
		}
	})
}
