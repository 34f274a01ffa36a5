package match_test

import (
	"context"
	"runtime"
	"testing"
	"time"

	"dangol.example/match"
	"dangol.example/match/matchtest"
)

// BenchmarkMatch100k has 100,000 deposits and 100,000 open orders of people with names as common as in life.
func BenchmarkMatch100k(b *testing.B) { benchmark(b, 100_000) }

// BenchmarkMatch10k is for looking at the growth.
func BenchmarkMatch10k(b *testing.B) { benchmark(b, 10_000) }

func benchmark(b *testing.B, n int) {
	s := matchtest.Crowd(1, n)
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	b.ReportAllocs()
	b.ResetTimer()
	auto, wrong := 0, 0
	for range b.N {
		verdicts, err := match.Match(context.Background(), s.Orders, s.Deposits, s.Aliases, match.Options{})
		if err != nil {
			b.Fatal(err)
		}
		auto, wrong = 0, 0
		for i, v := range verdicts {
			if v.Auto {
				auto++
				if !right(v, s.Truth[i]) {
					wrong++
				}
			}
		}
	}
	runtime.ReadMemStats(&after)
	b.ReportMetric(100*float64(auto)/float64(n), "%auto")
	b.ReportMetric(float64(wrong), "wrong")
	b.ReportMetric(float64(after.Sys-before.HeapAlloc)/(1<<20), "MB-beside-input")
}

// Ten times the shop must not take a hundred times as long.
func TestTimeIsNotQuadratic(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	took := func(n int) time.Duration {
		s := matchtest.Crowd(3, n)
		start := time.Now()
		if _, err := match.Match(context.Background(), s.Orders, s.Deposits, nil, match.Options{}); err != nil {
			t.Fatal(err)
		}
		return time.Since(start)
	}
	small, large := took(3_000), took(30_000)
	if large > 35*small+200*time.Millisecond {
		t.Errorf("3,000 took %v, 30,000 took %v", small, large)
	}
}
