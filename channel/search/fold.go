package search

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fold makes what is written in different ways one: width and case, the jamo of a file name from a Mac, blanks; and a
// phone number is its digits, with or without hyphens.
func fold(text string) string {
	letters := []rune(strings.ToLower(norm.NFKC.String(text)))
	var b strings.Builder
	b.Grow(len(text))
	gap := false
	for i, r := range letters {
		switch {
		case unicode.IsSpace(r) || unicode.IsControl(r):
			gap = b.Len() > 0
			continue
		case r == '-' && i > 0 && i+1 < len(letters) && isDigit(letters[i-1]) && isDigit(letters[i+1]):
			continue
		}
		if gap {
			b.WriteByte(' ')
			gap = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// words cuts a question into folded words, the longest first: it narrows the search most.
func words(text string) ([]string, error) {
	if len([]rune(text)) > MaxText {
		return nil, ErrLong
	}
	all := strings.Fields(fold(text))
	slices.Sort(all)
	all = slices.Compact(all)
	slices.SortStableFunc(all, func(a, b string) int { return len([]rune(b)) - len([]rune(a)) })
	if len(all) == 0 || len([]rune(all[0])) < 2 {
		return nil, ErrShort
	}
	return all[:min(len(all), MaxWords)], nil
}

// holds reports whether a folded text has every word.
func holds(folded string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(folded, w) {
			return false
		}
	}
	return true
}

// Matcher gives what tells whether a text has every word of a question, for lists that need no index.
func Matcher(text string) (func(string) bool, error) {
	all, err := words(text)
	if err != nil {
		return nil, err
	}
	return func(s string) bool { return holds(fold(s), all) }, nil
}

const letterBits = 21 // a letter of Unicode

// gram2 and gram3 are groups of letters as numbers. No group of two is one of three.
func gram2(a, b rune) int64    { return int64(a)<<letterBits | int64(b) }
func gram3(a, b, c rune) int64 { return (int64(a)<<letterBits|int64(b))<<letterBits | int64(c) }

// gramsOf gives every group of two and three letters of a folded text, each once, none that spans two words.
func gramsOf(folded string, into []int64) []int64 {
	into = into[:0]
	var a, b rune
	for _, c := range folded {
		if c == ' ' {
			a, b = 0, 0
			continue
		}
		if b != 0 {
			into = append(into, gram2(b, c))
			if a != 0 {
				into = append(into, gram3(a, b, c))
			}
		}
		a, b = b, c
	}
	slices.Sort(into)
	return slices.Compact(into)
}

// gramsFor gives the grams that a message must have to hold a word: those of three letters say more than those of two.
func gramsFor(words []string) (all []int64) {
	for _, w := range words {
		letters := []rune(w)
		if len(letters) == 2 {
			all = append(all, gram2(letters[0], letters[1]))
		}
		for i := 2; i < len(letters); i++ {
			all = append(all, gram3(letters[i-2], letters[i-1], letters[i]))
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
