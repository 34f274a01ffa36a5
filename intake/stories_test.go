package intake_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dangol.example/intake"
)

// A story is a conversation and what must be read out of it, as a text file in testdata/stories:
//
//	@ 2023-05-03 10:02        the time of what follows; "+10m" or "+2d" later
//	C: 안녕하세요             the customer; lines that follow without a mark belong to the message
//	S: 네                     the shop
//	= export 2023-05-12       when the export was made
//	> name 한지수             a field of the order; ">>" begins the next order; "> none" means no order
type story struct {
	conversation intake.Conversation
	want         []map[string]string
}

var kst = time.FixedZone("KST", 9*60*60)

func readStory(t *testing.T, path string) story {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var s story
	s.conversation.Title = strings.TrimSuffix(filepath.Base(path), ".txt")
	at := time.Time{}
	for i, line := range strings.Split(strings.TrimRight(string(raw), "\n"), "\n") {
		mark, rest, _ := strings.Cut(line, " ")
		switch mark {
		case "#":
		case "@":
			at, err = time.ParseInLocation("2006-01-02 15:04", rest, kst)
			if err != nil {
				t.Fatalf("%s:%d: %v", path, i+1, err)
			}
		case "+":
			at = at.Add(span(t, rest))
		case "C:", "S:":
			at = at.Add(time.Minute)
			s.conversation.Turns = append(s.conversation.Turns, intake.Turn{Line: i + 1, At: at, FromShop: mark == "S:", Text: rest})
		case "=":
			s.conversation.AsOf, err = time.ParseInLocation("export 2006-01-02", rest, kst)
			if err != nil {
				t.Fatalf("%s:%d: %v", path, i+1, err)
			}
			s.conversation.AsOf = s.conversation.AsOf.Add(20 * time.Hour)
		case ">>", ">":
			if mark == ">>" || len(s.want) == 0 && rest != "none" {
				s.want = append(s.want, map[string]string{})
			}
			if rest != "none" {
				field, value, _ := strings.Cut(rest, " ")
				s.want[len(s.want)-1][field] = value
			}
		default:
			if n := len(s.conversation.Turns); n > 0 {
				s.conversation.Turns[n-1].Text += "\n" + line
			}
		}
	}
	return s
}

func span(t *testing.T, text string) time.Duration {
	t.Helper()
	if days, ok := strings.CutSuffix(text, "d"); ok {
		text = days + "0000s"
		d, err := time.ParseDuration(text)
		if err != nil {
			t.Fatal(err)
		}
		return d / 10000 * 86400
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

var stateWords = []string{"asked", "quoted", "confirmed", "cancelled", "lapsed", "picked_up", "no_show"}

func field(o intake.Order, name string) string {
	switch name {
	case "pickup":
		if o.Pickup.IsZero() {
			return ""
		}
		if !o.PickupHour {
			return o.Pickup.Format("2006-01-02")
		}
		return o.Pickup.Format("2006-01-02T15:04")
	case "quantity":
		return fmt.Sprint(o.Quantity)
	case "lettering":
		return strings.Join(o.Lettering, " | ")
	case "cooler_bag":
		if o.CoolerBag == nil {
			return ""
		}
		return fmt.Sprint(*o.CoolerBag)
	case "total":
		return fmt.Sprint(o.Total)
	case "advance":
		return fmt.Sprint(o.Advance)
	case "paid":
		return fmt.Sprint(o.PaidByTalk)
	case "refund":
		return fmt.Sprint(o.Refund)
	case "status":
		return stateWords[o.State]
	default:
		return o.Values[intake.FieldName(name)]
	}
}

func TestStories(t *testing.T) {
	reader, err := intake.New()
	if err != nil {
		t.Fatal(err)
	}
	paths, err := filepath.Glob("testdata/stories/*.txt")
	if err != nil || len(paths) == 0 {
		t.Fatal("no stories", err)
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			s := readStory(t, path)
			got := reader.Orders(s.conversation)
			if len(got) != len(s.want) {
				t.Fatalf("%d orders, want %d: %+v", len(got), len(s.want), got)
			}
			for i, want := range s.want {
				for f, value := range want {
					if have := field(got[i], f); have != value {
						t.Errorf("order %d: %s is %q, want %q", i, f, have, value)
					}
				}
			}
			checkEvidence(t, s, got)
		})
	}
}

// checkEvidence holds the package's law: every field names a line of the conversation, word for word.
func checkEvidence(t *testing.T, s story, orders []intake.Order) {
	t.Helper()
	lines := map[int]string{}
	for _, turn := range s.conversation.Turns {
		for i, line := range strings.Split(turn.Text, "\n") {
			lines[turn.Line+i] = line
		}
	}
	for _, o := range orders {
		fields := make([]intake.FieldName, 0, len(o.Values))
		for f := range o.Values {
			fields = append(fields, f)
		}
		slices.Sort(fields)
		for _, f := range fields {
			e, ok := o.Evidence[f]
			if o.Values[f] == "" {
				continue
			}
			if text, known := lines[e.Line]; !ok || !known || text != e.Text {
				t.Errorf("%s: evidence %+v is no line of the conversation", f, e)
			}
		}
	}
}
