package match

import "strings"

// Korean names in Latin letters follow no single spelling (이 is Lee, Yi, Rhee; 준 is Jun, June, Joon). Both sides are
// therefore brought to a skeleton in which the usual spellings of one sound are one letter. It is coarse on purpose:
// such a match is accepted only together with an exact amount.

var (
	initials = [...]string{
		"g", "g", "n", "d", "d", "l", "m", "b", "b", "s", "s", "", "j", "j", "j", "g", "d", "b",
		"h",
	}
	vowels = [...]string{
		"a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oi", "yo", "u", "wo",
		"we", "wi",
		"yu", "eu", "ui", "i",
	}
	finals = [...]string{
		"", "g", "g", "g", "n", "n", "n", "d", "l", "l", "l", "l", "l", "l", "l", "l", "m", "b", "b",
		"d", "d",
		"ng", "d", "d", "g", "d", "b", "d",
	}
)

// skeletonSounds folds spellings, longest first.
var skeletonSounds = strings.NewReplacer(
	"yeong", "yong", "young", "yong", "yeon", "yon", "youn", "yon", "yoo", "yo", "yeo", "yo", "you", "yo", "yu", "yo",
	"woo", "o", "wu", "o", "oo", "o", "ou", "o", "eo", "o", "eu", "o", "u", "o", "oe", "oi",
	"ee", "i", "ui", "i", "ae", "e", "ai", "e", "ay", "e", "ph", "b", "sh", "s", "ch", "j", "ck", "g",
	"k", "g", "t", "d", "p", "b", "r", "l", "z", "j", "ah", "a", "oh", "o", "uh", "o", "ur", "o",
)

// skeleton folds a lower-case Latin name.
func skeleton(latin string) string {
	s := skeletonSounds.Replace(latin)
	var b strings.Builder
	for i := range len(s) {
		if i > 0 && s[i] == s[i-1] {
			continue
		}
		// Park is 박: the r is only written.
		if s[i] == 'l' && i+1 < len(s) && !strings.ContainsRune("aeiouyl", rune(s[i+1])) {
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// romanised gives the skeletons of a full Korean name, family name first and last.
func romanised(name []rune) []string {
	if givenName(name) == "" {
		return nil
	}
	family := name[:len(name)-2]
	given := spell(name[len(name)-2:])
	all := []string{skeleton(spell(family) + given), skeleton(given + spell(family))}
	if strings.ContainsRune("이임유류노라", family[0]) {
		bare := strings.TrimPrefix(spell(family), "l")
		all = append(all, skeleton("l"+bare+given), skeleton(given+"l"+bare))
	}
	return all
}

func spell(syllables []rune) string {
	var b strings.Builder
	for _, r := range syllables {
		i, v, f := jamo(r)
		b.WriteString(initials[i] + vowels[v] + finals[f])
	}
	return b.String()
}

func isLatin(name []rune) bool {
	for _, r := range name {
		if r < 'a' || r > 'z' {
			return false
		}
	}
	return len(name) > 0
}
