package output

import (
	"fmt"
	"slices"
	"strings"

	"dangol.example/book"
)

// How much the table lists; the files have everything.
const (
	candidatesShown = 3  // orders offered for one deposit
	strangersShown  = 20 // deposits that no order fits
	unreadShown     = 10
)

// deposits lists the money that a person must place: first what may be an order's, then what no order fits.
func (t *tableWriter) deposits(b *book.Book) {
	if len(b.Deposits) == 0 {
		return
	}
	placed := 0
	for i := range b.Deposits {
		if b.Deposits[i].Order != nil {
			placed++
		}
	}
	list := open(b)
	t.note("1;36", "■ ", t.pick(
		fmt.Sprintf("입금 %d건 · 주문에 맞춘 것 %d건 · 사람이 볼 것 %d건", len(b.Deposits), placed, len(list)),
		fmt.Sprintf("%s · %d matched · %d for a person", count(len(b.Deposits), "deposit"), placed, len(list))))
	lists := map[string]bool{}
	for i := range b.Deposits {
		lists[b.Deposits[i].File] = true
	}
	strange := func(d *book.Deposit) bool { return len(d.Candidates) == 0 }
	for _, d := range list {
		if !strange(d) {
			t.deposit(d, len(lists) > 1)
		}
	}
	list = slices.DeleteFunc(list, func(d *book.Deposit) bool { return !strange(d) })
	if len(list) == 0 {
		return
	}
	t.under(2, "", "", t.pick("맞는 주문이 없는 입금이에요. 빠진 채팅방이 있나요?", "No order fits these. Is a chat file missing?"))
	for i, d := range list {
		if i == strangersShown {
			t.line("    … %s", fit(t.pick(fmt.Sprintf("나머지 %d건은 --xlsx 로 보세요.", len(list)-i),
				fmt.Sprintf("see --xlsx for %d more.", len(list)-i)), t.width-6))
			return
		}
		t.line("    %s", fit(t.income(d), t.width-4))
	}
}

// deposit writes one deposit with the orders that it may pay, and how to choose one of them.
func (t *tableWriter) deposit(d *book.Deposit, several bool) {
	row := fmt.Sprint(d.Row)
	if several {
		row = d.File + ":" + row
	}
	t.line("  %s", fit(t.income(d), t.width-2))
	t.under(4, "33", "", t.why(d.Reasons))
	for i, c := range d.Candidates {
		o := t.found[c.OrderRef]
		if i == candidatesShown {
			return
		}
		if o == nil {
			continue
		}
		number := fmt.Sprintf("%d. ", i+1)
		t.under(4, "", number, fmt.Sprintf("%s %s %s", name(o, t.words), dayShort(o), t.goods(o)))
		t.under(4+len(number), "2", "", t.why(c.Reasons))
		t.under(4+len(number), "2", "→ ", "--accept "+shellQuoted(fmt.Sprintf("%s=%s#%d", row, c.File, c.Index)))
	}
}

// shellQuoted quotes a word for a POSIX shell: files that a customer named may not become commands.
func shellQuoted(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// income is a deposit in a line: day, name, amount.
func (t *tableWriter) income(d *book.Deposit) string {
	return moment(d.Date) + "  " + cell(plain(d.Name), 14) + " " + t.won(d.Amount)
}

// moment writes when a deposit came, without an hour where the bank gives none.
func moment(s book.Stamp) string {
	switch {
	case s.IsZero():
		return ""
	case s.DayOnly:
		return s.Format("01-02")
	default:
		return s.Format("01-02 15:04")
	}
}

func dayShort(o *book.Order) string {
	if o.Pickup.IsZero() {
		return ""
	}
	return o.Pickup.Format("01-02")
}

// look counts what a person should look at.
func (t *tableWriter) look(b *book.Book) {
	n := 0
	for i := range b.Orders {
		if len(b.Orders[i].Ambiguous) > 0 {
			n++
		}
	}
	if n > 0 {
		t.note("33", "? ", t.pick(
			fmt.Sprintf("확인이 적힌 주문 %d건은 대화를 한 번 더 봐 주세요. 근거가 된 줄은 --html 이나 --json 에 있어요.", n),
			fmt.Sprintf("%s to check: look at the chat once more. The lines are in --html and --json.", count(n, "order"))))
	}
}

func (t *tableWriter) unread(b *book.Book) {
	if len(b.Unread) == 0 {
		return
	}
	t.note("31", "! ", t.pick(fmt.Sprintf("읽지 못한 줄 %d개", len(b.Unread)), count(len(b.Unread), "line")+" could not be read"))
	for i, u := range b.Unread {
		if i == unreadShown {
			t.line("  … %s", fit(t.pick("나머지는 --json 으로 보세요.", "see --json for the rest."), t.width-4))
			return
		}
		t.under(2, "", "", fmt.Sprintf("%s:%d  %s", plain(u.File), u.Line, t.whyUnread(u)))
	}
}

// note writes a sentence below a blank line, behind a mark.
func (t *tableWriter) note(style, mark, text string) {
	t.line("")
	for _, line := range wrap(text, t.width-screen.StringWidth(mark)) {
		t.line("%s", t.style(style, mark+line))
		mark = strings.Repeat(" ", screen.StringWidth(mark))
	}
}
