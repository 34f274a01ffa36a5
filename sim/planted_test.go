//go:build planted

package sim_test

import (
	"testing"

	"dangol.example/internal/planted"
)

// plantedSeeds is how many worlds a planted bug has to survive in to count as missed.
const plantedSeeds = 300

// TestPlantedBugsAreCaught puts bugs into the shard, one at a time, and wants each to break a law.
func TestPlantedBugsAreCaught(t *testing.T) {
	if len(planted.All()) < 12 {
		t.Errorf("only %d bugs are planted", len(planted.All()))
	}
	for _, bug := range planted.All() {
		t.Run(bug.String(), func(t *testing.T) {
			planted.Plant(bug)
			defer planted.Plant(planted.None)
			for from := uint64(1); from <= plantedSeeds; from += 20 {
				if failed := run(t, from, 20); len(failed) > 0 {
					t.Logf("caught: %.300s", failed[0])
					return
				}
			}
			t.Errorf("not caught in %d worlds", plantedSeeds)
		})
	}
}
