package match_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"dangol.example/fault"
	"dangol.example/match"
	"dangol.example/money"
)

var kst = time.FixedZone("KST", 9*60*60)

// at is a time in October 2022: "13 10:20".
func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", "2022-10-"+s, kst)
	if err != nil {
		panic(err)
	}
	return t
}

func order(customer string, total money.Amount, opened string, change ...func(*match.Order)) match.Order {
	o := match.Order{Customer: customer, Names: []string{customer}, Total: total, Opened: at(opened)}
	o.Quoted = o.Opened.Add(10 * time.Minute)
	o.Pickup = o.Opened.Add(5 * 24 * time.Hour)
	for _, c := range change {
		c(&o)
	}
	return o
}

func paid(name string, amount money.Amount, when string) match.Deposit {
	return match.Deposit{At: at(when), Name: name, Amount: amount}
}

// Others make the amounts of a test as common as in a shop.
func others() []match.Order {
	var all []match.Order
	for i, name := range []string{"추가온", "변다예", "염수호", "여름빛", "현보배", "지해솔", "표나리", "석빛나", "탁여울", "옥샘물"} {
		all = append(all, order(name, money.Amount(21000+1700*i), "10 09:00"))
	}
	return all
}

// story is one situation and what must come of it.
type story struct {
	story    string
	orders   []match.Order
	deposits []match.Deposit
	aliases  []match.Alias
	want     []string // of each deposit: customers paid, or ? and a reason, or "no order"
}

func kim() match.Order { return order("김민수", 44000, "12 10:00") }

// with changes an order.
func with(o match.Order, change func(*match.Order)) match.Order { change(&o); return o }

// stories are the rules, one by one.
var stories = []story{
	{
		"name and total",
		[]match.Order{kim()},
		[]match.Deposit{paid("김민수", 44000, "12 11:00")},
		nil,
		[]string{"김민수"},
	},
	{
		"before the order",
		[]match.Order{kim()},
		[]match.Deposit{paid("김민수", 44000, "12 09:50")},
		nil,
		[]string{"?before_order"},
	},
	{
		"same name and amount",
		[]match.Order{kim(), with(kim(),
			func(o *match.Order) { o.Customer = "other"; o.Opened = at("15 10:00") })},
		[]match.Deposit{paid("김민수", 44000, "12 11:00"), paid("김민수", 44000, "15 11:00")},
		nil,
		[]string{"?same_name_same_amount", "?same_name_same_amount"},
	},
	{
		"same name, other amount",
		[]match.Order{kim(), with(kim(),
			func(o *match.Order) { o.Customer = "other"; o.Total = 62000 })},
		[]match.Deposit{paid("김민수", 44000, "12 11:00")},
		nil,
		[]string{"김민수"},
	},
	{
		"same name, one not quoted",
		[]match.Order{kim(), with(kim(),
			func(o *match.Order) { o.Customer = "other"; o.Total = 0 })},
		[]match.Deposit{paid("김민수", 44000, "12 11:00")},
		nil,
		[]string{"?close_second"},
	},
	{"name told by another customer", []match.Order{kim(), with(order("이영희", 44000, "12 10:00"),
		func(o *match.Order) {
			o.Depositors = []string{"김민수"}
		})}, []match.Deposit{paid("김민수", 44000, "12 11:00")}, nil, []string{"?same_name_same_amount"}},
	{
		"one customer's own orders, first first",
		[]match.Order{kim(), with(kim(),
			func(o *match.Order) { o.Quoted = at("12 10:30") })},
		[]match.Deposit{paid("김민수", 44000, "12 11:00"), paid("김민수", 44000, "12 12:00")},
		nil,
		[]string{
			"김민수",
			"김민수",
		},
	},
	{
		"paid twice",
		[]match.Order{kim()},
		[]match.Deposit{paid("김민수", 44000, "12 11:00"), paid("김민수", 44000,
			"12 15:00")},
		nil,
		[]string{"김민수", "?double_payment"},
	},
	{
		"paid twice, words for the second",
		[]match.Order{with(kim(),
			func(o *match.Order) { o.SaidPaid = []time.Time{at("12 15:01")} })},
		[]match.Deposit{paid("김민수", 44000, "12 11:00"), paid("김민수", 44000, "12 15:00")},
		nil,
		[]string{"?double_payment", "?contested"},
	},
	{
		"enquiry",
		[]match.Order{with(kim(), func(o *match.Order) { o.Inquiry = true })},
		[]match.Deposit{paid("김민수", 44000, "12 11:00")},
		nil,
		[]string{"?inquiry"},
	},
	{
		"after closing",
		[]match.Order{with(kim(), func(o *match.Order) { o.Closed = at("13 10:00") })},
		[]match.Deposit{paid("김민수", 44000, "13 11:00")},
		nil,
		[]string{"?after_closed"},
	},
	{
		"paid, then cancelled",
		[]match.Order{with(kim(), func(o *match.Order) { o.Closed = at("13 10:00") })},
		[]match.Deposit{paid("김민수", 44000, "12 11:00")},
		nil,
		[]string{"김민수"},
	},
	{
		"advance and balance",
		[]match.Order{with(kim(), func(o *match.Order) { o.Advance = 20000 })},
		[]match.Deposit{paid("김민수", 20000, "12 11:00"), paid("김민수 잔금", 24000, "16 11:00")},
		nil,
		[]string{
			"김민수",
			"김민수",
		},
	},
	{
		"balance without advance",
		[]match.Order{with(kim(), func(o *match.Order) { o.Advance = 20000 })},
		[]match.Deposit{paid("김민수", 24000, "12 11:00")},
		nil,
		[]string{"?no_advance"},
	},
	{
		"two orders in one",
		[]match.Order{kim(), with(kim(), func(o *match.Order) { o.Total = 38000 })},
		[]match.Deposit{paid("김민수", 82000, "12 11:00")},
		nil,
		[]string{"김민수+김민수"},
	},
	{
		"one order in two",
		[]match.Order{kim()},
		[]match.Deposit{paid("김민수", 20000, "12 11:00"), paid("김민수", 24000,
			"13 11:00")},
		nil,
		[]string{"김민수", "김민수"},
	},
	{
		"one part only",
		[]match.Order{kim()},
		[]match.Deposit{paid("김민수", 20000, "12 11:00")},
		nil,
		[]string{"?amount_differs"},
	},
	{"a little less", []match.Order{kim()}, []match.Deposit{paid("김민수", 43500, "12 11:00")}, nil, []string{"김민수"}},
	{
		"a little less, but a price", append(others(), kim(), order("한가람", 43500, "01 10:00")),
		[]match.Deposit{paid("김민수", 43500, "12 11:00")},
		nil,
		[]string{"?underpaid"},
	},
	{
		"wallet",
		[]match.Order{kim()},
		[]match.Deposit{paid("(주)카카오페이", 44000, "12 11:00")},
		nil,
		[]string{"?name_wallet"},
	},
	{
		"wallet never learnt",
		[]match.Order{kim()},
		[]match.Deposit{paid("토스", 44000, "12 11:00")},
		[]match.Alias{{Depositor: "토스", Customer: "김민수"}},
		[]string{"?name_wallet"},
	},
	{
		"learnt name",
		[]match.Order{kim()},
		[]match.Deposit{paid("박준호", 44000, "12 11:00")},
		[]match.Alias{{Depositor: "박준호", Customer: "김민수"}},
		[]string{"김민수"},
	},
	{
		"stranger",
		[]match.Order{kim()},
		[]match.Deposit{paid("박준호", 44000, "12 11:00")},
		nil,
		[]string{"?name_stranger"},
	},
	{"stranger with words", []match.Order{with(kim(), func(o *match.Order) {
		o.SaidPaid, o.Confirmed = []time.Time{at("12 11:02")}, []time.Time{at("12 11:30")}
	})}, []match.Deposit{paid("박준호", 44000, "12 11:00")}, nil, []string{"?name_stranger"}},
	{
		"masked and two fit",
		[]match.Order{kim(), order("김철수", 44000, "12 10:00")},
		[]match.Deposit{paid("김*수", 44000, "12 11:00")},
		nil,
		[]string{"?same_name_same_amount"},
	},
	{
		"masked and one fits", append(others(), kim(), order("김철수", 38000, "12 10:00")),
		[]match.Deposit{paid("김*수", 44000, "12 11:00")},
		nil,
		[]string{"김민수"},
	},
	{
		"phone tells namesakes apart",
		[]match.Order{
			with(kim(), func(o *match.Order) { o.Phone = "01000005678" }),
			with(kim(), func(o *match.Order) { o.Customer, o.Phone = "other", "01000001234" }),
		},
		[]match.Deposit{paid("김민수5678", 44000, "12 11:00")},
		nil,
		[]string{"김민수"},
	},
	{
		"code tells namesakes apart",
		[]match.Order{
			with(kim(), func(o *match.Order) { o.Code = "김민수47" }),
			with(kim(), func(o *match.Order) { o.Customer, o.Code = "other", "김민수12" }),
		},
		[]match.Deposit{paid("김민수47", 44000, "12 11:00"), paid("김민수12", 44000, "12 11:00")},
		nil,
		[]string{
			"김민수",
			"other",
		},
	},
	{
		"another code",
		[]match.Order{with(kim(), func(o *match.Order) { o.Code = "김민수47" })},
		[]match.Deposit{paid("김민수48", 44000, "12 11:00")},
		nil,
		[]string{"?code_differs"},
	},
	{
		"slip of one letter, nothing else", append(others(), kim(), order("서다미", 44000, "12 09:00")),
		[]match.Deposit{paid("김만수", 44000, "12 20:00")},
		nil,
		[]string{"?common_amount"},
	},
	{
		"paid before, says the shop",
		[]match.Order{with(kim(),
			func(o *match.Order) { o.Confirmed = []time.Time{at("12 12:00")} })},
		[]match.Deposit{paid("김민수", 44000, "13 11:00")},
		nil,
		[]string{"?confirmed_earlier"},
	},
	{"a spouse may be a namesake", []match.Order{kim(), order("이영희", 44000, "12 14:00", func(o *match.Order) {
		o.SaidPaid = []time.Time{at("12 15:02")}
	})}, []match.Deposit{paid("김민수", 44000, "12 15:00")}, nil, []string{"?close_second"}},
	{
		"settlement",
		[]match.Order{kim()},
		[]match.Deposit{paid("배민정산", 44000, "12 11:00")},
		nil,
		[]string{"no order"},
	},
	{
		"people are no settlements",
		[]match.Order{order("배민정", 44000, "12 10:00"), order("이자연", 38000, "12 10:00")},
		[]match.Deposit{paid("배민정", 44000, "12 11:00"), paid("이자연", 38000, "12 11:00")},
		nil,
		[]string{
			"배민정",
			"이자연",
		},
	},
	{
		"nothing fits",
		[]match.Order{kim()},
		[]match.Deposit{paid("정수아", 15000, "12 11:00")},
		nil,
		[]string{"no order"},
	},
}

func TestStories(t *testing.T) {
	for _, c := range stories {
		t.Run(c.story, func(t *testing.T) {
			got, err := match.Match(context.Background(), c.orders, c.deposits, c.aliases, match.Options{})
			if err != nil {
				t.Fatal(err)
			}
			for i, v := range got {
				if !tells(v, c.orders, c.want[i]) {
					t.Errorf("deposit %d: %+v, want %s", i, v, c.want[i])
				}
			}
		})
	}
}

func tells(v match.Verdict, orders []match.Order, want string) bool {
	if want == "no order" {
		return v.NoOrder && !v.Auto && len(v.Parts) == 0
	}
	if reason, ok := strings.CutPrefix(want, "?"); ok {
		return !v.Auto && !v.NoOrder && len(v.Parts) == 0 && slices.Contains(v.Reasons, match.Reason(reason))
	}
	var paid []string
	for _, p := range v.Parts {
		paid = append(paid, orders[p.Order].Customer)
	}
	return v.Auto && strings.Join(paid, "+") == want
}

// One deposit that pays several orders is divided by what each costs.
func TestMergedPartsAddUp(t *testing.T) {
	a, b := order("김민수", 44000, "12 10:00"), order("김민수", 38000, "12 10:30")
	got, err := match.Match(context.Background(), []match.Order{a, b}, []match.Deposit{paid("김민수", 82000, "12 12:00")},
		nil,
		match.Options{})
	if err != nil || len(got[0].Parts) != 2 || got[0].Parts[0].Amount+got[0].Parts[1].Amount != 82000 {
		t.Fatalf("%+v, %v", got, err)
	}
}

func TestDaysWithoutTimes(t *testing.T) {
	o := order("김민수", 44000, "12 10:00")
	day := match.Deposit{At: at("12 00:00"), DayOnly: true, Name: "김민수", Amount: 44000}
	for _, c := range []struct {
		deposits []match.Deposit
		auto     []bool
	}{
		{[]match.Deposit{day}, []bool{true}},
		{[]match.Deposit{day, day}, []bool{false, false}}, // nothing tells which came first
	} {
		got, err := match.Match(context.Background(), []match.Order{o}, c.deposits, nil, match.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for i, v := range got {
			if v.Auto != c.auto[i] {
				t.Errorf("%d deposits: %+v", len(c.deposits), v)
			}
		}
	}
}

func TestBadInput(t *testing.T) {
	_, err := match.Match(context.Background(), nil, []match.Deposit{{Amount: 0}}, nil, match.Options{})
	if fault.KindOf(err) != fault.Invalid || fault.Message(err, fault.Korean) == "" {
		t.Errorf("amount 0: %v", err)
	}
	ended, end := context.WithCancel(context.Background())
	end()
	_, err = match.Match(ended, nil, []match.Deposit{paid("a", 1, "12 10:00")}, nil, match.Options{})
	if !errors.Is(err, context.Canceled) || fault.KindOf(err) != fault.Busy {
		t.Errorf("ended context: %v", err)
	}
	got, err := match.Match(context.Background(), nil, nil, nil, match.Options{})
	if err != nil || len(got) != 0 {
		t.Errorf("nothing: %v, %v", got, err)
	}
	huge := match.Order{Customer: "a", Names: []string{"김민수"}, Total: 1<<63 - 1, Advance: -5}
	got, err = match.Match(context.Background(), []match.Order{huge, {}}, []match.Deposit{paid("김민수", 1<<63-1,
		"12 10:00")}, nil,
		match.Options{})
	if err != nil || got[0].Auto {
		t.Errorf("huge and empty: %+v, %v", got, err)
	}
}

func TestReasonsSpeakBothLanguages(t *testing.T) {
	for _, r := range []match.Reason{
		match.SameNameSameAmount, match.DoublePayment, match.Underpaid, match.Overpaid,
		"words_prove",
	} {
		ko, en := r.In(fault.Korean), r.In(fault.English)
		if ko == "" || en == "" || ko == en || ko == string(r) {
			t.Errorf("%s: %q, %q", r, ko, en)
		}
	}
	if got := match.Reason("?").In(fault.Korean); got != "?" {
		t.Errorf("unknown reason: %q", got)
	}
}
