package policy_test

import (
	"testing"

	"dangol.example/channel/policy"
)

// What was promised is less what has been given back since, and more when more was paid since.
func TestRefundLeft(t *testing.T) {
	for name, c := range map[string]struct {
		promised int64
		percent  uint32
		paid     int64
		want     int64
	}{
		"as it was":            {20_000, 50, 40_000, 20_000},
		"given back in part":   {20_000, 50, 30_000, 10_000},
		"given back":           {20_000, 50, 20_000, 0},
		"paid after asking":    {0, 50, 40_000, 20_000},
		"the rest paid since":  {10_000, 50, 40_000, 20_000},
		"nothing by the rules": {0, 0, 40_000, 0},
		"a part of a won":      {3_333, 33, 10_100, 3_333},
	} {
		if have := policy.RefundLeft(c.promised, c.percent, c.paid); have != c.want {
			t.Errorf("%s: %d, want %d", name, have, c.want)
		}
	}
}
