package planted_test

import (
	"testing"

	"dangol.example/internal/planted"
)

// A normal build has no planted bug, and every bug has a name of its own.
func TestNothingIsPlanted(t *testing.T) {
	seen := map[string]bool{}
	for _, b := range planted.All() {
		if planted.Is(b) {
			t.Errorf("%s is planted", b)
		}
		if b.String() == "" || seen[b.String()] {
			t.Errorf("bug %d has no name of its own", b)
		}
		seen[b.String()] = true
	}
	if len(seen) < 12 || planted.Is(planted.None) {
		t.Errorf("%d bugs", len(seen))
	}
}
