package match

import (
	"slices"
	"strings"
)

// NameRelation is how a depositor name stands to a name that is known.
type NameRelation uint8

// The relations, from none to the same. The order is not the order of strength: weights.go has that.
const (
	Unrelated NameRelation = iota
	Typo                   // one letter (jamo) differs, or one letter of a longer Latin name
	Kin                    // a parent by the child's name: 서연맘
	Given                  // the name without the family name
	Romanised              // the Korean name in Latin letters
	Masked                 // some syllables hidden: 홍*동
	Contained              // the name with an unknown rest around it
	Numbered               // the name with digits
	CutOff                 // the beginning of a longer name
	Prefixed               // with a company's or bank's word in front
	Suffixed               // with a usual word behind: 김민수케이크
	Equal
	relationCount = iota
)

var relationWords = [relationCount]string{
	"unrelated", "typo", "kin", "given", "romanised", "masked", "contained",
	"numbered",
	"cut-off", "prefixed", "suffixed", "equal",
}

// String gives the relation as a word.
func (r NameRelation) String() string {
	if int(r) < len(relationWords) {
		return relationWords[r]
	}
	return "unknown"
}

// Compare tells how a depositor name of a bank list stands to a name that is known. It looks at the two names only:
// whether others share them is for Match to weigh.
func Compare(depositor, name string) NameRelation {
	p, f := parse(depositor), parse(name)
	return relate(&p, &f)
}

// The least lengths, in runes, at which part of a name says something.
const (
	minCut       = 3 // "박준호플" of 박준호플라워
	minLong      = 5 // what is cut off must have been longer than a person's name
	safeCut      = 5 // "오세진케이" of 오세진케이크
	minContained = 3 // 김민 is contained in 김민수, who is another person
	minLatin     = 4 // "jin" is in half of all names in Latin letters
	minTypoLatin = 6
)

func relate(p, f *shape) NameRelation {
	switch {
	case len(p.runes) == 0 || len(f.runes) == 0:
		if p.key == f.key && p.key != "" {
			return Equal
		}
		return Unrelated
	case p.key == f.key && !p.masked && p.prefixed == f.prefixed:
		return Equal
	case p.masked || f.masked:
		if fitsMask(p.runes, f.runes) {
			return Masked
		}
		return Unrelated
	case p.core == f.core || p.core == f.turned || p.turned != "" && p.turned == f.core:
		return dressedAs(p, f)
	}
	return relateParts(p, f)
}

// dressedAs says what stands around two equal cores.
func dressedAs(p, f *shape) NameRelation {
	switch {
	case p.parent != f.parent:
		return Kin
	case p.digits != f.digits && p.digits != "":
		return Numbered
	case p.suffixed || f.suffixed && !p.prefixed:
		return Suffixed
	case p.prefixed || f.prefixed:
		return Prefixed
	}
	return Equal
}

func relateParts(p, f *shape) NameRelation {
	switch {
	case isCutOff(p, f):
		return CutOff
	case contains(p, f):
		return Contained
	case isGiven(p, f):
		if p.parent || f.parent {
			return Kin
		}
		return Given
	case isLatin(p.runes) && len(p.runes) >= minLatin && slices.Contains(romanised(f.runes), skeleton(p.core)),
		isLatin(f.runes) && len(f.runes) >= minLatin && slices.Contains(romanised(p.runes), skeleton(f.core)):
		return Romanised
	case isTypo(p.runes, f.runes):
		return Typo
	}
	return Unrelated
}

func isCutOff(p, f *shape) bool {
	if isLatin(p.runes) && len(p.runes) >= minTypoLatin && f.turned != "" && strings.HasPrefix(f.turned, p.core) {
		return true // "WHITMORE DANI" of Daniel Whitmore
	}
	return strings.HasPrefix(f.key, p.key) && runeCount(p.key) >= minCut && runeCount(f.key) >= minLong
}

// contains tells whether the name stands inside the other. Anna stands inside Hanna: Latin names must begin or end it.
func contains(p, f *shape) bool {
	if len(p.runes) <= len(f.runes) {
		return false
	}
	if !isSyllable(f.runes[0]) {
		return len(f.runes) > minLatin && (strings.HasPrefix(p.core, f.core) || strings.HasSuffix(p.core, f.core))
	}
	return len(f.runes) >= minContained && strings.Contains(p.core, f.core)
}

// isGiven tells whether one is the other without the family name.
func isGiven(p, f *shape) bool {
	return len(p.runes) == 2 && f.given == p.core || len(f.runes) == 2 && p.given == f.core
}

// isTypo tells whether the names differ by one letter in one syllable, or by one letter of a longer Latin name.
func isTypo(a, b []rune) bool {
	if len(a) >= 3 && allSyllables(a) {
		return nameDistance(a, b) == 1
	}
	if len(a) != len(b) || len(a) < minTypoLatin || !isLatin(a) || !isLatin(b) {
		return false
	}
	differ := 0
	for i := range a {
		if a[i] != b[i] {
			differ++
		}
	}
	return differ == 1
}

// fitsMask tells whether two names of equal length agree wherever both show a syllable, and show at least two that
// agree.
func fitsMask(a, b []rune) bool {
	if len(a) != len(b) || slices.Equal(a, b) && !slices.Contains(a, mask) {
		return false
	}
	shown := 0
	for i := range a {
		switch {
		case a[i] == mask || b[i] == mask:
		case a[i] != b[i]:
			return false
		default:
			shown++
		}
	}
	return shown >= 2
}
