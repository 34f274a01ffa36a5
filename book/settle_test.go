package book_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dangol.example/bankfile"
	"dangol.example/book"
	"dangol.example/chatlog"
	"dangol.example/money"
)

const shop = "꽃담케이크"

// kst is where the shops are.
var kst = time.FixedZone("KST", 9*60*60)

// room reads a room of one customer out of lines such as "10:05 S 네 35,000원입니다", all of 1 October 2022.
func room(t testing.TB, file, customer string, lines ...string) chatlog.Room {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "%s 님과 카카오톡 대화\n저장한 날짜 : 2022-10-05 12:00:00\n\n", customer)
	b.WriteString("--------------- 2022년 10월 1일 토요일 ---------------\n")
	for _, line := range lines {
		clock, rest, _ := strings.Cut(line, " ")
		who, text, _ := strings.Cut(rest, " ")
		at, err := time.Parse("15:04", clock)
		if err != nil {
			t.Fatal(err)
		}
		half, hour := "오전", at.Hour()
		if hour >= 12 {
			half = "오후"
		}
		if hour > 12 {
			hour -= 12
		}
		sender := customer
		if who == "S" {
			sender = shop
		}
		fmt.Fprintf(&b, "[%s] [%s %d:%02d] %s\n", sender, half, hour, at.Minute(), text)
	}
	r, err := chatlog.Read(file, strings.NewReader(b.String()), chatlog.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// paid is a bank list of deposits on 1 October 2022: "10:10 박소라 35000".
func paid(t testing.TB, lines ...string) []book.Statement {
	t.Helper()
	s := book.Statement{File: "bank.csv"}
	for i, line := range lines {
		var clock, name string
		var amount int64
		if _, err := fmt.Sscan(line, &clock, &name, &amount); err != nil {
			t.Fatal(err)
		}
		at, err := time.ParseInLocation("2006-01-02 15:04", "2022-10-01 "+clock, kst)
		if err != nil {
			t.Fatal(err)
		}
		s.Rows = append(s.Rows, bankfile.Row{Number: i + 2, At: at, Name: name, Amount: money.Amount(amount)})
	}
	return []book.Statement{s}
}

const (
	ordered  = "10:00 C 10월 8일 오후 3시 1호 초코케이크 하나 주문할게요 박소라 010-0000-0021"
	quoted   = "10:05 S 네 가능합니다. 35,000원이에요"
	sent     = "10:10 C 입금했어요"
	seen     = "10:20 S 입금 확인했습니다. 예약 완료예요"
	cancels  = "10:30 C 죄송한데 취소할게요"
	refunded = "10:40 S 네 취소해드렸고 35,000원 전액 환불해드렸습니다"
)

// outcome is what settling decides about an order.
type outcome struct {
	Paid, Refund money.Amount
	Status       book.Status
	Depositor    book.Text
	Look         []string // the fields to look at, of those that settling marks
}

func TestSettle(t *testing.T) {
	money := []string{"depositor", "paid", "refund", "status", "total"}
	for name, c := range map[string]struct {
		chat, bank []string // bank nil: no bank list was given
		want       outcome
	}{
		"only quoted":             {[]string{ordered, quoted}, nil, outcome{Status: book.Quoted}},
		"the shop's word counts":  {[]string{ordered, quoted, sent, seen}, nil, outcome{Paid: 35000, Status: book.Confirmed}},
		"the customer's does not": {[]string{ordered, quoted, sent}, nil, outcome{Status: book.Quoted}},
		"a bank list without it puts the shop's word in doubt": {
			[]string{ordered, quoted, sent, seen},
			[]string{"09:00 남의돈 999000"},
			outcome{Paid: 35000, Status: book.Confirmed, Look: []string{"paid"}},
		},
		"the bank's word counts, and names the depositor": {
			[]string{ordered, quoted, sent, seen},
			[]string{"10:09 박소라 35000"},
			outcome{Paid: 35000, Status: book.Confirmed, Depositor: "박소라"},
		},
		"money confirms what the shop has not": {
			[]string{ordered, quoted, sent},
			[]string{"10:09 박소라 35000"},
			outcome{Paid: 35000, Status: book.Confirmed, Depositor: "박소라"},
		},
		"cancelled with money given back": {
			[]string{ordered, quoted, sent, seen, cancels, refunded},
			[]string{"10:09 박소라 35000"},
			outcome{Paid: 35000, Refund: 35000, Status: book.Cancelled, Depositor: "박소라"},
		},
		"cancelled with money not given back": {
			[]string{ordered, quoted, sent, seen, cancels, "10:40 S 네 취소해드릴게요"},
			[]string{"10:09 박소라 35000"},
			outcome{Paid: 35000, Status: book.Cancelled, Depositor: "박소라", Look: []string{"refund"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			in := book.Input{Shop: shop, Rooms: []chatlog.Room{room(t, "a.txt", "박소라", c.chat...)}}
			if c.bank != nil {
				in.Statements = paid(t, c.bank...)
			}
			b := build(t, in)
			if len(b.Orders) != 1 {
				t.Fatalf("%d orders", len(b.Orders))
			}
			o := b.Orders[0]
			got := outcome{Paid: o.Paid, Refund: o.Refund, Status: o.Status, Depositor: o.Depositor}
			for _, field := range money {
				if slices.Contains(o.Ambiguous, field) {
					got.Look = append(got.Look, field)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestMissingIsDoubtful: an order cannot be handed over without knowing to whom and when.
func TestMissingIsDoubtful(t *testing.T) {
	b := build(t, book.Input{Shop: shop, Rooms: []chatlog.Room{
		room(t, "a.txt", "박소라", "10:00 C 10월 8일에 1호 초코케이크 하나 주문할게요", quoted),
	}})
	if len(b.Orders) != 1 {
		t.Fatalf("%d orders", len(b.Orders))
	}
	for _, field := range []string{"phone", "pickup"} {
		if !slices.Contains(b.Orders[0].Ambiguous, field) {
			t.Errorf("%s is missing and not to be looked at: %v", field, b.Orders[0].Ambiguous)
		}
	}
	if got := b.Orders[0].Pickup.String(); got != "2022-10-08" {
		t.Errorf("pickup %q: the day is known, the hour is not", got)
	}
}

// TestWithdrawalsAreNoDeposits, and income of others stays alone.
func TestWithdrawalsAreNoDeposits(t *testing.T) {
	b := build(t, book.Input{Shop: shop, Statements: paid(t, "09:00 밀가루상회 -120000", "09:30 배민정산 312400")})
	if len(b.Deposits) != 1 || !b.Deposits[0].NoOrder || b.Deposits[0].Row != 3 {
		t.Errorf("deposits %+v", b.Deposits)
	}
}

// TestOneNameTwice: files of one name in two folders keep their paths, so that file and index name one order.
func TestOneNameTwice(t *testing.T) {
	b := build(t, book.Input{Shop: shop, Rooms: []chatlog.Room{
		room(t, "may/a.txt", "박소라", ordered, quoted),
		room(t, "june/a.txt", "한지호", "10:00 C 10월 9일 오후 2시 2호 당근케이크 주문할게요 한지호 010-0000-0022", quoted),
		room(t, "june/b.txt", "오세진", "10:00 C 10월 9일 오후 1시 2호 초코케이크 주문할게요 오세진 010-0000-0023", quoted),
	}})
	var files []string
	for _, o := range b.Orders {
		files = append(files, o.File)
	}
	if diff := cmp.Diff([]string{"may/a.txt", "june/a.txt", "b.txt"}, files); diff != "" {
		t.Error(diff)
	}
}

// TestJSONForms: what nobody named is null, what there are none of is an empty list, and nothing is left out.
func TestJSONForms(t *testing.T) {
	raw, err := json.Marshal(build(t, book.Input{}))
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"shop":"","as_of":null,"orders":[],"deposits":[],"unread":[]}`; string(raw) != want {
		t.Errorf("an empty book is %s", raw)
	}
	raw, err = json.Marshal(build(t, book.Input{Shop: shop, Rooms: []chatlog.Room{room(t, "a.txt", "박소라", ordered, quoted)}}).Orders[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`"design":null`, `"cooler_bag":null`, `"advance":null`, `"lettering":[]`, `"quantity":1`, `"total":35000`, `"paid":0`, `"phone":"01000000021"`,
		`"pickup":"2022-10-08T15:00"`,
	} {
		if !strings.Contains(string(raw), want) {
			t.Errorf("no %s in %s", want, raw)
		}
	}
}

func TestText(t *testing.T) {
	for text, want := range map[book.Text]string{"": `null`, "축 \"생일\"": `"축 \"생일\""`} {
		raw, err := json.Marshal(text)
		if err != nil || string(raw) != want {
			t.Errorf("%q: %s, %v", text, raw, err)
		}
		back := book.Text("old")
		if err := json.Unmarshal(raw, &back); err != nil || back != text {
			t.Errorf("%s came back as %q, %v", raw, back, err)
		}
	}
	var text book.Text
	if err := json.Unmarshal([]byte(`5`), &text); err == nil {
		t.Error("a number was read as text")
	}
}
