package match

import (
	"slices"
	"strings"
)

// Hangul syllables are 19 initials by 21 vowels by 28 finals (Unicode standard, section 3.12).
const (
	firstSyllable = 0xAC00
	lastSyllable  = 0xD7A3
	vowelCount    = 21
	finalCount    = 28
)

func isSyllable(r rune) bool { return r >= firstSyllable && r <= lastSyllable }

func jamo(r rune) (initial, vowel, final int) {
	n := int(r) - firstSyllable
	return n / (vowelCount * finalCount), n / finalCount % vowelCount, n % finalCount
}

// jamoDistance counts the letters in which two syllables differ.
func jamoDistance(a, b rune) int {
	if a == b {
		return 0
	}
	if !isSyllable(a) || !isSyllable(b) {
		return farApart
	}
	ai, av, af := jamo(a)
	bi, bv, bf := jamo(b)
	n := 0
	for _, same := range [...]bool{ai == bi, av == bv, af == bf} {
		if !same {
			n++
		}
	}
	return n
}

// farApart is a distance that no two syllables of one typing slip have.
const farApart = 9

// nameDistance sums the distances of names of equal length; names of other lengths are far apart.
func nameDistance(a, b []rune) int {
	if len(a) != len(b) {
		return farApart
	}
	n := 0
	for i := range a {
		n += jamoDistance(a[i], b[i])
	}
	return n
}

// doubleSurnames are the family names of two syllables.
var doubleSurnames = []string{"남궁", "황보", "제갈", "사공", "선우", "서문", "독고", "동방", "어금", "망절"}

// surnames are the family names of one syllable that cover nearly everyone (2015 census of Statistics Korea).
const surnames = "김이박최정강조윤장임한오서신권황안송전홍류유고문양손배백허남심노하곽성차주우구" +
	"민나진지엄채원천방공현함변염여추도석소선설마길연위표명기반왕금옥육인맹제모탁국어은편용예봉사부경복태목형피두감음빈동온호범좌팽승간상시갈"

// givenName cuts the family name off a full Korean name, and gives "" when the name does not look like one.
func givenName(name []rune) string {
	if len(name) < 3 || len(name) > 4 || !allSyllables(name) {
		return ""
	}
	if slices.Contains(doubleSurnames, string(name[:2])) {
		return string(name[2:])
	}
	if len(name) == 3 && strings.ContainsRune(surnames, name[0]) {
		return string(name[1:])
	}
	return ""
}

// isFullName tells whether the name looks like family name and given name.
func isFullName(name []rune) bool {
	if len(name) < 2 || len(name) > 4 || !allSyllables(name) {
		return false
	}
	return strings.ContainsRune(surnames, name[0]) || givenName(name) != ""
}

func allSyllables(name []rune) bool {
	for _, r := range name {
		if !isSyllable(r) {
			return false
		}
	}
	return true
}
