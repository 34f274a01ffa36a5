package main

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// idle looks at what a server takes that nobody asks anything.
func idle(_ context.Context, dir string) error {
	s, err := startServer(dir, "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer func() { s.cmd.Process.Signal(os.Interrupt); s.cmd.Wait() }()
	time.Sleep(3 * time.Second)
	before := ticks(s.cmd.Process.Pid)
	const look = 20
	time.Sleep(look * time.Second)
	used := float64(ticks(s.cmd.Process.Pid)-before) / 100 / look
	say("idle, 16 shards", map[string]any{"rss_mb": rss(s.cmd.Process.Pid), "percent_of_a_core": used * 100})
	return nil
}

func ticks(pid int) (n int) {
	b, _ := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "stat"))
	fields := strings.Fields(string(b)[strings.LastIndexByte(string(b), ')')+1:])
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return user + system
}

func rss(pid int) float64 {
	b, _ := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "status"))
	for line := range strings.SplitSeq(string(b), "\n") {
		if rest, is := strings.CutPrefix(line, "VmRSS:"); is {
			kb, _ := strconv.Atoi(strings.Fields(rest)[0])
			return float64(kb) / 1024
		}
	}
	return 0
}
