package chatlog

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"dangol.example/fault"
)

// room makes a room of messages: "" is the exporter, "!" a system line. Its number makes its keys different.
func room(n byte, title string, senders ...string) Room {
	r := Room{Name: title}
	for i, s := range senders {
		m := Message{Sender: s, Key: Key{n, byte(i)}, Line: i + 1}
		switch s {
		case "":
			m.Sender, m.Own = "회원님", true
		case "!":
			m.Sender, m.Kind = "", System
		}
		r.Messages = append(r.Messages, m)
	}
	return r
}

const shop = "솔꽃집"

type shopCase struct {
	name  string
	rooms []Room
	given string
	want  string
	kind  fault.Kind // of the error, when one is wanted
}

var shopCases = []shopCase{
	{name: "one room of the shop's phone", rooms: []Room{room(1, "한별", "한별", "")}, want: Exporter},
	{name: "one room of the shop's PC", rooms: []Room{room(1, "한별", "한별", shop)}, want: shop},
	{name: "one room without a title", rooms: []Room{room(1, "", "한별", shop)}, kind: fault.Conflict},
	{name: "one group", rooms: []Room{room(1, "모임", "한별", shop, "김")}, kind: fault.Conflict},
	{
		name:  "rooms of the shop's PC and Mac",
		rooms: []Room{room(1, "", "한별", shop), room(2, "", shop, "한솔"), room(3, "", "한봄", shop)}, want: shop,
	},
	{
		name:  "rooms of the shop's phone",
		rooms: []Room{room(1, "한별", "한별", ""), room(2, "한솔", "한솔", ""), room(3, "한봄", "한봄")}, want: Exporter,
	},
	{
		name:  "rooms of phone and PC",
		rooms: []Room{room(1, "한별", "한별", ""), room(2, "한솔", "한솔", shop), room(3, "", "한봄", shop)}, want: shop,
	},
	{
		name:  "rooms of phone and one PC",
		rooms: []Room{room(1, "한별", "한별", ""), room(2, "한솔", "한솔", shop)}, want: shop,
	},
	{
		name:  "customers' phones",
		rooms: []Room{room(1, shop, "", shop), room(2, shop, "", shop), room(3, shop, shop, "")}, want: shop,
	},
	{
		name:  "one room exported twice is one room",
		rooms: []Room{room(1, "한별", "한별", ""), room(1, "한별", "한별", "", "한별")}, want: Exporter,
	},
	{
		name:  "a regular of two rooms",
		rooms: []Room{room(1, "한별", "한별", shop), room(2, "한별", "한별", shop)}, want: shop,
	},
	{
		name:  "a customer nobody answered",
		rooms: []Room{room(1, "", "한별", shop), room(2, "", "한솔"), room(3, "", "한봄", shop)}, want: shop,
	},
	{name: "given", rooms: []Room{room(1, "", "한별", shop)}, given: " " + shop + " ", want: shop},
	{name: "given, as a title", rooms: []Room{room(1, shop, "한별")}, given: shop, want: shop},
	{name: "given, beside a phone", rooms: []Room{room(1, "한별", "한별", "")}, given: shop, want: shop},
	{name: "given, and nobody's", rooms: []Room{room(1, "", "한별", shop)}, given: "꽃집", kind: fault.Missing},
	{name: "nothing", want: Exporter},
	{name: "only notices", rooms: []Room{room(1, "한별", "!")}, want: Exporter},
}

func TestShop(t *testing.T) {
	for _, c := range shopCases {
		got, err := Shop(c.rooms, c.given)
		if c.kind == fault.Broken {
			if err != nil || got != c.want {
				t.Errorf("%s: %q, %v; want %q", c.name, got, err, c.want)
			}
			continue
		}
		var undecided *UndecidedShopError
		if fault.KindOf(err) != c.kind || !errors.As(err, &undecided) {
			t.Errorf("%s: %q, %v; want a fault of kind %d", c.name, got, err, c.kind)
			continue
		}
		for _, l := range []fault.Language{fault.Korean, fault.English} {
			if s := fault.Message(err, l); !strings.Contains(s, "한별") || !strings.Contains(s, "--shop") {
				t.Errorf("%s: the person reads %q", c.name, s)
			}
		}
		if strings.Contains(err.Error(), "한별") || strings.Contains(err.Error(), shop) {
			t.Errorf("%s: the log has a name: %v", c.name, err)
		}
	}
}

func TestSide(t *testing.T) {
	for _, c := range []struct {
		name string
		room Room
		shop string
		want string // a letter a message: s the shop, c the customer
	}{
		{"the shop's PC", room(1, "한별", "한별", shop, "한별"), shop, "csc"},
		{"the shop's phone", room(1, "한별", "한별", "", "!"), shop, "csc"},
		{"the shop's phone, no name", room(1, "한별", "한별", ""), Exporter, "cs"},
		{"a customer's phone", room(1, shop, "", shop, ""), shop, "csc"},
		{"a customer's phone, no answer", room(1, shop, "", ""), shop, "cc"},
		{"a customer's PC", room(1, shop, "한별", shop), shop, "cs"},
		{"an older nickname", room(1, "한별", "한별", "솔꽃방"), shop, "cs"},
		{"no answer", room(1, "한별", "한별", "한별"), shop, "cc"},
		{"no answer, no title", room(1, "", "한별", "한별"), shop, "cc"},
		{"strangers", room(1, "", "한별", "한솔"), shop, "cc"},
		{"the shop's phone in a group", room(1, "모임", "한별", "", "한솔"), shop, "csc"},
	} {
		side, got := c.room.Side(c.shop), ""
		for _, m := range c.room.Messages {
			if side.Is(m) {
				got += "s"
			} else {
				got += "c"
			}
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		quiet := c.name == "no answer" // but the title shows who is the customer
		if side.Known() != (strings.Contains(c.want, "s") || quiet) {
			t.Errorf("%s: known is %v", c.name, side.Known())
		}
	}
}

// TestShopOfSampleRooms: the ten rooms, by phone, PC and Mac, have one shop.
func TestShopOfSampleRooms(t *testing.T) {
	files, _ := filepath.Glob("../../shared/data/kakaotalk/orders_synthetic/r[0-9]*")
	if len(files) == 0 {
		t.Skip("the sample rooms are not beside this checkout")
	}
	var rooms []Room
	for _, f := range files {
		list, err := ReadFile(f, Options{})
		if err != nil {
			t.Fatal(err)
		}
		rooms = append(rooms, list...)
	}
	name, err := Shop(rooms, "")
	if err != nil || name != "단골케이크" {
		t.Fatalf("%q, %v", name, err)
	}
	for _, r := range rooms {
		side, n := r.Side(name), 0
		for _, m := range r.Messages {
			if side.Is(m) {
				n++
				if !m.Own && m.Sender != name {
					t.Errorf("%s line %d is not the shop's", r.File, m.Line)
				}
			}
		}
		if n == 0 || !side.Known() {
			t.Errorf("%s: the shop says nothing", r.File)
		}
	}
}
