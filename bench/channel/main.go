// Command channel measures the channel: how long a message takes from one device to another, how many devices one server
// holds and what each takes of it, beside a peer in the same run; what a large shop's first load takes, and a search.
// `make bench-channel` runs it; docs/benchmarks.md has the results. Every figure is printed as it comes, as JSON behind its
// name; -json prints nothing but one document at the end, -markdown a table for docs/benchmarks.md.
//
// The server is the binary, as a process of its own; so are those who watch.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

var (
	what     = flag.String("what", "latency,streams,peer,firstload,search", "what to measure")
	seconds  = flag.Int("seconds", 10, "how long each load lasts")
	rounds   = flag.Int("rounds", 3, "how often each is taken; the median counts")
	streams  = flag.Int("streams", 20_000, "devices that watch at once; the limit of open files may allow fewer")
	rate     = flag.Int("rate", 2000, "deliveries a second")
	messages = flag.Int("messages", 500, "messages a second while the latency is measured")
	spoken   = flag.Int("spoken", 200, "messages from one browser to another, each way")
	binary   = flag.String("binary", "bin/dangol", "the server's binary")
	peerDir  = flag.String("peer", "", "folder of the peer's binary; \"\" builds one in a temporary folder")
	asJSON   = flag.Bool("json", false, "print one JSON document and nothing else")
	asTable  = flag.Bool("markdown", false, "print a table for docs/benchmarks.md at the end")
	role     = flag.String("role", "", "what this process is, when it is not the one that measures")
)

func main() {
	flag.Parse()
	if *role == "watch" {
		if err := beWatcher(os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	dir, err := os.MkdirTemp("", "dangol-channel-")
	if err == nil {
		err = run(context.Background(), dir)
	}
	os.RemoveAll(dir)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, dir string) error {
	say("machine", map[string]any{"go": runtime.Version(), "processors": runtime.NumCPU(), "open_files": openFiles()})
	for _, part := range []struct {
		name    string
		measure func(ctx context.Context, dir string) error
	}{
		{"latency", latency}, {"streams", holdStreams}, {"firstload", firstLoad}, {"search", searching},
	} {
		if !asked(part.name) {
			continue
		}
		own := filepath.Join(dir, part.name)
		if err := part.measure(ctx, own); err != nil {
			return fmt.Errorf("%s: %w", part.name, err)
		}
		os.RemoveAll(own)
	}
	return report()
}

// asked reports whether a part is to be measured.
func asked(part string) bool { return slices.Contains(strings.Split(*what, ","), part) }

// figure is one that was measured.
type figure struct {
	Name    string         `json:"name"`
	Figures map[string]any `json:"figures"`
}

var told []figure

// say prints one figure as JSON, so that others can read it too.
func say(name string, figures map[string]any) {
	told = append(told, figure{name, figures})
	if *asJSON {
		return
	}
	b, err := json.Marshal(figures)
	if err == nil {
		fmt.Printf("%-44s %s\n", name, b)
	}
}

// report prints everything once more, for machines or for the document.
func report() error {
	if *asJSON {
		e := json.NewEncoder(os.Stdout)
		e.SetIndent("", "  ")
		return e.Encode(told)
	}
	if !*asTable {
		return nil
	}
	fmt.Printf("\n| what | figures |\n|---|---|\n")
	for _, f := range told {
		var cells []string
		for _, name := range slices.Sorted(keys(f.Figures)) {
			cells = append(cells, fmt.Sprintf("%s %v", strings.ReplaceAll(name, "_", " "), f.Figures[name]))
		}
		fmt.Printf("| %s | %s |\n", f.Name, strings.Join(cells, ", "))
	}
	return nil
}

// medians gives of each number the median of the rounds.
func medians(all []map[string]any) map[string]any {
	of := map[string]any{}
	for name := range all[0] {
		var values []float64
		for _, one := range all {
			if v, is := one[name].(float64); is {
				values = append(values, v)
			}
		}
		if len(values) == 0 {
			of[name] = all[0][name]
			continue
		}
		slices.Sort(values)
		of[name] = values[len(values)/2]
	}
	return of
}

func tenths(f float64) float64 { return math.Round(f*10) / 10 }

func keys(m map[string]any) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}
