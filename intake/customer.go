package intake

import (
	"strings"
)

// customerActs changes the order by what the customer does in a message.
func (t *talk) customerActs(u *Turn, text string, does acts) {
	th := t.now
	th.ordered = th.ordered || does["order"]
	th.firm = th.firm || does["firm"]
	buys := does["firm"] || does["said_paid"] || does["will_pay"] || th.formed
	switch {
	case does["decline"] && !buys && !th.settled():
		th.declined = true
	case does["defer"] && !buys && !th.settled():
		th.deferred = true
	case buys || does["order"] && !does["price"] && !does["ask"]:
		th.declined, th.deferred = false, false
	}
	t.answerCooler(u, text, does)
	if does["agree"] && !does["defer"] && !does["decline"] {
		t.customerAgrees(u, text, does)
	}
	if does["said_paid"] {
		t.customerPaid(u, text)
	}
	if does["cancel"] && th.state == open {
		e := source(u, 0, false)
		th.cancelAsk = &e
		th.cancelAt = u.At
		if !strings.Contains(text, "?") && !strings.Contains(text, "가능") && len(th.confirmed) == 0 {
			t.close(cancelled, u, e)
		}
	} else if th.cancelAsk != nil && th.state == open && (does["firm"] || strings.Contains(text, "그냥 진행") || strings.Contains(text, "취소 안") || strings.Contains(text, "그대로 할게")) {
		th.cancelAsk = nil
	}
	if does["lapsed"] && len(th.confirmed) == 0 && th.state == open {
		t.close(lapsed, u, source(u, 0, true))
	}
	if containsAny(text, []string{"배달", "배송", "퀵으로", "퀵 ", "deliver"}) && !strings.Contains(text, "배달의") {
		th.delivers = true
	}
}

// customerThanks notes that the goods were fetched. It comes before the fields are read: thanks name no new wishes.
func (t *talk) customerThanks(u *Turn, text string, does acts) {
	th := t.now
	if does["received"] && th.state != cancelled && th.state != lapsed && !u.At.Before(th.day) && (!th.day.IsZero() || th.settled()) && !strings.Contains(text, "?") {
		th.state = pickedUp
		th.evidence[Status] = source(u, lineWith(u.Text, "받", "먹", "맛", "예뻤", "예쁘", "찾", "love", "delicious", "picked"), false)
	}
}

// lineWith finds the first line of a message that holds one of the words.
func lineWith(text string, words ...string) int {
	for i, line := range strings.Split(lower(text), "\n") {
		if containsAny(line, words) {
			return i
		}
	}
	return 0
}

// answerCooler takes a yes or no to the question for a cool bag. The question "필요 없으세요?" asks the same as "필요하세요?".
func (t *talk) answerCooler(u *Turn, text string, does acts) {
	th := t.now
	if !t.asked["cooler_bag"] || th.coolerBag != nil || len([]rune(text)) > answerMax {
		return
	}
	no := coolerNo.MatchString(text)
	if !no && !(does["agree"] && len(t.asked) == 1) {
		return
	}
	wanted := !no
	th.coolerBag, th.evidence[CoolerBag] = &wanted, source(u, 0, true)
	delete(t.asked, "cooler_bag")
}

// answerMax is the longest answer to a question of yes or no, in runes.
const answerMax = 30

func (t *talk) customerAgrees(u *Turn, text string, does acts) {
	th := t.now
	bare := len(dates(text, u.At, false)) == 0 && len(clocks(text)) == 0
	if bare && !does["change"] {
		t.takeProposal()
	}
	if th.quoted() && (len(strings.TrimSpace(text)) > len("네") || th.askedPay) && !does["price"] && !does["ask"] {
		th.accepted = true
	}
	if t.extra > 0 && !does["change"] && !coolerNo.MatchString(text) {
		t.now.total += t.extra
		t.extra = 0
	}
}

// customerPaid notes that the customer says the money is on its way, and a price they name with it.
func (t *talk) customerPaid(u *Turn, text string) {
	th := t.now
	th.saidPaid = append(th.saidPaid, u.At)
	th.outstanding = true
	th.saidAdvance = containsAny(text, []string{"예약금", "선금", "계약금", "deposit"}) && !strings.Contains(text, "deposited")
	th.saidBalance = containsAny(text, []string{"잔금", "나머지", "balance", "the rest"})
	if ps := prices(text); len(ps) > 0 && !ps[len(ps)-1].bare {
		th.saidWon = ps[len(ps)-1].won
		if th.total == 0 {
			t.setTotal(th.saidWon, source(u, lineWith(u.Text, "입금", "보냈", "송금", "이체", "sent", "paid"), true), u, "")
		}
	}
}

// close ends an order.
func (t *talk) close(how ending, u *Turn, e Evidence) {
	t.now.state = how
	t.now.closed = u.At
	t.now.evidence[Status] = e
}
