package code

import (
	"slices"
	"testing"
)

// When the numbers that are tried are all taken, the least free one is found.
func TestFirstFreeNumber(t *testing.T) {
	all := make([]uint32, 0, lastNumber)
	for n := uint32(firstNumber); n <= lastNumber; n++ {
		all = append(all, n)
	}
	for name, c := range map[string]struct {
		taken []uint32
		want  uint32
	}{
		"none": {nil, firstNumber}, "the first": {all[:1], firstNumber + 1}, "all": {all, lastNumber + 1},
		"all but one": {slices.Concat(all[:700], all[701:]), firstNumber + 700},
		"twice":       {[]uint32{10, 10, 11}, 12}, "the last": {all[len(all)-1:], firstNumber},
	} {
		if have := firstFree(c.taken); have != c.want {
			t.Errorf("%s: %d, want %d", name, have, c.want)
		}
	}
}
