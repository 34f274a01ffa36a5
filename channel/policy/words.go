package policy

import (
	"fmt"
	"strings"
	"time"

	"dangol.example/money"
)

// Fields are what the fields of a text become. Texts are the shop's words to its customers, so they are in Korean.
type Fields struct{ Name, Pickup, Code, Total, Account, PayBy, Shop string }

// Names are the fields that a text can have, as they are written between braces.
func Names() []string {
	return []string{"name", "pickup", "code", "total", "account", "pay_by", "shop"}
}

// value gives a field by its name, and whether there is such a field.
func (f Fields) value(name string) (string, bool) {
	switch name {
	case "name":
		return f.Name, true
	case "pickup":
		return f.Pickup, true
	case "code":
		return f.Code, true
	case "total":
		return f.Total, true
	case "account":
		return f.Account, true
	case "pay_by":
		return f.PayBy, true
	case "shop":
		return f.Shop, true
	}
	return "", false
}

// Expand puts the fields into a text. What is in braces and no field stays as it is, and so does a field of which
// nothing is known: a person who reads it over sees what is missing. Braces within what is put in are only words.
func Expand(text string, f Fields) string {
	var b strings.Builder
	eachField(text, func(plain string) { b.WriteString(plain) }, func(name string) {
		if v, is := f.value(name); is && v != "" {
			b.WriteString(v)
			return
		}
		b.WriteString("{" + name + "}")
	})
	return b.String()
}

// Uses gives the fields that a text has, each once, in the order in which they come.
func Uses(text string) (names []string) {
	seen := map[string]bool{}
	eachField(text, func(string) {}, func(name string) {
		if _, is := (Fields{}).value(name); is && !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	})
	return names
}

// eachField cuts a text into what is in braces and what is not.
func eachField(text string, plain, field func(string)) {
	for text != "" {
		from := strings.IndexByte(text, '{')
		if from < 0 {
			break
		}
		length := strings.IndexAny(text[from+1:], "{}")
		if length < 0 {
			break
		}
		if text[from+1+length] == '{' { // it begins anew
			plain(text[:from+1+length])
			text = text[from+1+length:]
			continue
		}
		plain(text[:from])
		field(text[from+1 : from+1+length])
		text = text[from+1+length+1:]
	}
	plain(text)
}

// Won says a sum: "32,000원".
func Won(n int64) string { return money.Amount(n).Grouped() + "원" }

var weekdays = [...]string{"일", "월", "화", "수", "목", "금", "토"} //nolint:gochecknoglobals // a table

// Clock says an hour as people do: "오후 3시", "오전 11시 30분", "낮 12시", "밤 12시 30분".
func Clock(t time.Time) string {
	h, m := t.Hour(), t.Minute()
	said := ""
	switch {
	case h == 0:
		said = "밤 12시"
	case h == 12:
		said = "낮 12시"
	case h < 12:
		said = fmt.Sprintf("오전 %d시", h)
	default:
		said = fmt.Sprintf("오후 %d시", h-12)
	}
	if m > 0 {
		said += fmt.Sprintf(" %d분", m)
	}
	return said
}

// Day says a day: "11월 23일 (월)".
func Day(t time.Time) string {
	return fmt.Sprintf("%d월 %d일 (%s)", int(t.Month()), t.Day(), weekdays[t.Weekday()])
}

// Moment says a day and its hour, in the zone that t is in: "11월 23일 (월) 오후 3시".
func Moment(t time.Time) string { return Day(t) + " " + Clock(t) }

// Pickup says when an order is fetched: "11월 23일 (월) 오후 3시", the day alone where no hour is known, nothing where no
// day is.
func Pickup(pickup string) string {
	if t, err := time.Parse(PickupForm, pickup); err == nil {
		return Moment(t)
	}
	if d, is := ParseDay(pickup); is {
		return Day(d)
	}
	return ""
}
