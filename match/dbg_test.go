package match

import "testing"
import "fmt"
import "slices"
import "maps"
import "context"
import "dangol.example/money"

var DbgGen func(uint64, int) ([]Order, []Deposit)

func TestDbg(t *testing.T) {
	o, d := DbgGen(1, 100000)
	m := newMatcher(o, d, nil, Options{})
	n, over := 0, 0
	for r := range m.payments {
		c := len(m.candidates(int32(r)))
		n += c
		if c > 200 {
			over++
		}
	}
	t.Log("cands", n, over, len(m.strong), len(m.weak), len(m.byAmount), len(m.bySaid), len(m.count))
	h := map[string]int{}
	vs, _ := Match(context.Background(), o, d, nil, Options{})
	for _, v := range vs {
		h[fmt.Sprint(v.Auto, v.NoOrder, v.Reasons)]++
	}
	keys := slices.SortedFunc(maps.Keys(h), func(a, b string) int { return h[b] - h[a] })
	for _, k := range keys[:min(25, len(keys))] {
		t.Log(h[k], k)
	}
	_ = money.Amount(0)
}
