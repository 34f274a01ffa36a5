package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
)

// searchLine is a question of the benchmark of channel/search: its name, nanoseconds, and what it reports.
var searchLine = regexp.MustCompile(`(?m)^BenchmarkSearch1M/(\S+?)(?:-\d+)?\s+\d+\s+([\d.]+) ns/op\s+([\d.]+) hits\s+([\d.]+) p99-ms`)

// searching asks a million messages what people ask. The benchmark lies beside what it measures.
func searching(ctx context.Context, _ string) error {
	c := exec.CommandContext(ctx, "go", "test", "-run", "^$", "-bench", "Search1M", "-benchtime", "100x", "./channel/search")
	c.Stderr = os.Stderr
	out, err := c.Output()
	if err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	worst, questions := 0.0, 0
	for _, m := range searchLine.FindAllSubmatch(out, -1) {
		mean, _ := strconv.ParseFloat(string(m[2]), 64)
		hits, _ := strconv.ParseFloat(string(m[3]), 64)
		p99, _ := strconv.ParseFloat(string(m[4]), 64)
		say(fmt.Sprintf("1,000,000 messages asked for %q", m[1]), map[string]any{
			"mean_ms": hundredths(mean / 1e6), "p99_ms": p99, "hits": hits,
		})
		worst, questions = max(worst, p99), questions+1
	}
	if questions == 0 {
		return fmt.Errorf("the benchmark of channel/search says nothing: %s", out)
	}
	say("search, the slowest question's p99", map[string]any{"p99_ms": worst, "questions": questions})
	return nil
}
