package output

import (
	"fmt"
	"strings"
	"time"

	"dangol.example/book"
	"dangol.example/fault"
	"dangol.example/match"
	"dangol.example/money"
)

// words are the words on paper and screen.
type words struct {
	lang fault.Language
}

func (w words) pick(ko, en string) string { return fault.Sentence{KO: ko, EN: en}.In(w.lang) }

var weekdays = [...]string{"일", "월", "화", "수", "목", "금", "토"}

// dayTitle writes a day as a heading: "10월 15일 토요일".
func (w words) dayTitle(date time.Time) string {
	switch {
	case date.IsZero():
		return w.pick("픽업 날짜 모름", "No pickup day")
	case w.lang == fault.English:
		return date.Format("Mon 2 Jan 2006")
	default:
		return fmt.Sprintf("%d년 %d월 %d일 %s요일", date.Year(), int(date.Month()), date.Day(), weekdays[date.Weekday()])
	}
}

// clock writes the hour the way it is said: "오후 3시 30분", for a list "오후 3:30".
func (w words) clock(s book.Stamp) string {
	switch {
	case s.IsZero() || s.DayOnly:
		return w.pick("시간 모름", "no time")
	case w.lang == fault.English:
		return s.Format("3:04 PM")
	}
	half := "오전"
	if s.Hour() >= 12 {
		half = "오후"
	}
	hour := s.Hour() % 12
	if hour == 0 {
		hour = 12
	}
	return fmt.Sprintf("%s %d:%02d", half, hour, s.Minute())
}

// sum says how many orders and how much money: "5건 · 합계 212,000원".
func (w words) sum(n int, total money.Amount, between string) string {
	return w.pick(fmt.Sprintf("%d건", n), count(n, "order")) + between + w.pick("합계 ", "") + w.won(total)
}

// count writes an English number of things.
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// why says reasons in words.
func (w words) why(list []string) string {
	said := make([]string, 0, len(list))
	for _, r := range list {
		said = append(said, strings.TrimSuffix(match.Reason(r).In(w.lang), "."))
	}
	return strings.Join(said, " · ")
}

// phone writes a number with hyphens.
func phone(digits book.Text) string {
	d := string(digits)
	switch {
	case len(d) == 11:
		return d[:3] + "-" + d[3:7] + "-" + d[7:]
	case len(d) == 10 && strings.HasPrefix(d, "02"):
		return d[:2] + "-" + d[2:6] + "-" + d[6:]
	case len(d) == 10:
		return d[:3] + "-" + d[3:6] + "-" + d[6:]
	case len(d) == 9:
		return d[:2] + "-" + d[2:5] + "-" + d[5:]
	default:
		return d
	}
}

// won writes a sum of money.
func (w words) won(a money.Amount) string {
	if w.lang == fault.English {
		return "₩" + a.Grouped()
	}
	return a.Grouped() + "원"
}

// goods says what is ordered in one line: "레터링케이크 1호 2개 · 초코시트".
func (w words) goods(o *book.Order) string {
	parts := []string{}
	head := strings.TrimSpace(string(o.Item) + " " + string(o.Size))
	if strings.Contains(string(o.Item), string(o.Size)) {
		head = string(o.Item)
	}
	if head == "" {
		head = w.pick("(무엇인지 모름)", "(goods unknown)")
	}
	if o.Quantity > 1 && !strings.Contains(string(o.Item), ",") {
		head += w.pick(fmt.Sprintf(" %d개", o.Quantity), fmt.Sprintf(" × %d", o.Quantity))
	}
	parts = append(parts, head)
	for _, t := range []book.Text{o.Flavor, o.Design, o.Candles} {
		if t != "" {
			parts = append(parts, string(t))
		}
	}
	if o.CoolerBag != nil && *o.CoolerBag {
		parts = append(parts, w.pick("보냉백", "cooler bag"))
	}
	return strings.Join(parts, " · ")
}

// paid is how the payment stands: a mark that needs no colour, and words.
func (w words) paid(o *book.Order) (mark, text string) {
	total := money.Amount(0)
	if o.Total != nil {
		total = *o.Total
	}
	switch {
	case o.Paid == 0:
		return "○", w.pick("미입금", "unpaid")
	case o.Refund > 0:
		return "●", w.pick("환불 ", "refund ") + w.won(o.Refund)
	case total > 0 && o.Paid < total:
		return "◐", w.pick("일부 ", "part ") + w.won(o.Paid)
	case total > 0 && o.Paid > total:
		return "●", w.pick("더 받음 ", "over ") + w.won(o.Paid-total)
	default:
		return "●", w.pick("입금", "paid")
	}
}

// status names the state of an order.
func (w words) status(s book.Status) string {
	switch s {
	case book.Inquiry:
		return w.pick("견적 전", "no price yet")
	case book.Quoted:
		return w.pick("입금 대기", "awaiting payment")
	case book.Confirmed:
		return w.pick("확정", "confirmed")
	case book.Cancelled:
		return w.pick("취소", "cancelled")
	case book.Lapsed:
		return w.pick("기한 지남", "lapsed")
	case book.PickedUp:
		return w.pick("픽업 완료", "picked up")
	case book.NoShow:
		return w.pick("안 찾아감", "no-show")
	default:
		return string(s)
	}
}

// fieldName names a field for a person.
func (w words) fieldName(field string) string {
	names := map[string][2]string{
		"name": {"이름", "name"}, "phone": {"연락처", "phone"}, "pickup": {"픽업 시간", "pickup time"}, "item": {"품목", "item"},
		"quantity": {"수량", "quantity"}, "size": {"크기", "size"}, "flavor": {"맛·색", "flavour"}, "design": {"디자인", "design"},
		"lettering": {"문구", "lettering"}, "candles": {"초", "candles"}, "cooler_bag": {"보냉백", "cooler bag"},
		"delivery_address": {"배달 주소", "address"}, "depositor": {"입금자명", "depositor"}, "total": {"금액", "total"},
		"advance": {"예약금", "advance"}, "paid": {"입금액", "paid"}, "refund": {"환불", "refund"}, "status": {"상태", "status"},
		"requests": {"요청", "requests"},
	}
	if n, ok := names[field]; ok {
		return w.pick(n[0], n[1])
	}
	return field
}

func (w words) doubts(o *book.Order) string {
	var names []string
	for _, f := range o.Ambiguous {
		names = append(names, w.fieldName(f))
	}
	return strings.Join(names, ", ")
}

// letters joins the words on the goods for one line.
func letters(o *book.Order) string {
	quoted := make([]string, len(o.Lettering))
	for i, l := range o.Lettering {
		quoted[i] = "“" + strings.ReplaceAll(l, "\n", " ⏎ ") + "”"
	}
	return strings.Join(quoted, " ")
}
