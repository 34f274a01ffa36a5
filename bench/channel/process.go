package main

import (
	"bufio"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// process is a server that is measured from outside.
type process struct {
	cmd     *exec.Cmd
	address string // host:port
}

// startServer starts the binary on a folder.
func startServer(dir string) (*process, error) {
	c := exec.Command(*binary, "serve", "--data", dir, "--listen", "127.0.0.1:0")
	out, err := c.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := c.Start(); err != nil {
		return nil, err
	}
	p := &process{cmd: c}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if _, after, is := strings.Cut(lines.Text(), "http://"); is {
			p.address, _, _ = strings.Cut(after, "/")
			return p, p.settle()
		}
	}
	return nil, errors.Join(errors.New("the server does not start"), c.Wait())
}

// settle waits until a server answers and has come to rest.
func (p *process) settle() error {
	for until := time.Now().Add(time.Minute); ; time.Sleep(100 * time.Millisecond) {
		answer, err := http.Get("http://" + p.address + "/readyz")
		if err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				break
			}
		}
		if time.Now().After(until) {
			return fmt.Errorf("the server does not get ready: %w", err)
		}
	}
	time.Sleep(3 * time.Second)
	return nil
}

func (p *process) end() {
	_ = p.cmd.Process.Signal(os.Interrupt)
	done := make(chan struct{})
	go func() { p.cmd.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		_ = p.cmd.Process.Kill()
		<-done
	}
}

// rss is its resident memory in KB.
func (p *process) rss() float64 {
	b, _ := os.ReadFile(filepath.Join("/proc", strconv.Itoa(p.cmd.Process.Pid), "status"))
	for line := range strings.SplitSeq(string(b), "\n") {
		if rest, is := strings.CutPrefix(line, "VmRSS:"); is {
			kb, _ := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			return kb
		}
	}
	return 0
}

// processor is how much time of the processors it has used.
func (p *process) processor() time.Duration {
	b, _ := os.ReadFile(filepath.Join("/proc", strconv.Itoa(p.cmd.Process.Pid), "stat"))
	fields := strings.Fields(string(b)[strings.LastIndexByte(string(b), ')')+1:])
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * 10 * time.Millisecond
}

// files is how many files and connections it has open.
func (p *process) files() int {
	all, _ := os.ReadDir(filepath.Join("/proc", strconv.Itoa(p.cmd.Process.Pid), "fd"))
	return len(all)
}

// openFiles raises the limit of open files of this process as far as it goes, and gives it.
func openFiles() int {
	var l syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &l); err != nil {
		return 0
	}
	l.Cur = l.Max
	_ = syscall.Setrlimit(syscall.RLIMIT_NOFILE, &l) // what it is stays then
	return int(l.Cur)
}

// blocks is what the blocks of our server took until now, by step: how many there were, and seconds in all.
func (p *process) blocks() (count float64, of map[string]float64) {
	of = map[string]float64{}
	answer, err := http.Get("http://" + p.address + "/metrics")
	if err != nil {
		return 0, of
	}
	defer answer.Body.Close()
	lines := bufio.NewScanner(answer.Body)
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), " ")
		number, err := strconv.ParseFloat(value, 64)
		if step, is := strings.CutPrefix(name, `dangol_block_seconds_sum{step="`); is && err == nil {
			of[strings.TrimSuffix(step, `"}`)] = number
		}
		if name == `dangol_block_seconds_count{step="append"}` && err == nil {
			count = number
		}
	}
	return count, of
}
