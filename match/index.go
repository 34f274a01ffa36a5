package match

import (
	"cmp"
	"slices"
	"sort"

	"dangol.example/money"
)

// entry leads from a hashed word, and the amount where it narrows the search, to an order. Hashes may collide:
// whatever is found is compared again.
type entry struct {
	key    uint64
	amount money.Amount
	order  int32
}

// index is a sorted list of entries; it takes a third of the memory of a map of lists and has one fixed order.
type index []entry

func (x index) sort() {
	slices.SortFunc(x, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.amount, b.amount), cmp.Compare(a.order, b.order))
	})
}

// under gives all entries of a key.
func (x index) under(key uint64) index {
	from := sort.Search(len(x), func(i int) bool { return x[i].key >= key })
	to := from
	for to < len(x) && x[to].key == key {
		to++
	}
	return x[from:to]
}

// unquoted is the amount under which orders without a total stand in the index.
const unquoted = money.Amount(-1)

// Limits for words that very many orders share.
const (
	manyEntries = 16  // from here on only orders of about the amount are looked at
	neighbours  = 2   // on either side of the amount
	sameWords   = 256 // orders of one name and amount
	samePart    = 64  // orders of one part of a name and amount
)

// visit gives all entries of a key. Under a name that very many have, it gives those of the amount, those that have no
// amount yet, and the nearest on either side: whatever lies further can neither be accepted nor rival what is. Place
// is the rank that an order begun at the time of the payment would have.
func (x index) visit(key uint64, amount money.Amount, place int32, see func(index)) {
	from := sort.Search(len(x), func(i int) bool { return x[i].key >= key })
	to := from
	for to < len(x) && x[to].key == key && to-from <= manyEntries {
		to++
	}
	if to-from <= manyEntries {
		see(x[from:to])
		return
	}
	rest := x[from:]
	all := rest[:sort.Search(len(rest), func(i int) bool { return rest[i].key > key })]
	low := sort.Search(len(all), func(i int) bool { return all[i].amount >= amount })
	high := low + sort.Search(len(all)-low, func(i int) bool { return all[low+i].amount > amount })
	see(all[max(0, low-neighbours):low])
	see(all[low:high].around(place, sameWords))
	see(all[high:min(len(all), high+neighbours)])
	see(all[:sort.Search(len(all), func(i int) bool { return all[i].amount > unquoted })].around(place, sameWords))
}

// around gives the n entries, of one key and amount, that lie nearest to a time: most of them before it.
func (x index) around(place int32, n int) index {
	if len(x) <= n {
		return x
	}
	at := sort.Search(len(x), func(i int) bool { return x[i].order >= place })
	from := min(max(0, at-n*3/4), len(x)-n)
	return x[from : from+n]
}

// at gives the entries of a key and an amount.
func (x index) at(key uint64, amount money.Amount) index {
	from := sort.Search(len(x), func(i int) bool {
		return x[i].key > key || x[i].key == key && x[i].amount >= amount
	})
	to := from
	for to < len(x) && x[to].key == key && x[to].amount == amount {
		to++
	}
	return x[from:to]
}

// few gives the entries of a key when there are at most n of them.
func (x index) few(key uint64, n int) index {
	from := sort.Search(len(x), func(i int) bool { return x[i].key >= key })
	to := from
	for to < len(x) && x[to].key == key {
		to++
		if to-from > n {
			return nil
		}
	}
	return x[from:to]
}

// Kinds of words in one index must not meet: 5678 is a phone and a code.
const (
	saltName    = 0x9E3779B97F4A7C15
	saltPart    = 0xC2B2AE3D27D4EB4F
	saltPhone   = 0x165667B19E3779F9
	saltCode    = 0x27D4EB2F165667C5
	saltBegins  = 0x85EBCA77C2B2AE63
	saltRoman   = 0xD6E8FEB86659FD93
	fnvOffset   = 14695981039346656037
	fnvPrime    = 1099511628211
	minCodeRune = 3
)

// hash is FNV-1a over runes: fixed, so that runs agree.
func hash(salt uint64, word []rune) uint64 {
	h := fnvOffset ^ salt
	for _, r := range word {
		h = (h ^ uint64(r)) * fnvPrime
	}
	return h
}

// indexOrder enters all words of an order: strong ones in names, and ones that many share in parts, under each of its
// amounts.
func (m *matcher) indexOrder(rank int32) {
	w := &m.wants[rank]
	strong := func(salt uint64, word []rune) {
		key := hash(salt, word)
		for _, s := range w.slots {
			m.strong = append(m.strong, entry{key: key, amount: s.amount, order: rank})
		}
		if w.total <= 0 || len(w.slots) == 0 {
			m.strong = append(m.strong, entry{key: key, amount: unquoted, order: rank})
		}
	}
	weak := func(salt uint64, word []rune) {
		key := hash(salt, word)
		for _, s := range w.slots {
			m.weak = append(m.weak, entry{key: key, amount: s.amount, order: rank})
		}
		if len(w.slots) == 0 {
			m.weak = append(m.weak, entry{key: key, amount: unquoted, order: rank})
		}
	}
	for i := range w.names {
		k := &w.names[i]
		key := []rune(k.key)
		if len(k.runes) >= 3 || k.from != nick {
			strong(saltName, k.runes)
			if len(key) != len(k.runes) {
				strong(saltName, key)
			}
		} else {
			weak(saltPart, k.runes)
		}
		if k.turned != "" {
			strong(saltName, []rune(k.turned))
		}
		for n := minCut; n < len(key) && len(key) >= minLong; n++ {
			strong(saltBegins, key[:n])
		}
		if k.given != "" {
			weak(saltPart, []rune(k.given))
			for _, s := range romanised(k.runes) {
				weak(saltRoman, []rune(s))
			}
		}
		if isLatin(k.runes) && len(k.runes) >= minLatin {
			weak(saltRoman, []rune(skeleton(k.core)))
			m.anyLatin = true
		}
		for _, p := range patterns(k.runes) {
			weak(saltPart, p)
		}
	}
	if w.code != "" {
		strong(saltCode, []rune(w.code))
	}
	if tail := lastFour(w.phone); tail != "" {
		strong(saltPhone, []rune(tail))
	}
}

// patterns gives the name with each of its syllables hidden, which is how masked names and names with one typing slip
// meet.
func patterns(name []rune) [][]rune {
	if len(name) < 2 || len(name) > 4 || !allSyllablesOrMask(name) {
		return nil
	}
	var all [][]rune
	for i := range name {
		p := slices.Clone(name)
		p[i] = mask
		if !slices.Equal(p, name) {
			all = append(all, p)
		}
	}
	if len(name) == 4 && !slices.Contains(name, mask) {
		all = append(all, []rune{name[0], mask, mask, name[3]}, []rune{name[0], name[1], mask, mask})
	}
	return all
}

func allSyllablesOrMask(name []rune) bool {
	for _, r := range name {
		if !isSyllable(r) && r != mask {
			return false
		}
	}
	return true
}

func lastFour(digits string) string {
	if len(digits) < 8 {
		return ""
	}
	return digits[len(digits)-4:]
}
