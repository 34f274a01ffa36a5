package form_test

import (
	"errors"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"

	shopjournalv1 "dangol.example/gen/journal/dangol/shop/journal/v1"
	"dangol.example/shop/form"
)

// A number is the same one however it is written.
func TestPhone(t *testing.T) {
	for written, want := range map[string]string{
		"": "", " ": "", "010-0000-1234": "01000001234", "(02) 000-1234": "020001234",
		"+82 10-0000-1234": "01000001234", "+82-010-0000-1234": "01000001234", "0082 10 0000 1234": "01000001234",
		"(+82) 10.0000.1234": "01000001234", "+1 555 000 1234": "15550001234",
	} {
		if have, err := form.Phone(written); err != nil || have != want {
			t.Errorf("%q is %q, %v; want %q", written, have, err, want)
		}
	}
	for _, written := range []string{"없음", "1234567", "1234567890123456", "010-0000-12a4"} {
		if have, err := form.Phone(written); !errors.Is(err, form.ErrPhone) {
			t.Errorf("%q is %q, %v", written, have, err)
		}
	}
}

// A name is what people see of it: what shows nothing or turns the words around it is no part of a name.
func TestNamesAreSeen(t *testing.T) {
	for written, want := range map[string]string{
		"\u200b이서연\ufeff": "이서연", "이\u202e서\u202c연": "이서연", "\u2067이서연\u2069": "이서연", "이서연\u00a0": "이서연",
		"이\u2028서연": "이서연", "👨‍👩‍👧 가족": "👨‍👩‍👧 가족", "José": "José", "이서연\u200f": "이서연",
	} {
		for _, take := range []func(string) (string, error){form.Name, form.ItemName} {
			if have, err := take(written); err != nil || have != want {
				t.Errorf("%q is %q, %v; want %q", written, have, err, want)
			}
		}
	}
	for _, written := range []string{"\u200b", "\u202e \u2066", "\u200d\u200d", "\u3164", "\u2800\u2800"} {
		if have, err := form.Name(written); !errors.Is(err, form.ErrName) {
			t.Errorf("%q is %q, %v: a name that nobody sees", written, have, err)
		}
	}
}

// Every limit holds, and what is just within it is taken.
func TestLimits(t *testing.T) {
	long := func(n int) string { return strings.Repeat("가", n) }
	for name, c := range map[string]struct {
		take func(string) (string, error)
		most int
		want error
	}{
		"name": {form.Name, form.MaxName, form.ErrName},
		"item": {form.ItemName, form.MaxItem, form.ErrItemName},
		"text": {func(s string) (string, error) { return form.Text(s, form.MaxText) }, form.MaxText, form.ErrTooLong},
	} {
		if have, err := c.take(long(c.most)); err != nil || have != long(c.most) {
			t.Errorf("%s at its limit: %v", name, err)
		}
		for _, s := range []string{long(c.most + 1), "\xff"} {
			if _, err := c.take(s); !errors.Is(err, c.want) {
				t.Errorf("%s: %v, want %v", name, err, c.want)
			}
		}
	}
	for day, want := range map[string]error{
		"": nil, "2026-11-25": nil, "2026-11-25T14:00": nil, "2026-02-30": form.ErrPickup, "내일": form.ErrPickup,
	} {
		if err := form.Pickup(day); !errors.Is(err, want) {
			t.Errorf("%q: %v", day, err)
		}
	}
}

// A bank shows seven letters of a name: the number is whole, whatever becomes of the name.
func TestCode(t *testing.T) {
	for _, c := range []struct {
		name   string
		number uint32
		want   string
	}{
		{"이서연", 47, "이서연47"}, {"남궁민수철", 4711, "남궁민4711"}, {"Jane Doe", 47, "Jane47"}, {"12", 47, "주문47"},
	} {
		if have := form.Code(c.name, c.number); have != c.want {
			t.Errorf("%s: %s, want %s", c.name, have, c.want)
		}
	}
}

// What people have written stays, the rest is as it was read now.
func TestMerge(t *testing.T) {
	details := func(pickup, phone string) *shopjournalv1.OrderDetails {
		return &shopjournalv1.OrderDetails{Name: "이서연", Pickup: pickup, Phone: phone}
	}
	have := form.Merge(details("2026-11-25", "1"), details("2026-11-24", "1"), details("2026-11-26", "2"))
	if want := details("2026-11-25", "2"); !proto.Equal(have, want) {
		t.Errorf("%v", have)
	}
}
