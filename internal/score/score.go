// Package score compares an order book with an answer key that people wrote: the measure of how well chats are read.
//
// It is strict where a mistake costs (phone, pickup, lettering, money, status) and lets free words be shorter or longer
// than the key's ("장미 꽃다발" for "꽃다발"). It is test support: the product does not import it.
package score

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"unicode"

	"dangol.example/book"
)

// Key is an answer key.
type Key struct {
	ExportDay string       `json:"export_day"`
	Shop      string       `json:"shop"`
	Rooms     []KeyRoom    `json:"rooms"`
	Deposits  []KeyDeposit `json:"deposits"`
}

// KeyRoom is one room's orders, in the order in which they were begun.
type KeyRoom struct {
	File   string     `json:"file"`
	Orders []KeyOrder `json:"orders"`
}

// KeyOrder holds the true fields; null means that nobody named it.
type KeyOrder map[string]any

// KeyDeposit says whose a deposit is.
type KeyDeposit struct {
	Date   string  `json:"date"`
	Time   string  `json:"time"`
	Name   string  `json:"name"`
	Amount int64   `json:"amount"`
	Room   *string `json:"room"`
	Index  *int    `json:"index"`
	Person bool    `json:"person"`
}

// Report counts.
type Report struct {
	KeyOrders, FoundOrders, RightOrders int
	Fields, RightFields                 int
	ByField                             map[string][2]int // right, all
	ClerkMatches, Auto, WrongAuto       int               // of deposits
	AutoOfClerk, AutoForPerson          int
	Misses                              []string // one line each; they quote the rooms
}

// Precision is the share of the orders found that are right, between 0 and 1.
func (r Report) Precision() float64 { return share(r.RightOrders, r.FoundOrders) }

// Recall is the share of true orders that were found.
func (r Report) Recall() float64 { return share(r.RightOrders, r.KeyOrders) }

// Accuracy is the share of fields that are right, over the orders that were found.
func (r Report) Accuracy() float64 { return share(r.RightFields, r.Fields) }

// Automatic is the share of a careful clerk's matches that were made without a person.
func (r Report) Automatic() float64 { return share(r.AutoOfClerk, r.ClerkMatches) }

func share(part, whole int) float64 {
	if whole == 0 {
		return 1
	}
	return float64(part) / float64(whole)
}

// String gives the figures in a line.
func (r Report) String() string {
	var fields []string
	for f, n := range r.ByField {
		fields = append(fields, fmt.Sprintf("%s %d/%d", f, n[0], n[1]))
	}
	sort.Strings(fields)
	return fmt.Sprintf("orders: key %d, found %d, right %d (precision %.3f, recall %.3f); fields %d/%d (%.3f); "+
		"deposits: clerk %d, of them automatic %d (%.3f), wrong automatic %d, automatic though a person's %d; %s",
		r.KeyOrders, r.FoundOrders, r.RightOrders, r.Precision(), r.Recall(), r.RightFields, r.Fields, r.Accuracy(),
		r.ClerkMatches, r.AutoOfClerk, r.Automatic(), r.WrongAuto, r.AutoForPerson, strings.Join(fields, ", "))
}

// Add sums reports.
func (r *Report) Add(o Report) {
	r.KeyOrders += o.KeyOrders
	r.FoundOrders += o.FoundOrders
	r.RightOrders += o.RightOrders
	r.Fields += o.Fields
	r.RightFields += o.RightFields
	r.ClerkMatches += o.ClerkMatches
	r.Auto += o.Auto
	r.WrongAuto += o.WrongAuto
	r.AutoOfClerk += o.AutoOfClerk
	r.AutoForPerson += o.AutoForPerson
	if r.ByField == nil {
		r.ByField = map[string][2]int{}
	}
	for f, n := range o.ByField {
		have := r.ByField[f]
		r.ByField[f] = [2]int{have[0] + n[0], have[1] + n[1]}
	}
	r.Misses = append(r.Misses, o.Misses...)
}

// ReadKey reads key.json of a folder.
func ReadKey(folder string) (Key, error) {
	var k Key
	raw, err := os.ReadFile(filepath.Join(folder, "key.json"))
	if err != nil {
		return k, err
	}
	return k, json.Unmarshal(raw, &k)
}

// Compare scores a book against a key.
func Compare(b *book.Book, k Key) Report {
	r := Report{ByField: map[string][2]int{}}
	byFile := map[string][]book.Order{}
	for _, o := range b.Orders {
		byFile[o.File] = append(byFile[o.File], o)
	}
	paired := map[book.OrderRef]int{} // the key's index of a found order
	for _, room := range k.Rooms {
		found := byFile[room.File]
		r.KeyOrders += len(room.Orders)
		r.FoundOrders += len(found)
		for fi, ki := range pair(found, room.Orders) {
			paired[book.OrderRef{File: room.File, Index: found[fi].Index}] = ki
			r.RightOrders++
			r.compareFields(found[fi], room.Orders[ki])
		}
		if len(found) != len(room.Orders) {
			r.Misses = append(r.Misses, fmt.Sprintf("%s: %d orders, key has %d", room.File, len(found), len(room.Orders)))
		}
	}
	r.compareDeposits(b, k, paired)
	return r
}

// pair assigns found orders to key orders: all in order where the numbers agree, else the most alike first.
func pair(found []book.Order, key []KeyOrder) map[int]int {
	out := map[int]int{}
	if len(found) == len(key) {
		for i := range found {
			out[i] = i
		}
		return out
	}
	used := map[int]bool{}
	for ki := range key {
		best, bestScore := -1, -1
		for fi := range found {
			if _, taken := out[fi]; taken || used[ki] {
				continue
			}
			score := 0
			for field := range key[ki] {
				if right, counted := fieldRight(found[fi], key[ki], field); right && counted {
					score++
				}
			}
			if score > bestScore {
				best, bestScore = fi, score
			}
		}
		if best >= 0 {
			out[best], used[ki] = ki, true
		}
	}
	return out
}

// fieldsScored are the fields that count.
var fieldsScored = []string{
	"name", "phone", "pickup", "item", "quantity", "size", "flavor", "design", "lettering", "candles", "cooler_bag",
	"delivery_address", "depositor", "total", "paid", "refund", "status",
}

func (r *Report) compareFields(o book.Order, k KeyOrder) {
	for _, f := range fieldsScored {
		right, counted := fieldRight(o, k, f)
		if !counted {
			continue
		}
		n := r.ByField[f]
		n[1]++
		r.Fields++
		if right {
			n[0]++
			r.RightFields++
		} else {
			r.Misses = append(r.Misses, fmt.Sprintf("%s#%d %s: have %v, want %v", o.File, o.Index, f, value(o, f), k[f]))
		}
		r.ByField[f] = n
	}
}

// value gives a field of an order as JSON has it.
func value(o book.Order, f string) any {
	raw, err := json.Marshal(o)
	if err != nil {
		return err
	}
	var m map[string]any
	if err := json.Unmarshal(raw, &m); err != nil {
		return err
	}
	return m[f]
}

// fieldRight compares one field. counted is false for a field that the key does not have.
func fieldRight(o book.Order, k KeyOrder, f string) (right, counted bool) {
	want, ok := k[f]
	if !ok {
		return false, false
	}
	have := value(o, f)
	switch f {
	case "name":
		return fold(have) == fold(want), true
	case "depositor":
		if want == nil {
			_, said := o.Evidence["depositor"]
			return !said || have == nil, true
		}
		return fold(have) == fold(want), true
	case "item", "size", "flavor", "design", "candles", "delivery_address":
		return alike(fold(have), fold(want)) || sameWords(have, want), true
	case "lettering":
		return sameLines(have, want), true
	case "pickup":
		h, w := fmt.Sprint(have), fmt.Sprint(want)
		return h == w || len(w) == len("2006-01-02") && strings.HasPrefix(h, w), true
	case "refund":
		return number(have) == number(want), true
	case "status":
		return fmt.Sprint(have) == statusWord(fmt.Sprint(want)), true
	default:
		return fmt.Sprint(have) == fmt.Sprint(want), true
	}
}

// statusWord maps the words of the first key to those of the book.
func statusWord(s string) string {
	switch s {
	case "unpaid":
		return "quoted"
	case "deposit_paid":
		return "confirmed"
	}
	return s
}

func number(v any) float64 {
	n, _ := v.(float64)
	return n
}

// fold keeps letters and digits, in lower case.
func fold(v any) string {
	s, _ := v.(string)
	return strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			return unicode.ToLower(c)
		}
		return -1
	}, s)
}

func alike(a, b string) bool {
	if a == "" || b == "" {
		return a == b
	}
	return a == b || strings.Contains(a, b) || strings.Contains(b, a)
}

// sameWords reports whether every word of one side is found in the other, with its particle ("생크림에") or without.
func sameWords(a, b any) bool {
	within := func(x, y any) bool {
		text, _ := x.(string)
		whole := fold(y)
		words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
		for _, w := range words {
			w = fold(w)
			for _, particle := range []string{"에", "이랑", "랑", "하고", "으로", "로", "은", "는"} {
				if cut, ok := strings.CutSuffix(w, particle); ok && len([]rune(cut)) >= 2 {
					w = cut
					break
				}
			}
			if !strings.Contains(whole, w) {
				return false
			}
		}
		return len(words) > 0 && whole != ""
	}
	return within(a, b) || within(b, a)
}

func sameLines(have, want any) bool {
	list := func(v any) []string {
		items, _ := v.([]any)
		var out []string
		for _, i := range items {
			out = append(out, strings.Join(strings.Fields(fmt.Sprint(i)), " "))
		}
		sort.Strings(out)
		return out
	}
	return strings.Join(list(have), "\x00") == strings.Join(list(want), "\x00")
}

func (r *Report) compareDeposits(b *book.Book, k Key, paired map[book.OrderRef]int) {
	used := map[int]bool{}
	for _, want := range k.Deposits {
		clerk := want.Room != nil && !want.Person
		if clerk {
			r.ClerkMatches++
		}
		i := findDeposit(b, want, used)
		if i < 0 {
			r.Misses = append(r.Misses, fmt.Sprintf("deposit %s %s %s %d: not read", want.Date, want.Time, want.Name, want.Amount))
			continue
		}
		used[i] = true
		d := b.Deposits[i]
		if !d.Auto || d.Order == nil {
			if clerk {
				r.Misses = append(r.Misses, fmt.Sprintf("deposit %s %s %d: left to a person %v, want %s; candidates %v", want.Date, want.Name, want.Amount, d.Reasons, *want.Room, d.Candidates))
			}
			continue
		}
		r.Auto++
		ki, known := paired[*d.Order]
		right := want.Room != nil && strings.HasPrefix(d.Order.File, *want.Room) && (want.Index == nil || known && ki == *want.Index)
		switch {
		case !right:
			r.WrongAuto++
			r.Misses = append(r.Misses, fmt.Sprintf("deposit %s %s %d: WRONG automatic %v %v, want %v", want.Date, want.Name, want.Amount, *d.Order, d.Reasons, deref(want.Room)))
		case want.Person:
			r.AutoForPerson++
			r.Misses = append(r.Misses, fmt.Sprintf("deposit %s %s %d: automatic %v, a person's by the key", want.Date, want.Name, want.Amount, d.Reasons))
		default:
			r.AutoOfClerk++
		}
	}
}

func deref(s *string) string {
	if s == nil {
		return "none"
	}
	return *s
}

func findDeposit(b *book.Book, want KeyDeposit, used map[int]bool) int {
	best := -1
	for i, d := range b.Deposits {
		if used[i] || int64(d.Amount) != want.Amount || fold(d.Name) != fold(want.Name) || d.Date.Format("2006-01-02") != want.Date {
			continue
		}
		if strings.HasPrefix(want.Time, d.Date.Format("15:04")) {
			return i
		}
		best = i
	}
	return best
}
